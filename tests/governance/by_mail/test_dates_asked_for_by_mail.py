"""Another date that the other side asks for stands in its owner's next usual mail, and the answer in the asker's."""

from datetime import date, timedelta

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from governance import verbs
from governance.models import ActionItem
from governance.verbs import send_reminders
from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.models import OutgoingMail, Side, User
from tests.cast import Cast
from tests.governance.by_mail.postbag import REPLY_ADDRESS, Reminded
from tests.governance.by_mail.postbag import reply as written_back
from tests.governance.by_mail.replying.answers import now_is, send
from tests.governance.mails import mail_to
from tests.governance.reminders.test_reminding import SIDES, owed, reminders, sent_to, somebody
from tests.governance.scene import TODAY, at, counterpart, in_days

pytestmark = pytest.mark.django_db
FAR = in_days(40)
ASKED = "asks for Tue 15 Dec: The freeze moved"


def asked_for(cast: Cast, owner: User, *, on: date = TODAY, due_on: date = FAR) -> ActionItem:
    """A promise far off, of which the other side's lead asks for another date."""
    item = owed(cast, owner, due_on=due_on)
    asker = counterpart(cast, owner)
    with acting_as(asker):
        verbs.ask_for_date(
            item,
            due_on=date(2026, 12, 15),
            reason="The freeze moved",
            by=asker,
            now=at(on) + timedelta(hours=6),
        )
        item.refresh_from_db()
    return item


def answered(item: ActionItem, owner: User, on: date, *, word: str = "") -> None:
    with acting_as(owner):
        if word:
            verbs.decline_date(item, word=word, by=owner, now=at(on) + timedelta(hours=6))
        else:
            verbs.accept_date(item, by=owner, now=at(on) + timedelta(hours=6))


@SIDES
def test_the_owner_learns_of_it_in_the_next_list_however_far_off_the_date_is(cast: Cast, side: Side) -> None:
    owner = somebody(cast, side)
    asked_for(cast, owner)
    for day in range(1, 7):
        send_reminders(now=at(in_days(day)))
    assert sent_to(owner) == [], "no mail of its own"
    send_reminders(now=at(in_days(7)))
    [said] = sent_to(owner)
    assert f"{counterpart(cast, owner).full_name} {ASKED}" in said
    assert "Another date is asked for" in said


@SIDES
def test_it_comes_along_with_a_mail_that_goes_anyway_and_once(cast: Cast, side: Side) -> None:
    owner = somebody(cast, side)
    for n in (1, 2):
        owed(cast, owner, due_on=in_days(n), title=f"Write it down {n}")
    asked_for(cast, owner)
    for day in (1, 2, 3):
        send_reminders(now=at(in_days(day)))
    assert [ASKED in said for said in sent_to(owner)] == [True, False]
    assert (owner.full_name, "asked", TODAY) in reminders()


@SIDES
@pytest.mark.parametrize(
    ("word", "told"),
    [("", "says yes to Tue 15 Dec"), ("Nobody is free", "stays with Sat 2 Jan 2027: Nobody is free")],
    ids=["accepted", "declined"],
)
def test_whoever_asked_learns_the_answer_in_their_next_list_once(
    cast: Cast, side: Side, word: str, told: str
) -> None:
    owner = somebody(cast, side)
    asker = counterpart(cast, owner)
    answered(asked_for(cast, owner), owner, in_days(1), word=word)
    for day in range(2, 16):
        send_reminders(now=at(in_days(day)))
    [said] = sent_to(asker)
    assert f"{owner.full_name} {told}" in said
    assert [step for name, step, on in reminders() if name == asker.full_name] == ["answered"]


def test_an_answer_comes_along_with_a_mail_that_goes_anyway(cast: Cast) -> None:
    item = asked_for(cast, cast.lead)
    owed(cast, cast.manager, due_on=in_days(3), title="Sign it")
    answered(item, cast.lead, in_days(1))
    for day in range(2, 10):
        send_reminders(now=at(in_days(day)))
    assert ["says yes to" in said for said in sent_to(cast.manager)] == [True, False]


@pytest.mark.parametrize("end", ["taken back", "reported"])
def test_what_is_asked_no_more_is_in_no_mail(cast: Cast, end: str) -> None:
    item = asked_for(cast, cast.lead)
    by = cast.manager if end == "taken back" else cast.lead
    with acting_as(by):
        if end == "taken back":
            verbs.take_back_request(item, by=by, now=at(in_days(1)))
        else:
            verbs.report_done(item, by=by, now=at(in_days(1)))
    send_reminders(now=at(in_days(7)))
    assert not any("asks for" in said for said in sent_to(cast.lead))
    assert not any("15 Dec" in said for said in sent_to(cast.manager))


def test_lateness_climbs_all_the_same_while_another_date_is_asked_for(cast: Cast) -> None:
    """Else asking would be a favour that keeps the ladder away."""
    item = asked_for(cast, cast.lead, due_on=in_days(1))
    with entered(SYSTEM):
        ActionItem.objects.filter(pk=item.pk).update(ask=_decision(cast))
    for day in range(1, 20):
        send_reminders(now=at(in_days(day)))
    assert {"due", "warning", "leads"} <= {step for _, step, _ in reminders()}


def test_who_waits_is_reminded_and_the_owner_told_of_the_date_asked_for(cast: Cast) -> None:
    item = asked_for(cast, cast.lead)
    with acting_as(cast.lead):
        verbs.wait_on(
            item,
            on_side="ours",
            on_person=cast.teammate,
            what_for="the licence",
            by=cast.lead,
            now=at(in_days(1)),
        )
    send_reminders(now=at(in_days(7)))
    assert ASKED in sent_to(cast.lead)[0]


@pytest.mark.parametrize(
    ("reply", "state", "due_on"),
    [("1 yes", "accepted", date(2026, 12, 15)), ("1 no: nobody is free", "declined", FAR)],
)
def test_a_reply_answers_it_by_its_number(
    cast: Cast, settings: Settings, reply: str, state: str, due_on: date
) -> None:
    settings.REPLY_ADDRESS = REPLY_ADDRESS
    item = asked_for(cast, cast.contributor)
    owed(cast, cast.contributor, due_on=FAR, title="Write it down")
    send_reminders(now=at(in_days(7)))
    with entered(SYSTEM):
        [mail] = OutgoingMail.objects.select_related("content").filter(
            person=cast.contributor, kind="reminder"
        )
    send(written_back(Reminded(cast.contributor, mail.content.headers["Reply-To"]), reply))
    with entered(SYSTEM):
        assert item.date_requests.get().state == state
    assert now_is(item).due_on == due_on


def test_the_page_behind_the_mail_says_what_was_answered(cast: Cast, client: Client) -> None:
    item = asked_for(cast, cast.lead)
    answered(item, cast.lead, in_days(1), word="Nobody is free")
    mailed = mail_to(cast.manager, item, step="answered")
    text = client.get(mailed.at()).content.decode()
    assert "Jonas Stein leaves the date as it is: Nobody is free" in text


def _decision(cast: Cast) -> int:
    with acting_as(cast.manager):
        return verbs.raise_decision(
            cast.partner, title="Which?", on_side="theirs", needed_by=FAR, by=cast.manager, now=at(TODAY)
        ).pk
