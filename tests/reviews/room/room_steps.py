"""What is said of a promise or an ask in the room, as whoever chairs writes it down: a function for each step."""

from collections.abc import Callable
from typing import Any

from governance.asks.steps import ASK_STEPS
from governance.step import Step
from governance.tracker.steps.of_actions import ACTION_STEPS
from reviews.models import Review
from reviews.verbs import take_step

IN_ROOM: dict[str, Step[Any]] = {step.slug: step for step in ACTION_STEPS if step.in_room} | {
    f"ask:{step.slug}": step for step in ASK_STEPS if step.in_room
}
"""The steps that have a place in the room, by the last word of their address, those of asks behind "ask:"."""


def taking(slug: str) -> Callable[..., Any]:
    def take(review: Review, thing: object, **said: object) -> Any:
        return take_step(review, thing, IN_ROOM[slug], **said)

    return take


report_done, confirm, give_back = taking("report"), taking("confirmation"), taking("return")
move_date, accept_date, decline_date = taking("due-date"), taking("agreement"), taking("refusal")
wait_on, end_wait, hand_over = taking("waiting"), taking("resumption"), taking("assignment")
decide, back, put_in_place = taking("ask:decision"), taking("ask:backing"), taking("ask:completion")
clear, live_with, not_now = taking("ask:clearance"), taking("ask:acceptance"), taking("ask:refusal")
