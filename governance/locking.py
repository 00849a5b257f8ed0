"""The row in hand, locked and read again, so that two people cannot overwrite each other."""

from typing import TypeVar

from governance.models import (
    ActionItem,
    Ask,
    CapabilityBet,
    Cover,
    Forum,
    Initiative,
    MandateStep,
    OutcomeIntent,
    PromisedRole,
    RaciMatrix,
    StandingPromise,
)
from partners.verb import Stale

Row = TypeVar(
    "Row",
    ActionItem,
    Ask,
    CapabilityBet,
    Cover,
    Forum,
    Initiative,
    MandateStep,
    OutcomeIntent,
    PromisedRole,
    RaciMatrix,
    StandingPromise,
)


def lock(row: Row, *related: str, version: int | None = None) -> Row:
    """Locks `row` until the transaction ends and brings the caller's instance up to date.

    `related` are foreign keys to read along. Raises Stale when `version`, the one the person saw, is not the
    current one.
    """
    for facts in ("open_waits", "open_requests"):  # read beforehand they would outlive the change
        row.__dict__.pop(facts, None)
    rows = type(row)._default_manager.select_related("partner", *related).select_for_update(of=("self",))
    row.refresh_from_db(from_queryset=rows)
    if version is not None and version != row.version:
        raise Stale(
            "Somebody else changed this in the meantime. Your words are still here: look again, then save."
        )
    return row


def keep(row: Row) -> Row:
    """Saves a locked row under its next version."""
    row.version += 1
    row.save()
    return row
