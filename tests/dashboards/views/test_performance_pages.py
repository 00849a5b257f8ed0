"""Figures on the pages: trends with their holes, what is off target, and one's word about a reading."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from dashboards.attention import counted
from dashboards.models import Indicator, Reading
from dashboards.queries.performance import asking, performance
from dashboards.queries.standings import last_standings
from dashboards.verbs import record_reading
from partners.isolation.scope import acting_as
from partners.models import User
from tests.cast import Cast

SignedIn = Callable[[User], Client]
PAGE = "/partnerships/meridian/performance/"
TODAY = date(2026, 11, 23)
FORM = {
    "name": "Close runtime",
    "unit": "hours",
    "direction": "lower",
    "target": "5",
    "amber": "6,5",
    "kind": "kpi",
}


@pytest.fixture
def indicator(cast: Cast) -> Indicator:
    with acting_as(cast.lead):
        return Indicator.objects.create(
            partner=cast.partner, name="Availability", unit="percent", target=Decimal(99), amber=Decimal(98)
        )


def read(indicator: Indicator, by: User, month: date, value: str) -> Reading:
    return Reading.objects.create(
        partner_id=indicator.partner_id,
        indicator=indicator,
        month=month,
        value=Decimal(value),
        recorded_by=by,
        recorded_at=timezone.now(),
    )


def test_a_month_without_a_reading_is_a_hole(cast: Cast, indicator: Indicator) -> None:
    with acting_as(cast.lead):
        for month in (7, 8, 10):
            read(indicator, cast.lead, date(2026, month, 1), "99.5")
        (found,) = performance([cast.partner], today=TODAY)
    assert list(found.measured[0].trend.holes()) == [(date(2026, 9, 1), date(2026, 9, 1))]
    assert found.as_of == date(2026, 10, 1)


def test_an_indicator_silent_while_others_speak_is_missing(cast: Cast, indicator: Indicator) -> None:
    with acting_as(cast.lead):
        other = Indicator.objects.create(partner=cast.partner, name="Restore test")
        read(indicator, cast.lead, date(2026, 10, 1), "99.5")
        read(other, cast.lead, date(2026, 7, 1), "1")
        (found,) = performance([cast.partner], today=TODAY)
    assert found.measured[1].missing == "no reading for 3 months"
    assert found.measured[1].standing.word == "missing"


def test_old_figures_are_judged_by_their_last_month_and_called_old(cast: Cast, indicator: Indicator) -> None:
    with acting_as(cast.lead):
        read(indicator, cast.lead, date(2024, 11, 1), "97")
        (found,) = performance([cast.partner], today=TODAY)
    assert found.measured[0].standing.word == "off target"
    assert found.is_stale(TODAY)


def test_the_month_that_runs_is_not_judged_yet(cast: Cast, indicator: Indicator) -> None:
    with acting_as(cast.lead):
        read(indicator, cast.lead, date(2026, 10, 1), "99.5")
        read(indicator, cast.lead, date(2026, 11, 1), "12")
        (found,) = performance([cast.partner], today=TODAY)
    assert found.measured[0].standing.word == "on target"


def test_the_sentence_on_top_tells_what_is_off_from_what_is_closing_in(cast: Cast) -> None:
    with acting_as(cast.lead):
        for name, amber in (("Availability", None), ("Restore test", 90)):
            each = Indicator.objects.create(partner=cast.partner, name=name, target=95, amber=amber)
            read(each, cast.lead, date(2026, 10, 1), "91")
        found = asking([cast.partner], today=TODAY, everyone=False)
    assert "".join(text for text, _ in found.sentence) == "1 of 2 figures is off target, 1 closing in."


CASES = [
    (direction, target, amber, value)
    for direction in ("higher", "lower", "none")
    for target in ((None, 95) if direction != "none" else (None,))
    for amber in ((None, 90, 95, 99) if target else (None,))
    for value in (80, 90, 92, 95, 97, 99, 100, None)
]


def test_the_portfolio_counts_as_the_partnership_judges(cast: Cast) -> None:
    with acting_as(cast.lead):
        for number, (direction, target, amber, value) in enumerate(CASES):
            indicator = Indicator.objects.create(
                partner=cast.partner, name=f"Case {number}", direction=direction, target=target, amber=amber
            )
            read(indicator, cast.lead, date(2026, 9, 1), "91")
            if value is not None:
                read(indicator, cast.lead, date(2026, 10, 1), str(value))
        Indicator.objects.create(partner=cast.partner, name="Never read", target=Decimal(1))
        (found,) = performance([cast.partner], today=TODAY)
        counts = last_standings([cast.partner], today=TODAY)[cast.partner.pk]
    assert counts == counted(measured.standing for measured in found.measured)


def test_an_indicator_is_defined_measured_and_retired(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.lead)
    answer = client.post(f"{PAGE}new/", FORM)
    assert answer.status_code == 302
    answer = client.post(f"{answer['Location']}readings/", {"month": "2026-09", "value": "6,4"}, follow=True)
    shown = answer.content.decode()
    assert "6.4 h" in shown
    assert "closing in" in shown
    with acting_as(cast.lead):
        indicator = Indicator.objects.get(name="Close runtime")
    client.post(f"{PAGE}{indicator.pk}/retirement/", follow=True)
    assert "Close runtime" not in client.get(PAGE).content.decode()


def test_a_target_without_a_direction_keeps_what_was_typed(cast: Cast, signed_in: SignedIn) -> None:
    answer = signed_in(cast.lead).post(f"{PAGE}new/", FORM | {"direction": "none"})
    assert answer.status_code == 422
    assert "Close runtime" in answer.content.decode()
    assert "Say which way is better" in answer.content.decode()


def test_a_reading_of_next_month_is_refused_at_its_field(cast: Cast, indicator, signed_in: SignedIn) -> None:
    soon = timezone.localdate() + timedelta(days=40)
    answer = signed_in(cast.lead).post(
        f"{PAGE}{indicator.pk}/readings/", {"month": f"{soon:%Y-%m}", "value": "99"}
    )
    assert answer.status_code == 422
    assert "has not begun" in answer.content.decode()


@pytest.mark.parametrize("one, other", [("manager", "lead"), ("lead", "manager")])
def test_the_other_side_disputes_a_reading(
    cast: Cast, indicator: Indicator, signed_in: SignedIn, one: str, other: str
) -> None:
    recorder, reader = getattr(cast, one), getattr(cast, other)
    with acting_as(recorder):
        reading = record_reading(
            indicator, month=date(2026, 9, 1), value=Decimal("97.125"), by=recorder, now=timezone.now()
        )
    address = f"{PAGE}{indicator.pk}/readings/{reading.pk}/"
    assert "97.125%" in signed_in(reader).get(f"{address}dispute/").content.decode()
    assert signed_in(reader).post(f"{address}dispute/", {"words": ""}).status_code == 422
    assert signed_in(reader).post(f"{address}dispute/", {"words": "Our log says 99"}).status_code == 302
    assert "Our log says 99" in signed_in(recorder).get(f"{PAGE}{indicator.pk}/").content.decode()
    assert signed_in(recorder).post(f"{address}acceptance/").status_code == 422
    assert signed_in(reader).post(f"{address}acceptance/").status_code == 302


def test_an_observer_reads_and_changes_nothing(cast: Cast, indicator: Indicator, signed_in: SignedIn) -> None:
    client = signed_in(cast.observer)
    assert client.get(f"{PAGE}{indicator.pk}/").status_code == 200
    for path in ("new/", f"{indicator.pk}/edit/"):
        assert client.get(f"{PAGE}{path}").status_code == 403
    for path in (f"{indicator.pk}/readings/", f"{indicator.pk}/retirement/"):
        assert client.post(f"{PAGE}{path}").status_code == 403


def test_another_partnership_s_indicator_is_not_found(
    cast: Cast, indicator: Indicator, signed_in: SignedIn
) -> None:
    assert signed_in(cast.cio).get(f"/partnerships/halden/performance/{indicator.pk}/").status_code == 404
    assert signed_in(cast.rival_lead).get(f"{PAGE}{indicator.pk}/").status_code == 404


def test_across_partnerships_only_what_asks_for_a_look_is_listed(
    cast: Cast, indicator: Indicator, signed_in: SignedIn
) -> None:
    with acting_as(cast.lead):
        fine = Indicator.objects.create(partner=cast.partner, name="Changes rolled back", target=Decimal(1))
        read(indicator, cast.lead, date(2026, 9, 1), "90")
        read(fine, cast.lead, date(2026, 9, 1), "2")
    client = signed_in(cast.lead)
    assert "Changes rolled back" not in client.get("/performance/").content.decode()
    assert "Availability" in client.get("/performance/").content.decode()
    assert "Changes rolled back" in client.get("/performance/?show=all").content.decode()


@pytest.mark.usefixtures("drawn_from")
def test_an_indicator_is_edited_as_it_stands(cast: Cast, indicator: Indicator, signed_in: SignedIn) -> None:
    with acting_as(cast.lead):
        Indicator.objects.filter(pk=indicator.pk).update(
            kind="sla", source="The log", target="99.5000", amber=90
        )
    client, address = signed_in(cast.lead), f"{PAGE}{indicator.pk}/edit/"
    form = client.get(address).context["form"]
    shown = {name: form[name].value() for name in form.fields}
    assert shown == {
        "name": "Availability", "unit": "percent", "direction": "higher", "target": "99.5", "amber": "90",
        "kind": "sla", "outcome": None, "source": "The log",
    }  # fmt: skip
    answer = client.post(address, shown | {"outcome": "", "amber": "97,5", "source": " The other log "})
    assert answer.headers["Location"] == f"{PAGE}{indicator.pk}/"
    with acting_as(cast.lead):
        indicator.refresh_from_db()
    assert (indicator.amber, indicator.target, indicator.source) == (
        Decimal("97.5"), Decimal("99.5"), "The other log",
    )  # fmt: skip
    assert "The indicator is saved." in client.get(f"{PAGE}{indicator.pk}/").content.decode()


@pytest.mark.parametrize(
    ("typed", "field"), [({"amber": "100"}, "amber"), ({"unit": "hours"}, "unit"), ({"name": ""}, "name")]
)
@pytest.mark.usefixtures("drawn_from")
def test_an_edit_that_is_refused_says_so_at_its_field_and_keeps_what_was_typed(
    cast: Cast, indicator: Indicator, signed_in: SignedIn, typed: dict[str, str], field: str
) -> None:
    with acting_as(cast.lead):
        read(indicator, cast.lead, date(2026, 9, 1), "99")
    usual = {
        "name": "Uptime",
        "unit": "percent",
        "direction": "higher",
        "target": "99",
        "amber": "98",
        "kind": "kpi",
    }
    answer = signed_in(cast.lead).post(f"{PAGE}{indicator.pk}/edit/", usual | typed)
    assert answer.status_code == 422
    form = answer.context["form"]
    assert list(form.errors) == [field]
    assert {name: form[name].value() for name in usual} == usual | typed
    assert answer.context["indicator"].name == "Availability"
    with acting_as(cast.lead):
        indicator.refresh_from_db()
    assert (indicator.name, indicator.unit, indicator.amber) == ("Availability", "percent", Decimal(98))
