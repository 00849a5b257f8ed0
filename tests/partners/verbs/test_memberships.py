from datetime import date, datetime
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from partners.access import InternalRole, Permission, Role, can
from partners.isolation.scope import acting_as
from partners.models import EngagementTerms, Membership, Partner, PartnerNote, PartnerStanding, User
from partners.verb import Refused
from partners.verbs import (
    add_engagement,
    change_role,
    deactivate,
    end_part,
    give_internal_role,
    reactivate,
    start_partnership,
    take_part,
    write_note,
)
from tests.cast import Cast


def part_of(person: User) -> Membership:
    return Membership.objects.get(person=person, until=None)


def test_the_cio_starts_a_partnership_and_classifies_it(cast: Cast, now: datetime) -> None:
    with acting_as(cast.cio):
        partner = start_partnership("Öresund  Data", by=cast.cio, now=now, country="se", segment="strategic")
        assert (partner.name, partner.slug, partner.country) == ("Öresund Data", "oresund-data", "SE")
        assert PartnerStanding.objects.get(partner=partner).segment == "strategic"


def test_an_administrator_starts_a_partnership(cast: Cast, now: datetime) -> None:
    with acting_as(cast.administrator):
        assert start_partnership("New", by=cast.administrator, now=now).slug == "new-2"


def test_two_partners_do_not_share_a_name(cast: Cast, now: datetime) -> None:
    with pytest.raises(Refused) as refusal, acting_as(cast.cio):
        start_partnership("meridian systems", by=cast.cio, now=now)
    assert refusal.value.field == "name"


def test_names_that_read_alike_get_addresses_of_their_own(cast: Cast, now: datetime) -> None:
    with acting_as(cast.cio):
        first = start_partnership("A&B", by=cast.cio, now=now)
        second = start_partnership("A B", by=cast.cio, now=now)
        unreadable = start_partnership("株式会社", by=cast.cio, now=now)
    assert (first.slug, second.slug, unreadable.slug) == ("ab", "a-b", "partner")


@pytest.mark.parametrize(
    ("field", "value"), [("country", "Germany"), ("time_zone", "Mars/Olympus"), ("name", " ")]
)
def test_a_partner_s_facts_must_be_understood(cast: Cast, now: datetime, field: str, value: str) -> None:
    with pytest.raises(Refused) as refusal, acting_as(cast.cio):
        start_partnership(**{"name": "Newcomer", field: value}, by=cast.cio, now=now)
    assert refusal.value.field == field


@pytest.mark.parametrize("who", ["manager", "lead", "stranger"])
def test_starting_partnerships_is_for_the_cio_and_administrators(cast: Cast, now: datetime, who: str) -> None:
    person = getattr(cast, who)
    with pytest.raises(PermissionDenied), acting_as(person):
        start_partnership("Newcomer", by=person, now=now)


def test_a_colleague_is_given_a_part(cast: Cast, now: datetime) -> None:
    with acting_as(cast.manager):
        take_part(cast.partner, person=cast.stranger, role=Role.OBSERVER, by=cast.manager, now=now)
    with acting_as(cast.stranger):
        assert Partner.objects.visible_to(cast.stranger).get() == cast.partner


def test_an_administrator_does_not_let_themselves_in(cast: Cast, now: datetime) -> None:
    with pytest.raises(Refused, match="Nobody lets themselves"), acting_as(cast.administrator):
        take_part(cast.partner, person=cast.administrator, role=Role.OBSERVER, by=cast.administrator, now=now)


def test_a_rival_s_person_takes_no_part(cast: Cast, now: datetime) -> None:
    with pytest.raises(Refused, match="works for another partner"), acting_as(cast.manager):
        take_part(cast.partner, person=cast.rival_lead, role=Role.OBSERVER, by=cast.manager, now=now)


def test_a_part_that_ended_is_over_with_the_next_request(cast: Cast, now: datetime) -> None:
    with acting_as(cast.lead):
        end_part(part_of(cast.contributor), by=cast.lead, now=now)
    with acting_as(User.objects.get(pk=cast.contributor.pk)):
        assert not Partner.objects.exists()


