from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from governance import verbs
from governance.counting.formula import Verdict, judge
from governance.ledger.facts import promises
from governance.models import Ask, AskDate, RiskLook
from governance.owed import owed_of, status_of
from governance.undoing import TEN_MINUTES
from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.models import OutgoingMail, User
from partners.verb import Refused, Stale
from tests.cast import Cast
from tests.governance.scene import NOW, TODAY, at, counterpart, in_days

BOTH_SIDES = pytest.mark.parametrize("carrier_name", ["manager", "lead"])


def risk(cast: Cast, carrier: User, *, by: User | None = None, **facts: Any) -> Ask:
    said = {
        "title": "The only second copy", "on_side": carrier.side, "owner": carrier, "needed_by": in_days(20),
        "risk_cause": "The replica went", "risk_consequence": "A day is typed in again", **facts,
    }  # fmt: skip
    return verbs.raise_risk(cast.partner, by=by or counterpart(cast, carrier), now=NOW, **said)


def looks_of(cast: Cast, as_of: date) -> list[tuple[Verdict, str]]:
    made = [each for each in promises(cast.partner) if each.kind == "look"]
    return [(judge(each, as_of), each.side) for each in made]


@BOTH_SIDES
def test_a_look_is_promised_again_and_again_and_each_counts_as_a_promise(
    cast: Cast, carrier_name: str
) -> None:
    carrier = getattr(cast, carrier_name)
    with acting_as(carrier):
        ask = risk(cast, carrier)
        said = {"answer": "Nothing has changed", "by": carrier}
        verbs.look_at_risk(ask, needed_by=in_days(40), now=at(in_days(20)), **said)
        verbs.look_at_risk(ask, needed_by=in_days(70), now=at(in_days(41)), **said)
        assert looks_of(cast, in_days(71)) == [
            (Verdict.KEPT, carrier.side),
            (Verdict.MISSED, carrier.side),
            (Verdict.MISSED, carrier.side),
        ]
        assert looks_of(cast, in_days(70))[2] == (Verdict.PENDING, carrier.side)
        assert (ask.needed_by, ask.looks_done, ask.state) == (in_days(70), 2, "raised")


@BOTH_SIDES
def test_a_late_look_is_late_wherever_it_is_asked_and_not_on_its_day(cast: Cast, carrier_name: str) -> None:
    with acting_as(getattr(cast, carrier_name)):
        owed = owed_of(risk(cast, getattr(cast, carrier_name), needed_by=in_days(21)))
    stands = [status_of(owed, in_days(day)) for day in (11, 14, 21, 22)]
    assert [(each.level, each.words) for each in stands] == [
        ("none", "look in 10 days"), ("warn", "look in 7 days"), ("warn", "look today"), ("bad", "look 1 day late"),
    ]  # fmt: skip
    assert stands[-1].sentence == "Look 1 day late."


@BOTH_SIDES
def test_only_the_side_that_carries_it_looks_and_treats(cast: Cast, carrier_name: str) -> None:
    carrier = getattr(cast, carrier_name)
    other = counterpart(cast, carrier)
    with acting_as(other):
        ask = risk(cast, carrier)
        for act in (
            lambda: verbs.look_at_risk(ask, answer="So", needed_by=in_days(30), by=other, now=NOW),
            lambda: verbs.treat_risk(ask, answer="So", by=other, now=NOW),
        ):
            with pytest.raises(Refused, match="The side that carries the risk"):
                act()
    with acting_as(carrier):
        verbs.treat_risk(ask, answer="A second slot", by=carrier, now=at(in_days(3)))
        assert (ask.state, ask.answer, ask.answered_on) == ("treated", "A second slot", in_days(3))
        assert looks_of(cast, in_days(30)) == [(Verdict.KEPT, carrier.side)]
        with pytest.raises(Refused, match="settled already"):
            verbs.look_at_risk(ask, answer="So", needed_by=in_days(30), by=carrier, now=NOW)


