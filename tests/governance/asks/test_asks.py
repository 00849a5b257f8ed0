from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from governance import verbs
from governance.models import Ask
from partners.isolation.scope import acting_as
from partners.models import User
from partners.verb import Refused, Stale
from tests.cast import Cast
from tests.governance.scene import NOW, TODAY, at, counterpart, in_days

BOTH_SIDES = pytest.mark.parametrize("asker_name", ["manager", "lead"])


def decision(cast: Cast, asker: User, **facts: Any) -> Ask:
    said = {"title": "Regional budget", "on_side": asker.side.other, "needed_by": in_days(20), **facts}
    return verbs.raise_decision(cast.partner, by=asker, now=NOW, **said)


def impediment(cast: Cast, asker: User, **facts: Any) -> Ask:
    said = {"title": "Approvals take weeks", "on_side": asker.side.other, "cause": "trust", **facts}
    return verbs.raise_impediment(cast.partner, by=asker, now=NOW, **said)


def advice(cast: Cast, asker: User) -> Ask:
    return verbs.raise_recommendation(cast.partner, title="Archive before migrating", by=asker, now=NOW)


@BOTH_SIDES
def test_the_side_that_was_asked_decides(cast: Cast, asker_name: str) -> None:
    asker = getattr(cast, asker_name)
    other = counterpart(cast, asker)
    with acting_as(asker):
        ask = decision(cast, asker)
        with pytest.raises(Refused, match="The side that was asked"):
            verbs.decide(ask, answer="Granted", by=asker, now=NOW)
    with acting_as(other):
        verbs.decide(ask, answer="Granted", by=other, now=at(in_days(3)))
        assert (ask.state, ask.answer, ask.answered_on, ask.answered_by) == (
            "made",
            "Granted",
            in_days(3),
            other,
        )


def test_a_decision_said_aloud_is_recorded_by_the_chair(cast: Cast) -> None:
    with acting_as(cast.cio):
        ask = decision(cast, cast.cio)
        verbs.decide(ask, answer="Two more people", by=cast.cio, now=NOW, on_word_of=cast.partner_sponsor)
        assert ask.answered_by == cast.partner_sponsor


def test_a_decision_is_made_in_words_and_once(cast: Cast) -> None:
    with acting_as(cast.manager):
        ask = decision(cast, cast.lead)
        with pytest.raises(Refused) as refused:
            verbs.decide(ask, answer=" ", by=cast.manager, now=NOW)
        assert refused.value.field == "answer"
        verbs.decide(ask, answer="Granted", by=cast.manager, now=NOW)
        with pytest.raises(Refused, match="already made"):
            verbs.decide(ask, answer="Refused", by=cast.manager, now=NOW)


@pytest.mark.parametrize("person", ["contributor", "observer"])
def test_deciding_needs_the_right_to(cast: Cast, person: str) -> None:
    by = getattr(cast, person)
    with acting_as(by):
        ask = decision(cast, cast.manager)
        with pytest.raises(PermissionDenied):
            verbs.decide(ask, answer="Granted", by=by, now=NOW)


def test_an_executive_reader_answers_what_the_pack_asks(cast: Cast) -> None:
    with acting_as(cast.reader):
        ask = decision(cast, cast.lead)
        assert verbs.decide(ask, answer="Granted", by=cast.reader, now=NOW).state == "made"


@BOTH_SIDES
def test_the_first_day_a_decision_was_needed_by_stays_on_record(cast: Cast, asker_name: str) -> None:
    asker = getattr(cast, asker_name)
    answers = cast.manager if asker == cast.lead else cast.lead
    with acting_as(asker):
        ask = decision(cast, asker)
        verbs.move_needed_by(ask, needed_by=in_days(30), reason="Board meets later", by=answers, now=NOW)
        verbs.move_needed_by(ask, needed_by=in_days(33), reason="Again", by=answers, now=at(in_days(29)))
        assert (ask.first_needed_by, ask.needed_by) == (in_days(20), in_days(33))
        assert [given.with_notice for given in ask.dates.all()] == [True, True, False]


