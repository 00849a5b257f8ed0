from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from dashboards.importing.drafts import GONE, Draft, forget, keep, kept, say
from dashboards.forms import MOST_MB, SheetForm
from dashboards.importing.tracker_sheet import COLUMN_LABELS, TrackerSheet
from governance.local_day import day_of
from governance.people import people_who
from governance.sheets import Column, SheetNotUnderstood, read_table
from governance.sheets.statuses import STATES
from governance.tracker.importing.plan import plan_actions
from governance.verbs import ImportedActions, import_actions
from partners.access import Permission
from partners.guards import PersonRequest, requires
from partners.models import Partner
from partners.once import once
from partners.untrusted_text import is_primary_key
from partners.verb import Refused

ROWS_SHOWN = 100
PROBLEMS_SHOWN = 300


@requires(Permission.PROMISE)
def choose(request: PersonRequest, partner: Partner) -> HttpResponse:
    """The first step: the spreadsheet, as a file or pasted. Nothing is imported yet."""
    form = SheetForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        content = form.content
        try:
            read_table(content, form.filename)
        except SheetNotUnderstood as refusal:
            form.add_error("file" if form.filename else "pasted", str(refusal))
        else:
            token = keep(content, filename=form.filename, by=request.user)
            return redirect("tracker_import_map", partner.slug, token)
    context = {"form": form, "partner": partner, "most_mb": MOST_MB}
    return render(request, "tracker/importing/upload.html", context, status=422 if form.errors else 200)


@requires(Permission.PROMISE)
def describe(request: PersonRequest, partner: Partner, token: str) -> HttpResponse:
    """The second step: which column holds what, what their statuses mean, whom their names mean."""
    draft = kept(token, by=request.user)
    if draft is None:
        return _gone(request, partner)
    if request.method == "POST":
        say(token, by=request.user, **_said(request, partner))
        return redirect("tracker_import_preview", partner.slug, token)
    sheet = _sheet(request, partner, draft)
    columns = [(column, label, sheet.columns.get(column)) for column, label in COLUMN_LABELS.items()]
    context = {
        "partner": partner,
        "sheet": sheet,
        "columns": columns,
        "names": list(enumerate(sheet.table.column_names)),
        "header_line": sheet.table.header.line if sheet.table.header else None,
        "draft": draft,
    }
    return render(request, "tracker/importing/describe.html", context)


@requires(Permission.PROMISE)
@once
def preview(request: PersonRequest, partner: Partner, token: str) -> HttpResponse:
    """The third step: what would come in, and every row that cannot. The button imports all of it."""
    draft = kept(token, by=request.user)
    if draft is None:
        return _gone(request, partner)
    sheet, now, refusal = _sheet(request, partner, draft), timezone.now(), ""
    if request.method == "POST":
        try:
            result = import_actions(partner, sheet.rows, by=request.user, now=now)
        except Refused as refused:
            refusal = refused.sentence
        else:
            forget(token, by=request.user)
            messages.success(request, _told(result))
            return redirect("tracker_partnership", partner.slug)
    plan = plan_actions(partner, sheet.rows, today=sheet.today, side=request.user.side)
    context = {
        "partner": partner, "sheet": sheet, "plan": plan, "token": token, "refusal": refusal,
        "rows_shown": ROWS_SHOWN, "problems_shown": PROBLEMS_SHOWN, "today": sheet.today,
    }  # fmt: skip
    status = 200 if plan.is_importable and not refusal else 422
    return render(request, "tracker/importing/preview.html", context, status=status)


def _sheet(request: PersonRequest, partner: Partner, draft: Draft) -> TrackerSheet:
    return TrackerSheet(
        file=read_table(draft.content, draft.filename),
        members=list(people_who(Permission.KEEP_PROMISES, partner)),
        said=draft.said,
        today=day_of(request.user, timezone.now()),
    )


def _said(request: PersonRequest, partner: Partner) -> dict[str, Any]:
    """What was chosen, with anything left out that is no choice."""
    chosen = request.POST
    members = set(people_who(Permission.KEEP_PROMISES, partner).values_list("pk", flat=True))
    header = chosen.get("header", "")
    statuses = zip(chosen.getlist("status_words"), chosen.getlist("status_means"), strict=False)
    owners = zip(chosen.getlist("owner_name"), chosen.getlist("owner_person"), strict=False)
    return {
        "header": int(header) if is_primary_key(header) else None,
        "columns": {
            column.value: int(place)
            for column in Column
            if is_primary_key(place := chosen.get(f"column_{column}", ""))
        },
        "statuses": {words: state for words, state in statuses if state in STATES},
        "owners": {name: int(pk) for name, pk in owners if is_primary_key(pk) and int(pk) in members},
    }


def _gone(request: PersonRequest, partner: Partner) -> HttpResponse:
    messages.warning(request, GONE)
    return redirect("tracker_import", partner.slug)


def _told(result: ImportedActions) -> str:
    if not result.added:
        return "Nothing had changed: every open row is in the tracker already."
    noun = "action is" if result.added == 1 else "actions are"
    known = f" {result.known} were here already." if result.known else ""
    asked = f" {result.asked} of them the owner has to accept first." if result.asked else ""
    return f"{result.added} {noun} in the tracker now.{asked}{known}"
