"""A reply to a reminder does what it says."""

from datetime import date

import pytest
from django.apps import apps

from governance import verbs
from governance.models import ActionItem, ActionNote, Ask, Reminder
from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.models import OutgoingMail, Side, User
from tests.cast import Cast
from tests.governance.by_mail.postbag import Reminded, answers_to, reminded, reply
from tests.governance.by_mail.replying.answers import now_is, send, words_on
from tests.governance.scene import NOW, counterpart, in_days, promised

# --- What it says is done ----------------------------------------------------------------------------------------


def test_done_on_the_first_line_reports_it_done_with_the_words_beside(
    cast: Cast, item: ActionItem, reminder: Reminded
) -> None:
    noted = send(
        reply(reminder, "Done, the index is rebuilt.\nIt took a night.\n\n-- \nJonas\nDelivery lead")
    )
    assert (noted.fate, noted.person) == ("done", cast.lead)
    assert now_is(item).state == "reported"
    assert words_on(item) == [(cast.lead, "the index is rebuilt.\nIt took a night.")]
    assert answers_to(cast.lead) == []


def test_a_date_on_the_first_line_with_its_reason_moves_it(
    cast: Cast, item: ActionItem, reminder: Reminded
) -> None:
    send(reply(reminder, "4 January because the supplier\nis closed until New Year"))
    moved = now_is(item)
    assert moved.due_on == date(2027, 1, 4)
    with entered(SYSTEM):
        given = moved.dates.latest("pk")
    assert (given.given_by, given.reason) == (cast.lead, "the supplier\nis closed until New Year")


def test_anything_else_is_a_word_both_sides_read(cast: Cast, item: ActionItem, reminder: Reminded) -> None:
    send(
        reply(reminder, "We are waiting for the test machines.\n\nOn Mon, 23 Nov 2026, Tandem wrote:\n> done")
    )
    assert words_on(item) == [(cast.lead, "We are waiting for the test machines.")]
    assert now_is(item).state == "open"
    with acting_as(cast.manager):
        assert ActionNote.objects.visible_to(cast.manager).filter(item=item).exists()


def test_the_history_says_who_did_it_as_on_the_screens(
    cast: Cast, item: ActionItem, reminder: Reminded
) -> None:
    send(reply(reminder, "done"))
    with acting_as(cast.manager):
        told = apps.get_model("governance", "ActionItemEvent").objects.latest("pgh_id")
    assert (told.pgh_context["verb"], told.pgh_context["person"]) == ("report_done", cast.lead.pk)


@pytest.mark.parametrize("words", ["yes", "Confirmed.", "Yes, it is done!", "done"])
def test_the_other_side_confirms_with_a_word(cast: Cast, item: ActionItem, words: str) -> None:
    with acting_as(cast.lead):
        verbs.report_done(item, by=cast.lead, now=NOW)
    send(reply(reminded(cast.manager, item), words))
    assert (now_is(item).state, now_is(item).confirmed_by_id) == ("closed", cast.manager.pk)


def test_the_other_side_gives_it_back_with_what_is_missing(cast: Cast, item: ActionItem) -> None:
    with acting_as(cast.lead):
        verbs.report_done(item, by=cast.lead, now=NOW)
    send(reply(reminded(cast.manager, item), "Not yet: the protocol is missing"))
    assert now_is(item).state == "open"
    assert words_on(item) == [(cast.manager, "the protocol is missing")]


def test_our_side_replies_by_the_same_rules(cast: Cast) -> None:
    with acting_as(cast.lead):
        ours = promised(cast, cast.teammate)
    send(reply(reminded(cast.teammate, ours), "done"))
    assert now_is(ours).state == "reported"


def test_yes_accepts_what_is_asked_for(cast: Cast) -> None:
    with acting_as(cast.manager):
        asked = verbs.propose(
            cast.partner, title="Plan", owner=cast.lead, due_on=in_days(20), by=cast.manager, now=NOW
        )
    send(reply(reminded(cast.lead, asked), "Yes"))
    assert now_is(asked).state == "open"


def decision(cast: Cast) -> Ask:
    with acting_as(cast.lead):
        return verbs.raise_decision(
            cast.partner,
            title="Which database?",
            on_side="ours",
            needed_by=in_days(10),
            by=cast.lead,
            now=NOW,
        )


def test_a_decision_is_made_in_words(cast: Cast) -> None:
    ask = decision(cast)
    send(reply(reminded(cast.manager, ask), "Decided: we take the second offer"))
    with entered(SYSTEM):
        ask.refresh_from_db()
    assert (ask.state, ask.answer, ask.answered_by_id) == (
        "made",
        "we take the second offer",
        cast.manager.pk,
    )


