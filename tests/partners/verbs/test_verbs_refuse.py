"""What the verbs about people and partnerships refuse, each at its field, and the last that they do not."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction

from partners import verbs
from partners.access import InternalRole, Role
from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.models import (
    BusinessFunction,
    Engagement,
    EngagementTerms,
    Invitation,
    Membership,
    Partner,
    PartnerStanding,
    SideRequest,
    User,
)
from partners.verb import Refused
from tests.cast import Cast

Said = tuple[str, str | None] | None


def refused(act: Callable[[], object], by: User | None = None) -> Said:
    """The sentence and the field, or None, within the scope of `by` where one is needed. Nothing stays done."""
    said: Said = None
    with transaction.atomic():
        try:
            with acting_as(by) if by else entered(SYSTEM):
                act()
        except Refused as refusal:
            said = refusal.sentence, refusal.field
        except PermissionDenied as refusal:
            said = str(refusal), "permission"
        transaction.set_rollback(True)
    return said


def is_refused(act: Callable[[], object], sentence: str | None, field: str | None = None) -> bool:
    said = refused(act)
    return said is None if sentence is None else said is not None and sentence in said[0] and said[1] == field


@pytest.mark.parametrize(
    ("said", "sentence", "field"),
    [
        ({}, None, None), ({"full_name": " "}, "Give the person's name", "full_name"),
        ({"email": "nobody"}, "", "email"),
        ({"email": "tom.okafor@example.com"}, "Tom Okafor already takes part", "email"),
        ({"email": "stan.stranger@example.com"}, None, None), ({"role": "boss"}, "Choose one of the roles", "role"),
        ({"role": "partner_lead"}, "is a role for the partner's people", "role"),
        ({"theirs": True, "role": "relationship_manager"}, "is a role for people of the enterprise", "role"),
    ],
)  # fmt: skip
def test_an_invitation_needs_a_name_an_address_and_a_role_that_fits(
    cast: Cast, now: datetime, said: dict[str, Any], sentence: str | None, field: str | None
) -> None:
    whole = {"email": "n@example.com", "full_name": "Nina", "role": "observer", "theirs": False, **said}
    assert is_refused(lambda: verbs.invite(cast.partner, **whole, by=cast.manager, now=now), sentence, field)


@pytest.mark.parametrize(
    ("said", "sentence", "field"),
    [
        ({}, None, None), ({"full_name": ""}, "Give the person's name", "full_name"),
        ({"internal_role": ""}, "Choose one", "internal_role"),
        ({"internal_role": "boss"}, "Choose one of the roles", "internal_role"),
        ],
)  # fmt: skip
def test_a_colleague_is_invited_to_a_role_across(
    cast: Cast, now: datetime, said: dict[str, Any], sentence: str | None, field: str | None
) -> None:
    whole = {"email": "n@northgate.example", "full_name": "Nina", "internal_role": "administrator", **said}
    assert is_refused(
        lambda: verbs.invite_colleague(**whole, by=cast.administrator, now=now), sentence, field
    )


def test_an_invitation_is_withdrawn_by_who_sent_it_or_whose_side_it_is_while_it_is_open(
    cast: Cast, now: datetime
) -> None:
    def open_one(theirs: bool, by: User, **fields: Any) -> Invitation:
        with entered(SYSTEM):
            Invitation.objects.filter(withdrawn_at=None).update(withdrawn_at=now)
            number = str(Invitation.objects.count())
            return Invitation.objects.create(
                partner=cast.partner,
                email="n@example.com",
                full_name="N",
                role="observer",
                theirs=theirs,
                invited_by=by,
                token_digest=number,
                **{"expires_at": now + timedelta(days=1), **fields},
            )

    def withdrawn(invitation: Invitation, by: User) -> Said:
        return refused(lambda: verbs.withdraw_invitation(invitation, by=by, now=now))

    ours = open_one(theirs=False, by=cast.manager)
    assert [withdrawn(ours, by) for by in (cast.manager, cast.cio)] == [None, None]
    assert "looks after its own people" in str(withdrawn(ours, cast.lead))
    across = open_one(theirs=True, by=cast.manager)
    assert [withdrawn(across, by) for by in (cast.manager, cast.lead, cast.cio)] == [None] * 3
    for fields in ({"accepted_at": now}, {"withdrawn_at": now}):
        across = open_one(theirs=True, by=cast.manager, **fields)
        assert "has been accepted or withdrawn" in str(withdrawn(across, cast.manager))
    over = open_one(theirs=True, by=cast.manager, expires_at=now)
    assert withdrawn(over, cast.manager) is None, "nobody waits for somebody whose link is over"


def test_a_part_is_given_to_who_has_none_and_changed_to_another_one(cast: Cast, now: datetime) -> None:
    def given(person: User, role: str = "observer", by: User = cast.manager) -> Said:
        return refused(lambda: verbs.take_part(cast.partner, person=person, role=role, by=by, now=now))

    def changed(person: User, role: str, by: User) -> Said:
        with entered(SYSTEM):
            part = Membership.objects.current().get(partner=cast.partner, person=person)
        return refused(lambda: verbs.change_role(part, role=role, by=by, now=now))

    assert given(cast.stranger) is None
    assert "already takes part" in str(given(cast.teammate))
    assert "works for another partner" in str(given(cast.rival_lead))
    with entered(SYSTEM):
        User.objects.filter(pk=cast.stranger.pk).update(is_active=False)
    assert "has no access any more" in str(given(User.objects.get(pk=cast.stranger.pk)))
    assert changed(cast.teammate, "observer", cast.manager) is None
    assert "has this part already" in str(changed(cast.teammate, "contributor", cast.manager))
    assert "Nobody changes their own role" in str(changed(cast.manager, "observer", cast.manager))
    assert changed(cast.lead, "observer", cast.partner_sponsor) is None
    with entered(SYSTEM):
        Membership.objects.filter(person=cast.partner_sponsor).update(role=Role.OBSERVER)
    assert "the last who speaks for their side" in str(changed(cast.lead, "observer", cast.manager))
    with entered(SYSTEM):
        Membership.objects.filter(person=cast.contributor).update(role=Role.EXECUTIVE_SPONSOR)
        User.objects.filter(pk=cast.contributor.pk).update(is_active=False)
    assert "the last who speaks for their side" in str(changed(cast.lead, "observer", cast.manager))


@pytest.mark.parametrize(
    ("said", "sentence", "field"),
    [
        ({}, None, None), ({"name": " "}, "Give the partner's name", "name"), ({"name": "New name"}, None, None),
        ({"name": "Halden & Roy"}, "already a partnership", "name"),
        ({"status": "x"}, "how the partnership stands", "status"),
        ({"country": "D"}, "two letters", "country"), ({"country": "de"}, None, None),
        ({"country": "DEU"}, "two letters", "country"),
        ({"time_zone": "Berlin"}, "no known time zone", "time_zone"), ({"segment": "x"}, "segments", "segment"),
        ({"segment": ""}, None, None),
    ],
)  # fmt: skip
def test_a_charter_says_what_can_be_understood(
    cast: Cast, now: datetime, said: dict[str, Any], sentence: str | None, field: str | None
) -> None:
    whole = {"kind": "", "expertise": "", "status": "active", "country": "", "time_zone": "", **said}
    assert is_refused(
        lambda: verbs.edit_charter(cast.partner, **whole, by=cast.cio, now=now), sentence, field
    )


def test_an_ended_partnership_is_taken_up_again_as_active_and_no_other_way(cast: Cast, now: datetime) -> None:
    with entered(SYSTEM):
        Partner.objects.filter(pk=cast.partner.pk).update(status="ended")
    whole = {"kind": "x", "expertise": "", "country": "", "time_zone": "", "by": cast.manager, "now": now}
    for status, sentence, field in (
        ("exiting", "choose active", "status"), ("ended", None, None), ("active", None, None),
    ):  # fmt: skip
        said = refused(lambda: verbs.edit_charter(cast.partner, status=status, **whole))  # noqa: B023
        assert (said is None) is (sentence is None)
        assert said is None or said[1] == field
    with acting_as(cast.manager):
        kept = verbs.edit_charter(cast.partner, status="active", **whole)
        kept.refresh_from_db()
        assert (kept.status, kept.kind) == ("ended", "x")
        assert SideRequest.objects.get().kind == "resume_partnership"
        PartnerStanding.objects.create(partner=cast.partner, segment="tactical")
        verbs.edit_charter(cast.partner, status="ended", segment="", **whole)
        assert not PartnerStanding.objects.exists()


def test_an_engagement_ends_after_it_begins_and_a_value_has_a_currency(cast: Cast, now: datetime) -> None:
    def added(by: User = cast.manager, **said: Any) -> Said:
        whole = {"title": "Run", "starts_on": date(2026, 1, 2), **said}
        return refused(lambda: verbs.add_engagement(cast.partner, **whole, by=by, now=now), by)

    assert added(ends_on=date(2026, 1, 2)) is None
    assert added(ends_on=date(2026, 1, 1)) == (
        "The engagement ends before it begins. Give a later last day.",
        "ends_on",
    )
    assert added(value=Decimal(1), currency="eur") is None
    for said in ({"value": Decimal(1)}, {"currency": "EUR"}):
        assert "needs its currency" in str(added(**said))
    for said in (
        {"notice_days": 0},
        {"notice_by": date(2026, 5, 1)},
        {"value": Decimal(0), "currency": "EUR"},
    ):
        assert added(**said) is None
        assert added(by=cast.lead, **said)[1] == "permission"  # type: ignore[index]
    assert added(by=cast.lead) is None
    with acting_as(cast.manager):
        said = {"notice_days": 30, "notice_by": date(2026, 5, 1), "value": Decimal(5), "currency": "eur"}
        verbs.add_engagement(
            cast.partner,
            title=" Run ",
            scope=" x ",
            starts_on=date(2026, 1, 1),
            **said,
            by=cast.manager,
            now=now,
        )
        kept, terms = Engagement.objects.get(), EngagementTerms.objects.get()
        assert (kept.title, kept.scope, kept.state, terms.engagement) == ("Run", "x", "active", kept)
        assert (terms.notice_days, terms.notice_by, terms.value, terms.currency) == (
            30,
            date(2026, 5, 1),
            5,
            "EUR",
        )


def test_a_partner_begins_with_a_name_and_a_code_of_its_own(cast: Cast, now: datetime) -> None:
    with entered(SYSTEM):
        Partner.objects.filter(pk=cast.rival.pk).update(code="H1")

    def started(name: str = "New One", by: User = cast.cio, **said: Any) -> Said:
        return refused(lambda: verbs.start_partnership(name, **said, by=by, now=now), by)

    assert started() is None
    assert started(" ") == ("Give the partner's name.", "name")
    assert started("halden & ROY") == ("There is already a partnership with halden & ROY.", "name")
    assert started(code="H1") == ("The code H1 belongs to another partner.", "code")
    assert [started(code=code) for code in ("H2", "", " ")] == [None] * 3
    assert started(segment="tactical") is None
    assert started(segment="tactical", by=cast.administrator)[1] == "permission"  # type: ignore[index]
    with entered(SYSTEM):
        names = ["New", "New", "Ünïted  Söft", "好"]
        slugs = [
            verbs.start_partnership(f"{name}{n * ' .'}", by=cast.cio, now=now).slug
            for n, name in enumerate(names)
        ]
    assert slugs == ["new-2", "new-3", "united-soft", "partner"]


def test_who_answers_for_a_function_is_a_colleague_who_is_here(cast: Cast, now: datetime) -> None:
    def named(function: str, person: User | None, by: User = cast.manager) -> Said:
        return refused(lambda: verbs.name_responsible(function, person=person, by=by, now=now), by)

    assert named("x" * 80, cast.teammate) is None
    assert named("x" * 81, cast.teammate)[1] == "function"  # type: ignore[index]
    assert named(" ", None)[1] == "function"  # type: ignore[index]
    for person in (cast.lead, cast.leaver):
        assert named("IT", person)[1] == "person"  # type: ignore[index]
    with acting_as(cast.manager):
        for function, person in (("IT", cast.teammate), (" it ", cast.manager), ("HR", cast.manager)):
            verbs.name_responsible(function, person=person, by=cast.manager, now=now)
        assert {(each.name, each.responsible) for each in BusinessFunction.objects.all()} == {
            ("IT", cast.manager),
            ("HR", cast.manager),
        }
        verbs.name_responsible("hr", person=None, by=cast.manager, now=now)
        assert [each.name for each in BusinessFunction.objects.all()] == ["IT"]


def test_a_request_is_answered_once_in_time_and_not_by_who_asked(cast: Cast, now: datetime) -> None:
    def asked(**fields: Any) -> SideRequest:
        with entered(SYSTEM):
            return SideRequest.objects.create(
                partner=cast.partner,
                kind="invite",
                side="theirs",
                theirs=True,
                email="n@example.com",
                full_name="N",
                role="observer",
                asked_by=cast.manager,
                asked_at=now,
                **{"expires_at": now + timedelta(seconds=1), **fields},
            )

    def answered(request: SideRequest, by: User = cast.lead) -> Said:
        return refused(lambda: verbs.answer_request(request, yes=True, by=by, now=now))

    assert answered(asked()) is None
    assert "over. It can be asked again" in str(answered(asked(expires_at=now)))
    assert "taken back by those who asked" in str(answered(asked(withdrawn_at=now)))
    said = {"answered_at": now, "answered_by": cast.partner_sponsor}
    assert "Hanna Weiss has said no to this" in str(answered(asked(**said)))
    assert "Hanna Weiss has said yes to this" in str(answered(asked(**said, agreed=True)))
    assert "You asked for this yourself" in str(answered(asked(), cast.manager))
    assert "waits for a yes of those who speak for Meridian" in str(answered(asked(), cast.cio))
    taken = [
        refused(lambda by=by: verbs.withdraw_request(asked(), by=by, now=now))
        for by in (cast.manager, cast.cio)
    ]
    assert taken == [None, None]
    assert "only their side takes it back" in str(
        refused(lambda: verbs.withdraw_request(asked(), by=cast.lead, now=now))
    )


def test_access_ends_for_others_and_not_for_oneself_and_an_account_is_kept(cast: Cast, now: datetime) -> None:
    facts = {"by": cast.administrator, "now": now}
    assert refused(lambda: verbs.deactivate(cast.teammate, **facts)) is None
    assert "cannot end your own access" in str(refused(lambda: verbs.deactivate(cast.administrator, **facts)))
    with entered(SYSTEM):
        verbs.deactivate(cast.teammate, **facts)
        assert not User.objects.get(pk=cast.teammate.pk).is_active
        verbs.reactivate(cast.teammate, **facts)
        kept = User.objects.get(pk=cast.teammate.pk)
        assert (kept.is_active, kept.has_usable_password()) == (True, False)
        kept = verbs.change_own_account(
            full_name=" Me ",
            job_title=" Lead ",
            country="fr",
            time_zone="Europe/Paris",
            by=cast.teammate,
            now=now,
        )
        kept.refresh_from_db()
    assert (kept.full_name, kept.job_title, kept.country, kept.time_zone) == (
        "Me",
        "Lead",
        "FR",
        "Europe/Paris",
    )
    assert InternalRole(cast.cio.internal_role) is InternalRole.CIO
