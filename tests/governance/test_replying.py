"""A reply to a reminder does what it says, for the one person it can come from, once."""

import threading
from datetime import date, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
from django.apps import apps
from django.db import DatabaseError, OperationalError, connection, transaction
from pytest_django.fixtures import Settings

from governance import actions
from governance.actions import take_reply
from governance.models import ActionItem, ActionNote, Ask, Evidence, Reminder
from partners.actions import deactivate, end_part
from partners.models import IncomingMail, Membership, OutgoingMail, Side, User
from partners.scope import SYSTEM, acting_as, entered
from tests.cast import Cast, assemble
from tests.governance.postbag import REPLY_ADDRESS, Reminded, answers_to, fates, reminded, reply
from tests.governance.scene import NOW, counterpart, in_days, promised

PDF = b"%PDF-1.7 the protocol"
SOON = NOW + timedelta(hours=1)


@pytest.fixture(autouse=True)
def reply_address(settings: Settings, tmp_path: Path) -> None:
    settings.REPLY_ADDRESS = REPLY_ADDRESS
    storage = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": tmp_path},
    }
    settings.STORAGES = {**settings.STORAGES, "default": storage}


@pytest.fixture
def item(cast: Cast) -> ActionItem:
    """What the partner's lead has promised."""
    with acting_as(cast.manager):
        return promised(cast, cast.lead)


@pytest.fixture
def reminder(cast: Cast, item: ActionItem) -> Reminded:
    return reminded(cast.lead, item)


def send(message: EmailMessage) -> IncomingMail | None:
    return take_reply(message.as_bytes(), now=SOON)


def now_is(item: ActionItem) -> ActionItem:
    with entered(SYSTEM):
        return ActionItem.objects.get(pk=item.pk)


def words_on(item: ActionItem) -> list[tuple[User, str]]:
    with entered(SYSTEM):
        notes = ActionNote.objects.filter(item=item).select_related("author")
        return [(note.author, note.text) for note in notes]


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
        actions.report_done(item, by=cast.lead, now=NOW)
    send(reply(reminded(cast.manager, item), words))
    assert (now_is(item).state, now_is(item).confirmed_by_id) == ("closed", cast.manager.pk)


def test_the_other_side_gives_it_back_with_what_is_missing(cast: Cast, item: ActionItem) -> None:
    with acting_as(cast.lead):
        actions.report_done(item, by=cast.lead, now=NOW)
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
        asked = actions.propose(
            cast.partner, title="Plan", owner=cast.lead, due_on=in_days(20), by=cast.manager, now=NOW
        )
    send(reply(reminded(cast.lead, asked), "Yes"))
    assert now_is(asked).state == "open"


def decision(cast: Cast) -> Ask:
    with acting_as(cast.lead):
        return actions.raise_decision(
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


@pytest.fixture
def two(cast: Cast) -> tuple[ActionItem, ActionItem]:
    with acting_as(cast.manager):
        return promised(cast, cast.lead, title="Rebuild the index"), promised(
            cast, cast.lead, title="Train the shift leads"
        )


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
    with acting_as(cast.cio):
        rivals = actions.promise(
            cast.rival, title="Theirs", owner=cast.rival_lead, due_on=in_days(9), by=cast.cio, now=NOW
        )
    reminder = reminded(cast.lead, rivals, two[0], two[1])
    send(reply(reminder, "2 done"))
    assert [now_is(item).state for item in two] == ["reported", "open"]
    send(reply(reminder, "1 done"))
    assert now_is(rivals).state == "open"
    assert "Theirs" not in answers_to(cast.lead)[-1].content.text


# --- What is refused ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("4 January", "Say why, in a few words: the other side reads it."),
        ("2 Nov because we forgot", "That day has passed. Give today or a later day."),
        ("31 Nov because of the move", "There is no 31 November 2026: November 2026 has 30 days."),
        ("", "There are no words of yours above the mail you replied to."),
    ],
)
def test_what_a_rule_refuses_is_said_kindly_with_the_words_kept(
    cast: Cast, item: ActionItem, reminder: Reminded, words: str, sentence: str
) -> None:
    message = reply(reminder, words)
    assert send(message).fate == "asked_back"
    [answer] = answers_to(cast.lead)
    assert sentence in answer.content.text
    assert sentence in answer.content.html.replace("&#x27;", "'")
    assert all(f"> {line}" in answer.content.text for line in words.splitlines())
    assert answer.content.headers["In-Reply-To"] == message["Message-ID"]
    assert now_is(item).version == item.version


