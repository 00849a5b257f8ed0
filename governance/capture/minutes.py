"""Minutes that were written elsewhere: which of their lines promise something, and what."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from governance.calendar.dates import date_phrases
from governance.capture.due import NO_DATE
from governance.capture.lines import Captured, capture
from governance.capture.owner import GAP, NAME, SUBJECT
from governance.sheets.people_matching import Candidate, match_person
from partners.normalize import fold

MOST_LINES, MOST_LETTERS, LONGEST = 1_000, 100_000, 2_000
NO_PROMISE = (
    "No line of it says who will do what: write one a line, such as “Tom Okafor: order the volume by 15 Dec”, "
    "or paste a table with its columns."
)
"""What to say of a text without any."""
HEADING, NOTHING, TOO_LONG, TOO_MANY, TABLE = (
    "a heading",
    "promises nothing",
    f"longer than {LONGEST:,} characters",
    f"beyond the first {MOST_LINES:,} lines or {MOST_LETTERS:,} characters",
    "a row of a table",
)
MOST_DAYS_SINCE = 60

BULLET = re.compile(r"(?:[-*+•‣▪◦·–—]|[0-9]{1,3}[.)]|[a-z][.)]|\([0-9a-z]{1,3}\))\s{1,20}(?=\S)")
CHECKBOX = re.compile(r"(?:\[(?P<mark>[ xX✓✔]?)\]|(?P<open>[☐❏◻])|(?P<done>[☑☒✅✔✓]))\s{0,20}")
LABEL = re.compile(
    r"(?:ai|ap|action(?: item| point)?s?|to[- ]?do|task|next step|follow-?up|aufgabe|massnahme|maßnahme|tâche)"
    r"[ ]{0,3}(?:#?[0-9]{1,4})?(?:[ ]{0,3}[:–—-][ ]{0,9}|(?=\())",
    re.IGNORECASE,
)
TODO = re.compile(r"(?:TODO|ACTION|AI)[ ]{1,9}(?=\S)")
DONE_BEHIND = re.compile(
    r"(?:\s{0,9}[-–—:,]\s{0,9}|\s{1,9}[(\[])(?:done|closed|completed|erledigt|fertig|fait)[)\]]?[.!]?$",
    re.IGNORECASE,
)
ACTIONS = re.compile(
    r"(?:(?:our|new|open|agreed|die|neue|offene)[ ])?(?:actions?(?: items?| points?| list)?|to[- ]?dos?|tasks?|"
    r"promises|next steps?|follow-?ups?|commitments|who does what|aufgaben|massnahmen|nachste schritte|zusagen|"
    r"offene punkte|todo-liste|actions a mener)[ ]{0,3}:?"
)
UNDERLINE = re.compile(r"[=\-_*~]{3,200}")
OTHER_LABEL = re.compile(
    r"(?:decision|decided|note|info|information|next meeting|meeting|date|time|place|deadline|agenda|topic|attendees|"
    r"present|apologies|absent|chair|minutes|risk|issue|question|answer|background|status|update|summary|"
    r"beschluss|entscheidung|hinweis|termin|ort|datum|teilnehmer|anwesend|thema)\b[^:]{0,20}:"
)
LIKE_A_NAME = re.compile(
    r"(?P<name>[^\W\d_a-z][\w.'’-]{0,60}(?:[ ][^\W\d_a-z][\w.'’-]{0,60}){0,2}):[ ]{1,9}\S"
)
MODAL = r"(?:to|will|shall|must|should|soll|wird|muss)"
MAY_PROMISE = re.compile(rf"[:@]|\b{MODAL}\b", re.IGNORECASE)
TASK_VERB = re.compile(rf"\s{{0,20}}{NAME}(?:{GAP}{NAME}){{0,2}}?{GAP}{MODAL}\s", re.IGNORECASE)
MEETING = re.compile(r"minutes|meeting|notes|review|call|protokoll|sitzung|besprechung|notizen|compte rendu")


@dataclass(frozen=True)
class MinutesLine:
    """One line of minutes, with the lines that go on with it; `line` is the number of its first, from 1.

    What it promises is `captured`; else that is None and `passed_over` says why. `is_done` where it is ticked off.
    """

    line: int
    text: str
    captured: Captured | None = None
    is_done: bool = False
    passed_over: str = ""

    @property
    def is_promise(self) -> bool:
        """Whether it promises something; what is not yet understood of it are the problems of `captured`."""
        return self.captured is not None


@dataclass(frozen=True)
class _Item:
    """A line without the marks it begins with, and what they say."""

    line: int
    text: str
    indent: int
    body: str
    is_bullet: bool = False
    is_marked: bool = False
    is_done: bool = False


@dataclass(frozen=True)
class _Block:
    """What the headings above a line say: that what follows are actions, and of whom."""

    is_of_actions: bool = False
    person: Candidate | None = None

    def headed(self, heading: str, people: Sequence[Candidate]) -> "_Block":
        """What it is beneath another heading; somebody's name stands beneath that of the actions."""
        person = match_person(heading.rstrip(" :"), people, shortened=False, closest=False).person
        return _Block(self.is_of_actions if person else bool(ACTIONS.fullmatch(heading)), person)


