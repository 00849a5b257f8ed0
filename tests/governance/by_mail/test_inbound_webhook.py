"""A provider's webhook brings replies by the same rules as the mailbox, to whoever knows its secret."""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import pytest
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from governance.models import ActionItem, ActionNote
from partners.isolation.scope import SYSTEM, acting_as, entered
from tests.cast import Cast
from tests.governance.by_mail.postbag import REPLY_ADDRESS, Reminded, fates, reminded, reply
from tests.governance.scene import promised_now

HERE, SECRET, SIGNING_KEY = "/mail/inbound/", "provider:a long secret", "signed with this"

Bring = Callable[..., HttpResponse]


@pytest.fixture(autouse=True)
def webhook(settings: Settings) -> None:
    settings.REPLY_ADDRESS, settings.INBOUND_SECRET = REPLY_ADDRESS, SECRET
    settings.ANYMAIL = {"WEBHOOK_SECRET": SECRET, "MAILGUN_WEBHOOK_SIGNING_KEY": SIGNING_KEY}
    settings.INBOUND_PROVIDER = "mime"


@pytest.fixture
def item(cast: Cast) -> ActionItem:
    with acting_as(cast.manager):
        return promised_now(cast, cast.lead)


@pytest.fixture
def reminder(cast: Cast, item: ActionItem) -> Reminded:
    return reminded(cast.lead, item, now=timezone.now())


def call(
    body: bytes | dict[str, object], secret: str = SECRET, kind: str = "application/json"
) -> HttpResponse:
    """One call of a provider, from outside: no cookie, and the checks of other sites' forms in force."""
    client = Client(enforce_csrf_checks=True)
    basic = "Basic " + base64.b64encode(secret.encode()).decode()
    content = json.dumps(body) if isinstance(body, dict) else body
    return client.post(HERE, content, content_type=kind, headers={"Authorization": basic})


def by_mime(message: EmailMessage) -> HttpResponse:
    return call(message.as_bytes(), kind="message/rfc822")


def by_postmark(message: EmailMessage) -> HttpResponse:
    """As Postmark sends it: the parts of the mail, and where it was delivered."""
    name, _, address = str(message["From"]).rpartition(" ")
    return call(
        {
            "FromFull": {"Name": name, "Email": address.strip("<>")},
            "ToFull": [{"Name": "Tandem", "Email": "tandem@example.com"}],
            "OriginalRecipient": str(message["To"]).rpartition("<")[2].strip(">"),
            "Subject": str(message["Subject"]),
            "MessageID": "73e6d360-66eb-11e1-8e72-a8904824019b",
            "Headers": [{"Name": "Message-ID", "Value": str(message["Message-ID"])}],
            "TextBody": message.get_content(),
            "HtmlBody": "",
        }
    )


def by_mailgun(message: EmailMessage, key: str = SIGNING_KEY) -> HttpResponse:
    """As a route of Mailgun forwards it: the whole mail in a form that is signed."""
    stamp, token = "1700000000", "a" * 50
    signature = hmac.new(key.encode(), f"{stamp}{token}".encode(), hashlib.sha256).hexdigest()
    form = {
        "timestamp": stamp,
        "token": token,
        "signature": signature,
        "recipient": str(message["To"]).rpartition("<")[2].strip(">"),
        "body-mime": message.as_string(),
    }
    basic = "Basic " + base64.b64encode(SECRET.encode()).decode()
    return Client(enforce_csrf_checks=True).post(HERE, form, headers={"Authorization": basic})


def by_sparkpost(message: EmailMessage) -> HttpResponse:
    """As a relay webhook of SparkPost sends it: several at a time."""
    content = {"email_rfc822": message.as_string(), "email_rfc822_is_base64": False}
    event = {"protocol": "smtp", "content": content, "rcpt_to": REPLY_ADDRESS, "msg_from": "a@example.com"}
    return call(json.dumps([{"msys": {"relay_message": event}}]).encode())


def by_mailjet(message: EmailMessage) -> HttpResponse:
    """As Mailjet's parse sends it."""
    return call(
        {
            "Sender": "jonas.stein@example.com",
            "Recipient": str(message["To"]).rpartition("<")[2].strip(">"),
            "From": str(message["From"]),
            "Subject": str(message["Subject"]),
            "Headers": {name: str(message[name]) for name in ("From", "To", "Subject", "Message-ID")},
            "Parts": [{"Headers": {"Content-Type": "text/plain; charset=utf-8"}, "ContentRef": "Text-part"}],
            "Text-part": message.get_content(),
            "SpamAssassinScore": "0",
        }
    )


WAYS: dict[str, Bring] = {
    "mime": by_mime,
    "postmark": by_postmark,
    "mailgun": by_mailgun,
    "sparkpost": by_sparkpost,
    "mailjet": by_mailjet,
}


def words_on(item: ActionItem) -> list[str]:
    with entered(SYSTEM):
        return list(ActionNote.objects.filter(item=item).values_list("text", flat=True))


@pytest.mark.parametrize("provider", WAYS)
def test_every_provider_brings_a_reply_that_acts_once(
    item: ActionItem, reminder: Reminded, settings: Settings, provider: str
) -> None:
    settings.INBOUND_PROVIDER = provider
    message = reply(reminder, "A wörd.\n")
    for _ in range(2):
        assert WAYS[provider](message).status_code == 200
    assert (words_on(item), fates()) == (["A wörd."], ["done"])


def test_a_mail_that_comes_by_both_ways_acts_once(item: ActionItem, reminder: Reminded) -> None:
    from governance.by_mail.replying import take_reply

    message = reply(reminder, "A word.")
    take_reply(message.as_bytes(), now=timezone.now())
    assert by_mime(message).status_code == 200
    assert words_on(item) == ["A word."]


