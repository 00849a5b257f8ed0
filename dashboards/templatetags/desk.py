"""The taps of the desk, and what comes next while a partnership begins."""

from datetime import date
from typing import Any

from django import template
from django.utils import timezone

from dashboards.queries.first_step import way_of
from governance.models import ActionItem
from governance.tracker.steps.of_actions import ACTION_STEPS
from partners.access import administers
from partners.first_steps import way_of_administrator

register = template.Library()


@register.inclusion_tag("desk/_taps.html", takes_context=True)
def taps(context: template.Context, item: ActionItem, today: date, otherwise: str) -> dict[str, Any]:
    """What its reader can do with an action in one tap, and a link to everything else, called `otherwise`."""
    reader = context["user"]
    steps = [step for step in ACTION_STEPS if step.on_desk and step.offered_to(item, reader, today)]
    return {
        "item": item,
        "otherwise": otherwise,
        "taps": [(step, step.url(item)) for step in steps],
        "csrf_token": context.get("csrf_token"),
        "request": context["request"],
    }


@register.inclusion_tag("desk/_next_step.html", takes_context=True)
def next_step(context: template.Context) -> dict[str, Any]:
    """Behind what has just been done: what its reader does next on the way to the first pack, wherever they are.

    Nothing on the desk, which says so itself, and nothing that leads to the page one is on.
    """
    request, reader, now = context["request"], context["user"], timezone.now()
    if request.path == "/":
        return {"step": None}
    way = way_of_administrator(now=now) if administers(reader) else way_of(reader, now=now)
    step = way.next_step if way else None
    return {"step": step if step and step.url not in (request.path, request.get_full_path()) else None}
