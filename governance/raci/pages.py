"""What the pages of a grid show."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from governance.local_day import day_of
from governance.models import RaciMatrix, RaciVersion
from governance.raci.content import LETTERS, Content, GridLine, Move, RowChange, changes
from governance.raci.facts import Facts, facts_of, waiting_among
from governance.raci.forms import MatrixAgreement, MatrixForm, MatrixReturn, MatrixWithdrawal, Recording
from governance.raci.grid import Grid, GridRow, grid_of
from governance.raci.load import load_of
from governance.raci.vacant_rows import parts_in, vacancies_of
from governance.raci.versions import agreed_versions, content, open_version, standing
from partners.access import Permission, can
from partners.ended_partnerships import may_begin
from partners.models import Partner, User
from partners.numbers import counted

State, Recorded = RaciMatrix.State, RaciVersion.State
_MOST_TOLD = 6
"""Changed rows that a version is told by; the rest are counted."""


@dataclass(frozen=True)
class Kept:
    """A version that both sides agreed to, and what it changed of the one before."""

    version: RaciVersion
    changes: tuple[RowChange, ...]
    names: dict[int, User]
    lines: Content

    @property
    def is_first(self) -> bool:
        return self.version.number == 1

    @property
    def size(self) -> str:
        """ "six activities"."""
        return counted(len(self.lines), "activity", "activities")

    @property
    def told(self) -> list[dict[str, Any]]:
        """The changed rows, each with whose letter became what."""
        return [told(change, self.names) for change in self.changes[:_MOST_TOLD]]

    @property
    def others(self) -> int:
        return max(0, len(self.changes) - _MOST_TOLD)


def told(change: RowChange, names: dict[int, User]) -> dict[str, Any]:
    """A changed row: `what` became of it, and for each person whose letter differs what follows behind their name."""
    moves = [move for move in change.moves if move.person in names and not change.is_gone]
    what = ": taken out" if change.is_gone else ": new" if change.is_new else ""
    what += f" (was called “{change.title_before}”)" if change.title_before else ""
    said = [
        {"person": names[move.person], "letter": move.after, "tail": _became(move, is_last=move is moves[-1])}
        for move in moves
    ]
    return {"change": change, "what": f"{what}:" if said else f"{what}.", "moves": said}


def _became(move: Move, *, is_last: bool) -> str:
    became = f" no longer {move.before}" if not move.after else f" (was {move.before})" if move.before else ""
    return f"{became}{'.' if is_last else ','}"


def grids_of(partner: Partner, reader: User) -> list[tuple[RaciMatrix, Grid]]:
    """The grids of a partnership as they stand, each with what is missing in it; read together."""
    found = RaciMatrix.objects.visible_to(reader).filter(partner=partner).exclude(state=State.SUPERSEDED)
    matrices = list(found.prefetch_related("activities__assignments", "agreements", "versions"))
    contents = {
        matrix.pk: tuple(
            GridLine(each.row, each.title, {held.person_id: held.letter for held in each.assignments.all()})
            for each in matrix.activities.all()
        )
        for matrix in matrices
    }
    for matrix in matrices:
        matrix.partner = partner
    facts = facts_of(partner, matrices, *contents.values())
    return [(matrix, grid_of(matrix, contents[matrix.pk], facts)) for matrix in matrices]


def listed(partner: Partner, reader: User) -> list[dict[str, Any]]:
    """The grids of a partnership, each with how it stands and how many of its rows are open."""
    return [_in_list(matrix, grid, reader) for matrix, grid in grids_of(partner, reader)]


def _in_list(matrix: RaciMatrix, grid: Grid, reader: User) -> dict[str, Any]:
    versions = list(matrix.versions.all())
    running = next((each for each in versions if each.state in RaciVersion.OPEN), None)
    proposed = running is not None and running.state == Recorded.PROPOSED
    number = max((each.number for each in versions if each.number), default=0)
    about = [grid.sentence, f"Version {number}." if number else ""]
    about.append("Another one is drafted." if number and running and not proposed else "")
    return {
        "matrix": matrix,
        "about": " ".join(filter(None, about)),
        "waits_for_me": bool(running and proposed and running.side != reader.side),
        "waits_for_them": bool(running and proposed and running.side == reader.side),
    }


def read_page(
    found: RaciMatrix,
    reader: User,
    now: datetime,
    *,
    failed: MatrixForm | None = None,
    version: str = "",
    row: str = "",
) -> dict[str, Any]:
    """The grid as it stands, or as the version with that number was; `row` is told as a sentence."""
    today = day_of(reader, now)
    stands, kept, running = standing(found), agreed_versions(found), open_version(found)
    shown = next((each for each in kept if str(each.number) == version), None)
    is_earlier = shown is not None and shown is not kept[-1]
    lines = content(shown) if shown is not None and is_earlier else stands
    proposal = content(running) if running else ()
    facts = facts_of(found.partner, [found], lines, proposal, *(content(each) for each in kept))
    names = dict(facts.known)
    live = [item for items in facts.live.values() for item in items]
    waiting = frozenset(waiting_among(live)) if live else frozenset()
    columns = _columns(facts, lines)
    vacant = vacancies_of(kept, parts_in(found.partner), today) if kept and not is_earlier else None
    about_rows: dict[str, Any] = {"waiting": waiting, "today": today, "columns": columns, "vacant": vacant}
    grid = grid_of(found, lines, facts, **about_rows)
    whole = (grid_of(found, proposal, facts) if running else grid).is_whole
    may_keep = can(reader, Permission.KEEP_CHARTER, found.partner)
    may_speak = can(reader, Permission.SPEAK_FOR_SIDE, found.partner)
    proposed = running is not None and running.state == Recorded.PROPOSED
    changed = changes(stands if found.state == State.AGREED else (), proposal)
    history = _history(kept, names)
    about: dict[str, Any] = {"matrix": found, "by": reader, "now": now}
    return {
        "partner": found.partner,
        "matrix": found,
        "today": today,
        "grid": grid,
        "opened": row,
        "shown": shown if is_earlier else None,
        "in_force": kept[-1] if kept else None,
        "running": running,
        "is_proposed": proposed,
        "next_number": len(kept) + 1,
        "changed": [told(change, names) for change in changed],
        "unchanged": len(proposal) - sum(not change.is_gone for change in changed),
        "history": history,
        "load": load_of(found, grid.people, reader, len(stands)) if may_speak and not is_earlier else [],
        "may_keep": may_keep,
        "may_answer": bool(running and proposed and may_speak and running.side != reader.side),
        "may_take_back": bool(running and may_keep and running.side == reader.side)
        and (proposed or found.state == State.AGREED),
        "may_propose": may_keep and not proposed and whole and (running is not None or not kept),
        "failed": failed,
        "agreement": failed if isinstance(failed, MatrixAgreement) else MatrixAgreement(**about),
        "sending_back": failed if isinstance(failed, MatrixReturn) else MatrixReturn(**about),
        "withdrawal": failed if isinstance(failed, MatrixWithdrawal) else MatrixWithdrawal(**about),
    }


def edit_page(form: Recording, reader: User, brought: Content | None = None) -> dict[str, Any]:
    """The grid as it is typed, what is missing in it, and whose agreement a changed row would lose."""
    found = form.matrix
    lines = form.typed if brought is None else brought
    kept, running = agreed_versions(found), open_version(found)
    stands = standing(found)
    base = stands if found.state == State.AGREED else ()
    facts = facts_of(found.partner, [found], lines, stands)
    changed = changes(base, lines)
    grid = grid_of(
        found,
        lines,
        facts,
        found={change.row: change for change in changed if change.row} if base else None,
    )
    changed_rows = len(changed)
    return {
        "partner": found.partner,
        "matrix": found,
        "form": form,
        "grid": grid,
        "letters": LETTERS,
        "changed_rows": changed_rows if base else 0,
        "gone": [change.line for change in changed if change.is_gone],
        "kept_rows": len(base) - sum(change.before is not None for change in changed),
        "in_force": kept[-1] if kept else None,
        "next_number": len(kept) + 1,
        "running": running,
        "seen": running or (kept[-1] if kept else None),
        "may_add": may_begin(reader, Permission.KEEP_CHARTER, found.partner),
        "blank": _blank(found, facts, len([line for line in lines if not line.row]) + 1),
    }


def sheet_page(found: RaciMatrix) -> Grid:
    """The grid as it stands, for a sheet."""
    lines = standing(found)
    return grid_of(found, lines, facts_of(found.partner, [found], lines))


def _columns(facts: Facts, lines: Content) -> tuple[User, ...]:
    """Of the people who could have a letter those who have one: a page that is read shows nobody's empty column."""
    holding = {person for line in lines for person in line.letters}
    return tuple(person for person in facts.people if person.pk in holding) or facts.people


def _blank(found: RaciMatrix, facts: Facts, number: int) -> GridRow:
    """A row to come, whose fields are named for it."""
    lines = (*(GridLine(0, "") for _ in range(number)),)
    return grid_of(found, lines, facts).rows[-1]


def _history(kept: list[RaciVersion], names: dict[int, User]) -> list[Kept]:
    found: list[Kept] = []
    before: Content = ()
    for each in kept:
        lines = content(each)
        found.append(Kept(each, changes(before, lines), names, lines))
        before = lines
    return found[::-1]
