"""Whom a reply can come from, and that it acts once."""

import threading

import pytest
from django.db import DatabaseError, OperationalError, connection, transaction
from pytest_django.fixtures import Settings

from governance.by_mail.replying import take_reply
from governance.models import ActionItem
from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.models import IncomingMail
from partners.verbs import deactivate
from tests.cast import Cast, assemble
from tests.governance.by_mail.postbag import REPLY_ADDRESS, Reminded, answers_to, fates, reminded, reply
from tests.governance.by_mail.replying.answers import SOON, now_is, send, words_on
from tests.governance.scene import NOW, promised

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
    from partners.mail.message import message_of

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

    monkeypatch.setattr("governance.by_mail.replying._noted", away)
    with pytest.raises(OperationalError):
        send(message)
    monkeypatch.undo()
    assert (words_on(item), fates()) == ([], [])


def test_a_mail_that_breaks_the_reader_is_noted_and_stops_nobody(
    item: ActionItem, reminder: Reminded, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> str:
        raise RuntimeError("what is this?")

    monkeypatch.setattr("governance.by_mail.replying.own_words", broken)
    message = reply(reminder, "done")
    assert send(message).fate == "broken"
    assert send(message) is None
    assert now_is(item).state == "open"


# --- The list ----------------------------------------------------------------------------------------------------


def test_what_a_mail_said_is_not_kept_and_its_line_cannot_be_changed(reminder: Reminded) -> None:
    assert {field.name for field in IncomingMail._meta.get_fields()} == {
        "id",
        "message_id",
        "received_at",
        "sender",
        "person",
        "fate",
        "reason",
    }
    noted = send(reply(reminder, "A word."))
    with entered(SYSTEM), pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        IncomingMail.objects.filter(pk=noted.pk).delete()
