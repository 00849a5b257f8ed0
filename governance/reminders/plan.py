"""Facts and a moment in, this moment's mails out: at most one for each person and day, and none with nothing to say."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import NamedTuple

from governance.local_day import day_in
from governance.reminders.facts import SILENT, Matter, Need, Person, Policy
from governance.reminders.ladder import Rung, rung_above, rung_of_owner
from governance.reminders.mornings import day_to_remind, is_unheard, list_due, today_of

WEEKLY, DUE, ASKED, ANSWERED, QUESTION = "weekly", "due", "asked", "answered", "question"
LISTED_DAYS = 7
"""The list of the week holds what falls due within so many days, its own day included."""
_REST_OF_THE_WEEK = timedelta(days=LISTED_DAYS - 1)
_HAVE_A_DAY = (Need.DO, Need.ANSWER, Need.MOVE_ON, Need.AGREE)
"""What has a day of its own; the rest waits in the weekly list, however long."""

_NEWS = {Need.KNOW: ANSWERED, Need.DO: QUESTION}
"""What is new about a matter, by what is to be done about it; else another date is asked for."""

Key = tuple[str, int, str, date, int]


class PlannedReminder(NamedTuple):
    """A matter named to `person`, at which step; `on` is the day the step belongs to."""

    matter: Matter
    person: int
    step: str
    on: date

    @property
    def key(self) -> Key:
        """What is named once and never again."""
        return self.matter.kind, self.matter.id, self.step, self.on, self.person


@dataclass(frozen=True)
class Mailing:
    """One mail: to whom, on which day of theirs, and everything it names, longest due first."""

    to: int
    day: date
    named: tuple[PlannedReminder, ...]

    def keeping(self, wanted: Callable[[PlannedReminder], bool]) -> "Mailing | None":
        """The mail with what is `wanted` alone; None where that leaves nothing to say."""
        kept = tuple(each for each in self.named if wanted(each))
        return replace(self, named=kept) if kept else None


@dataclass(frozen=True)
class Plan:
    """The mails of this moment, and until which day of theirs people have been reminded thereby, mail or not."""

    mailings: tuple[Mailing, ...]
    through: Mapping[int, date]


def plan(
    people: Iterable[Person], matters: Iterable[Matter], policies: Mapping[int, Policy], *, now: datetime
) -> Plan:
    """What is to be mailed at `now` (aware), but for what has been named before. `policies` are told by partner."""
    facts = _Facts(people, matters, policies, now)
    mailings: list[Mailing] = []
    through: dict[int, date] = {}
    for reader, today in facts.awake():
        # By key: what waits for several leads of a side at once is escalated once all the same.
        said: dict[Key, PlannedReminder] = {}
        for person in (reader, *facts.absent.get(reader.id, ())):
            found = list(facts.named_to(person, today))
            heard = [named for named in found if reader.may_hear_of(named.matter.partner_id)]
            said |= {named.key: named for named in heard}
            if len(heard) == len(found):  # else the rest waits until they are back themselves
                through[person.id] = today
        if said:
            mailings.append(Mailing(reader.id, today, tuple(sorted(said.values(), key=_longest_due_first))))
    return Plan(tuple(mailings), through)


class _Facts:
    """The facts, laid out by who has to hear of them."""

    def __init__(
        self,
        people: Iterable[Person],
        matters: Iterable[Matter],
        policies: Mapping[int, Policy],
        now: datetime,
    ) -> None:
        self.people = {person.id: person for person in people}
        self.policies, self.now = policies, now
        self.of_person: dict[int, list[Matter]] = defaultdict(list)
        self.warned_of: dict[int, list[Matter]] = defaultdict(list)
        """Partner → what its leads or sponsors may have to hear of."""
        for matter in matters:
            self.of_person[matter.person].append(matter)
            if matter.heard.warned_on is not None:
                self.warned_of[matter.partner_id].append(matter)
        self.absent: dict[int, list[Person]] = defaultdict(list)
        """Deputy → the people they stand in for now."""
        for person in self.people.values():
            away = person.away_on(day_in(person.time_zone, now)) if person.absences else None
            if away and away.deputy is not None:
                self.absent[away.deputy].append(person)

    def awake(self) -> Iterator[tuple[Person, date]]:
        """Those whose morning has come and who are there, each with their day."""
        for person in self.people.values():
            today = today_of(person, self.now)
            if today is not None and not person.away_on(today):
                yield person, today

    def named_to(self, person: Person, today: date) -> Iterator[PlannedReminder]:
        """What `person` is to hear of today, each matter once. News come along where there is anything else to say."""
        named = list(self._waiting_for(person, today))
        if named:
            said = {each.matter for each in named}
            named += (
                PlannedReminder(matter, person.id, *news)
                for matter in self.of_person.get(person.id, ())
                if matter not in said and self._policy(matter, today) != SILENT and (news := _as_news(matter))
            )
        return iter(named)

    def _waiting_for(self, person: Person, today: date) -> Iterator[PlannedReminder]:
        lists: dict[int | None, date | None] = {}
        for matter in self.of_person.get(person.id, ()):
            policy = self._policy(matter, today)
            if policy.weekly_on not in lists:
                lists[policy.weekly_on] = list_due(policy.weekly_on, person, today)
            if step := _step(matter, person, policy, lists[policy.weekly_on], today):
                yield PlannedReminder(matter, person.id, *step)
        for partners, rung in ((person.leads, Rung.LEADS), (person.sponsors, Rung.SPONSORS)):
            for partner in partners:
                yield from self._told_upwards(person, partner, rung, today)

    def _told_upwards(
        self, person: Person, partner: int, rung: Rung, today: date
    ) -> Iterator[PlannedReminder]:
        for matter in self.warned_of.get(partner, ()):
            owner = self.people.get(matter.person)
            if owner is None or matter.due_on is None or not self._policy(matter, today).escalates:
                continue
            if rung_above(matter, owner, today) is rung:
                yield PlannedReminder(matter, person.id, rung, matter.due_on)

    def _policy(self, matter: Matter, today: date) -> Policy:
        if matter.hands_off_until is not None and matter.hands_off_until >= today:
            return SILENT
        return self.policies.get(matter.partner_id, Policy())


def _step(
    matter: Matter, person: Person, policy: Policy, listed_on: date | None, today: date
) -> tuple[str, date] | None:
    """Why the matter is named to whom it waits for, the weightiest reason alone; and the day that belongs to."""
    due_on = matter.due_on if matter.need in _HAVE_A_DAY else None
    if due_on and policy.escalates and rung_of_owner(matter, person, today):
        return Rung.WARNING, due_on
    if due_on and policy.when_due and is_unheard(day_to_remind(due_on, person.country), person, today):
        return DUE, due_on
    if matter.need is Need.KNOW:
        return _as_news(matter) if listed_on else None
    if listed_on and (due_on is None or matter.news_on or due_on <= listed_on + _REST_OF_THE_WEEK):
        return WEEKLY, listed_on
    return None


def _as_news(matter: Matter) -> tuple[str, date] | None:
    """The step at which something new about it is told, once, and its day; None where there is nothing new."""
    if matter.news_on is None:
        return None
    return _NEWS.get(matter.need, ASKED), matter.news_on


def _longest_due_first(named: PlannedReminder) -> tuple[date, str, int]:
    return named.matter.due_on or date.max, named.matter.kind, named.matter.id
