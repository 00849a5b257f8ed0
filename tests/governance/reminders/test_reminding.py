import threading
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from governance import verbs
from governance.models import ActionItem, Forum, OutcomeIntent, QuietPeriod, Reminded, Reminder
from governance.reminders import queries, sending
from governance.reminders.mail import LetterReader
from governance.reminders.sending import mornings
from governance.verbs import send_reminders
from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.mail.outbox import Letter
from partners.models import MailContent, MailLink, Membership, OutgoingMail, Side, User
from partners.verbs import deactivate, end_part
from tests.cast import Cast, assemble
from tests.governance.scene import NOW, TODAY, at, counterpart, in_days, promised

pytestmark = pytest.mark.django_db
SIDES = pytest.mark.parametrize("side", list(Side))


def somebody(cast: Cast, side: Side) -> User:
    """A contributor of that side."""
    return cast.teammate if side is Side.OURS else cast.contributor


def owed(
    cast: Cast, owner: User, *, due_on: date, tied: bool = False, title: str = "Rebuild the index"
) -> ActionItem:
    """A promise made in time for its day, whatever day that was."""
    with acting_as(counterpart(cast, owner)):
        item = promised(cast, owner, title=title)
    with entered(SYSTEM):
        outcome = OutcomeIntent(partner=cast.partner, statement="Faster", target="Two hours")
        if tied:
            outcome.save()
        ActionItem.objects.filter(pk=item.pk).update(
            due_on=due_on, promised_on=min(TODAY, due_on), outcome=outcome.pk
        )
        item.refresh_from_db()
    return item


def forum(cast: Cast, **facts: object) -> None:
    with entered(SYSTEM):
        Forum.objects.create(partner=cast.partner, **facts)


def sent_to(person: User) -> list[str]:
    """What each reminder of `person` says, the latest last."""
    with entered(SYSTEM):
        return [
            MailContent.objects.get(mail=mail).text
            for mail in OutgoingMail.objects.filter(person=person, kind="reminder").order_by("pk")
        ]


def reminders() -> list[tuple[str, str, date]]:
    """Who was reminded, at which step, of which day."""
    with entered(SYSTEM):
        return [
            (each.person.full_name, each.step, each.on) for each in Reminder.objects.select_related("person")
        ]


@SIDES
def test_whoever_owes_something_due_this_week_has_it_in_monday_s_list(cast: Cast, side: Side) -> None:
    owner = somebody(cast, side)
    owed(cast, owner, due_on=in_days(3))
    assert send_reminders(now=NOW) == 1
    [said] = sent_to(owner)
    assert "1 action for you" in said
    assert "Rebuild the index" in said
    assert "by Thu 26 Nov" in said
    assert reminders() == [(owner.full_name, "weekly", TODAY)]


def test_the_same_morning_sends_nothing_twice(cast: Cast) -> None:
    owed(cast, cast.lead, due_on=TODAY)
    assert [send_reminders(now=NOW + timedelta(minutes=step)) for step in (0, 2, 400)] == [1, 0, 0]


def test_the_clock_may_be_put_two_hours_either_way(cast: Cast) -> None:
    owed(cast, cast.lead, due_on=TODAY)
    hours = [-2, 0, 2, 0, -2, 24, 22, 26]
    sent = [send_reminders(now=NOW + timedelta(hours=hour)) for hour in hours]
    assert sum(sent) == 1


def test_after_two_days_without_a_clock_each_has_one_mail(cast: Cast) -> None:
    owed(cast, cast.lead, due_on=in_days(1))
    owed(cast, cast.lead, due_on=in_days(2), title="Write it down")
    send_reminders(now=at(in_days(-3)))
    assert send_reminders(now=at(in_days(2))) == 1
    [said] = sent_to(cast.lead)
    assert "1 day late" in said
    assert "today" in said


def test_the_mail_leads_to_each_thing_without_a_password(cast: Cast) -> None:
    owed(cast, cast.lead, due_on=TODAY)
    send_reminders(now=NOW)
    with entered(SYSTEM):
        link, reminder = MailLink.objects.select_related("person", "mail").get(), Reminder.objects.get()
        assert link.mail.person == cast.lead
    assert (link.person, reminder.link_id) == (cast.lead, link.pk)
    assert f"/{reminder.pk}/" in sent_to(cast.lead)[0]


def test_a_promise_waiting_on_somebody_reminds_whoever_holds_the_ball(cast: Cast) -> None:
    item = owed(cast, cast.lead, due_on=TODAY)
    with acting_as(cast.lead):
        verbs.wait_on(
            item, on_side="ours", on_person=cast.teammate, what_for="the licence", by=cast.lead, now=NOW
        )
    send_reminders(now=NOW)
    assert sent_to(cast.lead) == []
    assert "Jonas Stein waits since Mon 23 Nov: the licence" in sent_to(cast.teammate)[0]


