"""What is done with one action. Each step has its own address: a form without JavaScript, a fragment with it."""

from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from governance.local_day import day_of
from governance.models import ActionItem
from governance.responses import back_to, came_from, with_message
from governance.step import Step
from governance.tracker.rows import rows_of
from governance.tracker.views.action import action_page, found
from governance.tracker.views.tracker import counts_of
from partners.guards import PersonRequest, requires
from partners.models import Partner
from partners.once import once

View = Callable[..., HttpResponse]


def view_of(step: Step[ActionItem]) -> View:
    """The view at the address of a step."""

    @requires(step.permission)
    @once
    def update(request: PersonRequest, pk: int, *, partner: Partner) -> HttpResponse:
        item, page = found(request.user, partner, pk), reverse("tracker_action", args=[partner.slug, pk])
        if request.method != "POST":
            return redirect(f"{page}#{step.slug}")
        now = timezone.now()
        form = step.form(request.POST, files=request.FILES, thing=item, by=request.user, now=now)
        done = form.carried_out()
        if done and not request.htmx:
            elsewhere = came_from(request) not in ("", page)
            return with_message(request, form, back_to(request, page), about=item.title if elsewhere else "")
        # Read again: a refused verb may have left its changes on the instance.
        item = found(request.user, partner, pk, "owner")
        if request.htmx:
            ActionItem.objects.read_running([item], reader=request.user.side)
            tried, carried_out = (None, form) if done else (form, None)
            shown = rows_of([item], request.user, day_of(request.user, now), tried=tried, done=carried_out)
            here = request.POST.get("next", page)
            context = {"rows": shown, "here": here, **counts_of(request, here, day_of(request.user, now))}
            return render(request, "tracker/_row_again.html", context, status=form.status)
        form.having_seen(item.version)
        return action_page(request, item, now, failed=form)

    return update
