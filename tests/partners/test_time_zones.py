from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse
from django.template import Context, Template
from django.test import RequestFactory

from partners.access import Permission
from partners.guards import requires
from partners.isolation.scope import SYSTEM, entered
from partners.models import User
from partners.time_zones import zone_named
from tests.cast import Cast


@requires(Permission.SEE_PARTNERSHIP)
def clock(request: HttpRequest) -> HttpResponse:
    two_in_berlin = datetime(2026, 11, 23, 13, tzinfo=UTC)
    return HttpResponse(Template("{{ at|date:'H:i' }}").render(Context({"at": two_in_berlin})))


def read_by(person: User) -> str:
    request = RequestFactory().get("/")
    request.user = person
    return clock(request).content.decode()


def test_an_hour_is_read_where_one_lives(cast: Cast) -> None:
    with entered(SYSTEM):
        User.objects.filter(pk=cast.cio.pk).update(time_zone="Europe/Berlin")
        User.objects.filter(pk=cast.lead.pk).update(time_zone="Asia/Kolkata")
    assert read_by(User.objects.get(pk=cast.cio.pk)) == "14:00"
    assert read_by(User.objects.get(pk=cast.lead.pk)) == "18:30"


def test_a_zone_that_no_longer_exists_is_read_as_the_installations_own() -> None:
    assert zone_named("Mars/Olympus") == zone_named("")
