from django.urls import path
from django.urls.resolvers import URLPattern

from governance.steps.of_actions import ACTION_STEPS
from governance.steps.of_asks import ASK_STEPS
from governance.views import (
    action,
    asks,
    away,
    cover,
    evidence,
    from_mail,
    handing_over,
    inbound,
    outcomes,
    raci,
    reminders,
    saved_views,
    selected,
    tracker,
    updates,
    watching,
)

_PARTNERSHIP = "partnerships/<slug:partner>/"
_ACTION = f"{_PARTNERSHIP}actions/<int:pk>/"
_ASK = f"{_PARTNERSHIP}asks/<int:pk>/"
_OUTCOME = f"{_PARTNERSHIP}outcomes/<int:pk>/"
_MATRIX = f"{_PARTNERSHIP}raci/<int:pk>/"
_MAIL = "m/<str:secret>/"
_NAMED = f"{_MAIL}<int:reminder>/"

urlpatterns: list[URLPattern] = [
    path("mail/inbound/", inbound.inbound, name="mail_inbound"),
    path("tracker/", tracker.across, name="tracker"),
    path("tracker/views/", saved_views.across, name="tracker_views"),
    path("tracker/views/<int:view>/removal/", saved_views.removal, name="tracker_view_removal"),
    path("tracker/hand-over/", selected.hand_over, name="tracker_selected_hand_over"),
    path("tracker/confirmation/", selected.confirmation, name="tracker_selected_confirm"),
    path(f"{_PARTNERSHIP}tracker/", tracker.of_partnership, name="tracker_partnership"),
    path(f"{_PARTNERSHIP}tracker/views/", saved_views.of_partnership, name="tracker_partnership_views"),
    path(f"{_PARTNERSHIP}actions/new/", action.new, name="tracker_new"),
    path(_ACTION, action.action, name="tracker_action"),
    *(path(f"{_ACTION}{step.slug}/", updates.view_of(step), name=step.route) for step in ACTION_STEPS),
    path(f"{_ACTION}evidence/<int:evidence>/", evidence.download, name="tracker_evidence_file"),
    path(f"{_ACTION}evidence/<int:evidence>/removal/", evidence.removal, name="tracker_evidence_removal"),
    path(f"{_ACTION}following/", watching.following, name="tracker_following"),
    path(f"{_ACTION}following/removal/", watching.following_removal, name="tracker_following_removal"),
    path(f"{_PARTNERSHIP}people/<int:person>/hand-over/", handing_over.hand_over, name="tracker_hand_over"),
    path(f"{_PARTNERSHIP}reminders/", reminders.reminders, name="reminders"),
    path(f"{_PARTNERSHIP}reminders/<int:forum>/policy/", reminders.policy, name="reminders_policy"),
    path(f"{_PARTNERSHIP}cover/", cover.cover, name="cover"),
    path(f"{_PARTNERSHIP}cover/<int:cover>/words/", cover.words, name="cover_words"),
    path(f"{_PARTNERSHIP}cover/<int:cover>/end/", cover.end, name="cover_end"),
    path("settings/away/", away.away, name="settings_away"),
    path("settings/away/<int:quiet>/end/", away.back, name="settings_back"),
    path(f"{_PARTNERSHIP}asks/", asks.asks, name="asks"),
    path(f"{_PARTNERSHIP}asks/new/<slug:kind>/", asks.new, name="ask_new"),
    path(_ASK, asks.ask, name="ask"),
    *(path(f"{_ASK}{step.slug}/", asks.view_of(step), name=step.route) for step in ASK_STEPS),
    path(f"{_PARTNERSHIP}outcomes/new/", outcomes.new, name="outcome_new"),
    path(_OUTCOME, outcomes.outcome, name="outcome"),
    path(f"{_OUTCOME}edit/", outcomes.edit, name="outcome_edit"),
    path(f"{_OUTCOME}agreement/", outcomes.agreement, name="outcome_agreement"),
    path(f"{_OUTCOME}check-ins/", outcomes.check_in, name="outcome_check_in"),
    path(f"{_OUTCOME}free-hand/", outcomes.free_hand, name="outcome_free_hand"),
    path(f"{_PARTNERSHIP}raci/", raci.matrices, name="raci"),
    path(f"{_PARTNERSHIP}raci/new/", raci.new, name="raci_new"),
    path(_MATRIX, raci.matrix, name="raci_matrix"),
    path(f"{_MATRIX}letters/", raci.letters, name="raci_letters"),
    path(f"{_MATRIX}activities/", raci.activities, name="raci_activities"),
    path(f"{_MATRIX}activities/<int:activity>/removal/", raci.removal, name="raci_removal"),
    path(f"{_MATRIX}agreement/", raci.agreement, name="raci_agreement"),
    path(_MAIL, from_mail.from_mail, name="from_mail"),
    path(_NAMED, from_mail.item, name="from_mail_item"),
    path(f"{_NAMED}<slug:step>/", from_mail.update, name="from_mail_step"),
    path("M/<path:rest>", from_mail.in_capitals, name="from_mail_in_capitals"),
]
