from django.urls import path
from django.urls.resolvers import URLPattern

from governance.views import action, tracker, updates

_ACTION = "partnerships/<slug:partner>/actions/<int:pk>/"

urlpatterns: list[URLPattern] = [
    path("tracker/", tracker.across, name="tracker"),
    path("partnerships/<slug:partner>/tracker/", tracker.of_partnership, name="tracker_partnership"),
    path("partnerships/<slug:partner>/actions/new/", action.new, name="tracker_new"),
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
    path(f"{_ACTION}notes/", updates.notes, name="tracker_notes"),
]
