from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_POST

from dashboards.our_debts_forms import Responsible
from dashboards.queries.our_debts import debts_of_function, debts_of_own_side
from governance.local_day import day_of
from partners.access import Permission, can
from partners.guards import PersonRequest, requires
from partners.untrusted_text import clean_search


@requires(Permission.SEE_PARTNERSHIP)
def show(request: PersonRequest) -> HttpResponse:
    """What one's own side owes, to whom, in which function, and where it sticks."""
    today = day_of(request.user, timezone.now())
    context = {"house": debts_of_own_side(request.user, today=today), "today": today}
    return render(request, "our_debts/list.html", context)


@requires(Permission.SEE_PARTNERSHIP)
def of_function(request: PersonRequest) -> HttpResponse:
    """All that one function owes, and who answers for it."""
    return _of_function(request, clean_search(request.GET.get("function", "")))


@require_POST
@requires(Permission.KEEP_HOUSE)
def responsible(request: PersonRequest) -> HttpResponse:
    """Names who answers for a function."""
    form = Responsible(request.POST, by=request.user, now=timezone.now())
    function = clean_search(request.POST.get("function", ""))
    if not form.carried_out():
        return _of_function(request, function, form)
    messages.success(request, form.success_message)
    return redirect(f"{reverse('our_house_room')}?{urlencode({'function': function})}")


def _of_function(request: PersonRequest, function: str, tried: Responsible | None = None) -> HttpResponse:
    """The room of `function`; "" is where everything stands that no function is named for."""
    now = timezone.now()
    today = day_of(request.user, now)
    found = debts_of_function(request.user, function, today=today, after=request.GET.get("after", ""))
    standing = {"function": function, "person": found.responsible}
    form = tried or Responsible(by=request.user, now=now, initial=standing)
    context = {
        "room": found,
        "today": today,
        "form": form if function and can(request.user, Permission.KEEP_HOUSE) else None,
        "older_url": f"?{urlencode({'function': function, 'after': found.more})}" if found.more else "",
    }
    return render(request, "our_debts/function.html", context, status=form.status)
