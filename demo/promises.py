"""What became of a promise, as one line of the story."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from demo.clock import Timeline, Told
from demo.opening import Stage
from governance.models import ActionItem, MandateStep
from governance.verbs import (
    accept,
    add_evidence,
    add_note,
    ask_for_date,
    confirm,
    decide_mandate,
    dispute_wait,
    follow_action,
    give_back,
    move_date,
    note_privately,
    open_up,
    propose,
    report_done,
    stop_waiting,
    wait_on,
    withdraw,
)
from partners.models import Partner, User
from reviews.verbs import keep_promise


@dataclass(frozen=True)
class PromiseCourse:
    """How a promise went. Days are calendar days against its first date."""

    early: int = 0
    late: int = 0
    moved_by: int = 0
    words: str = ""
    waited_from: int = 0
    waited_for: int = 0
    disputed: str = ""
    """How the side waited on sees it."""
    reported: bool = True
    confirmed: bool = True
    accepted: bool = True
    withdrawn: bool = False
    given_back: bool = False
    whom: str = ""
    """The person waited on; without one, whoever confirms."""
    asked_later: int = 0
    """So many days later the other side would like it instead; nobody has answered yet."""


def kept(early: int = 0) -> PromiseCourse:
    """Done by its first date, and confirmed."""
    return PromiseCourse(early=early)


def missed(late: int) -> PromiseCourse:
    """Done, but late and without notice."""
    return PromiseCourse(late=late)


def moved(by: int, words: str) -> PromiseCourse:
    """A new date given well ahead, with its reason, and then kept."""
    return PromiseCourse(moved_by=by, words=words)


def held_up(words: str, waited_for: int, waited_from: int = 6, disputed: str = "") -> PromiseCourse:
    """Waited on the other side from some days before its date; done soon after it could go on."""
    return PromiseCourse(
        words=words,
        waited_from=waited_from,
        waited_for=waited_for,
        late=waited_for - waited_from + 2,
        disputed=disputed,
    )


def still_waiting(words: str, waited_from: int, whom: str = "") -> PromiseCourse:
    """Waits on the other side to this day."""
    return PromiseCourse(words=words, waited_from=waited_from, reported=False, whom=whom)


def asked_for_later(days: int, words: str) -> PromiseCourse:
    """Open, and the other side asked yesterday for a date so many days later."""
    return PromiseCourse(asked_later=days, words=words, reported=False)


def withdrawn(after: int, words: str) -> PromiseCourse:
    """Released by the other side, so many days before it was due."""
    return PromiseCourse(early=after, words=words, reported=False, withdrawn=True)


def given_back(words: str, late: int) -> PromiseCourse:
    """Reported in time, given back with a word, and done so many days late."""
    return PromiseCourse(words=words, late=late, given_back=True)


OPEN = PromiseCourse(reported=False)
PROPOSED = PromiseCourse(reported=False, accepted=False)
REPORTED = PromiseCourse(confirmed=False)


@dataclass(frozen=True)
class Widened:
    """How far the mandate went with this promise of ours, what for and why; without a step, more was opened up."""

    kind: str
    step: str = ""
    trusted_with: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Line:
    """A promise: so many days ago, what, who, and due so many days later."""

    days_ago: int
    title: str
    owner: str
    due_in: int
    fate: PromiseCourse = OPEN
    note: str = ""
    evidence: str = ""
    """A link that shows it, brought by the owner with the report."""
    followed_by: tuple[str, ...] = ()
    kept_to_themselves: tuple[tuple[str, str], ...] = ()
    """Who wrote which word that only their own side reads."""
    widened: Widened | None = None
    """It was opened up for the mandate, which our sponsor decided."""


def tell_promises(timeline: Timeline, stage: Stage, lines: tuple[Line, ...]) -> dict[str, tuple[Line, Told]]:
    """Tells each line through the verbs. Most promises are made in a review, where the chair writes them down.

    Returns each by its title.
    """
    told = {}
    for number, line in enumerate(lines):
        owner = stage.people[line.owner]
        made = timeline.working_day(line.days_ago)
        due = timeline.working_day(line.days_ago - line.due_in)
        item = _made(timeline, stage, line, owner, made, due, by_themselves=number % 4 == 3)
        told[line.title] = line, item
        _tell_words(timeline, stage, item, line, owner)
        _tell_fate(timeline, stage, item, line.fate, owner, due)
        if line.evidence:
            shown = min(timeline.after(due - timedelta(days=line.fate.early)), timeline.eve)
            timeline.tell(shown, owner, add_evidence, item, link=line.evidence, hour=12)
    return told


def _tell_words(timeline: Timeline, stage: Stage, item: Told, line: Line, owner: User) -> None:
    day = timeline.working_day(line.days_ago // 3)
    if line.note:
        timeline.tell(day, owner, add_note, item, text=line.note, hour=16)
    for name in line.followed_by:
        timeline.tell(day, stage.people[name], follow_action, item, hour=16)
    for name, text in line.kept_to_themselves:
        timeline.tell(day, stage.people[name], note_privately, item, text=text, hour=17)


def _made(
    timeline: Timeline, stage: Stage, line: Line, owner: User, made: date, due: date, *, by_themselves: bool
) -> Told:
    about: dict[str, Any] = {"title": line.title, "owner": owner, "due_on": due}
    if line.widened:
        return _opened(timeline, stage, line.widened, made, about)
    if not line.fate.accepted:
        return timeline.tell(made, stage.confirms(owner), propose, stage.partner, hour=11, **about)
    if review := stage.meetings.get(line.days_ago):
        return timeline.tell(made, stage.cio, keep_promise, review, hour=15, minute=30, **about)
    if by_themselves:
        return timeline.tell(made, owner, propose, stage.partner, hour=11, **about)
    item = timeline.tell(made, stage.confirms(owner), propose, stage.partner, hour=11, **about)
    timeline.tell(made, owner, accept, item, hour=12)
    return item


def _opened(timeline: Timeline, stage: Stage, widened: Widened, made: date, about: dict[str, Any]) -> Told:
    """The promise that pays for a step of the mandate, or what was opened up besides."""
    said: dict[str, Any] = {"kind": widened.kind, **about}
    if widened.step:
        said |= {"step": widened.step, "trusted_with": widened.trusted_with, "reason": widened.reason}
    return timeline.tell(made, stage.cio, widen if widened.step else open_more, stage.partner, hour=8, **said)


def widen(partner: Partner, *, by: User, now: datetime, **said: Any) -> ActionItem:
    """Decides the mandate; the action it was paid with."""
    return decide_mandate(partner, by=by, now=now, **said).openings.get().action


def open_more(partner: Partner, *, by: User, now: datetime, **said: Any) -> ActionItem:
    """Opens up more for the mandate that holds at that moment."""
    step = MandateStep.objects.current().get(partner=partner)
    return open_up(step, by=by, now=now, **said).action


def _tell_fate(
    timeline: Timeline, stage: Stage, item: Told, fate: PromiseCourse, owner: User, due: date
) -> None:
    other = stage.confirms(owner)

    def day(after: int) -> date:
        return timeline.working_day((timeline.today - due).days - after)

    if fate.moved_by:
        timeline.tell(day(-9), owner, move_date, item, due_on=day(fate.moved_by), reason=fate.words)
    if fate.waited_from:
        whom = stage.people.get(fate.whom, other)
        waited: dict[str, Any] = {"on_side": owner.side.other, "what_for": fate.words, "on_person": whom}
        wait = timeline.tell(day(-fate.waited_from), owner, wait_on, item, **waited)
        if fate.disputed:
            timeline.tell(day(1 - fate.waited_from), whom, dispute_wait, wait, words=fate.disputed, hour=14)
        if fate.reported:
            timeline.tell(day(fate.waited_for - fate.waited_from), owner, stop_waiting, item)
    if fate.asked_later:
        timeline.tell(
            timeline.eve, other, ask_for_date, item, due_on=day(fate.asked_later), reason=fate.words, hour=15
        )
    if fate.withdrawn:
        timeline.tell(day(-fate.early), other, withdraw, item, reason=fate.words)
    if fate.given_back:
        timeline.tell(day(-1), owner, report_done, item, hour=10)
        timeline.tell(day(0), other, give_back, item, word=fate.words, hour=10)
    if fate.reported:
        done = min(day(fate.late + fate.moved_by - fate.early), timeline.eve)
        timeline.tell(done, owner, report_done, item, hour=11)
        if fate.confirmed and not _soon_in_the_room(timeline, stage, done):
            confirmed = min(timeline.after(done + timedelta(days=2)), timeline.eve)
            timeline.tell(confirmed, other, confirm, item, hour=15)


def _soon_in_the_room(timeline: Timeline, stage: Stage, done: date) -> bool:
    """Whether the next review comes before anybody would confirm it beforehand."""
    met = (timeline.working_day(days_ago) for days_ago in stage.meetings)
    return any(done <= day <= done + timedelta(days=8) for day in met)
