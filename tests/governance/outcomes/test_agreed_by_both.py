"""An outcome counts when both sides have agreed to it as it stands, whoever of them wrote it."""

from collections.abc import Callable
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from governance import verbs
from governance.calendar.dates.reading import months_ahead
from governance.models import OutcomeIntent
from governance.outcomes.queries import agreed_by
from partners.isolation.scope import SYSTEM, entered
from partners.models import Side, User
from partners.verb import Refused, Stale
from tests.cast import Cast
from tests.governance.scene import NOW, TODAY, at, in_days
from tests.reviews import scene

pytestmark = pytest.mark.django_db
BOTH_SIDES = pytest.mark.parametrize("side", list(Side))
SAID = {"statement": "Databases at world-class level", "target": "Twice the load"}


@pytest.fixture(autouse=True)
def _everywhere(cast: Cast) -> object:
    """Rows are hidden from nobody: that the verbs refuse by themselves is the question."""
    with entered(SYSTEM):
        yield


@pytest.fixture
def people(cast: Cast) -> Callable[[Side], tuple[User, User]]:
    """Who leads on a side, and who on the other one."""
    leads = {Side.OURS: cast.manager, Side.THEIRS: cast.lead}
    return lambda side: (leads[side], leads[side.other])


People = Callable[[Side], tuple[User, User]]


def drafted(cast: Cast, by: User, **fields: object) -> OutcomeIntent:
    return verbs.draft_outcome(cast.partner, by=by, now=NOW, **{**SAID, **fields})


@BOTH_SIDES
def test_whoever_writes_it_has_agreed_and_the_other_side_makes_it_count(
    cast: Cast, people: People, side: Side
) -> None:
    writer, other = people(side)
    outcome = drafted(cast, writer)
    assert set(agreed_by(outcome)) == {side}
    with pytest.raises(Refused, match=f"It waits for {cast.partner.side_names[side.other]}"):
        verbs.agree_outcome(outcome, by=writer, now=NOW)
    verbs.agree_outcome(outcome, by=other, now=NOW)
    assert (outcome.state, outcome.starts_on) == ("agreed", TODAY)
    assert {name: each.by for name, each in agreed_by(outcome).items()} == {side: writer, side.other: other}


@BOTH_SIDES
def test_a_draft_of_before_anybody_s_yes_was_kept_wants_both(cast: Cast, people: People, side: Side) -> None:
    first, second = people(side)
    outcome = scene.outcome(cast.partner, state="draft")
    verbs.agree_outcome(outcome, by=first, now=NOW)
    assert (outcome.state, outcome.starts_on) == ("draft", None)
    verbs.agree_outcome(outcome, by=second, now=NOW)
    assert outcome.state == "agreed"


@BOTH_SIDES
def test_a_draft_that_is_changed_wants_the_other_side_s_yes_anew(
    cast: Cast, people: People, side: Side
) -> None:
    writer, other = people(side)
    outcome = drafted(cast, writer)
    verbs.edit_outcome(outcome, by=other, now=NOW, version=outcome.version, target="Three times the load")
    assert set(agreed_by(outcome)) == {side.other}
    assert outcome.state == "draft"
    verbs.agree_outcome(outcome, by=writer, now=NOW)
    assert (outcome.state, outcome.target) == ("agreed", "Three times the load")


def test_what_somebody_has_not_seen_is_not_agreed_to(cast: Cast) -> None:
    outcome = drafted(cast, cast.manager)
    seen = outcome.version
    verbs.edit_outcome(outcome, by=cast.manager, now=NOW, version=seen, target="Ten times the load")
    with pytest.raises(Stale):
        verbs.agree_outcome(outcome, by=cast.lead, now=NOW, version=seen)


@BOTH_SIDES
def test_months_that_are_named_stand_until_the_other_side_agrees_or_names_others(
    cast: Cast, people: People, side: Side
) -> None:
    writer, other = people(side)
    outcome = drafted(cast, writer)
    say = verbs.say_on_hand_over
    say(outcome, words="Can you do it in six months?", months=6, by=writer, now=NOW)
    assert (outcome.asked_months, outcome.granted_months) == (6, 6)
    assert set(agreed_by(outcome)) == {side}
    say(outcome, words="Twelve. The first three go into learning.", months=12, by=other, now=NOW)
    assert (outcome.asked_months, outcome.granted_months) == (6, 12)
    assert set(agreed_by(outcome)) == {side.other}
    say(outcome, words="Twelve, then.", by=writer, now=NOW)
    assert set(agreed_by(outcome)) == {side.other}, "a sentence is no yes"
    verbs.agree_outcome(outcome, by=writer, now=NOW)
    spoken = outcome.hand_over_words.values_list("side", "months")
    assert list(spoken) == [(side, 6), (side.other, 12), (side, None)]
    with pytest.raises(Refused, match="Ask for other terms"):
        say(outcome, words="Fifteen.", months=15, by=other, now=NOW)


