"""What a reply may not do is answered kindly, with the words kept."""

from datetime import timedelta

import pytest

from governance.by_mail.replying import take_reply
from governance.models import ActionItem
from partners.isolation.scope import acting_as
from partners.models import Membership
from partners.verbs import end_part
from tests.cast import Cast
from tests.governance.by_mail.postbag import Reminded, answers_to, reminded, reply
from tests.governance.by_mail.replying.answers import SOON, now_is, send
from tests.governance.scene import NOW


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("4 January", "Say why, in a few words: the other side reads it."),
        ("2 Nov because we forgot", "That day has passed. Give today or a later day."),
        ("31 Nov because of the move", "There is no 31 November 2026: November 2026 has 30 days."),
        ("4/12 because of the move", "4/12: is that 4 December 2026 or 12 April 2027?"),
        ("New date: by January, we wait", "By January: is that 31 December 2026 or 29 January 2027?"),
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
    with acting_as(cast.partner_sponsor):
        end_part(Membership.objects.get(person=cast.lead), by=cast.partner_sponsor, now=NOW)
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
