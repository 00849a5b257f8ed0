"""What is known about the people and the live work of grids, read once for all rows of a page."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from governance.models import ActionItem, RaciMatrix, WaitingPeriod
from governance.people import people_who
from governance.raci.content import GridLine
from governance.raci.gaps import Holder, Owing, RowFacts
from governance.raci.versions import people_in
from partners.access import Permission
from partners.finding import plain
from partners.models import Membership, Partner, Side, User

LIVE = (ActionItem.State.PROPOSED, ActionItem.State.OPEN, ActionItem.State.REPORTED)


@dataclass(frozen=True)
class Facts:
    """Who takes part in a partnership, who has left, and what is owed for the activities of its grids."""

    able: tuple[User, ...]
    """Who can have a letter, our side first, by name."""
    known: Mapping[int, User]
    """These, and whoever else has a letter, by id."""
    left: Mapping[int, str]
    """Who takes no part any more, with the day they left where it is known (" on 19 November 2026")."""
    live: Mapping[tuple[int, int], tuple[ActionItem, ...]] = field(default_factory=dict)
    """Grid and row → the live promises that belong to it, the one due soonest first."""
    names: Mapping[str, str] = field(default_factory=dict)

    def row(self, matrix: RaciMatrix, line: GridLine) -> RowFacts:
        """What the rule of the gaps asks for."""
        holders = [
            Holder(self.known[person].full_name, self.known[person].side, letter, self.left.get(person))
            for person, letter in line.letters.items()
            if person in self.known
        ]
        holders.sort(key=lambda holder: (list(Side).index(Side(holder.side)), plain(holder.name)))
        owing = [Owing(item.owner.full_name, item.side) for item in self.live.get((matrix.pk, line.row), ())]
        return RowFacts(holders, owing, self.names)

    @property
    def people(self) -> tuple[User, ...]:
        """The columns of a grid: who can have a letter, and whoever else has one, as they read along or have left."""
        return tuple(
            sorted(
                self.known.values(),
                key=lambda person: (list(Side).index(Side(person.side)), plain(person.full_name)),
            )
        )


def facts_of(partner: Partner, matrices: Iterable[RaciMatrix], *contents: Iterable[GridLine]) -> Facts:
    """The facts of these grids of a partnership, with whoever has a letter in `contents`; always as many queries."""
    able = tuple(people_who(Permission.KEEP_PROMISES, partner))
    here = {person.pk: person for person in able}
    gone = people_in(*contents) - here.keys()
    # Who reads along without promising anything may have been given a letter: they have not left.
    reads_along = people_who(Permission.SEE_PARTNERSHIP, partner).filter(pk__in=gone)
    others = User.objects.in_bulk(gone) if gone else {}
    left = gone - {person.pk for person in reads_along} if gone else set()
    return Facts(
        able=able,
        known=here | others,
        left=_left_on(partner, left) if left else {},
        live=_live([matrix.pk for matrix in matrices]),
        names=partner.side_names,
    )


def facts_of_letters(
    partner: Partner, matrices: Iterable[RaciMatrix], *contents: Iterable[GridLine]
) -> Facts:
    """The same facts where nobody is offered a letter, of those who have one alone: what gaps are found by."""
    holding = people_in(*contents)
    known = User.objects.in_bulk(holding)
    here = people_who(Permission.SEE_PARTNERSHIP, partner).filter(pk__in=holding).order_by()
    left = holding - set(here.values_list("pk", flat=True))
    return Facts(
        able=(),
        known=known,
        left=_left_on(partner, left) if left else {},
        live=_live([matrix.pk for matrix in matrices], ()),
        names=partner.side_names,
    )


def _left_on(partner: Partner, people: set[int]) -> dict[int, str]:
    ended = Membership.objects.filter(partner=partner, person__in=people).exclude(until=None)
    days = dict(ended.order_by("until").values_list("person", "until"))
    return {person: f" on {days[person]:%-d %B %Y}" if person in days else "" for person in people}


def _live(
    matrices: list[int], beside: Iterable[str] = ("ask", "outcome", "partner")
) -> dict[tuple[int, int], tuple[ActionItem, ...]]:
    found: dict[tuple[int, int], list[ActionItem]] = defaultdict(list)
    items = ActionItem.objects.filter(activity__matrix__in=matrices, state__in=LIVE)
    for item in items.select_related("owner", "activity", *beside).order_by("due_on", "id"):
        if item.activity:
            found[item.activity.matrix_id, item.activity.row].append(item)
    return {row: tuple(rows) for row, rows in found.items()}


def stalled(items: Iterable[ActionItem], waiting: set[int], today: date) -> list[ActionItem]:
    """Of live promises those on which work stands still: late, or waiting."""
    return [item for item in items if item.days_late(today) or item.pk in waiting]


def waiting_among(items: Iterable[ActionItem]) -> set[int]:
    """Which of them wait now."""
    pks = [item.pk for item in items]
    return set(WaitingPeriod.objects.filter(item__in=pks, ended_on=None).values_list("item", flat=True))
