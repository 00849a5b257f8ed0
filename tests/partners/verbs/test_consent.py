"""Nobody of one side comes to hold a part of the other, or loses one there, without that side's yes."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.test import Client

from partners.access import InternalRole, Role
from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.models import Invitation, MailContent, Membership, OutgoingMail, Partner, SideRequest, User
from partners.verb import Refused
from partners.verbs import (
    accept_invitation,
    answer_request,
    change_role,
    deactivate,
    edit_charter,
    end_part,
    give_internal_role,
    invite,
    invite_colleague,
    reactivate,
    start_partnership,
    take_part,
    withdraw_invitation,
    withdraw_request,
)
from tests.cast import PASSWORD, Cast
from tests.partners.conftest import last_letter, link_in

OURS, THEIRS = ("manager", "lead"), ("lead", "manager")
"""Who asks, and who of the other side answers: everything is tried both ways."""
both_ways = pytest.mark.parametrize(("asks", "answers"), [OURS, THEIRS])
ADDRESS = {"manager": "noor@meridian.example", "lead": "noor@northgate.example"}


def part_of(person: User) -> Membership:
    with entered(SYSTEM):
        return Membership.objects.get(person=person, until=None)


def is_invited(cast: Cast, by: str, *, theirs: bool, now: datetime, **changes: object) -> object:
    person = getattr(cast, by)
    said = {"email": ADDRESS["manager" if theirs else "lead"], "full_name": "Noor Haddad", "role": "observer"}
    with acting_as(person):
        return invite(cast.partner, **{**said, **changes}, theirs=theirs, by=person, now=now)


def asked(made: object) -> SideRequest:
    assert isinstance(made, SideRequest)
    return made


def answered(cast: Cast, request: SideRequest, by: str, now: datetime, *, yes: bool = True) -> SideRequest:
    person = getattr(cast, by)
    with acting_as(person):
        return answer_request(request, yes=yes, by=person, now=now)


def told(kind: str = "people_changed") -> list[str]:
    with entered(SYSTEM):
        return sorted(OutgoingMail.objects.filter(kind=kind).values_list("address", flat=True))


def link_of_invitation() -> str:
    with entered(SYSTEM):
        letter = MailContent.objects.filter(mail__kind="invitation").latest("pk")
    return link_in(letter.text).split("/")[2]


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


@pytest.fixture
def fresh(cast: Cast, now: datetime) -> Partner:
    """A partnership nobody of the partner takes part in yet."""
    with acting_as(cast.cio):
        return start_partnership("Öresund Data", by=cast.cio, now=now)


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
    for by in (cast.manager, cast.cio, cast.administrator):
        with pytest.raises(Refused, match="own people"), acting_as(by):
            withdraw_invitation(invitation, by=by, now=now)
    with acting_as(cast.partner_sponsor):
        withdraw_invitation(invitation, by=cast.partner_sponsor, now=now)


# Addresses


def of_northgate(cast: Cast, address: str = "anand@northgate.example") -> None:
    with entered(SYSTEM):
        User.objects.filter(pk=cast.cio.pk).update(email=address)


@pytest.mark.parametrize(
    "address",
    ["anand@northgate.example", "cio2@northgate.example", "x@mail.northgate.example", "X@NORTHGATE.example "],
)
@pytest.mark.parametrize("by", ["cio", "manager", "administrator", "lead"])
def test_an_address_of_our_own_domain_is_never_a_partner_s(
    cast: Cast, now: datetime, address: str, by: str
) -> None:
    of_northgate(cast)
    with pytest.raises(Refused) as refusal:
        is_invited(cast, by, theirs=True, now=now, email=address, role=Role.PARTNER_LEAD)
    assert refusal.value.field == "email"
    assert "Anand" not in refusal.value.sentence


def test_the_refusal_is_the_same_whether_somebody_has_the_address_or_not(cast: Cast, now: datetime) -> None:
    of_northgate(cast)
    said = []
    for address in ("anand@northgate.example", "nobody@northgate.example"):
        with pytest.raises(Refused) as refusal:
            is_invited(cast, "lead", theirs=True, now=now, email=address)
        said.append(refusal.value.sentence)
    assert said[0] == said[1]


def test_an_address_of_the_partner_s_domain_is_never_ours(cast: Cast, now: datetime) -> None:
    with entered(SYSTEM):
        User.objects.filter(pk=cast.lead.pk).update(email="jonas@meridian.example")
    with pytest.raises(Refused) as refusal:
        is_invited(cast, "manager", theirs=False, now=now, email="other@meridian.example")
    assert refusal.value.field == "email"


def test_a_domain_can_be_named_as_ours_before_anybody_uses_it(
    cast: Cast, now: datetime, settings: object
) -> None:
    settings.OUR_DOMAINS = ["Northgate.example"]  # type: ignore[attr-defined]
    with pytest.raises(Refused, match=r"north\.northgate\.example"):
        is_invited(cast, "lead", theirs=True, now=now, email="x@north.northgate.example")


def test_where_anybody_gets_an_address_the_mailbox_decides_and_its_owner_alone_is_told(
    cast: Cast, now: datetime
) -> None:
    of_northgate(cast, "anand@gmail.com")
    is_invited(cast, "lead", theirs=True, now=now, email="noor@gmail.com")
    accept_invitation(link_of_invitation(), password=PASSWORD, now=now)
    for address in ("anand@gmail.com", "anand+partner@gmail.com"):
        is_invited(cast, "lead", theirs=True, now=now, email=address)
        with pytest.raises(Refused, match="another organisation"):
            accept_invitation(link_of_invitation(), password=PASSWORD, now=now)


def test_the_first_administrator_is_nobody_of_a_partner(cast: Cast) -> None:
    with entered(SYSTEM):
        User.objects.filter(pk=cast.administrator.pk).update(internal_role="")
        with pytest.raises(CommandError, match="serves somebody already"):
            call_command("first_administrator", email=cast.lead.email)


def test_whoever_is_signed_in_as_somebody_else_takes_no_invitation(
    cast: Cast, now: datetime, signed_in: Callable[[User], Client]
) -> None:
    from django.utils import timezone

    is_invited(cast, "lead", theirs=True, now=timezone.now())
    token = link_of_invitation()
    for method in ("get", "post"):
        answer = getattr(signed_in(cast.lead), method)(f"/invitations/{token}/", {"full_name": "N"})
        assert answer.status_code == 410
        assert "for noor@meridian.example alone" in answer.content.decode()
    assert not User.objects.filter(email="noor@meridian.example").exists()


@pytest.mark.parametrize("by", ["manager", "cio", "administrator", "lead"])
def test_whoever_invites_never_reads_the_link(
    cast: Cast, signed_in: Callable[[User], Client], by: str
) -> None:
    from django.utils import timezone

    settings.DEMO, was = True, settings.DEMO
    try:
        is_invited(cast, "lead", theirs=True, now=timezone.now())
        token = link_of_invitation()
        with entered(SYSTEM):
            mail = OutgoingMail.objects.get(kind="invitation")
        client = signed_in(getattr(cast, by))
        for path in ("", "body/"):
            assert client.get(f"/settings/mail/{mail.pk}/{path}").status_code == 404
        assert token not in client.get("/settings/mail/").content.decode()
        with acting_as(getattr(cast, by)):
            assert not MailContent.objects.exists()
    finally:
        settings.DEMO = was


# The end of a partnership


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
