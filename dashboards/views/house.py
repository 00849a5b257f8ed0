from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from dashboards.queries.house import our_house
from governance.today import day_of
from partners.access import Permission
from partners.routes import PersonRequest, requires


@requires(Permission.SEE_PARTNERSHIP)
def show(request: PersonRequest) -> HttpResponse:
    """What one's own side owes, to whom, in which function, and where it sticks."""
    today = day_of(request.user, timezone.now())
    context = {"house": our_house(request.user, today=today), "today": today}
    return render(request, "dashboards/our_house.html", context)
