from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from dashboards.importing.drafts import GONE, kept, say
from dashboards.importing.drafts_read import people_of
from dashboards.importing.people_sheet import (
    COLUMN_LABELS,
    MOST_PEOPLE,
    PeoplePlan,
    PersonColumn,
    roles_of,
)
from dashboards.importing.records import remembered
from dashboards.verbs import import_people
from dashboards.views.sheets import (
    COMPLAINTS_SHOWN,
    LINES_NAMED,
    ROWS_SHOWN,
    choose_file,
    gone,
    header_choices,
    header_said,
    is_told_anew,
    left_out,
    places,
)
from partners.access import Permission
from partners.guards import PersonRequest, requires
from partners.models import Partner
from partners.numbers import counted
from partners.once import once
from partners.verb import Refused


@requires(Permission.SPEAK_FOR_SIDE)
def choose(request: PersonRequest, partner: Partner) -> HttpResponse:
    """The first step: the list, as a file or pasted. Nobody is invited yet."""
    return choose_file(
        request,
        kind="people",
        template="people/importing/upload.html",
        next_step="people_import_map",
        partner=partner,
    )


@requires(Permission.SPEAK_FOR_SIDE)
def describe(request: PersonRequest, partner: Partner, token: str) -> HttpResponse:
    """The second step: which column holds what, and which part their words for it mean."""
    now = timezone.now()
    draft = kept(token, by=request.user, now=now, partner=partner)
    if draft is None:
        return gone(request, GONE, "people_import", partner.slug)
    if request.method == "POST":
        if anew := is_told_anew(request):
            draft.said = {}
        say(draft, **(header_said(request) if anew else _said(request)))
        return redirect("people_import_map" if anew else "people_import_preview", partner.slug, token)
    sheet = people_of(draft, partner, now=now)
    if not draft.said and (known := remembered("people", sheet.table, by=request.user, partner=partner)):
        say(draft, **known)
        sheet = people_of(draft, partner, now=now)
    context = {
        "partner": partner,
        "sheet": sheet,
        "draft": draft,
        "columns": [(column, label, sheet.columns.get(column)) for column, label in COLUMN_LABELS.items()],
        "names": list(enumerate(sheet.table.column_names)),
        "header_line": sheet.table.header.line if sheet.table.header else None,
        "header_choices": header_choices(sheet.file),
        "roles": roles_of(request.user.side),
        "roles_in_use": list(sheet.roles.items())[:ROWS_SHOWN],
    }
    return render(request, "people/importing/describe.html", context)


@requires(Permission.SPEAK_FOR_SIDE)
@once
def preview(request: PersonRequest, partner: Partner, token: str) -> HttpResponse:
    """The third step: who would be invited, who is here already, and which rows invite nobody. The button invites those
    that are ticked."""
    now = timezone.now()
    draft = kept(token, by=request.user, now=now, partner=partner)
    if draft is None:
        return gone(request, GONE, "people_import", partner.slug)
    sheet, refusal, left = people_of(draft, partner, now=now), "", set[int]()
    if request.method == "POST":
        left = left_out(request)
        try:
            found = import_people(
                partner,
                sheet,
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
            if found is None:
                messages.info(request, "Nobody was ticked, so nobody is invited.")
                return redirect(f"{reverse('settings_people')}?partner={partner.slug}")
            said = counted(found.added, "person", "people").capitalize()
            messages.success(request, f"{said} {'is' if found.added == 1 else 'are'} invited by mail.")
            return redirect(found)
    plan = PeoplePlan(sheet.rows, left)
    context = {
        "partner": partner, "sheet": sheet, "plan": plan, "token": token, "refusal": refusal, "most": MOST_PEOPLE,
        "rows_shown": ROWS_SHOWN, "complaints_shown": COMPLAINTS_SHOWN, "lines_named": LINES_NAMED,
    }  # fmt: skip
    return render(request, "people/importing/preview.html", context, status=422 if refusal else 200)


def _said(request: PersonRequest) -> dict[str, Any]:
    """What was chosen, with anything left out that is no choice."""
    chosen = request.POST
    fitting = {role.value for role in roles_of(request.user.side)}
    meant = zip(chosen.getlist("role_words"), chosen.getlist("role_means"), strict=False)
    said: dict[str, Any] = {
        **header_said(request),
        "columns": places(request, list(PersonColumn)),
        "roles": {words: role for words, role in meant if role in fitting},
    }
    if (rest := chosen.get("rest", "")) in fitting:
        said["rest"] = rest
    return said