def test_a_decision_gets_another_day(cast: Cast) -> None:
    ask = decision(cast)
    send(reply(reminded(cast.manager, ask), "18 Dec, the board meets on the 17th"))
    with entered(SYSTEM):
        ask.refresh_from_db()
    assert ask.needed_by == date(2026, 12, 18)


def test_a_bare_word_on_a_decision_is_asked_back_and_not_guessed(cast: Cast) -> None:
    ask = decision(cast)
    send(reply(reminded(cast.manager, ask), "I will think about it"))
    [answer] = answers_to(cast.manager)
    assert "and what is decided" in answer.content.text
    assert "> I will think about it" in answer.content.text


# --- Which thing it speaks of ------------------------------------------------------------------------------------


def test_a_number_says_which(cast: Cast, two: tuple[ActionItem, ActionItem]) -> None:
    send(reply(reminded(cast.lead, *two), "2 done"))
    assert [now_is(item).state for item in two] == ["open", "reported"]


def test_each_line_with_a_number_speaks_of_another(cast: Cast, two: tuple[ActionItem, ActionItem]) -> None:
    send(reply(reminded(cast.lead, *two), "Hello,\n\n1: done\n2: 4 January - waiting for the rooms"))
    assert now_is(two[0]).state == "reported"
    assert now_is(two[1]).due_on == date(2027, 1, 4)


@pytest.mark.parametrize("words", ["done", "4 Dec because we wait", "I am on it", "3 done"])
def test_without_a_number_that_fits_it_is_asked_which(
    cast: Cast, two: tuple[ActionItem, ActionItem], words: str
) -> None:
    reminder = reminded(cast.lead, *two)
    assert send(reply(reminder, words)).fate == "asked_back"
    assert [now_is(item).version for item in two] == [item.version for item in two]
    assert words_on(two[0]) + words_on(two[1]) == []
    [answer] = answers_to(cast.lead)
    assert "1  Rebuild the index" in answer.content.text
    assert "2  Train the shift leads" in answer.content.text
    assert answer.content.headers["Reply-To"] == reminder.address


def test_what_was_asked_back_can_be_said_in_a_reply_to_that(
    cast: Cast, two: tuple[ActionItem, ActionItem]
) -> None:
    send(reply(reminded(cast.lead, *two), "done"))
    [answer] = answers_to(cast.lead)
    send(reply(Reminded(cast.lead, answer.content.headers["Reply-To"]), "1 done"))
    assert now_is(two[0]).state == "reported"


def test_of_two_answers_the_one_that_may_be_is_done(cast: Cast, two: tuple[ActionItem, ActionItem]) -> None:
    assert send(reply(reminded(cast.lead, *two), "1 done\n2 4 January")).fate == "partly"
    assert [now_is(item).state for item in two] == ["reported", "open"]
    [answer] = answers_to(cast.lead)
    assert "Done as you wrote: Rebuild the index." in answer.content.text
    assert "Train the shift leads: Say why, in a few words: the other side reads it." in answer.content.text


def test_a_thing_out_of_sight_keeps_its_number(cast: Cast, two: tuple[ActionItem, ActionItem]) -> None:
    """A part that has ended must not make "2" mean another."""
    with acting_as(cast.rival_lead):
        rivals = verbs.promise(
            cast.rival, title="Theirs", owner=cast.rival_lead, due_on=in_days(9), by=cast.rival_lead, now=NOW
        )
    reminder = reminded(cast.lead, rivals, two[0], two[1])
    send(reply(reminder, "2 done"))
    assert [now_is(item).state for item in two] == ["reported", "open"]
    send(reply(reminder, "1 done"))
    assert now_is(rivals).state == "open"
    assert "Theirs" not in answers_to(cast.lead)[-1].content.text


# --- With the reminders as they are sent -------------------------------------------------------------------------


