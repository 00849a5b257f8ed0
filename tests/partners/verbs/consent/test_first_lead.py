"""A partner's first lead, and what an administrator cannot do alone."""

from datetime import datetime

import pytest
from django.core.exceptions import PermissionDenied

from partners.access import InternalRole, Role
from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.models import Invitation, Membership, Partner, User
from partners.verb import Refused
from partners.verbs import (
    accept_invitation,
    change_role,
    deactivate,
    end_part,
    give_internal_role,
    invite,
    invite_colleague,
    reactivate,
    take_part,
    withdraw_invitation,
)
from tests.cast import PASSWORD, Cast
from tests.partners.verbs.consent.asked_across import (
    answered,
    asked,
    is_invited,
    link_of_invitation,
    part_of,
    told,
)


def lead_of(partner: Partner, by: User, now: datetime, name: str = "Sven Ek", **changes: object) -> object:
    said = {"email": f"{name.split()[0].lower()}@oresund.example", "role": Role.PARTNER_LEAD, **changes}
    with acting_as(by):
        return invite(partner, full_name=name, theirs=True, by=by, now=now, **said)


def test_the_host_invites_the_first_lead_and_nobody_after_them(
    cast: Cast, fresh: Partner, now: datetime
) -> None:
    with pytest.raises(Refused, match="Invite their partner lead first"):
        lead_of(fresh, cast.cio, now, role=Role.OBSERVER)
    assert isinstance(lead_of(fresh, cast.cio, now), Invitation)
    with pytest.raises(Refused, match="Sven Ek is invited as their first lead already"):
        lead_of(fresh, cast.cio, now, "Olof Berg")
    accept_invitation(link_of_invitation(), password=PASSWORD, now=now)
    asked(lead_of(fresh, cast.cio, now, "Olof Berg"))


def test_of_two_first_leads_the_second_is_not_let_in(cast: Cast, fresh: Partner, now: datetime) -> None:
    lead_of(fresh, cast.cio, now)
    token = link_of_invitation()
    with entered(SYSTEM):
        sven = User.objects.create_user("s@oresund.example", full_name="Sven", employer=fresh)
        Membership.objects.create(partner=fresh, person=sven, role=Role.PARTNER_LEAD, since=now.date())
    with pytest.raises(Refused, match="has a lead by now"):
        accept_invitation(token, password=PASSWORD, now=now)


def test_a_first_lead_who_left_makes_no_room_for_another_first(
    cast: Cast, fresh: Partner, now: datetime
) -> None:
    lead_of(fresh, cast.cio, now)
    sven = accept_invitation(link_of_invitation(), password=PASSWORD, now=now)
    with acting_as(cast.administrator):
        deactivate(sven, by=cast.administrator, now=now)
    asked(lead_of(fresh, cast.cio, now, "Olof Berg"))


def test_an_administrator_gives_no_part_without_a_yes_not_even_to_the_first_lead(
    cast: Cast, fresh: Partner, now: datetime
) -> None:
    first = asked(lead_of(fresh, cast.administrator, now))
    assert first.side == "ours"
    answered(cast, first, "cio", now)
    with entered(SYSTEM):
        assert Invitation.objects.get().invited_by == cast.cio
    asked(is_invited(cast, "administrator", theirs=False, now=now))
    asked(is_invited(cast, "administrator", theirs=True, now=now))
    with acting_as(cast.administrator):
        asked(take_part(cast.partner, person=cast.stranger, role="observer", by=cast.administrator, now=now))
        asked(change_role(part_of(cast.teammate), role="observer", by=cast.administrator, now=now))
        asked(end_part(part_of(cast.teammate), by=cast.administrator, now=now))


@pytest.mark.parametrize("role", [InternalRole.CIO, InternalRole.PORTFOLIO_READER])
def test_an_administrator_makes_no_reader_of_everything_alone(
    cast: Cast, now: datetime, role: InternalRole
) -> None:
    facts = {"by": cast.administrator, "now": now}
    with acting_as(cast.administrator):
        invited = invite_colleague(email="x@y.example", full_name="X Y", internal_role=role, **facts)
        given = give_internal_role(cast.stranger, role=role, **facts)
        taken = give_internal_role(cast.cio, role="", **facts)
        give_internal_role(cast.stranger, role=InternalRole.ADMINISTRATOR, **facts)
    for request in (asked(invited), asked(given), asked(taken)):
        with pytest.raises((Refused, PermissionDenied)):
            answered(cast, request, "administrator", now)
    answered(cast, asked(given), "manager", now)
    assert User.objects.get(pk=cast.stranger.pk).internal_role == role
    answered(cast, asked(taken), "cio", now)
    assert User.objects.get(pk=cast.cio.pk).internal_role == ""


def test_ended_and_restored_access_is_told_to_both_leads_and_frees_no_place(
    cast: Cast, now: datetime
) -> None:
    for verb in (deactivate, reactivate):
        with acting_as(cast.administrator):
            verb(cast.contributor, by=cast.administrator, now=now)
    assert told() == [cast.lead.email] * 2 + [cast.manager.email] * 2
    assert part_of(cast.contributor).role == "contributor"


def test_only_those_it_concerns_withdraw_an_invitation(cast: Cast, now: datetime) -> None:
    is_invited(cast, "lead", theirs=True, now=now)
    with entered(SYSTEM):
        invitation = Invitation.objects.select_related("partner", "invited_by").get()
    for by in (cast.manager, cast.cio):
        with pytest.raises(Refused, match="own people"), acting_as(by):
            withdraw_invitation(invitation, by=by, now=now)
    with acting_as(cast.partner_sponsor):
        withdraw_invitation(invitation, by=cast.partner_sponsor, now=now)
