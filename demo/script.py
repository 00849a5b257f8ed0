"""What a partner's story is made of: everything besides its promises. Days are calendar days before today."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from demo.contracts import Amended, Chartered, Paper, Rehearsed
from demo.promises import Line
from demo.risks import Risk
from governance.tracker.filters import Filters
from governance.verbs import (
    back,
    clear,
    decide,
    live_with,
    look_back,
    not_now,
    own,
    put_in_place,
    record_advocacy,
    write_brief,
)
from reviews.sections.section import Section


class Reply(NamedTuple):
    """What became of an ask: so many days ago, who did what, in which words."""

    days_ago: int
    who: str
    verb: Callable[..., Any]
    said: dict[str, str]
    takes: str = ""
    """The person who takes it in hand, where the verb is `own`."""


def decided(days_ago: int, who: str, answer: str) -> Reply:
    return Reply(days_ago, who, decide, {"answer": answer})


def owned(days_ago: int, who: str) -> Reply:
    return Reply(days_ago, who, own, {}, who)


def cleared(days_ago: int, who: str, answer: str) -> Reply:
    return Reply(days_ago, who, clear, {"answer": answer})


def lived_with(days_ago: int, who: str, answer: str) -> Reply:
    return Reply(days_ago, who, live_with, {"answer": answer})


def backed(days_ago: int, who: str, words: str) -> Reply:
    return Reply(days_ago, who, back, {"words": words})


def in_place(days_ago: int, who: str, answer: str) -> Reply:
    return Reply(days_ago, who, put_in_place, {"answer": answer})


def looked_back(days_ago: int, who: str, worked: str, answer: str) -> Reply:
    return Reply(days_ago, who, look_back, {"worked": worked, "answer": answer})


def argued(days_ago: int, who: str, kind: str, whom: str, words: str) -> Reply:
    return Reply(days_ago, who, record_advocacy, {"kind": kind, "whom": whom, "words": words})


def briefed(days_ago: int, who: str, **parts: str) -> Reply:
    return Reply(days_ago, who, write_brief, parts)


def turned_down(days_ago: int, who: str, answer: str) -> Reply:
    return Reply(days_ago, who, not_now, {"answer": answer})


@dataclass(frozen=True)
class Ask:
    """Advice, unless it says by when a decision is needed or what is in the way (`cause`)."""

    days_ago: int
    title: str
    who: str
    detail: str = ""
    needed_in: int = 0
    options: str = ""
    """One a line, the proposal first, as people type them."""
    worked_in: int = 0
    """After how many days whoever decides says whether it worked."""
    cause: str = ""
    owner: str = ""
    forum: str = ""
    outcome: str = ""
    replies: tuple[Reply, ...] = ()


class CheckIn(NamedTuple):
    days_ago: int
    health: str
    progress: int
    words: str
    confidence: str = ""


class Spoken(NamedTuple):
    """A sentence of the hand-over, so many days after it was drafted, with the months it names."""

    after: int
    who: str
    words: str
    months: int | None = None


class Asked(NamedTuple):
    """A change that one side asks for so many days ago: other `terms`, or what the outcome `becomes`. The other side
    agrees on the day `agreed` (days ago).
    """

    days_ago: int
    who: str
    why: str
    agreed: int
    by: str
    terms: dict[str, Any] = {}
    becomes: str = ""


class Valued(NamedTuple):
    """How much of what was expected its business owner finds, so many days ago."""

    days_ago: int
    who: str
    verdict: str
    words: str


class Undertaking(NamedTuple):
    """An initiative: begun when, with which promises as milestones, and done when, if it is."""

    days_ago: int
    title: str
    milestones: tuple[str, ...]
    done: int = 0


@dataclass(frozen=True)
class Outcome:
    """An outcome handed over: drafted, talked over, agreed after a week, and checked in on.

    `about` holds the further fields of an outcome; people in it stand by their names. Its draft stands for our side;
    where somebody names other months, `agreed_by` is who agrees to them.
    """

    days_ago: int
    statement: str
    target: str
    about: dict[str, Any]
    check_ins: tuple[CheckIn, ...] = ()
    free_hand_for: int = 0
    guardrails: str = ""
    said: tuple[Spoken, ...] = ()
    agreed_by: str = ""
    work: tuple[Undertaking, ...] = ()
    asked: tuple[Asked, ...] = ()
    valued: Valued | None = None


class Named(NamedTuple):
    """Somebody promised for a role so many days ago, by name, and who came when, if anybody has."""

    days_ago: int
    who: str
    role: str
    name: str
    from_days_ago: int
    outcome: str = ""
    came: str = ""
    came_days_ago: int = 0


class Again(NamedTuple):
    """What somebody owes each month, from some weeks ahead on: asked for by the other lead, agreed the day after.

    `kind` and `number` are its day, as `StandingPromise` has them.
    """

    days_ago: int
    title: str
    owner: str
    kind: str
    number: int


@dataclass(frozen=True)
class Measure:
    """An indicator with a reading for each of the last fourteen months; "-" is a month nobody measured."""

    name: str
    unit: str
    direction: str
    target: str
    amber: str
    values: str
    kind: str = "kpi"
    outcome: str = ""
    disputed: tuple[int, str] = (0, "")
    """How many months ago, and what our relationship manager found wrong with it."""


@dataclass(frozen=True)
class GridVersion:
    """Who does what from then on, as the lead of `side` recorded it: agreed days later, or it waits, or is drafted."""

    days_ago: int
    rows: tuple[tuple[str, dict[str, str]], ...]
    side: str = "ours"
    stands: str = "agreed"


@dataclass(frozen=True)
class Grid:
    """Who does what, version by version; `origin` says what it began with."""

    title: str
    versions: tuple[GridVersion, ...]
    origin: str = ""


class Word(NamedTuple):
    """A private note, or thanks where `names` are given."""

    days_ago: int
    who: str
    text: str
    names: str = ""


class Cover(NamedTuple):
    """Somebody steps in: so many days ago, in which words, for how many days; what they saw and won, two days later."""

    days_ago: int
    who: str
    words: str
    lasts: int
    cause: str
    concession: str
    number: str = ""
    ended_days_ago: int = 0
    """Where it was ended before its day."""


class Bet(NamedTuple):
    """A bet of one side's, and what became of it: who said so, so many days ago, in which words."""

    days_ago: int
    who: str
    title: str
    detail: str
    looked_back_after: int
    became: str = ""
    said_by: str = ""
    said_days_ago: int = 0
    words: str = ""


