"""What is done with several actions at once: those ticked in a column of the tracker."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from governance.local_day import day_of
from governance.responses import back_to, came_from, with_message
from governance.tracker.forms.handing_over import AcceptSelected, ConfirmSelected, HandOverSelected
from governance.tracker.rows import rows_of
from governance.tracker.selection import Selection
from partners.access import Permission
from partners.guards import PersonRequest, requires


@requires(Permission.KEEP_PROMISES)
def hand_over(request: PersonRequest) -> HttpResponse:
    """The selected actions, and the form that hands them all to one colleague.

    They come by POST, since an address has no room for hundreds; as long as no colleague is named, it only shows them.
    """
    now, tracker = timezone.now(), reverse("tracker")
    asked = request.POST if request.method == "POST" else request.GET
    selection = Selection.read(request.user, asked.getlist("item"))
    if not selection:
        messages.warning(request, "Nothing was selected. Tick what is to be handed over.")
        return back_to(request, tracker)
    named = request.method == "POST" and asked.get("to") is not None
    form = HandOverSelected(request.POST if named else None, selection=selection, by=request.user, now=now)
    if named and form.carried_out():
        return with_message(request, form, back_to(request, tracker))
    today = day_of(request.user, now)
    # Read again: a refused verb may have left its changes on the instances.
    as_it_stands = Selection.read(request.user, asked.getlist("item")) if named else selection
    page = {
        "rows": rows_of(as_it_stands.items, request.user, today),
        "form": form,
        "today": today,
        "next": came_from(request) or tracker,
    }
    return render(request, "tracker/hand_over_selected.html", page, status=form.status)


@require_POST
@requires(Permission.KEEP_PROMISES)
def acceptance(request: PersonRequest) -> HttpResponse:
    """The reader's promise of all the selected that are proposed to them."""
    selection = Selection.read(request.user, request.POST.getlist("item"))
    form = AcceptSelected(request.POST, selection=selection, by=request.user, now=timezone.now())
    return _carried_out(request, form)


@require_POST
@requires(Permission.PROMISE)
def confirmation(request: PersonRequest) -> HttpResponse:
    """The reader's yes to all the selected that the other side reported done."""
    selection = Selection.read(request.user, request.POST.getlist("item"))
    form = ConfirmSelected(request.POST, selection=selection, by=request.user, now=timezone.now())
    return _carried_out(request, form)


def _carried_out(request: PersonRequest, form: AcceptSelected | ConfirmSelected) -> HttpResponse:
    back = back_to(request, reverse("tracker"))
    if form.carried_out():
        return with_message(request, form, back)
    messages.error(request, " ".join(map(str, form.non_field_errors())))
    return back
