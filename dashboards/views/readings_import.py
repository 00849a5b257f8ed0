from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from dashboards.importing.drafts import GONE, kept, say
from dashboards.importing.drafts_read import readings_of
from dashboards.importing.figures import ReadingColumn
from dashboards.importing.reading_rows import ReadingRow
from dashboards.importing.readings_file import ReadingsSheet
from dashboards.importing.readings_plan import ImportPlan, PlannedIndicator, plan_import
from dashboards.importing.records import AT_ONCE, remembered
from dashboards.long_imports import batch_of
from dashboards.models import Indicator, SheetDraft, SheetImport
from dashboards.verbs import ImportResult, import_readings
from dashboards.views.sheets import (
    COMPLAINTS_SHOWN,
    LINES_NAMED,
    ROWS_OPEN,
    ROWS_SHOWN,
    VALUES_SHOWN,
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
from governance.local_day import day_of
from partners.access import Permission
from partners.finding import plain
from partners.guards import PersonRequest, requires
from partners.models import Partner
from partners.normalize import fold
from partners.once import once
from partners.untrusted_text import is_primary_key
from partners.verb import Refused

COLUMN_LABELS = {
    ReadingColumn.PERIOD: "The month",
    ReadingColumn.KPI: "What is measured",
    ReadingColumn.VALUE: "The value",
    ReadingColumn.UNIT: "The unit",
    ReadingColumn.DIRECTION: "Which way is better",
    ReadingColumn.PARTNER: "The partner",
    ReadingColumn.PARTNER_CODE: "The partner's code",
}
MOST_FIGURES_NAMED = 100
FIRST_YEAR, LAST_YEAR = 1900, 2200


@requires(Permission.RECORD_READINGS)
def choose(request: PersonRequest) -> HttpResponse:
    """The first step: a file or a pasted text. Nothing is imported yet."""
    return choose_file(
        request,
        kind="readings",
        template="performance/importing/upload.html",
        next_step="performance_import_map",
    )


@requires(Permission.RECORD_READINGS)
def describe(request: PersonRequest, token: str) -> HttpResponse:
    """The second step: which column holds what, how its numbers and months are written, what is measured already."""
    draft = kept(token, by=request.user, now=timezone.now())
    if draft is None:
        return gone(request, GONE, "performance_import")
    if request.method == "POST":
        if anew := is_told_anew(request):
            draft.said = {}
        say(draft, **(header_said(request) if anew else _said(request)))
        return redirect("performance_import_map" if anew else "performance_import_preview", token)
    sheet = readings_of(draft)
    if not draft.said and (known := remembered("readings", sheet.table, by=request.user, partner=None)):
        say(draft, **known)
        sheet = readings_of(draft)
    context = {
        "sheet": sheet,
        "draft": draft,
        "columns": [(column, label, sheet.columns.get(column)) for column, label in COLUMN_LABELS.items()],
        "names": list(enumerate(sheet.table.column_names)),
        "header_line": sheet.table.header.line if sheet.table.header else None,
        "header_choices": header_choices(sheet.table),
        "partners": _partners(request),
        "names_no_partner": not {ReadingColumn.PARTNER, ReadingColumn.PARTNER_CODE} & sheet.columns.keys(),
        "figures": _figures(request, sheet),
        "directions": Indicator.Direction.choices,
    }
    return render(request, "performance/importing/describe.html", context)


@requires(Permission.RECORD_READINGS)
@once
def preview(request: PersonRequest, token: str) -> HttpResponse:
    """The third step: what the file would change. The button imports what is ticked, judged once more."""
    now = timezone.now()
    draft = kept(token, by=request.user, now=now)
    if draft is None:
        return gone(request, GONE, "performance_import")
    if draft.started_at and not draft.finished_at:
        return comes_in(request, draft)
    if draft.finished_at and not draft.refusal:
        return _is_in(request, draft)
    sheet, refusal = readings_of(draft), draft.refusal
    partner = _chosen_partner(request, draft)
    left = set(draft.said.get("left", ()))
    if request.method == "POST":
        left = left_out(request)
        seen = request.POST.get("seen", "")
        plan = _plan(request, sheet, partner, left, now)
        if seen == plan.fingerprint and plan.size > AT_ONCE[draft.kind]:
            begin(draft, total=plan.size, left=left, percents=sheet.said["percents"])
            return redirect("performance_import_preview", token)
        try:
            result = import_readings(
                sheet.file,
                by=request.user,
                now=now,
                source=draft.filename,
                partner=partner,
                left=left,
                seen=seen,
                setting_aside=True,
                directions=draft.said.get("directions", {}),
                header=sheet.table.header,
                said=draft.said,
            )
        except Refused as refused:
            refusal = refused.sentence
        else:
            draft.delete()
            messages.success(request, _told(result))
            one = result.imports[0] if len(result.imports) == 1 else None
            return redirect(one) if one else redirect("performance")
    plan = _plan(request, sheet, partner, left, now)
    figures = _by_figure(plan)
    context = {
        "plan": plan, "sheet": sheet, "draft": draft, "token": token, "refusal": refusal, "figures": figures,
        "figures_first": figures[:ROWS_OPEN], "figures_more": figures[ROWS_OPEN:ROWS_SHOWN],
        "differing_first": plan.differing[:ROWS_OPEN], "differing_more": plan.differing[ROWS_OPEN:ROWS_SHOWN],
        "rows_shown": ROWS_SHOWN, "complaints_shown": COMPLAINTS_SHOWN, "lines_named": LINES_NAMED,
        "values_shown": VALUES_SHOWN,
    }  # fmt: skip
    return render(request, "performance/importing/preview.html", context, status=422 if refusal else 200)


def _plan(
    request: PersonRequest, sheet: ReadingsSheet, partner: Partner | None, left: set[int], now: datetime
) -> ImportPlan:
    today = day_of(request.user, now)
    return plan_import(sheet.file, by=request.user, today=today, partner=partner, left=left)


def _is_in(request: PersonRequest, draft: SheetDraft) -> HttpResponse:
    """All of it came in behind the page: on to its own page, or, of several partnerships, to the figures."""
    imports = list(
        SheetImport.objects.visible_to(request.user)
        .filter(batch=batch_of(draft), imported_by=request.user)
        .select_related("partner")
    )
    messages.success(request, f"Imported: {draft.done:,} readings added or corrected.")
    draft.delete()
    return redirect(imports[0]) if len(imports) == 1 else redirect("performance")


def _partners(request: PersonRequest) -> Iterable[Partner]:
    return Partner.objects.in_which(request.user, Permission.RECORD_READINGS).exclude(
        status=Partner.Status.ENDED
    )


def _chosen_partner(request: PersonRequest, draft: SheetDraft) -> Partner | None:
    chosen = draft.said.get("partner")
    return next((partner for partner in _partners(request) if partner.pk == chosen), None)


def _figures(request: PersonRequest, sheet: ReadingsSheet) -> list[dict[str, Any]]:
    """What the file measures, and what that is called here: the same name, another one, or new."""
    indicators = Indicator.objects.visible_to(request.user).filter(retired_on=None)
    names = sorted(set(indicators.values_list("name", flat=True)), key=plain)
    by_fold = {fold(name): name for name in names}
    said, directions = sheet.said.get("names", {}), sheet.said.get("directions", {})
    return [
        {
            "name": kpi,
            "here": said.get(kpi, by_fold.get(fold(kpi), kpi)),
            "is_known": fold(kpi) in by_fold,
            "direction": directions.get(kpi, ""),
            "choices": names,
        }
        for kpi in sheet.kpis[:MOST_FIGURES_NAMED]
    ]


def _by_figure(plan: ImportPlan) -> list[dict[str, Any]]:
    """The readings to add, by what they measure, in the order of the file: each in one line, with its months and how
    far its values reach, which shows a wrong unit or mark at once.
    """
    of: dict[int, tuple[PlannedIndicator, list[ReadingRow]]] = {}
    for planned, row in plan.added:
        of.setdefault(id(planned), (planned, []))[1].append(row)
    return [
        {
            "planned": planned,
            "rows": rows,
            "begins": min(row.period for row in rows),
            "ends": max(row.period for row in rows),
            "lowest": min(rows, key=lambda row: row.value),
            "highest": max(rows, key=lambda row: row.value),
        }
        for planned, rows in of.values()
    ]


def _said(request: PersonRequest) -> dict[str, Any]:
    """What was chosen, with anything left out that is no choice."""
    chosen = request.POST
    said: dict[str, Any] = {**header_said(request), "columns": places(request, list(ReadingColumn))}
    if (mark := chosen.get("mark", "")) in (".", ","):
        said["mark"] = mark
    if (order := chosen.get("date_order", "")) in ("day", "month"):
        said["day_first"] = order == "day"
    if (
        (year := chosen.get("year", "").strip())
        and is_primary_key(year)
        and FIRST_YEAR <= int(year) <= LAST_YEAR
    ):
        said["year"] = int(year)
    if is_primary_key(partner := chosen.get("partner", "")):
        said["partner"] = int(partner)
    figures = chosen.getlist("figure")
    here = zip(figures, chosen.getlist("figure_here"), strict=False)
    said["names"] = {name: called for name, called in here if name != called}
    ways = zip(figures, chosen.getlist("figure_direction"), strict=False)
    said["directions"] = {name: way for name, way in ways if way in Indicator.Direction.values}
    meant = zip(chosen.getlist("fraction"), chosen.getlist("fraction_means"), strict=False)
    said["fractions"] = {name: means for name, means in meant if means in ("hundred", "written")}
    return said


def _told(result: ImportResult) -> str:
    done = [
        f"{number:,} {noun}"
        for number, noun in (
            (result.partners, "partners added"),
            (result.indicators, "indicators defined"),
            (result.added, "readings added"),
            (result.corrected, "readings corrected"),
        )
        if number
    ]
    if not done:
        return f"Nothing had changed: all {result.unchanged:,} readings were on record already."
    return f"Imported: {', '.join(done)}."