@SIDES
def test_what_is_reported_done_asks_the_other_side_s_lead_for_a_yes(cast: Cast, side: Side) -> None:
    owner = somebody(cast, side)
    item = owed(cast, owner, due_on=TODAY)
    with acting_as(owner):
        verbs.report_done(item, by=owner, now=NOW)
    send_reminders(now=NOW)
    assert sent_to(owner) == []
    assert f"{owner.full_name} reports it done" in sent_to(counterpart(cast, owner))[0]


def test_a_decision_without_a_name_goes_to_whoever_leads_the_side_asked(cast: Cast) -> None:
    with acting_as(cast.lead):
        verbs.raise_decision(
            cast.partner, title="Which archive?", on_side="ours", needed_by=TODAY, by=cast.lead, now=NOW
        )
    send_reminders(now=NOW)
    assert "Jonas Stein needs a decision today" in sent_to(cast.manager)[0]


def test_what_somebody_left_behind_goes_to_whoever_leads_their_side(cast: Cast) -> None:
    owed(cast, cast.contributor, due_on=TODAY)
    with acting_as(cast.lead):
        end_part(Membership.objects.get(person=cast.contributor), by=cast.lead, now=NOW)
    send_reminders(now=NOW)
    assert sent_to(cast.contributor) == []
    assert "Rebuild the index" in sent_to(cast.lead)[0]


def test_whose_access_has_ended_hears_nothing(cast: Cast) -> None:
    owed(cast, cast.contributor, due_on=TODAY)
    with acting_as(cast.administrator):
        deactivate(cast.contributor, by=cast.administrator, now=NOW)
    send_reminders(now=NOW)
    assert sent_to(cast.contributor) == []


def test_a_forum_that_is_operational_leaves_people_in_peace(cast: Cast) -> None:
    owed(cast, cast.lead, due_on=TODAY)
    forum(cast, tier="operational")
    assert send_reminders(now=NOW) == 0


def test_the_foremost_forum_says_how_people_are_reminded(cast: Cast) -> None:
    owed(cast, cast.lead, due_on=in_days(2))
    forum(cast, tier="operational")
    forum(cast, tier="strategic", weekly_list_on=1)
    assert send_reminders(now=NOW) == 0
    assert send_reminders(now=at(in_days(1))) == 1


@SIDES
def test_what_an_outcome_hangs_on_climbs_the_ladder(cast: Cast, side: Side) -> None:
    owner = somebody(cast, side)
    forum(cast, weekly_list_on=None)
    owed(cast, owner, due_on=in_days(-11), tied=True)
    for day in range(-1, 19):
        send_reminders(now=at(in_days(day)))
    told = [(name, step) for name, step, _ in reminders()]
    assert told == [
        (owner.full_name, "warning"),
        (cast.manager.full_name, "leads"),
        (cast.lead.full_name, "leads"),
        (cast.partner_sponsor.full_name, "sponsors"),
    ]


@SIDES
def test_while_a_cover_is_in_force_nothing_climbs_and_afterwards_its_days_are_not_counted(
    cast: Cast, side: Side
) -> None:
    owner, leader = somebody(cast, side), cast.cio if side is Side.THEIRS else cast.partner_sponsor
    forum(cast, weekly_list_on=None)
    owed(cast, owner, due_on=in_days(-11), tied=True)  # to be warned on Wednesday, but for the cover
    with acting_as(leader):
        verbs.give_cover(cast.partner, words="Let them work.", until=in_days(11), by=leader, now=NOW)
    for day in range(12):
        send_reminders(now=at(in_days(day)))
    assert reminders() == []
    for day in range(12, 18):
        send_reminders(now=at(in_days(day)))
    assert [(name, step) for name, step, _ in reminders()] == [
        (owner.full_name, "warning"), (cast.manager.full_name, "leads"), (cast.lead.full_name, "leads"),
    ]  # fmt: skip


def test_two_days_of_warning_are_days_of_whoever_is_warned(cast: Cast) -> None:
    """Seven in the morning in Auckland is still the day before in Greenwich."""
    with entered(SYSTEM):
        User.objects.filter(pk=cast.contributor.pk).update(time_zone="Pacific/Auckland")
    forum(cast, weekly_list_on=None)
    owed(cast, cast.contributor, due_on=in_days(-20), tied=True)
    evening_before = at(TODAY) + timedelta(hours=10)  # Tuesday, eight o'clock
    for half_day in range(6):
        send_reminders(now=evening_before + timedelta(hours=12 * half_day))
    with entered(SYSTEM):
        sent = {each.step: each.sent_at for each in Reminder.objects.order_by("-pk")}
    assert sent["leads"] - sent["warning"] > timedelta(days=1, hours=12)


def test_a_new_date_begins_the_ladder_anew(cast: Cast) -> None:
    item = owed(cast, cast.lead, due_on=in_days(-12), tied=True)
    send_reminders(now=NOW)
    with acting_as(cast.lead):
        verbs.move_date(item, due_on=in_days(30), reason="More data", by=cast.lead, now=NOW)
    for day in range(1, 28):
        send_reminders(now=at(in_days(day)))
    assert [step for _, step, _ in reminders()] == ["warning"]


