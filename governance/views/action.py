"""One action: its facts, its dates, its story, and everything that can be done with it."""

from datetime import datetime
from http import HTTPStatus

from django.db.models import Prefetch, prefetch_related_objects
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from governance.actions import may_take_out
from governance.escalations import escalation_of
from governance.forms.actions import ItemForm, NewAction, PrivateNote
from governance.ledger import days_held
from governance.models import ActionItem, Evidence, WaitingPeriod
from governance.people import followers_of
from governance.queries import promise_of
from governance.rows import Row
from governance.steps import steps
from governance.story import story_of
from governance.today import day_of
from governance.views.answers import told
from partners.access import Permission, can
from partners.models import Partner, User
from partners.routes import PersonRequest, requires


@requires(Permission.SEE_PARTNERSHIP)
def action(request: PersonRequest, pk: int, *, partner: Partner) -> HttpResponse:
    """The page of one action."""
    return action_page(request, found(request.user, partner, pk, "owner"), timezone.now())


@requires(Permission.KEEP_PROMISES)
def new(request: PersonRequest, *, partner: Partner) -> HttpResponse:
    """A new action: proposed to its owner, or recorded as promised."""
    asked = request.GET
    form = NewAction(
        request.POST or None, partner=partner, by=request.user, now=timezone.now(),
        initial={
            "owner": asked.get("owner"), "outcome": asked.get("outcome"), "ask": asked.get("ask"),
            "activity": asked.get("activity"),
        },
    )  # fmt: skip
    if request.method == "POST" and form.carried_out():
        return told(request, form, redirect("tracker_action", partner.slug, form.result.pk))
    return render(
        request, "governance/action_new.html", {"partner": partner, "form": form}, status=form.status
    )


def found(reader: User, partner: Partner, pk: int, *related: str) -> ActionItem:
    """The action with what it is asked for along with it, or 404."""
    items = ActionItem.objects.visible_to(reader).filter(partner=partner)
    item = get_object_or_404(items.select_related(*related) if related else items, pk=pk)
    # What else it points at is read where it is shown: a join of them all costs more to plan than to read.
    item.partner = partner
    return item


def action_page(
    request: PersonRequest, item: ActionItem, now: datetime, failed: ItemForm | None = None
) -> HttpResponse:
    """Renders the page; a `failed` form keeps what was typed and gives the answer its status."""
    today = day_of(request.user, now)
    dates = list(item.dates.select_related("given_by"))
    told_waits = WaitingPeriod.objects.select_related("on_person", "said_by", "disputed_by")
    prefetch_related_objects([item], Prefetch("waits", told_waits))
    item.open_waits = [wait for wait in item.waits.all() if wait.ended_on is None]
    promise = promise_of(item, dates)
    evidence = _evidence(item, request.user)
    followers = followers_of(item)
    reminders = list(item.reminders.select_related("person", "sent_to"))
    context = {
        "partner": item.partner,
        "item": item,
        "row": Row(item, request.user, today),
        "today": today,
        "dates": dates if len(dates) > 1 else [],
        "waits": item.waits.all(),
        "held": days_held(promise, today) if promise else None,
        "covered": promise is not None and promise.covered,
        "evidence": evidence,
        "story": story_of(
            item, evidence, reminders, known=(item.owner, *(given.given_by for given in dates), *followers)
        ),
        "escalation": escalation_of(item, reminders),
        "steps": steps(item, request.user, now, failed),
        "followers": followers,
        "follows": request.user in followers,
        "our_notes": list(item.private_notes.visible_to(request.user).select_related("author")),
        "our_note": _our_note(item, request.user, now, failed),
    }
    status = failed.status if failed else HTTPStatus.OK
    return render(request, "governance/action.html", context, status=status)


def _our_note(item: ActionItem, writer: User, now: datetime, failed: ItemForm | None) -> ItemForm | None:
    """The form for a word that only the writer's side reads, if they may write one."""
    if isinstance(failed, PrivateNote):
        return failed
    may_write = can(writer, Permission.WRITE_NOTES, item.partner)
    return PrivateNote(item=item, by=writer, now=now) if may_write else None


def _evidence(item: ActionItem, reader: User) -> list[Evidence]:
    """What was brought, with whether `reader` may take it out again."""
    pieces = list(item.evidence.select_related("added_by"))
    for piece in pieces:
        piece.partner = item.partner
        piece.can_be_taken_out = not piece.taken_out_at and may_take_out(piece, reader)
    return pieces
