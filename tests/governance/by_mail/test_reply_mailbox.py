"""The mailbox of replies, on a real IMAP server: each mail is taken once, and marked as read only then."""

import logging
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from django.core.cache import cache
from django.db import OperationalError
from pytest_django.fixtures import Settings

from governance.by_mail.replying import take_reply
from governance.models import ActionItem, ActionNote
from governance.tasks import read_replies
from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.mail import mailbox
from partners.mail.mailbox import MailboxAway, take_unread
from tests.cast import Cast
from tests.governance.by_mail.mailbox_server import PASSWORD, USER, Server, serving
from tests.governance.by_mail.postbag import REPLY_ADDRESS, fates, reminded, reply
from tests.governance.scene import promised_now

HELLO = b"From: a@example.com\r\nMessage-ID: <%d@example.com>\r\n\r\nHello\r\n"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    with serving(tmp_path) as server:
        yield server


def plain(server: Server, password: str = PASSWORD) -> str:
    return f"imap://{USER}:{quote(password)}@127.0.0.1:{server.port}/INBOX"


def taken_from(url: str) -> list[bytes]:
    mails: list[bytes] = []
    take_unread(url, mails.append)
    return mails


def test_unread_mails_are_taken_once_and_stay_in_the_mailbox(server: Server) -> None:
    server.bring(HELLO % 1, HELLO % 2)
    assert [b"<1@" in raw and b"Hello" in raw for raw in taken_from(plain(server))] == [True, False]
    assert taken_from(plain(server)) == []
    assert (server.unread(), server.size()) == (0, 2)


def test_a_mail_whose_taker_dies_is_read_again(server: Server) -> None:
    server.bring(HELLO % 1, HELLO % 2)
    seen: list[bytes] = []

    def dies_at_the_second(raw: bytes) -> None:
        seen.append(raw)
        if len(seen) == 2:
            raise RuntimeError("killed")

    with pytest.raises(RuntimeError):
        take_unread(plain(server), dies_at_the_second)
    assert server.unread() == 1
    assert [b"<2@" in raw for raw in taken_from(plain(server))] == [True]


def test_a_mail_whose_taker_fails_keeps_nobody_back(server: Server) -> None:
    server.bring(HELLO % 1, HELLO % 2, HELLO % 3)
    seen: list[bytes] = []

    def fails_at_the_first(raw: bytes) -> None:
        seen.append(raw)
        if len(seen) == 1:
            raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        take_unread(plain(server), fails_at_the_first)
    assert (len(seen), server.unread()) == (3, 1)


def test_when_everything_fails_it_is_not_tried_with_each(server: Server) -> None:
    server.bring(*(HELLO % number for number in range(6)))
    seen: list[bytes] = []

    def away(raw: bytes) -> None:
        seen.append(raw)
        raise OperationalError("away")

    with pytest.raises(OperationalError):
        take_unread(plain(server), away)
    assert (len(seen), server.unread()) == (mailbox.MOST_FAILURES, 6)


def test_a_mail_comes_as_it_is_byte_for_byte(server: Server) -> None:
    raw = b"From: a@example.com\r\nX-Odd:  two  spaces\r\n\tfolded\r\n\r\n\xff\xfe not a letter\r\n"
    server.bring(raw)
    assert taken_from(plain(server)) == [raw]


def test_of_a_mail_larger_than_any_the_headers_alone_are_read(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mailbox, "MOST_BYTES", 1_000)
    server.bring(HELLO % 1 + b"x" * 2_000)
    [raw] = taken_from(plain(server))
    assert b"<1@example.com>" in raw
    assert b"xxx" not in raw


