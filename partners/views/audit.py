from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from itertools import groupby

from django.apps import apps
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_GET

from partners.access import Permission
from partners.history_tables import is_history
from partners.models import AuditEvent, Partner, User
from partners.models.history import AuditEventQuerySet
from partners.routes import PersonRequest, requires
from partners.verb_words import in_words
from partners.views.places import settings_tabs

_SHOWN = 100


@dataclass(frozen=True)
class Line:
    """What one verb did, as people read it; `sequence` is the number of its newest link."""

    sequence: int
    at: datetime
    person: User | None
    words: str
    what: str
    partner: Partner | None


@require_GET
@requires(Permission.SEE_AUDIT)
def audit(request: PersonRequest) -> HttpResponse:
    """Who changed what, newest first, in the partnerships whose history one may read."""
    partners = Partner.objects.in_which(request.user, Permission.SEE_AUDIT).in_bulk()
    events = AuditEvent.objects.visible_to(request.user).filter(partner_id__in=partners)
    asked = {name: request.GET.get(name, "") for name in ("partner", "person", "verb")}
    events = _narrowed(events, asked, partners)
    before = request.GET.get("before", "")
    if before.isdecimal():
        events = events.filter(sequence__lt=int(before))
    shown = list(events[: _SHOWN + 1])
    page = {
        "tabs": settings_tabs(request.user, "settings_audit"),
        "lines": list(_lines(shown[:_SHOWN], partners)),
        "partners": partners.values(),
        "people": User.objects.visible_to(request.user),
        "asked": asked,
        "older_url": _older(asked, shown) if len(shown) > _SHOWN else "",
        "newer_url": f"?{urlencode(asked)}" if before else "",
    }
    return render(request, "partners/audit.html", page)


def _narrowed(
    events: AuditEventQuerySet, asked: dict[str, str], partners: dict[int, Partner]
) -> AuditEventQuerySet:
    chosen = [pk for pk, partner in partners.items() if partner.slug == asked["partner"]]
    if asked["partner"]:
        events = events.filter(partner_id__in=chosen)
    if asked["person"].isdecimal():
        events = events.filter(person_id=int(asked["person"]))
    if asked["verb"]:
        events = events.filter(verb=asked["verb"])
    return events


def _older(asked: dict[str, str], shown: list[AuditEvent]) -> str:
    return "?" + urlencode({**asked, "before": str(shown[_SHOWN - 1].sequence)})


def _lines(events: list[AuditEvent], partners: dict[int, Partner]) -> Iterator[Line]:
    people = User.objects.in_bulk({event.person_id for event in events} - {None})
    for _, together in groupby(events, key=_deed):
        deeds = list(together)
        newest = deeds[0]
        yield Line(
            newest.sequence,
            newest.happened_at,
            people.get(newest.person_id or 0),
            in_words(newest.verb, newest.operation),
            _counted(deeds),
            partners.get(newest.partner_id or 0),
        )


def _deed(event: AuditEvent) -> tuple[object, ...]:
    """Events alike in this came of one verb and are read as one line."""
    return event.happened_at, event.person_id, event.verb, event.partner_id, event.verb or event.sequence


def _counted(events: list[AuditEvent]) -> str:
    kinds = Counter(kinds_of_rows().get(event.table_name, event.table_name) for event in events)
    return ", ".join(kind if count == 1 else f"{kind} × {count}" for kind, count in kinds.items())


@cache
def kinds_of_rows() -> dict[str, str]:
    """The name of a history table → what its rows are, in words."""
    return {
        model._meta.db_table: str(model.pgh_tracked_model._meta.verbose_name)
        for model in apps.get_models()
        if is_history(model)
    }
