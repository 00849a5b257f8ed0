from django.urls import path
from django.urls.resolvers import URLPattern

from governance import people_export
from governance.absence import views as away_views
from governance.asks import export as asks_export
from governance.asks import views as asks_views
from governance.asks.steps import ASK_STEPS
from governance.by_mail import inbound
from governance.by_mail.page import views as from_mail_views
from governance.cover import views as cover_views
from governance.former_steps import FORMER_SLUGS, OF_ACTIONS, OF_ASKS
from governance.mandate import bet_views
from governance.outcomes import business_views
from governance.outcomes import export as outcomes_export
from governance.outcomes import views as outcomes_views
from governance.promised import views as promised_views
from governance.pulse import views as pulse_views
from governance.raci import views as raci_views
from governance.reminders import views as reminders_views
from governance.standing import views as standing_views
from governance.tracker.steps.of_actions import ACTION_STEPS
from governance.tracker.views import (
    action,
    awaited,
    evidence,
    export,
    following,
    handing_over,
    saved_views,
    selected,
    tracker,
    updates,
)
from partners.former_addresses import former

_PARTNERSHIP = "partnerships/<slug:partner>/"
_ACTION = f"{_PARTNERSHIP}actions/<int:pk>/"
_ASK = f"{_PARTNERSHIP}asks/<int:pk>/"
_STANDING = f"{_PARTNERSHIP}standing/<int:pk>/"
_OUTCOME = f"{_PARTNERSHIP}outcomes/<int:pk>/"
_INITIATIVE = f"{_OUTCOME}initiatives/<int:initiative>/"
_BUSINESS = "business-outcomes/<int:pk>/"
_BET = f"{_PARTNERSHIP}mandate/bets/<int:pk>/"
_MATRIX = f"{_PARTNERSHIP}raci/<int:pk>/"
_PROMISED = f"{_PARTNERSHIP}people-promised/<int:pk>/"
_MAIL = "m/<str:secret>/"
_NAMED = f"{_MAIL}<int:reminder>/"
_EXPORT = "export.<str:ending>"

