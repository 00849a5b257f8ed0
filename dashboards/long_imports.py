"""Celery entries of what is brought in."""

import logging
from uuid import UUID, uuid5

from celery import shared_task
from django.core.cache import cache
from django.utils import timezone

from dashboards.importing.drafts import content_of, sweep
from dashboards.importing.tracker_sheet import TrackerSheet
from dashboards.models import SheetDraft
from dashboards.verbs.importing import import_tracker_piece
from governance.local_day import day_of
from governance.people import people_who
from governance.sheets.reading import read_book
from governance.tracker.importing.plan import plan_actions
from partners.access import Permission
from partners.background import is_ending, wake
from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.verb import Refused

AT_ONCE = 500
"""Rows that come in while somebody waits for the page. More of them come in behind it."""
PIECE = 250
"""Rows of one transaction: so long nobody else can promise anything in that partnership."""
PIECES_AT_ONCE = 10
"""Then others have their turn: without Redis mails leave by the same process (config/tasks.py)."""
SECONDS_BETWEEN_SWEEPS = 3590
_BATCHES = UUID("6f1c2f0a-7d7c-5c2b-9c51-9d5d6d0c3b11")

logger = logging.getLogger(__name__)


@shared_task
def bring_in_trackers() -> None:
    """Brings in the long lists that somebody has begun, piece by piece, each as the person who brought it."""
    if cache.add("dashboards.drafts_swept", True, timeout=SECONDS_BETWEEN_SWEEPS):
        sweep(now=timezone.now())
    with entered(SYSTEM):
        begun = list(
            SheetDraft.objects.filter(started_at__isnull=False, finished_at=None).values_list("pk", flat=True)
        )
    for pk in begun:
        if not _bring_in(pk):
            wake_long_imports()


def wake_long_imports() -> None:
    """Asks a worker to bring in what has been begun now."""
    wake(bring_in_trackers)


def _bring_in(pk: int) -> bool:
    """Goes on with one list where it stands, for some pieces; says whether there is nothing left to do.

    A worker that dies, or is asked to end, leaves whole pieces, and the next one goes on behind them.
    """
    sheet: TrackerSheet | None = None
    for _ in range(PIECES_AT_ONCE):
        if is_ending():
            return True
        with entered(SYSTEM):
            rows = SheetDraft.objects.select_for_update(skip_locked=True, of=("self",))
            draft = rows.select_related("person", "partner").filter(pk=pk, finished_at=None).first()
            if draft is None:
                return True
            try:
                sheet = sheet or _read(draft)
                is_over = _one_piece(draft, sheet)
            except Refused as refused:
                draft.refusal, is_over = refused.sentence, True
            except Exception:
                logger.exception("A list could not be brought in.")
                draft.refusal, is_over = (
                    "Something went wrong on our side. What is in stays in: try again.",
                    True,
                )
            if is_over:
                draft.finished_at = timezone.now()
            draft.save(update_fields=["done", "refusal", "finished_at"])
        if is_over:
            return True
    return False


def batch_of(draft: SheetDraft) -> UUID:
    """What the pieces of a list are known by as one import."""
    return uuid5(_BATCHES, f"{draft.pk}/{draft.started_at}")


def _one_piece(draft: SheetDraft, sheet: TrackerSheet) -> bool:
    """Takes the next rows; says whether the list is at its end."""
    person, partner = draft.person, draft.partner
    if partner is None:
        raise Refused("The list belongs to no partnership any more.")
    with acting_as(person, partner):
        plan = plan_actions(
            partner, sheet.rows, today=sheet.today, side=person.side, left=draft.said.get("left", ())
        )
        lines = [*(row.line for row in plan.taken), *(each.row.line for each in plan.changed)]
        if not lines:
            return True
        import_tracker_piece(
            partner,
            plan,
            set(lines[:PIECE]),
            batch=batch_of(draft),
            by=person,
            now=timezone.now(),
            filename=draft.filename,
            header=sheet.table.header,
            said=draft.said,
        )
    draft.done += min(PIECE, len(lines))
    return len(lines) <= PIECE


def _read(draft: SheetDraft) -> TrackerSheet:
    """The list as its owner understood it."""
    assert draft.partner is not None
    with acting_as(draft.person, draft.partner):
        return TrackerSheet(
            book=read_book(content_of(draft), draft.filename),
            members=list(people_who(Permission.KEEP_PROMISES, draft.partner)),
            said=draft.said,
            today=day_of(draft.person, timezone.now()),
        )
