"""What one side asks about the other side's people waits for that side's yes."""

from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from partners.access import Role
from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.models import Invitation, Membership, Partner, SideRequest, User
from partners.verb import Refused
from partners.verbs import (
    accept_invitation,
    change_role,
    edit_charter,
    end_part,
    withdraw_request,
)
from tests.cast import PASSWORD, Cast
from tests.partners.conftest import last_letter
from tests.partners.verbs.consent.asked_across import (
    answered,
    asked,
    both_ways,
    is_invited,
    link_of_invitation,
    part_of,
    told,
)


@both_ways
def test_an_invitation_across_waits_for_a_yes_and_is_then_that_side_s_own(
    cast: Cast, now: datetime, asks: str, answers: str
) -> None:
    request = asked(is_invited(cast, asks, theirs=asks == "manager", now=now))
    with entered(SYSTEM):
        assert not Invitation.objects.exists()
    assert getattr(cast, answers).email in told("people_asked")
    answered(cast, request, answers, now)
    with entered(SYSTEM):
        assert Invitation.objects.get().invited_by == getattr(cast, answers)
    assert told("people_answered") == [getattr(cast, asks).email]
    person = accept_invitation(link_of_invitation(), password=PASSWORD, now=now)
    assert person.side is getattr(cast, answers).side


@both_ways
def test_after_a_no_nothing_has_happened(cast: Cast, now: datetime, asks: str, answers: str) -> None:
    request = asked(is_invited(cast, asks, theirs=asks == "manager", now=now))
    answered(cast, request, answers, now, yes=False)
    with entered(SYSTEM):
        assert not Invitation.objects.exists()
    with pytest.raises(Refused, match="has said no to this already"):
        answered(cast, request, answers, now)


@both_ways
def test_nobody_answers_what_they_asked_nor_what_their_own_side_asked(
    cast: Cast, now: datetime, asks: str, answers: str
) -> None:
    request = asked(is_invited(cast, asks, theirs=asks == "manager", now=now))
    with pytest.raises(Refused, match="yourself"):
        answered(cast, request, asks, now)
    colleague = {"manager": "cio", "lead": "partner_sponsor"}[asks]
    with pytest.raises(Refused, match="those who speak for"):
        answered(cast, request, colleague, now)
    for outsider in ("rival_lead", "stranger", "contributor", "reader"):
        with pytest.raises((PermissionDenied, SideRequest.DoesNotExist)):
            answered(cast, request, outsider, now)


@both_ways
def test_what_was_asked_is_taken_back_or_ends_after_two_weeks(
    cast: Cast, now: datetime, asks: str, answers: str
) -> None:
    request = asked(is_invited(cast, asks, theirs=asks == "manager", now=now))
    with pytest.raises(Refused, match="only their side takes it back"), acting_as(getattr(cast, answers)):
        withdraw_request(request, by=getattr(cast, answers), now=now)
    with pytest.raises(Refused, match="two weeks"):
        answered(cast, request, answers, now + timedelta(days=14))
    with acting_as(getattr(cast, asks)):
        withdraw_request(request, by=getattr(cast, asks), now=now)
    with pytest.raises(Refused, match="taken back"):
        answered(cast, request, answers, now)


def test_the_same_is_not_asked_twice(cast: Cast, now: datetime) -> None:
    is_invited(cast, "manager", theirs=True, now=now)
    with pytest.raises(Refused, match="Priya Raman has asked for this already"):
        is_invited(cast, "manager", theirs=True, now=now)


@both_ways
@pytest.mark.parametrize("leaves", [True, False])
def test_a_role_of_the_other_side_changes_and_ends_with_its_yes_alone(
    cast: Cast, now: datetime, asks: str, answers: str, leaves: bool
) -> None:
    person = cast.contributor if asks == "manager" else cast.teammate
    with acting_as(getattr(cast, asks)):
        facts = {"by": getattr(cast, asks), "now": now}
        part = part_of(person)
        made = end_part(part, **facts) if leaves else change_role(part, role="observer", **facts)
    assert part_of(person).role == "contributor"
    answered(cast, asked(made), answers, now)
    with entered(SYSTEM):
        after = Membership.objects.get(person=person)
    assert (after.until is None, after.role) == ((False, "contributor") if leaves else (True, "observer"))
    assert told() == [cast.lead.email, cast.manager.email]


def test_our_side_does_not_demote_their_lead(cast: Cast, now: datetime) -> None:
    for by, role in ((cast.cio, "observer"), (cast.manager, "contributor"), (cast.administrator, "observer")):
        with acting_as(cast.cio):
            SideRequest.objects.all().update(withdrawn_at=now)
        with acting_as(by):
            asked(change_role(part_of(cast.lead), role=role, by=by, now=now))
    assert part_of(cast.lead).role == Role.PARTNER_LEAD


def test_who_led_before_is_told_too(cast: Cast, now: datetime) -> None:
    with acting_as(cast.partner_sponsor):
        change_role(part_of(cast.lead), role="observer", by=cast.partner_sponsor, now=now)
    assert set(told()) == {cast.lead.email, cast.manager.email, cast.partner_sponsor.email}


@pytest.mark.parametrize("who", ["manager", "lead"])
def test_nobody_changes_their_own_role_and_the_last_who_speaks_for_a_side_stays(
    cast: Cast, now: datetime, who: str
) -> None:
    person = getattr(cast, who)
    with entered(SYSTEM):
        Membership.objects.filter(person=cast.partner_sponsor).update(until=date(2026, 1, 1))
        User.objects.filter(pk=cast.cio.pk).update(internal_role="")
    with pytest.raises(Refused, match="their own role"), acting_as(person):
        change_role(part_of(person), role="observer", by=person, now=now)
    with pytest.raises(Refused, match="last who speaks for their side"), acting_as(person):
        end_part(part_of(person), by=person, now=now)


@pytest.mark.parametrize("theirs", [True, False])
def test_everybody_who_joins_is_told_to_both_leads(cast: Cast, now: datetime, theirs: bool) -> None:
    is_invited(cast, "lead" if theirs else "manager", theirs=theirs, now=now)
    accept_invitation(link_of_invitation(), password=PASSWORD, now=now)
    assert told() == [cast.lead.email, cast.manager.email]
    assert "Noor Haddad takes part as observer" in last_letter().text


def charter(cast: Cast, by: User, status: str, now: datetime) -> Partner:
    with acting_as(by):
        return edit_charter(
            cast.partner, kind="db", expertise="", status=status, country="IN", time_zone="", by=by, now=now
        )


@both_ways
def test_a_partnership_ends_when_both_sides_say_so(
    cast: Cast, now: datetime, asks: str, answers: str
) -> None:
    kept = charter(cast, getattr(cast, asks), "ended", now)
    assert (kept.kind, kept.status) == ("db", "active")
    with entered(SYSTEM):
        [request] = SideRequest.objects.select_related("partner", "asked_by")
    assert "asks to end the partnership" in last_letter().text
    answered(cast, request, answers, now)
    with entered(SYSTEM):
        assert Partner.objects.get(pk=cast.partner.pk).status == "ended"
    assert told() == [cast.lead.email, cast.manager.email]


def test_a_partnership_without_anybody_of_theirs_is_ended_by_the_host(
    cast: Cast, fresh: Partner, now: datetime
) -> None:
    with acting_as(cast.cio):
        kept = edit_charter(
            fresh, kind="", expertise="", status="ended", country="", time_zone="", by=cast.cio, now=now
        )
    assert kept.status == "ended"
