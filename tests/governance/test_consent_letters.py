"""Whoever leads the other side hears what waits for their yes, once, and not what is answered meanwhile."""

from datetime import timedelta

import pytest

from governance import verbs
from governance.models import OutcomeIntent
from partners.isolation.scope import SYSTEM, entered
from partners.mail.quiet import QUIET
from partners.models import MailContent, OutgoingMail, Side, User
from tests.cast import Cast
from tests.governance.scene import NOW, in_days
from tests.reviews import scene

pytestmark = pytest.mark.django_db
BOTH_SIDES = pytest.mark.parametrize("side", list(Side))
SOON = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _everywhere(cast: Cast) -> object:
    with entered(SYSTEM):
        yield


def leads(cast: Cast, side: Side) -> tuple[User, User]:
    return (cast.manager, cast.lead) if side is Side.OURS else (cast.lead, cast.manager)


def on_their_way() -> list[tuple[str, str]]:
    """Address and subject of each mail that asks for a yes and will leave."""
    mails = OutgoingMail.objects.filter(kind="consent").exclude(state=OutgoingMail.State.WITHDRAWN)
    return list(mails.order_by("pk").values_list("address", "subject"))


@BOTH_SIDES
def test_the_leads_of_the_other_side_hear_of_a_draft_and_of_a_change(cast: Cast, side: Side) -> None:
    by, other = leads(cast, side)
    called = cast.partner.named_to(other.side)
    said = {"statement": "The close takes an hour", "target": "One hour", "by": by, "now": NOW}
    verbs.draft_outcome(cast.partner, **said)
    drafted = f"{called}: {by.full_name} has drafted “The close takes an hour” for both to agree"
    assert on_their_way() == [(other.email, drafted)]
    outcome = scene.outcome(cast.partner, "Restore in an hour")
    verbs.edit_outcome(outcome, version=1, target="Two hours", reason="More data.", by=by, now=NOW)
    asked = f"{called}: {by.full_name} asks for other terms of “Restore in an hour”"
    assert on_their_way()[1:] == [(other.email, asked)]
    content = MailContent.objects.get(mail__subject=asked)
    for words in (content.text, content.html):
        assert "“More data.”" in words
        assert outcome.get_absolute_url() in words


@pytest.mark.parametrize(("becomes", "word"), [("achieved", "achieved"), ("retired", "no longer wanted")])
def test_the_question_says_how_it_would_end(cast: Cast, becomes: str, word: str) -> None:
    outcome = scene.outcome(cast.partner, "Restore in an hour")
    verbs.ask_to_conclude(outcome, becomes=becomes, reason="It is.", by=cast.lead, now=NOW)
    [(_, subject)] = on_their_way()
    assert subject.endswith(f"Jonas Stein asks whether “Restore in an hour” is {word}")


def test_what_follows_within_minutes_leaves_as_one_mail(cast: Cast) -> None:
    outcome = verbs.draft_outcome(cast.partner, statement="Less", target="1", by=cast.manager, now=NOW)
    verbs.say_on_hand_over(outcome, words="Six months?", months=6, by=cast.manager, now=NOW + SOON)
    [(_, subject)] = on_their_way()
    assert subject.endswith("writes about “Less”")
    mail = OutgoingMail.objects.get(kind="consent", state=OutgoingMail.State.QUEUED)
    assert mail.next_attempt_at == NOW + SOON + QUIET
    verbs.say_on_hand_over(outcome, words="Or seven?", by=cast.manager, now=NOW + SOON + QUIET + SOON)
    assert len(on_their_way()) == 2, "what has left is not taken back"


def test_whoever_has_agreed_is_told_and_not_asked_again(cast: Cast) -> None:
    outcome = verbs.draft_outcome(cast.partner, statement="Less", target="1", by=cast.manager, now=NOW)
    says = verbs.say_on_hand_over
    says(outcome, words="Why so soon?", by=cast.lead, now=NOW)
    says(outcome, words="The audit.", by=cast.manager, now=NOW)
    says(outcome, words="Twelve months, then.", months=12, by=cast.lead, now=NOW + timedelta(hours=1))
    asked = {
        content.text.partition("“Less”")[2].split("“")[1].split("”")[0]: "Until your side agrees"
        in content.text
        for content in MailContent.objects.filter(mail__subject__contains="writes about")
    }
    assert asked == {"Why so soon?": False, "The audit.": True, "Twelve months, then.": True}


def asked_and(cast: Cast, answer: str) -> None:
    outcome = scene.outcome(cast.partner, state="agreed")
    change = verbs.ask_to_conclude(outcome, becomes="missed", reason="Over.", by=cast.manager, now=NOW)
    if answer == "take_back":
        verbs.take_back_change(change, by=cast.manager, now=NOW + SOON)
    elif answer == "decline":
        verbs.decline_change(change, answer="No.", by=cast.lead, now=NOW + SOON)
    else:
        verbs.agree_change(change, by=cast.lead, now=NOW + SOON)


@pytest.mark.parametrize("answer", ["take_back", "decline", "agree"])
def test_what_is_answered_before_it_leaves_is_not_asked(cast: Cast, answer: str) -> None:
    asked_and(cast, answer)
    assert on_their_way() == []


def test_a_draft_that_is_agreed_at_once_is_not_asked_about(cast: Cast) -> None:
    outcome = verbs.draft_outcome(cast.partner, statement="Less", target="1", by=cast.manager, now=NOW)
    verbs.agree_outcome(outcome, by=cast.lead, now=NOW + SOON)
    assert OutcomeIntent.objects.get().state == "agreed"
    assert on_their_way() == []


@BOTH_SIDES
def test_a_standing_promise_is_asked_for_and_so_are_other_terms_and_its_end(cast: Cast, side: Side) -> None:
    by, other = leads(cast, side)
    owner = cast.teammate if side is Side.OURS else cast.contributor
    terms = {"title": "Forecast", "kind": "day", "number": 5}
    standing = verbs.ask_for_standing(
        cast.partner, owner=owner, **terms, begins_on=in_days(60), by=by, now=NOW
    )
    assert [address for address, _ in on_their_way()] == [other.email]
    verbs.agree_standing(standing, by=other, now=NOW + SOON)
    assert on_their_way() == []
    later = NOW + timedelta(days=1)
    change = verbs.ask_to_end_standing(standing, reason="Nobody reads it.", by=by, now=later)
    [(address, subject)] = on_their_way()
    assert (address, subject.endswith("asks to end “Forecast”")) == (other.email, True)
    verbs.take_back_standing_change(change, by=by, now=later)
    verbs.change_standing(standing, **{**terms, "number": 7}, reason="Weekends.", by=by, now=later)
    [(_, subject)] = on_their_way()
    assert subject.endswith("asks for other terms of “Forecast”")
