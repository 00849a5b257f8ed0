"""The verbs of what we agreed. Screens, the room, imports, the demo and the tests call these and nothing below."""

from governance.absence.verbs import be_away, colleagues_of, come_back
from governance.asks.verbs.advocacy import record_advocacy, send_brief, write_brief
from governance.asks.verbs.answering import (
    back,
    clear,
    decide,
    live_with,
    look_back,
    move_needed_by,
    not_now,
    own,
    put_in_place,
)
from governance.asks.verbs.raising import raise_decision, raise_impediment, raise_recommendation
from governance.asks.verbs.risks import (
    agree_to_live_with,
    ask_to_live_with,
    decline_to_live_with,
    look_at_risk,
    raise_risk,
    risk_happened,
    treat_risk,
)
from governance.charter.verbs import agree_charter
from governance.cover.verbs import add_to_cover, end_cover, give_cover
from governance.forums import (
    add_forum_member,
    edit_forum,
    end_forum,
    remove_forum_member,
    set_reminders,
    set_up_forum,
)
from governance.mandate.bets import correct_bet, place_bet, say_what_became
from governance.mandate.verbs import (
    correct_mandate,
    correct_opening,
    decide_mandate,
    open_up,
    put_off_widening,
)
from governance.outcomes.functions import end_function, rename_function
from governance.outcomes.verbs.business import (
    edit_business_outcome,
    end_business_outcome,
    resume_business_outcome,
    serve,
    want_business_outcome,
)
from governance.outcomes.verbs.changing import (
    agree_change,
    ask_to_conclude,
    decline_change,
    take_back_change,
)
from governance.outcomes.verbs.drafting import agree_outcome, draft_outcome, edit_outcome, say_on_hand_over
from governance.outcomes.verbs.following import check_in, give_free_hand
from governance.outcomes.verbs.initiatives import (
    begin_initiative,
    end_initiative,
    rename_initiative,
    resume_initiative,
    set_milestone,
)
from governance.outcomes.verbs.value import answer_value, claim_value, take_back_value
from governance.promised.verbs import correct_promised, end_promised, promise_role, say_who_came
from governance.pulse.verbs import answer_pulse
from governance.raci.verbs.agreeing import agree_matrix, send_back_matrix, take_back_matrix
from governance.raci.verbs.recording import draft_matrix, record_matrix
from governance.reminders.sending import send_reminders
from governance.standing.clock import make_due, make_standing_promises
from governance.standing.verbs.agreeing import (
    agree_standing,
    ask_for_standing,
    decline_standing,
    take_back_standing,
)
from governance.standing.verbs.changing import (
    agree_standing_change,
    ask_to_end_standing,
    change_standing,
    decline_standing_change,
    hand_over_standing,
    release_standing,
    take_back_standing_change,
)
from governance.thanks import thank
from governance.tracker.importing.verbs import ImportedActions, carry_out, import_actions, take_back_actions
from governance.tracker.verbs.asking_how import ask_how_it_stands
from governance.tracker.verbs.awaiting import await_owner, propose_awaited, take_out_awaited
from governance.tracker.verbs.changing import accept_date, move_date, reassign, reword, withdraw
from governance.tracker.verbs.delivering import confirm, confirm_all, give_back, report_done
from governance.tracker.verbs.evidence import add_evidence, may_take_out, take_out_evidence
from governance.tracker.verbs.following import follow_action, stop_following
from governance.tracker.verbs.handing_over import Holdings, hand_over_all, holdings_of, reassign_all
from governance.tracker.verbs.notes import add_note, note_privately
from governance.tracker.verbs.promising import accept, accept_all, bring_in, promise, propose
from governance.tracker.verbs.requests import ask_for_date, decline_date, take_back_request
from governance.tracker.verbs.saved_views import keep_view, remove_view
from governance.tracker.verbs.waiting import dispute_wait, stop_waiting, wait_on
from governance.undoing import take_back, take_back_answer

__all__ = [
    "Holdings",
    "ImportedActions",
    "accept",
    "accept_all",
    "accept_date",
    "add_evidence",
    "add_forum_member",
    "add_note",
    "add_to_cover",
    "agree_change",
    "agree_charter",
    "agree_matrix",
    "agree_outcome",
    "agree_standing",
    "agree_standing_change",
    "agree_to_live_with",
    "answer_pulse",
    "answer_value",
    "ask_for_date",
    "ask_for_standing",
    "ask_how_it_stands",
    "ask_to_conclude",
    "ask_to_end_standing",
    "ask_to_live_with",
    "await_owner",
    "back",
    "be_away",
    "begin_initiative",
    "bring_in",
    "carry_out",
    "change_standing",
    "check_in",
    "claim_value",
    "clear",
    "colleagues_of",
    "come_back",
    "confirm",
    "confirm_all",
    "correct_bet",
    "correct_mandate",
    "correct_opening",
    "correct_promised",
    "decide",
    "decide_mandate",
    "decline_change",
    "decline_date",
    "decline_standing",
    "decline_standing_change",
    "decline_to_live_with",
    "dispute_wait",
    "draft_matrix",
    "draft_outcome",
    "edit_business_outcome",
    "edit_forum",
    "edit_outcome",
    "end_business_outcome",
    "end_cover",
    "end_forum",
    "end_function",
    "end_initiative",
    "end_promised",
    "follow_action",
    "give_back",
    "give_cover",
    "give_free_hand",
    "hand_over_all",
    "hand_over_standing",
    "holdings_of",
    "import_actions",
    "keep_view",
    "live_with",
    "look_at_risk",
    "look_back",
    "make_due",
    "make_standing_promises",
    "may_take_out",
    "move_date",
    "move_needed_by",
    "not_now",
    "note_privately",
    "open_up",
    "own",
    "place_bet",
    "promise",
    "promise_role",
    "propose",
    "propose_awaited",
    "put_in_place",
    "put_off_widening",
    "raise_decision",
    "raise_impediment",
    "raise_recommendation",
    "raise_risk",
    "reassign",
    "reassign_all",
    "record_advocacy",
    "record_matrix",
    "release_standing",
    "remove_forum_member",
    "remove_view",
    "rename_function",
    "rename_initiative",
    "report_done",
    "resume_business_outcome",
    "resume_initiative",
    "reword",
    "risk_happened",
    "say_on_hand_over",
    "say_what_became",
    "say_who_came",
    "send_back_matrix",
    "send_brief",
    "send_reminders",
    "serve",
    "set_milestone",
    "set_reminders",
    "set_up_forum",
    "stop_following",
    "stop_waiting",
    "take_back",
    "take_back_actions",
    "take_back_answer",
    "take_back_change",
    "take_back_matrix",
    "take_back_request",
    "take_back_standing",
    "take_back_standing_change",
    "take_back_value",
    "take_out_awaited",
    "take_out_evidence",
    "thank",
    "treat_risk",
    "wait_on",
    "want_business_outcome",
    "withdraw",
    "write_brief",
]