@pytest.mark.parametrize("side", list(Side))
def test_the_numbers_of_a_reminder_are_the_numbers_of_its_reply(cast: Cast, side: Side) -> None:
    """The letter as it is planned and written; both sides have theirs, and answer by the same rules."""
    owner = cast.teammate if side is Side.OURS else cast.contributor
    with acting_as(counterpart(cast, owner)):
        owed = [
            promised(cast, owner, title=title, due_on=in_days(days))
            for title, days in (("Third", 4), ("First", 2), ("Second", 3))
        ]
    verbs.send_reminders(now=NOW)
    with entered(SYSTEM):
        [mail] = OutgoingMail.objects.select_related("content").filter(person=owner, kind="reminder")
    lines = mail.content.text.splitlines()
    numbers = {
        item: next(line.split()[0].strip(".") for line in lines if item.title in line) for item in owed
    }
    chosen = owed[1]
    reminder = Reminded(owner, mail.content.headers["Reply-To"])
    send(reply(reminder, f"{numbers[chosen]} done\n\nOn Monday, Tandem <t@example.com> wrote:\n> {lines[4]}"))
    assert [item.title for item in owed if now_is(item).state == "reported"] == ["First"]


def test_one_thing_named_on_two_grounds_is_one_thing(cast: Cast, item: ActionItem) -> None:
    reminder = reminded(cast.lead, item)
    with entered(SYSTEM):
        first = Reminder.objects.get(action=item)
        Reminder.objects.create(
            partner=item.partner,
            link=first.link,
            person=cast.lead,
            sent_to=cast.lead,
            action=item,
            on=first.on,
            step=Reminder.Step.WARNING,
            sent_at=NOW,
            told_on=NOW.date(),
        )
    send(reply(reminder, "done"))
    assert now_is(item).state == "reported"


def test_no_decides_what_was_asked_as_a_question(cast: Cast) -> None:
    ask = decision(cast)
    send(reply(reminded(cast.manager, ask), "No, we stay with the old one."))
    with entered(SYSTEM):
        ask.refresh_from_db()
    assert (ask.state, ask.answer) == ("made", "No, we stay with the old one.")


# --- What was kept as a comment ----------------------------------------------------------------------------------


def kept_letters(person: User) -> list[OutgoingMail]:
    with entered(SYSTEM):
        mails = OutgoingMail.objects.filter(person=person, kind="reply_kept").select_related("content")
        return list(mails.order_by("pk"))


def test_words_that_do_not_say_done_are_kept_and_their_writer_is_told_once(
    cast: Cast, item: ActionItem, reminder: Reminded
) -> None:
    assert send(reply(reminder, "Everything has been moved over.")).fate == "done"
    send(reply(reminder, "And the log is on the wiki."))
    assert [text for _, text in words_on(item)] == [
        "Everything has been moved over.",
        "And the log is on the wiki.",
    ]
    [told] = kept_letters(cast.lead)
    assert told.subject == "Recorded as a comment, not reported done"
    assert "nothing was reported done" in " ".join(told.content.text.split())
    assert (item.title in told.content.text, "> Everything has been moved over." in told.content.text) == (
        True,
        True,
    )
    assert told.content.headers["Reply-To"] == reminder.address
    assert told.partner_id == cast.partner.pk
    assert answers_to(cast.lead) == []


def test_a_word_about_another_thing_is_told_of_for_itself(cast: Cast, item: ActionItem) -> None:
    with acting_as(cast.lead):
        other = promised(cast, cast.lead, title="Another thing")
    both = reminded(cast.lead, item, other)
    send(reply(both, "1 moved over"))
    send(reply(both, "2 moved as well\n\n1 moved, really"))
    first, second = (mail.content.text for mail in kept_letters(cast.lead))
    assert (
        "reply to this mail with the number and" in " ".join(first.split()),
        f"1  {item.title}" in first,
    ) == (True, True)
    assert (f"2  {other.title}" in second, item.title in second) == (True, False)


@pytest.mark.parametrize("words", ["done", "4 Dec because we wait", "not all of it", "done?"])
def test_who_was_understood_or_owes_nothing_is_not_told(cast: Cast, item: ActionItem, words: str) -> None:
    person = cast.lead if words in ("done", "4 Dec because we wait") else cast.manager
    send(reply(reminded(person, item), words))
    assert kept_letters(person) == []


def test_an_absence_without_headers_does_nothing(cast: Cast, item: ActionItem, reminder: Reminded) -> None:
    away = "Vielen Dank für Ihre Nachricht. Ich bin bis 4. Dezember nicht im Büro. Dringend: Mei Chen."
    noted = send(reply(reminder, away))
    assert (noted.fate, noted.person, words_on(item)) == ("automatic", cast.lead, [])
    assert (kept_letters(cast.lead), answers_to(cast.lead)) == ([], [])
    quoting = (
        f"{away}\n\nOn Mon, 23 Nov 2026, Tandem wrote:\n> {item.title} and more of the mail that was sent"
    )
    assert send(reply(reminder, quoting)).fate == "automatic"
