"""Spreadsheets brought in."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from typing import Any
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.db.models import Max

from dashboards.importing.readings_file import ReadingsFile
from dashboards.importing.readings_plan import ImportPlan, PlannedIndicator, plan_import
from dashboards.importing.records import (
    KEPT_OF_A_READING,
    ROWS_AT_ONCE,
    add_rows,
    record_import,
    require_nothing_going_back,
)
from dashboards.models import ImportedRow, Indicator, Reading, SheetImport
from governance.local_day import day_of
from governance.sheets import SheetRow, TrackerRow
from governance.tracker.importing.plan import ActionPlan
from governance.verbs import ImportedActions, carry_out, import_actions
from partners.access import Permission, require
from partners.ended_partnerships import require_to_begin
from partners.models import Partner, User
from partners.verb import Refused, Stale, verb
from partners.verbs import start_partnership

LOOK_AGAIN = "Something changed since you looked, so nothing was imported. Look at the rows again."


@dataclass(frozen=True)
class ImportResult:
    """How many partners, indicators and readings an import added, and how many readings it corrected or left."""

    partners: int
    indicators: int
    added: int
    corrected: int
    unchanged: int
    imports: Sequence[SheetImport] = field(default_factory=list)


@verb(did="imported a tracker")
def import_tracker(
    partner: Partner,
    rows: Sequence[TrackerRow],
    *,
    by: User,
    now: datetime,
    left: Collection[int] = (),
    seen: str = "",
    **about: Any,
) -> tuple[SheetImport | None, ImportedActions]:
    """Takes over the open rows of a list, and writes down which they were: a week long they can be taken back.

    `about` is what is kept of the file: filename, header, said.
    """
    require_nothing_going_back(partner)
    source = about.get("filename", "")
    result = import_actions(partner, rows, by=by, now=now, left=left, seen=seen, source=source)
    written = _rows_of(result)
    if not written:
        return None, result
    found = record_import(
        partner,
        kind=SheetImport.Kind.ACTIONS,
        batch=uuid4(),
        by=by,
        now=now,
        rows=written,
        left_out=result.left_out,
        **about,
    )
    return found, result


@verb(did="imported some of a tracker")
def import_tracker_piece(
    partner: Partner,
    plan: ActionPlan,
    lines: Collection[int],
    *,
    batch: UUID,
    by: User,
    now: datetime,
    **about: Any,
) -> SheetImport:
    """Takes over some `lines` of a long list: every piece of it belongs to the import of that `batch`."""
    found = _begun(batch, partner).get(partner.pk)
    require_nothing_going_back(partner)
    result = carry_out(partner, plan, by=by, now=now, lines=lines, source=about.get("filename", ""))
    if found is None:
        return record_import(
            partner,
            kind=SheetImport.Kind.ACTIONS,
            batch=batch,
            by=by,
            now=now,
            rows=_rows_of(result),
            left_out=result.left_out,
            **about,
        )
    return add_rows(found, _rows_of(result))


def _begun(batch: UUID, *partners: Partner) -> dict[int, SheetImport]:
    """What the pieces before have written, by partner, locked. Refused where it was taken back meanwhile."""
    rows = SheetImport.objects.select_for_update(of=("self",)).filter(partner__in=partners, batch=batch)
    found = {each.partner_id: each for each in rows.order_by("pk")}
    if any(each.back_asked_at is not None for each in found.values()):
        raise Refused("It was taken back while it came in, so the rest stays out.")
    return found


def _rows_of(result: ImportedActions) -> list[ImportedRow]:
    return [
        ImportedRow(line=each.line, action=each.item, version=each.item.version, before=each.before)
        for each in (*result.added, *result.changed)
    ] + [ImportedRow(line=line, awaited=each) for line, each in result.awaited]


@verb(did="imported readings")
def import_readings(
    file: ReadingsFile,
    *,
    by: User,
    now: datetime,
    source: str = "",
    partner: Partner | None = None,
    left: Collection[int] = (),
    seen: str = "",
    setting_aside: bool = False,
    directions: Mapping[str, str] | None = None,
    header: SheetRow | None = None,
    said: Mapping[str, Any] | None = None,
) -> ImportResult:
    """Takes every reading of `file`, or none: partners and indicators it names are added, targets are left empty.

    `setting_aside`: rows that cannot be taken stay out, and the others come in. `partner` is whose the rows are that
    name none, `left` are lines to leave out, `directions` which way is better for what is defined by it. Importing a
    file twice changes nothing. Raises Refused when any row cannot be taken; `plan_import` names them. Raises Stale
    where `seen`, the fingerprint of the plan that was looked at, is not what would happen now.
    """
    require(by, Permission.RECORD_READINGS)
    plan = plan_import(file, by=by, today=day_of(by, now), partner=partner, left=left)
    if seen and seen != plan.fingerprint:
        raise Stale(LOOK_AGAIN)
    if plan.problems and not setting_aside:
        first = plan.problems[0]
        place = f"Line {first.line}: " if first.line else ""
        raise Refused(f"Nothing was imported. {place}{first.sentence}")
    partners, indicators = (
        len(plan.new_partners),
        len(plan.new_indicators),
    )  # none are new once they are written
    imports = _write(
        plan, directions or {}, uuid4(), by=by, now=now, filename=source, header=header, said=said
    )
    return ImportResult(
        partners=partners,
        indicators=indicators,
        added=len(plan.new),
        corrected=len(plan.corrections),
        unchanged=plan.unchanged,
        imports=imports,
    )


@verb(did="imported some of the readings of a file")
def import_readings_piece(
    plan: ImportPlan,
    *,
    batch: UUID,
    by: User,
    now: datetime,
    directions: Mapping[str, str] | None = None,
    **about: Any,
) -> Sequence[SheetImport]:
    """Takes what a plan was narrowed to of a long file: every piece of it belongs to the imports of that `batch`.

    `now` is one for all of them, since by it a reading is known as the file left it.
    """
    require(by, Permission.RECORD_READINGS)
    return _write(plan, directions or {}, batch, goes_on=True, by=by, now=now, **about)


def _write(
    plan: ImportPlan,
    directions: Mapping[str, str],
    batch: UUID,
    *,
    by: User,
    now: datetime,
    goes_on: bool = False,
    **about: Any,
) -> list[SheetImport]:
    known = [planned.partner for planned in plan.partners if planned.partner]
    begun = _begun(batch, *known) if goes_on else {}
    require_nothing_going_back(*known)
    new_indicators, source = plan.new_indicators, about.get("filename", "")
    try:
        with transaction.atomic():
            _add_partners(plan, by=by, now=now)
            _define_indicators(new_indicators, directions, by=by, source=source)
            written = _record(plan, new_indicators, by=by, now=now, source=source)
            return _written_down(plan, written, batch, begun, by=by, now=now, **about)
    except IntegrityError:
        raise Refused(
            "Nothing was imported: somebody changed the same figures at this moment. Look at the preview again."
        ) from None


def _add_partners(plan: ImportPlan, *, by: User, now: datetime) -> None:
    for planned in plan.coded_partners:
        planned.present.code = planned.code
        planned.present.save(update_fields=["code"])
    for planned in plan.new_partners:
        planned.partner = start_partnership(planned.name, code=planned.code, by=by, now=now)


def _define_indicators(
    new: Sequence[PlannedIndicator], directions: Mapping[str, str], *, by: User, source: str
) -> None:
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
            direction=directions.get(row.kpi) or planned.direction,
            source=source[:200],
            position=next(places.setdefault(partner.pk, count())),
        )
    Indicator.objects.bulk_create([planned.present for planned in new])


def _record(
    plan: ImportPlan, new: Sequence[PlannedIndicator], *, by: User, now: datetime, source: str
) -> list[ImportedRow]:
    defined = {id(planned) for planned in new}
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
    written = [
        ImportedRow(
            partner_id=reading.partner_id,
            line=row.line,
            reading_id=reading.pk,
            indicator_id=planned.present.pk if id(planned) in defined else None,
        )
        for reading, (planned, row) in zip(added, plan.new, strict=True)
    ]
    for correction in plan.corrections:
        reading = correction.reading
        before = {name: _plain(getattr(reading, name)) for name in KEPT_OF_A_READING}
        # What the other side disputed stays open to them until they accept the new value.
        disputed = reading.state == Reading.State.DISPUTED
        reading.state = Reading.State.PROVISIONAL if disputed else Reading.State.ACCEPTED
        reading.value, reading.dispute, reading.source = correction.row.value, "", source[:200]
        reading.recorded_by, reading.recorded_at = by, now
        written.append(
            ImportedRow(
                partner_id=reading.partner_id, line=correction.row.line, reading_id=reading.pk, before=before
            )
        )
    fields = ["value", "state", "dispute", "source", "recorded_by", "recorded_at"]
    changed = [correction.reading for correction in plan.corrections]
    Reading.objects.bulk_update(changed, fields, batch_size=ROWS_AT_ONCE)
    return written


def _written_down(
    plan: ImportPlan,
    written: Iterable[ImportedRow],
    batch: UUID,
    begun: Mapping[int, SheetImport],
    *,
    by: User,
    now: datetime,
    **about: Any,
) -> list[SheetImport]:
    of: dict[int, list[ImportedRow]] = {}
    for row in written:
        of.setdefault(row.partner_id, []).append(row)
    partners = {planned.partner.pk: planned.partner for planned in plan.partners if planned.partner}
    return [
        add_rows(begun[pk], rows)
        if pk in begun
        else record_import(
            partners[pk],
            kind=SheetImport.Kind.READINGS,
            batch=batch,
            by=by,
            now=now,
            rows=rows,
            left_out=len(plan.problems),
            **about,
        )
        for pk, rows in of.items()
    ]


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else str(value) if value is not None else None
