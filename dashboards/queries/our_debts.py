"""Our house: what the reader's own side owes every partner, by business function, and what it holds up.

Counted in the database however much it is; of each function only the oldest are read.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, DateField, F, Min, Q, QuerySet, Value, Window
from django.db.models.functions import Coalesce, RowNumber

from dashboards.queries.ledger_asked import UNNAMED
from dashboards.queries.our_slowness import SlowOutcome, own_days
from dashboards.queries.summary_sentence import Part
from governance.ledger.facts import FUNCTIONS, first_named
from governance.models import ActionItem, Ask, WaitingPeriod
from governance.owed import Owed, What
from partners.finding import plain
from partners.models import BusinessFunction, Side, User, enterprise_name
from partners.numbers import counted, in_figures, number_in_words
from partners.paging import first
from partners.untrusted_text import is_primary_key

SHOWN = 6
"""Debts of one function on the page of all of them, and waits."""
PAGE = 50
MOST_WAITS = 100
_COLUMNS = (
    "function", "since", "what", "id", "title", "owed_to", "partner__slug", "owner__full_name", "due", "owing", "state",
    "promised",
)  # fmt: skip
"""Of a Debt, in its order."""


@dataclass(frozen=True)
class Debt:
    """One thing owed, in one line: an action, or an ask to be answered."""

    function: str
    since: date
    what: str
    pk: int
    title: str
    owed_to: str
    slug: str
    owner_name: str | None
    due_on: date | None
    side: str
    state: str
    promised_on: date | None = None

    @property
    def owed(self) -> Owed:
        """The same, as its status is asked for."""
        what, side = What(self.what), Side(self.side)
        return Owed(what, side, self.state, self.since, self.due_on, promised_on=self.promised_on)

    @property
    def key(self) -> str:
        return f"{self.since:%Y-%m-%d},{self.what},{self.pk}"


@dataclass(frozen=True)
class Debts:
    """How much one function owes, how much of it is late, since when the oldest waits, and how many of it are asks."""

    owed: int = 0
    late: int = 0
    oldest: date | None = None
    asks: int = 0

    @property
    def in_words(self) -> str:
        """ "12 actions, 18 asks": of what there are so many; empty where nothing is owed."""
        parts = ((self.owed - self.asks, "action"), (self.asks, "ask"))
        return ", ".join(in_figures(count, what) for count, what in parts if count)

    def __add__(self, other: "Debts") -> "Debts":
        days = [day for day in (self.oldest, other.oldest) if day]
        return Debts(
            self.owed + other.owed, self.late + other.late, min(days, default=None), self.asks + other.asks
        )


@dataclass(frozen=True)
class FunctionDebts:
    """What one business function owes, the oldest first, who answers for it, and what of theirs it holds up."""

    function: str
    responsible: User | None
    total: Debts
    debts: list[Debt]
    waits: list[WaitingPeriod]
    held_up: int
    more: str = ""
    """The key to go on from."""
    slow: Sequence[SlowOutcome] = ()
    """Outcomes that come later, and the days of them that are one's own."""

    @property
    def days_late(self) -> str:
        """ "29 days": by how much one's own slowness made them later; empty where by none."""
        number = sum(each.days for each in self.slow)
        return in_figures(number, "day") if number else ""

    @property
    def name(self) -> str:
        return self.function or UNNAMED

    @property
    def waits_left_out(self) -> int:
        return self.held_up - len(self.waits)


