"""A reply to a mail that takes none reaches whoever leads on its writer's side, and is acknowledged."""

import pytest

from governance.by_mail.replying import take_reply
from governance.models import Ask, Reminder
from partners.access import Role
from partners.isolation.scope import SYSTEM, entered
from partners.mail.links import issue
from partners.mail.outbox import Letter, queue
from partners.models import MailLink, Membership, OutgoingMail, User
from tests.cast import Cast
from tests.governance.by_mail.postbag import Reminded, reply
from tests.governance.by_mail.replying.answers import SOON
from tests.governance.by_mail.replying.test_cases import brought
from tests.governance.scene import NOW, TODAY

WORDS = "I decide: keep three years."


def had_pack(cast: Cast, person: User) -> Reminded:
    """`person` has had a pack of the partnership with nothing in it to decide."""
    issued = issue(person, now=NOW)
    letter = Letter("Meridian Systems: Monthly review, November 2026", "Everything is on target.\n" * 5)
    with entered(SYSTEM):
        issued.link.mail = queue(letter, to=person, kind="pack", now=NOW, partner=cast.partner)
        issued.link.save()
    return Reminded(person, issued.reply_address)


def had_decisions(cast: Cast, person: User, *titles: str, step: str = "pack") -> Reminded:
    """`person` has had a pack, or another mail, that asks them for decisions."""
    had = had_pack(cast, person)
    with entered(SYSTEM):
        link = MailLink.objects.latest("pk")
        for title in titles:
            ask = Ask.objects.create(
                partner=cast.partner,
                kind="decision",
                title=title,
                state="pending",
                raised_by=cast.lead,
                raised_by_side="theirs",
                on_side="ours",
                raised_on=TODAY,
                needed_by=TODAY,
                first_needed_by=TODAY,
            )
            Reminder.objects.create(
                partner=cast.partner,
                link=link,
                person=person,
                sent_to=person,
                on=TODAY,
                sent_at=NOW,
                step=step,
                ask=ask,
            )
    return had


def mails_to(person: User, kind: str) -> list[OutgoingMail]:
    with entered(SYSTEM):
        return list(OutgoingMail.objects.filter(person=person, kind=kind).select_related("content"))


@pytest.mark.parametrize(("writer", "leads"), [("reader", "manager"), ("partner_sponsor", "lead")])
def test_an_answer_to_a_pack_reaches_the_lead_of_one_s_own_side(cast: Cast, writer: str, leads: str) -> None:
    person, lead = getattr(cast, writer), getattr(cast, leads)
    message = reply(had_pack(cast, person), f"{WORDS}\n\n> Everything is on target.")
    assert take_reply(message.as_bytes(), now=SOON).fate == "passed_on"
    [passed] = mails_to(lead, "reply_passed_on")
    assert f"> {WORDS}" in passed.content.text
    assert person.email in passed.content.text
    assert "on target" not in passed.content.text
    [told] = mails_to(person, "reply_answer")
    assert f"It was passed on to {lead.full_name}, who leads" in told.content.text
    assert passed.partner_id == told.partner_id == cast.partner.pk
    other = cast.lead if lead == cast.manager else cast.manager
    assert mails_to(other, "reply_passed_on") == []


def test_the_case_of_an_executive(cast: Cast) -> None:
    had = had_pack(cast, cast.reader)
    assert brought("reply-to-a-pack.eml", had).fate == "nowhere"  # an address without a secret proves nobody
    assert take_reply(reply(had, WORDS).as_bytes(), now=SOON).fate == "passed_on"


def test_whoever_leads_alone_is_told_where_to_say_it(cast: Cast) -> None:
    assert take_reply(reply(had_pack(cast, cast.manager), WORDS).as_bytes(), now=SOON).fate == "asked_back"
    assert "Please sign in" in mails_to(cast.manager, "reply_answer")[0].content.text


def test_nobody_floods_a_lead(cast: Cast) -> None:
    had = had_pack(cast, cast.reader)
    for _ in range(7):
        take_reply(reply(had, WORDS).as_bytes(), now=SOON)
    assert len(mails_to(cast.manager, "reply_passed_on")) == 5


