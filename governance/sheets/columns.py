"""Which column of a tracker holds what, guessed from its header."""

from collections.abc import Sequence
from enum import StrEnum

from governance.normalize import fold
from governance.sheets.table import SheetRow, Table

ROWS_SEARCHED = 30


class Column(StrEnum):
    """What a column of a tracker may hold."""

    REFERENCE = "reference"
    TITLE = "title"
    OWNER = "owner"
    DUE = "due"
    STATUS = "status"
    SIDE = "side"
    PARTNER = "partner"
    NOTE = "note"
    DONE_ON = "done_on"


# Header words, folded, the surest first. English as trackers use it, German and French as a courtesy.
_HEADERS: dict[Column, str] = {
    Column.TITLE: """
        title, action item, action, task, to do, todo, what, item, topic, subject, summary, description,
        commitment, promise, deliverable, activity, massnahme, maßnahme, aufgabe, titel, thema,
        beschreibung, tache, sujet
    """,
    Column.OWNER: """
        owner, action owner, owned by, responsible, assignee, assigned to, who, lead, person,
        accountable, name, verantwortlich, zustandig, wer, besitzer, responsable, qui
    """,
    Column.DUE: """
        due, due date, due on, due by, deadline, target date, by when, when, date due, needed by, eta,
        current date, date, end date, finish, termin, fallig, fallig am, frist, bis, bis wann, echeance,
        date limite
    """,
    Column.STATUS: """
        status, state, action status, progress, zustand, stand, statut, etat, avancement
    """,
    Column.SIDE: """
        side, party, our side, who owes, seite, cote
    """,
    # What Tandem calls a partner goes by colder names in the sheets people bring.
    Column.PARTNER: """
        partner, partner name, company, organisation, organization, vendor, supplier, firma,
        unternehmen, partenaire, societe
    """,
    Column.NOTE: """
        note, notes, comment, comments, remarks, remark, update, latest update, detail, details,
        description, bemerkung, bemerkungen, kommentar, notiz, commentaire, remarque
    """,
    Column.DONE_ON: """
        done on, done, date done, completed on, completed, completion date, date completed, finished on, actual date,
        erledigt am, erledigt, fait le
    """,
    Column.REFERENCE: """
        reference, ref, id, no, nr, number, #, action id, ticket, key, nummer, numero
    """,
}
# "Date raised" and "Closed on" hold a date, but none that is owed.
_OF_ANOTHER_TIME = {
    "raised",
    "created",
    "opened",
    "logged",
    "closed",
    "completed",
    "start",
    "updated",
    "modified",
}
_WORDS = {column: [" ".join(name.split()) for name in names.split(",")] for column, names in _HEADERS.items()}


def guess_columns(header: Sequence[str]) -> dict[Column, int]:
    """The position in `header` that each kind of column most likely has; kinds not found are left out.

    No position serves two kinds. A whole header counts before one of its words: with "Action" and "Action
    owner" the first is the title and the second the owner.
    """
    guesses = sorted(
        (rank, position, column)
        for position, name in enumerate(header)
        for column in Column
        if (rank := _rank(name, column)) is not None
    )
    chosen: dict[Column, int] = {}
    for _, position, column in guesses:
        if column not in chosen and position not in chosen.values():
            chosen[column] = position
    return chosen


def find_header(table: Table) -> Table:
    """`table` with the row as header that names most columns, or with none where no row names two."""
    named = [(_columns_named(row), -row.line, row) for row in table.every_row[:ROWS_SEARCHED]]
    best = max(named, key=lambda found: found[:2], default=None)
    if best is None or best[0] < min(2, table.width):
        return table.headed_by(None)
    return table.headed_by(best[2].line)


def _columns_named(row: SheetRow) -> int:
    names = [_plain(row.text(position)) for position in range(len(row.cells))]
    return sum(any(name in words for name in names) for words in _WORDS.values())


def _rank(name: str, column: Column) -> tuple[int, int] | None:
    """How surely `name` heads `column`: as a whole, or by one of its words; the lower the surer."""
    plain, words = _plain(name), _WORDS[column]
    if plain in words:
        return (0, words.index(plain))
    if _OF_ANOTHER_TIME.intersection(plain.split()):
        return None
    within = [words.index(word) for word in plain.split() if word in words]
    return (1, min(within)) if within else None


def _plain(name: str) -> str:
    if name.strip() == "#":
        return "#"
    letters = "".join(letter if letter.isalnum() else " " for letter in fold(name[:80]))
    return " ".join(letters.split())