@dataclass(frozen=True)
class OurDebts:
    """Every room, the one with the most that is late first."""

    rooms: list[FunctionDebts]

    @property
    def owed(self) -> int:
        return sum(room.total.owed for room in self.rooms)

    @property
    def late(self) -> int:
        return sum(room.total.late for room in self.rooms)

    @property
    def held_up(self) -> int:
        return sum(room.held_up for room in self.rooms)

    @property
    def sentence(self) -> list[Part]:
        """What is owed, where it sticks, and what it holds up."""
        if not self.rooms:
            return [Part("Our side owes nobody anything today.")]
        said = [Part(f"We owe {self._of_what}" if self.owed else "We owe nothing by a day")]
        if self.late:
            said += [Part("; "), Part(self._late_where, hurts=True)]
        said.append(Part("."))
        if self.held_up:
            held = counted(self.held_up, "item").capitalize()
            waits = "it waits" if self.held_up == 1 else "they wait"
            said.append(Part(f" {held} of theirs cannot move because {waits} on us."))
        return said

    @property
    def _of_what(self) -> str:
        """ "12 actions and an answer to 18 asks"."""
        asks = sum(room.total.asks for room in self.rooms)
        actions = self.owed - asks
        said = [counted(actions, "action")] if actions else []
        said += [f"an answer to {counted(asks, 'ask')}"] if asks else []
        return " and ".join(said)

    @property
    def _late_where(self) -> str:
        narrowest = self.rooms[0]
        late = f"{number_in_words(self.late)} {'is' if self.late == 1 else 'are'} late"
        if len(self.rooms) == 1 or not narrowest.function:
            return late
        if narrowest.total.late == self.late:
            return f"{late}{'' if self.late == 1 else ', all of them'} in {narrowest.function}"
        return f"{late}, {number_in_words(narrowest.total.late)} of them in {narrowest.function}"


def debts_of_own_side(reader: User, *, today: date) -> OurDebts:
    """What the reader's side owes in the partnerships they see; the number of queries is always the same."""
    sums, waiting = _sums(reader, today), _held_up(_waits(reader))
    debts, waits, answers = _oldest_debts(reader), _longest_waits(reader), _responsible(reader)
    slow = own_days(reader, today=today)
    rooms = [
        FunctionDebts(
            function=function,
            responsible=answers.get(function.casefold()),
            total=sums[function],
            debts=debts[function],
            waits=waits[function],
            held_up=waiting[function],
            slow=slow[function],
        )
        for function in {*sums, *waiting, *slow}
    ]
    rooms.sort(
        key=lambda room: (
            -room.total.late,
            not room.function,
            room.total.oldest or date.max,
            plain(room.function),
        )
    )
    return OurDebts(rooms)


def debts_of_function(reader: User, function: str, *, today: date, after: str = "") -> FunctionDebts:
    """A page of what one function owes, from the debt after the key `after`; an unreadable key starts anew."""
    shown, last = first(_page(reader, function, after), PAGE)
    waits = _waits(reader).filter(function=function)
    return FunctionDebts(
        function=function,
        responsible=_responsible(reader).get(function.casefold()),
        total=_sums(reader, today, function=function)[function],
        debts=[Debt(*row) for row in shown],
        waits=list(waits.order_by("began_on", "id")[:MOST_WAITS]),
        held_up=waits.count(),
        slow=own_days(reader, today=today, business_function=function)[function],
        more=Debt(*last).key if last else "",
    )


def answered_for(person: User, *, today: date) -> dict[str, Debts]:
    """The functions `person` answers for, each with what it owes as far as they see it."""
    named = BusinessFunction.objects.visible_to(person).filter(responsible=person)
    answers = {name.casefold(): name for name in named.values_list("name", flat=True)}
    sums = _sums(person, today) if answers else {}
    owing = {function: owed for function, owed in sums.items() if function.casefold() in answers}
    silent = answers.keys() - {function.casefold() for function in owing}
    return owing | {answers[name]: Debts() for name in sorted(silent)}


def _other_side(reader: User) -> F | Value:
    """What the other side is called."""
    names: dict[Side, F | Value] = {
        Side.OURS: Value(enterprise_name()),
        Side.THEIRS: F("partner__name"),
    }
    return names[reader.side.other]


_NO_DAY = Value(None, DateField())
"""An ask is due by no day that had passed when it was raised."""


def _actions(reader: User) -> QuerySet[ActionItem, Any]:
    owed = ActionItem.objects.to_do().owed_by(reader.side)
    first = Coalesce("first_due_on", "due_on")
    return _as_debts(
        owed, reader, since=first, what=Value("action"), due=F("due_on"), promised=F("promised_on")
    )


