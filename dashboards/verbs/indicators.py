from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Max

from dashboards.marks import Marks, in_words
from dashboards.models import LONGEST_NAME, LONGEST_UNIT, Indicator
from dashboards.verbs.locking import lock
from governance.local_day import day_of
from governance.models import OutcomeIntent
from partners.access import Permission, require
from partners.ended_partnerships import require_to_begin
from partners.models import Partner, User
from partners.verb import Refused, Stale, verb

EDITABLE = {"name", "kind", "unit", "direction", "target", "amber", "weight", "outcome", "source", "position"}
LARGEST_MARK = Decimal(10) ** 12


@verb(did="defined an indicator")
def define_indicator(
    partner: Partner,
    *,
    name: str,
    unit: str,
    direction: str,
    by: User,
    now: datetime,
    target: Decimal | None = None,
    amber: Decimal | None = None,
    kind: str = Indicator.Kind.KPI,
    outcome: OutcomeIntent | None = None,
    weight: int = 1,
    source: str = "",
) -> Indicator:
    """Adds what is measured every month. `target` and `amber` are in `unit`."""
    require_to_begin(by, Permission.KEEP_CHARTER, partner)
    last = Indicator.objects.filter(partner=partner).aggregate(last=Max("position"))["last"]
    indicator = Indicator(
        partner=partner,
        name=name,
        unit=unit.strip(),
        direction=direction,
        target=target,
        amber=amber,
        kind=kind,
        outcome=outcome,
        weight=weight,
        source=source.strip(),
        position=0 if last is None else last + 1,
    )
    _check(indicator)
    indicator.save()
    return indicator


@verb(did="changed the indicator")
def edit_indicator(indicator: Indicator, *, by: User, now: datetime, **fields: Any) -> Indicator:
    """Changes what is said of an indicator; its readings stay. Raises TypeError for a field nobody may edit."""
    require(by, Permission.KEEP_CHARTER, indicator.partner)
    if unknown := fields.keys() - EDITABLE:
        raise TypeError(f"An indicator's {', '.join(sorted(unknown))} cannot be edited.")
    lock(indicator)
    if "unit" in fields and fields["unit"].strip() != indicator.unit and indicator.readings.exists():
        raise Refused(
            f"There are readings in {indicator.unit or 'no unit'}. Retire this indicator and define another.",
            field="unit",
        )
    for name, value in fields.items():
        setattr(indicator, name, value.strip() if isinstance(value, str) else value)
    _check(indicator)
    indicator.save()
    return indicator


_CHANGED = "Somebody else changed this one in the meantime, and it says now:"


class TargetRefused(Refused):
    """What is wrong with the marks of one of many indicators."""

    def __init__(self, refused: Refused, indicator: Indicator) -> None:
        super().__init__(refused.sentence, field=refused.field)
        self.indicator = indicator


@verb(did="set the targets")
def set_targets(
    partner: Partner, *, marks: Mapping[int, tuple[Marks, Marks]], by: User, now: datetime
) -> list[Indicator]:
    """Sets the marks of many indicators at once, or of none: id → (as the person saw them, as they are to be).

    Raises TargetRefused for the first that cannot be, also where somebody else changed it since it was seen.
    """
    require(by, Permission.KEEP_CHARTER, partner)
    indicators = list(Indicator.objects.filter(partner=partner, pk__in=marks, retired_on=None).order_by("pk"))
    for indicator in indicators:
        seen, wanted = marks[indicator.pk]
        lock(indicator)
        if Marks.of(indicator) != seen:
            raise TargetRefused(
                Stale(f"{_CHANGED} {in_words(indicator)}. Save again to set yours."), indicator
            )
        try:
            edit_indicator(indicator, by=by, now=now, **asdict(wanted))
        except Refused as refused:
            raise TargetRefused(refused, indicator) from refused
    return indicators


@verb(did="retired the indicator")
def retire_indicator(indicator: Indicator, *, by: User, now: datetime) -> Indicator:
    """Takes an indicator out of the pages; its readings are kept."""
    require(by, Permission.KEEP_CHARTER, indicator.partner)
    lock(indicator)
    if indicator.retired_on is None:
        indicator.retired_on = day_of(by, now)
        indicator.save(update_fields=["retired_on"])
    return indicator


def _check(indicator: Indicator) -> None:
    indicator.name = " ".join(indicator.name.split())
    if not indicator.name:
        raise Refused("Say what is measured, such as “Availability”.", field="name")
    if len(indicator.name) > LONGEST_NAME:
        raise Refused(f"Name it in at most {LONGEST_NAME} characters.", field="name")
    if len(indicator.unit) > LONGEST_UNIT:
        example = "such as “percent” or “hours”"
        raise Refused(f"Give the unit in at most {LONGEST_UNIT} characters, {example}.", field="unit")
    if indicator.direction not in Indicator.Direction.values:
        raise Refused("Choose which way is better.", field="direction")
    if indicator.kind not in Indicator.Kind.values:
        raise Refused("Choose what kind of indicator it is.", field="kind")
    if indicator.outcome and indicator.outcome.partner_id != indicator.partner_id:
        raise Refused("Choose an outcome of this partnership.", field="outcome")
    _check_marks(indicator)
    same = Indicator.objects.filter(partner=indicator.partner, name__iexact=indicator.name)
    if same.exclude(pk=indicator.pk).exists():
        raise Refused(f"There is already an indicator “{indicator.name}”.", field="name")


def _check_marks(indicator: Indicator) -> None:
    target, amber = indicator.target, indicator.amber
    for field, mark in (("target", target), ("amber", amber)):
        if mark is not None and not (mark.is_finite() and abs(mark) < LARGEST_MARK):
            raise Refused("Give a number below a million million.", field=field)
    if target is None:
        if amber is not None:
            raise Refused("Give the target as well: amber is how far from it is still near.", field="target")
        return
    if indicator.direction == Indicator.Direction.NONE:
        raise Refused("Say which way is better, or leave the target empty.", field="direction")
    higher = indicator.direction == Indicator.Direction.HIGHER
    if amber is not None and (amber > target if higher else amber < target):
        where, better = ("below", "higher") if higher else ("above", "lower")
        raise Refused(f"Where {better} is better, amber lies {where} the target.", field="amber")
