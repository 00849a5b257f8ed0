"""What each form of the demo takes: the table of forms that make something, and those that make nothing twice.

`{…}` is a number of one's own (places.World); the page is the one that the form stands on, `·` for its own address.
Behind a stroke: the number that stands for the one of that page.
"""

from dataclasses import dataclass
from urllib.parse import parse_qsl

_TABLE = """
route                      who page                   what is typed
tracker_new                m   ·                      title=Plan&due_on=4+Dec&owner={person}&detail=All+of+it
ask_new                    m   ·                      title=Which&on_side=theirs&needed_by=4+Dec&detail=X&forum_words=Board&options=A:+a%0AB:+b&worked_due_on=30+Jun
ask_new/impediment         m   ·                      title=Slow&on_side=theirs&cause=raci&detail=X
ask_new/recommendation     m   ·                      title=Try+it&detail=X
ask_new/risk               m   ·                      title=Fire&on_side=theirs&owner={person}&needed_by=4+Dec&risk_cause=X&risk_consequence=Y&risk_treatment=Z&detail=X
ask_advocacy               m   ask/backed             kind=argued&words=X&whom=Board
ask_brief_sending          m   ask_brief              person={manager}
outcome_new                m   ·                      statement=Go&target=On&vision=V&baseline=B&due_on=4+Dec&asked_months=3
outcome_check_in           m   outcome                health=on_track&progress=40&words=It+runs
outcome_free_hand          c   outcome                until=30+Jun&guardrails=Stay+in+the+EU
outcome_word               m   outcome/drafted        words=Twelve+months&months=12
outcome_claim              m   outcome/worth          words=Two+evenings
promised_new               m   promised               role=Leads+nights&name=Ida+Roth&starts_on=4+Dec
initiative_new             m   outcome                title=In+a+new+order
business_outcome_new       m   ·                      statement=Go&target=On&stands=Now&function=Finance&owner={manager}&due_on=4+Dec
standing_new               m   ·                      title=Plan&every=1&kind=day&number=5&owner={person}&detail=X&begins_on=4+Dec
mandate_decide             c   ·                      step=at_the_table&trusted_with=All&reason=Good&kind=seat&title=Seat&owner={manager}&due_on=4+Dec
mandate_open               c   mandate                kind=seat&title=Seat&owner={manager}&due_on=4+Dec
mandate_bet_new            m   ·                      title=Nights&look_back_on=30+Jun&detail=X
raci_new                   m   raci                   title=Nights
tracker_evidence           m   tracker_action         link=https://example.com/report
tracker_notes              m   tracker_action         word=Well+begun
tracker_private_notes      m   tracker_action         word=Between+us
cover_words                c   cover                  cause=Reports&concession=Two+weeks
settings_away              k   ·                      first_on=4+Dec&last_on=8+Dec
reviews_schedule           m   ·                      on=12+Jan&at=10:00
reviews_forum              m   ·                      name=Board&cadence=monthly&minutes=60&at=10:00&papers_ahead=2&place=Room+4
reviews_room_keep          c   reviews_room           line=Archive+the+2019+invoices+@jonas+15+Dec&as=promise
reviews_room_keep          c   reviews_room           line=They+sounded+tired&as=note
reviews_room_keep          c   reviews_room           line=Mei:+for+the+purge&as=thanks
reviews_room_keep          c   reviews_room           line=Prices&as=parked
settings_invite            m   ·                      partner=meridian-systems&full_name=N&email=n@a.example&theirs=yes&role=observer
settings_colleagues        a   ·                      full_name=Nils&email=nils@a.example&internal_role=cio
settings_partnership_new   c   ·                      name=New+Partner&kind=Databases&expertise=All+of+it&code=NEW
partnerships_notes         m   partnership            text=Between+us
partnerships_engagement    m   ·                      title=Master&scope=All&starts_on=4+Dec&value=12.50&currency=EUR
partnerships_engagement_renewal m ·                    title=Next&scope=All&starts_on=4+Dec+2040&value=12.50&currency=EUR
partnerships_engagement_change_new m partnerships_engagement_edit words=Two+nights&value=12.50&currency=EUR
partnerships_engagement_paper_new m partnerships_engagement_edit name=Insurance&kind=insurance&expires_on=4+Dec+2027
performance_define         m   ·                      name=Runs&direction=higher&kind=kpi&target=4&unit=percent&source=Log
performance_record         m   performance_indicator  month=Oct+2026&value=87.5
"""  # noqa: E501  # one line for each form

