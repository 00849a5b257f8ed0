"""The history of an earlier release holds once its database is up to date; README.md says what the dumps are."""

import os
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection, transaction
from pytest_django import DjangoDbBlocker

from governance.models import ActionItem, RaciAssignment, RaciVersion
from governance.verbs import add_note
from partners.database.setup import secure_tables
from partners.history.chain import head, verify
from partners.history.tables import history_of_rows
from partners.isolation.scope import SYSTEM, entered
from partners.models import AuditEvent, User
from tests.reviews.scene import EARLIER
from tests.templates import copied, upgraded

HERE = Path(__file__).parent
WHOLE = os.environ.get("FAULTS") == "whole"
DUMPS = sorted(HERE.glob("*.sql.gz")) if WHOLE else [HERE / "lived.sql.gz"]
"""To bring an old release up to date in one go takes a minute; `lived` has links of all of them."""


@pytest.fixture(scope="module", params=DUMPS, ids=lambda dump: dump.name.partition(".")[0])
def release(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[str]:
    """The connection leads, as the owner, to a database that an earlier release left and this one has upgraded."""
    with django_db_blocker.unblock(), copied(upgraded(request.param)):
        secure_tables(sender=[config for config in apps.get_app_configs() if config.models_module][-1])
        yield request.param.name.partition(".")[0]


@pytest.fixture
def owner(release: str) -> Iterator[Callable[[str], None]]:
    """Runs SQL as the owner, with the guards of the tables it is about switched off; taken back afterwards."""
    with transaction.atomic(), connection.cursor() as cursor:
        for table in ("governance_forumevent", "partners_outgoingmailevent", "governance_actionitemevent"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        yield cursor.execute
        transaction.set_rollback(True)


def links_of(problems: list[str]) -> list[str]:
    return [problem for problem in problems if problem.startswith("Link")]


def test_an_untouched_history_holds(release: str) -> None:
    assert head().sequence > 90
    assert verify() == []


def test_what_this_release_writes_joins_the_same_chain(release: str) -> None:
    with transaction.atomic():
        with entered(SYSTEM):
            item = ActionItem.objects.filter(state="open").first()
            assert item is not None
            person = User.objects.get(pk=item.owner_id)
            add_note(item, text="Written after the upgrade.", by=person, now=EARLIER)
            connection.check_constraints()
        newest = AuditEvent.objects.select_related("shape").first()
        assert newest is not None
        assert newest.shape is not None
        assert newest.table_name == newest.shape.table_name == "governance_actionnoteevent"
        assert verify() == []
        transaction.set_rollback(True)


def test_what_both_sides_agreed_to_is_the_first_version_of_its_grid(release: str) -> None:
    if release != "lived":
        return
    with entered(SYSTEM):
        versions = {version.matrix.title: version for version in RaciVersion.objects.all()}
        agreed, proposed = versions["Month end"], versions["Nights"]
        assert (agreed.number, agreed.state, agreed.side, agreed.answered_side) == (
            1, "agreed", "theirs", "ours",
        )  # fmt: skip
        assert (agreed.on, agreed.answered_on) == (date(2026, 11, 9), date(2026, 11, 10))
        assert (proposed.number, proposed.state, proposed.side) == (None, "proposed", "theirs")
        for version in (agreed, proposed):
            lines = list(version.lines.prefetch_related("letters__person"))
            assert {line.row for line in lines} == {line.row for line in version.matrix.activities.all()}
            said = {
                (line.title, letter.letter, letter.person.email)
                for line in lines
                for letter in line.letters.all()
            }
            assert said == {(title, "A", "jonas.stein@example.com") for title in ("Close", "Report")}
        in_force = RaciAssignment.objects.filter(activity__matrix__state="agreed").values_list(
            "in_force", flat=True
        )
        drafted = RaciAssignment.objects.filter(activity__matrix__state="draft").values_list(
            "in_force", flat=True
        )
        assert (set(in_force), set(drafted)) == ({True}, {False})


def test_what_was_withdrawn_without_its_moment_has_it_from_its_history(release: str) -> None:
    """It is told as what it is, a change of the upgrade's; and counts as it was said, not as it was first mended."""
    if release != "lived":
        return
    with entered(SYSTEM):
        item = ActionItem.objects.get(title="A slip of the tongue")
        newest, before = (
            history_of_rows(ActionItem)._base_manager.filter(pgh_obj_id=item.pk).order_by("-pgh_id")[:2]
        )
    assert (item.closed_at, item.closed_on) == (datetime(2026, 11, 10, 20, tzinfo=UTC), date(2026, 11, 11))
    assert (newest.closed_at, newest.closed_on) == (item.closed_at, item.closed_on)
    assert (newest.pgh_context["verb"], newest.pgh_context["person"]) == ("mend_upgrade", None)
    assert (before.closed_at, before.pgh_context["verb"]) == (None, "undo")


# What was added after the links were made, or was empty when they were: nothing of it is free to be filled in.
TAMPERING = {
    "a column that came later": "UPDATE partners_outgoingmailevent SET concerns = '[1]' WHERE pgh_id = 1",
    "one of three that came later": "UPDATE governance_forumevent SET weekly_list_on = 3 WHERE pgh_id = 1",
    "emptied": "UPDATE governance_forumevent SET weekly_list_on = NULL WHERE pgh_id = 1",
    "what was empty": "UPDATE governance_actionitemevent SET closed_at = now() WHERE pgh_id = 1",
    "what was there": "UPDATE governance_actionitemevent SET title = 'Other' WHERE pgh_id = 1",
}


@pytest.mark.parametrize("statement", TAMPERING.values(), ids=TAMPERING.keys())
def test_tampering_with_what_an_early_release_wrote_is_found(
    owner: Callable[[str], None], statement: str
) -> None:
    owner(statement)
    assert len(links_of(verify())) == 1
