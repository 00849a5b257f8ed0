from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from governance.outcomes.functions import functions_of
from governance.verbs import end_function, rename_function
from partners.access import Permission
from partners.guards import PersonRequest, requires
from partners.numbers import counted
from partners.untrusted_text import clean_search
from partners.verb import Refused
from partners.views.settings_tabs import settings_tabs


@require_safe
@requires(Permission.KEEP_HOUSE)
def show(request: PersonRequest) -> HttpResponse:
    """The business functions of one's own house: who works in each, and who answers for it."""
    context = {
        "tabs": settings_tabs(request.user, "settings_functions"),
        "functions": functions_of(request.user),
    }
    return render(request, "settings/functions.html", context)


@require_POST
@requires(Permission.KEEP_HOUSE)
def rename(request: PersonRequest) -> HttpResponse:
    """Gives a function another name, wherever it stands."""
    function = clean_search(request.POST.get("function", ""))
    name = request.POST.get("name", "")
    try:
        kept = rename_function(function, name=name, by=request.user, now=timezone.now())
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, f"{function} is called {kept} now, wherever it stands.")
    return redirect("settings_functions")


@require_POST
@requires(Permission.KEEP_HOUSE)
def end(request: PersonRequest) -> HttpResponse:
    """Ends a function in which nothing is open."""
    function = clean_search(request.POST.get("function", ""))
    try:
        left = end_function(function, by=request.user, now=timezone.now())
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    else:
        people = counted(left, "person", "people")
        messages.success(
            request, f"{function} is ended; {people} who worked in it work in no function that is named."
        )
    return redirect("settings_functions")
