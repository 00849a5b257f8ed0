"""No mail takes long: the work of its reading grows with its length, counted in steps and not in seconds."""

import ast
import sys
from contextlib import suppress
from functools import cache
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from governance.replies import Unreadable, answers_in, names, names_foreign, own_words, read_mail
from tests.governance.by_mail.replying.quoting import TODAY, mailed
from tests.governance.by_mail.replying.test_cases import POISON

READER = Path(__file__).parents[4] / "governance/replies"
pytestmark = pytest.mark.django_db
GROWING = {
    "on": "On ", "from": "From: a\n", "who": "On a@b 1 ", "labels": "From: x\nAa Bb: x\n", "dashes": "-",
    "rules": "---- a",
    "blank": " \n", "quotes": "> ", "addresses": "1 a@b:", "list of addresses": "team1.lead@meridian.example;",
    "numbers": "1 done\n", "more numbers": "2 servers\n", "dates": "4 Dec ", "wrote": "on wrote ", "yes": "yes, ",
    "ours": "Archiving policy to the finance board ", "ours broken": "Archiving policy t0\n", "links": "https://a ",
    "secrets": "abcdefghijklmnopqrstuvwxyz234567 ", "stars": "*", "emoji": "✅", "colons": ": ", "accents": "e\u0301",
    "joined": "\u200d", "phones": "sent from my iphone ", "telephones": "von meinem x ", "warnings": "external sender ",
    "closings": "best regards\n", "ps": "thanks\nPS: ", "but": "done but ", "cjk": "下半年的归档策略由谁批准",
    "halden": "Halden ",
}  # fmt: skip


class Counted:
    """Counts the steps that Python takes in our own reader."""

    def __init__(self) -> None:
        self.steps = 0

    def __enter__(self) -> "Counted":
        sys.settrace(self._calls)
        return self

    def __exit__(self, *_: object) -> None:
        sys.settrace(None)

    def _calls(self, frame: FrameType, event: str, argument: Any) -> Any:
        return self._lines if "governance" in frame.f_code.co_filename else None

    def _lines(self, frame: FrameType, event: str, argument: Any) -> Any:
        self.steps += 1
        return self._lines


@cache
def _mail() -> Any:
    return mailed([(1, "Archiving policy to the finance board", "do"), (2, "Workshops in the plants", "do")])


def steps_for(piece: str, size: int) -> int:
    raw = b"Content-Type: text/plain; charset=utf-8\n\n" + (piece * (size // len(piece))).encode()
    foreign = names(
        titles=["Workshops in the plants: whose floor"], people=["Rhona Halden"], partners=["Halden & Roy"]
    )
    with Counted() as counted:
        text = read_mail(raw, reply_address="reply@x.example", trusted_server="mx").text
        words = own_words(text, _mail().sent).words
        for answer in answers_in(words, things=3, today=TODAY):
            names_foreign(answer.parsed.whole, foreign=foreign, own=names())
    return counted.steps


@pytest.mark.parametrize("piece", GROWING.values(), ids=GROWING)
def test_four_times_the_text_takes_about_four_times_the_steps(piece: str) -> None:
    small, large = steps_for(piece, 1_500), steps_for(piece, 6_000)
    assert large < 6 * small + 2_000


@pytest.mark.parametrize("raw", POISON.values(), ids=POISON)
def test_the_worst_of_mails_takes_few_steps(raw: bytes) -> None:
    with Counted() as counted, suppress(Unreadable):
        read_mail(raw, reply_address="reply@x.example", trusted_server="mx")
    assert counted.steps < 60_000


def test_every_pattern_of_the_reader_is_of_the_engine_that_never_backtracks() -> None:
    """Its own patterns are linear by construction, so none of another engine may come in."""
    for file in READER.glob("*.py"):
        imported = {
            alias.name
            for node in ast.walk(ast.parse(file.read_text()))
            if isinstance(node, ast.Import | ast.ImportFrom)
            for alias in node.names
        }
        assert "re" not in imported, file.name
