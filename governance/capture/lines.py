"""One line typed during a review, understood as a promise: what, who, by when.

"Archive 2019 invoices @priya 15 Dec" becomes a title, an owner and a date. What is not understood becomes a
problem with a sentence; the line itself is never lost.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from governance.calendar.dates import DateNotUnderstood, DatePhrase, date_phrases, day_in_words
from governance.calendar.dates.understanding import not_past
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
class Problem:
    """What keeps the line from being kept as it is: the field it concerns and a sentence to the person.

    `field` is "title", "owner" or "date"; `candidates` are the people who may have been meant.
    """

    field: str
    sentence: str
    candidates: tuple[Candidate, ...] = ()


@dataclass(frozen=True)
class Captured:
    """What was understood of `line`.

    It may become a promise when `problems` is empty; until then show the sentences and keep the line.
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


def capture(line: str, *, people: Sequence[Candidate], today: date) -> Captured:
    """What `line` promises, seen from `today`, among `people` who may own something here."""
    phrases = date_phrases(line, today=today)
    named = phrases[-1] if phrases else None
    due, date_problems = _due(named, today)
    without_date = _blanked(line, named.lead_in, named.end) if named else line
    owner = find_owner(without_date, people)
    title = tidy_title(_blanked(without_date, *owner.cut))
    spans = [Span(*owner.place, "owner")] if owner.person else []
    spans += [Span(named.start, named.end, "date")] if named and due else []
    return Captured(
        line=line,
        title=title,
        owner=owner.person,
        due=due,
        echo=_echo(owner.person, due, today),
        spans=tuple(sorted(spans, key=lambda span: span.start)),
        problems=(*_title_problems(title), *_owner_problems(owner, people), *date_problems),
    )


def _blanked(line: str, start: int, end: int) -> str:
    # A blank of the same length keeps every later position valid for the screen's highlighting.
    return line[:start] + " " * (end - start) + line[end:]


def _due(named: DatePhrase | None, today: date) -> tuple[date | None, tuple[Problem, ...]]:
    if named is None:
        return None, (Problem("date", "No date yet: add one such as 15 Dec, Friday or in 2 weeks."),)
    if named.day is None:
        return None, (Problem("date", named.problem),)
    try:
        return not_past(named.day, today=today), ()
    except DateNotUnderstood as refusal:
        return None, (Problem("date", str(refusal)),)


def _title_problems(title: str) -> tuple[Problem, ...]:
    if not title:
        return (Problem("title", "What is promised is missing: say it in a few words."),)
    if len(title) > LONGEST_TITLE:
        length = f"The text has {len(title)} characters and a title holds {LONGEST_TITLE}"
        return (Problem("title", f"{length}: shorten it, and keep the rest as a note."),)
    return ()


def _owner_problems(owner: NamedOwner, people: Sequence[Candidate]) -> tuple[Problem, ...]:
    if owner.person:
        return ()
    return (Problem("owner", owner.problem or _nobody_named(people), owner.candidates),)


def _nobody_named(people: Sequence[Candidate]) -> str:
    example = people[0].first_name.lower() if people else "name"
    return f"Nobody is named yet: add the owner with an @, such as @{example}."


def _echo(owner: Candidate | None, due: date | None, today: date) -> str:
    who = f"{owner.full_name} ({owner.side})" if owner else ""
    return " · ".join(part for part in (who, day_in_words(due, today=today) if due else "") if part)
