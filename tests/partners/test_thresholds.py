"""Every span and length of accounts and mail: just before it ends, when it ends, just after; each condition of it."""

import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest

from partners.access import Role
from partners.isolation.scope import SYSTEM, entered
from partners.mail import links
from partners.mail.delivery import BATCH, LEASE, _claim, _cut_off, _release
from partners.mail.outbox import Letter, one_line, queue
from partners.mail.recipient_rights import may_still_receive
from partners.mail.results import failed, pause_after
from partners.models import Invitation, Membership, OutgoingMail, User
from partners.time_zones import zone_named
from partners.untrusted_text import clean_search, is_primary_key
from tests.cast import Cast

A_MOMENT = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("1", True), ("9" * 18, True), ("9" * 19, False), ("", False), ("-1", False), ("1.0", False), ("١", False),
        ("½", False), (" 1", False),
    ],
)  # fmt: skip
def test_a_key_is_of_eighteen_digits_at_most(text: str, key: bool) -> None:
    assert is_primary_key(text) is key


@pytest.mark.parametrize(("letters", "kept"), [(79, 79), (80, 80), (81, 80)])
def test_eighty_letters_are_looked_for(letters: int, kept: int) -> None:
    assert clean_search("x" * letters) == "x" * kept


def test_what_is_looked_for_stands_on_one_line_without_what_postgresql_takes_in_no_text() -> None:
    assert clean_search("  index\n\x00 rebuild ") == "index rebuild"


@pytest.mark.parametrize(("letters", "kept"), [(249, 249), (250, 250), (251, 250)])
def test_a_subject_is_two_hundred_and_fifty_letters_on_one_line(letters: int, kept: int) -> None:
    assert one_line("x" * letters) == "x" * kept
    assert one_line("Due\r\nBcc: all") == "Due Bcc: all"


def test_a_zone_is_read_by_its_name() -> None:
    assert str(zone_named("Asia/Kolkata")) == "Asia/Kolkata"
    assert zone_named("") == zone_named("No/Where") == zone_named("../etc/passwd")


@pytest.mark.parametrize(
    ("attempts", "minutes"),
    [(1, 1), (2, 2), (3, 4), (10, 512), (11, 1024), (12, None), (21, None), (99, None)],
)
def test_the_pause_after_a_failure_doubles_and_ends_with_a_day(attempts: int, minutes: int | None) -> None:
    assert pause_after(attempts) == (minutes and timedelta(minutes=minutes))


@pytest.mark.parametrize(
    ("before", "state", "again"),
    [(0, "queued", 1), (1, "queued", 2), (10, "queued", 1024), (11, "failed", None)],
)
def test_a_failure_is_the_next_attempt_s(now: datetime, before: int, state: str, again: int | None) -> None:
    fate = failed(OutgoingMail(attempts=before), OSError("gone"), now)
    assert fate.state == state
    assert fate.next_attempt_at == (again and now + timedelta(minutes=again))


# --- links ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("after", "opens"), [(-A_MOMENT, True), (timedelta(), False), (A_MOMENT, False)])
def test_the_link_of_a_mail_opens_for_fourteen_days(
    cast: Cast, now: datetime, after: timedelta, opens: bool
) -> None:
    with entered(SYSTEM):
        issued = links.issue(cast.lead, now=now)
        issued.link.save()
        at = now + timedelta(days=14) + after
        assert bool(links.link_of_page(issued.secret, now=at)) is opens
        assert links.link_once_sent(issued.reply_secret) == issued.link


def test_a_link_opens_what_it_is_for_and_for_whom_access_has_not_ended(cast: Cast, now: datetime) -> None:
    with entered(SYSTEM):
        issued, other = (links.issue(person, now=now) for person in (cast.lead, cast.manager))
        issued.link.save()
        other.link.save()
        assert links.link_of_page(issued.secret, now=now) == issued.link
        assert links.link_of_page(f"{other.secret.upper()}.", now=now) == other.link
        assert links.link_of_page(issued.reply_secret, now=now) is None
        assert links.link_once_sent(issued.secret) is None
        User.objects.filter(pk=cast.lead.pk).update(is_active=False)
        assert links.link_of_page(issued.secret, now=now) is None


# --- who may have a mail ----------------------------------------------------------------------------------------------


def to(who: User | str, *partners: Any, concerns: tuple[int, ...] = ()) -> OutgoingMail:
    person, address = (None, who) if isinstance(who, str) else (who, who.email)
    (partner,) = partners or (None,)
    return OutgoingMail(
        pk=uuid.uuid4().int >> 80, person=person, address=address, partner=partner, concerns=list(concerns)
    )