def test_whoever_may_no_longer_do_it_is_told_and_changes_nothing(
    cast: Cast, item: ActionItem, reminder: Reminded
) -> None:
    with acting_as(cast.manager):
        end_part(Membership.objects.get(person=cast.lead), by=cast.manager, now=NOW)
    send(reply(reminder, "done"))
    assert now_is(item).state == "open"
    [answer] = answers_to(cast.lead)
    assert "You no longer take part in this" in answer.content.text
    assert item.title not in answer.content.text


def test_a_reader_without_the_right_is_told_so(cast: Cast, item: ActionItem) -> None:
    send(reply(reminded(cast.observer, item), "done"))
    assert now_is(item).state == "open"
    assert "Your role does not allow this" in answers_to(cast.observer)[0].content.text


def test_a_reply_after_two_weeks_is_asked_to_sign_in(
    cast: Cast, item: ActionItem, reminder: Reminded
) -> None:
    noted = take_reply(reply(reminder, "done").as_bytes(), now=NOW + timedelta(days=15))
    assert (noted.fate, now_is(item).state) == ("over", "open")
    assert "older than two weeks" in answers_to(cast.lead)[0].content.text


def test_nobody_is_answered_more_than_five_times_a_day(
    cast: Cast, item: ActionItem, reminder: Reminded
) -> None:
    for _ in range(7):
        send(reply(reminder, "4 January"))
    assert len(answers_to(cast.lead)) == 5
    take_reply(reply(reminder, "4 January").as_bytes(), now=SOON + timedelta(days=2))
    assert len(answers_to(cast.lead)) == 6


# --- Whom it can come from ---------------------------------------------------------------------------------------


def test_an_address_in_capitals_is_the_same_address(item: ActionItem, reminder: Reminded) -> None:
    send(reply(reminder, "done", sender="JONAS.STEIN@EXAMPLE.COM", to=reminder.address.upper()))
    assert now_is(item).state == "reported"


@pytest.mark.parametrize(
    "sender",
    [
        "mei.chen@example.com",
        "jonas.stein@example.com.evil.example",
        "Jonas Stein <jonas@elsewhere.example>",
        '"jonas.stein@example.com" <mallory@evil.example>',
        "jonas.stein@example.com, mallory@evil.example",
        "nobody",
    ],
)
def test_an_unknown_sender_gets_nothing_and_is_noted(
    cast: Cast, item: ActionItem, reminder: Reminded, sender: str
) -> None:
    noted = send(reply(reminder, "done", sender=sender))
    assert (noted.fate, noted.person) == ("stranger", None)
    assert now_is(item).state == "open"
    assert answers_to(cast.lead) + answers_to(cast.contributor) == []


@pytest.mark.parametrize(
    "to", [REPLY_ADDRESS, "reply+guessed@tandem.example.com", "reply+x@elsewhere.example"]
)
def test_an_address_nobody_was_given_does_nothing(
    cast: Cast, item: ActionItem, reminder: Reminded, to: str
) -> None:
    assert send(reply(reminder, "done", to=to)).fate == "nowhere"
    assert (now_is(item).state, answers_to(cast.lead)) == ("open", [])


def test_the_secret_is_also_found_where_the_server_says_it_delivered(
    item: ActionItem, reminder: Reminded
) -> None:
    send(reply(reminder, "done", to="Reminders <undisclosed@example.com>", Delivered_To=reminder.address))
    assert now_is(item).state == "reported"


def test_whose_access_has_ended_is_a_stranger(cast: Cast, item: ActionItem, reminder: Reminded) -> None:
    with acting_as(cast.administrator):
        deactivate(cast.lead, by=cast.administrator, now=NOW)
    assert send(reply(reminder, "done")).fate == "stranger"
    assert (now_is(item).state, answers_to(cast.lead)) == ("open", [])


