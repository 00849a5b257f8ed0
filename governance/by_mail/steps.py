"""The steps of whatever a mail names, be it an action or an ask."""

from collections.abc import Sequence
from typing import Any

from governance.asks.steps import ASK_STEPS
from governance.models import ActionItem, Ask
from governance.step import Step
from governance.tracker.steps.of_actions import ACTION_STEPS


def steps_of(thing: ActionItem | Ask) -> Sequence[Step[Any]]:
    """Every step of things of its kind, whoever may take it."""
    return ACTION_STEPS if isinstance(thing, ActionItem) else ASK_STEPS


def step_called(thing: ActionItem | Ask, slug: str) -> Step[Any] | None:
    """The step whose address ends in `slug`, if there is one."""
    return next((step for step in steps_of(thing) if step.slug == slug), None)
