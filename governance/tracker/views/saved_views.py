"""The filters somebody keeps for themselves: a form on the tracker they belong to, and their removal."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_POST

from governance.models import SavedView
from governance.responses import back_to, with_message
from governance.tracker.filters import Filters, tracker_url
from governance.tracker.forms.saved_views import KeepView
from governance.tracker.verbs.saved_views import remove_view
from governance.tracker.views.tracker import tracker_page
from partners.access import Permission
from partners.guards import PersonRequest, requires
from partners.models import Partner


@requires(Permission.SEE_PARTNERSHIP)
def across(request: PersonRequest) -> HttpResponse:
    """Keeps the filters of the tracker across every partnership."""
    return _keep(request, None)


@requires(Permission.SEE_PARTNERSHIP)
def of_partnership(request: PersonRequest, *, partner: Partner) -> HttpResponse:
    """Keeps the filters of one partnership's tracker."""
    return _keep(request, partner)


def _keep(request: PersonRequest, partner: Partner | None) -> HttpResponse:
    """The address says what is to be kept, as it says what is shown."""
    now, filters = timezone.now(), Filters.read(request.GET.dict())
    shown = HttpResponseRedirect(tracker_url(partner) + filters.query())
    if request.method != "POST":
        return shown
    form = KeepView(request.POST, kept_in=partner, filters=filters, by=request.user, now=now)
    if form.carried_out():
        return with_message(request, form, shown)
    return tracker_page(request, partner, now, keeping=form)


@require_POST
@requires(Permission.SEE_PARTNERSHIP)
def removal(request: PersonRequest, view: int) -> HttpResponse:
    """Forgets one of one's own views; anybody else's reads like one that is not there."""
    found = get_object_or_404(SavedView.objects.visible_to(request.user).select_related("partner"), pk=view)
    remove_view(found, by=request.user, now=timezone.now())
    messages.success(request, f"The view “{found.name}” is removed.")
    return back_to(request, tracker_url(found.partner))
