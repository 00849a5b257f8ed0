"""Tells who does what: each version proposed by one side's lead, and agreed by the other's days later."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from demo.clock import Timeline
from demo.opening import Stage
from demo.script import Grid, GridVersion
from governance.models import RaciMatrix
from governance.raci.content import GridLine
from governance.raci.versions import latest
from governance.verbs import agree_matrix, draft_matrix, record_matrix
from partners.models import User

_DAYS_TO_ANSWER = 2


def tell_grid(timeline: Timeline, stage: Stage, grid: Grid) -> None:
    """The versions of a grid, the last of which may wait still."""
    leads = {"ours": stage.manager, "theirs": stage.lead}
    first, *_ = grid.versions
    begun: dict[str, Any] = {"title": grid.title, "origin": grid.origin}
    begun["lines"] = _lines(first, stage.people, {})
    day = timeline.working_day(first.days_ago + 3)
    matrix = timeline.tell(day, stage.manager, draft_matrix, stage.partner, **begun)
    for version in grid.versions:
        told: dict[str, Any] = {"version": version, "people": stage.people}
        day = timeline.working_day(version.days_ago)
        timeline.tell(day, leads[version.side], _recorded, matrix, **told)
        if version.stands == "agreed":
            other = leads["theirs" if version.side == "ours" else "ours"]
            timeline.tell(
                timeline.working_day(version.days_ago - _DAYS_TO_ANSWER), other, agree_matrix, matrix
            )


def _recorded(
    matrix: RaciMatrix, *, version: GridVersion, people: Mapping[str, User], by: User, now: datetime
) -> None:
    known = {line.title: line.row for line in latest(matrix)}
    lines = _lines(version, people, known)
    record_matrix(matrix, lines=lines, propose=version.stands != "drafted", by=by, now=now)


def _lines(
    version: GridVersion, people: Mapping[str, User], known: Mapping[str, int]
) -> tuple[GridLine, ...]:
    return tuple(
        GridLine(known.get(title, 0), title, {people[name].pk: letter for name, letter in letters.items()})
        for title, letters in version.rows
    )