_CHANGES = """
settings settings_account settings_end_sessions settings_end_session settings_back settings_factor settings_withdrawal
settings_role settings_end settings_internal_role settings_untie settings_deactivation settings_reactivation tracker
tracker_partnership tracker_views tracker_partnership_views tracker_view_removal tracker_selected_hand_over
tracker_selected_accept tracker_selected_confirm tracker_action tracker_acceptance tracker_report
tracker_confirmation tracker_return
tracker_due_date tracker_waiting tracker_resumption tracker_dispute tracker_assignment tracker_withdrawal
tracker_undoing tracker_evidence_removal tracker_following tracker_following_removal tracker_hand_over reminders
reminders_policy cover cover_end asks ask ask_decision ask_backing ask_completion ask_refusal ask_clearance
ask_brief ask_result ask_look ask_treatment ask_occurrence ask_acceptance_request ask_agreement ask_acceptance_refusal
ask_acceptance ask_assignment ask_due_date outcome outcome_edit outcome_agreement
outcome_conclusion outcome_change outcome_claim_withdrawal outcome_value
outcome_serves business_outcome_edit business_outcome_state
promised promised_role promised_arrival promised_wording promised_end
initiative_title initiative_state initiative_milestone
standing standing_promise standing_answer standing_terms standing_end standing_assignment standing_change
mandate_later mandate_words mandate_opening_kind mandate_bet_words mandate_bet_state
raci raci_matrix raci_edit raci_return raci_withdrawal raci_agreement
reviews reviews_partner reviews_next reviews_agenda reviews_answer reviews_table
reviews_news reviews_paper_new reviews_paper_end reviews_guest_new reviews_guest_end
reviews_excerpt partnerships_charter_agreement
reviews_rebuild reviews_forum_change reviews_forum_end decisions decisions_partner decision_superseding
decision_standing reviews_rate pulse
reviews_open reviews_move reviews_cancel reviews_chair reviews_brief reviews_room reviews_room_state reviews_close
reviews_room_echo reviews_room_promise reviews_room_answer reviews_room_consent reviews_room_turn reviews_room_aside
reviews_room_clock reviews_room_undo reviews_room_attendance reviews_room_chair reviews_room_presenting
reviews_room_scribe reviews_room_say reviews_seal
reviews_record reviews_reply reviews_pack_again reviews_send reviews_pack_download desk portfolio our_house
our_house_room our_house_responsible ledger ledger_partnership how_counted partnerships partnership
partnerships_charter partnerships_engagement_edit partnerships_engagement_end
partnerships_engagement_change partnerships_engagement_paper_end partnerships_parting
performance performance_partner performance_indicator performance_edit performance_retire
performance_targets performance_accept performance_dispute performance_import performance_import_map
performance_import_preview
sheet_import_take_back tracker_wording tracker_import tracker_import_map
tracker_import_preview people_import people_import_map people_import_preview sheet_draft_removal
tracker_awaited tracker_request tracker_question tracker_agreement tracker_refusal tracker_recall ask_undoing
settings_answer settings_request_withdrawal settings_backup_now settings_mail_sending
settings_mail_sending_of_kept settings_invitation_sending settings_objection settings_function settings_our_function
settings_enterprise settings_function_name settings_function_end
"""
CHANGES_WHAT_IS_THERE = set(_CHANGES.split())
"""What is sent twice there changes what is there already, is of a kind that the database keeps one of, is
refused the second time, or is no form at all. A file is kept once for the same person; what it brings in is known the
second time."""


@dataclass(frozen=True)
class Filled:
    """A form that makes something, filled in."""

    route: str
    part: str
    letter: str
    page: str
    typed: str

    def body(self, numbers: dict[str, int]) -> dict[str, str]:
        return dict(parse_qsl(self.typed.format_map(numbers)))

    def __str__(self) -> str:
        return f"{self.route} {self.part}".strip()


def _read(line: str) -> Filled:
    address, letter, page, typed = line.split()
    route, _, part = address.partition("/")
    return Filled(route, part, letter, route if page == "·" else page, typed)


FILLED = [_read(line) for line in _TABLE.strip().splitlines()[1:]]
