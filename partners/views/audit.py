"""Who changed what: everything one may read of it, one deed in full, and the history of one record."""

from typing import Any

from django.apps import apps
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from partners.access import Permission
from partners.forms import HistoryFilter
from partners.guards import PersonRequest, requires
from partners.history.activity_log import ROWS_SHOWN, log_entries, of_the_same_verb, rows_of
from partners.history.row_history import history_of, title_of
from partners.history.tables import is_history
from partners.isolation.rowsecurity import RowAccess
from partners.models import AuditEvent, Partner
from partners.models.history import AuditEventQuerySet
from partners.paging import newest_first
from partners.views.settings_tabs import settings_tabs

_SHOWN = 100


@require_GET
@requires(Permission.SEE_AUDIT)
def audit(request: PersonRequest) -> HttpResponse:
    """Who changed what, newest first, in the partnerships whose history one may read."""
    partners = _audited(request)
    form = HistoryFilter(request.GET, partners=partners.values(), by=request.user)
    events = form.narrowed(_readable(request, partners))
    asked = {name: str(value) for name, value in request.GET.items() if name in form.fields and value}
    shown, beside = newest_first(events, request.GET, size=_SHOWN, kept=asked, key="sequence")
    page = {
        "tabs": settings_tabs(request.user, "settings_audit"),
        "form": form,
        "deeds": log_entries(shown, partners),
        **beside,
        "narrowed": bool(asked),
    }
    return render(request, "history/list.html", page)


@require_GET
@requires(Permission.SEE_AUDIT)
def entry(request: PersonRequest, sequence: int) -> HttpResponse:
    """One deed: every row it touched, each value before and after, and its links in the chain."""
    partners = _audited(request)
    events = _readable(request, partners)
    newest = get_object_or_404(events, pk=sequence)
    links = list(of_the_same_verb(events, newest)[: ROWS_SHOWN + 1])
    (told, *_) = log_entries(links, partners)
    page = {
        "tabs": settings_tabs(request.user, "settings_audit"),
        "deed": told,
        "rows": rows_of(links[:ROWS_SHOWN]),
        "more": of_the_same_verb(events, newest).count() - ROWS_SHOWN if len(links) > ROWS_SHOWN else 0,
        "links": links[:ROWS_SHOWN],
    }
    return render(request, "history/deed.html", page)


@require_GET
@requires(Permission.SEE_PARTNERSHIP)
def record(request: PersonRequest, kind: str, pk: int, *, partner: Partner) -> HttpResponse:
    """The history of one record of a partnership, in people's words."""
    instance = get_object_or_404(_model_of(kind).objects.visible_to(request.user), partner=partner, pk=pk)
    page = {
        "partner": partner,
        "record": instance,
        "record_url": instance.get_absolute_url() if hasattr(instance, "get_absolute_url") else "",
        "title": title_of(instance),
        "changes": history_of(instance),
    }
    return render(request, "history/record.html", page)


def _audited(request: PersonRequest) -> dict[int, Partner]:
    return Partner.objects.in_which(request.user, Permission.SEE_AUDIT).in_bulk()


def _readable(request: PersonRequest, partners: dict[int, Partner]) -> AuditEventQuerySet:
    return AuditEvent.objects.visible_to(request.user).filter(partner_id__in=partners)


def _model_of(kind: str) -> Any:
    """The model called `kind`, if its rows are read by both sides and have a history. Raises Http404."""
    for history in filter(is_history, apps.get_models()):
        tracked: Any = history.pgh_tracked_model
        if tracked._meta.model_name == kind and tracked.row_access is RowAccess.PARTNER:
            return tracked
    raise Http404