def invited(cast: Cast, email: str, now: datetime, **fields: object) -> None:
    given = {
        "expires_at": now + A_MOMENT,
        "partner": cast.partner,
        "role": Role.CONTRIBUTOR,
        "theirs": True,
        **fields,
    }
    Invitation.objects.create(email=email, token_digest=uuid.uuid4().hex, invited_by=cast.manager, **given)


def test_a_mail_is_for_whoever_is_still_there_and_for_nobody_else(cast: Cast, now: datetime) -> None:
    both = (cast.partner.pk, cast.rival.pk)
    with entered(SYSTEM):
        Membership.objects.filter(person=cast.contributor).update(until=now.date())
        User.objects.filter(pk=cast.observer.pk).update(is_active=False)
        Membership.objects.create(
            partner=cast.rival, person=cast.manager, role=Role.RELATIONSHIP_MANAGER, since=now.date()
        )
        invited(cast, "open@example.com", now)
        invited(cast, "over@example.com", now, expires_at=now)
        invited(cast, "taken@example.com", now, accepted_at=now)
        invited(cast, "withdrawn@example.com", now, withdrawn_at=now)
        invited(cast, "rival@example.com", now, partner=cast.rival)
        invited(cast, "inside@example.com", now, partner=None, role="", internal_role="cio", theirs=False)
        people = {person.pk: person for person in User.objects.all()}
        rows = [
            (True, to(cast.lead, cast.partner)), (False, to(cast.lead, cast.rival)),
            (False, to(cast.stranger, cast.partner)),
            (False, to(cast.contributor, cast.partner)), (False, to(people[cast.observer.pk], cast.partner)),
            (True, to(cast.cio, cast.rival)), (False, to(cast.administrator, cast.partner)), (True, to(cast.stranger)),
            (True, to(cast.manager, concerns=both)), (False, to(cast.lead, concerns=both)),
            (True, to(cast.lead, concerns=both[:1])), (False, to(cast.leaver, cast.partner)),
            (True, to("open@example.com", cast.partner)), (False, to("open@example.com", cast.rival)),
            (False, to("open@example.com")), (False, to("over@example.com", cast.partner)),
            (False, to("taken@example.com", cast.partner)), (False, to("withdrawn@example.com", cast.partner)),
            (False, to("rival@example.com", cast.partner)), (True, to("inside@example.com")),
            (False, to("nobody@example.com", cast.partner)),
        ]  # fmt: skip
        found = may_still_receive([mail for _, mail in rows], now=now)
    assert [
        (mail.address, mail.partner and mail.partner.slug)
        for wanted, mail in rows
        if (mail.pk in found) != wanted
    ] == []


# --- what a delivery takes --------------------------------------------------------------------------------------------


def mails(cast: Cast, now: datetime, count: int = 1, **fields: object) -> list[int]:
    found = [
        queue(Letter("Due", "Due."), to=cast.lead, kind="reminder", now=now, partner=cast.partner).pk
        for _ in range(count)
    ]
    OutgoingMail.objects.filter(pk__in=found).update(**{"next_attempt_at": now, **fields})
    return found


def test_what_is_due_and_free_is_taken_the_longest_due_first(cast: Cast, now: datetime) -> None:
    with entered(SYSTEM):
        [young] = mails(cast, now)
        [old] = mails(cast, now, next_attempt_at=now - A_MOMENT)
        [lapsed] = mails(cast, now, leased_until=now, next_attempt_at=now - 2 * A_MOMENT)
        mails(cast, now, leased_until=now + A_MOMENT)
        mails(cast, now, next_attempt_at=now + A_MOMENT)
        for state in set(OutgoingMail.State.values) - {"queued"}:
            mails(cast, now, state=state)
        claim = _claim(now)
        assert list(claim.mails) == [lapsed, old, young]
        assert claim.leased_until == now + LEASE == now + timedelta(minutes=15)
        leased = OutgoingMail.objects.filter(leased_until=claim.leased_until)
        assert set(leased.values_list("pk", flat=True)) == {lapsed, old, young}
        assert dict(leased.values_list("pk", "attempts")) == {lapsed: 1, old: 0, young: 0}
        assert _claim(now).mails == []
        _release(claim)
        assert len(_claim(now).mails) == 3


@pytest.mark.parametrize(("there", "taken"), [(BATCH - 1, 49), (BATCH, 50), (BATCH + 1, 50)])
def test_fifty_are_taken_at_once(cast: Cast, now: datetime, there: int, taken: int) -> None:
    with entered(SYSTEM):
        mails(cast, now, there)
        assert len(_claim(now).mails) == taken


def test_of_a_claim_that_was_cut_off_the_first_two_may_have_been_sent(now: datetime) -> None:
    earlier = now - LEASE
    assert _cut_off({1: None, 2: now, 3: now, 4: now, 5: earlier, 6: None}) == [2, 3, 5]
