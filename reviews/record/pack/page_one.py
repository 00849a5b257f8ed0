"""Page one, the same for the PDF, the mail and the record page: what an executive reads in two minutes."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from dashboards.charts import Chart, Size, kept_line_chart
from dashboards.charts.facts import SideName
from dashboards.charts.sides import SIDES
from dashboards.queries.kept import of_month
from partners.models import Side
from partners.numbers import days
from partners.sentences import ended
from reviews.facts import AskFacts, ChangeFacts, RedFacts, Snapshot, ThanksFacts
from reviews.facts.names import Names
from reviews.facts.owed import status_of_ask
from reviews.facts.pronouns import Pronouns, day, pronouns_in
from reviews.record.pack.tally_words import in_the_year, rest_of
from reviews.record.pack.text import clipped
from reviews.record.pack.widened import widened
from reviews.sections import STANDING, links
from reviews.sections.box import Box

_LINE = Size(300, 52)
_MONTH_IS_CLEAR = 300
"""Days within which the name of a month, without its year, can only mean one."""


@dataclass(frozen=True)
class FittedPage:
    """How many of each list stand on page one; the rest is inside. `letters` bounds each line's length."""

    changes: int = 6
    reds: int = 4
    decisions: int = 5
    letters: int = 240


FULL = FittedPage()
TIGHTER = (
    FittedPage(5, 3, 4, 200), FittedPage(4, 3, 3, 160), FittedPage(3, 3, 3, 140), FittedPage(3, 3, 2, 120),
    FittedPage(2, 3, 2, 110), FittedPage(2, 3, 2, 100), FittedPage(1, 3, 2, 90), FittedPage(1, 3, 1, 80),
    FittedPage(1, 3, 1, 60), FittedPage(1, 3, 1, 40), FittedPage(0, 3, 1, 40),
)  # fmt: skip
"""What a printed page one tries in turn when the full one needs more than a page: three reds stay, and what is
to be decided goes last."""


READER = {"ours": Side.OURS, "partner": Side.THEIRS}
"""For whom an edition is written."""


@dataclass(frozen=True)
class Decision:
    """A decision one side is asked for; `when` says where, by when, and how long it has waited. Title and detail end
    as sentences do, because `when` follows them.

    `by_mail` where `url` opens without a password, for the reader of one mail.
    """

    title: str
    detail: str
    when: str
    url: str
    ask: int
    by_mail: bool = False


@dataclass(frozen=True)
class AskedOf:
    """The decisions one side is asked for. The reader's own side comes first and is addressed."""

    heading: str
    decisions: tuple[Decision, ...]
    more: int
    addressed: bool


@dataclass(frozen=True)
class SideOfPageOne:
    side: str
    heading: str
    kept: int
    due: int
    rest: str
    year: str
    line: Chart


@dataclass(frozen=True)
class Red:
    """What is red and why; `whose` names the side that holds it: "ours", "theirs", or the organisation."""

    title: str
    why: str
    side: str
    whose: str


@dataclass(frozen=True)
class Sentence:
    side: str
    text: str
    by: str
    stance: str


@dataclass(frozen=True)
class Sheltered:
    """A cover that was in force since the review before: "from 9 June to 23 June", its words, who gave it."""

    when: str
    words: str
    by: str


@dataclass(frozen=True)
class PageOne:
    """`partner` is what the partnership is called by whoever reads the edition: the other side's name."""

    partner: str
    forum: str
    on: date
    chair: str
    next_on: date | None
    headline: str
    asked: tuple[AskedOf, ...]
    sides: tuple[SideOfPageOne, ...]
    covers: tuple[Sheltered, ...]
    boxes: tuple[Box, ...]
    since: str
    first: bool
    changes: tuple[ChangeFacts, ...]
    more_changes: int
    reds: tuple[Red, ...]
    more_reds: int
    news: tuple[Sentence, ...]
    sentences: tuple[Sentence, ...]
    widened: tuple[str, ...]
    thanks: tuple[ThanksFacts, ...]
    called: Mapping[str, Pronouns]


