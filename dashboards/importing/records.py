"""What an import leaves behind: which rows it wrote, and how its columns were understood."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from dashboards.importing.figures import is_month
from dashboards.models import ImportedRow, SheetImport
from governance.sheets.columns import ROWS_SEARCHED, plain_header
from governance.sheets.table import SheetRow, Table
from partners.models import Partner, User
from partners.verb import Refused

A_WEEK = timedelta(days=7)
"""So long an import can be taken back as a whole."""
AT_ONCE = {
    SheetImport.Kind.ACTIONS.value: 500,
    SheetImport.Kind.READINGS.value: 2_000,
    SheetImport.Kind.PEOPLE.value: 500,
}
"""Kind → rows that come in, or are taken back, while somebody waits for the page; more of them behind it."""
PIECE = {
    SheetImport.Kind.ACTIONS.value: 250,
    SheetImport.Kind.READINGS.value: 2_000,
    SheetImport.Kind.PEOPLE.value: 250,
}
"""Kind → rows of one transaction, about a second long: meanwhile nobody else can promise anything there."""
ROWS_AT_ONCE = 1000
KEPT_OF_A_READING = ("value", "state", "dispute", "source", "recorded_by_id", "recorded_at")
"""Its columns that an import changes, and puts back."""
IMPORTS_REMEMBERED = 50
REMEMBERED = (
    "columns", "statuses", "owners", "names", "day_first", "mark", "fractions", "partner", "directions",
    "speaker", "roles", "rest",
)  # fmt: skip
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
    header: SheetRow | None = None,
    said: Mapping[str, Any] | None = None,
) -> SheetImport:
    """Writes down what one file did in one partnership. `rows` belong to no import yet; `header` named its columns."""
    written = list(rows)
    found = SheetImport.objects.create(
        partner=partner,
        kind=kind,
        batch=batch,
        filename=filename[:100],
        columns=_headers(header) if header else [],
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


def require_nothing_going_back(*partners: Partner) -> None:
    """Refused while an import is taken back in one of them: what comes in would be taken for what is going."""
    going = SheetImport.objects.filter(partner__in=partners, taken_back_at=None, back_refusal="")
    if found := going.exclude(back_asked_at=None).select_related("partner").first():
        raise Refused(
            f"“{found}” is being taken back in {found.partner.name} just now: bring this in when that is over."
        )


def remembered(kind: str, table: Table, *, by: User, partner: Partner | None) -> dict[str, Any]:
    """What was said about the last file whose columns were called as one of the first rows calls them, with its line.

    Of the same partnership, or by the same person where a file is of several. Empty where there was none.
    """
    earlier = SheetImport.objects.visible_to(by).filter(kind=kind)
    earlier = earlier.filter(partner=partner) if partner else earlier.filter(imported_by=by)
    headers = {tuple(_headers(row)): row.line for row in reversed(table.every_row[:ROWS_SEARCHED])}
    for columns, said in earlier.values_list("columns", "said")[:IMPORTS_REMEMBERED]:
        if columns and (line := headers.get(tuple(columns))):
            return {**said, "header": line}
    return {}


def _headers(row: SheetRow) -> list[str]:
    """Its words; a month is any month, since the next file has the next one."""
    return [
        "a month" if is_month(row.cell(at)) else plain_header(row.text(at)) for at in range(len(row.cells))
    ]
