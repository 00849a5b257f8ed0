from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, ProgrammingError, connection, transaction
from django.utils import timezone

from governance.models import ActionItem, OutcomeIntent
from partners.history.tables import history_of_rows
from partners.isolation.scope import SYSTEM, acting_as, entered, shared_edition
from partners.models import AuditEvent, Membership, Partner, PartnerNote, PartnerStanding, User
from tests.cast import Cast


def outcome(partner: Partner, statement: str = "Databases run at world-class level") -> OutcomeIntent:
    return OutcomeIntent.objects.create(partner=partner, statement=statement, target="Twice the load")


def test_the_serving_role_is_what_tests_run_as(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == ("tandem_web",)


def test_without_a_scope_nothing_is_seen(cast: Cast) -> None:
    with entered(SYSTEM):
        outcome(cast.partner)
    assert not OutcomeIntent.objects.exists()
    assert not Partner.objects.exists()


def test_a_forgotten_filter_shows_a_lead_nothing_of_the_rival(cast: Cast) -> None:
    with entered(SYSTEM):
        ours, theirs = outcome(cast.partner), outcome(cast.rival)
    with acting_as(cast.lead):
        assert list(OutcomeIntent.objects.all()) == [ours]
    with acting_as(cast.rival_lead):
        assert list(OutcomeIntent.objects.all()) == [theirs]
    with acting_as(cast.cio):
        assert OutcomeIntent.objects.count() == 2


def test_a_lead_cannot_write_into_the_rivals_partnership(cast: Cast) -> None:
    with pytest.raises(ProgrammingError, match="row-level security"), acting_as(cast.lead):
        outcome(cast.rival)


def test_the_administrator_sees_who_but_not_what(cast: Cast) -> None:
    with entered(SYSTEM):
        outcome(cast.partner)
    with acting_as(cast.administrator):
        assert Partner.objects.count() == 2
        assert Membership.objects.exists()
        assert not OutcomeIntent.objects.exists()


def test_a_lead_finds_our_people_and_their_own_and_nobody_of_a_rival(cast: Cast) -> None:
    with acting_as(cast.lead):
        found = set(User.objects.all())
    assert {cast.lead, cast.contributor, cast.cio, cast.teammate} <= found
    assert cast.rival_lead not in found


def test_somebody_whose_part_has_ended_still_finds_themselves(cast: Cast) -> None:
    with entered(SYSTEM):
        Membership.objects.filter(person=cast.rival_lead).update(until=date(2025, 10, 1))
    with acting_as(cast.rival_lead):
        assert User.objects.filter(pk=cast.rival_lead.pk).exists()
        assert not User.objects.filter(pk=cast.lead.pk).exists()


def test_whoever_looks_after_people_finds_them_all(cast: Cast) -> None:
    with acting_as(cast.administrator):
        assert {cast.lead, cast.rival_lead} <= set(User.objects.all())


def test_who_somebody_was_is_for_those_who_look_after_people(cast: Cast) -> None:
    formerly = history_of_rows(User).objects.filter(pgh_obj_id=cast.cio.pk)
    with entered(SYSTEM):
        User.objects.filter(pk=cast.cio.pk).update(full_name="Anand Elsewhere")
    seen = {}
    for person in (cast.lead, cast.manager, cast.cio, cast.administrator):
        with acting_as(person):
            assert User.objects.filter(pk=cast.cio.pk).exists(), "who they are is read by everybody"
            seen[person.full_name] = formerly.exists()
    looks_after_people = {cast.cio.full_name, cast.administrator.full_name}
    assert seen == {name: name in looks_after_people for name in seen}


def test_before_anybody_is_known_whoever_signs_in_is_found(cast: Cast) -> None:
    assert {cast.lead, cast.rival_lead} <= set(User.objects.all())


def test_nobody_changes_a_person_of_a_rival(cast: Cast) -> None:
    with acting_as(cast.lead):
        assert User.objects.filter(pk=cast.rival_lead.pk).update(full_name="Somebody else") == 0


@pytest.mark.parametrize("writer, other", [("manager", "lead"), ("lead", "manager")])
def test_a_private_note_is_seen_by_its_own_side_only(cast: Cast, writer: str, other: str) -> None:
    author: User = getattr(cast, writer)
    with acting_as(author):
        PartnerNote.objects.create(
            partner=cast.partner,
            side=author.side,
            text="between us",
            author=author,
            written_at=timezone.now(),
        )
        assert PartnerNote.objects.count() == 1
    with acting_as(getattr(cast, other)):
        assert not PartnerNote.objects.exists()
    with entered(SYSTEM):
        assert not PartnerNote.objects.exists()
    with acting_as(author), entered(shared_edition(author, cast.partner)):
        assert not PartnerNote.objects.exists()


def test_how_we_classify_a_partner_is_ours_only(cast: Cast) -> None:
    with acting_as(cast.manager):
        PartnerStanding.objects.create(partner=cast.partner, segment="strategic")
    with acting_as(cast.lead):
        assert not PartnerStanding.objects.exists()


def test_a_row_of_one_partner_cannot_point_at_another_s(cast: Cast) -> None:
    with entered(SYSTEM):
        foreign = outcome(cast.rival)
        with pytest.raises(IntegrityError, match="action_outcome_same_partner"), transaction.atomic():
            ActionItem.objects.create(
                partner=cast.partner,
                title="Index rebuild",
                owner=cast.lead,
                side="theirs",
                due_on=date(2026, 12, 1),
                created_by=cast.lead,
                created_at=timezone.now(),
                outcome=foreign,
            )
            connection.check_constraints()


def test_the_scope_ends_with_its_block_also_after_an_error(cast: Cast) -> None:
    with entered(SYSTEM):
        outcome(cast.partner)
    with pytest.raises(RuntimeError), entered(SYSTEM):
        raise RuntimeError
    assert not OutcomeIntent.objects.exists()


def test_the_serving_role_can_neither_write_history_nor_truncate(cast: Cast) -> None:
    for statement in (
        "DELETE FROM partners_auditevent",
        "TRUNCATE governance_actionitem CASCADE",
        "UPDATE partners_partnerevent SET name = 'x'",
        "INSERT INTO partners_partnerevent SELECT * FROM partners_partnerevent",
        "ALTER TABLE governance_actionitem DISABLE TRIGGER ALL",
        "DROP POLICY scope ON governance_actionitem",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_every_change_is_chained_with_its_history(cast: Cast) -> None:
    with entered(SYSTEM):
        intent = outcome(cast.partner)
        OutcomeIntent.objects.filter(pk=intent.pk).update(statement="Larger")
        connection.check_constraints()
    with acting_as(cast.lead):
        events = AuditEvent.objects.filter(table_name="governance_outcomeintentevent").order_by("sequence")
        assert [event.operation for event in events] == ["insert", "update"]
    with acting_as(cast.rival_lead):
        assert not AuditEvent.objects.filter(table_name="governance_outcomeintentevent").exists()