class Newcomer(NamedTuple):
    """One of the partner's people, invited and not in yet."""

    days_ago: int
    who: str
    full_name: str
    role: str


class View(NamedTuple):
    """What somebody looks at so often in the tracker that they keep it under a name."""

    days_ago: int
    who: str
    name: str
    filters: Filters


class Preparation(NamedTuple):
    """What both sides do before they meet: who tabled what with which detail, who answered which line, who said what
    has changed with their side, who brought which link for which line, who asked whom to which line alone and why.
    """

    tabled: tuple[tuple[str, str, str], ...] = ()
    answers: tuple[tuple[str, str, str], ...] = ()
    news: tuple[tuple[str, str], ...] = ()
    papers: tuple[tuple[str, str, str], ...] = ()
    asked: tuple[tuple[str, str, str, str], ...] = ()


class Said(NamedTuple):
    """A side's words at the close."""

    who: str
    sentence: str
    stance: str = "agree"
    differs_on: str = ""


class Found(NamedTuple):
    """How somebody rated a review: tough and fair from 1 to 4, and what the other side can do better."""

    who: str
    tough: int
    fair: int
    better: str = ""


class Felt(NamedTuple):
    """How somebody answered the five questions of the last quarter they were asked, from 1 to 5; 0 where left out."""

    who: str
    trust: int
    free_hand: int
    responsiveness: int
    clear_roles: int
    change: int


@dataclass(frozen=True)
class Meeting:
    """A review that was held. What was promised, answered or thanked for on its day happened in its room."""

    days_ago: int
    planned: int
    preparation: Preparation
    minutes: tuple[tuple[Section, str, str], ...]
    said: tuple[Said, ...]
    deferred: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    replies: tuple[tuple[str, str], ...] = ()
    found: tuple[Found, ...] = ()
    excerpts: tuple[tuple[str, str, str], ...] = ()


class Coming(NamedTuple):
    """The next review: in how many days, at which hour, scheduled how many days ago."""

    days_ahead: int
    hour: int
    planned: int
    preparation: Preparation = Preparation()


@dataclass(frozen=True)
class Story:
    """One partnership in fourteen months."""

    promises: tuple[Line, ...]
    outcomes: tuple[Outcome, ...] = ()
    asks: tuple[Ask, ...] = ()
    measures: tuple[Measure, ...] = ()
    grids: tuple[Grid, ...] = ()
    words: tuple[Word, ...] = ()
    invited: tuple[Newcomer, ...] = ()
    views: tuple[View, ...] = ()
    covers: tuple[Cover, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    standing: tuple[Again, ...] = ()
    risks: tuple[Risk, ...] = ()
    bets: tuple[Bet, ...] = ()
    felt: tuple[Felt, ...] = ()
    named: tuple[Named, ...] = ()
    contracts: tuple[Amended | Paper | Rehearsed | Chartered, ...] = ()
    coming: Coming = field(kw_only=True)
