"""How people of a partnership are reminded, and whom was reminded of what: both sides read the same page."""

from http import HTTPStatus

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from governance.forms.reminders import ReminderPolicy
from governance.models import Forum, Reminder
from governance.reminders.ladder import BETWEEN_RUNGS, TOLD_AFTER, WARNED_AFTER, WARNED_FOR
from governance.today import day_of
from governance.views.answers import told
from partners.access import Permission, can
from partners.keys import is_key
from partners.models import Partner
from partners.routes import PersonRequest, requires

PAGE = 40
_KEEPS_A_LEDGER = (Forum.Tier.STRATEGIC, Forum.Tier.TACTICAL)


@requires(Permission.SEE_PARTNERSHIP)
def reminders(request: PersonRequest, *, partner: Partner) -> HttpResponse:
    """The rule in words, the policy of each forum, and what was sent, the latest first."""
    return _page(request, partner)


@require_POST
@requires(Permission.PREPARE_REVIEW)
def policy(request: PersonRequest, forum: int, *, partner: Partner) -> HttpResponse:
    """How one forum reminds."""
    found = get_object_or_404(_forums(request, partner), pk=forum)
    form = ReminderPolicy(request.POST, forum=found, by=request.user, now=timezone.now())
    if form.carried_out():
        return told(request, form, redirect("reminders", partner.slug))
    return _page(request, partner, failed=form)


def _page(request: PersonRequest, partner: Partner, failed: ReminderPolicy | None = None) -> HttpResponse:
    now = timezone.now()
    sent = list(_sent(request, partner)[: PAGE + 1])
    forms = [
        failed if failed and failed.forum == forum else ReminderPolicy(forum=forum, by=request.user, now=now)
        for forum in _forums(request, partner)
    ]
    page = {
        "partner": partner,
        "today": day_of(request.user, now),
        "sent": sent[:PAGE],
        "older": sent[PAGE - 1].pk if len(sent) > PAGE else 0,
        "forms": forms,
        "may_change": can(request.user, Permission.PREPARE_REVIEW, partner),
        "warned_after": WARNED_AFTER,
        "told_after": TOLD_AFTER,
        "warned_for": WARNED_FOR,
        "between_rungs": BETWEEN_RUNGS,
    }
    status = failed.status if failed else HTTPStatus.OK
    return render(request, "governance/reminders.html", page, status=status)


def _forums(request: PersonRequest, partner: Partner) -> "QuerySet[Forum]":
    forums = Forum.objects.visible_to(request.user).filter(partner=partner, tier__in=_KEEPS_A_LEDGER)
    return forums.select_related("partner")


def _sent(request: PersonRequest, partner: Partner) -> "QuerySet[Reminder]":
    rows = Reminder.objects.visible_to(request.user).filter(partner=partner).order_by("-pk")
    before = request.GET.get("before", "")
    rows = rows.filter(pk__lt=int(before)) if is_key(before) else rows
    return rows.select_related("person", "sent_to", "action", "ask")