urlpatterns: list[URLPattern] = [
    path("mail/inbound/", inbound.inbound, name="mail_inbound"),
    path("tracker/", tracker.across, name="tracker"),
    path(f"tracker/{_EXPORT}", export.across, name="tracker_export"),
    path("tracker/views/", saved_views.across, name="tracker_views"),
    path("tracker/views/<int:view>/removal/", saved_views.removal, name="tracker_view_removal"),
    path("tracker/hand-over/", selected.hand_over, name="tracker_selected_hand_over"),
    path("tracker/acceptance/", selected.acceptance, name="tracker_selected_accept"),
    path("tracker/confirmation/", selected.confirmation, name="tracker_selected_confirm"),
    path(f"{_PARTNERSHIP}tracker/", tracker.of_partnership, name="tracker_partnership"),
    path(f"{_PARTNERSHIP}tracker/{_EXPORT}", export.of_partnership, name="tracker_partnership_export"),
    path(f"{_PARTNERSHIP}tracker/views/", saved_views.of_partnership, name="tracker_partnership_views"),
    path(f"{_PARTNERSHIP}actions/new/", action.new, name="tracker_new"),
    path(_ACTION, action.action, name="tracker_action"),
    *(path(f"{_ACTION}{step.slug}/", updates.view_of(step), name=step.route) for step in ACTION_STEPS),
    path(f"{_ACTION}evidence/<int:evidence>/", evidence.download, name="tracker_evidence_file"),
    path(f"{_ACTION}evidence/<int:evidence>/removal/", evidence.removal, name="tracker_evidence_removal"),
    path(f"{_ACTION}following/", following.following, name="tracker_following"),
    path(f"{_ACTION}following/removal/", following.following_removal, name="tracker_following_removal"),
    path(f"{_PARTNERSHIP}awaited/<int:pk>/", awaited.awaited, name="tracker_awaited"),
    path(f"{_PARTNERSHIP}people/<int:person>/hand-over/", handing_over.hand_over, name="tracker_hand_over"),
    path(f"{_PARTNERSHIP}reminders/", reminders_views.reminders, name="reminders"),
    path(f"{_PARTNERSHIP}reminders/<int:forum>/policy/", reminders_views.policy, name="reminders_policy"),
    path(f"{_PARTNERSHIP}cover/", cover_views.cover, name="cover"),
    path(f"{_PARTNERSHIP}cover/<int:cover>/words/", cover_views.words, name="cover_words"),
    path(f"{_PARTNERSHIP}cover/<int:cover>/end/", cover_views.end, name="cover_end"),
    path(f"settings/people/{_EXPORT}", people_export.export, name="people_export"),
    path(f"{_PARTNERSHIP}pulse/", pulse_views.pulse, name="pulse"),
    path("settings/away/", away_views.away, name="settings_away"),
    path("settings/away/<int:quiet>/end/", away_views.back, name="settings_back"),
    path(f"{_PARTNERSHIP}asks/", asks_views.asks, name="asks"),
    path(f"{_PARTNERSHIP}asks/{_EXPORT}", asks_export.export, name="asks_export"),
    path(f"{_PARTNERSHIP}asks/new/<slug:kind>/", asks_views.new, name="ask_new"),
    path(_ASK, asks_views.ask, name="ask"),
    *(path(f"{_ASK}{step.slug}/", asks_views.view_of(step), name=step.route) for step in ASK_STEPS),
    path("business-outcomes/", business_views.listed, name="business_outcomes"),
    path("business-outcomes/new/", business_views.new, name="business_outcome_new"),
    path(_BUSINESS, business_views.show, name="business_outcome"),
    path(f"{_BUSINESS}edit/", business_views.edit, name="business_outcome_edit"),
    path(f"{_BUSINESS}state/", business_views.state, name="business_outcome_state"),
    path(f"{_PARTNERSHIP}outcomes/{_EXPORT}", outcomes_export.export, name="outcomes_export"),
    path(f"{_PARTNERSHIP}outcomes/new/", outcomes_views.new, name="outcome_new"),
    path(_OUTCOME, outcomes_views.outcome, name="outcome"),
    path(f"{_OUTCOME}edit/", outcomes_views.edit, name="outcome_edit"),
    path(f"{_OUTCOME}agreement/", outcomes_views.agreement, name="outcome_agreement"),
    path(f"{_OUTCOME}check-ins/", outcomes_views.check_in, name="outcome_check_in"),
    path(f"{_OUTCOME}free-hand/", outcomes_views.free_hand, name="outcome_free_hand"),
    path(f"{_OUTCOME}serves/", outcomes_views.serves, name="outcome_serves"),
    path(f"{_OUTCOME}words/", outcomes_views.word, name="outcome_word"),
    path(f"{_OUTCOME}conclusion/", outcomes_views.conclusion, name="outcome_conclusion"),
    path(f"{_OUTCOME}changes/<int:change>/", outcomes_views.change_answer, name="outcome_change"),
    path(f"{_OUTCOME}value/", outcomes_views.claim_new, name="outcome_claim"),
    path(f"{_OUTCOME}value/<int:claim>/", outcomes_views.value, name="outcome_value"),
    path(
        f"{_OUTCOME}value/<int:claim>/withdrawal/",
        outcomes_views.claim_taken_back,
        name="outcome_claim_withdrawal",
    ),
    path(f"{_OUTCOME}initiatives/", outcomes_views.initiative_new, name="initiative_new"),
    path(f"{_INITIATIVE}title/", outcomes_views.initiative_title, name="initiative_title"),
    path(f"{_INITIATIVE}state/", outcomes_views.initiative_state, name="initiative_state"),
    path(f"{_INITIATIVE}milestones/", outcomes_views.initiative_milestone, name="initiative_milestone"),
    path(f"{_PARTNERSHIP}people-promised/", promised_views.listed, name="promised"),
    path(f"{_PARTNERSHIP}people-promised/new/", promised_views.new, name="promised_new"),
    path(_PROMISED, promised_views.promised, name="promised_role"),
    path(f"{_PROMISED}arrival/", promised_views.arrival, name="promised_arrival"),
    path(f"{_PROMISED}wording/", promised_views.wording, name="promised_wording"),
    path(f"{_PROMISED}end/", promised_views.end, name="promised_end"),
    path(f"{_PARTNERSHIP}standing/", standing_views.listed, name="standing"),
    path(f"{_PARTNERSHIP}standing/new/", standing_views.new, name="standing_new"),
    path(_STANDING, standing_views.standing, name="standing_promise"),
    path(f"{_STANDING}answer/", standing_views.answer, name="standing_answer"),
    path(f"{_STANDING}terms/", standing_views.terms, name="standing_terms"),
    path(f"{_STANDING}end/", standing_views.end, name="standing_end"),
    path(f"{_STANDING}assignment/", standing_views.assignment, name="standing_assignment"),
    path(f"{_STANDING}changes/<int:wanted>/", standing_views.change_answer, name="standing_change"),
    path(f"{_PARTNERSHIP}mandate/bets/new/", bet_views.new, name="mandate_bet_new"),
    path(_BET, bet_views.show, name="mandate_bet"),
    path(f"{_BET}words/", bet_views.edit, name="mandate_bet_words"),
    path(f"{_BET}state/", bet_views.state, name="mandate_bet_state"),
    path(f"{_PARTNERSHIP}raci/", raci_views.matrices, name="raci"),
    path(f"{_PARTNERSHIP}raci/new/", raci_views.new, name="raci_new"),
    path(_MATRIX, raci_views.matrix, name="raci_matrix"),
    path(f"{_MATRIX}edit/", raci_views.edit, name="raci_edit"),
    path(f"{_MATRIX}agreement/", raci_views.agreement, name="raci_agreement"),
    path(f"{_MATRIX}return/", raci_views.sending_back, name="raci_return"),
    path(f"{_MATRIX}withdrawal/", raci_views.withdrawal, name="raci_withdrawal"),
    path(f"{_MATRIX}{_EXPORT}", raci_views.export, name="raci_export"),
    *former(_ACTION, FORMER_SLUGS, OF_ACTIONS),
    *former(_ASK, FORMER_SLUGS, OF_ASKS),
    *former(_NAMED, FORMER_SLUGS),
    path(_MAIL, from_mail_views.from_mail, name="from_mail"),
    path(_NAMED, from_mail_views.item, name="from_mail_item"),
    path(f"{_NAMED}<slug:step>/", from_mail_views.update, name="from_mail_step"),
    path("M/<path:rest>", from_mail_views.in_capitals, name="from_mail_in_capitals"),
]
