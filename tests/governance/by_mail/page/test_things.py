"""The page behind a mail: each thing it names is done, moved, handed over or answered in place."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from governance import verbs
from governance.calendar.working_days import working_day_by
from governance.models import ActionItem, ActionNote
from partners.isolation.scope import SYSTEM, acting_as, entered
from tests.cast import Cast
from tests.governance.by_mail.page.opened import fresh, page, proposed, saved, text_of
from tests.governance.mails import Mailed, mail_to
from tests.governance.scene import promised_now

pytestmark = pytest.mark.django_db


# --- what is owed -----------------------------------------------------------------------------------------------------


def test_it_says_for_whom_it_is_what_is_owed_to_whom_and_who_waits(cast: Cast, mail: Mailed) -> None:
    said = page(mail.all_of_it)
    assert "for Jonas Stein" in said
    assert "you owe" in said
    assert "Rebuild the index" in said
    assert "Priya waits for it." in said
    assert "Priya is asked to confirm" in said
    assert "Nothing has changed yet." in said


def test_it_is_done_with_one_tap_and_a_word_with_it(owed: ActionItem, mail: Mailed) -> None:
    said = saved(mail, "report", word="Ran in 40 minutes", version=owed.version)
    assert fresh(owed).state == "reported"
    with entered(SYSTEM):
        assert ActionNote.objects.get().text == "Ran in 40 minutes"
    assert "Reported done. The other side is asked to confirm." in said
    assert "Priya is asked to confirm. Nothing is left to do here." in said


def test_a_slip_is_taken_back_where_it_is_told(owed: ActionItem, mail: Mailed) -> None:
    client = Client()
    told = client.post(mail.at(0, "report"), follow=True).content.decode()
    assert f'action="{mail.at(0, "undoing")}"' in told
    back = client.post(mail.at(0, "undoing"), {"version": fresh(owed).version}, follow=True)
    assert "Taken back" in text_of(back.content.decode())
    assert fresh(owed).state == "open"


def test_a_word_alone_is_for_both_sides(owed: ActionItem, mail: Mailed) -> None:
    said = saved(mail, "notes", word="The second node is slower", version=owed.version)
    assert fresh(owed).state == "open"
    assert "Your word is on it." in said


def test_a_new_date_is_chosen_from_a_few(owed: ActionItem, mail: Mailed) -> None:
    html = Client().get(mail.at()).content.decode()
    offered = re.findall(r'name="quick" value="([\d-]+)"', html)
    assert len(offered) == 3
    saved(mail, "due-date", quick=offered[1], due_on="", reason="Hardware is late", version=owed.version)
    assert fresh(owed).due_on.isoformat() == offered[1]


def test_a_new_date_that_is_written_counts_more_than_one_that_is_chosen(
    owed: ActionItem, mail: Mailed
) -> None:
    today = timezone.localdate()
    day = working_day_by(today + timedelta(days=42), earliest=today)
    saved(mail, "due-date", quick="2027-01-08", due_on="in 6 weeks", reason="Hardware is late")
    assert fresh(owed).due_on == day


@pytest.mark.parametrize(
    ("due_in", "sentence"),
    [
        (21, "Given today it counts as moved with notice, not as missed."),
        (2, "given today it counts as missed, unless it is done in time"),
        (-3, "Its day has passed: it counts as missed."),
    ],
)
def test_it_says_what_a_new_date_counts_as(cast: Cast, due_in: int, sentence: str) -> None:
    with acting_as(cast.manager):
        item = promised_now(cast, cast.lead, due_in=due_in)
    assert sentence in page(mail_to(cast.lead, item).at())


def test_after_a_move_without_notice_it_does_not_promise_that_another_counts(
    cast: Cast, owed: ActionItem
) -> None:
    with acting_as(cast.lead):
        item = promised_now(cast, cast.lead, due_in=1)
        verbs.move_date(item, due_on=owed.due_on, reason="Ill", by=cast.lead, now=timezone.now())
    assert "An earlier new date came without notice" in page(mail_to(cast.lead, item).at())


def test_waiting_starts_the_other_sides_clock_and_the_ball_comes_back(
    cast: Cast, owed: ActionItem, mail: Mailed
) -> None:
    said = saved(mail, "waiting", on_side="ours", on_person=cast.teammate.pk, what_for="The firewall rule")
    assert "It waits for Tom Okafor since" in said
    assert "The firewall rule" in said
    assert "The wait is over" in said
    saved(mail, "resumption")
    with entered(SYSTEM):
        assert fresh(owed).waiting is None


def test_somebody_else_of_the_same_side_does_it_and_then_nothing_is_left_to_do(
    cast: Cast, owed: ActionItem, mail: Mailed
) -> None:
    html = Client().get(mail.at()).content.decode()
    offered = re.search(r'<select name="to".*?</select>', html, re.DOTALL)
    assert offered
    assert cast.contributor.full_name in offered[0]
    assert cast.manager.full_name not in offered[0]
    said = saved(mail, "assignment", to=cast.contributor.pk)
    assert fresh(owed).owner == cast.contributor
    assert "Handed over: Mei Chen has it now. Nothing is left to do here." in said
    answer = Client().post(mail.at(noun="report"))
    assert answer.status_code == 409
    assert fresh(owed).state == "open"


# --- the other kinds --------------------------------------------------------------------------------------------------


def test_what_one_is_asked_for_is_promised_with_one_tap(cast: Cast) -> None:
    item = proposed(cast)
    mail = mail_to(cast.lead, item)
    html = Client().get(mail.at()).content.decode()
    assert "Priya Raman asks for it by" in html
    (day,) = re.findall(r'name="due_on" value="([\d-]+)"', html)
    saved(mail, "acceptance", due_on=day, version=item.version)
    assert (fresh(item).state, fresh(item).first_due_on) == ("open", item.due_on)


def test_or_for_another_day(cast: Cast) -> None:
    item = proposed(cast)
    saved(mail_to(cast.lead, item), "acceptance", due_on="in 4 weeks", version=item.version)
    today = timezone.localdate()
    assert fresh(item).first_due_on == working_day_by(today + timedelta(days=28), earliest=today)


def test_or_declined_with_a_word(cast: Cast) -> None:
    item = proposed(cast)
    mail = mail_to(cast.lead, item)
    assert "Say why, in a few words" in text_of(Client().post(mail.at(noun="withdrawal")).content.decode())
    said = saved(mail, "withdrawal", reason="The board has it already")
    assert fresh(item).state == "withdrawn"
    assert "Declined." in said


def test_a_promise_is_not_withdrawn_from_a_mail(owed: ActionItem, mail: Mailed) -> None:
    assert Client().post(mail.at(noun="withdrawal"), {"reason": "No"}).status_code == 409
    assert fresh(owed).state == "open"


def test_the_other_sides_work_is_confirmed_with_one_tap(cast: Cast, reported: ActionItem) -> None:
    mail = mail_to(cast.manager, reported)
    assert "Jonas Stein says that it is done." in page(mail.at())
    assert "Ran twice" in page(mail.at())
    said = saved(mail, "confirmation", version=reported.version)
    assert "Confirmed by you on" in said
    assert fresh(reported).confirmed_by == cast.manager


def test_or_given_back_with_what_is_missing(cast: Cast, reported: ActionItem) -> None:
    mail = mail_to(cast.manager, reported)
    saved(mail, "return", word="The second node", version=reported.version)
    assert fresh(reported).state == "open"
    assert "The second node" in page(mail_to(cast.lead, reported).at())


def test_what_has_been_settled_since_shows_as_settled(cast: Cast, reported: ActionItem, mail: Mailed) -> None:
    with acting_as(cast.manager):
        verbs.confirm(reported, by=cast.manager, now=timezone.now())
    said = page(mail.at())
    assert "Confirmed by Priya Raman on" in said
    assert "Nothing is left to do here." in said
    assert "<button" not in Client().get(mail.at()).content.decode()


def test_whom_they_wait_on_sees_it_differently_and_stops_no_clock_that_charges_them(
    cast: Cast, owed: ActionItem
) -> None:
    with acting_as(cast.lead):
        verbs.wait_on(
            owed,
            on_side="ours",
            on_person=cast.teammate,
            what_for="The rule",
            by=cast.lead,
            now=timezone.now(),
        )
    mail = mail_to(cast.teammate, owed)
    said = page(mail.at())
    assert "Jonas Stein waits on you" in said
    assert "It is done" not in said
    saved(mail, "dispute", words="It was open on Friday")
    assert Client().post(mail.at(noun="resumption")).status_code == 409
    with entered(SYSTEM):
        assert fresh(owed).waiting is not None


# --- one after the other ----------------------------------------------------------------------------------------------


def test_after_each_thing_comes_the_next_and_in_the_end_all_of_them(cast: Cast) -> None:
    with acting_as(cast.manager):
        first, second = (promised_now(cast, cast.lead, title=title) for title in ("The first", "The second"))
    mail = mail_to(cast.lead, first, second)
    answer = Client().post(mail.at(0, "report"), follow=True)
    assert answer.redirect_chain[0][0].startswith(mail.at(1))
    said = text_of(answer.content.decode())
    assert "“The first”: Reported done." in said
    assert "2 of 2 in your mail" in said
    said = saved(mail, "report", 1)
    assert "Nothing waits for you" in said
    assert "Look at it again" in said
    assert "“The second”: Reported done." in said


def test_what_has_another_day_or_waits_on_the_other_side_waits_for_nobody_here_for_now(cast: Cast) -> None:
    with acting_as(cast.manager):
        items = [promised_now(cast, cast.lead, title=title) for title in ("Moved", "Waiting", "Left")]
    mail = mail_to(cast.lead, *items)
    saved(mail, "due-date", 0, due_on="in 6 weeks", reason="Hardware is late")
    saved(mail, "waiting", 1, on_side="ours", what_for="The rule")
    said = page(mail.all_of_it)
    assert "One thing waits for you" in said
    assert said.index("Left") < said.index("Nothing to do for now") < said.index("Moved")


def test_several_things_are_listed_what_waits_first(
    cast: Cast, owed: ActionItem, reported: ActionItem
) -> None:
    with acting_as(cast.manager):
        other = promised_now(cast, cast.lead, title="The other one")
    said = page(mail_to(cast.lead, reported, other).all_of_it)
    assert "One thing waits for you" in said
    assert said.index("The other one") < said.index("Rebuild the index")


# --- kindly -----------------------------------------------------------------------------------------------------------


def test_a_refusal_keeps_what_was_typed(owed: ActionItem, mail: Mailed) -> None:
    answer = Client().post(mail.at(noun="due-date"), {"due_on": "32 Foo", "reason": "Hardware is late"})
    assert answer.status_code == 422
    html = answer.content.decode()
    assert "cannot be read as a date" in html
    assert 'value="32 Foo"' in html
    assert 'value="Hardware is late"' in html
    assert '<details class="from-mail-fold" open>' in html


def test_a_stale_page_saves_nothing_and_keeps_the_word(owed: ActionItem, mail: Mailed) -> None:
    answer = Client().post(mail.at(noun="report"), {"word": "Ran twice", "version": owed.version + 7})
    assert answer.status_code == 409
    html = answer.content.decode()
    assert "Somebody else changed this in the meantime." in html
    assert ">Ran twice</textarea>" in html
    assert f'name="version" value="{owed.version}"' in html
    assert fresh(owed).state == "open"


def test_what_comes_too_late_is_told_so_with_ones_words(
    cast: Cast, reported: ActionItem, mail: Mailed
) -> None:
    answer = Client().post(mail.at(noun="due-date"), {"due_on": "in 3 weeks", "reason": "Hardware is late"})
    assert answer.status_code == 409
    said = text_of(answer.content.decode())
    assert "This has changed since you opened it, so nothing was saved." in said
    assert "Hardware is late" in said
    assert "Reported done on" in said
