"""Whatever people of either side do in whatever order, day by day: nobody mends their own side's figures alone."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from governance.counting.formula import Promise, Verdict, has_fallen_due, judge
from governance.ledger.facts import promises_of
from governance.models import ActionItem
from partners.history.tables import history_of_rows
from partners.isolation.scope import SYSTEM, entered
from partners.models import Side
from partners.verb import Refused
from tests.cast import Cast
from tests.governance.scene import NOW, in_days
from tests.governance.sides import OTHER, OWN, Played, promised

State = ActionItem.State


def _said(verb: str, far: int, played: Played, today: int) -> dict[str, Any]:
    """What is said with a verb; `far` days ahead where it names a day."""
    return {
        "move_date": {"due_on": in_days(today + far), "reason": "Hardware"},
        "ask_for_date": {"due_on": in_days(today + far), "reason": "The board"},
        "decline_date": {"word": "Planned so"},
        "wait_on": {"on_side": played.side.other if far % 3 else played.side, "what_for": "Access"},
        "dispute_wait": {"words": "You have it"},
        "give_back": {"word": "The second node"},
        "withdraw": {"reason": "No longer wanted"},
        "reassign": {"to": played.people["own_lead" if far % 2 else "owner"]},
    }.get(verb, {})


VERBS = (
    "report_done", "report_done", "confirm", "give_back", "move_date", "move_date", "withdraw", "wait_on",
    "stop_waiting", "dispute_wait", "ask_for_date", "accept_date", "decline_date", "take_back_request", "reassign",
    "ask_how_it_stands", "take_back",
)  # fmt: skip
steps = st.tuples(
    st.sampled_from(VERBS),
    st.sampled_from((*OWN, *OTHER)),
    st.sampled_from([1, 2, 3, 5, 8, 14, 90]),  # how far ahead
    st.sampled_from([0, 0, 1, 1, 2, 4, 9]),  # days that pass before it
)


@dataclass
class Watched:
    """A promise that is played with, and what each day that is over came to."""

    played: Played
    read: dict[int, Verdict] = field(default_factory=dict)

    @property
    def item(self) -> ActionItem:
        return ActionItem.objects.get(pk=self.played.item.pk)

    @property
    def facts(self) -> Promise:
        (facts,) = promises_of([self.played.item.pk])
        return facts

    def go_on_to(self, day: int) -> None:
        """The days until `day` are over: this is what they came to."""
        facts = self.facts
        for over in range(max(self.read, default=0), day):
            self.read[over] = judge(facts, in_days(over))

    def do(self, verb: str, role: str, far: int, day: int, now: datetime) -> bool:
        before, facts = self.item, self.facts
        done = False
        with suppress(Refused, PermissionDenied), transaction.atomic():
            self.played.do(verb, role, now=now, **_said(verb, far, self.played, day))
            done = True
        if done:
            self._check(verb, role, day, before, facts)
        return done

    def _check(self, verb: str, role: str, day: int, before: ActionItem, was: Promise) -> None:
        after, facts, today, own = self.item, self.facts, in_days(day), role in OWN
        self._check_the_past(verb, facts)
        assert facts.first_due_on == was.first_due_on
        assert after.state != State.CLOSED or after.reported_by.side != after.confirmed_by.side
        if facts.first_due_on < today:
            assert has_fallen_due(facts, today), "what fell due never disappears"
            assert not (own and judge(was, today) is Verdict.MISSED) or judge(facts, today) is Verdict.MISSED
        late = before.state == State.OPEN and facts.first_due_on <= today and before.promised_on < today
        if late and own:
            assert after.state in (State.OPEN, State.REPORTED), (
                "it leaves the tracker with the other side's yes"
            )
        if not own and before.state == State.OPEN:
            same = [name for name in ("due_on", "owner_id", "reported_on") if verb != "take_back"]
            assert [getattr(before, name) for name in same] == [getattr(after, name) for name in same]

    def _check_the_past(self, verb: str, facts: Promise) -> None:
        """Days that are over stay what they came to, but for a report that is given back."""
        now = {over: judge(facts, in_days(over)) for over in self.read}
        if verb == "give_back":
            self.read = now
        assert now == self.read


@contextmanager
def taken_back_afterwards() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@given(st.integers(0, 9), st.lists(steps, min_size=5, max_size=11))
@settings(max_examples=16, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_nobody_bends_what_their_own_side_promised(
    cast: Cast, due_in: int, story: list[tuple[str, str, int, int]]
) -> None:
    with taken_back_afterwards(), entered(SYSTEM):
        both = [Watched(promised(cast, side, due_on=in_days(due_in))) for side in Side]
        day, now = 0, NOW + timedelta(hours=1)  # to have accepted it can be undone no more
        for verb, role, far, passed in story:
            day, now = day + passed, now + timedelta(days=passed, seconds=20)
            for each in both:
                each.go_on_to(day)
            done = [each.do(verb, role, far, day, now) for each in both]
            assert done[0] == done[1], "the same is allowed to either side"
        ours, theirs = (each.facts for each in both)
        for late in range(0, day + 100, 7):
            assert judge(ours, in_days(late)) is judge(theirs, in_days(late)), "the same comes of it"
        assert _told(both[0]) == _told(both[1])


def _told(watched: Watched) -> list[str]:
    """The verbs the history tells of the promise: nothing is done with it unseen."""
    events = history_of_rows(ActionItem)._base_manager.filter(pgh_obj_id=watched.played.item.pk)
    return [event.pgh_context["verb"] for event in events.order_by("pgh_id")]


@pytest.mark.parametrize("side", list(Side))
def test_every_deed_is_told(cast: Cast, side: Side) -> None:
    with entered(SYSTEM):
        watched = Watched(promised(cast, side))
        for verb, role in (
            ("wait_on", "owner"),
            ("ask_for_date", "other_lead"),
            ("decline_date", "own_lead"),
        ):
            assert watched.do(verb, role, 5, 0, NOW)
        assert _told(watched) == ["propose", "accept", "wait_on", "ask_for_date", "decline_date"]