@pytest.mark.parametrize(
    ("verdict", "fate"),
    [
        ("mx.example.com; dmarc=fail header.from=example.com", "forged"),
        ("mx.example.com; spf=fail smtp.mailfrom=evil.example; dkim=none", "forged"),
        ("mx.example.com 1; dmarc=pass; spf=softfail", "done"),
        ("mx.example.com; spf=softfail; dkim=pass", "done"),
        ("elsewhere.example; dmarc=fail", "done"),
        ('mx.example.com; dmarc=pass (p=none; dmarc=fail) reason="; dmarc=fail"', "done"),
    ],
)
def test_what_our_own_mail_server_found_forged_is_not_believed(
    cast: Cast, reminder: Reminded, settings: Settings, verdict: str, fate: str
) -> None:
    settings.REPLY_TRUSTED_SERVER = "mx.example.com"
    assert send(reply(reminder, "done", Authentication_Results=verdict)).fate == fate
    assert answers_to(cast.lead) == []


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Auto_Submitted": "auto-generated; why=vacation"},
        {"Precedence": "bulk"},
        {"X_Autoreply": "yes"},
        {"X_Auto_Response_Suppress": "All"},
        {"List_Id": "<team.example.com>"},
        {"Return_Path": "<>"},
        {"Subject": "Automatic reply: What you owe"},
        {"From": "mailer-daemon@example.com"},
    ],
)
def test_an_automatic_mail_is_left_alone(
    cast: Cast, item: ActionItem, reminder: Reminded, headers: dict[str, str]
) -> None:
    assert send(reply(reminder, "Done. I am away until 7 December.", **headers)).fate == "automatic"
    assert (now_is(item).state, answers_to(cast.lead), words_on(item)) == ("open", [], [])


def test_an_answer_to_an_invitation_is_left_alone(item: ActionItem, reminder: Reminded) -> None:
    message = reply(reminder, "done")
    message.add_alternative("BEGIN:VCALENDAR", subtype="calendar", params={"method": "REPLY"})
    assert send(message).fate == "automatic"


def test_our_own_mails_are_automatic_to_us(cast: Cast, reminder: Reminded) -> None:
    """Should the two addresses ever meet, they fall silent."""
    from partners.message import message_of

    send(reply(reminder, "4 January"))
    [answer] = answers_to(cast.lead)
    ours = message_of(answer, answer.content, ()).content
    assert take_reply(ours, now=SOON).fate == "automatic"


def test_the_secrets_of_a_mail_that_nothing_marks_as_quoted_are_kept_from_the_other_side(
    cast: Cast, item: ActionItem, reminder: Reminded
) -> None:
    secret = reminder.address.partition("+")[2].partition("@")[0]
    original = (
        f"https://tandem.example.com/m/{secret}/7/\nhttps://safe.example/?u=https%3A%2F%2Ft%2Fm%2F{secret}%2F"
    )
    send(reply(reminder, f"We wait for the rooms.\n\n{reminder.address}\n{original}"))
    [(_, words)] = words_on(item)
    assert words.startswith("We wait for the rooms.")
    assert secret not in words


# --- Once --------------------------------------------------------------------------------------------------------


def test_a_mail_that_is_read_twice_acts_once(cast: Cast, item: ActionItem, reminder: Reminded) -> None:
    message = reply(reminder, "A word.")
    assert send(message).fate == "done"
    assert send(message) is None
    assert (len(words_on(item)), fates()) == (1, ["done"])


