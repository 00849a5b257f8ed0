"""The outcome intents of a partnership as a sheet, and the address it is at."""

from collections.abc import Iterator
from typing import NamedTuple

from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from governance.exporting import exported
from governance.models import CheckIn, OutcomeIntent, ValueClaim
from governance.outcomes.queries import listed_outcomes, values_of
from governance.sheets.keys import KEY_HEADER, key_of
from governance.sheets.writing import CellKind, Sheet, SheetColumn, in_batches
from partners.access import Permission
from partners.guards import PersonRequest, requires
from partners.models import Partner, User

_BATCH = 500


class ExportedOutcome(NamedTuple):
    """One line of the sheet; `said` is the latest check-in, `value` what it is said to have brought, last."""

    intent: OutcomeIntent
    partner: Partner
    said: CheckIn | None
    value: ValueClaim | None


def _name(person: object) -> str:
    return str(person or "")


OUTCOMES = Sheet[ExportedOutcome](
    "Outcomes",
    (
        SheetColumn(KEY_HEADER, lambda row: key_of(OutcomeIntent, row.intent.pk), width=16),
        SheetColumn("Partner", lambda row: row.partner.name, width=22),
        SheetColumn("Outcome", lambda row: row.intent.statement, width=48),
        SheetColumn("Status", lambda row: row.intent.get_state_display()),
        SheetColumn("Health", lambda row: row.intent.get_health_display(), width=16),
        SheetColumn("Progress in percent", lambda row: row.intent.progress, CellKind.WHOLE, 19),
        SheetColumn("Business function", lambda row: row.intent.business_function, width=20),
        SheetColumn("Business owner", lambda row: _name(row.intent.business_owner), width=20),
        SheetColumn("Sponsor", lambda row: _name(row.intent.sponsor), width=20),
        SheetColumn("Owner at the enterprise", lambda row: _name(row.intent.owner_ours), width=22),
        SheetColumn("Owner at the partner", lambda row: _name(row.intent.owner_theirs), width=20),
        SheetColumn("Starts", lambda row: row.intent.starts_on, CellKind.DAY, 12),
        SheetColumn("Due", lambda row: row.intent.due_on, CellKind.DAY, 12),
        SheetColumn("Months asked", lambda row: row.intent.asked_months, CellKind.WHOLE, 14),
        SheetColumn("Months granted", lambda row: row.intent.granted_months, CellKind.WHOLE, 15),
        SheetColumn("Free hand until", lambda row: row.intent.free_hand_until, CellKind.DAY, 15),
        SheetColumn("Guardrails", lambda row: row.intent.guardrails, width=32),
        SheetColumn("Vision", lambda row: row.intent.vision, width=40),
        SheetColumn("Baseline", lambda row: row.intent.baseline, width=40),
        SheetColumn("Forecast", lambda row: row.intent.forecast, width=40),
        SheetColumn("Target", lambda row: row.intent.target, width=40),
        SheetColumn("Benchmark", lambda row: row.intent.benchmark, width=40),
        SheetColumn("Benchmark source", lambda row: row.intent.benchmark_source, width=24),
        SheetColumn("Benchmark of", lambda row: row.intent.benchmark_on, CellKind.DAY, 13),
        SheetColumn("Last check-in", lambda row: row.said and row.said.on, CellKind.DAY, 13),
        SheetColumn("Checked in by", lambda row: _name(row.said and row.said.by), width=20),
        SheetColumn("How sure", lambda row: row.said and row.said.get_confidence_display()),
        SheetColumn("Next check-in", lambda row: row.intent.next_check_in_on, CellKind.DAY, 14),
        SheetColumn("What it said", lambda row: row.said and row.said.words, width=48),
        SheetColumn("Worth, as expected", lambda row: row.intent.value_expected, width=40),
        SheetColumn("Has brought", lambda row: row.value and row.value.words, width=40),
        SheetColumn("Its business owner says", lambda row: row.value and row.value.told, width=24),
    ),
)


def exported_outcomes(
    outcomes: QuerySet[OutcomeIntent], partner: Partner, reader: User
) -> Iterator[ExportedOutcome]:
    """The rows of the sheet, in the order of `outcomes`, all of them of `partner`."""
    found = outcomes.select_related("business_owner", "sponsor", "owner_ours", "owner_theirs").iterator(
        chunk_size=_BATCH
    )
    for batch in in_batches(found, _BATCH):
        said = CheckIn.objects.visible_to(reader).filter(outcome__in=batch).select_related("by")
        latest = {
            each.outcome_id: each for each in said.order_by("outcome_id", "-on", "-id").distinct("outcome_id")
        }
        values = values_of(batch)
        for intent in batch:
            yield ExportedOutcome(intent, partner, latest.get(intent.pk), values.get(intent.pk))


@require_safe
@requires(Permission.SEE_PARTNERSHIP)
def export(request: PersonRequest, ending: str, *, partner: Partner) -> HttpResponse:
    """The outcomes that the partnership's page lists, as a file to keep."""
    outcomes = listed_outcomes(request.user, partner)
    return exported(
        request,
        OUTCOMES,
        exported_outcomes(outcomes, partner, request.user),
        ending=ending,
        back=reverse("partnership", args=[partner.slug]),
        of=partner.name,
    )
