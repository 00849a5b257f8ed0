"""A mandate is widened by one step at a time, each with a dated promise of ours; narrowed, corrected, and put off."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from governance import verbs
from governance.mandate.queries import current_step, mandate_of
from governance.models import ActionItem, MandatePutOff, MandateStep, Opening
from governance.models.mandate import Reach
from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.models import Partner, User
from partners.verb import Refused, Stale
from tests.cast import Cast
from tests.governance.mandate.scene import decided, opening, our_sponsor
from tests.governance.scene import NOW, TODAY, at, in_days

pytestmark = pytest.mark.django_db


@pytest.fixture
def sponsor(cast: Cast) -> User:
    return our_sponsor(cast)


@pytest.fixture(autouse=True)
def _in_scope(cast: Cast) -> object:
    with acting_as(cast.cio):
        yield


def narrower(cast: Cast, step: str, **said: object) -> MandateStep:
    words = {"trusted_with": "What is agreed", "reason": "Two bad quarters."}
    return verbs.decide_mandate(cast.partner, step=step, **words, by=cast.cio, now=NOW, **said)


def refused(field: str | None, says: str, act: Callable[[], object]) -> None:
    with pytest.raises(Refused) as caught, transaction.atomic():
        act()
    assert (caught.value.field, says in caught.value.sentence) == (field, True), caught.value.sentence


def test_what_widens_it_is_promised_by_our_side_in_the_same_moment(cast: Cast) -> None:
    step = decided(cast)
    made = step.openings.get().action
    assert (made.title, made.owner, made.side, made.state) == (
        "A seat in Q1 planning",
        cast.manager,
        "ours",
        "open",
    )
    assert (made.first_due_on, made.promised_on) == (in_days(30), TODAY)
    assert (step.decided_on, step.decided_by, step.previous, step.widened) == (TODAY, cast.cio, None, True)


@pytest.mark.parametrize("missing", ["title", "owner", "due_on"])
def test_a_wider_mandate_without_its_price_is_refused_and_nothing_is_kept(cast: Cast, missing: str) -> None:
    nothing = {"title": " ", "owner": None, "due_on": None}[missing]
    refused(missing, "has its price", lambda: decided(cast, **{missing: nothing}))
    assert (MandateStep.objects.count(), ActionItem.objects.count()) == (0, 0)


def test_an_opening_is_refused_with_the_decision_it_was_to_pay_for(cast: Cast) -> None:
    refused("due_on", "has passed", lambda: decided(cast, due_on=in_days(-1)))
    refused("kind", "what kind", lambda: decided(cast, kind="favour"))
    refused("owner", "Northgate", lambda: decided(cast, owner=cast.contributor))
    assert MandateStep.objects.count() == 0
    decided(cast, due_on=TODAY)


@pytest.mark.parametrize("outsider", ["stranger", "rival_lead", "leaver"])
def test_nobody_of_another_house_answers_for_what_is_opened_up(cast: Cast, outsider: str) -> None:
    refused("owner", "", lambda: decided(cast, owner=getattr(cast, outsider)))
    assert MandateStep.objects.count() == 0


def test_delivering_is_written_down_without_a_price_and_so_is_what_narrows_it(cast: Cast) -> None:
    first = narrower(cast, "delivering")
    assert not first.widened
    wide = decided(cast, "trusted", now=at(in_days(1)))
    assert (wide.widened, wide.previous) == (True, first)
    back = narrower(cast, "delivering")
    assert not back.widened
    assert current_step(cast.partner) == back
    assert Opening.objects.get().action.state == "open", "what was opened up stays promised"


def test_it_widens_by_one_step_at_a_time(cast: Cast) -> None:
    decided(cast, "trusted")
    refused("step", "the next is strategic", lambda: decided(cast, "at_the_table"))
    refused("step", "already", lambda: decided(cast, "trusted"))
    refused("step", "Choose", lambda: decided(cast, "friend"))
    decided(cast, "strategic")
    decided(cast, "at_the_table")
    assert Reach.AT_THE_TABLE.following is None
    assert narrower(cast, "trusted").previous.step == "at_the_table"


def test_the_first_that_is_written_down_may_be_any(cast: Cast) -> None:
    assert decided(cast, "strategic").widened


def test_of_two_who_decide_at_once_the_second_hears_of_the_first(cast: Cast) -> None:
    first = decided(cast, seen=0)
    with pytest.raises(Stale), transaction.atomic():
        decided(cast, "strategic", seen=0)
    assert decided(cast, "strategic", seen=first.pk).previous == first


def test_the_database_lets_no_two_steps_follow_the_same(cast: Cast) -> None:
    first = decided(cast)
    second = decided(cast, "strategic")
    words = {"reason": "So.", "trusted_with": "All", "decided_by": cast.cio, "decided_on": TODAY}
    for previous in (None, first):
        with pytest.raises(IntegrityError), transaction.atomic():
            MandateStep.objects.create(partner=cast.partner, step="trusted", previous=previous, **words)
    assert current_step(cast.partner) == second


def test_our_sponsor_decides_and_theirs_does_not(cast: Cast, sponsor: User) -> None:
    decided(cast, by=sponsor)
    for other in (cast.partner_sponsor, cast.lead, cast.manager, cast.reader, cast.rival_lead):
        with pytest.raises(PermissionDenied), transaction.atomic():
            decided(cast, "strategic", by=other)


def test_the_words_of_what_holds_are_corrected_and_those_of_before_stay(cast: Cast) -> None:
    first = decided(cast)
    verbs.correct_mandate(
        first, trusted_with="All of it", reason="Ten months.", by=cast.cio, now=NOW, version=1
    )
    assert (first.trusted_with, first.version, first.step) == ("All of it", 2, "trusted")
    with pytest.raises(Stale), transaction.atomic():
        verbs.correct_mandate(first, trusted_with="All", reason="Ten.", by=cast.cio, now=NOW, version=1)
    decided(cast, "strategic")
    words = {"trusted_with": "All", "reason": "Ten.", "by": cast.cio, "now": NOW}
    refused(None, "has followed", lambda: verbs.correct_mandate(first, **words))


def test_more_is_opened_up_for_what_holds_today_alone(cast: Cast) -> None:
    first = decided(cast)
    more = opening(cast, title="Test-lab budget", kind="business")
    assert verbs.open_up(first, **more, by=cast.cio, now=NOW).action.side == "ours"
    decided(cast, "strategic")
    refused(None, "has followed", lambda: verbs.open_up(first, **more, by=cast.cio, now=NOW))


def test_what_was_opened_up_is_kept_late_or_gone_as_its_action_is(cast: Cast) -> None:
    step = decided(cast, title="Kept")
    for title, due in (("Late", 5), ("To come", 60), ("Withdrawn", 9)):
        verbs.open_up(step, **opening(cast, title=title, due_on=in_days(due)), by=cast.cio, now=NOW)
    of = {o.action.title: o.action for o in Opening.objects.select_related("action")}
    verbs.report_done(of["Kept"], by=cast.manager, now=NOW)
    verbs.withdraw(of["Withdrawn"], reason="No longer wanted", by=cast.lead, now=NOW)
    read = mandate_of(cast.partner, cast.cio, in_days(40))
    assert {o.action.title: o.kept for o in read.standing} == {"Late": False, "Kept": True, "To come": False}
    assert (read.kept, len(read.opened)) == (1, 4)
    assert [o.action.title for o in read.opened] == ["Late", "Withdrawn", "Kept", "To come"]


def test_the_path_says_since_when_and_what_was_passed_over(cast: Cast) -> None:
    decided(cast, "trusted", now=at(in_days(-60)), due_on=in_days(0))
    decided(cast, "strategic")
    path = mandate_of(cast.partner, cast.cio, TODAY).path
    assert [(m.reach, m.reached, m.current, m.since) for m in path] == [
        ("delivering", True, False, None),
        ("trusted", True, False, in_days(-60)),
        ("strategic", True, True, TODAY),
        ("at_the_table", False, False, None),
    ]


def test_nothing_new_is_decided_once_the_partnership_has_ended(cast: Cast) -> None:
    first = decided(cast)
    with entered(SYSTEM):
        Partner.objects.filter(pk=cast.partner.pk).update(status="ended")
    refused(None, "has ended", lambda: decided(cast, "strategic"))
    refused(None, "has ended", lambda: verbs.open_up(first, **opening(cast), by=cast.cio, now=NOW))
    verbs.correct_mandate(first, trusted_with="All", reason="Ten months.", by=cast.cio, now=NOW)


@pytest.mark.parametrize(
    ("day", "until"),
    [
        (date(2026, 9, 30), date(2026, 10, 1)),
        (date(2026, 10, 1), date(2027, 1, 1)),
        (date(2026, 12, 31), date(2027, 1, 1)),
    ],
)
def test_it_is_put_off_until_the_next_quarter_and_twice_is_once(cast: Cast, day: date, until: date) -> None:
    for hours in (0, 1):
        verbs.put_off_widening(cast.partner, by=cast.cio, now=at(day) + timedelta(hours=hours))
    assert MandatePutOff.objects.get().until == until
