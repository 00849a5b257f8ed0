from dataclasses import replace

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from dashboards.queries.desk import desk
from dashboards.queries.engagements import contracts_of
from dashboards.queries.first_step import first_step, way_of
from governance.local_day import day_of
from governance.pulse.part import to_answer
from governance.pulse.period import open_until, quarter_now
from partners.access import Permission, can
from partners.first_steps import way_of_administrator
from partners.guards import PersonRequest, signed_in
from partners.models import Partner
from partners.side_requests import requests_to_answer


@signed_in
def show(request: PersonRequest) -> HttpResponse:
    """My desk: what I owe, what is owed to me, what waits for my decision, my next review."""
    now = timezone.now()
    today = day_of(request.user, now)
    if can(request.user, Permission.ADMINISTER) and not can(request.user, Permission.SEE_PARTNERSHIP):
        return render(request, "desk/administrator.html", {"way": way_of_administrator(now=now)})
    asked = requests_to_answer(request.user, now=now)
    found = replace(desk(request.user, today=today), requests=tuple(asked))
    takes_part = Partner.objects.visible_to(request.user).exists()
    context = {
        "desk": found,
        "contracts": contracts_of(request.user, today=today),
        "today": today,
        "takes_part": takes_part,
        "first_step": first_step(request.user, now=now) if found.is_clear else None,
        "way": way_of(request.user, now=now),
        "pulses": to_answer(request.user, now),
        "pulse_until": open_until(quarter_now(now)),
    }
    return render(request, "desk/desk.html", context)
