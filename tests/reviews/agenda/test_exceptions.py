"""Every rule that puts something on the agenda by itself: on the day before, on the day and after it, and why."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from reviews.facts.agenda import AgendaFacts, ChangeAsked, DueAction, Empty, OpenAsk
from reviews.sections.exceptions import (
    advice_untouched,
    change_unanswered,
    check_in_missing,
    decision_late,
    green_service_red_outcome,
    heaviest,
    impediment_stands,
    long_overdue,
    moved_twice,
    new_red,
    nobody_has_it,
    outcome_went_off_track,
    reading_missing,
    risk_to_live_with,
    risk_unlooked,
    roles_empty,
    told_to_sponsors,
    waits_too_long,
)
from tests.reviews.agenda import agenda_story

ON = date(2026, 11, 23)
FACTS = AgendaFacts(on=ON, minutes=90, names={"ours": "Northgate", "theirs": "Meridian"})
Found = tuple[int, str] | None


def ago(days: int) -> date:
    return ON - timedelta(days=days)


def day(days: int) -> str:
    """How the day is said that was so many days before the meeting."""
    said = ago(days)
    return f"{said:%-d %B}" if said.year == ON.year else f"{said:%-d %B %Y}"


def ask(kind: str, state: str = "raised", **fields: object) -> OpenAsk:
    """An ask of theirs that waits for us."""
    return agenda_story.waiting(1, "Ask", kind, state, "ours", "theirs", **{"raised_on": ON, **fields})


def owed(side: str = "theirs", **fields: object) -> DueAction:
    return agenda_story.due(
        1, "Promise", side, 1, **{"due_on": ON, "first_due_on": date(2026, 9, 3), **fields}
    )


def advice(days: int) -> Found:
    return advice_untouched(ask("recommendation", raised_on=ago(days)), FACTS)


def decision(days: int) -> Found:
    return decision_late(ask("decision", "pending", needed_by=ago(days)), FACTS)


def unlooked(days: int) -> Found:
    return risk_unlooked(ask("risk", needed_by=ago(days)), FACTS)


def accepting(days: int) -> Found:
    return risk_to_live_with(ask("risk", acceptance_side="theirs", acceptance_on=ago(days)), FACTS)


def impediment(days: int) -> Found:
    return impediment_stands(ask("impediment", raised_on=ago(days)), FACTS)


def waiting(days: int) -> Found:
    return waits_too_long(owed(waiting_on="ours", waited_days=days), FACTS)


def overdue(days: int) -> Found:
    return long_overdue(owed(due_on=ago(days)), FACTS)


def moved(times: int) -> Found:
    return moved_twice(owed(moves=times), FACTS)


def missing(months: int) -> Found:
    return reading_missing(agenda_story.figure(1, "Uptime", "none", months_missing=months), FACTS)


def told(days: int) -> Found:
    return told_to_sponsors(owed(sponsors_told_on=ago(days)), FACTS)


def red(weight: int) -> Found:
    return new_red(agenda_story.figure(1, "Uptime", "bad", "good", weight=weight), FACTS)


def unanswered(days: int) -> str:
    return f"A recommendation of Meridian has waited since {day(days)} without an answer."


def needed(days: int) -> str:
    return f"Meridian asked Northgate for this decision by {day(days)}."


def in_the_way(days: int) -> str:
    return f"An impediment for Meridian since {day(days)}; Northgate can clear it."


def look_due(days: int) -> str:
    return f"A look at this risk was due on {day(days)}; Northgate carries it."


def to_accept(days: int) -> str:
    return f"Meridian asked Northgate to live with this risk on {day(days)}."


def waited(days: int) -> str:
    return f"Meridian has waited for Northgate since {day(days)}."


def late(days: int) -> str:
    return f"Meridian owes this since {day(days)}."


NO_READING = "No reading for {}: nobody can say how it stands."
MOVED = "Given a new date {}; first promised for 3 September 2026."


@pytest.mark.parametrize(
    ("rule", "count", "found"),
    [
        (advice, 29, None), (advice, 30, (81, unanswered(30))), (advice, 31, (81, unanswered(31))),
        (advice, 59, (81, unanswered(59))), (advice, 60, (82, unanswered(60))),
        (advice, 269, (88, unanswered(269))), (advice, 300, (89, unanswered(300))),
        (decision, -1, None), (decision, 0, None), (decision, 1, (70, needed(1))),
        (decision, 2, (70, needed(2))), (decision, 6, (70, needed(6))),
        (decision, 7, (71, needed(7))), (decision, 62, (78, needed(62))),
        (decision, 70, (79, needed(70))),
        (impediment, 20, None), (impediment, 21, (67, in_the_way(21))),
        (impediment, 22, (67, in_the_way(22))), (impediment, 28, (68, in_the_way(28))),
        (impediment, 125, (74, in_the_way(125))), (impediment, 140, (75, in_the_way(140))),
        (unlooked, 0, None), (unlooked, 1, (68, look_due(1))), (unlooked, 7, (69, look_due(7))),
        (unlooked, 70, (77, look_due(70))),
        (accepting, 9, None), (accepting, 10, (63, to_accept(10))), (accepting, 70, (71, to_accept(70))),
        (waiting, 9, None), (waiting, 10, (59, waited(10))), (waiting, 11, (59, waited(11))),
        (waiting, 14, (60, waited(14))), (waiting, 62, (66, waited(62))),
        (waiting, 70, (67, waited(70))),
        (overdue, 19, None), (overdue, 20, (52, late(20))), (overdue, 21, (52, late(21))),
        (overdue, 30, (53, late(30))), (overdue, 149, (64, late(149))),
        (overdue, 160, (65, late(160))),
        (moved, 1, None), (moved, 2, (64, MOVED.format("twice"))), (moved, 3, (66, MOVED.format("3 times"))),
        (moved, 5, (70, MOVED.format("5 times"))), (moved, 7, (72, MOVED.format("7 times"))),
        (missing, 0, None), (missing, 1, (42, NO_READING.format("a month"))),
        (missing, 2, (44, NO_READING.format("2 months"))), (missing, 5, (50, NO_READING.format("5 months"))),
        (missing, 7, (52, NO_READING.format("7 months"))),
        (told, 0, (90, "Both sponsors know since 23 November, and it is late still.")),
        (told, 6, (90, "Both sponsors know since 17 November, and it is late still.")),
        (told, 7, (91, "Both sponsors know since 16 November, and it is late still.")),
        (told, 62, (98, "Both sponsors know since 22 September, and it is late still.")),
        (told, 70, (99, "Both sponsors know since 14 September, and it is late still.")),
        (red, 1, (65, "Newly red.")), (red, 9, (73, "Newly red.")), (red, 11, (74, "Newly red.")),
    ],
)  # fmt: skip
def test_a_rule_begins_on_its_day_and_weighs_more_with_time(
    rule: Callable[[int], Found], count: int, found: Found
) -> None:
    assert rule(count) == found


OFF_TRACK = agenda_story.agreed(
    1, "World class", "off_track", health_before="at_risk", figures=("good", "none")
)
ON_TRACK = agenda_story.agreed(2, "The close", "on_track")
ASKED = replace(ON_TRACK, change=ChangeAsked("theirs", ago(10), "achieved"))
SILENT = replace(ON_TRACK, next_check_in_on=ago(10))
NOBODY_S = replace(owed(due_on=ago(1)), nobody_has="“Masking”: nobody is accountable")
EMPTY = replace(
    agenda_story.agreed(1, "Go", "on_track"),
    empty=(Empty("“Masking” (A)", ago(15)), Empty("“Archive lead”", ago(3))),
)
RED = agenda_story.figure(1, "Batch", "bad", "good", in_words="92% against 95%.")
ADVICE = ask("recommendation", raised_on=ago(40))
DECISION = ask("decision", "pending", raised_on=ago(40), needed_by=ago(4))
IMPEDIMENT = ask("impediment", raised_on=ago(40))
RISK = ask("risk", needed_by=ago(4), acceptance_side="theirs", acceptance_on=ago(12))
MOVED_TWICE = owed(moves=2)
WAITING = owed(waiting_on="ours", waited_days=12)
OVERDUE = owed(due_on=ago(40))


@pytest.mark.parametrize(
    ("rule", "fact", "but"),
    [
        (green_service_red_outcome, OFF_TRACK, {"health": "at_risk"}),
        (green_service_red_outcome, OFF_TRACK, {"figures": ()}),
        (green_service_red_outcome, OFF_TRACK, {"figures": ("none", "none")}),
        (green_service_red_outcome, OFF_TRACK, {"figures": ("good", "warn")}),
        (green_service_red_outcome, OFF_TRACK, {"figures": ("bad", "good")}),
        (outcome_went_off_track, OFF_TRACK, {"health": "at_risk"}),
        (outcome_went_off_track, OFF_TRACK, {"check_ins": agenda_story.check_ins("off_track")}),
        (outcome_went_off_track, OFF_TRACK, {"check_ins": agenda_story.check_ins("off_track", "unknown")}),
        (outcome_went_off_track, OFF_TRACK, {"check_ins": agenda_story.check_ins("off_track", "off_track")}),
        (change_unanswered, ASKED, {"change": None}),
        (change_unanswered, ASKED, {"change": ChangeAsked("theirs", ago(9), "achieved")}),
        (check_in_missing, SILENT, {"next_check_in_on": None}),
        (check_in_missing, SILENT, {"next_check_in_on": ago(9)}),
        (roles_empty, EMPTY, {"empty": EMPTY.empty[:1]}),
        (roles_empty, EMPTY, {"empty": ()}),
        (new_red, RED, {"state": "warn"}),
        (new_red, RED, {"state_before": "bad"}),
        (advice_untouched, ADVICE, {"kind": "impediment"}),
        (advice_untouched, ADVICE, {"state": "backed"}),
        (decision_late, DECISION, {"kind": "recommendation"}),
        (decision_late, DECISION, {"needed_by": None}),
        (impediment_stands, IMPEDIMENT, {"kind": "recommendation"}),
        (risk_unlooked, RISK, {"kind": "decision"}),
        (risk_unlooked, RISK, {"needed_by": None}),
        (risk_to_live_with, RISK, {"acceptance_on": None}),
        (moved_twice, MOVED_TWICE, {"state": "reported"}),
        (waits_too_long, WAITING, {"state": "reported"}),
        (waits_too_long, WAITING, {"waits": ()}),
        (waits_too_long, WAITING, {"waits": agenda_story.waits("theirs", 12)}),
        (long_overdue, OVERDUE, {"state": "reported"}),
        (nobody_has_it, NOBODY_S, {"state": "reported"}),
        (nobody_has_it, NOBODY_S, {"nobody_has": ""}),
        (nobody_has_it, NOBODY_S, {"days_late": 0}),
        (told_to_sponsors, owed(sponsors_told_on=ago(1)), {"sponsors_told_on": None}),
        (told_to_sponsors, replace(DECISION, sponsors_told_on=ago(1)), {"sponsors_told_on": None}),
    ],
)
def test_a_rule_speaks_and_does_not_where_one_thing_is_otherwise(
    rule: Callable[[object, AgendaFacts], Found], fact: object, but: dict[str, object]
) -> None:
    assert rule(fact, FACTS)
    assert rule(replace(fact, **but), FACTS) is None


@pytest.mark.parametrize(
    ("fact", "why"),
    [
        (
            {"outcomes": (OFF_TRACK,)},
            "The service figures beneath it that have a target are all on target, and the outcome is off track.",
        ),
        (
            {"outcomes": (replace(OFF_TRACK, figures=("bad",)),)},
            "Went from at risk to off track at the last check-in.",
        ),
        ({"outcomes": (ASKED,)}, f"Meridian asked Northgate whether it is achieved on {day(10)}."),
        ({"outcomes": (replace(ASKED, change=ChangeAsked("ours", ago(30), "")),)},
         f"Northgate asked Meridian for other terms on {day(30)}."),
        ({"outcomes": (SILENT,)},
         f"Its check-in was agreed for {day(10)}, and nobody has checked in since."),
        ({"outcomes": (EMPTY,)},
         f"Nobody has two roles it stands on: “Masking” (A) since {day(15)} and “Archive lead” since {day(3)}."),
        ({"asks": (replace(ADVICE, on_side="ours"),)}, unanswered(40)),
        ({"asks": (DECISION,)}, needed(4)),
        ({"asks": (IMPEDIMENT,)}, in_the_way(40)),
        (
            {"asks": (replace(IMPEDIMENT, sponsors_told_on=ago(3)),)},
            "Both sponsors know since 20 November, and it is late still.",
        ),
        ({"indicators": (RED,)}, "Newly red. 92% against 95%."),
        ({"indicators": (replace(RED, state="none", months_missing=1),)},
         "No reading for a month: nobody can say how it stands."),
        ({"promises": (MOVED_TWICE,)}, "Given a new date twice; first promised for 3 September 2026."),
        ({"promises": (WAITING,)}, waited(12)),
        ({"promises": (OVERDUE,)}, late(40)),
        (
            {"promises": (replace(OVERDUE, sponsors_told_on=ago(3)),)},
            "Both sponsors know since 20 November, and it is late still.",
        ),
    ],
)  # fmt: skip
def test_each_rule_is_asked_about_its_kind_of_thing(fact: dict[str, tuple[object, ...]], why: str) -> None:
    assert [found.why for found in heaviest(replace(FACTS, **fact))] == [why]


def test_a_thing_is_heard_once_for_its_heaviest_reason_and_among_equals_the_oldest_first() -> None:
    late = [replace(OVERDUE, id=number) for number in (5, 3, 4, 2)]
    twice = replace(OVERDUE, id=9, dates=MOVED_TWICE.dates)
    found = heaviest(replace(FACTS, promises=(*late, twice)))
    assert [(each.subject.id, each.rule) for each in found] == [
        (9, "moved_twice"),
        (2, "long_overdue"),
        (3, "long_overdue"),
    ]


@pytest.mark.parametrize(
    ("figures", "which"),
    [
        (("good", "good"), "The service figures beneath it are all on target"),
        (("good", "none"), "The service figures beneath it that have a target are all on target"),
    ],
)
def test_a_figure_without_a_target_is_not_said_to_be_on_it(figures: tuple[str, ...], which: str) -> None:
    found = green_service_red_outcome(replace(OFF_TRACK, figures=figures), FACTS)
    assert found is not None
    assert found[1] == f"{which}, and the outcome is off track."


def test_work_that_stands_still_where_nobody_has_it_is_said_with_the_row() -> None:
    assert nobody_has_it(NOBODY_S, FACTS) == (
        68,
        "It stands still, and nobody has it. “Masking”: nobody is accountable.",
    )
    waits = replace(NOBODY_S, days_late=0, waits=agenda_story.waits("ours", 1))
    assert nobody_has_it(waits, FACTS) is not None
