"""What became of a promise, as one line of the story."""

from dataclasses import dataclass
from datetime import date

from governance.actions import confirm, move_date, promise, propose, report_done, stop_waiting, wait_on
from governance.config.demo.clock import Timeline, Told
from governance.config.demo.opening import Stage
from partners.models import User


@dataclass(frozen=True)
class Fate:
    """How a promise went. Days are calendar days against its first date."""

    early: int = 0
    late: int = 0
    moved_by: int = 0
    words: str = ""
    waited_from: int = 0
    waited_for: int = 0
    reported: bool = True
    confirmed: bool = True


def kept(early: int = 0) -> Fate:
    """Done by its first date, and confirmed."""
    return Fate(early=early)


def missed(late: int) -> Fate:
    """Done, but late and without notice."""
    return Fate(late=late)


def moved(by: int, words: str) -> Fate:
    """A new date given well ahead, with its reason, and then kept."""
    return Fate(moved_by=by, words=words)


def held_up(words: str, waited_for: int, waited_from: int = 6) -> Fate:
    """Waited on the other side from some days before its date; done soon after it could go on."""
    return Fate(
        words=words, waited_from=waited_from, waited_for=waited_for, late=waited_for - waited_from + 2
    )


def still_waiting(words: str, waited_from: int) -> Fate:
    """Waits on the other side to this day."""
    return Fate(words=words, waited_from=waited_from, reported=False)


OPEN = Fate(reported=False)
REPORTED = Fate(confirmed=False)


@dataclass(frozen=True)
class Line:
    """A promise: so many days ago, what, who, and due so many days later."""

    days_ago: int
    title: str
    owner: str
    due_in: int
    fate: Fate = OPEN


def tell_promises(timeline: Timeline, stage: Stage, lines: tuple[Line, ...]) -> None:
    """Tells each line through the verbs. Most promises are made in a review, where the chair records them."""
    for number, line in enumerate(lines):
        owner = stage.people[line.owner]
        made = timeline.working_day(line.days_ago)
        due = timeline.working_day(line.days_ago - line.due_in)
        by_themselves = number % 4 == 3
        item = timeline.tell(
            made, owner if by_themselves else stage.cio, propose if by_themselves else promise, stage.partner,
            title=line.title, owner=owner, due_on=due, hour=11,
        )  # fmt: skip
        _tell_fate(timeline, item, line.fate, owner, due, stage.confirms(owner))


def _tell_fate(timeline: Timeline, item: Told, fate: Fate, owner: User, due: date, other: User) -> None:
    def day(after: int) -> date:
        return timeline.working_day((timeline.today - due).days - after)

    if fate.moved_by:
        timeline.tell(day(-9), owner, move_date, item, due_on=day(fate.moved_by), reason=fate.words)
    if fate.waited_from:
        timeline.tell(
            day(-fate.waited_from),
            owner,
            wait_on,
            item,
            on_side=owner.side.other,
            what_for=fate.words,
            on_person=other,
        )
        if fate.reported:
            timeline.tell(day(fate.waited_for - fate.waited_from), owner, stop_waiting, item)
    if fate.reported:
        done = day(fate.late + fate.moved_by - fate.early)
        timeline.tell(min(done, timeline.eve), owner, report_done, item, hour=14)
        if fate.confirmed:
            confirmed = min(day(fate.late + fate.moved_by - fate.early + 2), timeline.eve)
            timeline.tell(confirmed, other, confirm, item, hour=15)
