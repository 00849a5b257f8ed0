"""Replies as programs have sent them, from a collection of those that once went wrong (`cases/`)."""

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from governance import verbs
from governance.by_mail.replying import take_reply
from governance.models import ActionItem, Ask, Evidence
from partners.access import Role
from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.models import IncomingMail, Membership
from tests.cast import Cast
from tests.governance.by_mail.postbag import Reminded, answers_to, fates, owed_to, reminded, reply
from tests.governance.by_mail.replying.answers import SOON, now_is, send, words_on
from tests.governance.scene import NOW, in_days, promised

CASES = Path(__file__).parent / "cases"
ONE = (
    "Jonas Stein, one thing for you.\n\nYou owe\n\nOrder the archive volume\nby 30 Nov\n"
    "https://tandem.example.com/m/abcdefghijklmnopqrstuvwxyz234567/1/\n"
)


def brought(name: str, reminder: Reminded) -> IncomingMail | None:
    """The mail of that name, as from the reader of `reminder`."""
    address, sender = reminder.address.encode(), f"<{reminder.person.email}>".encode()
    raw = (CASES / name).read_bytes().replace(b"NAME", reminder.person.full_name.encode())
    raw = re.sub(rb"reply\+[a-z2-7]{32}@tandem\.example", address, raw)
    raw = re.sub(rb"(?m)^From: .*<.*\.example>", b"From: " + sender, raw)
    raw = raw.replace(b"<FROM>", sender).replace(b"<TO>", b"<" + address + b">")
    return take_reply(raw, now=SOON)


def evidence_on(item: ActionItem) -> list[str]:
    with entered(SYSTEM):
        return list(Evidence.objects.filter(item=item).values_list("name", flat=True))


@dataclass(frozen=True)
class Right:
    """What is right for a case about one promise: its state, the words kept, and what becomes of the mail."""

    state: str
    words: list[str]
    fate: str = "done"
    files: tuple[str, ...] = ()


RIGHT = {
    "01-iphone-picture-inline.eml": Right(
        "reported",
        ["Picture of the rack:\nThe two red lights are the spare power supply."],
        files=("IMG_0412.png",),
    ),
    "iphone-heic.eml": Right("reported", ["see picture"], "partly"),
    "02-exchange-suppress-header.eml": Right("reported", ["the volume was ordered yesterday."]),
    "03-cp1252-said-latin1.eml": Right("reported", ["the “archive” costs 900 €…"]),
    "04-gbk-said-gb2312.eml": Right("reported", ["已经完成 – 费用 900 € 镕"]),
    "05-mime-of-death-400.eml": Right("open", [], "broken"),
    "06-outlook-ru.eml": Right("reported", ["ordered yesterday"]),
    "06-outlook-he.eml": Right("reported", ["ordered yesterday"]),
    "06-outlook-ja.eml": Right("reported", ["ordered yesterday"]),
    "07-gmail-zh.eml": Right("reported", []),
    "08-gmail-reaction.eml": Right("open", [], "automatic"),
    "09-winmail.eml": Right("reported", []),
    "10-att00001.eml": Right("reported", []),
    "11-absence-fr-encoded.eml": Right("open", [], "automatic"),
    "15-outlook-html.eml": Right("reported", ["The volume arrives on Monday."]),
    "16-own-indent.eml": Right(
        "open", ["Not done yet. Our reasons:\nThe test system is down until Thursday."]
    ),
    "17-external-banner.eml": Right("reported", []),
    "23c-bold.eml": Right("reported", []),
    "23d-done-emoji.eml": Right("reported", []),
    "23i-erledigt.eml": Right("reported", []),
    "23k-done-but.eml": Right("open", [], "asked_back"),
    "german-long-words.eml": Right(
        "open",
        [
            "Die Kraftfahrzeughaftpflichtversicherung und der Softwareentwicklungsdienstleistungsvertrag sind "
            "verlängert.\n> 90 % der Fahrzeuge sind gemeldet.\n\nPS: Vertragsnummer 4711"
        ],
    ),
    "poison-nested-comments.eml": Right("open", [], "nowhere"),
    "ics-cancel-double-charset.eml": Right("open", [], "automatic"),
}


@pytest.mark.parametrize("name", RIGHT)
def test_what_is_right_for_a_reply_about_one_promise(cast: Cast, item: ActionItem, name: str) -> None:
    noted = brought(name, reminded(cast.lead, item, said=ONE))
    right = RIGHT[name]
    assert noted.fate == right.fate
    assert now_is(item).state == right.state
    assert [text for _, text in words_on(item)] == right.words
    assert tuple(evidence_on(item)) == right.files
    assert bool(noted.reason) == (right.fate == "broken")


def test_a_picture_that_cannot_be_taken_is_named(cast: Cast, item: ActionItem) -> None:
    brought("iphone-heic.eml", reminded(cast.lead, item, said=ONE))
    assert "IMG_0413.HEIC was not saved." in answers_to(cast.lead)[0].content.text


def test_a_new_date_whose_reason_was_broken_for_the_way(cast: Cast, item: ActionItem) -> None:
    brought("13-flowed.eml", reminded(cast.lead, item, said=ONE))
    with entered(SYSTEM):
        given = now_is(item).dates.latest("pk")
    assert given.reason == "the supplier cannot deliver the two large disks before the end of November."


def test_many_addresses_are_read_at_once(cast: Cast, item: ActionItem) -> None:
    assert brought("slow-list-of-addresses.eml", reminded(cast.lead, item, said=ONE)).fate == "done"
    assert now_is(item).state == "reported"


# --- Several things ----------------------------------------------------------------------------------------------


