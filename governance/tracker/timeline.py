"""What became of an action, told from its history: each change in people's words, newest first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.apps import apps

from governance.models import ActionItem, DateRequest, Evidence, Reminder
from governance.people import introduce
from partners.models import User

State = DateRequest.State


@dataclass(frozen=True)
class Told:
    """One thing that happened. `day` belongs to the words, `text` is what somebody wrote."""

    at: datetime
    person: User | None
    words: str
    day: date | None = None
    text: str = ""
    on_word_of: User | None = None
    """Who said it in the room, where somebody else wrote it down."""


def timeline_of(
    item: ActionItem,
    evidence: Iterable[Evidence],
    reminders: Iterable[Reminder] = (),
    known: Iterable[User] = (),
) -> list[Told]:
    """Promised, moved, reported, given back … and the words, `evidence` and `reminders` of it.

    Reads two tables, however long, and the people in it who are not `known` yet.
    """
    events, notes = list(_events(item)), list(item.notes.all())
    in_them = [event[name] for event in events for name in ("person", "owner_id", "on_word_of")]
    people = introduce(notes, known=known, others=in_them)
    told = [
        Told(event["at"], people.get(event["person"]), *words, on_word_of=_on_word_of(before, event, people))
        for before, event in zip([None, *events], events, strict=False)
        for words in _words(before, event, people)
    ]
    told += [Told(note.written_at, note.author, "wrote", None, note.text) for note in notes]
    told += [each for request in item.date_requests.all() for each in _of_request(request)]
    told += [Told(sent.sent_at, None, reminder_in_words(sent)) for sent in reminders]
    told += [Told(piece.added_at, piece.added_by, "brought evidence", None, piece.name) for piece in evidence]
    return sorted(told, key=lambda each: each.at, reverse=True)


def reminder_in_words(sent: Reminder) -> str:
    """Whom Tandem reminded, and why: "reminded Jonas Stein: due on the day"."""
    by_way_of = "" if sent.sent_to_id == sent.person_id else f", by way of {sent.sent_to.full_name}"
    return f"reminded {sent.person.full_name}{by_way_of}: {sent.get_step_display()}"


def _events(item: ActionItem) -> Iterable[dict[str, Any]]:
    history = apps.get_model("governance", "ActionItemEvent")
    rows = history.objects.filter(pgh_obj_id=item.pk).exclude(pgh_label="delete").order_by("pgh_id")
    for row in rows.values("pgh_created_at", "pgh_context", "state", "due_on", "owner_id", "title"):
        context = row["pgh_context"] or {}
        said_at = context.get("at")
        at = datetime.fromisoformat(said_at) if said_at else row["pgh_created_at"]
        said = {name: context.get(name) for name in ("person", "verb", "on_word_of")}
        yield {**row, **said, "at": at}


def _of_request(request: DateRequest) -> Iterable[Told]:
    yield Told(request.asked_at, request.asked_by, "asked for another date,", request.due_on, request.reason)
    if request.answered_at and (words := _ANSWERED.get(State(request.state))):
        yield Told(request.answered_at, request.answered_by, words, None, request.answer)


def _on_word_of(before: dict[str, Any] | None, event: dict[str, Any], people: dict[int, User]) -> User | None:
    """Whoever said it, unless it is who wrote it down, or whose promise it is: the words name them already."""
    named = (event["person"], event["owner_id"] if before is None else None)
    return people.get(event["on_word_of"]) if event["on_word_of"] not in named else None


def _words(
    before: dict[str, Any] | None, event: dict[str, Any], people: dict[int, User]
) -> Iterable[tuple[str, date | None]]:
    if before is None:
        yield _begun(event, people), event["due_on"]
        return
    if event["verb"] in _TOOK_BACK:
        slip = _SLIPS.get(before["verb"])
        yield f"took it back: {slip}" if slip else "took it back", None
        return
    if event["owner_id"] != before["owner_id"]:
        yield f"handed it over to {people[event['owner_id']].full_name}", None
    if event["state"] != before["state"]:
        yield (
            _CHANGED.get((before["state"], event["state"]), f"made it {event['state']}"),
            _day_of(before, event),
        )
    elif event["due_on"] != before["due_on"]:
        yield (
            "gave the date asked for," if event["verb"] == "accept_date" else "gave a new date,",
            event["due_on"],
        )
    if event["title"] != before["title"]:
        yield f"renamed it from “{before['title']}”", None


def _day_of(before: dict[str, Any], event: dict[str, Any]) -> date | None:
    return event["due_on"] if before["state"] == "proposed" and event["state"] == "open" else None


def _begun(event: dict[str, Any], people: dict[int, User]) -> str:
    own, owner = event["person"] == event["owner_id"], people[event["owner_id"]]
    if event["state"] == "proposed":
        return "proposed it for" if own else f"asked {owner.full_name} for it by"
    return "promised it for" if own else f"wrote down that {owner.full_name} promised it for"


_CHANGED = {
    ("proposed", "open"): "accepted it for",
    ("open", "reported"): "reported it done",
    ("reported", "closed"): "confirmed it",
    ("reported", "open"): "gave it back",
    ("proposed", "withdrawn"): "withdrew it",
    ("open", "withdrawn"): "withdrew it",
}

_ANSWERED = {
    State.DECLINED: "declined another date",
    State.TAKEN_BACK: "asked for no other date any more",
}
"""Where another date was asked for; one that was accepted stands there as the move it was."""

_TOOK_BACK = ("take_back", "undo")
"""On the action's page, and in the room."""

_SLIPS = {
    "accept": "the promise",
    "report_done": "the report",
    "confirm": "the confirmation",
    "give_back": "the return",
    "move_date": "the new date",
    "wait_on": "the wait",
    "stop_waiting": "the end of the wait",
    "reassign": "the handing over",
    "reword": "the new words",
    "withdraw": "the withdrawal",
    "accept_date": "the other date",
    "decline_date": "the no to another date",
}
"""What was taken back, by the verb that had done it."""