def minutes_lines(
    text: str, *, people: Sequence[Candidate], today: date, country: str = ""
) -> list[MinutesLine]:
    """Every line of `text` that holds something, in order: what it promises among `people`, or that it was passed over.

    A promise is ticked or to be ticked ("[ ]"), labelled ("AI:", "TODO"), a point beneath a heading such as "Actions",
    says that somebody will do something ("Tom to …"), or names somebody and a day; a point beneath somebody's name is
    theirs. Days are counted from the day of the
    meeting where the first lines name it, and those gone by are taken as they are. Text that is no minutes gives no
    promise: NO_PROMISE is what to say then.
    """
    items = list(_items(text))
    said_on, block, read = _said_on(items, today, country), _Block(), 0
    found = []
    for item in items:
        read += len(item.text)
        if heading := _heading(item, people):
            block = block.headed(heading, people)
            found.append(MinutesLine(item.line, item.text, passed_over=HEADING))
        elif item.line > MOST_LINES or read > MOST_LETTERS:
            found.append(MinutesLine(item.line, item.text, passed_over=TOO_MANY))
        else:
            found.append(_understood(item, block, people, said_on, country))
    return found


def _items(text: str) -> Iterator[_Item]:
    """The lines that begin something; a line that goes on is part of the one above."""
    last: _Item | None = None
    for number, line in enumerate(text.expandtabs(4).splitlines(), 1):
        if not line.strip() or UNDERLINE.fullmatch(line.strip()):
            if last:
                yield last
            last = None
            continue
        item = _item(number, line)
        if last and _goes_on(item, last):
            last = replace(last, text=f"{last.text}\n{item.text}", body=f"{last.body} {item.body}")
            continue
        if last:
            yield last
        last = item
    if last:
        yield last


def _item(number: int, line: str) -> _Item:
    indent = len(line) - len(line.lstrip())
    body = line.strip()
    if len(body) > LONGEST:
        return _Item(number, body, indent, body)
    bullet = BULLET.match(body)
    body = body[bullet.end() :] if bullet else body
    box = CHECKBOX.match(body)
    body = body[box.end() :] if box else body
    label = LABEL.match(body) or TODO.match(body)
    body = body[label.end() :] if label else body
    done = bool(box and ((box["mark"] or "").strip() or box["done"]))
    if struck := body.startswith("~~") and body.endswith("~~") and len(body) > 4:
        body = body.strip("~")
    if behind := DONE_BEHIND.search(body[-40:]):
        body = body[: len(body) - len(behind[0])]
    return _Item(
        number,
        line.strip(),
        indent,
        body,
        is_bullet=bool(bullet or box),
        is_marked=bool(box or label),
        is_done=bool(done or struck or behind),
    )