@pytest.fixture
def of_two(cast: Cast) -> list[ActionItem]:
    """Eight things of ours by turns, at Meridian and at its rival."""
    with entered(SYSTEM):
        Membership.objects.create(
            partner=cast.rival, person=cast.manager, role=Role.RELATIONSHIP_MANAGER, since=NOW.date()
        )
    return [_owed(cast, at) for at in range(8)]


def _owed(cast: Cast, at: int) -> ActionItem:
    partner, by = ((cast.partner, cast.lead), (cast.rival, cast.rival_lead))[at in (2, 4, 6)]
    return owed_to(by, cast.manager, partner, f"Thing {at + 1}", in_days(30))


def _quoted_in(name: str) -> str:
    """What was sent, which the mail of that name quotes."""
    text = (CASES / name).read_text()
    return text[text.index("\nPriya Raman, ") + 1 :]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("leak-samsung-english.eml", "SAMSUNG board met today"),
        ("leak-japanese-outlook-two-partnerships.eml", "still with the board, I push for Thursday"),
    ],
)
def test_of_a_mail_about_rivals_the_new_words_alone_are_kept(
    cast: Cast, of_two: list[ActionItem], name: str, words: str
) -> None:
    assert brought(name, reminded(cast.manager, *of_two, said=_quoted_in(name))).fate == "done"
    kept = [[text for _, text in words_on(item)] for item in of_two]
    assert kept == [[words], [], [], [], [], [], [], []]


def test_a_word_for_another_partner_stays_there_or_is_asked_back(
    cast: Cast, of_two: list[ActionItem]
) -> None:
    """The fifth belongs to Halden and may say its name; on the first the date moves, the third has its own word."""
    brought("leak-word-for-another-partner.eml", reminded(cast.manager, *of_two))
    kept = [[text for _, text in words_on(item)] for item in of_two]
    assert kept == [
        [], [], ["not before the plant in Brno agrees"], [],
        ["we would rather give this to Halden, Corvid is too slow"], [], [], [],
    ]  # fmt: skip
    with entered(SYSTEM):
        assert now_is(of_two[0]).dates.latest("pk").reason == "the board meets on Thursday"


def test_the_title_of_a_decision_decides_nothing(cast: Cast, item: ActionItem) -> None:
    with acting_as(cast.lead):
        ask = verbs.raise_decision(
            cast.partner,
            title="Decision: who pays for the standby",
            on_side="ours",
            needed_by=in_days(10),
            by=cast.lead,
            now=NOW,
        )
        mine = promised(cast, cast.manager, title="Archiving policy to the finance board")
    name = "quoted-title-decides.eml"
    assert brought(name, reminded(cast.manager, mine, ask, said=_quoted_in(name))).fate == "done"
    assert [text for _, text in words_on(mine)] == ["the board meets on Thursday"]
    with entered(SYSTEM):
        assert Ask.objects.get(pk=ask.pk).state == "pending"


# --- Whatever one mail does --------------------------------------------------------------------------------------

POISON = {
    "nested parts": (CASES / "05-mime-of-death-400.eml").read_bytes(),
    "nested mails": b"Content-Type: message/rfc822\n\n" * 2_000,
    "comments": b"From: " + b"(" * 1_200 + b"\n\nx",
    "a NUL in From": b"From: a\x00b@example.com\nTo: reply@tandem.example.com\n\nx",
    "a NUL in the identity": b"Message-ID: <a\x00b@c>\nFrom: a@example.com\n\nx",
    "half a letter": b"From: =?utf-8?B?7aCA?= <a@example.com>\nSubject: =?x?Q?=ED=A0=80?=\n\n\xed\xa0\x80",
    "a strange alphabet": b"Content-Type: text/plain; charset=punycode\n\n" + b"a-" * 9_000,
    "another": b"Content-Type: text/plain; charset=\x00\xff\n\nx",
    "a parameter without end": b'Content-Type: text/plain; a="' + b";" * 200_000 + b"\n\nx",
    "headers without end": b"X: y\n" * 200_000,
    "one header without end": b"Subject: " + b"a" * 400_000,
    "many parts": b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nx\n" * 5_000,
    "lines without end": b"Content-Type: multipart/mixed; boundary=b\n\n--b\n\n" + b"\n" * 9_000_000,
    "nothing": b"",
    "no mail": bytes(range(256)) * 40,
}  # fmt: skip


@pytest.mark.parametrize("raw", POISON.values(), ids=POISON)
def test_whatever_a_mail_is_it_is_noted_once_and_the_next_is_read(
    cast: Cast, item: ActionItem, reminder: Reminded, raw: bytes
) -> None:
    assert take_reply(raw, now=SOON).fate in ("broken", "nowhere")
    assert take_reply(raw, now=SOON) is None
    assert send(reply(reminder, "done")).fate == "done"
    assert len(fates()) == 2


def test_the_reason_holds_nothing_of_the_mail(cast: Cast) -> None:
    raw = b"Subject: the merger\nContent-Type: multipart/mixed; boundary=merger\n" + b"X: merger\n" * 60_000
    noted = take_reply(raw, now=SOON)
    assert noted.reason == "its headers are too long"
    assert noted.sender == ""


def test_a_mail_that_always_fails_is_set_aside_in_the_end(
    item: ActionItem, reminder: Reminded, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr("governance.by_mail.replying.MOST_TRIES", 3)
    monkeypatch.setattr("governance.by_mail.replying.answered", full)
    message = reply(reminder, "done")
    for _ in range(3):
        with pytest.raises(OSError, match="no space"):
            send(message)
    noted = send(message)
    assert (noted.fate, noted.reason) == ("broken", "a fault of Tandem's while it was read (OSError)")
