import pytest

from governance import verbs
from governance.models import ActionItem, WaitingPeriod
from governance.tracker.steps.waiting import EndWait, WaitOn
from partners.isolation.scope import acting_as
from partners.verb import Refused, Stale
from tests.cast import Cast
from tests.governance.scene import NOW, TODAY, at, counterpart, in_days, promised

BOTH_SIDES = pytest.mark.parametrize("owner_name", ["manager", "lead"])


@BOTH_SIDES
def test_waiting_is_a_clock_beside_the_state(cast: Cast, owner_name: str) -> None:
    owner = getattr(cast, owner_name)
    other = counterpart(cast, owner)
    with acting_as(owner):
        item = promised(cast, owner)
        wait = verbs.wait_on(
            item, on_side=other.side, on_person=other, what_for="The test window", by=owner, now=NOW
        )
        assert (item.state, wait.began_on, wait.on_side) == ("open", TODAY, other.side)
        verbs.stop_waiting(item, by=owner, now=at(in_days(5)))
        wait.refresh_from_db()
        assert wait.ended_on == in_days(5)


@BOTH_SIDES
def test_the_side_a_wait_charges_does_not_end_it(cast: Cast, owner_name: str) -> None:
    owner = getattr(cast, owner_name)
    other = counterpart(cast, owner)
    with acting_as(other):
        item = promised(cast, owner)
        verbs.wait_on(item, on_side=other.side, on_person=other, what_for="Access", by=owner, now=NOW)
        with pytest.raises(Refused, match="or in the review"):
            verbs.stop_waiting(item, by=other, now=at(in_days(1)))
        assert item.waiting is not None


def test_a_colleague_who_is_waited_on_gives_the_ball_back(cast: Cast) -> None:
    with acting_as(cast.contributor):
        item = promised(cast, cast.lead)
        verbs.wait_on(
            item, on_side="theirs", on_person=cast.contributor, what_for="The lab", by=cast.lead, now=NOW
        )
        verbs.stop_waiting(item, by=cast.contributor, now=at(in_days(1)))
        assert item.waiting is None


def test_a_new_wait_ends_the_one_before(cast: Cast) -> None:
    with acting_as(cast.lead):
        item = promised(cast, cast.lead)
        first = verbs.wait_on(item, on_side="ours", what_for="Access", by=cast.lead, now=NOW)
        second = verbs.wait_on(
            item, on_side="theirs", what_for="Our own lab", by=cast.lead, now=at(in_days(2))
        )
        first.refresh_from_db()
        assert (first.ended_on, item.waiting) == (in_days(2), second)


def test_a_wait_is_offered_where_none_runs(cast: Cast) -> None:
    with acting_as(cast.lead):
        item = promised(cast, cast.lead)
        assert WaitOn().may(item, cast.lead, TODAY)
        verbs.wait_on(item, on_side="ours", what_for="Access", by=cast.lead, now=NOW)
        assert not WaitOn().may(item, cast.lead, TODAY)
        assert EndWait().may(item, cast.lead, TODAY)


def test_reporting_done_stops_the_clock(cast: Cast) -> None:
    with acting_as(cast.lead):
        item = promised(cast, cast.lead)
        wait = verbs.wait_on(item, on_side="ours", what_for="Access", by=cast.lead, now=NOW)
        verbs.report_done(item, by=cast.lead, now=at(in_days(3)))
        wait.refresh_from_db()
        assert wait.ended_on == in_days(3)


def test_facts_read_beforehand_do_not_outlive_the_change(cast: Cast) -> None:
    with acting_as(cast.lead):
        item = ActionItem.objects.with_facts().get(pk=promised(cast, cast.lead).pk)
        assert item.waiting is None
        verbs.wait_on(item, on_side="ours", what_for="Access", by=cast.lead, now=NOW)
        assert item.waiting is not None


@BOTH_SIDES
def test_only_the_side_waited_on_can_see_it_differently(cast: Cast, owner_name: str) -> None:
    owner = getattr(cast, owner_name)
    other = counterpart(cast, owner)
    with acting_as(owner):
        wait = verbs.wait_on(promised(cast, owner), on_side=other.side, what_for="Access", by=owner, now=NOW)
        with pytest.raises(Refused, match="Only the side that is waited on"):
            verbs.dispute_wait(wait, words="No", by=owner, now=NOW)
        verbs.dispute_wait(wait, words="Granted on Friday", by=other, now=NOW)
        assert (wait.dispute, wait.disputed_by) == ("Granted on Friday", other)


def test_a_wait_that_ended_while_its_page_was_open_does_not_run_again_when_it_is_disputed(cast: Cast) -> None:
    with acting_as(cast.lead):
        item = promised(cast, cast.lead)
        wait = verbs.wait_on(item, on_side="ours", what_for="Access", by=cast.lead, now=NOW)
        as_the_page_showed_it = WaitingPeriod.objects.get(pk=wait.pk)
        verbs.stop_waiting(item, by=cast.lead, now=at(in_days(1)))
        said = {"words": "Granted on Friday", "by": cast.manager, "now": at(in_days(1))}
        verbs.dispute_wait(as_the_page_showed_it, **said)
        wait.refresh_from_db()
        assert (wait.ended_on, wait.dispute) == (in_days(1), "Granted on Friday")
        wait.delete()
        with pytest.raises(Stale, match="taken back in the meantime"):
            verbs.dispute_wait(as_the_page_showed_it, **said)
        assert not WaitingPeriod.objects.exists()


def test_waiting_needs_something_to_wait_for(cast: Cast) -> None:
    with acting_as(cast.lead), pytest.raises(Refused) as refused:
        verbs.wait_on(promised(cast, cast.lead), on_side="ours", what_for="", by=cast.lead, now=NOW)
    assert refused.value.field == "what_for"


def test_the_person_waited_on_stands_on_the_side_waited_on(cast: Cast) -> None:
    with acting_as(cast.lead), pytest.raises(Refused) as refused:
        verbs.wait_on(
            promised(cast, cast.lead),
            on_side="ours",
            on_person=cast.contributor,
            what_for="Access",
            by=cast.lead,
            now=NOW,
        )
    assert refused.value.field == "on_person"


def test_stopping_what_does_not_wait_is_refused(cast: Cast) -> None:
    with acting_as(cast.lead), pytest.raises(Refused, match="not waiting on anybody"):
        verbs.stop_waiting(promised(cast, cast.lead), by=cast.lead, now=NOW)
