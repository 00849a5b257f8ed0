"""RACI: the grids of a partnership, and one of them to be filled and agreed by both sides."""

from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from governance.models import RaciMatrix
from governance.raci.forms import (
    ActivityRemoval,
    Letters,
    MatrixAgreement,
    MatrixForm,
    NewActivity,
    NewMatrix,
)
from governance.raci.grid import grid_of
from governance.responses import with_message
from partners.access import Permission, can
from partners.beginnings import MATRIX
from partners.ended_partnerships import may_begin
from partners.guards import PersonRequest, requires
from partners.models import Partner, User
from partners.once import once


@requires(Permission.SEE_PARTNERSHIP)
def matrices(request: PersonRequest, *, partner: Partner) -> HttpResponse:
    """The grids of a partnership."""
    return _list(request, partner, NewMatrix(partner=partner, by=request.user, now=timezone.now()))


@requires(Permission.KEEP_CHARTER)
@once
def new(request: PersonRequest, *, partner: Partner) -> HttpResponse:
    """Begins a grid."""
    if request.method != "POST":
        return redirect("raci", partner.slug)
    form = NewMatrix(request.POST, partner=partner, by=request.user, now=timezone.now())
    if form.carried_out():
        return with_message(request, form, redirect("raci_matrix", partner.slug, form.result.pk))
    return _list(request, partner, form)


@requires(Permission.SEE_PARTNERSHIP)
def matrix(request: PersonRequest, pk: int, *, partner: Partner) -> HttpResponse:
    """The page of one grid."""
    return _page(request, _found(request.user, partner, pk), timezone.now())


def _endpoint(form_class: type[MatrixForm], permission: Permission) -> Callable[..., HttpResponse]:
    @requires(permission)
    @once
    def change(
        request: PersonRequest, pk: int, *, partner: Partner, activity: int | None = None
    ) -> HttpResponse:
        found, now = _found(request.user, partner, pk), timezone.now()
        row = {"activity": get_object_or_404(found.activities, pk=activity)} if activity else {}
        if request.method != "POST":
            return redirect("raci_matrix", partner.slug, pk)
        form = form_class(request.POST, matrix=found, by=request.user, now=now, **row)
        done = form.carried_out()
        current = _found(request.user, partner, pk)
        if request.htmx:
            return _fragment(request, current, now, None if done else form)
        if done:
            return with_message(request, form, redirect("raci_matrix", partner.slug, pk))
        return _page(request, current, now, failed=form)

    return change


letters = _endpoint(Letters, Permission.KEEP_CHARTER)
activities = _endpoint(NewActivity, Permission.KEEP_CHARTER)
agreement = _endpoint(MatrixAgreement, Permission.SPEAK_FOR_SIDE)
removal = _endpoint(ActivityRemoval, Permission.KEEP_CHARTER)


def _found(reader: User, partner: Partner, pk: int) -> RaciMatrix:
    visible = RaciMatrix.objects.visible_to(reader).filter(partner=partner)
    return get_object_or_404(visible.select_related("partner"), pk=pk)


def _list(request: PersonRequest, partner: Partner, form: NewMatrix) -> HttpResponse:
    found = RaciMatrix.objects.visible_to(request.user).filter(partner=partner)
    listed = found.exclude(state=RaciMatrix.State.SUPERSEDED).prefetch_related("activities", "agreements")
    context = {
        "partner": partner,
        "matrices": listed,
        "form": form,
        "may_keep": MATRIX.may(request.user, partner),
    }
    return render(request, "raci/list.html", context, status=form.status)


def _context(
    request: PersonRequest, found: RaciMatrix, now: datetime, failed: MatrixForm | None
) -> dict[str, Any]:
    typed = failed.typed if isinstance(failed, Letters) else None
    grid = grid_of(found, typed)
    again = failed if isinstance(failed, NewActivity) else None
    return {
        "partner": found.partner,
        "matrix": found,
        "grid": grid,
        "letters": "RACI",
        "agreements": [
            {"side": side, "name": name, "by": grid.agreed.get(side)}
            for side, name in found.partner.side_names.items()
        ],
        "may_keep": can(request.user, Permission.KEEP_CHARTER, found.partner),
        "may_add": may_begin(request.user, Permission.KEEP_CHARTER, found.partner),
        "may_agree": can(request.user, Permission.SPEAK_FOR_SIDE, found.partner)
        and request.user.side not in grid.agreed,
        "failed": failed if again is None else None,
        "new_activity": again or NewActivity(matrix=found, by=request.user, now=now),
    }


def _page(
    request: PersonRequest, found: RaciMatrix, now: datetime, failed: MatrixForm | None = None
) -> HttpResponse:
    context = _context(request, found, now, failed)
    status = failed.status if failed else HTTPStatus.OK
    return render(request, "raci/matrix.html", context, status=status)


def _fragment(
    request: PersonRequest, found: RaciMatrix, now: datetime, failed: MatrixForm | None
) -> HttpResponse:
    context = _context(request, found, now, failed)
    status = failed.status if failed else HTTPStatus.OK
    return render(request, "raci/_grid.html", context, status=status)
