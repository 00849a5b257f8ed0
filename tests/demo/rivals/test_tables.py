"""The wall in the database itself, table by table: whatever a view forgets, nothing of a rival is read or written."""

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection, models, transaction
from django.db.utils import DatabaseError, ProgrammingError

from partners.database import condition_of
from partners.history_tables import is_history
from partners.models import AuditEvent, Partner
from partners.ownership import WithPartner
from partners.scope import SYSTEM, acting_as, entered
from tests.demo.rivals.places import HALDEN, World

pytestmark = pytest.mark.django_db
OURS = ("partners", "governance", "dashboards", "reviews")
MODELS = [model for label in OURS for model in apps.get_app_config(label).get_models()]
OWNED = [model for model in MODELS if issubclass(model, WithPartner) and not is_history(model)]
HISTORIES = [
    model
    for model in MODELS
    if is_history(model) and any(field.attname == "partner_id" for field in model._meta.concrete_fields)
]
EMPTY_IN_THE_DEMO = {"ActionNote", "RaciAgreement"}
"""Tables of which the rival of the demo may happen to have no row; the policy is the same sentence for all."""


def named(kinds: list[type[models.Model]]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("model", kinds, ids=[model.__name__ for model in kinds])


def rows_of(model: type[models.Model], partner: Partner) -> int:
    return model._base_manager.filter(partner_id=partner.pk).count()


@pytest.fixture
def rival() -> Partner:
    with entered(SYSTEM):
        return Partner.objects.get(slug=HALDEN)


@named(OWNED)
def test_a_lead_reads_no_row_of_a_rival(world: World, rival: Partner, model: type[models.Model]) -> None:
    with acting_as(world.people["l"]):
        assert rows_of(model, rival) == 0


@named(OWNED)
def test_the_rival_has_rows_that_could_be_read(
    world: World, rival: Partner, model: type[models.Model]
) -> None:
    """Else reading none would prove nothing. A new table gets a row in the demo, or is named above."""
    found = 0
    for person in (world.people["c"], world.rival):
        with acting_as(person):
            found += rows_of(model, rival)
    with entered(SYSTEM):
        found += rows_of(model, rival)
    assert found or model.__name__ in EMPTY_IN_THE_DEMO


@named(HISTORIES)
def test_a_lead_reads_no_history_of_a_rival(world: World, rival: Partner, model: type[models.Model]) -> None:
    with acting_as(world.people["l"]):
        assert rows_of(model, rival) == 0


def test_a_lead_reads_no_link_of_a_rival_and_none_private_to_the_other_side(
    world: World, rival: Partner
) -> None:
    with acting_as(world.people["l"]):
        assert not AuditEvent.objects.filter(partner_id=rival.pk).exists()
        assert not AuditEvent.objects.filter(side="ours").exists()
        assert not AuditEvent.objects.filter(ours_only=True).exists()


@named(OWNED)
def test_nobody_moves_a_row_into_a_rival_s_partnership(
    world: World, rival: Partner, model: type[models.Model]
) -> None:
    with acting_as(world.people["l"]):
        if not model._base_manager.exists():
            return  # nothing of it is theirs to move
        with pytest.raises(DatabaseError), transaction.atomic():
            model._base_manager.update(partner_id=rival.pk)
            connection.check_constraints()


def test_every_policy_says_what_is_read_and_what_is_written(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename, qual, with_check, cmd, roles::text[] FROM pg_policies")
        policies = {
            table: (qual, check, command, roles) for table, qual, check, command, roles in cursor.fetchall()
        }
    guarded = {model._meta.db_table for model in MODELS if condition_of(model)}
    assert guarded - set(policies) == set()
    for table in guarded:
        qual, check, command, roles = policies[table]
        assert (bool(qual), qual == check, command, roles) == (True, True, "ALL", [settings.SERVING_ROLE]), (
            table
        )


@named(MODELS)
def test_the_serving_role_cannot_empty_a_table_nor_hang_anything_on_it(
    db: None, model: type[models.Model]
) -> None:
    assert rights(model, "TRUNCATE", "REFERENCES", "TRIGGER") == [False, False, False]


@named([model for model in MODELS if is_history(model) or model is AuditEvent])
def test_the_serving_role_reads_history_and_writes_none(db: None, model: type[models.Model]) -> None:
    assert rights(model, "SELECT", "INSERT", "UPDATE", "DELETE") == [True, False, False, False]


def rights(model: type[models.Model], *kinds: str) -> list[bool]:
    with connection.cursor() as cursor:
        return [_may(cursor, model._meta.db_table, kind) for kind in kinds]


def _may(cursor: object, table: str, kind: str) -> bool:
    cursor.execute("SELECT has_table_privilege(%s, %s, %s)", [settings.SERVING_ROLE, table, kind])  # type: ignore[attr-defined]
    return cursor.fetchone()[0]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE partners_partnernote DISABLE ROW LEVEL SECURITY",
        "DROP POLICY scope ON partners_partnernote",
        "ALTER TABLE partners_auditevent DISABLE TRIGGER ALL",
        "CREATE TABLE elsewhere (id int)",
        "SET session_replication_role = replica",
    ],
)
def test_the_serving_role_cannot_take_the_wall_down(db: None, statement: str) -> None:
    with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
