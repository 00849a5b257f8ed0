"""The verbs of the monthly rhythm. Sealing has its own module: reviews.actions.sealing."""

from reviews.actions.answers import decide_aloud, note, park, settle_ask, thank_in_room
from reviews.actions.closing import say
from reviews.actions.preparing import answer_item, freeze_agenda, refresh_agenda, refresh_agendas, table_item
from reviews.actions.promises import (
    answer_date,
    done,
    hand_over,
    keep_promise,
    new_date,
    nod,
    nod_to_all,
    not_yet,
    wait_over,
    waits_on,
)
from reviews.actions.room import (
    follow,
    mark_attendance,
    open_review,
    pause,
    resume,
    set_aside,
    take_up,
)
from reviews.actions.scheduling import cancel_review, change_chair, move_review, schedule_review
from reviews.actions.undoing import undo

__all__ = [
    "answer_date",
    "answer_item",
    "cancel_review",
    "change_chair",
    "decide_aloud",
    "done",
    "follow",
    "freeze_agenda",
    "hand_over",
    "keep_promise",
    "mark_attendance",
    "move_review",
    "new_date",
    "nod",
    "nod_to_all",
    "not_yet",
    "note",
    "open_review",
    "park",
    "pause",
    "refresh_agenda",
    "refresh_agendas",
    "resume",
    "say",
    "schedule_review",
    "set_aside",
    "settle_ask",
    "table_item",
    "take_up",
    "thank_in_room",
    "undo",
    "wait_over",
    "waits_on",
]
