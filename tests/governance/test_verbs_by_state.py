"""Every verb × every state its thing can be in: what it is for, and what it is refused with where it is not."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from governance import verbs
from governance.models import ActionItem, Ask, RaciMatrix
from governance.raci.content import GridLine
from partners.access import Role
from partners.isolation.scope import SYSTEM, entered
from partners.models import Membership, User
from partners.verb import Refused
from tests.cast import Cast
from tests.governance.scene import NOW, TODAY, in_days
from tests.ground import laid
from tests.reviews import scene

DUE = in_days(21)
ENDED = {"closed_at": NOW, "closed_on": TODAY}
STATES: dict[str, dict[str, Any]] = {
    "proposed": {"state": "proposed"},
    "open": {"state": "open"},
    "reported": {"state": "reported", "reported_at": NOW, "reported_on": TODAY},
    "closed": {"state": "closed", "reported_at": NOW, "reported_on": TODAY, **ENDED},
    "withdrawn": {"state": "withdrawn", **ENDED},
}


@laid
def every_state(cast: Cast) -> dict[str, ActionItem]:
    """An action of theirs in each state; the other side confirmed what is closed."""
    return {
        name: scene.promise(
            cast.partner,
            cast.lead,
            due_on=DUE,
            **fields,
            **({"confirmed_by": cast.manager} if name == "closed" else {}),
        )
        for name, fields in STATES.items()
    }


def goes(act: Callable[[], object]) -> str | None:
    """The sentence it is refused with, or None; whatever it did is taken back."""
    said = None
    with transaction.atomic():
        try:
            with entered(SYSTEM):
                act()
        except Refused as refused:
            said = refused.sentence
        transaction.set_rollback(True)
    return said


OF_THE_OWNER: dict[str, tuple[str, dict[str, Any], dict[str, str]]] = {
    "accept": ("proposed", {}, dict.fromkeys(STATES, "already settled")),
    "report_done": (
        "open", {},
        {"proposed": "not promised yet: Jonas Stein", "reported": "already reported done",
         "closed": "done and confirmed", "withdrawn": "was withdrawn"},
    ),
    "move_date": ("open", {"due_on": in_days(30), "reason": "x"}, dict.fromkeys(STATES, "Only an open action")),
    "wait_on": ("open", {"on_side": "ours", "what_for": "x"}, dict.fromkeys(STATES, "Only an open action can wait")),
    "stop_waiting": ("", {}, dict.fromkeys(STATES, "not waiting on anybody")),
    "accept_date": ("", {}, dict.fromkeys(STATES, "No other date is asked for")),
    "decline_date": ("", {"word": "x"}, dict.fromkeys(STATES, "No other date is asked for")),
    "withdraw": ("proposed open", {"reason": "x"}, dict.fromkeys(STATES, "done or withdrawn already")),
    "add_note": ("proposed open reported closed withdrawn", {"text": "x"}, {}),
}  # fmt: skip
OF_THE_OTHER: dict[str, tuple[str, dict[str, Any], dict[str, str]]] = {
    "confirm": ("reported", {}, dict.fromkeys(STATES, "not reported done")),
    "give_back": ("reported", {"word": "x"}, dict.fromkeys(STATES, "not reported done")),
    "ask_for_date": (
        "open",
        {"due_on": in_days(30), "reason": "x"},
        dict.fromkeys(STATES, "Only an open action"),
    ),
    "ask_how_it_stands": ("open", {}, dict.fromkeys(STATES, "Only an open action can be asked about")),
    "take_back_request": ("", {}, dict.fromkeys(STATES, "No other date is asked for")),
    "withdraw": ("proposed open", {"reason": "x"}, dict.fromkeys(STATES, "done or withdrawn already")),
}


@pytest.mark.parametrize(
    ("who", "verb", "rule"),
    [("lead", *each) for each in OF_THE_OWNER.items()]
    + [("manager", *each) for each in OF_THE_OTHER.items()],
)
def test_a_verb_is_for_actions_in_some_states_and_says_why_not_in_the_others(
    cast: Cast,
    every_state: dict[str, ActionItem],
    verb: str,
    who: str,
    rule: tuple[str, dict[str, Any], dict[str, str]],
) -> None:
    able, said, why = rule
    for state, item in every_state.items():
        by = getattr(cast, who)
        with entered(SYSTEM):
            fresh = ActionItem.objects.select_related("partner", "owner").get(pk=item.pk)
        refused = goes(lambda: getattr(verbs, verb)(fresh, **said, by=by, now=NOW))  # noqa: B023  # called at once
        assert (refused is None) is (state in able.split()), state
        assert refused is None or why[state] in refused, state


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        ("proposed", None),
        ("open", None),
        *((state, "nothing left") for state in ("reported", "closed", "withdrawn")),
    ],
)
def test_what_is_done_or_withdrawn_is_not_handed_over(
    cast: Cast, every_state: dict[str, ActionItem], state: str, sentence: str | None
) -> None:
    item = every_state[state]
    refused = goes(lambda: verbs.reassign(item, to=cast.contributor, by=cast.lead, now=NOW))
    assert (refused is None) is (sentence is None)
    assert sentence is None or sentence in str(refused)


@pytest.mark.parametrize(
    ("to", "sentence"),
    [
        ("lead", "already owns this"), ("manager", "stays with the side that made it"),
        ("observer", "does not take part"),
        ("leaver", "no longer works here"), ("rival_lead", "does not take part"), ("contributor", None),
    ],
)  # fmt: skip
def test_it_is_handed_to_a_colleague_who_can_own_it(
    cast: Cast, every_state: dict[str, ActionItem], to: str, sentence: str | None
) -> None:
    refused = goes(lambda: verbs.reassign(every_state["open"], to=getattr(cast, to), by=cast.lead, now=NOW))
    assert (refused is None) is (sentence is None)
    assert sentence is None or sentence in str(refused)


def test_a_date_is_another_one_and_one_alone_is_asked_for(
    cast: Cast, every_state: dict[str, ActionItem]
) -> None:
    item = every_state["open"]
    same = {"due_on": DUE, "reason": "x", "now": NOW}
    assert "the date it already has" in str(goes(lambda: verbs.move_date(item, **same, by=cast.lead)))
    assert "the date it already has" in str(goes(lambda: verbs.ask_for_date(item, **same, by=cast.manager)))
    assert "Your own side owes this" in str(
        goes(lambda: verbs.ask_for_date(item, **same, by=cast.contributor))
    )
    asked = {"due_on": in_days(30), "reason": "x", "now": NOW}
    with entered(SYSTEM):
        verbs.ask_for_date(item, **asked, by=cast.teammate)
    assert "is asked for already" in str(goes(lambda: verbs.ask_for_date(item, **asked, by=cast.manager)))
    back = {"by": cast.contributor, "now": NOW}
    assert goes(lambda: verbs.take_back_request(item, by=cast.teammate, now=NOW)) is None
    assert goes(lambda: verbs.take_back_request(item, by=cast.manager, now=NOW)) is None
    assert "The other side asked" in str(
        goes(lambda: verbs.take_back_request(item, **{**back, "by": cast.lead}))
    )


def test_a_new_date_that_was_asked_for_has_notice_until_its_old_day_and_answers_no_other_request(
    cast: Cast, every_state: dict[str, ActionItem]
) -> None:
    item = every_state["open"]

    def moved(to: int, on: int) -> tuple[bool, bool, str]:
        with transaction.atomic():
            with entered(SYSTEM):
                fresh = ActionItem.objects.get(pk=item.pk)
                asked = verbs.ask_for_date(fresh, due_on=in_days(40), reason="x", by=cast.manager, now=NOW)
                given_at = NOW + timedelta(days=on)
                verbs.move_date(fresh, due_on=in_days(to), reason="x", by=cast.lead, now=given_at)
                given = fresh.dates.last()
                asked.refresh_from_db()
                found = (given.with_notice, given.request_id == asked.pk, asked.state)
            transaction.set_rollback(True)
        return found

    assert moved(40, 14) == (True, True, "accepted")
    assert moved(40, 15) == (True, True, "accepted")
    assert moved(40, 21) == (True, True, "accepted")
    assert moved(40, 22) == (False, True, "accepted")
    assert moved(41, 14) == (True, False, "asked")
    assert moved(41, 15) == (False, False, "asked")


# --- asks -------------------------------------------------------------------------------------------------------------

ANSWERED = {"answered_on": TODAY, "answer": "x"}
ASK_STATES = {
    "decision": ["pending", "made", "superseded"],
    "impediment": ["raised", "owned", "cleared", "lived_with"],
    "recommendation": ["raised", "backed", "in_place", "not_now"],
    "risk": ["raised", "treated", "lived_with", "happened"],
}


def raised(cast: Cast, kind: str, state: str) -> Ask:
    with entered(SYSTEM):
        answered = state in ("made", "superseded", "cleared", "lived_with", "in_place", "not_now")
        fields = {**ANSWERED, "answered_by": cast.manager} if answered else {}
        return scene.ask(cast.partner, cast.lead, kind=kind, state=state, **fields)


@pytest.mark.parametrize(
    ("verb", "able", "said", "sentence"),
    [
        ("decide", "decision pending", {"answer": "x"}, "already made"),
        (
            "move_needed_by",
            "decision|risk pending raised",
            {"needed_by": in_days(9), "reason": "x"},
            "Only a pending decision",
        ),
        ("clear", "impediment raised owned", {"answer": "x"}, "already settled"),
        ("live_with", "impediment raised owned", {"answer": "x"}, "already settled"),
        ("back", "recommendation raised", {"words": "x"}, "already answered"),
        ("put_in_place", "recommendation backed", {"answer": "x"}, "Only a recommendation that was backed"),
        ("not_now", "recommendation raised backed", {"answer": "x"}, "already answered"),
        (
            "own",
            "decision|impediment|recommendation|risk pending raised owned backed",
            {},
            "already answered",
        ),
    ],
)
def test_an_ask_is_answered_as_its_kind_is_and_once(
    cast: Cast, verb: str, able: str, said: dict[str, Any], sentence: str
) -> None:
    kinds, *states = able.split()
    if verb == "own":
        said = {"owner": cast.teammate}
    for kind, every in ASK_STATES.items():
        for state in every:
            ask = raised(cast, kind, state)
            refused = goes(lambda: getattr(verbs, verb)(ask, **said, by=cast.manager, now=NOW))  # noqa: B023
            assert (refused is None) is (kind in kinds.split("|") and state in states), (kind, state)
            assert refused is None or sentence in refused, (kind, state)


def test_a_decision_moves_to_another_day_and_sooner_only_by_who_decides(cast: Cast) -> None:
    ask = raised(cast, "decision", "pending")
    with entered(SYSTEM):
        Ask.objects.filter(pk=ask.pk).update(needed_by=in_days(5))

    def moved(days: int, by: User) -> str | None:
        return goes(lambda: verbs.move_needed_by(ask, needed_by=in_days(days), reason="x", by=by, now=NOW))

    assert "the day it already has" in str(moved(5, cast.manager))
    assert [moved(days, cast.manager) for days in (0, 4, 6)] == [None] * 3
    assert moved(6, cast.lead) is None
    assert "gives itself less time, nobody else" in str(moved(4, cast.lead))


# --- grids, outcomes, time away ---------------------------------------------------------------------------------------


def test_a_grid_is_agreed_while_it_is_proposed_and_one_that_is_superseded_is_not_changed(cast: Cast) -> None:
    facts = {"by": cast.manager, "now": NOW}
    lines = (GridLine(0, "Patch", {cast.lead.pk: "A", cast.contributor.pk: "R"}),)
    with entered(SYSTEM):
        grids = {
            state: RaciMatrix.objects.create(partner=cast.partner, title="x", state=state)
            for state in ("draft", "agreed", "superseded")
        }
    agreed = {state: goes(lambda: verbs.agree_matrix(grid, **facts)) for state, grid in grids.items()}  # noqa: B023
    assert {"Nothing waits for a yes here" in str(refused) for refused in agreed.values()} == {True}
    for state, grid in grids.items():

        def proposed_and_agreed(grid: RaciMatrix = grid) -> None:
            verbs.record_matrix(grid, lines=lines, propose=True, **facts)
            verbs.agree_matrix(grid, by=cast.lead, now=NOW)

        assert (goes(proposed_and_agreed) is not None) is (state == "superseded")


@pytest.mark.parametrize(
    ("verb", "said", "able"),
    [
        ("agree_outcome", {}, "draft"), ("edit_outcome", {"version": 1, "vision": "x"}, "draft agreed"),
        ("check_in", {"health": "at_risk", "progress": 3, "words": "x"}, "agreed"),
        ("give_free_hand", {"until": in_days(9), "guardrails": "x"}, "agreed"),
    ],
)  # fmt: skip
def test_an_outcome_is_agreed_once_and_stays_when_it_is_concluded(
    cast: Cast, verb: str, said: dict[str, Any], able: str
) -> None:
    for state in ("draft", "agreed", "achieved", "missed", "retired"):
        with entered(SYSTEM):
            outcome = scene.outcome(cast.partner, state=state)
        refused = goes(lambda: getattr(verbs, verb)(outcome, **said, by=cast.manager, now=NOW))  # noqa: B023
        assert (refused is None) is (state in able.split()), state


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"health": "unknown"}, "on track, at risk or off track"), ({"progress": -1}, "percentage"),
        ({"progress": 0}, None),
        ({"progress": 100}, None), ({"progress": 101}, "percentage"), ({"progress": None}, None),
        ({"on": in_days(1)}, "still to come"), ({"on": TODAY}, None), ({"on": in_days(-1)}, None),
        ({"words": " "}, "how it stands"),
    ],
)  # fmt: skip
def test_a_check_in_says_health_progress_and_words_of_a_day_that_has_come(
    cast: Cast, said: dict[str, Any], sentence: str | None
) -> None:
    with entered(SYSTEM):
        outcome = scene.outcome(cast.partner)
    facts = {"health": "at_risk", "progress": 3, "words": "x", **said}
    refused = goes(lambda: verbs.check_in(outcome, **facts, by=cast.manager, now=NOW))
    assert (refused is None) is (sentence is None)
    assert sentence is None or sentence in str(refused)


def test_an_outcome_has_people_who_take_part_and_days_in_their_order(cast: Cast) -> None:
    def drafted(**said: Any) -> str | None:
        whole = {"statement": "x", "target": "y", **said}
        return goes(lambda: verbs.draft_outcome(cast.partner, **whole, by=cast.manager, now=NOW))

    for field in ("business_owner", "sponsor"):
        assert drafted(**{field: cast.observer}) is None
        assert "takes no part" in str(drafted(**{field: cast.stranger}))
    assert drafted(starts_on=TODAY, due_on=TODAY) is None
    assert "due before it starts" in str(drafted(starts_on=TODAY, due_on=in_days(-1)))
    assert "Say the outcome" in str(drafted(statement=" "))
    assert "it is reached" in str(drafted(target=" "))
    assert "source of the benchmark" in str(drafted(benchmark="x"))
    assert "which day the benchmark" in str(drafted(benchmark="x", benchmark_source="y"))
    assert drafted(benchmark="x", benchmark_source="y", benchmark_on=TODAY) is None
    with pytest.raises(TypeError):
        drafted(state="achieved")


def test_a_free_hand_is_given_by_the_sponsor_s_side(cast: Cast) -> None:
    for sponsor, by, able in (("cio", "manager", True), ("cio", "lead", False), (None, "lead", True)):
        with entered(SYSTEM):
            outcome = scene.outcome(cast.partner, sponsor=getattr(cast, sponsor) if sponsor else None)
        given = {"until": in_days(9), "guardrails": "x", "by": getattr(cast, by), "now": NOW}
        assert (goes(lambda: verbs.give_free_hand(outcome, **given)) is None) is able  # noqa: B023


def test_time_away_is_one_s_own_and_ends_once(cast: Cast) -> None:
    with entered(SYSTEM):
        first = {"first_on": in_days(-5), "last_on": in_days(2), "by": cast.lead}
        away = verbs.be_away(**first, now=NOW - timedelta(days=6))
    assert "Only whoever is away" in str(goes(lambda: verbs.come_back(away, by=cast.contributor, now=NOW)))
    for days, over in ((2, False), (3, True)):
        refused = goes(lambda: verbs.come_back(away, by=cast.lead, now=NOW + timedelta(days=days)))  # noqa: B023
        assert (refused is not None) is over
    for begin, end, able in (
        (-9, -6, False),
        (3, 9, True),
        (2, 9, False),
        (1, 1, False),
        (3, 369, True),
        (3, 370, False),
    ):
        more = {"first_on": in_days(begin), "last_on": in_days(end), "by": cast.lead, "now": NOW}
        assert (goes(lambda: verbs.be_away(**more)) is None) is able, (begin, end)  # noqa: B023
    assert "ends before it begins" in str(
        goes(lambda: verbs.be_away(first_on=in_days(5), last_on=in_days(4), by=cast.manager, now=NOW))
    )


def test_a_colleague_who_may_stand_in_works_for_the_same_house_in_one_of_one_s_partnerships(
    cast: Cast,
) -> None:
    with entered(SYSTEM):
        elsewhere = User.objects.create(email="e@example.com", full_name="Else Where")
        Membership.objects.create(partner=cast.rival, person=elsewhere, role=Role.OBSERVER, since=TODAY)
        Membership.objects.filter(person=cast.reader).update(until=TODAY)
        assert list(verbs.colleagues_of(cast.manager)) == [cast.teammate]
        assert list(verbs.colleagues_of(cast.lead)) == [
            cast.partner_sponsor,
            cast.contributor,
            cast.observer,
        ]