def test_a_mail_without_a_message_id_is_known_by_what_it_is(item: ActionItem, reminder: Reminded) -> None:
    message = reply(reminder, "A word.")
    del message["Message-ID"]
    send(message)
    assert send(message) is None
    assert len(words_on(item)) == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_who_read_it_at_once_one_acts(transactional_db: None) -> None:
    cast = assemble()
    with acting_as(cast.manager):
        item = promised(cast, cast.lead)
    raw = reply(reminded(cast.lead, item), "A word.").as_bytes()
    together, results = threading.Barrier(4), []

    def read() -> None:
        together.wait()
        try:
            results.append(take_reply(raw, now=SOON))
        finally:
            connection.close()

    readers = [threading.Thread(target=read) for _ in range(4)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    assert sum(result is not None for result in results) == 1
    assert (len(words_on(item)), fates()) == (1, ["done"])


def test_all_or_nothing_when_the_database_goes_away_in_between(
    item: ActionItem, reminder: Reminded, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = reply(reminder, "A word.")

    def away(*_: object, **__: object) -> None:
        raise OperationalError("the server has gone away")

    monkeypatch.setattr("governance.actions.replying._noted", away)
    with pytest.raises(OperationalError):
        send(message)
    monkeypatch.undo()
    assert (words_on(item), fates()) == ([], [])


def test_a_mail_that_breaks_the_reader_is_noted_and_stops_nobody(
    item: ActionItem, reminder: Reminded, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> str:
        raise RuntimeError("what is this?")

    monkeypatch.setattr("governance.actions.replying.reply_text", broken)
    message = reply(reminder, "done")
    assert send(message).fate == "broken"
    assert send(message) is None
    assert now_is(item).state == "open"


# --- Files -------------------------------------------------------------------------------------------------------


def with_files(reminder: Reminded, text: str, **files: bytes) -> EmailMessage:
    message = reply(reminder, text)
    for name, content in files.items():
        name = name.replace("_", ".")
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return message


def evidence_on(item: ActionItem) -> list[str]:
    with entered(SYSTEM):
        return list(Evidence.objects.filter(item=item).values_list("name", flat=True))


def test_a_file_that_comes_along_is_kept_as_evidence(item: ActionItem, reminder: Reminded) -> None:
    assert send(with_files(reminder, "done", protocol_pdf=PDF)).fate == "done"
    assert (now_is(item).state, evidence_on(item)) == ("reported", ["protocol.pdf"])


def test_a_file_alone_says_enough(item: ActionItem, reminder: Reminded) -> None:
    assert send(with_files(reminder, "", protocol_pdf=PDF)).fate == "done"
    assert (now_is(item).state, evidence_on(item)) == ("open", ["protocol.pdf"])


def test_a_hostile_file_is_refused_and_what_is_said_is_done(
    cast: Cast, item: ActionItem, reminder: Reminded
) -> None:
    assert send(with_files(reminder, "done", run_exe=b"MZ\x90", protocol_pdf=PDF)).fate == "partly"
    assert (now_is(item).state, evidence_on(item)) == ("reported", ["protocol.pdf"])
    assert "run.exe was not kept." in answers_to(cast.lead)[0].content.text


def test_pictures_of_a_signature_and_seals_are_no_files(item: ActionItem, reminder: Reminded) -> None:
    message = reply(reminder, "A word.")
    message.add_related(
        b"\x89PNG", maintype="image", subtype="png", cid="<logo@example.com>", filename="logo.png"
    )
    message.make_mixed()
    message.add_attachment(b"seal", maintype="application", subtype="pgp-signature", filename="signature.asc")
    assert send(message).fate == "done"
    assert (evidence_on(item), len(words_on(item))) == ([], 1)


def test_files_with_several_answers_have_no_place_and_that_is_said(
    cast: Cast, two: tuple[ActionItem, ActionItem]
) -> None:
    send(with_files(reminded(cast.lead, *two), "1 done\n2 done", protocol_pdf=PDF))
    assert [now_is(item).state for item in two] == ["reported", "reported"]
    assert "The files were not kept" in answers_to(cast.lead)[0].content.text


# --- The list ----------------------------------------------------------------------------------------------------


def test_what_a_mail_said_is_not_kept_and_its_line_cannot_be_changed(reminder: Reminded) -> None:
    assert {field.name for field in IncomingMail._meta.get_fields()} == {
        "id",
        "message_id",
        "received_at",
        "sender",
        "person",
        "fate",
    }
    noted = send(reply(reminder, "A word."))
    with entered(SYSTEM), pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
        IncomingMail.objects.filter(pk=noted.pk).delete()


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
    actions.send_reminders(now=NOW)
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
            partner=item.partner, link=first.link, person=cast.lead, sent_to=cast.lead, action=item, on=first.on,
            step=Reminder.Step.WARNING, sent_at=NOW,
        )  # fmt: skip
    send(reply(reminder, "done"))
    assert now_is(item).state == "reported"


def test_no_decides_what_was_asked_as_a_question(cast: Cast) -> None:
    ask = decision(cast)
    send(reply(reminded(cast.manager, ask), "No, we stay with the old one."))
    with entered(SYSTEM):
        ask.refresh_from_db()
    assert (ask.state, ask.answer) == ("made", "No, we stay with the old one.")
