import pytest
from django.core.exceptions import PermissionDenied

from governance import verbs
from governance.models import OutcomeIntent
from partners.isolation.scope import acting_as
from partners.verb import Refused, Stale
from tests.cast import Cast
from tests.governance.scene import NOW, TODAY, in_days


def drafted(cast: Cast, **fields: object) -> OutcomeIntent:
    said = {"statement": "Databases at world-class level", "target": "Twice the load", **fields}
    return verbs.draft_outcome(cast.partner, by=cast.manager, now=NOW, **said)


def agreed(cast: Cast, **fields: object) -> OutcomeIntent:
    return verbs.agree_outcome(drafted(cast, **fields), by=cast.lead, now=NOW)


def test_a_draft_becomes_agreed_and_starts(cast: Cast) -> None:
    with acting_as(cast.lead):
        outcome = agreed(cast)
        assert (outcome.state, outcome.starts_on) == ("agreed", TODAY)
        with pytest.raises(Refused, match="already agreed"):
            verbs.agree_outcome(outcome, by=cast.lead, now=NOW)


@pytest.mark.parametrize(
    "fields, field",
    [
        ({"statement": ""}, "statement"),
        ({"target": " "}, "target"),
        ({"benchmark": "Airlines: 4 minutes"}, "benchmark_source"),
        ({"benchmark": "Airlines: 4 minutes", "benchmark_source": "IATA"}, "benchmark_on"),
        ({"starts_on": in_days(9), "due_on": in_days(3)}, "due_on"),
    ],
)
def test_an_outcome_that_is_not_whole_is_refused_at_its_field(
    cast: Cast, fields: dict[str, object], field: str
) -> None:
    with acting_as(cast.manager), pytest.raises(Refused) as refused:
        drafted(cast, **fields)
    assert refused.value.field == field


def test_a_stale_edit_is_refused(cast: Cast) -> None:
    with acting_as(cast.manager):
        outcome = drafted(cast)
        seen = outcome.version
        verbs.edit_outcome(outcome, by=cast.manager, now=NOW, version=seen, target="Three times the load")
        with pytest.raises(Stale):
            verbs.edit_outcome(outcome, by=cast.manager, now=NOW, version=seen, target="Four times")


def test_a_contributor_does_not_keep_the_charter(cast: Cast) -> None:
    with acting_as(cast.contributor), pytest.raises(PermissionDenied):
        verbs.draft_outcome(cast.partner, statement="Mine", target="Now", by=cast.contributor, now=NOW)


def test_the_latest_check_in_decides_how_it_stands(cast: Cast) -> None:
    with acting_as(cast.lead):
        outcome = agreed(cast)
        verbs.check_in(outcome, health="at_risk", progress=40, words="Licences late", by=cast.lead, now=NOW)
        verbs.check_in(
            outcome, health="on_track", progress=30, words="Good start", by=cast.lead, now=NOW, on=in_days(-9)
        )
        assert (outcome.health, outcome.progress) == ("at_risk", 40)


@pytest.mark.parametrize(
    "wrong, field",
    [
        ({"words": ""}, "words"),
        ({"progress": 101}, "progress"),
        ({"health": "unknown"}, "health"),
        ({"on": in_days(1)}, "on"),
    ],
)
def test_a_check_in_that_says_nothing_is_refused(cast: Cast, wrong: dict[str, object], field: str) -> None:
    said = {"health": "on_track", "progress": 40, "words": "Fine", **wrong}
    with acting_as(cast.lead):
        outcome = agreed(cast)
        with pytest.raises(Refused) as refused:
            verbs.check_in(outcome, by=cast.lead, now=NOW, **said)
    assert refused.value.field == field


def test_a_draft_has_no_check_ins(cast: Cast) -> None:
    with acting_as(cast.lead), pytest.raises(Refused, match="Agree it first"):
        verbs.check_in(drafted(cast), health="on_track", progress=1, words="Fine", by=cast.lead, now=NOW)


def test_a_free_hand_is_given_by_the_sponsors_side(cast: Cast) -> None:
    with acting_as(cast.cio):
        outcome = agreed(cast, sponsor=cast.cio)
        with pytest.raises(Refused, match="ask Anand Kulkarni"):
            verbs.give_free_hand(outcome, until=in_days(90), guardrails="No data loss", by=cast.lead, now=NOW)
        verbs.give_free_hand(outcome, until=in_days(90), guardrails="No data loss", by=cast.cio, now=NOW)
        assert outcome.free_hand_until == in_days(90)