def test_a_decision_is_needed_by_a_day_to_come(cast: Cast) -> None:
    with acting_as(cast.lead), pytest.raises(Refused) as refused:
        decision(cast, cast.lead, needed_by=in_days(-1))
    assert refused.value.field == "needed_by"


@BOTH_SIDES
def test_an_impediment_is_taken_in_hand_and_cleared(cast: Cast, asker_name: str) -> None:
    asker = getattr(cast, asker_name)
    other = counterpart(cast, asker)
    with acting_as(other):
        ask = impediment(cast, asker)
        verbs.own(ask, owner=other, by=other, now=NOW)
        assert (ask.state, ask.owner) == ("owned", other)
    with acting_as(asker):
        verbs.clear(ask, answer="Delegated up to 50k", by=asker, now=at(in_days(2)))
        assert (ask.state, ask.answered_on) == ("cleared", in_days(2))


def test_an_impediment_can_be_lived_with_and_then_is_settled(cast: Cast) -> None:
    with acting_as(cast.manager):
        ask = verbs.live_with(impediment(cast, cast.manager), answer="Until spring", by=cast.manager, now=NOW)
        assert ask.state == "lived_with"
        with pytest.raises(Refused, match="already settled"):
            verbs.clear(ask, answer="Gone", by=cast.manager, now=NOW)


def test_an_impediment_names_its_cause_and_an_owner_on_the_right_side(cast: Cast) -> None:
    with acting_as(cast.lead):
        for wrong, field in (({"cause": "weather"}, "cause"), ({"owner": cast.contributor}, "owner")):
            with pytest.raises(Refused) as refused:
                impediment(cast, cast.lead, **wrong)
            assert refused.value.field == field


@BOTH_SIDES
def test_advice_is_backed_by_the_side_advised_and_put_in_place(cast: Cast, asker_name: str) -> None:
    asker = getattr(cast, asker_name)
    other = counterpart(cast, asker)
    with acting_as(other):
        ask = advice(cast, asker)
        assert ask.on_side == other.side
        with pytest.raises(Refused, match="Only a recommendation that was backed"):
            verbs.put_in_place(ask, answer="Policy won", by=other, now=NOW)
        verbs.back(ask, words="It saves a third", by=other, now=NOW)
        assert (ask.state, ask.owner, ask.is_open) == ("backed", other, True)
        assert (ask.answered_by, ask.answered_on) == (other, TODAY), "it waits anew"
        verbs.put_in_place(ask, answer="Policy won", by=other, now=NOW)
        assert (ask.state, ask.answered_on) == ("in_place", TODAY)


def test_nobody_backs_their_own_advice(cast: Cast) -> None:
    with acting_as(cast.lead), pytest.raises(Refused, match="The side that was asked"):
        verbs.back(advice(cast, cast.lead), words="Good idea", by=cast.lead, now=NOW)


def test_not_now_has_a_reason(cast: Cast) -> None:
    with acting_as(cast.manager):
        ask = advice(cast, cast.lead)
        with pytest.raises(Refused, match="Say why you decline it"):
            verbs.not_now(ask, answer="", by=cast.manager, now=NOW)
        assert verbs.not_now(ask, answer="After the audit", by=cast.manager, now=NOW).state == "not_now"


def test_a_stale_answer_is_refused(cast: Cast) -> None:
    with acting_as(cast.manager):
        ask = decision(cast, cast.lead)
        seen = ask.version
        verbs.own(ask, owner=cast.manager, by=cast.manager, now=NOW)
        with pytest.raises(Stale):
            verbs.decide(ask, answer="Granted", by=cast.manager, now=NOW, version=seen)


def test_an_observer_raises_nothing(cast: Cast) -> None:
    with acting_as(cast.observer), pytest.raises(PermissionDenied):
        decision(cast, cast.observer)
