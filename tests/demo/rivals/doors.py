"""The table of doors: who is let in where. Read it beside partners/access.py.

A letter is a person (places.LETTERS): a administrator, c CIO, m relationship manager, l partner lead, k contributor,
o observer, r executive reader. `·` is a method the address does not take, `-` nobody. Whoever is not named is turned
away: 404 where they see no partnership at all, else 403. To be let in says nothing of what the form then answers.
"""

from dataclasses import dataclass

_TABLE = """
route                        get       post
settings                     acmlkor   acmlkor
settings_account             acmlkor   acmlkor
settings_sign_in             acmlkor   ·
mfa_index                    acmlkor   ·
settings_end_sessions        ·         acmlkor
settings_end_session         ·         acmlkor
settings_sign_ins            a         ·
settings_enterprise          a         a
settings_away                acmlkor   acmlkor
settings_back                ·         l
settings_factor              ·         a
settings_people              acml      ·
people_export                acml      ·
settings_invite              acml      acml
settings_withdrawal          ·         acml
settings_invitation_sending  ·         acml
settings_objection           ·         acml
settings_role                ·         acml
settings_function            ·         cml
settings_our_function        ·         a
settings_functions           cml       ·
settings_function_name       ·         cml
settings_function_end        ·         cml
settings_end                 ·         acml
settings_answer              ·         acml
settings_request_withdrawal  ·         acml
settings_colleagues          a         a
settings_internal_role       ·         a
settings_untie               ·         a
settings_deactivation        ·         a
settings_reactivation        ·         a
settings_partnership_new     ac        ac
settings_mail                acmlkor   ·
settings_mail_sending        ·         a
settings_mail_sending_of_kept ·        a
settings_mail_opened         -         ·
settings_mail_body           -         ·
settings_mail_attachment     -         ·
settings_replies             a         ·
settings_operation           a         ·
settings_backup_now          ·         a
settings_audit               cml       ·
settings_deed                cml       ·
record_history               cmlkor    ·
tracker                      cmlkor    cmlkor
tracker_partnership          cmlkor    cmlkor
tracker_export               cmlkor    ·
tracker_partnership_export   cmlkor    ·
tracker_views                cmlkor    cmlkor
tracker_view_removal         ·         l
tracker_partnership_views    cmlkor    cmlkor
tracker_selected_hand_over   cmlk      cmlk
tracker_selected_accept      ·         cmlk
tracker_selected_confirm     ·         cml
tracker_new                  cmlk      cmlk
tracker_action               cmlkor    cmlkor
tracker_acceptance           cmlk      cmlk
tracker_report               cmlk      cml
tracker_confirmation         cml       cml
tracker_return               cml       cml
tracker_due_date                 cmlk      cmlk
tracker_request              cmlk      cmlk
tracker_question             cmlk      cmlk
tracker_agreement            cmlk      cml
tracker_refusal              cmlk      cmlk
tracker_recall               cmlk      cml
tracker_waiting              cmlk      cmlk
tracker_resumption                 cmlk      cml
tracker_dispute              cmlk      cmlk
tracker_assignment                cmlk      cmlk
tracker_wording              cmlk      cmlk
tracker_withdrawal           cmlk      cmlk
tracker_undoing              cmlk      cmlk
tracker_evidence             cmlk      cmlk
tracker_evidence_file        cmlkor    ·
tracker_evidence_removal     ·         cmlk
tracker_notes                cmlk      cmlk
tracker_private_notes        cml       cml
tracker_following            ·         cmlkor
tracker_following_removal    ·         cmlkor
tracker_awaited              ·         cml
tracker_hand_over            cml       cml
reminders                    cmlkor    cmlkor
reminders_policy             ·         cml
cover                        cmlkor    c
cover_words                  ·         c
pulse                        cmlkor    cmlkor
cover_end                    ·         c
asks                         cmlkor    cmlkor
recommendations              cmlkor    ·
asks_export                  cmlkor    ·
ask_new                      cmlk      cmlk
ask                          cmlkor    cmlkor
ask_decision                 cmlr      cmlr
ask_backing                  cmlr      cmlr
ask_completion                    cmlr      cmlr
ask_refusal                  cmlr      cmlr
ask_clearance                cmlkor    cmlkor
ask_acceptance              cmlkor    cmlkor
ask_look                     cmlkor    cmlkor
ask_treatment                cmlkor    cmlkor
ask_occurrence               cmlkor    cmlkor
ask_acceptance_request       cmlr      cmlr
ask_agreement                cmlr      cmlr
ask_acceptance_refusal       cmlr      cmlr
ask_advocacy                 cmlk      cmlk
ask_brief                    cmr       cmr
ask_brief_pdf                cmor      ·
ask_brief_sending            cmr       cmr
ask_result                   cmlr      cmlr
ask_assignment                     cmlkor    cmlkor
ask_due_date                      cmlkor    cmlkor
ask_undoing                  cmlkor    cmlkr
business_outcomes            cmlkor    ·
business_outcome             cmlkor    ·
business_outcome_new         cm        cm
business_outcome_edit        cm        cm
business_outcome_state       ·         cm
outcomes_export              cmlkor    ·
outcome_new                  cml       cml
outcome                      cmlkor    cmlkor
outcome_edit                 cml       cml
outcome_agreement            cml       cml
outcome_check_in             cml       cml
outcome_free_hand            cml       cml
outcome_word                 cml       cml
outcome_conclusion           cml       cml
outcome_serves               cm        cm
outcome_change               cml       cml
outcome_claim                cml       cml
outcome_claim_withdrawal     cml       cml
outcome_value                cmlkor    l
promised                     cmlkor    cmlkor
promised_new                 cml       cml
promised_role                cmlkor    cmlkor
promised_arrival             cml       cml
promised_wording             cml       cml
promised_end                 cml       cml
initiative_new               cml       cml
initiative_title             cml       cml
initiative_state             cml       cml
initiative_milestone         cml       cml
standing                     cmlkor    cmlkor
standing_new                 cml       cml
standing_promise             cmlkor    cmlkor
standing_answer              cmlk      cmlk
standing_terms               cmlk      cmlk
standing_end                 cmlk      cmlk
standing_assignment          cmlk      cmlk
standing_change              cmlk      cmlk
mandate                      cmlkor    ·
mandate_decide               c         c
mandate_later                ·         c
mandate_words                ·         c
mandate_open                 ·         c
mandate_opening_kind         ·         c
mandate_bet_new              cml       cml
mandate_bet                  cmlkor    ·
mandate_bet_words            ·         cml
mandate_bet_state            ·         cml
raci                         cmlkor    cmlkor
raci_new                     cml       cml
raci_matrix                  cmlkor    cmlkor
raci_edit                    cml       cml
raci_agreement               cml       cml
raci_return                  cml       cml
raci_withdrawal              cml       cml
raci_export                  cmlkor    ·
decisions                    cmlkor    cmlkor
decisions_partner            cmlkor    cmlkor
decision_superseding         cmlr      cmlr
decision_standing            ·         cmlr
reviews                      cmlkor    cmlkor
reviews_partner              cmlkor    cmlkor
reviews_next                 cmlkor    cmlkor
reviews_schedule             cml       cml
reviews_forum                cml       cml
reviews_forum_change         cml       cml
reviews_forum_end            ·         cml
reviews_agenda               cmlkor    cmlkor
reviews_answer               ·         cmlk
reviews_table                ·         cml
reviews_rebuild              ·         cml
reviews_open                 ·         cm
reviews_move                 cml       cml
reviews_cancel               cml       cml
reviews_chair                cm        cm
reviews_rate                 cmlkor    cmlkor
reviews_brief                cm        cm
reviews_room                 cmlkor    cmlkor
reviews_room_state           cmlkor    cmlkor
reviews_close                cmlkor    cmlkor
reviews_room_keep            ·         cm
reviews_room_echo            ·         cm
reviews_room_promise         ·         cm
reviews_room_answer          ·         cm
reviews_room_consent         ·         cm
reviews_room_turn            ·         cm
reviews_room_aside           ·         cm
reviews_room_clock           ·         cm
reviews_room_undo            ·         cm
reviews_room_attendance      ·         cmlkor
reviews_room_chair           ·         cm
reviews_room_presenting      ·         cm
reviews_room_scribe          ·         cm
reviews_room_say             ·         cml
reviews_seal                 ·         cm
reviews_record               cmlkor    cmlkor
reviews_reply                ·         cml
reviews_pack_again           ·         cm
reviews_send                 ·         cm
reviews_pack_download        cmlkor    cmlkor
desk                         acmlkor   acmlkor
search                       acmlkor   ·
begin                        cmlk      ·
portfolio                    c         c
our_house                    cmlkor    cmlkor
our_house_room               cmlkor    cmlkor
our_house_responsible        ·         cml
ledger                       cmlkor    cmlkor
ledger_partnership           cmlkor    cmlkor
ledger_export                cmlkor    ·
ledger_partnership_export    cmlkor    ·
how_counted                  acmlkor   acmlkor
glossary                     acmlkor   ·
partnerships                 cmlkor    cmlkor
partnership                  cmlkor    cmlkor
partnerships_notes           ·         cml
partnerships_charter         cml       cml
partnerships_engagement      cml       cml
partnerships_engagement_edit cml       cml
partnerships_engagement_end  cml       cml
partnerships_engagement_renewal cml    cml
partnerships_engagement_change_new cml cml
partnerships_engagement_change ·       cml
partnerships_engagement_paper_new cml  cml
partnerships_engagement_paper_end ·    cml
partnerships_parting         cml       cml
performance                  cmlkor    cmlkor
performance_partner          cmlkor    cmlkor
performance_export           cmlkor    ·
performance_partner_export   cmlkor    ·
performance_define           cml       cml
performance_targets          cml       cml
performance_indicator        cmlkor    cmlkor
performance_edit             cml       cml
performance_retire           ·         cml
performance_record           ·         cml
performance_accept           ·         cml
performance_dispute          cml       cml
performance_import           cml       cml
performance_import_map       cml       cml
performance_import_preview   cml       cml
sheet_draft_removal          ·         cmlkora
tracker_import               cml       cml
tracker_import_map           cml       cml
tracker_import_preview       cml       cml
people_import                cml       cml
people_import_map            cml       cml
people_import_preview        cml       cml
sheet_imports                cmlkor    ·
sheet_import                 cmlkor    ·
sheet_import_take_back       ·         cml
"""


@dataclass(frozen=True)
class Door:
    """Who is let in by GET and by POST; None where the method is not taken."""

    get: frozenset[str] | None
    post: frozenset[str] | None


def _door(get: str, post: str) -> Door:
    return Door(*(None if who == "·" else frozenset(who) - {"-"} for who in (get, post)))


WHO_GETS_IN = {
    name: _door(get, post) for name, get, post in (line.split() for line in _TABLE.strip().splitlines()[1:])
}
"""Route → its door."""

ASKED_QUICKLY = {"reviews_room_state"}
"""Doors that are also asked by partners/quick_door.py, before a session is opened."""