def test_whoever_looks_after_it_looks_and_another_contributor_does_not(cast: Cast) -> None:
    with acting_as(cast.contributor):
        side = cast.contributor.side
        ask = risk(cast, cast.contributor, by=cast.lead if side == "ours" else cast.manager)
        verbs.look_at_risk(ask, answer="So", needed_by=in_days(30), by=cast.contributor, now=NOW)
        other = risk(cast, counterpart(cast, cast.manager if side == "theirs" else cast.lead))
        assert other.owner != cast.contributor
        with pytest.raises(PermissionDenied):
            verbs.look_at_risk(other, answer="So", needed_by=in_days(30), by=cast.contributor, now=NOW)


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"risk_cause": " "}, "Say why it may happen"),
        ({"risk_consequence": ""}, "Say what it would do"),
        ({"needed_by": in_days(-1)}, "That day has passed"),
        ({"title": ""}, "Say in one line what may happen"),
        ({"on_side": "theirs"}, "is not on the side"),
    ],
)
def test_a_risk_is_whole_and_its_owner_is_of_the_side_that_carries_it(
    cast: Cast, facts: dict[str, Any], sentence: str
) -> None:
    with acting_as(cast.lead), pytest.raises(Refused, match=sentence):
        risk(cast, cast.manager, **facts)
    assert not Ask.objects.exists()


def test_the_next_look_is_on_a_later_day(cast: Cast) -> None:
    with acting_as(cast.manager):
        ask = risk(cast, cast.manager)
        for day, sentence in ((0, "Give a later day"), (-1, "That day has passed")):
            with pytest.raises(Refused, match=sentence) as refused:
                verbs.look_at_risk(ask, answer="So", needed_by=in_days(day), by=cast.manager, now=NOW)
            assert refused.value.field == "needed_by"
        with pytest.raises(Refused) as refused:
            verbs.look_at_risk(ask, answer="", needed_by=in_days(1), by=cast.manager, now=NOW)
        assert refused.value.field == "answer"
        verbs.look_at_risk(ask, answer="So", needed_by=in_days(1), by=cast.manager, now=NOW)


@BOTH_SIDES
def test_a_look_moved_with_notice_is_not_missed_and_moves_stay_with_their_look(
    cast: Cast, carrier_name: str
) -> None:
    carrier = getattr(cast, carrier_name)
    with acting_as(carrier):
        ask = risk(cast, carrier)
        verbs.move_needed_by(ask, needed_by=in_days(30), reason="Away", by=carrier, now=NOW)
        verbs.look_at_risk(ask, answer="So", needed_by=in_days(60), by=carrier, now=at(in_days(30)))
        verbs.move_needed_by(ask, needed_by=in_days(70), reason="Late", by=carrier, now=at(in_days(59)))
        verbs.look_at_risk(ask, answer="So", needed_by=in_days(90), by=carrier, now=at(in_days(70)))
        assert [each[0] for each in looks_of(cast, in_days(71))] == [
            Verdict.MOVED, Verdict.MISSED, Verdict.PENDING,
        ]  # fmt: skip
        assert list(AskDate.objects.order_by("id").values_list("look__number", flat=True)) == [1, 2]


@BOTH_SIDES
def test_living_with_it_needs_the_other_side_s_yes(cast: Cast, carrier_name: str) -> None:
    carrier = getattr(cast, carrier_name)
    other = counterpart(cast, carrier)
    with acting_as(carrier):
        ask = risk(cast, carrier)
        verbs.ask_to_live_with(ask, reason="Too dear", by=carrier, now=NOW)
        with pytest.raises(Refused, match="The other side answers this"):
            verbs.agree_to_live_with(ask, by=carrier, now=NOW)
        with pytest.raises(Refused, match="asked already"):
            verbs.ask_to_live_with(ask, reason="Again", by=carrier, now=NOW)
        assert ask.state == "raised"
    with acting_as(other):
        verbs.agree_to_live_with(ask, by=other, now=at(in_days(2)))
        assert (ask.state, ask.answer, ask.answered_by, ask.acceptance_by) == (
            "lived_with", f"Agreed to what {carrier.full_name} says: “Too dear.”", other, carrier,
        )  # fmt: skip
        assert looks_of(cast, in_days(30)) == [(Verdict.KEPT, carrier.side)]


@BOTH_SIDES
def test_a_no_comes_with_its_reason_and_whoever_asked_takes_it_back_without(
    cast: Cast, carrier_name: str
) -> None:
    carrier = getattr(cast, carrier_name)
    other = counterpart(cast, carrier)
    with acting_as(carrier):
        ask = risk(cast, carrier)
        verbs.ask_to_live_with(ask, reason="Too dear", by=carrier, now=NOW)
    with acting_as(other):
        with pytest.raises(Refused, match="Say why"):
            verbs.decline_to_live_with(ask, by=other, now=NOW)
        verbs.decline_to_live_with(ask, answer="Orders hang on it", by=other, now=NOW)
        assert (ask.state, ask.acceptance_side, ask.answer) == ("raised", "", "Orders hang on it")
        with pytest.raises(Refused, match="Nobody asks"):
            verbs.agree_to_live_with(ask, by=other, now=NOW)
    with acting_as(carrier):
        verbs.ask_to_live_with(ask, reason="Still", by=carrier, now=NOW)
        verbs.decline_to_live_with(ask, by=carrier, now=NOW)
        assert (ask.acceptance_side, ask.answer, ask.answered_by) == ("", "", None)


