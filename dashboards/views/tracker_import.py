from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from dashboards.importing.drafts import GONE, kept, say
from dashboards.importing.drafts_read import tracker_of
from dashboards.importing.records import AT_ONCE, remembered
from dashboards.importing.tracker_sheet import COLUMN_LABELS, TrackerSheet
from dashboards.long_imports import batch_of
from dashboards.models import SheetDraft, SheetImport
from dashboards.verbs import import_tracker
from dashboards.views.sheets import (
    COMPLAINTS_SHOWN,
    LINES_NAMED,
    ROWS_SHOWN,
    begin,
    choose_file,
    comes_in,
    gone,
    header_choices,
    header_said,
    is_told_anew,
    left_out,
    places,
)
from governance.people import people_who
from governance.sheets import Column, TrackerRow
from governance.sheets.completing import as_typed, can_be_completed
from governance.sheets.statuses import STATES
from governance.tracker.importing.plan import ActionPlan, plan_actions
from governance.verbs import ImportedActions
from partners.access import Permission
from partners.guards import PersonRequest, requires
from partners.models import Partner, Side, enterprise_name
from partners.numbers import in_figures
from partners.once import once
from partners.untrusted_text import is_primary_key
from partners.verb import Refused

ROWS_COMPLETED = 50
"""So many rows are completed on one page; the next ones follow when these can come in."""
LONGEST_TYPED = 2_000
PEOPLE_NAMED = 5


@requires(Permission.PROMISE)
def choose(request: PersonRequest, partner: Partner) -> HttpResponse:
    """The first step: the spreadsheet, as a file or pasted. Nothing is imported yet."""
    return choose_file(
        request,
        kind="actions",
        template="tracker/importing/upload.html",
        next_step="tracker_import_map",
        partner=partner,
    )


@requires(Permission.PROMISE)
def describe(request: PersonRequest, partner: Partner, token: str) -> HttpResponse:
    """The second step: which column holds what, what their statuses mean, whom their names mean."""
    draft = kept(token, by=request.user, now=timezone.now(), partner=partner)
    if draft is None:
        return gone(request, GONE, "tracker_import", partner.slug)
    if request.method == "POST":
        if anew := is_told_anew(request):
            draft.said = {}
        say(draft, **(header_said(request) if anew else _said(request, partner)))
        step = "tracker_import_map" if anew else "tracker_import_preview"
        return redirect(step, partner.slug, token)
    sheet = tracker_of(draft, partner, now=timezone.now())
    if not draft.said and (known := remembered("actions", sheet.table, by=request.user, partner=partner)):
        say(draft, **known)
        sheet = tracker_of(draft, partner, now=timezone.now())
    columns = [(column, label, sheet.columns.get(column)) for column, label in COLUMN_LABELS.items()]
    context = {
        "partner": partner,
        "sheet": sheet,
        "columns": columns,
        "names": list(enumerate(sheet.table.column_names)),
        "header_line": sheet.table.header.line if sheet.table.header else None,
        "header_choices": header_choices(sheet.file),
        "draft": draft,
        "called": {Side.OURS.value: enterprise_name(), Side.THEIRS.value: partner.name},
    }
    return render(request, "tracker/importing/describe.html", context)


@requires(Permission.PROMISE)
@once
def preview(request: PersonRequest, partner: Partner, token: str) -> HttpResponse:
    """The third step: what would come in, what differs, and what cannot. The button imports what is ticked."""
    now = timezone.now()
    draft = kept(token, by=request.user, now=now, partner=partner)
    if draft is None:
        return gone(request, GONE, "tracker_import", partner.slug)
    if draft.started_at and not draft.finished_at:
        return comes_in(request, draft)
    if draft.finished_at and not draft.refusal:
        return _is_in(request, partner, draft)
    sheet, refusal = tracker_of(draft, partner, now=now), draft.refusal
    left = set(draft.said.get("left", ()))
    plan = _plan(request, partner, sheet, left)
    completing = to_complete(sheet, plan)
    if request.method == "POST":
        left = left_out(request)
        if typed := typed_beside(request, completing):
            # Whatever button was pressed: nothing is lost, and nothing comes in that nobody has looked at.
            together = {line: {**sheet.by_hand.get(line, {}), **words} for line, words in typed.items()}
            say(draft, rows={**sheet.by_hand, **together}, left=sorted(left))
            return redirect(f"{request.path}#completing")
        plan = _plan(request, partner, sheet, left)
        if len(plan.taken) + len(plan.changed) > AT_ONCE[draft.kind]:
            return _begin(request, partner, draft, plan, left)
        try:
            found, result = import_tracker(
                partner,
                sheet.rows,
                by=request.user,
                now=now,
                left=left,
                seen=request.POST.get("seen", ""),
                filename=draft.filename,
                header=sheet.table.header,
                said=draft.said,
            )
        except Refused as refused:
            refusal = refused.sentence
        else:
            draft.delete()
            messages.success(request, told(result))
            return redirect(found) if found else redirect("tracker_partnership", partner.slug)
    context = {
        "partner": partner, "sheet": sheet, "plan": plan, "token": token, "refusal": refusal, "today": sheet.today,
        "rows_shown": ROWS_SHOWN, "complaints_shown": COMPLAINTS_SHOWN, "lines_named": LINES_NAMED,
        "completing": completing, "asked": _asked(plan),
    }  # fmt: skip
    return render(request, "tracker/importing/preview.html", context, status=422 if refusal else 200)


