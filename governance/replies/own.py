"""What somebody wrote themselves: all of a mail that came in, without what we sent."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from governance.replies.patterns import pattern
from governance.replies.quotation import above_quotation, without_quotation
from governance.replies.sent import MOST_SENT, Sent
from governance.replies.unquoted import without_sent

_MOST_UNKNOWN = 600
_SECRET = pattern(r"[a-z2-7]{32,}")
_LENGTH_OF_SECRET = 32


@dataclass(frozen=True)
class OwnWords:
    """What somebody wrote. `is_doubtful`: whether it may hold the mail replied to, which nobody knows any more.

    `quotes`: whether anything stood beside it that was sent.
    """

    words: str
    is_doubtful: bool = False
    quotes: bool = False


def own_words(text: str, sent: Sent) -> OwnWords:
    """`text`, all of a mail that came in, without what we sent, quoted marks, signatures and secrets."""
    if not sent.is_known:
        words = without_secrets(above_quotation(text), sent)
        return OwnWords(words, is_doubtful=len(words) > _MOST_UNKNOWN)
    left = without_sent(text, sent)
    return OwnWords(without_secrets(without_quotation(left), sent), quotes=left != text)


def without_secrets(text: str, sent: Sent) -> str:
    """The other side reads the words, and who has a secret acts as the person: whatever looks like one goes.

    A long word is none: a secret holds figures, but for one in a thousand, and that one is known by what we sent.
    """
    known = set(_secrets_in(sent.texts))

    def shown(found: Any) -> str:
        run = str(found[0])
        is_secret = any(letter.isdigit() for letter in run) or any(each in run.lower() for each in known)
        return "…" if is_secret else run

    return str(_SECRET.sub(shown, text)).strip()


def _secrets_in(texts: Iterable[str]) -> Iterable[str]:
    for text in texts:
        yield from (
            found for found in _SECRET.findall(text[:MOST_SENT].lower()) if len(found) == _LENGTH_OF_SECRET
        )
