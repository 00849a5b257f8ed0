"""The work beneath an outcome, and promises as its milestones."""

import pytest

from governance import verbs
from governance.models import Initiative
from governance.outcomes.queries import work_beneath
from partners.isolation.scope import SYSTEM, entered
from partners.verb import Refused, Stale
from tests.cast import Cast
from tests.governance.scene import NOW, TODAY, in_days, promised
from tests.reviews import scene

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _everywhere(cast: Cast) -> object:
    with entered(SYSTEM):
        yield


@pytest.fixture
def initiative(cast: Cast) -> Initiative:
    return begun(cast, "Invoices leave the live system")


def begun(cast: Cast, title: str, **outcome: object) -> Initiative:
    return verbs.begin_initiative(scene.outcome(cast.partner, **outcome), title=title, by=cast.lead, now=NOW)


def test_a_promise_of_either_side_becomes_a_milestone_and_serves_the_outcome(
    cast: Cast, initiative: Initiative
) -> None:
    for owner, days in ((cast.contributor, 9), (cast.teammate, 4)):
        item = promised(cast, owner, due_on=in_days(days))
        verbs.set_milestone(item, initiative=initiative, by=cast.lead, now=NOW)
        assert item.outcome == initiative.outcome
    [work] = work_beneath(initiative.outcome, TODAY)
    assert [each.side for each in work.milestones] == ["ours", "theirs"]
    assert work.held_up_by is None
    [later] = work_beneath(initiative.outcome, in_days(5))
    assert later.held_up_by is not None
    assert later.held_up_by.side == "ours"
    verbs.set_milestone(work.milestones[0], initiative=None, by=cast.manager, now=NOW)
    [work] = work_beneath(initiative.outcome, TODAY)
    assert [each.side for each in work.milestones] == ["theirs"]


def test_a_new_promise_is_a_milestone_from_the_start(cast: Cast, initiative: Initiative) -> None:
    said = {"title": "Purge rehearsed", "owner": cast.contributor, "due_on": in_days(9), "now": NOW}
    asked = verbs.propose(cast.partner, **said, initiative=initiative, by=cast.manager)
    made = verbs.promise(cast.partner, **said, initiative=initiative, by=cast.lead)
    for item in (asked, made):
        assert (item.initiative, item.outcome) == (initiative, initiative.outcome)


def test_what_was_withdrawn_is_no_milestone(cast: Cast, initiative: Initiative) -> None:
    item = promised(cast, cast.contributor)
    verbs.set_milestone(item, initiative=initiative, by=cast.lead, now=NOW)
    verbs.withdraw(item, reason="Not needed.", by=cast.manager, now=NOW)
    [work] = work_beneath(initiative.outcome, TODAY)
    assert work.milestones == ()


def test_it_is_done_when_its_promises_are(cast: Cast, initiative: Initiative) -> None:
    item = promised(cast, cast.contributor)
    verbs.set_milestone(item, initiative=initiative, by=cast.lead, now=NOW)
    with pytest.raises(Refused, match="“Rebuild the index” is still open"):
        verbs.end_initiative(initiative, becomes="done", by=cast.lead, now=NOW)
    verbs.report_done(item, by=cast.contributor, now=NOW)
    with pytest.raises(Refused, match="still open"):
        verbs.end_initiative(initiative, becomes="done", by=cast.lead, now=NOW)
    verbs.confirm(item, by=cast.manager, now=NOW)
    verbs.end_initiative(initiative, becomes="done", by=cast.lead, now=NOW)
    assert (initiative.state, initiative.ended_on) == ("done", TODAY)
    with pytest.raises(Refused, match="has ended already"):
        verbs.end_initiative(initiative, becomes="done", by=cast.lead, now=NOW)
    verbs.resume_initiative(initiative, by=cast.manager, now=NOW)
    assert (initiative.state, initiative.ended_on) == ("under_way", None)
    with pytest.raises(Refused, match="is under way"):
        verbs.resume_initiative(initiative, by=cast.manager, now=NOW)


def test_it_is_dropped_with_a_reason_and_its_promises_stand(cast: Cast, initiative: Initiative) -> None:
    item = promised(cast, cast.contributor)
    verbs.set_milestone(item, initiative=initiative, by=cast.lead, now=NOW)
    with pytest.raises(Refused) as refused:
        verbs.end_initiative(initiative, becomes="dropped", by=cast.lead, now=NOW)
    assert refused.value.field == "words"
    with pytest.raises(Refused) as refused:
        verbs.end_initiative(initiative, becomes="under_way", by=cast.lead, now=NOW)
    assert refused.value.field == "becomes"
    verbs.end_initiative(initiative, becomes="dropped", words="Nobody needs it.", by=cast.lead, now=NOW)
    item.refresh_from_db()
    assert (initiative.state, initiative.words, item.state) == ("dropped", "Nobody needs it.", "open")


def test_beneath_what_has_ended_nothing_begins(cast: Cast, initiative: Initiative) -> None:
    verbs.end_initiative(initiative, becomes="done", by=cast.lead, now=NOW)
    with pytest.raises(Refused, match="That work has ended"):
        verbs.set_milestone(promised(cast, cast.contributor), initiative=initiative, by=cast.lead, now=NOW)
    for state in ("achieved", "missed", "retired"):
        with pytest.raises(Refused, match="This outcome is concluded"):
            begun(cast, "More work", state=state)
    assert begun(cast, "Before it is agreed", state="draft").state == "under_way"


def test_nothing_crosses_from_one_partnership_to_another(cast: Cast, initiative: Initiative) -> None:
    rival = scene.outcome(cast.rival)
    theirs = Initiative.objects.create(partner=cast.rival, outcome=rival, title="Their work")
    with pytest.raises(Refused, match="another partnership"):
        verbs.set_milestone(promised(cast, cast.contributor), initiative=theirs, by=cast.lead, now=NOW)
    said = {"title": "Plan", "owner": cast.contributor, "due_on": in_days(9), "by": cast.manager, "now": NOW}
    with pytest.raises(Refused, match="another partnership"):
        verbs.propose(cast.partner, **said, initiative=theirs)


@pytest.mark.parametrize(("until", "slips"), [(in_days(0), False), (in_days(-1), True)])
def test_no_promise_that_stands_slips_beneath_a_free_hand(cast: Cast, until: object, slips: bool) -> None:
    initiative = begun(cast, "In a new order", free_hand_until=until)
    item = promised(cast, cast.contributor)
    tie = {"initiative": initiative, "by": cast.lead, "now": NOW}
    if slips:
        verbs.set_milestone(item, **tie)
        assert item.outcome == initiative.outcome
        return
    with pytest.raises(Refused, match="beneath which nobody is reminded"):
        verbs.set_milestone(item, **tie)
    item.outcome = initiative.outcome
    item.save()
    verbs.set_milestone(item, **tie)
    assert item.initiative == initiative


def test_it_is_named_anew_and_a_stale_name_is_refused(cast: Cast, initiative: Initiative) -> None:
    seen = initiative.version
    verbs.rename_initiative(initiative, title="  Archive \n first ", by=cast.lead, now=NOW, version=seen)
    assert initiative.title == "Archive first"
    with pytest.raises(Stale):
        verbs.rename_initiative(initiative, title="Mine", by=cast.manager, now=NOW, version=seen)
    for verb, row in (
        (verbs.rename_initiative, initiative),
        (verbs.begin_initiative, initiative.outcome),
    ):
        with pytest.raises(Refused) as refused:
            verb(row, title=" ", by=cast.lead, now=NOW)
        assert refused.value.field == "title"
