"""What is done with one action. Each is a noun with its own address: a form without JavaScript, a fragment with it."""

from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from governance.forms import actions as forms
from governance.forms.actions import ItemForm
from governance.models import ActionItem
from governance.rows import rows_of
from governance.today import day_of
from governance.views.action import action_page, found
from governance.views.answers import back_to, told
from partners.access import Permission
from partners.models import Partner
from partners.once import once
from partners.routes import PersonRequest, requires

View = Callable[..., HttpResponse]


def _endpoint(
    noun: str, form_class: type[ItemForm], permission: Permission = Permission.KEEP_PROMISES
) -> View:
    @requires(permission)
    @once
    def update(request: PersonRequest, pk: int, *, partner: Partner) -> HttpResponse:
        item, page = found(request.user, partner, pk), reverse("tracker_action", args=[partner.slug, pk])
        if request.method != "POST":
            return redirect(f"{page}#{noun}")
        now = timezone.now()
        form = form_class(request.POST, files=request.FILES, item=item, by=request.user, now=now)
        done = form.carried_out()
        if done and not request.htmx:
            return told(request, form, back_to(request, page))
        # Read again: a refused verb may have left its changes on the instance.
        item = found(request.user, partner, pk, "owner")
        if request.htmx:
            ActionItem.objects.read_running([item])
            tried, carried_out = (None, form) if done else (form, None)
            shown = rows_of([item], request.user, day_of(request.user, now), tried=tried, done=carried_out)
            context = {"rows": shown, "here": request.POST.get("next", page)}
            return render(request, "governance/_rows.html", context, status=form.status)
        form.having_seen(item.version)
        return action_page(request, item, now, failed=form)

    return update


acceptance = _endpoint("acceptance", forms.Acceptance)
report = _endpoint("report", forms.Report)
confirmation = _endpoint("confirmation", forms.Confirmation, Permission.PROMISE)
given_back = _endpoint("return", forms.GivenBack, Permission.PROMISE)
date = _endpoint("date", forms.NewDate)
request = _endpoint("request", forms.DateAsked)
agreement = _endpoint("agreement", forms.DateAccepted)
refusal = _endpoint("refusal", forms.DateDeclined)
recall = _endpoint("recall", forms.RequestTakenBack)
waiting = _endpoint("waiting", forms.Waiting)
ball = _endpoint("ball", forms.BallBack)
dispute = _endpoint("dispute", forms.Dispute)
owner = _endpoint("owner", forms.NewOwner)
undoing = _endpoint("undoing", forms.Undoing)
withdrawal = _endpoint("withdrawal", forms.Withdrawal)
evidence = _endpoint("evidence", forms.Proof)
notes = _endpoint("notes", forms.Note)
private_notes = _endpoint("private-notes", forms.PrivateNote, Permission.WRITE_NOTES)
