"""One person's letter: a line for each thing, what to do under its heading, late things first."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from governance.dates.printing import day_in_words
from governance.reminder_mail.subjects import Key, Standing, Subject
from governance.reminders import Named, Need
from governance.reminders.ladder import Rung
from partners.models import Side
from partners.outbox import Letter, written


@dataclass(frozen=True)
class Reader:
    """Who reads the letter: on which side, on which day of theirs, and what the sides and people are called."""

    id: int
    full_name: str
    side: Side
    today: date
    sides: Mapping[tuple[int, str], str]
    """(partner, side) → its name."""
    people: Mapping[int, str]
    """Whom the reader may stand in for → their name."""


@dataclass(frozen=True)
class Line:
    """One thing the letter names. `number` is what a reply may begin with."""

    number: int
    title: str
    facts: str
    is_late: bool
    url: str
    warning: str = ""


_HEADINGS = {
    Need.DO: "You owe",
    Need.MOVE_ON: "They wait for you",
    Need.ANSWER: "Your answer is needed",
    Need.ACCEPT: "You are asked to promise",
    Need.CONFIRM: "Reported done: is it?",
    Rung.LEADS: "Late for ten working days: both leads are told",
    Rung.SPONSORS: "Still late: both sponsors are told",
}
_ORDER = list(_HEADINGS)
_WARNING = "In two working days both leads hear of it, unless it is done or has a new date."


def ordered(named: Iterable[Named]) -> list[Named]:
    """In the order of the letter: by what is to be done, then the longest due first."""
    return sorted(
        named, key=lambda each: _ORDER.index(_heading(each))
    )  # the plan has them by their day already


def letter_of(
    named: Sequence[Named], urls: Sequence[str], reader: Reader, *, subjects: Mapping[Key, Subject],
    standings: Mapping[tuple[int, str], Standing], page: str, reply_to: str,
) -> Letter:  # fmt: skip
    """The letter that names `named` (as `ordered`), each with its address in `urls`."""
    partners = sorted({each.matter.partner_id for each in named})
    lines = [
        _line(
            number, each, url, reader, subjects[each.matter.kind, each.matter.id], several=len(partners) > 1
        )
        for number, (each, url) in enumerate(zip(named, urls, strict=True), 1)
    ]
    headed = groupby(zip(named, lines, strict=True), key=lambda pair: _HEADINGS[_heading(pair[0])])
    late = sum(line.is_late for line in lines)
    context = {
        "name": reader.full_name,
        "whom": _whom(partners, reader),
        "summary": _summary(len(lines), late),
        "sections": [(heading, [line for _, line in pairs]) for heading, pairs in headed],
        "mirror": _mirror(partners, reader, standings),
        "page": page,
        "may_reply": bool(reply_to),
        "is_one": len(lines) == 1,
    }
    letter = written("reminders", context, subject=f"{_whom(partners, reader)}: {_summary(len(lines), late)}")
    return Letter(
        letter.subject, letter.text, letter.html, headers={"Reply-To": reply_to} if reply_to else {}
    )


def _heading(named: Named) -> Need | Rung:
    return Rung(named.step) if named.step in (Rung.LEADS, Rung.SPONSORS) else named.matter.need


def _line(number: int, named: Named, url: str, reader: Reader, subject: Subject, *, several: bool) -> Line:
    matter = named.matter
    other = reader.sides[matter.partner_id, reader.side.other]
    away = reader.people[named.person] if named.person != reader.id else ""
    said = [
        f"for {away}, who is away" if away else "",
        _FACTS[_heading(named)](named, subject, reader),
        other if several else "",
    ]
    late = matter.due_on is not None and matter.due_on < reader.today and matter.need in _DAYS_COUNT
    warning = _WARNING if named.step == Rung.WARNING else ""
    return Line(number, subject.title, " · ".join(filter(None, said)), late, url, warning)


_DAYS_COUNT = (Need.DO, Need.MOVE_ON, Need.ANSWER)


def _when(named: Named, subject: Subject, reader: Reader) -> str:
    """How it stands by its day, as a row of the tracker says it."""
    due_on = named.matter.due_on
    if due_on is None:
        return ""
    late = (reader.today - due_on).days
    if late > 0:
        return f"{day_in_words(due_on, today=reader.today)}, {late} day{'' if late == 1 else 's'} late"
    return "today" if late == 0 else f"by {day_in_words(due_on, today=reader.today)}"


def _held(named: Named, subject: Subject, reader: Reader) -> str:
    since = f" since {day_in_words(subject.waits_since, today=reader.today)}" if subject.waits_since else ""
    what_for = f": {subject.waits_for}" if subject.waits_for else ""
    return f"{subject.who} waits{since}{what_for}"


def _answer(named: Named, subject: Subject, reader: Reader) -> str:
    needs = {"decision": "needs a decision", "impediment": "says this is in the way"}.get(
        subject.kind, "advises this"
    )
    return f"{subject.who} {needs} {_when(named, subject, reader)}".strip()


def _asked(named: Named, subject: Subject, reader: Reader) -> str:
    return f"{subject.asked_by} asks for it {_when(named, subject, reader)}"


def _reported(named: Named, subject: Subject, reader: Reader) -> str:
    return f"{subject.who} reports it done"


def _above(named: Named, subject: Subject, reader: Reader) -> str:
    side = reader.sides[named.matter.partner_id, subject.side]
    return f"{side} ({subject.who}) · {_when(named, subject, reader)}"


_FACTS: dict[Need | Rung, Callable[[Named, Subject, Reader], str]] = {
    Need.DO: _when,
    Need.MOVE_ON: _held,
    Need.ANSWER: _answer,
    Need.ACCEPT: _asked,
    Need.CONFIRM: _reported,
    Rung.LEADS: _above,
    Rung.SPONSORS: _above,
}


def _whom(partners: Sequence[int], reader: Reader) -> str:
    """With whom: the other side's name, or how many of them."""
    if len(partners) > 1:
        return f"{len(partners)} partnerships"
    return reader.sides[partners[0], reader.side.other]


def _summary(count: int, late: int) -> str:
    things = "one thing" if count == 1 else f"{count} things"
    if not late:
        return f"{things} for you"
    return f"{things} for you, {'late' if count == 1 else 'all late' if count == late else f'{late} late'}"


def _mirror(partners: Sequence[int], reader: Reader, standings: Mapping[tuple[int, str], Standing]) -> str:
    """That the other side is reminded by the same rule, and of how much."""
    other = reader.side.other
    found = [standings.get((partner, other), Standing(0, 0)) for partner in partners]
    owed, late = sum(each.owed for each in found), sum(each.late for each in found)
    who = reader.sides[partners[0], other] if len(partners) == 1 else "The other sides"
    owes = "owes" if len(partners) == 1 else "owe"
    if not owed:
        return f"{who} {owes} you nothing right now; the same rule reminds both sides."
    return (
        f"{who} {owes} you {'one thing' if owed == 1 else f'{owed} things'}, {late or 'none'} late, and "
        f"{'is' if len(partners) == 1 else 'are'} reminded by the same rule."
    )