@pytest.mark.parametrize("secret", ["", "provider:", "provider:another", "a long secret", SECRET + "x"])
def test_without_the_secret_nothing_is_read(item: ActionItem, reminder: Reminded, secret: str) -> None:
    answer = call(reply(reminder, "A word.").as_bytes(), secret=secret, kind="message/rfc822")
    assert (answer.status_code, words_on(item), fates()) == (403, [], [])


def test_a_call_that_another_key_has_signed_is_refused(reminder: Reminded, settings: Settings) -> None:
    settings.INBOUND_PROVIDER = "mailgun"
    assert by_mailgun(reply(reminder, "A word."), key="another").status_code == 403
    assert fates() == []


@pytest.mark.parametrize("missing", ["INBOUND_SECRET", "INBOUND_PROVIDER"])
def test_where_none_is_set_there_is_no_such_page(
    reminder: Reminded, settings: Settings, missing: str
) -> None:
    setattr(settings, missing, "")
    assert by_mime(reply(reminder, "A word.")).status_code == 404


def test_looking_is_not_bringing(db: None) -> None:
    assert Client().get(HERE).status_code == 405


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"FromFull": 7}', b"\xff\xfe", b'{"Headers": [{}]}'])
@pytest.mark.parametrize("provider", ["postmark", "sparkpost", "mailjet"])
def test_what_no_provider_sends_is_refused_and_nothing_breaks(
    db: None, settings: Settings, provider: str, body: bytes
) -> None:
    settings.INBOUND_PROVIDER = provider
    assert call(body).status_code in (200, 400)
    assert "done" not in fates()


def test_a_call_larger_than_any_mail_we_read_is_set_aside_and_not_brought_for_ever(db: None) -> None:
    assert call(b"x" * (10 * 1024 * 1024 + 1), kind="message/rfc822").status_code == 200
    assert fates() == ["broken"]
    assert call(b"x" * (10 * 1024 * 1024 + 1), secret="another:one", kind="message/rfc822").status_code == 403


POISON = {
    "nested parts": (Path(__file__).parent / "replying/cases/05-mime-of-death-400.eml").read_text(),
    "comments": "From: " + "(" * 1_200 + "\n\nx",
    "a NUL": "From: a\x00b@example.com\n\nx",
    "half a letter": "From: a@example.com\nSubject: \ud800\n\n\ud800",
}


@pytest.mark.parametrize("poison", POISON.values(), ids=POISON)
@pytest.mark.parametrize("provider", ["mime", "mailgun", "sparkpost"])
def test_whatever_a_mail_is_the_provider_need_not_bring_it_again(
    item: ActionItem, reminder: Reminded, settings: Settings, provider: str, poison: str
) -> None:
    settings.INBOUND_PROVIDER = provider
    good = reply(reminder, "A word.\n")
    assert _by(provider, poison.encode(errors="replace").decode(), good).status_code == 200
    assert "A word." in words_on(item)
    assert len(fates()) == 2


def _by(provider: str, poison: str, good: EmailMessage) -> HttpResponse:
    """The poison first and the good mail behind it, in one call where the provider brings several."""
    if provider == "sparkpost":
        events = [
            {"msys": {"relay_message": {"protocol": "smtp", "rcpt_to": REPLY_ADDRESS, "content": {
                "email_rfc822": each, "email_rfc822_is_base64": False}}}}
            for each in (poison, good.as_string())
        ]  # fmt: skip
        return call(json.dumps(events).encode())
    message = EmailMessage()
    message.as_bytes = lambda *_, **__: poison.encode()  # type: ignore[method-assign]
    message.as_string = lambda *_, **__: poison  # type: ignore[method-assign]
    message["To"] = "x"
    assert WAYS[provider](message).status_code == 200
    return WAYS[provider](good)


@pytest.mark.parametrize(
    "body", [b"[" * 20_000, b'{"a":' * 20_000, b'[{"msys": {"relay_message": {}}}]', b"\x00"]
)
@pytest.mark.parametrize("provider", ["postmark", "sparkpost", "mailjet", "mailgun"])
def test_no_call_is_answered_with_a_breakdown(
    db: None, settings: Settings, provider: str, body: bytes
) -> None:
    settings.INBOUND_PROVIDER = provider
    assert call(body).status_code in (200, 403)
    assert set(fates()) <= {"broken", "nowhere"}


def test_while_the_database_is_away_a_call_is_to_come_again(
    item: ActionItem, reminder: Reminded, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object, **__: object) -> None:
        raise OperationalError("the server has gone away")

    monkeypatch.setattr("governance.by_mail.replying._noted", away)
    message = reply(reminder, "A word.")
    assert by_mime(message).status_code == 503
    monkeypatch.undo()
    assert by_mime(message).status_code == 200
    assert words_on(item) == ["A word."]


def test_a_hostile_recipient_adds_no_header(item: ActionItem, reminder: Reminded, settings: Settings) -> None:
    settings.INBOUND_PROVIDER = "postmark"
    message = reply(reminder, "A word.")
    message.replace_header("To", "x")
    answer = call(
        {
            "FromFull": {"Name": "", "Email": "mallory@evil.example"},
            "OriginalRecipient": f"x@y\r\nFrom: {reminder.person.email}\r\nX: {reminder.address}",
            "Headers": [],
            "TextBody": "done",
        }
    )
    assert (answer.status_code, words_on(item), fates()) == (200, [], ["nowhere"])
