from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from dashboards.importing.drafts import GONE, forget, keep, kept
from dashboards.forms import MOST_MB, SheetForm
from dashboards.importing.readings_plan import plan_import
from dashboards.importing.readings_file import COLUMNS, read_readings
from dashboards.verbs import ImportResult, import_readings
from governance.local_day import day_of
from partners.access import Permission
from partners.guards import PersonRequest, requires
from partners.once import once
from partners.verb import Refused

ROWS_SHOWN = 200
PROBLEMS_SHOWN = 500


@requires(Permission.RECORD_READINGS)
def choose(request: PersonRequest) -> HttpResponse:
    """The first step: a file or a pasted text. Nothing is imported yet."""
    form = SheetForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        token = keep(form.content, filename=form.filename, by=request.user)
        return redirect("performance_import_preview", token)
    status = 422 if form.errors else 200
    context = {"form": form, "columns": COLUMNS, "most_mb": MOST_MB}
    return render(request, "performance/importing/upload.html", context, status=status)


@requires(Permission.RECORD_READINGS)
@once
def preview(request: PersonRequest, token: str) -> HttpResponse:
    """The second step: what the file would change. The button imports all of it, judged once more."""
    draft = kept(token, by=request.user)
    if draft is None:
        messages.warning(request, GONE)
        return redirect("performance_import")
    now, file, refusal = timezone.now(), read_readings(draft.content), ""
    if request.method == "POST":
        try:
            result = import_readings(file, by=request.user, now=now, source=draft.filename)
        except Refused as refused:
            refusal = refused.sentence
        else:
            forget(token, by=request.user)
            messages.success(request, _told(result))
            return redirect("performance")
    plan = plan_import(file, by=request.user, today=day_of(request.user, now))
    context = {
        "plan": plan,
        "draft": draft,
        "refusal": refusal,
        "rows_shown": ROWS_SHOWN,
        "problems_shown": PROBLEMS_SHOWN,
    }
    status = 200 if plan.is_importable and not refusal else 422
    return render(request, "performance/importing/preview.html", context, status=status)


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
