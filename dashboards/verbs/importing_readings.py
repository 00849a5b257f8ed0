from dataclasses import dataclass
from datetime import datetime
from itertools import count

from django.db import IntegrityError, transaction
from django.db.models import Max

from dashboards.importing.readings_plan import ImportPlan, plan_import
from dashboards.models import Indicator, Reading
from dashboards.importing.readings_file import ReadingsFile
from governance.local_day import day_of
from partners.access import Permission, require
from partners.ended_partnerships import require_to_begin
from partners.models import User
from partners.verb import Refused, verb
from partners.verbs import start_partnership

ROWS_AT_ONCE = 1000


@dataclass(frozen=True)
class ImportResult:
    """How many partners, indicators and readings an import added, and how many readings it corrected or left."""

    partners: int
    indicators: int
    added: int
    corrected: int
    unchanged: int


@verb(did="imported readings")
def import_readings(file: ReadingsFile, *, by: User, now: datetime, source: str = "") -> ImportResult:
    """Takes every reading of `file`, or none: partners and indicators it names are added, targets are left empty.

    Importing a file twice changes nothing. Raises Refused when any row cannot be taken; `plan_import` names them.
    """
    require(by, Permission.RECORD_READINGS)
    plan = plan_import(file, by=by, today=day_of(by, now))
    if not plan.is_importable:
        first = plan.problems[0]
        place = f"Line {first.line}: " if first.line else ""
        raise Refused(f"Nothing was imported. {place}{first.sentence}")
    result = ImportResult(
        partners=len(plan.new_partners),
        indicators=len(plan.new_indicators),
        added=len(plan.new),
        corrected=len(plan.corrections),
        unchanged=plan.unchanged,
    )
    try:
        with transaction.atomic():
            _add_partners(plan, by=by, now=now)
            _define_indicators(plan, by=by, source=source)
            _record(plan, by=by, now=now, source=source)
    except IntegrityError:
        raise Refused(
            "Nothing was imported: somebody changed the same figures at this moment. Look at the preview again."
        ) from None
    return result


def _add_partners(plan: ImportPlan, *, by: User, now: datetime) -> None:
    for planned in plan.coded_partners:
        planned.present.code = planned.code
        planned.present.save(update_fields=["code"])
    for planned in plan.new_partners:
        planned.partner = start_partnership(planned.name, code=planned.code, by=by, now=now)


def _define_indicators(plan: ImportPlan, *, by: User, source: str) -> None:
    new = plan.new_indicators
    within = {planned.of.present for planned in new}
    for partner in within:
        require_to_begin(by, Permission.RECORD_READINGS, partner)
    last = Indicator.objects.filter(partner__in=within).values("partner").annotate(last=Max("position"))
    places = {row["partner"]: count(row["last"] + 1) for row in last}
    for planned in new:
        partner, row = planned.of.present, planned.first
        planned.indicator = Indicator(
            partner=partner,
            name=row.kpi,
            unit=row.unit,
            direction=row.direction,
            source=source[:200],
            position=next(places.setdefault(partner.pk, count())),
        )
    Indicator.objects.bulk_create([planned.present for planned in new])


def _record(plan: ImportPlan, *, by: User, now: datetime, source: str) -> None:
    added = [
        Reading(
            partner_id=planned.present.partner_id,
            indicator=planned.present,
            month=row.period,
            value=row.value,
            source=source[:200],
            recorded_by=by,
            recorded_at=now,
        )
        for planned, row in plan.new
    ]
    Reading.objects.bulk_create(added, batch_size=ROWS_AT_ONCE)
    for correction in plan.corrections:
        reading = correction.reading
        # What the other side disputed stays open to them until they accept the new value.
        disputed = reading.state == Reading.State.DISPUTED
        reading.state = Reading.State.PROVISIONAL if disputed else Reading.State.ACCEPTED
        reading.value, reading.dispute, reading.source = correction.row.value, "", source[:200]
        reading.recorded_by, reading.recorded_at = by, now
    fields = ["value", "state", "dispute", "source", "recorded_by", "recorded_at"]
    changed = [correction.reading for correction in plan.corrections]
    Reading.objects.bulk_update(changed, fields, batch_size=ROWS_AT_ONCE)
