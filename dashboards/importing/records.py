"""What an import leaves behind: which rows it wrote, and how its columns were understood."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from dashboards.models import ImportedRow, SheetImport
from governance.sheets.columns import plain_header
from partners.models import Partner, User

A_WEEK = timedelta(days=7)
"""So long an import can be taken back as a whole."""
ROWS_AT_ONCE = 1000
REMEMBERED = ("columns", "statuses", "owners", "names", "day_first", "mark", "fractions")
"""What was said about a file that serves the next one with the same columns."""


def record_import(
    partner: Partner,
    *,
    kind: str,
    batch: UUID,
    by: User,
    now: datetime,
    rows: Iterable[ImportedRow],
    left_out: int,
    filename: str = "",
    columns: Sequence[str] = (),
    said: Mapping[str, Any] | None = None,
) -> SheetImport:
    """Writes down what one file did in one partnership. `rows` belong to no import yet."""
    written = list(rows)
    found = SheetImport.objects.create(
        partner=partner,
        kind=kind,
        batch=batch,
        filename=filename[:100],
        columns=[plain_header(name) for name in columns],
        said={name: value for name, value in (said or {}).items() if name in REMEMBERED},
        imported_by=by,
        imported_at=now,
        left_out=left_out,
    )
    return add_rows(found, written)


def add_rows(found: SheetImport, written: Sequence[ImportedRow]) -> SheetImport:
    """Writes down more rows of the same file."""
    for row in written:
        row.partner_id, row.sheet_import = found.partner_id, found
    ImportedRow.objects.bulk_create(written, batch_size=ROWS_AT_ONCE)
    found.added += sum(row.before is None for row in written)
    found.changed += sum(row.before is not None for row in written)
    found.save(update_fields=["added", "changed"])
    return found


def remembered(kind: str, columns: Sequence[str], *, by: User, partner: Partner | None) -> dict[str, Any]:
    """What was said about the last file with these columns: of that partnership, or of any the person sees."""
    header = [plain_header(name) for name in columns]
    earlier = SheetImport.objects.visible_to(by).filter(kind=kind, columns=header, imported_by=by)
    if partner is not None:
        earlier = SheetImport.objects.visible_to(by).filter(kind=kind, columns=header, partner=partner)
    last = earlier.first()
    return dict(last.said) if last else {}