def _goes_on(item: _Item, last: _Item) -> bool:
    if item.is_bullet or item.is_marked or not last.is_bullet or len(last.text) + len(item.text) > LONGEST:
        return False
    return item.indent > last.indent or item.body[:1].islower()


def _heading(item: _Item, people: Sequence[Candidate]) -> str:
    """The folded words of a heading; "" for any other line."""
    body = item.body.strip("#*_ ")
    if item.is_marked or not body or len(body) > 120 or item.text.startswith("|") or body.endswith(","):
        return ""
    folded = fold(body)
    if item.text.startswith("#") or ACTIONS.fullmatch(folded):
        return folded
    is_short = len(body.split()) <= 6 and not MAY_PROMISE.search(body.rstrip(":"))
    return folded if not item.is_bullet and is_short and (body.endswith(":") or body == body.title()) else ""


def _said_on(items: Sequence[_Item], today: date, country: str) -> date:
    """The day of the meeting, where one of the first lines says it; else today."""
    for item in items[:5]:
        if item.is_bullet or item.is_marked or len(item.body) > 200 or not MEETING.search(fold(item.body)):
            continue
        for phrase in date_phrases(item.body, today=today, country=country):
            if phrase.day and today - timedelta(days=MOST_DAYS_SINCE) <= phrase.day <= today:
                return phrase.day
    return today


def _understood(
    item: _Item, block: _Block, people: Sequence[Candidate], said_on: date, country: str
) -> MinutesLine:
    if why := _passed_over(item, block):
        return MinutesLine(item.line, item.text, passed_over=why)
    found = capture(item.body, people=people, today=said_on, country=country, gone_by=True)
    found = _owed_by(block.person, found) if block.person and item.is_bullet else found
    if not _promises(item, found, block):
        return MinutesLine(item.line, item.text, passed_over=NOTHING)
    return MinutesLine(item.line, item.text, _with_stranger_named(item, found), item.is_done)


def _owed_by(person: Candidate, found: Captured) -> Captured:
    """A point that names nobody is owed by whoever its heading names."""
    if found.owner or any(problem.field == "owner" and problem.candidates for problem in found.problems):
        return found
    left = tuple(problem for problem in found.problems if problem.field != "owner")
    return replace(found, owner=person, problems=left)


def _with_stranger_named(item: _Item, found: Captured) -> Captured:
    """Where "Zoe Park: …" names nobody of these people, the sentence names her."""
    stranger = LIKE_A_NAME.match(item.body)
    if found.owner or not stranger:
        return found
    sentence = (
        f"Nobody called “{stranger['name']}” can own this here: choose one of the people of this partnership."
    )
    problems = [
        replace(problem, sentence=sentence)
        if problem.field == "owner" and not problem.candidates
        else problem
        for problem in found.problems
    ]
    return replace(found, problems=tuple(problems))


def _passed_over(item: _Item, block: _Block) -> str:
    """Why a line need not be looked into; "" where it may promise something."""
    if len(item.text) > LONGEST:
        return TOO_LONG
    if item.text.startswith("|"):
        return TABLE
    is_pointed_at = item.is_bullet or item.is_marked or block.is_of_actions
    return "" if is_pointed_at or MAY_PROMISE.search(item.body) else NOTHING


def _promises(item: _Item, found: Captured, block: _Block) -> bool:
    if not found.title:
        return False
    if item.is_marked:
        return True
    if OTHER_LABEL.match(fold(item.body)):
        return False
    asked = {problem.field: problem for problem in found.problems}
    names_somebody = found.owner is not None or bool(asked["owner"].candidates)
    names_a_day = "date" not in asked or asked["date"].sentence != NO_DATE
    if block.is_of_actions and (item.is_bullet or names_somebody or names_a_day):
        return True
    if found.owner and TASK_VERB.match(item.body):
        return True
    if item.is_bullet:
        return names_a_day and (names_somebody or bool(LIKE_A_NAME.match(item.body)))
    is_spoken_to = bool(SUBJECT.match(item.body)) or "@" in item.body
    return names_somebody and names_a_day and is_spoken_to
