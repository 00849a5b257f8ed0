"""Rows → the account of advice: as many queries however much there is, within the scope of the reader."""

from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from django.db.models import Prefetch

from dashboards.advice.account import Advice, AdviceTo, Gain, InTheWay, Meanwhile, OffTarget
from dashboards.advice.days import Life, Stretch, common_days, falls_in, not_taken
from dashboards.charts import Trend, is_off_target, value_in_words
from dashboards.models import Indicator, Reading
from dashboards.queries.performance import trend_of
from governance.counting.formula import Promise, Verdict, judge
from governance.ledger.facts import Covers, covers_of, promise_of, promise_of_ask
from governance.models import ActionItem, Ask, OutcomeIntent
from governance.people import introduce
from governance.slowness.reading import backed_on
from partners.models import Partner, Side, User

State = Ask.State
_Promised = tuple[Promise, ActionItem | Ask]


def advice_of(partner: Partner, reader: User, today: date) -> list[AdviceTo]:
    """The account of the advice given to either side of the partnership, ours first."""
    given = Ask.objects.visible_to(reader).filter(partner=partner, kind=Ask.Kind.RECOMMENDATION)
    advice = list(given.order_by("raised_on", "id"))
    backed = backed_on(advice)
    beside = _Beside(partner, {ask.outcome_id for ask in advice if ask.outcome_id}, today)
    introduce(advice)
    found: dict[Side, list[Advice]] = {side: [] for side in Side}
    for ask in advice:
        ask.partner = partner
        life, outcome = _life(ask, backed.get(ask.pk)), beside.outcomes.get(ask.outcome_id or 0)
        until = min(today, outcome.concluded_on) if outcome and outcome.concluded_on else today
        stretches, since = not_taken(life, until), life.in_place_on
        if stretches or since:
            meanwhile = beside.meanwhile(ask.outcome_id, stretches)
            gains = tuple(beside.gains(ask.outcome_id, since)) if since else ()
            found[Side(ask.on_side)].append(Advice(ask, stretches, meanwhile, since, gains))
    return [AdviceTo(side, sorted(pieces, key=lambda each: -each.days)) for side, pieces in found.items()]


def _life(ask: Ask, backed: date | None) -> Life:
    on = {state: ask.answered_on for state in (State.NOT_NOW, State.IN_PLACE) if ask.state == state}
    return Life(ask.raised_on, backed, on.get(State.NOT_NOW), on.get(State.IN_PLACE))


class _Beside:
    """What went on beside advice, by outcome: its figures, what was promised for it, and what stood in its way."""

    def __init__(self, partner: Partner, outcomes: Iterable[int], today: date) -> None:
        self.today = today
        among = [
            0,
            *outcomes,
        ]  # never an empty list: a page costs the same whether there is an outcome or none
        self.outcomes = {each.pk: each for each in OutcomeIntent.objects.filter(pk__in=among)}
        self.figures = _by_outcome(
            Indicator.objects.filter(outcome__in=among).prefetch_related(
                Prefetch("readings", Reading.objects.filter(month__lt=today.replace(day=1)))
            )
        )
        actions = ActionItem.objects.filter(outcome__in=among, first_due_on__isnull=False)
        asked = Ask.objects.filter(outcome__in=among, kind__in=[Ask.Kind.DECISION, Ask.Kind.IMPEDIMENT])
        rows: list[ActionItem | Ask] = [
            *actions.prefetch_related("dates", "waits"),
            *asked.prefetch_related("dates"),
        ]
        for row in rows:
            row.partner = partner
        covers = covers_of([partner])
        self.missed: dict[int, list[_Promised]] = defaultdict(list)
        self.impediments: dict[int, list[Ask]] = defaultdict(list)
        for row in rows:
            if isinstance(row, Ask) and row.kind == Ask.Kind.IMPEDIMENT:
                self.impediments[row.outcome_id or 0].append(row)
                continue
            promise = _promise(row, covers)
            if promise and not promise.apart and judge(promise, today) is Verdict.MISSED:
                self.missed[row.outcome_id or 0].append((promise, row))

    def meanwhile(self, outcome: int | None, stretches: tuple[Stretch, ...]) -> Meanwhile:
        """What went wrong on the outcome on those days: a month is judged on its last, a promise when it fell due."""
        of = outcome or 0
        missed = [row for promise, row in self.missed[of] if falls_in(stretches, promise.first_due_on)]
        return Meanwhile(
            tuple(self._off_target(of, stretches)), missed, tuple(self._in_the_way(of, stretches))
        )

    def gains(self, outcome: int | None, since: date) -> Iterator[Gain]:
        for indicator, trend in self.figures[outcome or 0]:
            readings = sorted(indicator.readings.all(), key=lambda each: each.month)
            before = [each for each in readings if _last_of(each.month) < since]
            after = [each for each in readings if each.month >= since]
            if before and after:
                yield Gain(indicator, trend, before[-1], after[-1])

    def _off_target(self, outcome: int, stretches: tuple[Stretch, ...]) -> Iterator[OffTarget]:
        for indicator, trend in self.figures[outcome]:
            for reading in indicator.readings.all():
                if falls_in(stretches, _last_of(reading.month)) and is_off_target(trend, reading.value):
                    yield OffTarget(indicator, reading, value_in_words(trend, reading.value))

    def _in_the_way(self, outcome: int, stretches: tuple[Stretch, ...]) -> Iterator[InTheWay]:
        for ask in self.impediments[outcome]:
            end = self.today if ask.is_open else ask.answered_on or self.today
            if days := common_days(stretches, Stretch(ask.raised_on, end)):
                yield InTheWay(ask, days)


def _promise(row: ActionItem | Ask, covers: Covers) -> Promise | None:
    if isinstance(row, ActionItem):
        return promise_of(row, row.dates.all(), covers)
    return promise_of_ask(row, row.dates.all(), covers=covers)


def _by_outcome(indicators: Iterable[Indicator]) -> dict[int, list[tuple[Indicator, Trend]]]:
    found: dict[int, list[tuple[Indicator, Trend]]] = defaultdict(list)
    for indicator in indicators:
        found[indicator.outcome_id or 0].append((indicator, trend_of(indicator, indicator.readings.all())))
    return found


def _last_of(month: date) -> date:
    return month.replace(day=monthrange(month.year, month.month)[1])