def test_a_part_is_not_ended_twice(cast: Cast, now: datetime) -> None:
    with acting_as(cast.lead):
        membership = part_of(cast.contributor)
        end_part(membership, by=cast.lead, now=now)
        with pytest.raises(Refused, match="does not take part any more"):
            end_part(membership, by=cast.lead, now=now)


def test_who_left_can_be_let_in_again_and_the_first_part_stays_on_record(cast: Cast, now: datetime) -> None:
    with acting_as(cast.manager):
        end_part(part_of(cast.teammate), by=cast.manager, now=now)
        take_part(cast.partner, person=cast.teammate, role=Role.OBSERVER, by=cast.manager, now=now)
        assert Membership.objects.filter(person=cast.teammate).count() == 2


def test_a_changed_role_holds_at_once(cast: Cast, now: datetime) -> None:
    with acting_as(cast.manager):
        change_role(part_of(cast.teammate), role=Role.OBSERVER, by=cast.manager, now=now)
    teammate = User.objects.get(pk=cast.teammate.pk)
    with acting_as(teammate):
        assert not can(teammate, Permission.RAISE, cast.partner)


@pytest.mark.parametrize("role", [Role.PARTNER_LEAD, "emperor"])
def test_a_role_must_fit_the_person(cast: Cast, now: datetime, role: str) -> None:
    with pytest.raises(Refused) as refusal, acting_as(cast.manager):
        change_role(part_of(cast.teammate), role=role, by=cast.manager, now=now)
    assert refusal.value.field == "role"


def test_the_terms_of_an_engagement_are_kept_apart(cast: Cast, now: datetime) -> None:
    with acting_as(cast.manager):
        add_engagement(
            cast.partner,
            title="Database run",
            starts_on=date(2026, 1, 1),
            notice_days=90,
            value=Decimal("1200000"),
            currency="eur",
            by=cast.manager,
            now=now,
        )
        assert EngagementTerms.objects.get().currency == "EUR"
    with acting_as(cast.lead):
        assert not EngagementTerms.objects.exists()


def test_terms_are_not_for_the_partner_to_set(cast: Cast, now: datetime) -> None:
    with pytest.raises(PermissionDenied), acting_as(cast.lead):
        add_engagement(
            cast.partner, title="Run", starts_on=date(2026, 1, 1), notice_days=1, by=cast.lead, now=now
        )


@pytest.mark.parametrize("who", ["manager", "lead"])
def test_each_side_keeps_notes_of_its_own(cast: Cast, now: datetime, who: str) -> None:
    person = getattr(cast, who)
    with acting_as(person):
        note = write_note(cast.partner, text=" Mind the tone. ", by=person, now=now)
        assert (note.side, note.text) == (person.side, "Mind the tone.")
        assert PartnerNote.objects.count() == 1


def test_ended_access_can_be_restored_but_not_the_old_sessions(cast: Cast, now: datetime) -> None:
    with acting_as(cast.administrator):
        deactivate(cast.teammate, by=cast.administrator, now=now)
        assert not User.objects.get(pk=cast.teammate.pk).is_active
        reactivate(cast.teammate, by=cast.administrator, now=now)
    restored = User.objects.get(pk=cast.teammate.pk)
    assert restored.is_active
    assert not restored.has_usable_password()


def test_nobody_ends_their_own_access(cast: Cast, now: datetime) -> None:
    with pytest.raises(Refused, match="another administrator"), acting_as(cast.administrator):
        deactivate(cast.administrator, by=cast.administrator, now=now)


def test_a_partner_s_person_gets_no_role_across_partnerships(cast: Cast, now: datetime) -> None:
    with pytest.raises(Refused, match="works for a partner"), acting_as(cast.administrator):
        give_internal_role(cast.lead, role=InternalRole.CIO, by=cast.administrator, now=now)


def test_an_administrator_does_not_promote_themselves(cast: Cast, now: datetime) -> None:
    with pytest.raises(Refused, match="your own role"), acting_as(cast.administrator):
        give_internal_role(cast.administrator, role=InternalRole.CIO, by=cast.administrator, now=now)
