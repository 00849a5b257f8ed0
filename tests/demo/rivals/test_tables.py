"""The wall in the database itself, table by table: whatever a view forgets, nothing of a rival is read or written."""

from datetime import date

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection, models, transaction
from django.db.utils import DatabaseError, ProgrammingError

from governance.models import SavedView, SidePulse
from governance.models.pulse import PULSE_QUESTIONS
from partners.database.setup import condition_of
from partners.history.tables import is_history
from partners.isolation.rowsecurity import RowAccess
from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.models import AuditEvent, MailAttachment, MailContent, MailLink, OutgoingMail, Partner, User
from partners.models.base import WithPartner
from reviews.models import SideRating
from tests.demo.rivals.places import HALDEN, MERIDIAN, World
from tests.product import APPS
from tests.tampering import as_the_owner

pytestmark = pytest.mark.django_db
MODELS = [model for label in APPS for model in apps.get_app_config(label).get_models()]
OWNED = [model for model in MODELS if issubclass(model, WithPartner) and not is_history(model)]
HISTORIES = [
    model
    for model in MODELS
    if is_history(model) and any(field.attname == "partner_id" for field in model._meta.concrete_fields)
]
OF_MAILS = [MailContent, MailAttachment, MailLink]
"""What a mail says, carries and opens: background work alone reads it."""
WALLED = [Partner, *OWNED, OutgoingMail, SavedView, *OF_MAILS]
"""Every table whose rows are of a partnership."""
LEADS = ("m", "l")


def named(kinds: list[type[models.Model]]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("model", kinds, ids=[model.__name__ for model in kinds])


def numbers_of(model: type[models.Model], partner: Partner) -> list[int]:
    """The keys of a partner's rows, read past every policy: of none there would be nothing to prove."""
    owner = "pk" if model is Partner else "mail__partner" if model in OF_MAILS else "partner_id"
    with as_the_owner():
        numbers = list(model._base_manager.filter(**{owner: partner.pk}).values_list("pk", flat=True))
    assert numbers, f"{partner.name} has no {model.__name__}: plant one in tests/demo/rivals/conftest.py"
    return numbers


@pytest.fixture
def rival() -> Partner:
    with entered(SYSTEM):
        return Partner.objects.get(slug=HALDEN)


@pytest.mark.parametrize("letter", LEADS)
@named([*WALLED, *HISTORIES])
def test_a_lead_reads_no_row_of_a_rival(
    world: World, rival: Partner, model: type[models.Model], letter: str
) -> None:
    numbers = numbers_of(model, rival)
    with acting_as(world.people[letter]):
        assert not model._base_manager.filter(pk__in=numbers).exists()


@pytest.mark.parametrize("letter", LEADS)
@named(WALLED)
def test_a_lead_changes_and_deletes_no_row_of_a_rival(
    world: World, rival: Partner, model: type[models.Model], letter: str
) -> None:
    numbers, key = numbers_of(model, rival), model._meta.pk.column  # type: ignore[union-attr]
    with acting_as(world.people[letter]), connection.cursor() as cursor:
        for right, change in (("UPDATE", f"UPDATE {{}} SET {key} = {key}"), ("DELETE", "DELETE FROM {}")):
            statement = f"{change.format(model._meta.db_table)} WHERE {key} = ANY(%s)"
            if rights(model, right) == [True]:
                cursor.execute(statement, [numbers])
                assert cursor.rowcount == 0
                continue
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                cursor.execute(statement, [numbers])


def test_a_lead_reads_no_link_of_a_rival_and_none_private_to_the_other_side(
    world: World, rival: Partner
) -> None:
    with acting_as(world.people["l"]):
        assert not AuditEvent.objects.filter(partner_id=rival.pk).exists()
        assert not AuditEvent.objects.filter(side="ours").exists()
        assert not AuditEvent.objects.filter(ours_only=True).exists()


@named([*(model for model in OWNED if model not in (SidePulse, SideRating)), OutgoingMail, SavedView])
def test_nobody_moves_a_row_into_a_rival_s_partnership(
    world: World, rival: Partner, model: type[models.Model]
) -> None:
    ours_only = getattr(model, "row_access", None) is RowAccess.OURS_ONLY
    with acting_as(world.people["m" if ours_only else "l"]):
        assert model._base_manager.exists(), "nothing of it is theirs to move: plant one in the conftest"
        with pytest.raises(DatabaseError), transaction.atomic():
            model._base_manager.update(partner_id=rival.pk)
            connection.check_constraints()


@pytest.mark.parametrize("letter", ["a", "c", "m", "l", "k", "o", "r"])
def test_nobody_reads_or_writes_what_a_side_answered_in_a_quarter(world: World, letter: str) -> None:
    with entered(SYSTEM):
        ours = SidePulse.objects.filter(partner__slug=MERIDIAN).latest("pk")
    with acting_as(world.people[letter]):
        assert not SidePulse._base_manager.exists()
        assert SidePulse._base_manager.filter(pk=ours.pk).update(trust=[9, 9, 9, 9, 9]) == 0
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            one = {question: [1, 0, 0, 0, 0] for question in PULSE_QUESTIONS}
            SidePulse.objects.create(partner_id=ours.partner_id, quarter=date(2020, 1, 1), side="ours", **one)


@pytest.mark.parametrize("letter", ["a", "c", "m", "l", "k", "o", "r"])
def test_nobody_reads_or_writes_what_a_side_answered_about_a_review(world: World, letter: str) -> None:
    with entered(SYSTEM):
        ours = SideRating.objects.filter(partner__slug=MERIDIAN).latest("pk")
    with acting_as(world.people[letter]):
        assert not SideRating._base_manager.exists()
        assert SideRating._base_manager.filter(pk=ours.pk).update(tough=[9, 9, 9, 9]) == 0
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            one = {"side": "ours", "tough": [1, 0, 0, 0], "fair": [1, 0, 0, 0]}
            SideRating.objects.create(partner_id=ours.partner_id, review_id=world.ours["review"], **one)


@pytest.mark.parametrize("letter", ["a", "c", "m", "l"])
def test_nobody_reads_or_writes_what_a_mail_says(world: World, rival: Partner, letter: str) -> None:
    with acting_as(world.people[letter]):
        for model in OF_MAILS:
            assert not model._base_manager.exists()
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            MailContent.objects.create(mail_id=world.ours["mail"], text="Something else")


@pytest.mark.parametrize(
    ("letter", "other"), [("m", HALDEN), ("l", HALDEN), ("o", HALDEN), ("rival", MERIDIAN)]
)
def test_nobody_finds_the_people_of_a_rival(world: World, letter: str, other: str) -> None:
    people = User.objects.filter(employer__slug=other).values_list("pk", flat=True)
    with entered(SYSTEM):
        theirs = list(people)
    assert len(theirs) > 1
    somebody = world.rival if letter == "rival" else world.people[letter]
    with acting_as(somebody):
        assert User.objects.filter(pk=somebody.pk).exists()
        assert not User.objects.filter(pk__in=theirs).exists()
        assert User.objects.filter(pk__in=theirs).update(full_name="Nobody") == 0


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
