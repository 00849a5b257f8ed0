"""One line that promises something: what, who, by when.

"Archive 2019 invoices @priya 15 Dec" becomes a title, an owner and a date. What is not understood becomes a
problem with a sentence; the line itself is never lost.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from governance.calendar.dates import DatePhrase, date_phrases, day_in_words
from governance.capture.due import AnsweredDay, due_in
from governance.capture.owner import NamedOwner, find_owner
from governance.capture.title import tidy_title
from governance.sheets.people_matching import Candidate

LONGEST_TITLE = 200


@dataclass(frozen=True)
class Span:
    """Where in the line something was understood: `kind` is "owner" or "date"."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True)
class LineAnswer:
    """One answer to a problem: what to call it, and the line as it stands with it."""

    label: str
    line: str


@dataclass(frozen=True)
class Problem:
    """What keeps the line from being kept as it is: the field it concerns and a sentence to the person.

    `field` is "title", "owner" or "date"; `candidates` are the people who may have been meant, `answers` the ways to
    write the line so that nothing is left to ask about the field.
    """

    field: str
    sentence: str
    candidates: tuple[Candidate, ...] = ()
    answers: tuple[LineAnswer, ...] = ()


@dataclass(frozen=True)
class Captured:
    """What was understood of `line`.

    It may become a promise when `problems` is empty; until then show the sentences and keep the line. A `due` that is
    no working day is there, and asked about.
    """

    line: str
    title: str
    owner: Candidate | None
    due: date | None
    echo: str
    spans: tuple[Span, ...]
    problems: tuple[Problem, ...]

    @property
    def is_complete(self) -> bool:
        """Title, owner and date are all understood."""
        return not self.problems


def capture(
    line: str, *, people: Sequence[Candidate], today: date, country: str = "", gone_by: bool = False
) -> Captured:
    """What `line` promises, seen from `today`, among `people` who may owe something here.

    `country` has the working days of whoever speaks. Figures that may be two days are asked about. Days that have
    `gone_by` are refused, or taken as they are where it is written down what was said before.
    """
    named = _that_counts(date_phrases(line, today=today, country=country))
    due = due_in(line, named, today=today, country=country, gone_by=gone_by)
    without_date = _blanked(line, named.lead_in, named.lead_out) if named else line
    owner = find_owner(without_date, people)
    title = tidy_title(_blanked(without_date, *owner.cut))
    spans = [Span(*owner.place, "owner")] if owner.person else []
    spans += [Span(named.start, named.end, "date")] if named and due.day else []
    date_answers = tuple(LineAnswer(answer.label, _said(line, named, answer)) for answer in due.answers)
    return Captured(
        line=line,
        title=title,
        owner=owner.person,
        due=due.day,
        echo=_echo(owner.person, due.day, today),
        spans=tuple(sorted(spans, key=lambda span: span.start)),
        problems=(
            *_title_problems(title),
            *_owner_problems(line, owner, people),
            *([Problem("date", due.problem, answers=date_answers)] if due.problem else ()),
        ),
    )


def _that_counts(phrases: Sequence[DatePhrase]) -> DatePhrase | None:
    """The last day a line names; one that may be what it is about only where there is no other."""
    sure = [phrase for phrase in phrases if phrase.is_sure]
    return next(iter((sure or list(phrases))[-1:]), None)


def _blanked(line: str, start: int, end: int) -> str:
    # A blank of the same length keeps every later position valid for the screen's highlighting.
    return line[:start] + " " * (end - start) + line[end:]


def _said(line: str, named: DatePhrase | None, answer: AnsweredDay) -> str:
    return f"{line[: answer.start]}{answer.words}{line[named.end :]}" if named else line


def _title_problems(title: str) -> tuple[Problem, ...]:
    if not title:
        return (Problem("title", "What is promised is missing: say it in a few words."),)
    if len(title) > LONGEST_TITLE:
        length = f"The text has {len(title)} characters and a title holds {LONGEST_TITLE}"
        return (Problem("title", f"{length}: shorten it, and write the rest as a note."),)
    return ()


def _owner_problems(line: str, owner: NamedOwner, people: Sequence[Candidate]) -> tuple[Problem, ...]:
    if owner.person:
        return ()
    start, end = owner.place
    answers = [
        LineAnswer(person.full_name, f"{line[:start]}@{person.full_name}{line[end:]}")
        for person in owner.candidates
        if start < end and [other.parts for other in people].count(person.parts) == 1
    ]
    return (Problem("owner", owner.problem or _nobody_named(people), owner.candidates, tuple(answers)),)


def _nobody_named(people: Sequence[Candidate]) -> str:
    example = people[0].first_name.lower() if people else "name"
    return f"Nobody is named yet: add the owner with an @, such as @{example}."


def _echo(owner: Candidate | None, due: date | None, today: date) -> str:
    who = f"{owner.full_name} ({owner.side})" if owner else ""
    return " · ".join(part for part in (who, day_in_words(due, today=today) if due else "") if part)
