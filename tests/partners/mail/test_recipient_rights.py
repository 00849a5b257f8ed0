"""Who may still have a mail when it is sent, and which of a claim that was cut off count as tried."""

from datetime import datetime, timedelta
from itertools import count

from partners.access import InternalRole, Role
from partners.isolation.scope import SYSTEM, entered
from partners.mail.delivery import _cut_off
from partners.mail.recipient_rights import may_still_receive
from partners.models import Invitation, Membership, OutgoingMail, Partner, User
from tests.cast import Cast

_numbers = count(1)


def mail(to: User | str, partner: Partner | None = None, *concerns: Partner) -> OutgoingMail:
    person = None if isinstance(to, str) else to
    return OutgoingMail(
        pk=next(_numbers),
        person=person,
        partner=partner,
        address=to if isinstance(to, str) else to.email,
        concerns=[each.pk for each in concerns],
    )


def test_a_mail_goes_to_who_takes_part_in_every_partnership_it_speaks_of(cast: Cast, now: datetime) -> None:
    here, rival = cast.partner, cast.rival
    with entered(SYSTEM):
        portfolio = User.objects.create(
            email="p@example.com", full_name="P", internal_role=InternalRole.PORTFOLIO_READER
        )
        Membership.objects.create(partner=rival, person=cast.manager, role=Role.OBSERVER, since=now.date())
        Membership.objects.filter(person=cast.observer).update(until=now.date())
        able = [
            mail(cast.lead, here), mail(cast.lead), mail(cast.manager, None, here, rival), mail(cast.cio, rival),
            mail(portfolio, None, here, rival), mail(cast.administrator),
        ]  # fmt: skip
        unable = [
            mail(cast.lead, rival), mail(cast.lead, None, here, rival), mail(cast.observer, here),
            mail(cast.leaver, here), mail(cast.leaver), mail(cast.administrator, here), mail(cast.stranger, here),
        ]  # fmt: skip
        found = may_still_receive([*able, *unable], now=now)
    assert found == {each.pk for each in able}


def test_a_stranger_has_it_while_their_own_invitation_is_open(cast: Cast, now: datetime) -> None:
    with entered(SYSTEM):
        for name, partner, fields in (
            ("open", cast.partner, {}), ("house", None, {"internal_role": "cio"}),
            ("over", cast.partner, {"expires_at": now}),
            ("taken", cast.partner, {"accepted_at": now}), ("withdrawn", cast.partner, {"withdrawn_at": now}),
        ):  # fmt: skip
            Invitation.objects.create(
                partner=partner,
                email=f"{name}@example.com",
                full_name=name,
                invited_by=cast.cio,
                theirs=False,
                token_digest=name,
                **{"role": "observer" if partner else "", "expires_at": now + timedelta(seconds=1), **fields},
            )
        able = [mail("open@example.com", cast.partner), mail("house@example.com")]
        names = ("over", "taken", "withdrawn", "nobody")
        unable = [mail(f"{name}@example.com", cast.partner) for name in names]
        unable += [mail("open@example.com", cast.rival), mail("open@example.com")]
        unable += [mail("house@example.com", cast.partner)]
        found = may_still_receive([*able, *unable], now=now)
    assert found == {each.pk for each in able}


def test_of_each_claim_that_was_cut_off_the_first_two_count_as_tried(now: datetime) -> None:
    earlier = now - timedelta(minutes=1)
    assert _cut_off({1: now, 2: None, 3: earlier, 4: now, 5: now, 6: earlier, 7: earlier}) == [1, 4, 3, 6]
    assert _cut_off({1: None}) == []
