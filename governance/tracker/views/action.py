"""One action: its facts, its dates, its story, and everything that can be done with it."""

from datetime import datetime
from http import HTTPStatus

from django.contrib import messages
from django.db.models import prefetch_related_objects
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from governance.ledger.entries import Entry
from governance.ledger.facts import promise_of
from governance.local_day import day_of
from governance.models import ActionItem, AwaitedAction, DateRequest, Evidence, Opening
from governance.people import followers_of, introduce
from governance.reminders.escalations import escalation_of
from governance.responses import with_message
from governance.step import StepForm, offers
from governance.tracker.forms.new_action import NewAction
from governance.tracker.rows import Row
from governance.tracker.steps.notes import PrivateNote
from governance.tracker.steps.of_actions import ACTION_STEPS
from governance.tracker.timeline import timeline_of
from governance.tracker.verbs.evidence import may_take_out
from partners.access import Permission, can
from partners.guards import PersonRequest, requires
from partners.models import Partner, User
from partners.once import once
from partners.untrusted_text import clean_search


@requires(Permission.SEE_PARTNERSHIP)
def action(request: PersonRequest, pk: int, *, partner: Partner) -> HttpResponse:
    """The page of one action."""
    return action_page(request, found(request.user, partner, pk), timezone.now())


@requires(Permission.KEEP_PROMISES)
@once
def new(request: PersonRequest, *, partner: Partner) -> HttpResponse:
    """A new action: proposed to its owner, or recorded as promised."""
    asked = request.GET
    form = NewAction(
        request.POST or None, partner=partner, by=request.user, now=timezone.now(),
        initial={
            "owner": asked.get("owner"), "outcome": asked.get("outcome"), "ask": asked.get("ask"),
            "activity": asked.get("activity"), "initiative": asked.get("initiative"),
            "title": clean_search(asked.get("title", "")),
        },
    )  # fmt: skip
    if request.method == "POST" and form.carried_out():
        return with_message(request, form, redirect(_where_it_stands(form.result)))
    return render(request, "tracker/action_new.html", {"partner": partner, "form": form}, status=form.status)


def _where_it_stands(result: ActionItem | AwaitedAction) -> str:
    """The page of an action; what waits for somebody who is invited has none of its own yet."""
    if isinstance(result, AwaitedAction):
        return reverse("tracker_partnership", args=[result.partner.slug]) + "#awaited"
    return reverse("tracker_action", args=[result.partner.slug, result.pk])


def found(reader: User, partner: Partner, pk: int, *related: str) -> ActionItem:
    """The action with what it is asked for along with it, or 404."""
    items = ActionItem.objects.visible_to(reader).filter(partner=partner)
    item = get_object_or_404(items.select_related(*related) if related else items, pk=pk)
    # What else it points at is read where it is shown: a join of them all costs more to plan than to read.
    item.partner = partner
    return item


def action_page(
    request: PersonRequest, item: ActionItem, now: datetime, failed: StepForm | None = None
) -> HttpResponse:
    """Renders the page; a `failed` form keeps what was typed and gives the answer its status.

    What refused it stands in the form itself; where the page does not show that form any more, on top of it.
    """
    today = day_of(request.user, now)
    dates, evidence = list(item.dates.all()), list(item.evidence.all())
    prefetch_related_objects([item], "waits")
    item.open_waits = [wait for wait in item.waits.all() if wait.ended_on is None]
    prefetch_related_objects([item], "date_requests__asked_by", "date_requests__answered_by")
    item.open_requests = [each for each in item.date_requests.all() if each.state == DateRequest.State.ASKED]
    reminders = list(item.reminders.all())
    our_notes = list(item.private_notes.visible_to(request.user))
    followers = followers_of(item)
    people = introduce(
        [item, *dates, *evidence, *item.waits.all(), *reminders, *our_notes], known=(request.user, *followers)
    )
    _say_what_can_be_taken_out(evidence, item, request.user)
    promise = promise_of(item, dates)
    entry = Entry(promise, today) if promise else None
    offered, our_note = (
        offers(ACTION_STEPS, item, request.user, now, failed),
        _our_note(item, request.user, now, failed),
    )
    if failed and all(form is not failed for form in (our_note, *(offer.form for offer in offered))):
        messages.error(request, " ".join(failed.refusals))
    context = {
        "partner": item.partner,
        "item": item,
        "row": Row(item, request.user, today, verdict=entry.verdict if entry else None),
        "today": today,
        "dates": dates if len(dates) > 1 else [],
        "waits": item.waits.all(),
        "requests": item.date_requests.all(),
        "entry": entry,
        "evidence": evidence,
        "story": timeline_of(item, evidence, reminders, known=people.values()),
        "escalation": escalation_of(item, reminders),
        "steps": offered,
        "followers": followers,
        "opening": Opening.objects.filter(action=item).select_related("step").first(),
        "follows": request.user in followers,
        "our_notes": our_notes,
        "our_note": our_note,
    }
    status = failed.status if failed else HTTPStatus.OK
    return render(request, "tracker/action.html", context, status=status)


def _our_note(item: ActionItem, writer: User, now: datetime, failed: StepForm | None) -> StepForm | None:
    """The form for a word that only the writer's side reads, if they may write one."""
    if isinstance(failed, PrivateNote):
        return failed
    may_write = can(writer, Permission.WRITE_NOTES, item.partner)
    return PrivateNote(thing=item, by=writer, now=now) if may_write else None


def _say_what_can_be_taken_out(evidence: list[Evidence], item: ActionItem, reader: User) -> None:
    for piece in evidence:
        piece.partner = item.partner
        piece.can_be_taken_out = not piece.taken_out_at and may_take_out(piece, reader)
