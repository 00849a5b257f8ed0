"""What was said about a file serves the next one with the same columns: whose, of which kind, and of where."""

from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from dashboards.importing.figures import READINGS
from dashboards.importing.readings_file import ReadingsSheet
from dashboards.importing.records import REMEMBERED, record_import, remembered
from governance.sheets.reading import read_book
from partners.isolation.scope import acting_as
from partners.models import Partner, User
from tests.cast import Cast

pytestmark = pytest.mark.django_db
FILE = "Month,KPI,Value\n2026-09,Calls,7\n"
SAID = {"mark": ",", "partner": 7}


def table(text: str = FILE) -> Any:
    return ReadingsSheet(read_book(text, vocabulary=READINGS)).table


def brought(partner: Partner, by: User, kind: str = "readings", **said: object) -> None:
    facts = {"kind": kind, "batch": uuid4(), "by": by, "now": timezone.now(), "rows": [], "left_out": 0}
    record_import(partner, header=table().header, said={**SAID, **said}, **facts)


def known(
    by: User, kind: str = "readings", partner: Partner | None = None, text: str = FILE
) -> dict[str, Any]:
    return remembered(kind, table(text), by=by, partner=partner)


def test_what_somebody_else_said_of_their_file_is_not_said_by_me(cast: Cast) -> None:
    with acting_as(cast.manager):
        brought(cast.partner, cast.manager)
        assert known(cast.manager) == {**SAID, "header": 1}
        assert known(cast.lead) == known(cast.partner_sponsor) == {}
        assert known(cast.manager, kind="actions") == {}


def test_of_one_partnership_s_list_it_is_known_to_both_sides_and_nowhere_else(cast: Cast) -> None:
    with acting_as(cast.manager):
        brought(cast.partner, cast.manager, kind="actions")
        assert known(cast.lead, "actions", cast.partner) == {**SAID, "header": 1}
        assert known(cast.manager, "actions", cast.rival) == {}


def test_the_last_file_counts_and_a_month_is_any_month(cast: Cast) -> None:
    with acting_as(cast.manager):
        brought(cast.partner, cast.manager, mark=".")
        brought(cast.partner, cast.manager)
        assert known(cast.manager)["mark"] == ","
        assert known(cast.manager, text="Month,KPI,Amount\n2026-09,Calls,7\n") == {}
        assert known(cast.manager, text="Calls by month,,\nMonth,KPI,Value\n2026-09,Calls,7\n")["header"] == 2


def test_what_holds_for_one_file_alone_is_not_remembered(cast: Cast) -> None:
    with acting_as(cast.manager):
        brought(cast.partner, cast.manager, left=[2], rows={"3": {}}, year=2026, sheet="First")
        assert set(known(cast.manager)) - {"header"} <= set(REMEMBERED)
        assert known(cast.manager) == {**SAID, "header": 1}
