"""The people one side promised the other: those of a partnership, and one of them with what became of it."""

from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from governance.local_day import day_of
from governance.models import PromisedRole
from governance.promised.forms import EndPromised, OtherWords, Promised, PromisedForm, WhoCame
from governance.promised.queries import kept, promised_by, unfilled
from governance.raci.vacant_rows import parts_in
from governance.responses import with_message
from partners.access import Permission, can
from partners.ended_partnerships import may_begin
from partners.guards import PersonRequest, requires
from partners.models import Partner, User
from partners.once import once


@requires(Permission.SEE_PARTNERSHIP)
def listed(request: PersonRequest, *, partner: Partner) -> HttpResponse:
    """Whom each side promised, who came, and which roles nobody has."""
    return _list(request, partner, Promised(partner=partner, by=request.user, now=timezone.now()))


@requires(Permission.KEEP_CHARTER)
@once
def new(request: PersonRequest, *, partner: Partner) -> HttpResponse:
    """Promises somebody."""
    if request.method != "POST":
        return redirect("promised", partner.slug)
    form = Promised(request.POST, partner=partner, by=request.user, now=timezone.now())
    if form.carried_out():
        return with_message(request, form, redirect("promised", partner.slug))
    return _list(request, partner, form)


@requires(Permission.SEE_PARTNERSHIP)
def promised(request: PersonRequest, pk: int, *, partner: Partner) -> HttpResponse:
    """The page of one of them."""
    return _page(request, _found(request.user, partner, pk), timezone.now())


def _endpoint(noun: str, form_class: type[PromisedForm]) -> Callable[..., HttpResponse]:
    @requires(Permission.KEEP_CHARTER)
    @once
    def change(request: PersonRequest, pk: int, *, partner: Partner) -> HttpResponse:
        found, now = _found(request.user, partner, pk), timezone.now()
        if request.method != "POST":
            return redirect(found)
        form = form_class(request.POST, promised=found, by=request.user, now=now)
        if form.carried_out():
            return with_message(request, form, redirect(found))
        current = _found(request.user, partner, pk)
        form.having_seen(current.version)
        return _page(request, current, now, failed=(noun, form))

    return change


wording = _endpoint("wording", OtherWords)
arrival = _endpoint("arrival", WhoCame)
end = _endpoint("end", EndPromised)


def _found(reader: User, partner: Partner, pk: int) -> PromisedRole:
    visible = PromisedRole.objects.visible_to(reader).filter(partner=partner)
    return get_object_or_404(visible.select_related("partner", "outcome", "promised_by", "came"), pk=pk)


def _list(request: PersonRequest, partner: Partner, form: Promised) -> HttpResponse:
    today = day_of(request.user, timezone.now())
    context = {
        "partner": partner,
        "today": today,
        "sides": promised_by(partner, request.user, today),
        "unfilled": unfilled(partner, today),
        "form": form,
        "may_promise": may_begin(request.user, Permission.KEEP_CHARTER, partner),
    }
    return render(request, "promised/list.html", context, status=form.status)


def _page(
    request: PersonRequest,
    found: PromisedRole,
    now: datetime,
    failed: tuple[str, PromisedForm] | None = None,
) -> HttpResponse:
    noun, form = failed or ("", None)
    today = day_of(request.user, now)
    classes = {"arrival": WhoCame, "wording": OtherWords, "end": EndPromised}
    forms = {
        name: form if form is not None and name == noun else made(promised=found, by=request.user, now=now)
        for name, made in classes.items()
    }
    own = found.side == request.user.side and can(request.user, Permission.KEEP_CHARTER, found.partner)
    context = {
        "partner": found.partner,
        "promised": found,
        "kept": kept(found, parts_in(found.partner), today),
        "today": today,
        "may_change": own and not found.is_over,
        "tried": noun,
        **forms,
    }
    return render(request, "promised/promised.html", context, status=form.status if form else HTTPStatus.OK)