def test_the_other_side_s_leads_hear_by_mail_that_a_yes_is_wanted_and_not_once_it_is_over(cast: Cast) -> None:
    with acting_as(cast.manager):
        ask = risk(cast, cast.manager)
        verbs.ask_to_live_with(ask, reason="Too dear", by=cast.manager, now=NOW)
    with entered(SYSTEM):
        mails = OutgoingMail.objects.filter(kind="consent").exclude(state=OutgoingMail.State.WITHDRAWN)
        called = cast.partner.named_to(cast.lead.side)
        words = f"{called}: {cast.manager.full_name} asks to live with the risk “The only second copy”"
        assert list(mails.values_list("address", "subject")) == [(cast.lead.email, words)]
        verbs.decline_to_live_with(ask, by=cast.manager, now=NOW)
        assert not mails.all().exists()


@BOTH_SIDES
def test_what_happened_goes_on_as_an_impediment_in_the_same_hands(cast: Cast, carrier_name: str) -> None:
    carrier = getattr(cast, carrier_name)
    other = counterpart(cast, carrier)
    with acting_as(other):
        ask = risk(cast, carrier)
        with pytest.raises(Refused, match="what kind of impediment"):
            verbs.risk_happened(ask, answer="It broke", cause="", by=other, now=NOW)
        verbs.risk_happened(ask, answer="It broke", cause="access", by=other, now=at(in_days(4)))
        impediment = ask.became.get()
        assert (ask.state, ask.answer) == ("happened", "It broke")
        assert (impediment.kind, impediment.state, impediment.owner, impediment.on_side) == (
            "impediment", "owned", carrier, carrier.side,
        )  # fmt: skip
        assert (impediment.title, impediment.detail, impediment.raised_on) == (
            ask.title,
            "It broke",
            in_days(4),
        )


@BOTH_SIDES
@pytest.mark.parametrize("verb", ["look_at_risk", "treat_risk", "agree_to_live_with"])
def test_a_slip_is_taken_back_with_its_look(cast: Cast, carrier_name: str, verb: str) -> None:
    carrier = getattr(cast, carrier_name)
    by = counterpart(cast, carrier) if verb == "agree_to_live_with" else carrier
    with acting_as(carrier):
        ask = risk(cast, carrier)
        verbs.look_at_risk(ask, answer="First", needed_by=in_days(40), by=carrier, now=NOW)
        if by != carrier:
            verbs.ask_to_live_with(ask, reason="Too dear", by=carrier, now=NOW)
        asks = Ask.objects.filter(pk=ask.pk).values().get()
        looks = list(RiskLook.objects.order_by("number").values())
    with acting_as(by):
        said = {"answer": "Second"} | ({"needed_by": in_days(41)} if verb == "look_at_risk" else {})
        getattr(verbs, verb)(ask, **said, by=by, now=NOW)
        assert list(RiskLook.objects.order_by("number").values()) != looks
        verbs.take_back_answer(ask, by=by, now=NOW + TEN_MINUTES)
        assert {**Ask.objects.filter(pk=ask.pk).values().get(), "version": asks["version"]} == asks
        assert list(RiskLook.objects.order_by("number").values()) == looks


def test_whoever_saw_an_older_state_is_told(cast: Cast) -> None:
    with acting_as(cast.manager):
        ask = risk(cast, cast.manager)
        with pytest.raises(Stale):
            verbs.treat_risk(ask, answer="So", by=cast.manager, now=NOW, version=ask.version - 1)


def test_said_in_the_room_it_is_on_the_word_of_who_carries_it(cast: Cast) -> None:
    with acting_as(cast.cio):
        ask = risk(cast, cast.lead, by=cast.cio)
        said = {"answer": "So", "needed_by": in_days(30), "by": cast.cio, "now": NOW}
        verbs.look_at_risk(ask, on_word_of=cast.lead, **said)
        assert RiskLook.objects.get(number=1).looked_by == cast.lead
        assert RiskLook.objects.get(number=1).looked_on == TODAY
