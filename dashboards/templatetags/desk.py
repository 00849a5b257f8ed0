"""The taps of the desk."""

from datetime import date
from typing import Any

from django import template

from governance.models import ActionItem
from governance.tracker.steps.of_actions import ACTION_STEPS

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
