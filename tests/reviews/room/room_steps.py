"""What is said of a promise in the room, as whoever chairs writes it down: a function for each step."""

from collections.abc import Callable

from governance.models import ActionItem
from governance.step import Step
from governance.tracker.steps.of_actions import ACTION_STEPS
from reviews.models import Review
from reviews.verbs import take_step

IN_ROOM: dict[str, Step[ActionItem]] = {step.slug: step for step in ACTION_STEPS if step.in_room}
"""The steps that have a place in the room, by the last word of their address."""


def taking(slug: str) -> Callable[..., ActionItem]:
    def take(review: Review, item: ActionItem, **said: object) -> ActionItem:
        return take_step(review, item, IN_ROOM[slug], **said)

    return take


report_done, confirm, give_back = taking("report"), taking("confirmation"), taking("return")
move_date, accept_date, decline_date = taking("due-date"), taking("agreement"), taking("refusal")
wait_on, end_wait, hand_over = taking("waiting"), taking("resumption"), taking("assignment")
