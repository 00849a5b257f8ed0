"""A mail that names several partnerships: what is said of one is never filed with another."""

from collections.abc import Sequence
from datetime import date

import pytest

from governance.models import ActionItem
from partners.access import Role
from partners.isolation.scope import SYSTEM, entered
from partners.models import Membership
from tests.cast import Cast
from tests.governance.by_mail.postbag import Reminded, answers_to, letter_naming, owed_to, reminded, reply
from tests.governance.by_mail.replying.answers import now_is, send, words_on
from tests.governance.by_mail.replying.quoting import HEADERS
from tests.governance.scene import in_days
from tests.ground import laid

OURS, THEIRS = "Archiving policy to the finance board", "Workshops in the plants: whose floor is it"


@laid
def two_partnerships(cast: Cast) -> tuple[ActionItem, ActionItem]:
    """Our manager leads at Meridian and at its rival, and owes something in each."""
    with entered(SYSTEM):
        Membership.objects.create(
            partner=cast.rival, person=cast.manager, role=Role.RELATIONSHIP_MANAGER, since=date(2025, 9, 1)
        )
    here = owed_to(cast.lead, cast.manager, cast.partner, OURS, in_days(21))
    there = owed_to(cast.rival_lead, cast.manager, cast.rival, THEIRS, in_days(9))
    return here, there


@pytest.fixture
def weekly(cast: Cast, two_partnerships: tuple[ActionItem, ActionItem]) -> Reminded:
    return reminded(cast.manager, *two_partnerships)


def told(items: Sequence[ActionItem]) -> list[list[str]]:
    return [[text for _, text in words_on(item)] for item in items]


@pytest.mark.parametrize("header", HEADERS.values(), ids=HEADERS)
@pytest.mark.parametrize("prefix", ["", "> "])
def test_the_quoted_mail_is_filed_nowhere(
    cast: Cast, two_partnerships: tuple[ActionItem, ActionItem], weekly: Reminded, header: str, prefix: str
) -> None:
    above = header.format(from_="Tandem <tandem@localhost>", subject="What you owe")
    quoted = "\n".join(prefix + line for line in letter_naming(cast.manager, *two_partnerships).split("\n"))
    assert send(reply(weekly, f"1 the board met today\n\n{above}\n{quoted}")).fate == "done"
    assert told(two_partnerships) == [["the board met today"], []]


def test_several_things_each_with_its_own(
    two_partnerships: tuple[ActionItem, ActionItem], weekly: Reminded
) -> None:
    send(reply(weekly, "1 9 Dec because the board meets on Thursday\n\n2 not before the plant agrees"))
    assert now_is(two_partnerships[0]).due_on == date(2026, 12, 9)
    assert told(two_partnerships) == [[], ["not before the plant agrees"]]
    with entered(SYSTEM):
        assert now_is(two_partnerships[0]).dates.latest("pk").reason == "the board meets on Thursday"


@pytest.mark.parametrize(
    "words",
    [
        "We would rather give this to Halden.",
        "HALDEN & ROY is quicker",
        "halden and roy: no, Halden\u00ad & Ro\u200by",
        "Rhona Halden said so",
        "as Ms Halden said",
        "first the workshops in the plants: whose floor is it",
        "see “Workshops in the plants – whose floor is it”",
        "Ask rhona halden",
    ],
)
def test_words_that_name_the_rival_are_asked_back(
    cast: Cast, two_partnerships: tuple[ActionItem, ActionItem], weekly: Reminded, words: str
) -> None:
    assert send(reply(weekly, f"1 {words}")).fate == "asked_back"
    assert told(two_partnerships) == [[], []]
    [answer] = answers_to(cast.manager)
    assert "another partnership" in answer.content.text
    for rival in ("Halden", "Workshops", "halden"):
        assert rival not in answer.content.text + answer.content.html


def test_the_reason_of_a_date_and_the_words_beside_done_are_held_back_too(
    two_partnerships: tuple[ActionItem, ActionItem], weekly: Reminded
) -> None:
    for words in ("1 9 Dec because Halden is late", "1 done, with the help of Halden"):
        assert send(reply(weekly, words)).fate == "asked_back"
    assert (now_is(two_partnerships[0]).state, now_is(two_partnerships[0]).due_on) == ("open", in_days(21))


def test_the_other_may_be_named_where_it_is_its_own(
    two_partnerships: tuple[ActionItem, ActionItem], weekly: Reminded
) -> None:
    assert send(reply(weekly, f"2 Halden has it, see {THEIRS}")).fate == "done"
    assert send(reply(weekly, f"1 {OURS}: Meridian and Jonas Stein have it")).fate == "done"
    assert [len(each) for each in told(two_partnerships)] == [1, 1]


def test_who_knows_of_one_partnership_alone_is_never_held_back(cast: Cast, item: ActionItem) -> None:
    assert send(reply(reminded(cast.lead, item), "Halden & Roy would be quicker")).fate == "done"


def test_a_file_whose_name_speaks_of_the_rival_is_not_kept(
    cast: Cast, two_partnerships: tuple[ActionItem, ActionItem], weekly: Reminded
) -> None:
    message = reply(weekly, "1 done")
    message.add_attachment(b"%PDF-1.7 x", maintype="application", subtype="pdf", filename="Offer Halden.pdf")
    assert send(message).fate == "partly"
    assert "Halden" not in answers_to(cast.manager)[0].content.text


def test_a_broken_sentence_does_not_cross_over(
    cast: Cast, two_partnerships: tuple[ActionItem, ActionItem], weekly: Reminded
) -> None:
    assert send(reply(weekly, "1 9 Dec because we still wait for\n2 servers of theirs")).fate == "asked_back"
    assert told(two_partnerships) == [[], []]
    assert now_is(two_partnerships[0]).due_on == in_days(21)


def test_a_mail_that_is_not_kept_any_more_is_answered_above_its_quotation_alone(
    cast: Cast, two_partnerships: tuple[ActionItem, ActionItem]
) -> None:
    weekly = reminded(cast.manager, *two_partnerships, said="")
    assert send(reply(weekly, "1 on it\n\n> 1 what it said\n2 done")).fate == "done"
    assert told(two_partnerships) == [["on it"], []]
    long = "and what a program that marks nothing has put there, line by line\n" * 20
    assert send(reply(weekly, f"1 on it\n\n{long}")).fate == "asked_back"
    assert told(two_partnerships) == [["on it"], []]
