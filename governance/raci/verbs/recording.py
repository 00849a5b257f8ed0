"""A grid is begun, and recorded as a whole: as a draft, or as a proposal that waits for the other side's yes."""

from datetime import datetime

from governance.consent_letters import ask_for_yes, no_longer_asked
from governance.local_day import day_of
from governance.locking import keep, lock
from governance.models import RaciAgreement, RaciMatrix, RaciVersion
from governance.people import people_who
from governance.raci.content import LETTERS, MOST_ROWS, Content, GridLine, changes
from governance.raci.facts import facts_of
from governance.raci.gaps import open_gaps
from governance.raci.verbs.standing import make_stand, require_removable
from governance.raci.versions import latest, next_row, open_version, people_in, standing, write
from governance.wording import one_line
from partners.access import Permission, require
from partners.ended_partnerships import require_to_begin
from partners.models import Partner, User
from partners.sentences import listed
from partners.verb import Refused, verb

State = RaciMatrix.State
_NO_TITLE = "Say what is to be done, in one line."


@verb(did="drafted it")
def draft_matrix(
    partner: Partner, *, title: str, by: User, now: datetime, lines: Content = (), origin: str = ""
) -> RaciMatrix:
    """Begins a grid, empty or with `lines`; `origin` says as a phrase where they come from."""
    require_to_begin(by, Permission.KEEP_CHARTER, partner)
    line = one_line(title, field="title", limit=120, missing="Say what the grid is about.")
    matrix = RaciMatrix.objects.create(partner=partner, title=line)
    if lines:
        _record(matrix, lines, RaciVersion.State.DRAFT, origin=origin, by=by, now=now)
    return matrix


@verb(did="recorded it")
def record_matrix(
    matrix: RaciMatrix,
    *,
    lines: Content,
    propose: bool,
    by: User,
    now: datetime,
    version: int | None = None,
) -> RaciVersion:
    """Keeps the whole grid as `by` has it now: as a draft, or as a proposal, by which their side has said yes.

    The version in force stays until the other side agrees to the new one.
    """
    require(by, Permission.KEEP_CHARTER, matrix.partner)
    lock(matrix, version=version)
    if matrix.state == State.SUPERSEDED:
        raise Refused("A newer grid has taken the place of this one. Edit that one.")
    if any(not line.row for line in lines):
        require_to_begin(by, Permission.KEEP_CHARTER, matrix.partner)
    before = open_version(matrix)
    proposed = before is not None and before.state == RaciVersion.State.PROPOSED
    if before and proposed and before.side != by.side and not propose:
        raise Refused(
            f"{before.by.full_name} has proposed a version. Agree to it, send it back, or propose yours instead of it."
        )
    state = RaciVersion.State.PROPOSED if propose else RaciVersion.State.DRAFT
    recorded = _record(matrix, lines, state, by=by, now=now)
    keep(matrix)
    if propose:
        ask_for_yes(matrix, f"{by.full_name} proposes who does what in “{matrix.title}”", by=by, now=now)
    elif proposed:
        no_longer_asked(matrix, by=by, now=now)
    return recorded


def _record(
    matrix: RaciMatrix, lines: Content, state: str, *, by: User, now: datetime, origin: str = ""
) -> RaciVersion:
    stands, known = standing(matrix), latest(matrix)
    lines = _settled(matrix, lines, {line.row for line in (*stands, *known)})
    require_removable(matrix, lines)
    _require_known(matrix.partner, people_in(lines), holding=people_in(stands, known))
    if state == RaciVersion.State.PROPOSED:
        _require_worth_a_yes(matrix, lines, stands)
        require_whole(matrix, lines)
    matrix.versions.open().update(state=RaciVersion.State.REPLACED)
    before = matrix.versions.order_by("id").last()
    recorded = RaciVersion.objects.create(
        partner=matrix.partner,
        matrix=matrix,
        state=state,
        origin=origin or (before.origin if before and before.number is None else ""),
        by=by,
        side=by.side,
        on=day_of(by, now),
    )
    write(recorded, lines)
    if matrix.state == State.DRAFT:
        make_stand(matrix, lines, in_force=False)
        matrix.agreements.all().delete()
        if state == RaciVersion.State.PROPOSED:
            RaciAgreement.objects.create(partner=matrix.partner, matrix=matrix, side=by.side, by=by, at=now)
    return recorded


def require_whole(matrix: RaciMatrix, lines: Content) -> None:
    """Refuses a grid with nothing in it, or with a row that leaves open who answers for it or does it."""
    if not lines:
        raise Refused("There is nothing to agree to yet. Add an activity first.")
    facts = facts_of(matrix.partner, [matrix], lines)
    for line in lines:
        if missing := open_gaps(facts.row(matrix, line)):
            raise Refused(f"“{line.title}” is not whole yet: {listed([gap.words for gap in missing])}.")


def _settled(matrix: RaciMatrix, lines: Content, known: set[int]) -> Content:
    """The lines as they are kept: titles in one line and none twice, letters that exist, new rows with a number."""
    if len(lines) > MOST_ROWS:
        raise Refused(f"A grid has at most {MOST_ROWS} activities. Split it by subject.")
    number, settled, titles = next_row(matrix), [], set()
    for line in lines:
        title = one_line(line.title, field="title", limit=160, missing=_NO_TITLE)
        if title.casefold() in titles:
            raise Refused(f"“{title}” stands there twice. Give one of them another name, or take it out.")
        if line.row and line.row not in known:
            raise Refused("A row you changed is not in this grid any more. Look at the grid again.")
        if strange := [letter for letter in line.letters.values() if letter not in tuple(LETTERS)]:
            raise Refused(
                f"Choose A, R, C or I, or nothing, for “{title}”: “{strange[0][:20]}” means nothing here."
            )
        titles.add(title.casefold())
        settled.append(GridLine(line.row or number, title, dict(line.letters)))
        number += not line.row
    return tuple(settled)


def _require_known(partner: Partner, people: set[int], *, holding: set[int]) -> None:
    """Who takes part in the partnership, or holds a letter already. Nobody else has a name here."""
    takes_part = (
        people_who(Permission.SEE_PARTNERSHIP, partner).filter(pk__in=people).values_list("pk", flat=True)
    )
    if people - holding - set(takes_part):
        raise Refused("Somebody you gave a letter takes no part in this partnership. Look at the grid again.")


def _require_worth_a_yes(matrix: RaciMatrix, lines: Content, stands: Content) -> None:
    in_order = [line.row for line in lines] == [line.row for line in stands]
    if matrix.state == State.AGREED and in_order and not changes(stands, lines):
        raise Refused("Nothing differs from the version that both sides agreed to.")