def page_one(snapshot: Snapshot, names: Names, shown: FittedPage = FULL) -> PageOne:
    """Everything page one says, from the seal alone; of each list as much as `shown`."""
    review = snapshot.review
    called = pronouns_in(snapshot.edition, enterprise=snapshot.enterprise, partner=snapshot.partner.name)
    return PageOne(
        partner=snapshot.organisation(READER[snapshot.edition].other),
        forum=review.forum,
        on=review.on,
        chair=names[review.chair],
        next_on=review.next_on,
        headline=clipped(snapshot.headline, 300),
        asked=_asked(snapshot, called, shown),
        sides=tuple(_side(snapshot, side, called[side]) for side in SIDES),
        covers=tuple(
            Sheltered(f"from {day(cover.began_on)} to {day(cover.last_on)}", cover.words, names[cover.by])
            for cover in snapshot.covers
        ),
        boxes=tuple(box for section in STANDING if (box := section.box(snapshot, called))),
        since=_since(review.previous_on, review.on) if review.previous_on else "",
        first=review.previous_on is None,
        changes=tuple(
            replace(change, text=clipped(change.text, shown.letters))
            for change in snapshot.changes[: shown.changes]
        ),
        more_changes=max(0, len(snapshot.changes) - shown.changes),
        reds=tuple(_red(snapshot, red, shown) for red in snapshot.reds[: shown.reds]),
        more_reds=max(0, len(snapshot.reds) - shown.reds),
        news=tuple(
            Sentence(each.side, each.text, f"{snapshot.organisation(each.side)} · {names[each.by]}", "")
            for each in snapshot.news
        ),
        sentences=_sentences(snapshot, names),
        widened=widened(snapshot, called, shown.letters),
        thanks=snapshot.thanks,
        called=called,
    )


def _since(before: date, on: date) -> str:
    """ "October": the month of the review before, and its day where that month says nothing, being this one's."""
    if (before.year, before.month) == (on.year, on.month):
        return day(before)
    return f"{before:%B}" if (on - before).days < _MONTH_IS_CLEAR else f"{before:%B %Y}"


def _asked(snapshot: Snapshot, called: Mapping[str, Pronouns], shown: FittedPage) -> tuple[AskedOf, ...]:
    """Both sides' open decisions; in each edition the reader's side is asked first."""
    reader = READER[snapshot.edition]
    pages = []
    for side in (reader, reader.other):
        open_ones = [
            ask for ask in snapshot.asks if ask.kind == "decision" and ask.open and ask.on_side == side
        ]
        open_ones.sort(key=lambda ask: (ask.needed_by or date.max, ask.id))
        name = snapshot.organisation(side)
        heading = "What you are asked to decide" if side is reader else f"{name} is asked to decide"
        decisions = tuple(_decision(snapshot, ask, called, shown) for ask in open_ones[: shown.decisions])
        if decisions:
            pages.append(AskedOf(heading, decisions, len(open_ones) - len(decisions), side is reader))
    return tuple(pages)


def _decision(
    snapshot: Snapshot, ask: AskFacts, called: Mapping[str, Pronouns], shown: FittedPage
) -> Decision:
    by_when = f"by {day(ask.needed_by)}" if ask.needed_by else ""
    where = ", ".join(part for part in (ask.forum_words, by_when) if part)
    asking = called[ask.raised_by_side]
    waited = (
        f"{asking.subject} {_has(asking)} waited {days(ask.age)}."
        if ask.age
        else f"{asking.subject} asked on the day of the review."
    )
    late = f"{status_of_ask(ask, snapshot.review.on).words}." if ask.days_late else ""
    when = " ".join(part for part in (ended(f"{where[:1].upper()}{where[1:]}"), waited, late) if part)
    title, detail = clipped(ask.title, 120), clipped(ask.detail, shown.letters)
    url = links.ask(snapshot, ask.id)
    return Decision(title if detail else ended(title), ended(detail), when, url, ask.id)


def _has(called: Pronouns) -> str:
    return "have" if called.subject in {"We", "They"} else "has"


def _red(snapshot: Snapshot, red: RedFacts, shown: FittedPage) -> Red:
    whose = red.side if snapshot.edition == "ours" or not red.side else snapshot.organisation(red.side)
    return Red(clipped(red.title, 120), clipped(red.why, shown.letters), red.side, whose)


def _side(snapshot: Snapshot, side: SideName, called: Pronouns) -> SideOfPageOne:
    promises = snapshot.of_side(side)
    months = [of_month(month.month, Side(side), month.count) for month in promises.months]
    return SideOfPageOne(
        side=side,
        heading=f"{called.subject} promised",
        kept=promises.since_last.kept,
        due=promises.since_last.due,
        rest=rest_of(promises.since_last),
        year=in_the_year(promises),
        line=kept_line_chart(side, months, _LINE, {side: called.subject}),
    )


def _sentences(snapshot: Snapshot, names: Names) -> tuple[Sentence, ...]:
    said = {statement.side: statement for statement in snapshot.statements}
    return tuple(
        Sentence(
            side,
            said[side].sentence,
            f"{snapshot.organisation(side)} · {names[said[side].sentence_by or said[side].by]}",
            said[side].stance,
        )
        for side in Side.values
        if side in said and said[side].sentence
    )
