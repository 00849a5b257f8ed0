"""Standing promises: those of a partnership, and one of them with what can be done about it."""

from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from governance.local_day import day_of
from governance.models import StandingChange, StandingPromise
from governance.responses import with_message
from governance.standing import forms as forms
from governance.standing.clock import AHEAD
from governance.standing.forms import NewStanding
from governance.standing.queries import LAST, columns, ended, rows_of, times_of
from governance.standing.terms import differences
from governance.standing.verbs.agreeing import may_answer
from partners.access import Permission, can
from partners.beginnings import STANDING
from partners.ended_partnerships import may_begin
from partners.guards import PersonRequest, requires
from partners.models import Partner, User
from partners.once import once
from partners.voice import called

State = StandingPromise.State


@requires(Permission.SEE_PARTNERSHIP)
def listed(request: PersonRequest, *, partner: Partner) -> HttpResponse:
    """What both sides owe each other again and again."""
    today = day_of(request.user, timezone.now())
    sides, waiting = columns(partner, request.user, today)
    context = {
        "partner": partner,
        "today": today,
        "columns": sides,
        "waiting": waiting,
        "ended": ended(partner, request.user),
        "called": called(request.user.side),
        "may_ask": STANDING.may(request.user, partner),
        "last": LAST,
        "ahead": AHEAD.days,
    }
    return render(request, "standing/list.html", context)


@requires(Permission.PROMISE)
@once
def new(request: PersonRequest, *, partner: Partner) -> HttpResponse:
    """Asks that one of the sides owes something again and again."""
    form = NewStanding(request.POST or None, partner=partner, by=request.user, now=timezone.now())
    if request.method == "POST" and form.carried_out():
        return with_message(request, form, redirect(form.result))
    context = {"partner": partner, "form": form, "ahead": AHEAD.days}
    return render(request, "standing/new.html", context, status=form.status)


@requires(Permission.SEE_PARTNERSHIP)
def standing(request: PersonRequest, pk: int, *, partner: Partner) -> HttpResponse:
    """The page of one standing promise."""
    return _page(request, _found(request.user, partner, pk), timezone.now())


def _endpoint(noun: str, form_class: type[forms.StandingForm]) -> Callable[..., HttpResponse]:
    """What happens to a standing promise by one form; where the address names a change, to that one."""

    @requires(Permission.KEEP_PROMISES)
    @once
    def change(request: PersonRequest, pk: int, *, partner: Partner, wanted: int = 0) -> HttpResponse:
        found, page = _found(request.user, partner, pk), reverse("standing_promise", args=[partner.slug, pk])
        asked = get_object_or_404(_changes(found), pk=wanted) if wanted else None
        if request.method != "POST":
            return redirect(f"{page}#{noun}")
        now = timezone.now()
        about = {"change": asked} if asked else {"standing": found}
        form = form_class(request.POST, by=request.user, now=now, **about)
        if form.carried_out():
            return with_message(request, form, redirect(page))
        current = _found(request.user, partner, pk)
        form.having_seen(current.version)
        return _page(request, current, now, failed=(noun, form))

    return change


answer = _endpoint("answer", forms.StandingAnswer)
terms = _endpoint("terms", forms.OtherTerms)
end = _endpoint("end", forms.End)
assignment = _endpoint("assignment", forms.NewStandingOwner)
change_answer = _endpoint("change", forms.TermsAnswer)


def _found(reader: User, partner: Partner, pk: int) -> StandingPromise:
    visible = StandingPromise.objects.visible_to(reader).filter(partner=partner)
    people = ("owner", "asked_by", "answered_by", "ended_by")
    return get_object_or_404(visible.select_related("partner", "outcome", *people), pk=pk)


def _changes(found: StandingPromise) -> Any:
    return found.changes.select_related("standing__partner", "standing__owner", "asked_by", "partner")


def _page(
    request: PersonRequest,
    found: StandingPromise,
    now: datetime,
    failed: tuple[str, forms.StandingForm] | None = None,
) -> HttpResponse:
    noun, form = failed or ("", None)
    user, today = request.user, day_of(request.user, now)

    def form_of(name: str, form_class: type[forms.StandingForm], **about: Any) -> forms.StandingForm:
        """The form that was refused, where it is this one; else an empty one."""
        if form is not None and name == noun:
            return form
        return form_class(by=user, now=now, **(about or {"standing": found}))

    [row] = rows_of([found], today)
    change: StandingChange | None = _changes(found).running().first()
    may_speak = can(user, may_answer(user, found), found.partner)
    agreed = found.state == State.AGREED
    alive = agreed or found.state == State.PROPOSED
    context = {
        "partner": found.partner,
        "standing": found,
        "row": row,
        "today": today,
        "ahead": AHEAD.days,
        "times": times_of(found, today),
        "change": change,
        "differences": differences(found, change) if change and not change.ends else (),
        "may_speak": may_speak,
        "may_answer": may_speak and found.state == State.PROPOSED,
        "may_change": agreed and not change and may_begin(user, may_answer(user, found), found.partner),
        "may_end": agreed and may_speak and not (change and user.side == found.side),
        "may_hand_over": alive and may_speak and user.side == found.side,
        "tried": noun,
        "answer": form_of("answer", forms.StandingAnswer),
        "terms": form_of("terms", forms.OtherTerms),
        "end": form_of("end", forms.End),
        "assignment": form_of("assignment", forms.NewStandingOwner),
        "change_form": change and form_of("change", forms.TermsAnswer, change=change),
    }
    status = form.status if form else HTTPStatus.OK
    return render(request, "standing/standing.html", context, status=status)