@dataclass(frozen=True)
class Completing:
    """A row that somebody completes beside the list: what stands in its fields, and which of them it lacks."""

    row: TrackerRow
    fields: dict[str, str]
    lacks: frozenset[str]


def to_complete(sheet: TrackerSheet, plan: ActionPlan) -> list[Completing]:
    """The rows that only lack what can be typed, and those that were completed so, in the order of the list."""
    lacking = [each.row for each in plan.set_aside if can_be_completed(each.row)]
    typed = [row for row in plan.added if str(row.line) in sheet.by_hand]
    rows = sorted([*lacking, *typed], key=lambda row: row.line)[:ROWS_COMPLETED]
    return [
        Completing(row, as_typed(row, today=sheet.today), frozenset(each.column for each in row.problems))
        for row in rows
    ]


def typed_beside(request: PersonRequest, completing: Sequence[Completing]) -> dict[str, dict[str, str]]:
    """What was typed beside the rows, where it is not what stood there: line → name of the column → words."""
    posted = request.POST
    words = zip(
        posted.getlist("row_title"), posted.getlist("row_owner"), posted.getlist("row_due"), strict=False
    )
    stood = {str(each.row.line): each.fields for each in completing}
    found: dict[str, dict[str, str]] = {}
    for line, beside in zip(posted.getlist("row_line"), words, strict=False):
        said = dict(zip(stood.get(line, ()), (each.strip()[:LONGEST_TYPED] for each in beside), strict=False))
        if changed := {name: each for name, each in said.items() if each != stood[line][name]}:
            found[line] = changed
    return found


def told(result: ImportedActions) -> str:
    """What came of an import, in a sentence."""
    if not result.added and not result.changed and not result.awaited:
        return "Nothing had changed: every open row is in the tracker already."
    added = in_figures(len(result.added), "action")
    said = f"{added} {'is' if len(result.added) == 1 else 'are'} in the tracker now." if result.added else ""
    changed = f" {in_figures(len(result.changed), 'action')} changed." if result.changed else ""
    asked = f" {result.asked} of them the owner has to accept first." if result.asked else ""
    waiting = (
        f" {in_figures(len(result.awaited), 'row')} wait for people who are invited."
        if result.awaited
        else ""
    )
    known = f" {result.known} were here already." if result.known else ""
    return f"{said}{asked}{changed}{waiting}{known}".strip()


def _asked(plan: ActionPlan) -> str:
    """Whom of the other side the list asks, and for how many promises."""
    said = [f"{name} for {count}" for name, count in plan.asked]
    return ", ".join(said[:PEOPLE_NAMED]) + (" and others" if len(said) > PEOPLE_NAMED else "")


def _plan(request: PersonRequest, partner: Partner, sheet: TrackerSheet, left: set[int]) -> ActionPlan:
    return plan_actions(partner, sheet.rows, today=sheet.today, side=request.user.side, left=left)


def _begin(
    request: PersonRequest, partner: Partner, draft: SheetDraft, plan: ActionPlan, left: set[int]
) -> HttpResponse:
    """A long list comes in behind the page; whoever brings it may leave."""
    if request.POST.get("seen", "") != plan.fingerprint:
        return redirect("tracker_import_preview", partner.slug, draft.token)
    begin(draft, total=len(plan.taken) + len(plan.changed), left=left)
    return redirect("tracker_import_preview", partner.slug, draft.token)


def _is_in(request: PersonRequest, partner: Partner, draft: SheetDraft) -> HttpResponse:
    found = (
        SheetImport.objects.visible_to(request.user).filter(partner=partner, batch=batch_of(draft)).first()
    )
    draft.delete()
    return redirect(found) if found else redirect("tracker_partnership", partner.slug)


def _said(request: PersonRequest, partner: Partner) -> dict[str, Any]:
    """What was chosen, with anything left out that is no choice."""
    chosen = request.POST
    if chosen.get("minutes"):  # nothing is asked about them but on the page that follows
        return {"minutes": True}
    members = set(people_who(Permission.KEEP_PROMISES, partner).values_list("pk", flat=True))
    statuses = zip(chosen.getlist("status_words"), chosen.getlist("status_means"), strict=False)
    owners = zip(chosen.getlist("owner_name"), chosen.getlist("owner_person"), strict=False)
    everybody = chosen.get("owner_of_the_rest", "")
    people = ((name, pk or everybody) for name, pk in owners)
    said: dict[str, Any] = {
        **header_said(request),
        "columns": places(request, list(Column)),
        "statuses": {words: state for words, state in statuses if state in STATES},
        "owners": {name: int(pk) for name, pk in people if is_primary_key(pk) and int(pk) in members},
    }
    if (order := chosen.get("date_order", "")) in ("day", "month"):
        said["day_first"] = order == "day"
    if (speaker := chosen.get("speaker", "")) in Side.values:
        said["speaker"] = speaker
    return said
