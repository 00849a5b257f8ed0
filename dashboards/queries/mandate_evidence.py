"""What speaks for a wider mandate, gathered from the ledger, the indicators and the outcomes of closed months.

For whoever decides on the mandate alone (`decides`): no page of anybody else asks for it.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Prefetch, Q

from dashboards.charts import Point, Trend, standing
from dashboards.models import Indicator, Reading
from dashboards.queries.performance import before
from governance.ledger.tallies import Period, tallies
from governance.mandate.criteria import IN_A_ROW, WINDOW, Criterion, Months, criteria, speaks_for_it
from governance.mandate.verbs import decides
from governance.models import CheckIn, MandatePutOff, MandateStep, OutcomeIntent
from governance.models.mandate import Reach
from governance.models.outcomes import Health
from partners.access import Role
from partners.models import Partner, Side, User

_A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Evidence:
    """What speaks for the next step in one partnership; `ends` are its closed months, the last first."""

    partner: Partner
    following: Reach | None
    """The step it could be widened to; None where there is no wider one."""
    ends: tuple[Months, ...]
    put_off_until: date | None = None

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        return criteria(self.ends[0])

    @property
    def speaks_for_it(self) -> bool:
        return self.following is not None and speaks_for_it(self.ends)

    @property
    def is_said(self) -> bool:
        """Whether the desk says it: it speaks for the next step, and was not put off into a later quarter."""
        return self.speaks_for_it and self.put_off_until is None


def to_be_widened(person: User, today: date) -> tuple[Evidence, ...]:
    """The partnerships that `person` sponsors for our side in which every criterion has held for long enough."""
    led = [pk for pk, role in person.roles.items() if role == Role.EXECUTIVE_SPONSOR]
    if person.side != Side.OURS or not led:
        return ()
    open_ones = Partner.objects.filter(pk__in=led).exclude(status=Partner.Status.ENDED)
    mine = [partner for partner in open_ones if decides(person, partner)]
    return tuple(each for each in evidence(mine, today) if each.is_said) if mine else ()


def evidence(partners: Iterable[Partner], today: date) -> list[Evidence]:
    """What the last IN_A_ROW closed months say of each partnership; the number of queries does not grow with them."""
    of = list(partners)
    last = before(today.replace(day=1))
    months = [last]
    while len(months) < IN_A_ROW:
        months.append(before(months[-1]))
    counts = tallies(of, [Period(_first(month), _end(month), _end(month)) for month in months])
    readings, outcomes = _readings(of, months), _outcomes(of)
    steps = {
        step.partner_id: Reach(step.step) for step in MandateStep.objects.current().filter(partner__in=of)
    }
    put_off = MandatePutOff.objects.filter(partner__in=of, until__gt=today)
    until = dict(put_off.order_by("until").values_list("partner_id", "until"))
    found = []
    for partner in of:
        ends = []
        for number, month in enumerate(months):
            theirs = counts[partner.pk][number][Side.THEIRS]
            judged = [good for each, good in readings[partner.pk] if _first(month) <= each <= month]
            tracks = [on for intent in outcomes[partner.pk] if (on := _on_track(intent, month)) is not None]
            ends.append(
                Months(
                    month,
                    due=theirs.due - theirs.held_up,
                    kept=theirs.kept,
                    readings=len(judged),
                    on_target=sum(judged),
                    outcomes=len(tracks),
                    on_track=sum(tracks),
                )
            )
        following = steps.get(partner.pk, Reach.DELIVERING).following
        found.append(Evidence(partner, following, tuple(ends), until.get(partner.pk)))
    return found


def _first(month: date) -> date:
    """The first day of the window that ends with `month`."""
    for _ in range(WINDOW - 1):
        month = before(month)
    return month


def _end(month: date) -> date:
    """The last day of a month."""
    return (month + timedelta(days=31)).replace(day=1) - _A_DAY


def _readings(partners: list[Partner], months: list[date]) -> dict[int, list[tuple[date, bool]]]:
    """Partner id → each undisputed reading of a live indicator with a target: its month, and whether it reached it."""
    within = Q(month__gte=_first(months[-1]), month__lte=months[0])
    rows = Reading.objects.filter(within, indicator__partner__in=partners, indicator__retired_on=None)
    rows = rows.exclude(state=Reading.State.DISPUTED).select_related("indicator")
    found: dict[int, list[tuple[date, bool]]] = defaultdict(list)
    for row in rows:
        judged = standing(_trend(row.indicator, row))
        if judged.state != "none":
            found[row.partner_id].append((row.month, judged.state == "good"))
    return found


def _trend(indicator: Indicator, row: Reading) -> Trend:
    return Trend(
        name=indicator.name,
        unit=indicator.unit,
        direction=indicator.direction,  # type: ignore[arg-type]  # one of its choices
        target=indicator.target,
        amber=indicator.amber,
        points=(Point(row.month, row.value),),
    )


def _outcomes(partners: list[Partner]) -> dict[int, list[OutcomeIntent]]:
    said = Prefetch("check_ins", CheckIn.objects.order_by("-on", "-id"), to_attr="said")
    rows = OutcomeIntent.objects.filter(partner__in=partners).prefetch_related(said)
    found: dict[int, list[OutcomeIntent]] = defaultdict(list)
    for intent in rows.exclude(state__in=[OutcomeIntent.State.DRAFT, OutcomeIntent.State.RETIRED]):
        found[intent.partner_id].append(intent)
    return found


def _on_track(intent: OutcomeIntent, month: date) -> bool | None:
    """How it stood at the end of the month; None where nothing was said of it by then, or it had ended long before."""
    end = _end(month)
    if intent.concluded_on and intent.concluded_on <= end:
        return intent.state == OutcomeIntent.State.ACHIEVED if intent.concluded_on >= _first(month) else None
    said: list[CheckIn] = intent.said  # type: ignore[attr-defined]  # prefetched
    latest = next((each for each in said if each.on <= end), None)
    return None if latest is None else latest.health == Health.ON_TRACK
