import ast
import re
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
from tests.product import FOLDERS, ROOT

AS_IT_IS = {
    ("config/management/commands/backup.py", "found.last.started_at"): "it says UTC beside it",
    ("reviews/agenda/invitations.py", "starts_at"): "a name for the moment in the person's own time",
    ("reviews/models/reviews.py", "self.starts_at"): "a name for those who look into the database",
}
"""Where an instant is written as a day without asking whose day it is, and why it may be."""
_INSTANT = re.compile(r"\w_at$")


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


def test_a_zone_that_is_no_name_is_read_so_as_well() -> None:
    for name in ("/etc/passwd", "../UTC", "a\0b", "Europe/"):
        assert zone_named(name) == zone_named("")


def test_an_instant_becomes_a_day_where_somebody_lives() -> None:
    """By localdate, localtime, day_of or astimezone: an instant written as it is says the day in Greenwich."""
    found = {
        (str(path.relative_to(ROOT)), said)
        for folder in FOLDERS
        for path in (ROOT / folder).rglob("*.py")
        if "migrations" not in path.parts
        for node in ast.walk(ast.parse(path.read_text()))
        if (said := _instant_as_it_is(node))
    }
    assert found == set(AS_IT_IS)


def _instant_as_it_is(node: ast.AST) -> str:
    """The instant that a piece of code writes as a day, or asks for its day; else nothing."""
    if isinstance(node, ast.FormattedValue) and node.format_spec and "%" in ast.unparse(node.format_spec):
        said = ast.unparse(node.value)
    elif isinstance(node, ast.Call) and getattr(node.func, "attr", "") in ("date", "strftime"):
        said = ast.unparse(node.func.value)  # type: ignore[attr-defined]
    else:
        return ""
    return said if _INSTANT.search(said) else ""
