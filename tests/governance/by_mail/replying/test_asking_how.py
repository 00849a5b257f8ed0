"""A question in a reply of the other side asks how it stands; everything else stays a word."""

from datetime import date

import pytest

from governance.models import ActionItem, OutcomeIntent
from partners.isolation.scope import SYSTEM, entered
from tests.cast import Cast
from tests.governance.by_mail.postbag import Reminded, reminded, reply
from tests.governance.by_mail.replying.answers import now_is, send, words_on


@pytest.mark.parametrize(
    ("words", "is_asked"),
    [
        ("Any news of the second node?", True),
        ("Hello Jonas,\nany news?", True),
        ("The board meets. Will it be there?  ", True),
        ("We have news.", False),
        ("Is it there? We have not seen it.", False),
    ],
)
def test_what_ends_in_a_question_asks(cast: Cast, item: ActionItem, words: str, is_asked: bool) -> None:
    send(reply(reminded(cast.manager, item), words))
    assert (now_is(item).question_by_id == cast.manager.pk) is is_asked
    assert words_on(item) == [(cast.manager, words.strip())]


def test_a_question_of_whoever_owes_it_is_a_word(cast: Cast, item: ActionItem, reminder: Reminded) -> None:
    send(reply(reminder, "Is Friday early enough?"))
    assert now_is(item).question_by_id is None
    assert words_on(item) == [(cast.lead, "Is Friday early enough?")]


def test_beneath_a_free_hand_it_stays_a_word_and_is_kept(cast: Cast, item: ActionItem) -> None:
    with entered(SYSTEM):
        outcome = OutcomeIntent.objects.create(
            partner=cast.partner, statement="Faster", target="Two hours", free_hand_until=date(2027, 6, 1)
        )
        ActionItem.objects.filter(pk=item.pk).update(outcome=outcome.pk)
    send(reply(reminded(cast.manager, item), "Any news?"))
    assert now_is(item).question_by_id is None
    assert words_on(item) == [(cast.manager, "Any news?")]


def test_an_answer_by_mail_ends_it(cast: Cast, item: ActionItem, reminder: Reminded) -> None:
    send(reply(reminded(cast.manager, item), "Any news?"))
    send(reply(reminder, "It runs on Friday."))
    assert now_is(item).question_by_id is None
    assert words_on(item) == [(cast.manager, "Any news?"), (cast.lead, "It runs on Friday.")]