@pytest.mark.parametrize(("months", "is_taken"), [(0, False), (1, True), (600, True), (601, False)])
def test_months_lie_within_what_can_be_meant(cast: Cast, months: int, is_taken: bool) -> None:
    outcome = drafted(cast, cast.manager)
    said = {"words": "So long.", "months": months, "by": cast.lead, "now": NOW}
    if is_taken:
        verbs.say_on_hand_over(outcome, **said)
        assert outcome.granted_months == months
    else:
        with pytest.raises(Refused) as refused:
            verbs.say_on_hand_over(outcome, **said)
        assert refused.value.field == "months"


def test_nothing_is_said_without_words(cast: Cast) -> None:
    with pytest.raises(Refused) as refused:
        verbs.say_on_hand_over(drafted(cast, cast.manager), words=" ", by=cast.lead, now=NOW)
    assert refused.value.field == "words"


@pytest.mark.parametrize(
    ("field", "who", "sentence"),
    [
        ("owner_ours", "manager", ""), ("owner_ours", "lead", "is not of"),
        ("owner_theirs", "lead", ""), ("owner_theirs", "manager", "is not of"),
        ("owner_theirs", "rival_lead", "takes no part"), ("owner_ours", "stranger", "takes no part"),
    ],
)  # fmt: skip
def test_one_of_each_side_answers_for_it(cast: Cast, field: str, who: str, sentence: str) -> None:
    if not sentence:
        drafted(cast, cast.manager, **{field: getattr(cast, who)})
        return
    with pytest.raises(Refused, match=sentence) as refused:
        drafted(cast, cast.manager, **{field: getattr(cast, who)})
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("every", "is_taken"), [(0, False), (1, True), (12, True), (13, False), (None, True)]
)
def test_check_ins_are_at_most_a_year_apart(cast: Cast, every: int | None, is_taken: bool) -> None:
    if is_taken:
        assert drafted(cast, cast.manager, check_in_every=every).check_in_every == every
        return
    with pytest.raises(Refused) as refused:
        drafted(cast, cast.manager, check_in_every=every)
    assert refused.value.field == "check_in_every"


def test_the_next_check_in_follows_the_last_by_the_months_agreed(cast: Cast) -> None:
    outcome = drafted(cast, cast.manager, check_in_every=2)
    assert outcome.next_check_in_on is None
    verbs.agree_outcome(outcome, by=cast.lead, now=NOW)
    assert outcome.next_check_in_on == date(2027, 1, 25), "the 23rd is a Saturday"
    said = {"health": "on_track", "progress": 40, "words": "Well.", "by": cast.lead}
    later = in_days(40)
    verbs.check_in(outcome, **said, confidence="fairly_sure", now=at(later))
    assert outcome.next_check_in_on == months_ahead(later, 2)
    verbs.check_in(outcome, **said, on=in_days(3), now=at(later))
    assert outcome.next_check_in_on == months_ahead(later, 2), "one of before moves nothing"
    verbs.edit_outcome(outcome, by=cast.lead, now=at(later), version=outcome.version, check_in_every=None)
    assert outcome.next_check_in_on is None


def test_how_sure_one_is_is_one_of_three_or_not_said(cast: Cast) -> None:
    outcome = drafted(cast, cast.manager)
    verbs.agree_outcome(outcome, by=cast.lead, now=NOW)
    said = {"health": "on_track", "progress": 40, "words": "Well.", "by": cast.lead, "now": NOW}
    assert verbs.check_in(outcome, **said).confidence == ""
    assert verbs.check_in(outcome, **said, confidence="not_sure").confidence == "not_sure"
    with pytest.raises(Refused) as refused:
        verbs.check_in(outcome, **said, confidence="certain")
    assert refused.value.field == "confidence"


def test_a_contributor_agrees_to_nothing(cast: Cast) -> None:
    outcome = drafted(cast, cast.manager)
    with pytest.raises(PermissionDenied):
        verbs.agree_outcome(outcome, by=cast.contributor, now=NOW)
    with pytest.raises(PermissionDenied):
        verbs.say_on_hand_over(outcome, words="Mine.", by=cast.contributor, now=NOW)
