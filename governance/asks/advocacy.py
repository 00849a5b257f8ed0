"""The advocacy record of a recommendation as it is read: by the day, from its raising to what came of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from governance.models import AdvocacyEntry, Ask

_SENTENCES = {
    AdvocacyEntry.Kind.ARGUED: "argued for it",
    AdvocacyEntry.Kind.ANSWERED: "answered an objection",
    AdvocacyEntry.Kind.SENT: "sent the brief",
    AdvocacyEntry.Kind.WON: "won a change of policy or process",
}
_TO_WHOM = {
    AdvocacyEntry.Kind.ARGUED: " before {}",
    AdvocacyEntry.Kind.ANSWERED: " of {}",
    AdvocacyEntry.Kind.SENT: " to {}",
    AdvocacyEntry.Kind.WON: " at {}",
}
_BECAME = {
    Ask.State.BACKED: "backed it",
    Ask.State.IN_PLACE: "put it in place",
    Ask.State.NOT_NOW: "declined it",
}


@dataclass(frozen=True)
class AdvocacyLine:
    """Who did what on a day, and in which words."""

    on: date
    side: str
    who: str
    did: str
    words: str = ""


def advocacy_of(ask: Ask) -> list[AdvocacyLine]:
    """Every line, the oldest first; in one query. Of any other ask than a recommendation there is none."""
    return sorted(_lines(ask), key=lambda line: line.on) if ask.kind == Ask.Kind.RECOMMENDATION else []


def _lines(ask: Ask) -> Iterator[AdvocacyLine]:
    yield AdvocacyLine(ask.raised_on, ask.raised_by_side, ask.raised_by.full_name, "recommended it")
    for entry in ask.advocacy.select_related("by"):
        yield _line(entry)
    became = _BECAME.get(Ask.State(ask.state))
    if became and ask.answered_on and ask.answered_by:
        yield AdvocacyLine(ask.answered_on, ask.answered_by.side, ask.answered_by.full_name, became)


def _line(entry: AdvocacyEntry) -> AdvocacyLine:
    kind = AdvocacyEntry.Kind(entry.kind)
    if kind == AdvocacyEntry.Kind.OBJECTED:
        return AdvocacyLine(entry.on, entry.side, entry.whom, "objected", entry.words)
    to_whom = _TO_WHOM[kind].format(entry.whom) if entry.whom else ""
    return AdvocacyLine(entry.on, entry.side, entry.by.full_name, f"{_SENTENCES[kind]}{to_whom}", entry.words)
