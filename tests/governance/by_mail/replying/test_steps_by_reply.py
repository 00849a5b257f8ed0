"""What a reply does, by what it says and how the thing stands: each of them, and what is refused."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction

from governance import verbs
from governance.by_mail.reply_steps import carry_out, how_to_answer
from governance.models import ActionItem, Ask, AskDate
from governance.replies import understood
from partners.isolation.scope import SYSTEM, entered
from partners.models import User
from partners.verb import Refused
from tests.cast import Cast
from tests.governance.scene import NOW, TODAY, in_days
from tests.governance.test_verbs_by_state import STATES
from tests.reviews import scene

DUE = in_days(21)


def standing(cast: Cast, how: str) -> ActionItem:
    """An action of theirs, in a state; `asked`: open, and ours asks for another date."""
    with entered(SYSTEM):
        fields = STATES["open" if how == "asked" else how]
        more = {"confirmed_by": cast.manager} if how == "closed" else {}
        item = scene.promise(cast.partner, cast.lead, due_on=DUE, **fields, **more)
        if how == "asked":
            verbs.ask_for_date(item, due_on=in_days(30), reason="x", by=cast.manager, now=NOW)
        return item


def told(row: ActionItem | Ask, words: str, by: User) -> dict[str, Any] | str:
    """What is otherwise of the row after the reply, or the sentence it is refused with."""
    with entered(SYSTEM):
        before = type(row).objects.get(pk=row.pk)
        try:
            with transaction.atomic():
                carry_out(row, understood(words, today=TODAY), by=by, now=NOW)
        except (Refused, PermissionDenied) as refused:
            return str(refused)
        after = type(row).objects.get(pk=row.pk)
        names = ("state", "due_on", "returned", "needed_by", "answer")
        found = {name: getattr(after, name) for name in names if hasattr(after, name)}
        changed = {name: value for name, value in found.items() if getattr(before, name) != value}
        if isinstance(row, ActionItem):
            changed |= {"word": row.notes.get().text} if row.notes.exists() else {}
            changed |= {"asked": row.date_requests.get().state} if row.date_requests.exists() else {}
        return changed


@pytest.mark.parametrize(
    ("how", "who", "words", "what"),
    [
        ("open", "lead", "Done", {"state": "reported"}),
        ("open", "lead", "Done, see the log", {"state": "reported", "word": "see the log"}),
        ("open", "lead", "4 Jan because x", {"due_on": in_days(42)}),
        ("open", "lead", "We wait", {"word": "We wait"}),
        ("open", "lead", "Yes, of course", {"word": "Yes, of course"}),
        ("open", "manager", "4 Jan because x", {"asked": "asked"}),
        ("open", "manager", "How far is it?", {"word": "How far is it?"}),
        ("reported", "manager", "Yes", {"state": "closed"}),
        ("reported", "manager", "Done, thank you", {"state": "closed", "word": "thank you"}),
        ("reported", "manager", "No, the log", {"state": "open", "returned": 1, "word": "the log"}),
        ("reported", "manager", "Not yet: the log", {"state": "open", "returned": 1, "word": "the log"}),
        ("reported", "manager", "Which log?", {"word": "Which log?"}),
        ("reported", "lead", "Yes", {"word": "Yes"}),
        ("proposed", "lead", "Yes", {"state": "open"}),
        ("proposed", "lead", "Yes, with Mei", {"state": "open", "word": "with Mei"}),
        ("proposed", "lead", "4 Jan", {"state": "open", "due_on": in_days(42)}),
        ("proposed", "lead", "What for?", {"word": "What for?"}),
        ("proposed", "contributor", "Yes", {"word": "Yes"}),
        ("asked", "lead", "Yes", {"due_on": in_days(30), "asked": "accepted"}),
        ("asked", "lead", "No, it stands", {"asked": "declined"}),
        ("asked", "lead", "Done", {"state": "reported", "asked": "over"}),
        ("asked", "lead", "Who asks?", {"word": "Who asks?", "asked": "asked"}),
        ("asked", "manager", "Yes", {"word": "Yes", "asked": "asked"}),
        ("closed", "lead", "Thanks", {"word": "Thanks"}),
    ],
)
def test_what_a_reply_does_to_an_action(
    cast: Cast, how: str, who: str, words: str, what: dict[str, Any]
) -> None:
    assert told(standing(cast, how), words, getattr(cast, who)) == what


@pytest.mark.parametrize(
    ("how", "who", "words"),
    [
        ("open", "lead", ""), ("open", "lead", "31 February"), ("open", "lead", "Done, except the last server"),
        ("reported", "manager", "Yes, but not all of it"), ("closed", "lead", "Done"), ("open", "manager", "Done"),
        ("open", "contributor", "Done"), ("reported", "manager", "No"), ("asked", "lead", "No"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_refused_and_changes_nothing(
    cast: Cast, how: str, who: str, words: str
) -> None:
    item = standing(cast, how)
    assert isinstance(told(item, words, getattr(cast, who)), str)
    with entered(SYSTEM):
        assert not item.notes.exists()


@pytest.mark.parametrize(
    ("kind", "state", "words", "what"),
    [
        ("decision", "pending", "Decided: the second", {"state": "made", "answer": "the second"}),
        ("decision", "pending", "Done, the second", {"state": "made", "answer": "the second"}),
        ("decision", "pending", "Yes, the second", {"state": "made", "answer": "Yes, the second"}),
        ("decision", "pending", "No", {"state": "made", "answer": "No"}),
        ("decision", "pending", "4 Jan because x", {"needed_by": in_days(42)}),
        ("impediment", "raised", "Done, it is open", {"state": "cleared", "answer": "it is open"}),
        (
            "recommendation",
            "raised",
            "Yes, it saves a night",
            {"state": "backed", "answer": "it saves a night"},
        ),
        ("recommendation", "backed", "Done, it runs", {"state": "in_place", "answer": "it runs"}),
        ("recommendation", "raised", "Not now: the audit", {"state": "not_now", "answer": "the audit"}),
    ],
)
def test_what_a_reply_answers(cast: Cast, kind: str, state: str, words: str, what: dict[str, Any]) -> None:
    with entered(SYSTEM):
        ask = scene.ask(cast.partner, cast.lead, kind=kind, state=state)
    assert told(ask, words, cast.manager) == what
    with entered(SYSTEM):
        assert AskDate.objects.filter(ask=ask).exists() is ("needed_by" in what)


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("decision", "Which one?"), ("impediment", "Yes"), ("impediment", "4 Jan"), ("recommendation", "4 Jan"),
        ("recommendation", "No"), ("decision", "Not now"), ("impediment", "Done, except the last"),
    ],
)  # fmt: skip
def test_an_ask_takes_an_answer_and_no_word(cast: Cast, kind: str, words: str) -> None:
    with entered(SYSTEM):
        ask = scene.ask(cast.partner, cast.lead, kind=kind)
    assert isinstance(told(ask, words, cast.manager), str)


def test_it_is_said_how_each_can_be_answered(cast: Cast) -> None:
    own, other = cast.lead, cast.manager
    with entered(SYSTEM):
        said = {
            (how, side): how_to_answer(ActionItem.objects.get(pk=standing(cast, how).pk), reader, today=TODAY)
            for how in ("proposed", "open", "asked", "reported", "closed", "withdrawn")
            for side, reader in (("own", own), ("other", other))
        }
        asks = {
            (kind, state): how_to_answer(scene.ask(cast.partner, own, kind=kind, state=state), other, today=TODAY)
            for kind, state in (
                ("decision", "pending"), ("impediment", "raised"), ("recommendation", "raised"),
                ("recommendation", "backed"),
            )
        }  # fmt: skip
    only = said["closed", "own"]
    assert only == said["closed", "other"] == said["withdrawn", "own"] == said["reported", "own"]
    assert said["open", "other"] == said["asked", "other"]
    assert said["proposed", "own"] == said["proposed", "other"]
    apart = [only, said["proposed", "own"], said["open", "own"], said["open", "other"], said["asked", "own"],
             said["reported", "other"], *asks.values()]  # fmt: skip
    assert len(set(apart)) == len(apart) == 10
    assert "what is in place now" in asks["recommendation", "backed"]
