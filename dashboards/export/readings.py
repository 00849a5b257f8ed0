"""Readings as a sheet. Its headings are also those of a file of readings (dashboards.importing.figures), so that it can
come back through that door."""

from collections.abc import Iterable, Iterator
from datetime import date
from operator import attrgetter

from django.db.models import QuerySet
from django.utils import timezone

from dashboards.models import Indicator, Reading
from dashboards.queries.performance import asking, performance
from governance.sheets.keys import KEY_HEADER, key_of
from governance.sheets.writing import CellKind, Sheet, SheetColumn, in_batches
from partners.finding import in_order
from partners.models import Partner, User

_BATCH = 2_000
_PARTNERS_AT_ONCE = 20


READINGS = Sheet[Reading](
    "Readings",
    (
        SheetColumn(KEY_HEADER, lambda row: key_of(Reading, row.pk), width=16),
        SheetColumn("period", attrgetter("month"), CellKind.MONTH, 10),
        SheetColumn("partner_code", attrgetter("partner.code"), width=13),
        SheetColumn("partner", attrgetter("partner.name"), width=22),
        SheetColumn("kpi", attrgetter("indicator.name"), width=36),
        SheetColumn("unit", attrgetter("indicator.unit"), width=12),
        SheetColumn("direction", attrgetter("indicator.direction"), width=11),
        SheetColumn("value", attrgetter("value"), CellKind.NUMBER, 14),
        SheetColumn("target", attrgetter("indicator.target"), CellKind.NUMBER, 14),
        SheetColumn("amber", attrgetter("indicator.amber"), CellKind.NUMBER, 14),
        SheetColumn("kind", lambda row: row.indicator.get_kind_display(), width=10),
        SheetColumn("state", attrgetter("state"), width=12),
        SheetColumn("dispute", attrgetter("dispute"), width=32),
        SheetColumn("source", attrgetter("source"), width=28),
        SheetColumn("recorded_by", attrgetter("recorded_by.full_name"), width=20),
        SheetColumn("recorded_on", lambda row: timezone.localdate(row.recorded_at), CellKind.DAY, 12),
    ),
)


def readings_of(reader: User, indicators: QuerySet[Indicator] | Iterable[int]) -> QuerySet[Reading]:
    """Every reading of the indicators, by partner, indicator and month, oldest first."""
    readings = Reading.objects.visible_to(reader).filter(indicator__in=indicators)
    return readings.order_by(
        in_order("partner__name"), "partner_id", "indicator__position", "indicator_id", "month"
    )


def exported_readings(readings: QuerySet[Reading]) -> Iterator[Reading]:
    """The rows of the sheet."""
    return readings.select_related("indicator", "partner", "recorded_by").iterator(chunk_size=_BATCH)


def live_indicators(reader: User, partners: Iterable[Partner]) -> QuerySet[Indicator]:
    """What is measured in the partnerships at present."""
    return Indicator.objects.visible_to(reader).filter(partner__in=list(partners), retired_on=None)


def asking_indicators(partners: Iterable[Partner], *, today: date) -> list[int]:
    """The indicators that need attention, by id: off target, or without a reading. Some partnerships at a time."""
    chosen = asking(partners, today=today, everyone=False).partners
    return [
        measured.indicator.pk
        for batch in in_batches(chosen, _PARTNERS_AT_ONCE)
        for found in performance(batch, today=today)
        for measured in found.asking()
    ]
