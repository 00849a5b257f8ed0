"""Verbs as people read them in a history: "Priya Raman *moved the date*"."""

_WORDS = {
    # promises
    "propose": "proposed it",
    "accept": "accepted it",
    "promise": "promised it",
    "report_done": "reported it done",
    "confirm": "confirmed it",
    "confirm_all": "confirmed it",
    "give_back": "gave it back",
    "move_date": "moved the date",
    "wait_on": "said what it waits for",
    "stop_waiting": "ended the wait",
    "dispute_wait": "disputed the wait",
    "reassign": "handed it over",
    "withdraw": "withdrew it",
    "add_note": "added a note",
    # asks
    "raise_decision": "asked for a decision",
    "raise_impediment": "raised what is in the way",
    "raise_recommendation": "recommended it",
    "decide": "decided it",
    "own": "took it on",
    "clear": "cleared it",
    "live_with": "chose to live with it",
    "back": "backed it",
    "put_in_place": "put it in place",
    "not_now": "said not now",
    "move_needed_by": "moved the day it is needed",
    # outcomes and who does what
    "draft_outcome": "drafted it",
    "agree_outcome": "agreed to it",
    "edit_outcome": "changed it",
    "check_in": "checked in",
    "give_free_hand": "gave a free hand",
    "draft_matrix": "drafted it",
    "add_activity": "added an activity",
    "assign": "assigned a part",
    "agree_matrix": "agreed to it",
    "thank": "gave thanks",
    # people and partnerships
    "start_partnership": "started the partnership",
    "take_part": "let a person take part",
    "end_part": "ended a person's part",
    "change_role": "changed a role",
    "invite": "invited a person",
    "invite_colleague": "invited a colleague",
    "withdraw_invitation": "withdrew the invitation",
    "accept_invitation": "accepted the invitation",
    "add_engagement": "added an engagement",
    "write_note": "wrote a private note",
    "deactivate": "ended a person's access",
    "reactivate": "restored a person's access",
    "give_internal_role": "changed a role across partnerships",
    "change_own_account": "changed their account",
    "deliver_mail": "delivered the mail",
    # performance
    "define_indicator": "defined an indicator",
    "record_reading": "recorded a reading",
    "accept_reading": "accepted a reading",
    "dispute_reading": "disputed a reading",
    "import_readings": "imported readings",
    # reviews
    "set_up_forum": "set up the forum",
    "add_forum_member": "added somebody to the forum",
    "remove_forum_member": "took somebody off the forum",
    "schedule_review": "scheduled the review",
    "move_review": "moved the review",
    "cancel_review": "cancelled the review",
    "change_chair": "changed the chair",
    "table_item": "tabled an item",
    "answer_item": "answered beforehand",
    "open_review": "opened the review",
    "mark_attendance": "noted who is here",
    "say": "spoke for their side",
    "seal_review": "sealed the review",
    "reply": "sealed a reply",
}


def in_words(verb: str, operation: str = "") -> str:
    """What a verb did, in the past tense. A verb without words of its own reads as its name."""
    if verb:
        return _WORDS.get(verb, verb.replace("_", " "))
    return {"insert": "wrote it", "update": "changed it", "delete": "removed it"}.get(operation, "")
