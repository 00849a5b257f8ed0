"""Where a calendar's answer to an invitation goes: an address of one's own for each review, which never changes.

A calendar takes a later mail for the same event only where its organizer is the same. So the secret is not drawn anew
with each mail as that of a reminder is: it is made from SECRET_KEY, and kept nowhere.
"""

from base64 import b32encode
from collections.abc import Iterable
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

_BYTES = 20
_BEFORE, _LONGEST_NUMBER = "review-", 15


def uid_of(review: int) -> str:
    """What the event is called in every calendar."""
    return f"{_BEFORE}{review}@{urlsplit(settings.BASE_URL).hostname}"


def review_called(uid: str) -> int | None:
    """The id of the review whose event is called `uid`, if it may be one of ours."""
    number = uid.removeprefix(_BEFORE).partition("@")[0]
    is_one = number.isascii() and number.isdigit() and len(number) <= _LONGEST_NUMBER
    return int(number) if is_one and uid == uid_of(int(number)) else None


def answer_address(review: int, person: int) -> str:
    """Where the calendar of `person` answers; empty where no replies are read."""
    name, _, host = settings.REPLY_ADDRESS.partition("@")
    return f"{name}+{_secret(review, person)}@{host}" if host else ""


def holds_secret(secrets: Iterable[str], review: int, person: int) -> bool:
    """Whether the secret of that person's invitation is among `secrets`."""
    return any(constant_time_compare(each, _secret(review, person)) for each in secrets)


def _secret(review: int, person: int) -> str:
    digest = salted_hmac("tandem.invitations", f"{review}.{person}", algorithm="sha256").digest()
    return b32encode(digest[:_BYTES]).decode().lower()
