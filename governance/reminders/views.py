"""How people of a partnership are reminded, and whom was reminded of what: both sides read the same page."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from itertools import groupby

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from governance.local_day import day_of
from governance.models import Forum, Reminder
from governance.reminders.forms import ReminderPolicy
from governance.reminders.ladder import BETWEEN_RUNGS, TOLD_AFTER, WARNED_AFTER, WARNED_FOR
from governance.reminders.plan import LISTED_DAYS
from governance.responses import with_message
from partners.access import Permission, can
from partners.guards import PersonRequest, requires
from partners.models import Partner, User
from partners.paging import before, first

PAGE = 60
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
        return with_message(request, form, redirect("reminders", partner.slug))
    return _page(request, partner, failed=form)


@dataclass(frozen=True)
class Mailed:
    """What one mail named to one person, for the same reason."""

    person: User
    sent_to: User
    why: str
    at: datetime
    things: list[Reminder]


def _page(request: PersonRequest, partner: Partner, failed: ReminderPolicy | None = None) -> HttpResponse:
    now = timezone.now()
    sent, last = first(_sent(request, partner), PAGE)
    forms = [
        failed if failed and failed.forum == forum else ReminderPolicy(forum=forum, by=request.user, now=now)
        for forum in _forums(request, partner)
    ]
    page = {
        "partner": partner,
        "today": day_of(request.user, now),
        "sent": list(_by_mail(sent)),
        "older": last.pk if last else 0,
        "forms": forms,
        "may_change": can(request.user, Permission.PREPARE_REVIEW, partner),
        "listed_days": LISTED_DAYS,
        "warned_after": WARNED_AFTER,
        "told_after": TOLD_AFTER,
        "warned_for": WARNED_FOR,
        "between_rungs": BETWEEN_RUNGS,
    }
    status = failed.status if failed else HTTPStatus.OK
    return render(request, "reminders/reminders.html", page, status=status)


def _by_mail(sent: Iterable[Reminder]) -> Iterator[Mailed]:
    for _, group in groupby(sent, key=lambda each: (each.link_id, each.person_id, each.step)):
        things = list(group)
        first = things[0]
        yield Mailed(first.person, first.sent_to, first.get_step_display(), first.sent_at, things)


def _forums(request: PersonRequest, partner: Partner) -> "QuerySet[Forum]":
    forums = (
        Forum.objects.visible_to(request.user).standing().filter(partner=partner, tier__in=_KEEPS_A_LEDGER)
    )
    return forums.select_related("partner")


def _sent(request: PersonRequest, partner: Partner) -> "QuerySet[Reminder]":
    rows = Reminder.objects.visible_to(request.user).filter(partner=partner).order_by("-pk")
    return before(rows, request.GET).select_related("person", "sent_to", "action", "ask")
