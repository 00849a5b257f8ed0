"""RACI: the grids of a partnership, and one of them to be read, edited and agreed by both sides."""

from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from governance.exporting import exported
from governance.models import RaciMatrix
from governance.raci.forms import (
    MatrixAgreement,
    MatrixForm,
    MatrixReturn,
    MatrixWithdrawal,
    NewMatrix,
    Recording,
)
from governance.raci.pages import edit_page, listed, read_page, sheet_page
from governance.raci.sheet import sheet_of
from governance.responses import with_message
from partners.access import Permission
from partners.beginnings import MATRIX
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
    form = NewMatrix(request.POST, files=request.FILES, partner=partner, by=request.user, now=timezone.now())
    if form.carried_out():
        return with_message(request, form, redirect("raci_edit", partner.slug, form.result.pk))
    return _list(request, partner, form)


@requires(Permission.SEE_PARTNERSHIP)
def matrix(request: PersonRequest, pk: int, *, partner: Partner) -> HttpResponse:
    """One grid as it stands, or as one of its versions was."""
    return _page(request, _found(request.user, partner, pk), timezone.now())


@requires(Permission.KEEP_CHARTER)
def edit(request: PersonRequest, pk: int, *, partner: Partner) -> HttpResponse:
    """The grid to type in: kept as a draft or proposed as a whole, and meanwhile what is missing and what it voids."""
    found, now = _found(request.user, partner, pk), timezone.now()
    about: dict[str, Any] = {"matrix": found, "by": request.user, "now": now}
    if request.method != "POST":
        return render(request, "raci/edit.html", edit_page(Recording(**about), request.user))
    form = Recording(request.POST, files=request.FILES, **about)
    if request.htmx:
        return render(request, "raci/_typed.html", edit_page(form, request.user))
    if request.POST.get("do") == "sheet":
        brought = form.brought()
        page = edit_page(form, request.user, brought)
        status = HTTPStatus.OK if brought else HTTPStatus.UNPROCESSABLE_ENTITY
        return render(request, "raci/edit.html", page, status=status)
    if form.carried_out():
        return with_message(request, form, redirect("raci_matrix", partner.slug, pk))
    form.matrix = _found(request.user, partner, pk)
    form.having_seen(form.matrix.version)
    return render(request, "raci/edit.html", edit_page(form, request.user), status=form.status)


@require_safe
@requires(Permission.SEE_PARTNERSHIP)
def export(request: PersonRequest, pk: int, ending: str, *, partner: Partner) -> HttpResponse:
    """The grid as it stands, as a file to keep."""
    found = _found(request.user, partner, pk)
    grid = sheet_page(found)
    back = found.get_absolute_url()
    return exported(request, sheet_of(grid), grid.rows, ending=ending, back=back, of=partner.name)


def _endpoint(form_class: type[MatrixForm], permission: Permission) -> Callable[..., HttpResponse]:
    @requires(permission)
    @once
    def change(request: PersonRequest, pk: int, *, partner: Partner) -> HttpResponse:
        found, now = _found(request.user, partner, pk), timezone.now()
        if request.method != "POST":
            return redirect("raci_matrix", partner.slug, pk)
        form = form_class(request.POST, matrix=found, by=request.user, now=now)
        if form.carried_out():
            return with_message(request, form, redirect("raci_matrix", partner.slug, pk))
        current = _found(request.user, partner, pk)
        form.having_seen(current.version)
        return _page(request, current, now, failed=form)

    return change


agreement = _endpoint(MatrixAgreement, Permission.SPEAK_FOR_SIDE)
sending_back = _endpoint(MatrixReturn, Permission.SPEAK_FOR_SIDE)
withdrawal = _endpoint(MatrixWithdrawal, Permission.KEEP_CHARTER)


def _found(reader: User, partner: Partner, pk: int) -> RaciMatrix:
    visible = RaciMatrix.objects.visible_to(reader).filter(partner=partner)
    return get_object_or_404(visible.select_related("partner"), pk=pk)


def _list(request: PersonRequest, partner: Partner, form: NewMatrix) -> HttpResponse:
    context = {
        "partner": partner,
        "matrices": listed(partner, request.user),
        "form": form,
        "may_keep": MATRIX.may(request.user, partner),
    }
    return render(request, "raci/list.html", context, status=form.status)


def _page(
    request: PersonRequest, found: RaciMatrix, now: datetime, failed: MatrixForm | None = None
) -> HttpResponse:
    version, row = request.GET.get("version", ""), request.GET.get("row", "")
    context = read_page(found, request.user, now, failed=failed, version=version, row=row)
    status = failed.status if failed else HTTPStatus.OK
    return render(request, "raci/matrix.html", context, status=status)
