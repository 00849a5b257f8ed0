"""A number in a sentence is the one that rules: where the rule is another, so is the sentence."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.test import Client
from pytest_django.fixtures import Settings

from dashboards.forms import MOST_MB
from dashboards.importing import drafts
from dashboards.models import Indicator
from dashboards.verbs import indicators
from dashboards.views import counting, sheets
from governance.calendar.dates.understanding import FURTHEST_YEARS
from governance.reminders import views as reminders_views
from governance.reminders.plan import LISTED_DAYS
from governance.wording import within_reach
from partners.isolation.scope import acting_as
from partners.models import User
from partners.numbers import counted, lasting
from partners.verb import Refused
from tests.cast import Cast
from tests.governance.scene import NOW, TODAY

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]


def page(client: Client, path: str) -> str:
    return client.get(path).content.decode()


def test_the_list_of_the_week_says_how_far_it_reaches(
    cast: Cast, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, there = signed_in(cast.lead), "/partnerships/meridian/reminders/"
    assert f"falls due within {counted(LISTED_DAYS, 'day')}" in page(client, there)
    monkeypatch.setattr(reminders_views, "LISTED_DAYS", 3)
    assert "falls due within three days" in page(client, there)


def test_how_many_covers_a_quarter_has_is_said_where_it_is_explained(
    cast: Cast, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = signed_in(cast.lead)
    assert "a quarter has two covers at most" in page(client, "/how-it-is-counted/")
    monkeypatch.setattr(counting, "COVERS_A_QUARTER", 1)
    assert "a quarter has one cover at most" in page(client, "/how-it-is-counted/")


@pytest.mark.parametrize("path", ["/import/readings/", "/partnerships/meridian/import/tracker/"])
def test_a_page_that_takes_a_file_says_how_large_it_may_be(
    cast: Cast, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    client = signed_in(cast.manager)
    assert f"up to {MOST_MB} MB" in page(client, path)
    monkeypatch.setattr(sheets, "MOST_MB", 3)
    assert "up to 3 MB" in page(client, path)


def test_what_is_too_large_is_told_how_much_is_not(client: Client, settings: Settings) -> None:
    settings.MOST_REQUEST_BYTES = 3 << 20
    answer = client.post("/accounts/login/", {"login": "x" * (4 << 20)})
    assert (answer.status_code, "carries up to 3 MB" in answer.content.decode()) == (413, True)


def test_of_many_complaints_as_many_are_shown_as_the_page_says() -> None:
    complaints = [(f"Wrong {line}.", [line]) for line in (1, 2, 3)]
    facts = {"complaints": complaints, "count": 3, "what": "row", "named": 12}
    for most, said in ((2, True), (3, False)):
        shown = render_to_string("imports/_complaints.html", {**facts, "shown": most})
        assert (shown.count("Wrong"), f"first {most}" in shown) == (most, said)


def test_of_many_lines_as_many_are_named_as_fit() -> None:
    facts = {"complaints": [("Wrong.", [1, 2, 3])], "count": 3, "what": "row", "shown": 9}
    for named, said in ((2, True), (3, False)):
        shown = render_to_string("imports/_complaints.html", {**facts, "named": named})
        assert ("(3 lines)" in shown) is said


def test_a_password_is_asked_for_as_long_as_it_must_be(client: Client) -> None:
    (least,) = (
        each["OPTIONS"]["min_length"]
        for each in settings.AUTH_PASSWORD_VALIDATORS
        if each["NAME"].endswith("MinimumLengthValidator")
    )
    shown = render_to_string("account/password_reset_from_key.html", {"action_url": "/"})
    assert f"At least {least} characters." in shown


def test_a_day_too_far_off_is_refused_by_as_many_years_as_are_read() -> None:
    within_reach(TODAY + timedelta(days=FURTHEST_YEARS * 365), today=TODAY, field="due_on")
    with pytest.raises(Refused, match=f"more than {counted(FURTHEST_YEARS, 'year')} away"):
        within_reach(TODAY + timedelta(days=FURTHEST_YEARS * 366), today=TODAY, field="due_on")


def test_a_name_too_long_is_told_how_long_it_may_be(cast: Cast) -> None:
    facts = {"direction": "higher", "kind": "kpi", "target": None}
    for field, words in (("name", "Name it in at most"), ("unit", "Give the unit in at most")):
        longest = Indicator._meta.get_field(field).max_length
        with acting_as(cast.manager), pytest.raises(Refused, match=f"{words} {longest} characters"):
            said = {"name": "Runs", "unit": "", **facts, field: "x" * (longest + 1)}
            indicators.define_indicator(cast.partner, **said, by=cast.manager, now=NOW)


def test_a_file_that_is_gone_says_how_long_one_is_kept() -> None:
    assert lasting(drafts.KEPT_FOR) in drafts.GONE
