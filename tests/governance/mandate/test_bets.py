"""Capability bets: placed, corrected and judged by both sides alike."""

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction

from dashboards.queries.desk import desk
from governance import verbs
from governance.models import CapabilityBet
from partners.isolation.scope import acting_as
from partners.models import Side
from partners.verb import Refused, Stale
from tests.cast import Cast
from tests.governance.scene import NOW, TODAY, at, in_days
from tests.governance.standing.scene import leads

pytestmark = pytest.mark.django_db
BOTH_SIDES = pytest.mark.parametrize("side", list(Side))


@pytest.fixture(autouse=True)
def _in_scope(cast: Cast) -> object:
    with acting_as(cast.cio):
        yield


def placed(cast: Cast, side: Side, **said: object) -> CapabilityBet:
    known = {"title": "They run the night alone", "look_back_on": in_days(90), "by": leads(cast, side)[0]}
    return verbs.place_bet(cast.partner, **{**known, "now": NOW, **said})


def refused(field: str | None, says: str, act: Callable[[], object]) -> None:
    with pytest.raises(Refused) as caught, transaction.atomic():
        act()
    assert (caught.value.field, says in caught.value.sentence) == (field, True), caught.value.sentence


@BOTH_SIDES
def test_a_side_places_its_own_bet_and_either_says_what_became_of_it(cast: Cast, side: Side) -> None:
    own, other = leads(cast, side)
    bet = placed(cast, side)
    assert (bet.side, bet.placed_by, bet.placed_on, bet.state) == (side, own, TODAY, "open")
    verbs.say_what_became(bet, becomes="paid_off", words="Six nights.", by=other, now=at(in_days(3)))
    assert (bet.state, bet.said_by, bet.said_on, bet.words) == ("paid_off", other, in_days(3), "Six nights.")
    verbs.say_what_became(bet, becomes="did_not", words="The seventh.", by=own, now=NOW)
    verbs.say_what_became(bet, becomes="open", by=other, now=NOW)
    assert (bet.state, bet.said_by, bet.said_on, bet.words) == ("open", None, None, "")


@BOTH_SIDES
def test_the_side_that_placed_it_corrects_it_and_calls_it_off(cast: Cast, side: Side) -> None:
    own, other = leads(cast, side)
    bet = placed(cast, side)
    said = {"title": "They run the weekend alone", "look_back_on": in_days(60), "now": NOW}
    refused(None, "other side", lambda: verbs.correct_bet(bet, **said, by=other))
    off = {"becomes": "called_off", "words": "The night goes.", "now": NOW}
    refused("becomes", "calls it off", lambda: verbs.say_what_became(bet, **off, by=other))
    verbs.correct_bet(bet, **said, by=own, version=1)
    with pytest.raises(Stale), transaction.atomic():
        verbs.correct_bet(bet, **said, by=own, version=1)
    assert (bet.title, bet.look_back_on) == ("They run the weekend alone", in_days(60))
    verbs.say_what_became(bet, **off, by=own)
    refused(None, "is said", lambda: verbs.correct_bet(bet, **said, by=own))


def test_days_in_the_wrong_order_and_missing_words_are_refused(cast: Cast) -> None:
    for day in (in_days(-1), TODAY):
        refused("look_back_on", "comes after", lambda day=day: placed(cast, Side.OURS, look_back_on=day))
    refused("look_back_on", "Check the year", lambda: placed(cast, Side.OURS, look_back_on=in_days(9_000)))
    refused("title", "bet on", lambda: placed(cast, Side.OURS, title=" "))
    bet = placed(cast, Side.OURS, look_back_on=in_days(1))
    refused(
        "words",
        "what shows it",
        lambda: verbs.say_what_became(bet, becomes="paid_off", by=cast.lead, now=NOW),
    )
    refused("becomes", "became", lambda: verbs.say_what_became(bet, becomes="won", by=cast.lead, now=NOW))
    refused(None, "It is open", lambda: verbs.say_what_became(bet, becomes="open", by=cast.lead, now=NOW))


@pytest.mark.parametrize("who", ["teammate", "contributor", "observer", "reader", "rival_lead", "stranger"])
def test_whoever_does_not_lead_places_none(cast: Cast, who: str) -> None:
    with pytest.raises(PermissionDenied), transaction.atomic():
        placed(cast, Side.OURS, by=getattr(cast, who))


def test_whoever_placed_it_is_asked_on_its_day_until_it_is_said(cast: Cast) -> None:
    bet = placed(cast, Side.THEIRS, look_back_on=in_days(9))
    with acting_as(cast.lead):
        days = {day: len(desk(cast.lead, today=in_days(day)).bets) for day in (8, 9, 10)}
    assert days == {8: 0, 9: 1, 10: 1}
    for other in (cast.manager, cast.partner_sponsor, cast.cio):
        with acting_as(other):
            assert not desk(other, today=in_days(9)).bets
    verbs.say_what_became(bet, becomes="did_not", words="The seventh.", by=cast.manager, now=NOW)
    with acting_as(cast.lead):
        assert not desk(cast.lead, today=in_days(10)).bets