def _asks(reader: User) -> QuerySet[Ask, Any]:
    asked = Ask.objects.waiting_on(reader.side)
    return _as_debts(
        asked, reader, since=Ask.since_in_sql(), what=F("kind"), due=F("needed_by"), promised=_NO_DAY
    )


def _as_debts(rows: Any, reader: User, **columns: Any) -> QuerySet[Any, Any]:
    return rows.visible_to(reader).annotate(
        function=first_named(*FUNCTIONS),
        owed_to=_other_side(reader),
        owing=Value(str(reader.side)),
        **columns,
    )


def _waits(reader: User) -> QuerySet[Any, Any]:
    """What of the other side's cannot move because it waits on the reader's."""
    theirs = WaitingPeriod.objects.visible_to(reader).holding_up().filter(on_side=reader.side)
    return theirs.select_related("item", "partner", "on_person").annotate(
        function=first_named("on_person__business_function", "item__outcome__business_function"),
        owed_to=_other_side(reader),
    )


def _owed(reader: User) -> list[QuerySet[Any, Any]]:
    return [_actions(reader), _asks(reader)]


def _sums(reader: User, today: date, **only: str) -> dict[str, Debts]:
    sums: dict[str, Debts] = defaultdict(Debts)
    for owed, are_asks in zip(_owed(reader), (False, True), strict=True):
        per_function = owed.filter(**only).order_by().values("function")
        had_not_passed = Q(due__gte=Coalesce("promised", "due"))
        late = Count("pk", filter=Q(due__lt=today) & had_not_passed)
        for row in per_function.annotate(owed=Count("pk"), late=late, oldest=Min("since")):
            sums[row["function"]] += Debts(
                row["owed"], row["late"], row["oldest"], row["owed"] if are_asks else 0
            )
    return sums


def _held_up(waits: QuerySet[Any, Any]) -> Counter[str]:
    per_function = waits.order_by().values("function").annotate(waits=Count("pk"))
    return Counter({row["function"]: row["waits"] for row in per_function})


def _oldest_debts(reader: User) -> dict[str, list[Debt]]:
    found = [
        Debt(*row) for owed in _owed(reader) for row in _first_of_each(owed, "since").values_list(*_COLUMNS)
    ]
    debts: dict[str, list[Debt]] = defaultdict(list)
    for debt in sorted(found, key=lambda debt: (debt.since, debt.what, debt.pk)):
        if len(debts[debt.function]) < SHOWN:
            debts[debt.function].append(debt)
    return debts


def _longest_waits(reader: User) -> dict[str, list[WaitingPeriod]]:
    waits: dict[str, list[WaitingPeriod]] = defaultdict(list)
    for wait in _first_of_each(_waits(reader), "began_on").order_by("began_on", "id"):
        waits[wait.function].append(wait)
    return waits


def _first_of_each(rows: QuerySet[Any, Any], order: str) -> QuerySet[Any, Any]:
    """The first few rows of each function."""
    place = Window(RowNumber(), partition_by=[F("function")], order_by=[order, "id"])
    return rows.annotate(place=place).filter(place__lte=SHOWN)


def _responsible(reader: User) -> dict[str, User]:
    """The name of a function, in small letters → who answers for it."""
    named = BusinessFunction.objects.visible_to(reader).select_related("responsible")
    return {each.name.casefold(): each.responsible for each in named}


def _page(reader: User, function: str, after: str) -> QuerySet[Any, Any]:
    key = _read_key(after)
    fits = Q(function=function) & (_beyond(*key) if key else Q())
    actions, asks = (owed.filter(fits).order_by().values_list(*_COLUMNS) for owed in _owed(reader))
    return actions.union(asks, all=True).order_by("since", "what", "id")


def _read_key(after: str) -> tuple[date, str, int] | None:
    day, _, rest = after.partition(",")
    what, _, pk = rest.partition(",")
    try:
        return (date.fromisoformat(day), what, int(pk)) if is_primary_key(pk) else None
    except ValueError:
        return None


def _beyond(day: date, what: str, pk: int) -> Q:
    return Q(since__gt=day) | Q(since=day, what__gt=what) | Q(since=day, what=what, id__gt=pk)
