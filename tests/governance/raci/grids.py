"""Grids that tests begin with."""

from collections.abc import Mapping

from governance import verbs
from governance.models import RaciMatrix
from governance.raci.content import Content, GridLine
from governance.raci.versions import latest
from partners.models import User
from tests.cast import Cast
from tests.governance.scene import NOW

Letters = Mapping[str, str]
"""Who, by their name in the cast, has which letter."""
RESTORE: dict[str, Letters] = {"Restore a database": {"lead": "A", "contributor": "R"}}


def lines(cast: Cast, rows: Mapping[str, Letters], known: Content = ()) -> Content:
    """`rows` as content; those of `known` keep their number."""
    numbers = {line.title: line.row for line in known}
    return tuple(
        GridLine(
            numbers.get(title, 0), title, {getattr(cast, name).pk: letter for name, letter in held.items()}
        )
        for title, held in rows.items()
    )


def drafted(cast: Cast, rows: Mapping[str, Letters] = RESTORE, *, by: User | None = None) -> RaciMatrix:
    """A grid with these rows, proposed by nobody yet."""
    who = by or cast.manager
    return verbs.draft_matrix(
        cast.partner, title="Database operations", lines=lines(cast, rows), by=who, now=NOW
    )


def recorded(
    cast: Cast, matrix: RaciMatrix, rows: Mapping[str, Letters], *, by: User, propose: bool = True
) -> None:
    """`rows` as the whole grid."""
    verbs.record_matrix(matrix, lines=lines(cast, rows, latest(matrix)), propose=propose, by=by, now=NOW)


def agreed(cast: Cast, rows: Mapping[str, Letters] = RESTORE) -> RaciMatrix:
    """A grid whose first version is in force: proposed by us, agreed by them."""
    matrix = drafted(cast, rows)
    recorded(cast, matrix, rows, by=cast.manager)
    verbs.agree_matrix(matrix, by=cast.lead, now=NOW)
    return matrix


def said(cast: Cast, content: Content) -> dict[str, dict[str, str]]:
    """Content by names of the cast."""
    names = {person.pk: name for name, person in vars(cast).items() if isinstance(person, User)}
    return {
        line.title: {names[person]: letter for person, letter in line.letters.items()} for line in content
    }
