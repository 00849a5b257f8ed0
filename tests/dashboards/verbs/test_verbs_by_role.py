"""Every verb about how a partnership performs × every part on both sides, asked of the verb itself; and its locks."""

import inspect
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest

from dashboards import verbs as actions
from dashboards.importing.people_sheet import PEOPLE, PeopleSheet
from dashboards.importing.reading_rows import ReadingRow
from dashboards.importing.readings_file import ReadingsFile
from dashboards.marks import Marks
from dashboards.models import Indicator, Reading, SheetImport
from governance.sheets.reading import read_book
from governance.sheets.sides import Sides
from partners.isolation.scope import SYSTEM, entered
from partners.models import Side, User
from tests.cast import Cast
from tests.governance.scene import NOW
from tests.ground import laid
from tests.verb_table import Row, everybody, rows, tried

_TABLE = """
define_indicator       cmsMS  ·  ·
edit_indicator         cmsMS  ·  indicator
set_targets            cmsMS  ·  indicator
retire_indicator       cmsMS  ·  indicator
record_reading         cmsMS  ·  reading
accept_reading/ours    cmsMS  ·  reading
accept_reading/theirs  cmsMS  ·  reading
accept_reading/of_ours_disputed MS    ·  reading
accept_reading/of_theirs_disputed  cms  ·  reading
dispute_reading/ours   MS     ·  reading
dispute_reading/theirs cms    ·  reading
import_readings        cmsMS  ·  ·
import_tracker         cmsMS  ·  partner
import_people          cmsMS  ·  invitation,partner
take_back_import/ours  cms    ·  sheetimport
take_back_import/theirs MS    ·  sheetimport
"""
TABLE = {row.verb: row for row in rows(_TABLE)}
OCTOBER = date(2026, 10, 1)


def test_every_verb_stands_in_the_table() -> None:
    verbs = {name for name in actions.__all__ if inspect.isfunction(getattr(actions, name))}
    assert {verb.partition("/")[0] for verb in TABLE} == verbs


@laid
def people(cast: Cast) -> dict[str, User]:
    return everybody(cast)


@pytest.mark.parametrize("row", TABLE.values(), ids=TABLE)
def test_the_verb_itself_lets_through_whom_the_table_names_and_nobody_else(
    cast: Cast, people: dict[str, User], row: Row
) -> None:
    verb, _, about = row.verb.partition("/")
    with entered(SYSTEM):
        subject, said = getattr(Deeds(cast), verb)(about)

    def act(by: User) -> object:
        fresh = [
            type(each)._base_manager.get(pk=each.pk) if hasattr(each, "pk") else each for each in subject
        ]
        return getattr(actions, verb)(*fresh, **said, by=by, now=NOW)

    assert tried(row.verb, people, act) == row


class Deeds:
    """What each verb is tried with; behind the stroke stands the side that recorded the reading."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.indicator: Callable[[], Indicator] = lambda: Indicator.objects.create(
            partner=cast.partner, name="Close runtime", unit="hours", direction="lower"
        )

    def _reading(self, about: str) -> Reading:
        by = self.cast.lead if "theirs" in about else self.cast.manager
        return Reading.objects.create(
            partner=self.cast.partner,
            indicator=self.indicator(),
            month=OCTOBER,
            value=6,
            recorded_by=by,
            recorded_at=NOW,
            **({"state": "disputed", "dispute": "No"} if "disputed" in about else {}),
        )

    def define_indicator(self, about: str) -> Any:
        return (self.cast.partner,), {"name": "Tickets", "unit": "", "direction": "lower"}

    def edit_indicator(self, about: str) -> Any:
        return (self.indicator(),), {"name": "Tickets"}

    def set_targets(self, about: str) -> Any:
        indicator = self.indicator()
        marks = (Marks.of(indicator), Marks("lower", Decimal(4), None))
        return (self.cast.partner,), {"marks": {indicator.pk: marks}}

    def retire_indicator(self, about: str) -> Any:
        return (self.indicator(),), {}

    def record_reading(self, about: str) -> Any:
        return (self.indicator(),), {"month": OCTOBER, "value": Decimal(6)}

    def accept_reading(self, about: str) -> Any:
        return (self._reading(about),), {}

    def dispute_reading(self, about: str) -> Any:
        return (self._reading(about),), {"words": "It was seven."}

    def import_readings(self, about: str) -> Any:
        indicator = self.indicator()
        row = ReadingRow(
            line=2,
            partner=self.cast.partner.name,
            partner_code="",
            kpi=indicator.name,
            period=OCTOBER,
            value=Decimal(6),
            unit="hours",
            direction="lower",
        )
        return (ReadingsFile((row,), ()),), {}

    def import_tracker(self, about: str) -> Any:
        return (self.cast.partner, ()), {}

    def import_people(self, about: str) -> Any:
        sheet = PeopleSheet(
            read_book("Name,E-mail\nNoor,noor@example.com", "", PEOPLE),
            {},
            self.cast.partner,
            Side.OURS,
            Sides(),
            (),
            (),
        )
        return (self.cast.partner, sheet), {}

    def take_back_import(self, about: str) -> Any:
        by = self.cast.lead if about == "theirs" else self.cast.manager
        return (self.sheet_import(by),), {}

    def sheet_import(self, by: User) -> SheetImport:
        return SheetImport.objects.create(
            partner=self.cast.partner, kind="readings", batch=uuid4(), imported_by=by, imported_at=NOW
        )
