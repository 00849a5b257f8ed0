"""Outcomes go out as the partnership's page lists them."""

import io
from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from governance.models import CheckIn, OutcomeIntent, ValueClaim
from governance.sheets.keys import read_key
from partners.isolation.scope import SYSTEM, entered
from partners.models import User
from tests.cast import Cast
from tests.governance.scene import in_days

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]
THERE = "/partnerships/meridian/outcomes/export.xlsx"


@pytest.fixture
def intent(cast: Cast) -> OutcomeIntent:
    """An outcome with two check-ins, and one that is retired."""
    with entered(SYSTEM):
        intent = OutcomeIntent.objects.create(
            partner=cast.partner,
            statement="Close in two days",
            target="Two days",
            state="agreed",
            health="at_risk",
            progress=40,
            due_on=in_days(200),
            sponsor=cast.cio,
            owner_ours=cast.manager,
            owner_theirs=cast.lead,
            next_check_in_on=in_days(12),
            granted_months=9,
            business_function="Finance",
            business_owner=cast.reader,
            value_expected="Two evenings",
        )
        for number, words in enumerate(("None yet", "One evening")):
            said = {"words": words, "by": cast.lead, "side": "theirs", "on": in_days(number - 9)}
            answer = {"verdict": "part", "answered_by": cast.reader, "answered_on": in_days(-1)}
            ValueClaim.objects.create(
                partner=cast.partner, outcome=intent, state="answered", **said, **answer
            )
        for day, words in ((-20, "Begun."), (-3, "A supplier is late.")):
            CheckIn.objects.create(
                partner=cast.partner,
                outcome=intent,
                on=in_days(day),
                health="at_risk",
                confidence="not_sure",
                words=words,
                by=cast.lead,
            )
        OutcomeIntent.objects.create(partner=cast.partner, statement="Given up", target="–", state="retired")
    return intent


@pytest.mark.parametrize("who", ["manager", "lead", "observer"])
def test_a_line_says_how_it_stands(cast: Cast, signed_in: SignedIn, intent: OutcomeIntent, who: str) -> None:
    content = signed_in(getattr(cast, who)).get(THERE).getvalue()
    header, *rows = (
        CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name("Outcomes").to_python()
    )
    (line,) = [dict(zip(header, row, strict=True)) for row in rows]
    assert read_key(line["Tandem"]) == (OutcomeIntent, intent.pk)
    assert (line["Outcome"], line["Status"], line["Health"]) == ("Close in two days", "agreed", "at risk")
    assert (line["Progress in percent"], line["Months granted"], line["Months asked"]) == (40.0, 9.0, "")
    assert (line["Due"], line["Sponsor"], line["Business function"]) == (
        in_days(200),
        "Anand Kulkarni",
        "Finance",
    )
    assert (line["Last check-in"], line["What it said"]) == (in_days(-3), "A supplier is late.")
    assert type(line["Due"]) is date
    assert (line["Owner at the enterprise"], line["Owner at the partner"]) == ("Priya Raman", "Jonas Stein")
    worth = (line["Worth, as expected"], line["Has brought"], line["Its business owner says"])
    assert worth == ("Two evenings", "One evening", "part of it is there")
    assert (line["How sure"], line["Next check-in"]) == ("not sure", in_days(12))


def test_the_partnership_s_page_leads_there(cast: Cast, signed_in: SignedIn, intent: OutcomeIntent) -> None:
    html = signed_in(cast.lead).get("/partnerships/meridian/").content.decode()
    assert f'href="{THERE}"' in html
    assert "Export this one" in html
