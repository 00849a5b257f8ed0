"""One line of the letter: what a thing is called, how it stands, and in which ink.

Drawn here and not by a template: a morning's mails hold a hundred thousand of them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.html import format_html
from django.utils.safestring import SafeString

from governance.calendar.dates.printing import day_in_words
from governance.counting.formula import had_passed
from governance.owed import by_its_day
from governance.reminders import Matter, Need, PlannedReminder
from governance.reminders.ladder import TOLD_AFTER, WARNED_FOR, Rung
from governance.reminders.mail.subjects import Subject
from partners.models import Side
from partners.numbers import counted

HEADINGS = {
    Need.DO: "You owe",
    Need.MOVE_ON: "They wait for you",
    Need.ANSWER: "Your answer is needed",
    Need.ACCEPT: "You are asked to promise",
    Need.CONFIRM: "Reported done: is it?",
    Need.AGREE: "Another date is asked for",
    Need.KNOW: "The date you asked for",
    Rung.LEADS: f"Late for {counted(TOLD_AFTER, 'working day')}: both leads are told",
    Rung.SPONSORS: "Still late: both sponsors are told",
}
"""In the order of the letter."""
_DAYS_COUNT = (Need.DO, Need.MOVE_ON, Need.ANSWER, Need.AGREE)
_WARNING = (
    f"In {counted(WARNED_FOR, 'working day')} both leads hear of it, unless it is done or has a new date."
)


@dataclass(frozen=True)
class LetterReader:
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
    """One thing the letter names. `number` is what a reply may begin with; empty where there is but one."""

    heading: str
    number: str
    title: str
    facts: str
    is_late: bool
    url: str
    warning: str

    @property
    def in_text(self) -> str:
        indent = "   " if self.number else ""
        said = [f"{self.number:<3}{self.title}" if self.number else self.title]
        said += [f"{indent}{line}" for line in (self.facts, self.warning, self.url) if line]
        return "\n".join(said)

    @property
    def in_html(self) -> SafeString:
        return format_html(
            _LATE_ROW if self.is_late else _ROW,
            self.url,
            f"{self.number} " if self.number else "",
            self.title,
            self.facts,
            self.warning,
        )


_ROW = (
    '<a class="thing" href="{}"><span class="quiet">{}</span><b>{}</b><br><span class="quiet">{}</span>'
    '<br><span class="quiet">{}</span></a>'
)
_LATE_ROW = _ROW.replace('<br><span class="quiet">{}</span>', '<br><span class="late">■ {}</span>', 1)


def heading_of(named: PlannedReminder) -> Need | Rung:
    """Under which of HEADINGS it stands."""
    return Rung(named.step) if named.step in (Rung.LEADS, Rung.SPONSORS) else named.matter.need


def line_of(
    number: int,
    named: PlannedReminder,
    url: str,
    reader: LetterReader,
    subject: Subject,
    *,
    is_one: bool,
    several: bool,
) -> Line:
    """The line of `named`. `is_one`: the letter has no other; `several`: it is about more than one partnership."""
    matter, heading = named.matter, heading_of(named)
    said = [
        f"for {reader.people[named.person]}, who is away" if named.person != reader.id else "",
        _FACTS[heading](named, subject, reader),
        reader.sides[matter.partner_id, reader.side.other] if several else "",
    ]
    return Line(
        heading=HEADINGS[heading],
        number="" if is_one else str(number),
        title=subject.title,
        facts=" · ".join(filter(None, said)),
        is_late=matter.need in _DAYS_COUNT and _is_red(matter, reader.today),
        url=url,
        warning=_WARNING if named.step == Rung.WARNING else "",
    )


def _is_red(matter: Matter, today: date) -> bool:
    if matter.due_on is None:
        return False
    return by_its_day(matter.due_on, today, promised_on=matter.promised_on).level == "bad"


def _when(named: PlannedReminder, subject: Subject, reader: LetterReader) -> str:
    """How it stands by its day, as a row of the tracker says it."""
    due_on, promised_on = named.matter.due_on, named.matter.promised_on
    if due_on is None:
        return ""
    day, status = (
        day_in_words(due_on, today=reader.today),
        by_its_day(due_on, reader.today, promised_on=promised_on),
    )
    if had_passed(due_on, promised_on):
        return status.words
    if status.level == "bad":
        return f"{day}, {status.words}"
    return "today" if due_on == reader.today else f"by {day}"


def _to_do(named: PlannedReminder, subject: Subject, reader: LetterReader) -> str:
    """How it stands by its day, and who asks for more than that."""
    asks = f"{subject.asks_how} asks how it stands" if subject.asks_how else ""
    return " · ".join(filter(None, (_when(named, subject, reader), asks)))


def _held(named: PlannedReminder, subject: Subject, reader: LetterReader) -> str:
    since = f" since {day_in_words(subject.waits_since, today=reader.today)}" if subject.waits_since else ""
    what_for = f": {subject.waits_for}" if subject.waits_for else ""
    return f"{subject.who} waits{since}{what_for}"


def _answer(named: PlannedReminder, subject: Subject, reader: LetterReader) -> str:
    needs = {
        "decision": "needs a decision",
        "impediment": "reports this impediment",
        "risk": "needs a look at this risk",
    }.get(subject.kind, "recommends this")
    return f"{subject.who} {needs} {_when(named, subject, reader)}".strip()


def _asked(named: PlannedReminder, subject: Subject, reader: LetterReader) -> str:
    return f"{subject.asked_by} asks for it {_when(named, subject, reader)}"


def _reported(named: PlannedReminder, subject: Subject, reader: LetterReader) -> str:
    return f"{subject.who} reports it done"


def _asked_to_move(named: PlannedReminder, subject: Subject, reader: LetterReader) -> str:
    asks = subject.another_date
    wished = f"{asks.by} asks for {day_in_words(asks.due_on, today=reader.today)}: {asks.why}" if asks else ""
    return " · ".join(filter(None, (_when(named, subject, reader), wished)))


def _answered(named: PlannedReminder, subject: Subject, reader: LetterReader) -> str:
    asked = subject.another_date
    if asked is None or subject.due_on is None:
        return ""
    if asked.is_granted:
        return f"{asked.answered_by} says yes to {day_in_words(asked.due_on, today=reader.today)}"
    return (
        f"{asked.answered_by} stays with {day_in_words(subject.due_on, today=reader.today)}: {asked.answer}"
    )


def _above(named: PlannedReminder, subject: Subject, reader: LetterReader) -> str:
    side = reader.sides[named.matter.partner_id, subject.side]
    return f"{side} ({subject.who}) · {_when(named, subject, reader)}"


_FACTS: dict[Need | Rung, Callable[[PlannedReminder, Subject, LetterReader], str]] = {
    Need.DO: _to_do,
    Need.MOVE_ON: _held,
    Need.ANSWER: _answer,
    Need.ACCEPT: _asked,
    Need.CONFIRM: _reported,
    Need.AGREE: _asked_to_move,
    Need.KNOW: _answered,
    Rung.LEADS: _above,
    Rung.SPONSORS: _above,
}
