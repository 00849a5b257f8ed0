from django.urls import path
from django.urls.resolvers import URLPattern

from governance.from_mail.choices import NOUNS
from governance.views import (
    action,
    asks,
    away,
    evidence,
    from_mail,
    handing_over,
    inbound,
    outcomes,
    raci,
    reminders,
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
    path(f"{_PARTNERSHIP}tracker/", tracker.of_partnership, name="tracker_partnership"),
    path(f"{_PARTNERSHIP}actions/new/", action.new, name="tracker_new"),
    path(_ACTION, action.action, name="tracker_action"),
    path(f"{_ACTION}acceptance/", updates.acceptance, name="tracker_acceptance"),
    path(f"{_ACTION}report/", updates.report, name="tracker_report"),
    path(f"{_ACTION}confirmation/", updates.confirmation, name="tracker_confirmation"),
    path(f"{_ACTION}return/", updates.given_back, name="tracker_return"),
    path(f"{_ACTION}date/", updates.date, name="tracker_date"),
    path(f"{_ACTION}waiting/", updates.waiting, name="tracker_waiting"),
    path(f"{_ACTION}ball/", updates.ball, name="tracker_ball"),
    path(f"{_ACTION}dispute/", updates.dispute, name="tracker_dispute"),
    path(f"{_ACTION}owner/", updates.owner, name="tracker_owner"),
    path(f"{_ACTION}withdrawal/", updates.withdrawal, name="tracker_withdrawal"),
    path(f"{_ACTION}undoing/", updates.undoing, name="tracker_undoing"),
    path(f"{_ACTION}evidence/", updates.evidence, name="tracker_evidence"),
    path(f"{_ACTION}evidence/<int:evidence>/", evidence.download, name="tracker_evidence_file"),
    path(f"{_ACTION}evidence/<int:evidence>/removal/", evidence.removal, name="tracker_evidence_removal"),
    path(f"{_ACTION}notes/", updates.notes, name="tracker_notes"),
    path(f"{_ACTION}private-notes/", updates.private_notes, name="tracker_private_notes"),
    path(f"{_ACTION}following/", watching.following, name="tracker_following"),
    path(f"{_ACTION}following/removal/", watching.following_removal, name="tracker_following_removal"),
    path(f"{_PARTNERSHIP}people/<int:person>/hand-over/", handing_over.hand_over, name="tracker_hand_over"),
    path(f"{_PARTNERSHIP}reminders/", reminders.reminders, name="reminders"),
    path(f"{_PARTNERSHIP}reminders/<int:forum>/policy/", reminders.policy, name="reminders_policy"),
    path("settings/away/", away.away, name="settings_away"),
    path("settings/away/<int:pk>/end/", away.back, name="settings_back"),
    path(f"{_PARTNERSHIP}asks/", asks.asks, name="asks"),
    path(f"{_PARTNERSHIP}asks/new/<slug:kind>/", asks.new, name="ask_new"),
    path(_ASK, asks.ask, name="ask"),
    path(f"{_ASK}decision/", asks.decision, name="ask_decision"),
    path(f"{_ASK}backing/", asks.backing, name="ask_backing"),
    path(f"{_ASK}place/", asks.place, name="ask_place"),
    path(f"{_ASK}refusal/", asks.refusal, name="ask_refusal"),
    path(f"{_ASK}clearance/", asks.clearance, name="ask_clearance"),
    path(f"{_ASK}resignation/", asks.resignation, name="ask_resignation"),
    path(f"{_ASK}hand/", asks.hand, name="ask_hand"),
    path(f"{_ASK}day/", asks.day, name="ask_day"),
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
    *(path(f"{_NAMED}{noun}/", from_mail.update, {"noun": noun}, name=f"from_mail_{noun}") for noun in NOUNS),
    path("M/<path:rest>", from_mail.in_capitals, name="from_mail_in_capitals"),
]
