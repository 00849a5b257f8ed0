"""The verbs of the monthly rhythm. Sealing has its own module: reviews.record.verbs.sealing."""

from reviews.agenda.verbs.coming import answer_invitation
from reviews.agenda.verbs.forums import change_forum, close_forum
from reviews.agenda.verbs.guests import ask_no_longer, ask_to_item
from reviews.agenda.verbs.news import say_news
from reviews.agenda.verbs.papers import bring_paper, remove_paper
from reviews.agenda.verbs.preparing import (
    answer_item,
    freeze_agenda,
    rebuild_agenda,
    refresh_agenda,
    refresh_agendas,
    table_item,
)
from reviews.agenda.verbs.scheduling import cancel_review, change_chair, move_review, schedule_review
from reviews.decisions.verbs import stand_again, supersede
from reviews.rating.verbs import rate_review
from reviews.room.verbs.answers import decide_aloud, note, park, thank_in_room
from reviews.room.verbs.closing import say
from reviews.room.verbs.meeting import follow, mark_attendance, open_review, pause, resume, set_aside, take_up
from reviews.room.verbs.presenting import hand_presenting, name_scribe
from reviews.room.verbs.steps import confirm_list, keep_promise, take_step
from reviews.room.verbs.undoing import undo

__all__ = [
    "answer_invitation",
    "answer_item",
    "ask_no_longer",
    "ask_to_item",
    "bring_paper",
    "cancel_review",
    "change_chair",
    "change_forum",
    "close_forum",
    "confirm_list",
    "decide_aloud",
    "follow",
    "freeze_agenda",
    "hand_presenting",
    "keep_promise",
    "mark_attendance",
    "move_review",
    "name_scribe",
    "note",
    "open_review",
    "park",
    "pause",
    "rate_review",
    "rebuild_agenda",
    "refresh_agenda",
    "refresh_agendas",
    "remove_paper",
    "resume",
    "say",
    "say_news",
    "schedule_review",
    "set_aside",
    "stand_again",
    "supersede",
    "table_item",
    "take_step",
    "take_up",
    "thank_in_room",
    "undo",
]