def test_a_server_is_asked_who_it_is(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    server.bring(HELLO % 1)
    url = (
        plain(server)
        .replace(f"imap://{USER}", f"imaps://{USER}")
        .replace(str(server.port), str(server.tls_port))
    )
    with pytest.raises(MailboxAway, match="CERTIFICATE_VERIFY_FAILED"):
        taken_from(url)
    monkeypatch.setenv("SSL_CERT_FILE", str(server.certificate))
    assert len(taken_from(url)) == 1


@pytest.mark.parametrize(
    "url", ["imap://u:p@mail.example.com/INBOX", "http://u:p@127.0.0.1/", "nonsense", "imap://["]
)
def test_no_password_is_sent_in_the_clear(url: str) -> None:
    with pytest.raises(MailboxAway, match="must begin with imaps://"):
        taken_from(url)


def test_a_mailbox_that_is_away_is_said_without_its_password(
    server: Server, settings: Settings, caplog: pytest.LogCaptureFixture, db: None
) -> None:
    settings.REPLY_IMAP_URL = plain(server, "not the one")
    cache.clear()
    with caplog.at_level(logging.WARNING):
        read_replies()
    assert "The mailbox for replies cannot be read" in caplog.text
    assert "not the one" not in caplog.text


# --- The whole way -----------------------------------------------------------------------------------------------


@pytest.fixture
def item(cast: Cast, settings: Settings, server: Server) -> ActionItem:
    settings.REPLY_ADDRESS, settings.REPLY_IMAP_URL = REPLY_ADDRESS, plain(server)
    cache.clear()
    with acting_as(cast.manager):
        return promised_now(cast, cast.lead)


def words_on(item: ActionItem) -> list[str]:
    with entered(SYSTEM):
        return list(ActionNote.objects.filter(item=item).values_list("text", flat=True))


def test_replies_in_the_mailbox_do_what_they_say(cast: Cast, server: Server, item: ActionItem) -> None:
    from django.utils import timezone

    reminder = reminded(cast.lead, item, now=timezone.now())
    server.bring(reply(reminder, "done").as_bytes(), HELLO % 1, reply(reminder, "A word.").as_bytes())
    read_replies()
    with entered(SYSTEM):
        item.refresh_from_db()
    assert (item.state, words_on(item), server.unread()) == ("reported", ["A word."], 0)
    assert fates() == ["done", "nowhere", "done"]


POISON = b"".join(
    b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (depth, depth) for depth in range(60)
)
"""As deep as the server of this test can hold; the readers of deeper ones are tried in `replying/test_cases.py`."""


def test_poison_in_the_mailbox_stops_nobody(cast: Cast, server: Server, item: ActionItem) -> None:
    from django.utils import timezone

    reminder = reminded(cast.lead, item, now=timezone.now())
    server.bring(POISON, reply(reminder, "done").as_bytes())
    read_replies()
    with entered(SYSTEM):
        item.refresh_from_db()
    assert (item.state, server.unread()) == ("reported", 0)
    assert fates() == ["broken", "done"]


def test_the_mailbox_is_asked_once_a_minute(cast: Cast, server: Server, item: ActionItem) -> None:
    read_replies()
    server.bring(HELLO % 1)
    read_replies()
    assert server.unread() == 1


def test_a_worker_that_dies_before_the_mark_reads_it_twice_and_acts_once(
    cast: Cast, server: Server, item: ActionItem
) -> None:
    from django.utils import timezone

    reminder = reminded(cast.lead, item, now=timezone.now())
    server.bring(reply(reminder, "A word.").as_bytes())

    def takes_and_dies(raw: bytes) -> None:
        take_reply(raw, now=timezone.now())
        raise RuntimeError("killed")

    with pytest.raises(RuntimeError):
        take_unread(plain(server), takes_and_dies)
    assert server.unread() == 1
    read_replies()
    assert (words_on(item), fates(), server.unread()) == (["A word."], ["done"], 0)


def test_a_mail_waits_in_the_mailbox_while_the_database_is_away(
    server: Server, item: ActionItem, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object, **__: object) -> None:
        raise OperationalError("the server has gone away")

    server.bring(HELLO % 1)
    monkeypatch.setattr("governance.by_mail.replying._noted", away)
    with pytest.raises(OperationalError):
        read_replies()
    assert server.unread() == 1
