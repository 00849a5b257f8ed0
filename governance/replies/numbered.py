"""A reply to a mail that names several things: each line that begins with a number speaks of one of them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from governance.replies.saying import Kind, Saying, begins_with_date, beyond_greeting, understood

_NUMBER = re.compile(
    r"\s*(?P<mark>#|no\.? ?|item )?(?P<number>[0-9]{1,3})(?P<behind>[:.)]|\s*[-–—])?\s+(?P<rest>\S.*)"
)


@dataclass(frozen=True)
class Answer:
    """What is said of the thing of that number in the mail; None where the reply names none."""

    number: int | None
    saying: Saying


def answers_in(text: str, *, things: int, today: date) -> list[Answer]:
    """What a reply says, of one or of several of the `things` its mail named.

    With one thing there is nothing to number, and "1 done" is "done" all the same. With several, each line that begins
    with a number and says something plain speaks of another; a reply that begins without a number names none.
    """
    if things == 1:
        return [Answer(1, _of_the_one(text, today))]
    answers = [
        Answer(number, understood(words, today=today)) for number, words in _pieces(text, things, today)
    ]
    return answers or [Answer(None, understood(text, today=today))]


def _of_the_one(text: str, today: date) -> Saying:
    first, _, rest = text.partition("\n")
    numbered = _numbered(first, 1, today)
    saying = understood(f"{numbered[1]}\n{rest}", today=today) if numbered else None
    plain = saying is not None and saying.kind is not Kind.WORD
    return saying if saying and plain else understood(text, today=today)


def _pieces(text: str, things: int, today: date) -> Iterator[tuple[int, str]]:
    """Each number with the words behind it, up to the next number; none where the first line begins with none."""
    number, words, seen = 0, "", set[int]()
    for line in beyond_greeting(text.strip()).split("\n"):
        begins = _numbered(line, things, today, is_first=not seen)
        if begins and begins[0] not in seen:
            if number:
                yield number, words
            number, words = begins
            seen.add(number)
        elif not number:
            return
        else:
            words += f"\n{line}"
    yield number, words


def _numbered(line: str, things: int, today: date, *, is_first: bool = True) -> tuple[int, str] | None:
    """The number a line begins with, and the rest of it.

    The first line begins with one because the mail asked for it. A later one must say something plain behind it, or
    bear a "#": people number their reasons too.
    """
    found = _NUMBER.match(line)
    if not found or not 1 <= int(found["number"]) <= things or begins_with_date(line, today=today):
        return None
    counts = is_first or found["mark"] or understood(found["rest"], today=today).kind is not Kind.WORD
    return (int(found["number"]), found["rest"]) if counts else None
