"""Celery entries of what is brought in, and of what is taken back."""

import logging
from collections.abc import Callable
from functools import partial
from uuid import UUID, uuid5

from celery import shared_task
from django.core.cache import cache
from django.utils import timezone

from dashboards.importing.drafts import sweep
from dashboards.importing.drafts_read import readings_of, tracker_of
from dashboards.importing.readings_file import ReadingsSheet
from dashboards.importing.readings_plan import plan_import
from dashboards.importing.records import PIECE
from dashboards.importing.tracker_sheet import TrackerSheet
from dashboards.models import SheetDraft, SheetImport
from dashboards.verbs.importing import import_readings_piece, import_tracker_piece
from dashboards.verbs.taking_back import take_back_piece
from governance.local_day import day_of
from governance.tracker.importing.plan import plan_actions
from partners.access import Permission
from partners.background import is_ending, wake
from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.models import Partner
from partners.verb import Refused

PIECES_AT_ONCE = 10
"""Then others have their turn: without Redis mails leave by the same process (config/tasks.py)."""
SECONDS_BETWEEN_SWEEPS = 3590
OUR_FAULT = "Something went wrong within Tandem."
_BATCHES = UUID("6f1c2f0a-7d7c-5c2b-9c51-9d5d6d0c3b11")

logger = logging.getLogger(__name__)


@shared_task
def bring_in_sheets() -> None:
    """Brings in the long files that somebody has begun, piece by piece, each as the person who brought it."""
    if cache.add("dashboards.drafts_swept", True, timeout=SECONDS_BETWEEN_SWEEPS):
        sweep(now=timezone.now())
    with entered(SYSTEM):
        begun = SheetDraft.objects.filter(started_at__isnull=False, finished_at=None)
        keys = list(begun.values_list("pk", flat=True))
    for pk in keys:
        if not _some_pieces(partial(_bring_in, pk)):
            wake(bring_in_sheets)


@shared_task
def take_back_imports() -> None:
    """Takes back the long imports that somebody asked to be, piece by piece, each as the person who asked."""
    with entered(SYSTEM):
        going = SheetImport.objects.filter(back_asked_at__isnull=False, taken_back_at=None, back_refusal="")
        keys = list(going.values_list("pk", flat=True))
    for pk in keys:
        if not _some_pieces(partial(_take_back, pk)):
            wake(take_back_imports)


def wake_long_imports() -> None:
    """Asks a worker to bring in what has been begun now."""
    wake(bring_in_sheets)


def wake_taking_back() -> None:
    """Asks a worker to take back what was asked for now."""
    wake(take_back_imports)


def batch_of(draft: SheetDraft) -> UUID:
    """What the pieces of a file are known by as one import."""
    return uuid5(_BATCHES, f"{draft.pk}/{draft.started_at}")


Sheet = TrackerSheet | ReadingsSheet
State = tuple[bool, Sheet | None]
"""Whether nothing is left to do, and the file as it was read: the pieces of one turn share it."""


def _some_pieces(piece: Callable[[Sheet | None], State]) -> bool:
    """Takes some pieces, each in a transaction of its own; says whether nothing is left to do.

    A worker that dies, or is asked to end, leaves whole pieces, and the next one goes on behind them.
    """
    sheet: Sheet | None = None
    for _ in range(PIECES_AT_ONCE):
        if is_ending():
            return True
        is_over, sheet = piece(sheet)
        if is_over:
            return True
    return False


def _bring_in(pk: int, sheet: Sheet | None) -> State:
    with entered(SYSTEM):
        rows = SheetDraft.objects.select_for_update(skip_locked=True, of=("self",))
        draft = rows.select_related("person", "partner").filter(pk=pk, finished_at=None).first()
        if draft is None:
            return True, None
        try:
            way = _bring_in_tracker if draft.kind == SheetImport.Kind.ACTIONS else _bring_in_readings
            is_over, sheet = way(draft, sheet)
        except Refused as refused:
            draft.refusal, is_over = refused.sentence, True
        except Exception:
            logger.exception("A list could not be brought in.")
            draft.refusal, is_over = f"{OUR_FAULT} What is in stays in: try again.", True
        if is_over:
            draft.finished_at = timezone.now()
        draft.save(update_fields=["done", "refusal", "finished_at"])
    return is_over, sheet


def _bring_in_tracker(draft: SheetDraft, sheet: Sheet | None) -> State:
    """Takes the next rows of a list."""
    person, partner = draft.person, draft.partner
    if partner is None:
        raise Refused("The list belongs to no partnership any more.")
    with acting_as(person, partner):
        if not isinstance(sheet, TrackerSheet):
            sheet = tracker_of(draft, partner, now=timezone.now())
        plan = plan_actions(
            partner, sheet.rows, today=sheet.today, side=person.side, left=draft.said.get("left", ())
        )
        lines = [*(row.line for row in plan.taken), *(each.row.line for each in plan.changed)]
        next_lines = set(lines[: PIECE[draft.kind]])
        if not lines:
            return True, sheet
        import_tracker_piece(
            partner,
            plan,
            next_lines,
            batch=batch_of(draft),
            by=person,
            now=timezone.now(),
            filename=draft.filename,
            header=sheet.table.header,
            said=draft.said,
        )
    draft.done += len(next_lines)
    return len(lines) <= len(next_lines), sheet


def _bring_in_readings(draft: SheetDraft, sheet: Sheet | None) -> State:
    """Takes the next readings of a file."""
    person, begun = draft.person, draft.started_at
    assert begun is not None
    with acting_as(person):
        if not isinstance(sheet, ReadingsSheet):
            sheet = readings_of(draft)
        chosen = Partner.objects.in_which(person, Permission.RECORD_READINGS).filter(
            pk=draft.said.get("partner")
        )
        plan = plan_import(
            sheet.file,
            by=person,
            today=day_of(person, begun),
            partner=chosen.first(),
            left=draft.said.get("left", ()),
        )
        whole = plan.size
        plan.narrow(PIECE[draft.kind])
        size = plan.size
        if not size:
            return True, sheet
        import_readings_piece(
            plan,
            batch=batch_of(draft),
            by=person,
            now=begun,
            directions=draft.said.get("directions", {}),
            filename=draft.filename,
            header=sheet.table.header,
            said=draft.said,
        )
    draft.done += size
    return whole <= size, sheet


def _take_back(pk: int, _: Sheet | None) -> State:
    with entered(SYSTEM):
        rows = SheetImport.objects.select_for_update(skip_locked=True, of=("self",))
        found = rows.select_related("partner", "back_asked_by").filter(pk=pk).first()
        if found is None or not found.is_going_back or found.back_asked_by is None:
            return True, None
        person = found.back_asked_by
        try:
            with acting_as(person, found.partner):
                is_over = take_back_piece(found, by=person, now=timezone.now())
        except Refused as refused:
            is_over, found.back_refusal = True, refused.sentence
        except Exception:
            logger.exception("An import could not be taken back.")
            is_over, found.back_refusal = True, OUR_FAULT
        if found.back_refusal:
            found.save(update_fields=["back_refusal"])
    return is_over, None