def test_it_reaches_who_leads_there_now_and_nobody_else(cast: Cast) -> None:
    """Not who has left the house or the part, leads elsewhere, leads the other side, or has another part."""
    joined = {"since": TODAY, "partner": cast.partner}
    with entered(SYSTEM):
        for name, role, fields, active in (
            ("second", Role.RELATIONSHIP_MANAGER, {}, True),
            ("inactive", Role.RELATIONSHIP_MANAGER, {}, False),
            ("over", Role.RELATIONSHIP_MANAGER, {"until": TODAY}, True),
            ("elsewhere", Role.RELATIONSHIP_MANAGER, {"partner": cast.rival}, True),
            ("observer", Role.OBSERVER, {}, True),
        ):
            person = User.objects.create(email=f"{name}@example.com", full_name=name, is_active=active)
            Membership.objects.create(person=person, role=role, **{**joined, **fields})
    assert take_reply(reply(had_pack(cast, cast.reader), WORDS).as_bytes(), now=SOON).fate == "passed_on"
    with entered(SYSTEM):
        passed = OutgoingMail.objects.filter(kind="reply_passed_on").order_by("pk")
        assert [mail.person.full_name for mail in passed] == ["Priya Raman", "second"]


# --- Words about a pack that names decisions ------------------------------------------------------------------------

PLAIN = "Let us first hear what the auditors say.\nI would rather not hurry."


def states(cast: Cast) -> set[str]:
    with entered(SYSTEM):
        return set(Ask.objects.filter(partner=cast.partner, kind="decision").values_list("state", flat=True))


@pytest.mark.parametrize("titles", [["A window every week"], ["A window every week", "Keep three years"]])
@pytest.mark.parametrize("words", [PLAIN, "Who else has read this?"])
def test_plain_words_about_decisions_reach_somebody_and_decide_nothing(
    cast: Cast, titles: list[str], words: str
) -> None:
    had = had_decisions(cast, cast.reader, *titles)
    assert take_reply(reply(had, words).as_bytes(), now=SOON).fate == "passed_on"
    assert states(cast) == {"pending"}
    [passed] = mails_to(cast.manager, "reply_passed_on")
    assert all(f"> {line}" in passed.content.text for line in words.splitlines())
    [told] = mails_to(cast.reader, "reply_kept")
    assert told.subject == "Recorded as a comment, not as a decision"
    assert f"They went to {cast.manager.full_name}, who leads the partnership" in told.content.text
    assert all(title in told.content.text for title in titles)
    assert told.content.headers["Reply-To"] == had.address


def test_the_writer_is_told_so_once_and_all_words_go_on_until_it_is_too_much(cast: Cast) -> None:
    had = had_decisions(cast, cast.reader, "A window every week")
    for _ in range(7):
        assert take_reply(reply(had, PLAIN).as_bytes(), now=SOON).fate == "passed_on"
    assert len(mails_to(cast.reader, "reply_kept")) == 1
    assert len(mails_to(cast.manager, "reply_passed_on")) == 5


def test_what_the_mail_asks_to_begin_with_decides_it_as_before(cast: Cast) -> None:
    had = had_decisions(cast, cast.reader, "A window every week")
    take_reply(reply(had, PLAIN).as_bytes(), now=SOON)
    assert take_reply(reply(had, "Decided: Sunday night").as_bytes(), now=SOON).fate == "done"
    assert states(cast) == {"made"}


@pytest.mark.parametrize("words", ["1 yes\n2 let us wait for the auditors", "yes", "4/12"])
def test_words_beside_an_answer_and_an_answer_without_its_number_are_asked_back(
    cast: Cast, words: str
) -> None:
    had = had_decisions(cast, cast.reader, "A window every week", "Keep three years")
    assert take_reply(reply(had, words).as_bytes(), now=SOON).fate in ("asked_back", "partly")
    assert mails_to(cast.manager, "reply_passed_on") == []
    assert mails_to(cast.reader, "reply_kept") == []


def test_words_that_name_another_partnership_go_nowhere(cast: Cast) -> None:
    with entered(SYSTEM):
        Membership.objects.create(
            partner=cast.rival, person=cast.reader, role=Role.EXECUTIVE_READER, since=TODAY
        )
    had = had_decisions(cast, cast.reader, "A window every week")
    words = f"Ask {cast.rival.name} first."
    assert take_reply(reply(had, words).as_bytes(), now=SOON).fate == "asked_back"
    assert mails_to(cast.manager, "reply_passed_on") == []


def test_a_list_of_reminders_is_no_pack(cast: Cast) -> None:
    had = had_decisions(cast, cast.reader, "A window every week", step="weekly")
    assert take_reply(reply(had, PLAIN).as_bytes(), now=SOON).fate == "asked_back"


def test_files_that_came_along_are_named_to_both(cast: Cast) -> None:
    message = reply(had_decisions(cast, cast.reader, "A window every week"), PLAIN)
    message.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="auditors.pdf")
    assert take_reply(message.as_bytes(), now=SOON).fate == "passed_on"
    [passed], [told] = mails_to(cast.manager, "reply_passed_on"), mails_to(cast.reader, "reply_kept")
    for mail in (passed, told):
        assert "was not passed on: auditors.pdf." in mail.content.text
