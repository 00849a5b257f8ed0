"""What the business wants, what our house changes for it, and the outcomes of partners that serve it."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from governance.local_day import day_of
from governance.models import BusinessOutcome
from governance.outcomes.business_forms import WhatBecame, WhatIsWanted
from governance.outcomes.chain import links_below
from governance.responses import with_message
from partners.access import Permission, can
from partners.guards import PersonRequest, requires
from partners.models import User
from partners.once import once


@require_safe
@requires(Permission.SEE_PARTNERSHIP)
def listed(request: PersonRequest) -> HttpResponse:
    """Every business outcome that the reader may see, with what serves it."""
    reader = request.user
    rows = list(BusinessOutcome.objects.visible_to(reader).select_related("owner"))
    seen = {row.pk for row in rows}
    tops = [row for row in rows if row.serves_id not in seen]
    context = {
        "links": links_below([row for row in tops if row.state == BusinessOutcome.State.UNDER_WAY], reader),
        "ended": [row for row in tops if row.state != BusinessOutcome.State.UNDER_WAY],
        "may_keep": can(reader, Permission.KEEP_BUSINESS),
        "today": day_of(reader, timezone.now()),
    }
    return render(request, "outcomes/business_list.html", context)


@require_safe
@requires(Permission.SEE_PARTNERSHIP)
def show(request: PersonRequest, pk: int) -> HttpResponse:
    """One business outcome: what it serves, and what serves it."""
    return _page(request, _found(request.user, pk))


@requires(Permission.KEEP_BUSINESS)
@once
def new(request: PersonRequest) -> HttpResponse:
    """Writes down what the business wants."""
    form = WhatIsWanted(request.POST or None, by=request.user, now=timezone.now())
    if request.method == "POST" and form.carried_out():
        return with_message(request, form, redirect(form.result))
    return render(request, "outcomes/business_edit.html", {"form": form}, status=form.status)


@requires(Permission.KEEP_BUSINESS)
def edit(request: PersonRequest, pk: int) -> HttpResponse:
    """Corrects what is said of it."""
    found = _found(request.user, pk)
    form = WhatIsWanted(request.POST or None, wanted=found, by=request.user, now=timezone.now())
    if request.method == "POST" and form.carried_out():
        return with_message(request, form, redirect(found))
    current = _found(request.user, pk)
    form.having_seen(current.version)
    return render(
        request, "outcomes/business_edit.html", {"form": form, "wanted": current}, status=form.status
    )


@require_POST
@requires(Permission.KEEP_BUSINESS)
def state(request: PersonRequest, pk: int) -> HttpResponse:
    """It is reached, no longer wanted, or goes on."""
    found = _found(request.user, pk)
    form = WhatBecame(request.POST, wanted=found, by=request.user, now=timezone.now())
    if form.carried_out():
        return with_message(request, form, redirect(found))
    current = _found(request.user, pk)
    form.having_seen(current.version)
    return _page(request, current, form)


def _found(reader: User, pk: int) -> BusinessOutcome:
    rows = BusinessOutcome.objects.visible_to(reader).select_related("owner")
    return get_object_or_404(rows, pk=pk)


def _page(request: PersonRequest, wanted: BusinessOutcome, tried: WhatBecame | None = None) -> HttpResponse:
    reader, now = request.user, timezone.now()
    (link,) = links_below([wanted], reader)
    above = BusinessOutcome.objects.visible_to(reader).select_related("owner").filter(served_by=wanted)
    form = tried or WhatBecame(wanted=wanted, by=reader, now=now)
    context = {
        "wanted": wanted,
        "link": link,
        "above": above.first(),
        "may_keep": can(reader, Permission.KEEP_BUSINESS),
        "form": form,
        "tried": tried is not None,
        "today": day_of(reader, now),
    }
    return render(request, "outcomes/business.html", context, status=form.status)
