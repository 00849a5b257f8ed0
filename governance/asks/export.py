"""The asks of a partnership as a sheet, and the address it is at."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from governance.asks.filters import AskFilters, listed_asks
from governance.exporting import exported
from governance.local_day import day_of
from governance.models import Ask
from governance.models.asks import AskQuerySet
from governance.sheets.keys import KEY_HEADER, key_of
from governance.sheets.writing import CellKind, Sheet, SheetColumn
from partners.access import Permission
from partners.guards import PersonRequest, requires
from partners.models import Partner

_BATCH = 1_000
_RELATED = ("owner", "raised_by", "answered_by", "outcome")


@dataclass(frozen=True)
class ExportedAsk:
    """One line of the sheet on one day."""

    ask: Ask
    partner: Partner
    today: date

    @property
    def days_late(self) -> int | None:
        """Days past the day an answer is needed by, or past the one first said where it was given."""
        if self.ask.is_open:
            return max(0, (self.today - self.ask.needed_by).days) if self.ask.needed_by else None
        first, given = self.ask.first_needed_by, self.ask.answered_on
        return max(0, (given - first).days) if first and given else None


def _name(person: object) -> str:
    return str(person or "")


ASKS = Sheet[ExportedAsk](
    "Asks",
    (
        SheetColumn(KEY_HEADER, lambda row: key_of(Ask, row.ask.pk), width=16),
        SheetColumn("Partner", lambda row: row.partner.name, width=22),
        SheetColumn("Kind", lambda row: row.ask.get_kind_display(), width=16),
        SheetColumn("Ask", lambda row: row.ask.title, width=48),
        SheetColumn("Raised by", lambda row: _name(row.ask.raised_by), width=20),
        SheetColumn("Raised by side", lambda row: row.partner.name_of(row.ask.raised_by_side), width=20),
        SheetColumn("Raised on", lambda row: row.ask.raised_on, CellKind.DAY, 12),
        SheetColumn("Waits on", lambda row: row.partner.name_of(row.ask.on_side), width=20),
        SheetColumn("Owner", lambda row: _name(row.ask.owner), width=20),
        SheetColumn("Status", lambda row: row.ask.get_state_display()),
        SheetColumn("First needed by", lambda row: row.ask.first_needed_by, CellKind.DAY, 15),
        SheetColumn("Needed by", lambda row: row.ask.needed_by, CellKind.DAY, 12),
        SheetColumn("Days late", lambda row: row.days_late, CellKind.WHOLE, 11),
        SheetColumn("Days waited", lambda row: row.ask.age(row.today), CellKind.WHOLE, 12),
        SheetColumn("Cause", lambda row: row.ask.get_cause_display(), width=24),
        SheetColumn("Where it is decided", lambda row: row.ask.forum_words, width=22),
        SheetColumn("Answered on", lambda row: row.ask.answered_on, CellKind.DAY, 13),
        SheetColumn("Answered by", lambda row: _name(row.ask.answered_by), width=20),
        SheetColumn("Answer", lambda row: row.ask.answer, width=48),
        SheetColumn("Whether it worked", lambda row: row.ask.get_worked_display(), width=20),
        SheetColumn("By what one sees it", lambda row: row.ask.worked_words, width=32),
        SheetColumn("Why it may happen", lambda row: row.ask.risk_cause, width=32),
        SheetColumn("What it would do", lambda row: row.ask.risk_consequence, width=32),
        SheetColumn("What is done about it", lambda row: row.ask.risk_treatment, width=32),
        SheetColumn("Outcome", lambda row: _name(row.ask.outcome), width=32),
        SheetColumn("Note", lambda row: row.ask.detail, width=48),
    ),
)


def exported_asks(asks: AskQuerySet, partner: Partner, today: date) -> Iterator[ExportedAsk]:
    """The rows of the sheet, in the order of `asks`, all of them of `partner`."""
    for ask in asks.select_related(*_RELATED).iterator(chunk_size=_BATCH):
        yield ExportedAsk(ask, partner, today)


@require_safe
@requires(Permission.SEE_PARTNERSHIP)
def export(request: PersonRequest, ending: str, *, partner: Partner) -> HttpResponse:
    """What the list of asks shows, as a file to keep."""
    filters = AskFilters.read(request.GET.dict())
    asks = listed_asks(request.user, partner, filters)
    return exported(
        request,
        ASKS,
        exported_asks(asks, partner, day_of(request.user, timezone.now())),
        ending=ending,
        back=f"{reverse('asks', args=[partner.slug])}?{filters.query()}",
        of=partner.name,
    )
