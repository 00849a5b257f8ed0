from reviews.actions.preparing import answer_item, refresh_agenda, table_item
from reviews.actions.scheduling import cancel_review, change_chair, may_chair, move_review, schedule_review

__all__ = [
    "answer_item",
    "cancel_review",
    "change_chair",
    "may_chair",
    "move_review",
    "refresh_agenda",
    "schedule_review",
    "table_item",
]