def test_somebody_away_is_stood_in_for(cast: Cast) -> None:
    owed(cast, cast.contributor, due_on=TODAY)
    with entered(SYSTEM):
        QuietPeriod.objects.create(
            person=cast.contributor, deputy=cast.lead, first_on=in_days(-2), last_on=in_days(5)
        )
    send_reminders(now=NOW)
    assert sent_to(cast.contributor) == []
    assert "for Mei Chen, who is away" in sent_to(cast.lead)[0]
    with entered(SYSTEM):
        assert Reminder.objects.get().sent_to == cast.lead


def test_the_mail_says_that_the_other_side_is_reminded_too(cast: Cast) -> None:
    owed(cast, cast.lead, due_on=TODAY)
    owed(cast, cast.manager, due_on=in_days(-4))
    send_reminders(now=NOW)
    assert "owes you 1 action, 1 late, and is reminded by the same rule" in sent_to(cast.lead)[0]


def test_what_is_named_to_one_partnership_is_not_told_to_its_rival(cast: Cast) -> None:
    owed(cast, cast.lead, due_on=TODAY)
    send_reminders(now=NOW)
    assert sent_to(cast.rival_lead) == []


def test_a_reminder_is_kept_as_it_was_sent(cast: Cast) -> None:
    owed(cast, cast.lead, due_on=TODAY)
    send_reminders(now=NOW)
    with pytest.raises(Exception, match="permission denied"), entered(SYSTEM):
        Reminder.objects.update(step="weekly")


def test_a_mail_that_cannot_be_written_keeps_nobody_from_theirs_and_is_tried_again(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    owed(cast, cast.lead, due_on=TODAY)
    owed(cast, cast.manager, due_on=TODAY)
    whole = sending.letter_of

    def broken(named: object, urls: object, reader: LetterReader, **facts: object) -> Letter:
        if reader.id == cast.lead.pk:
            raise ValueError("A letter nobody can write")
        return whole(named, urls, reader, **facts)

    monkeypatch.setattr(sending, "letter_of", broken)
    assert send_reminders(now=NOW) == 1
    monkeypatch.undo()
    assert send_reminders(now=NOW + timedelta(minutes=2)) == 1
    assert len(sent_to(cast.lead)) == len(sent_to(cast.manager)) == 1


def test_the_queries_do_not_grow_with_what_is_owed(cast: Cast) -> None:
    counted = []
    for day, more in ((0, 1), (7, 20)):
        for number in range(more):
            owed(cast, cast.lead, due_on=in_days(-3), title=f"Thing {day} {number}")
        with CaptureQueriesContext(connection) as queries:
            send_reminders(now=at(in_days(day)))
        counted.append(len(queries))
    assert counted[0] == counted[1]


def test_while_everybody_sleeps_nobody_s_matters_are_read(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    owed(cast, cast.lead, due_on=TODAY)
    read, matters = [], queries.matters
    monkeypatch.setattr(queries, "matters", lambda *some, **more: (read.append(1), matters(*some, **more))[1])
    asked = {hour: (mornings(now=NOW.replace(hour=hour)).mailings != (), len(read)) for hour in (1, 9)}
    assert asked == {1: (False, 0), 9: (True, 1)}


def test_whoever_is_away_has_nothing_read_all_day_once_the_others_have_had_their_mornings(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    owed(cast, cast.contributor, due_on=TODAY)
    away = {"deputy": cast.lead, "first_on": in_days(-2), "last_on": in_days(1)}
    with entered(SYSTEM):
        QuietPeriod.objects.create(person=cast.contributor, **away)
        QuietPeriod.objects.create(person=cast.observer, **away | {"deputy": None})
    assert send_reminders(now=NOW) == 1
    read, matters = [], queries.matters
    monkeypatch.setattr(queries, "matters", lambda *some, **more: (read.append(1), matters(*some, **more))[1])
    assert (send_reminders(now=NOW + timedelta(minutes=2)), read) == (0, [])
    assert (mornings(now=at(in_days(1))).through != {}, read) == (True, [1])


@pytest.mark.django_db(transaction=True)
def test_two_clocks_at_once_send_each_mail_once(transactional_db: None) -> None:
    cast = assemble()
    for owner in (cast.lead, cast.contributor, cast.teammate, cast.manager):
        owed(cast, owner, due_on=TODAY)
    together, sent = threading.Barrier(2), []

    def beat() -> None:
        together.wait()
        try:
            sent.append(send_reminders(now=NOW))
        finally:
            connection.close()

    beats = [threading.Thread(target=beat) for _ in range(2)]
    for each in beats:
        each.start()
    for each in beats:
        each.join()
    assert sum(sent) == 4
    with entered(SYSTEM):
        assert OutgoingMail.objects.filter(kind="reminder").count() == 4
        assert Reminded.objects.count() > 4
