"""Which column of a spreadsheet holds what: asked of its header first, then of what stands beneath it."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Generic, TypeVar

import re2

from governance.sheets.table import SheetRow, Table
from partners.normalize import fold

ROWS_SEARCHED = 30
LONGEST_HEADER = 80
_HUMP = re2.compile(r"([a-z0-9])([A-Z])")

Kind = TypeVar("Kind", bound=StrEnum)


class Column(StrEnum):
    """What a column of a tracker may hold."""

    KEY = "key"
    REFERENCE = "reference"
    TITLE = "title"
    OWNER = "owner"
    DUE = "due"
    STATUS = "status"
    SIDE = "side"
    PARTNER = "partner"
    NOTE = "note"
    DONE_ON = "done_on"


@dataclass(frozen=True)
class Vocabulary(Generic[Kind]):
    """The words by which the header of a column is known, of each kind the surest first.

    `stand_in`: kind → the other one whose column it takes where it has none of its own; a "Description" is the title
    of a list that has no other. `counts_as_named`: what else names a column, such as a month. `fewest`: how many
    columns a row must name to be a header.
    """

    words: Mapping[Kind, str]
    stand_in: Mapping[Kind, Kind] = field(default_factory=dict)
    counts_as_named: Callable[[object], bool] = lambda cell: False
    fewest: int = 2

    @cached_property
    def names(self) -> dict[Kind, list[str]]:
        return {
            kind: [" ".join(name.split()) for name in words.split(",")] for kind, words in self.words.items()
        }

    def columns_named(self, row: SheetRow) -> int:
        """How many columns the row would name as a header."""
        plain = [plain_header(row.text(position)) for position in range(len(row.cells))]
        known = sum(any(name in words for name in plain) for words in self.names.values())
        return known + sum(map(self.counts_as_named, row.cells))


# Header words, folded. English as trackers use it, German and French as a courtesy.
TRACKER: Vocabulary[Column] = Vocabulary(
    {
        Column.TITLE: """
            title, action item, action, task, task name, to do, todo, what, item, topic, subject, summary,
            card name, commitment, promise, deliverable, activity, massnahme, maßnahme, aufgabe, titel, thema, tache,
            sujet, name
        """,
        Column.OWNER: """
            owner, action owner, owned by, responsible, assignee, assigned to, who, lead, person,
            accountable, members, name, verantwortlich, zustandig, wer, besitzer, responsable, qui
        """,
        Column.DUE: """
            due, due date, due on, due by, deadline, target date, by when, when, date due, needed by, eta,
            current date, date, end date, finish, termin, fallig, fallig am, frist, bis, bis wann, echeance,
            date limite
        """,
        Column.STATUS: """
            status, state, action status, list name, progress, zustand, stand, statut, etat, avancement
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
            description, bemerkung, bemerkungen, kommentar, notiz, beschreibung, commentaire, remarque
        """,
        Column.DONE_ON: """
            done on, date done, completed on, completion date, date completed, finished on, actual date,
            done, completed, erledigt am, erledigt, fait le
        """,
        Column.REFERENCE: """
            reference, ref, id, no, nr, number, #, action id, ticket, nummer, numero
        """,
        Column.KEY: """
            tandem, tandem key
        """,
    },
    stand_in={Column.TITLE: Column.NOTE},
)
# "Date raised" and "Closed on" hold a date, but none that is owed.
_OF_ANOTHER_TIME = {
    "raised", "created", "opened", "logged", "closed", "completed", "start", "updated", "modified", "erstellt",
    "angelegt", "beginn", "geandert",
}  # fmt: skip


def guess_columns(
    header: Sequence[str],
    vocabulary: Vocabulary[Kind] = TRACKER,  # type: ignore[assignment]
    *,
    filled: Collection[int] | None = None,
) -> dict[Kind, int]:
    """The position in `header` that each kind of column most likely has; kinds not found are left out.

    No position serves two kinds. A whole header counts before one of its words: with "Action" and "Action
    owner" the first is the title and the second the owner. Of two columns a `filled` one is meant.
    """
    guesses = sorted(
        (filled is not None and position not in filled, rank, position, kind)
        for position, name in enumerate(header)
        for kind, words in vocabulary.names.items()
        if (rank := _rank(name, words)) is not None
    )
    chosen: dict[Kind, int] = {}
    for _, _, position, kind in guesses:
        if kind not in chosen and position not in chosen.values():
            chosen[kind] = position
    for kind, other in vocabulary.stand_in.items():
        if kind not in chosen and other in chosen:
            chosen[kind] = chosen.pop(other)
    return chosen


def guess_by_contents(
    table: Table, known: Mapping[Kind, int], tests: Mapping[Kind, Callable[[Sequence[str]], bool]]
) -> dict[Kind, int]:
    """`known`, and for each kind it lacks the first column whose cells pass that kind's test."""
    chosen = dict(known)
    rows = table.rows[:ROWS_SEARCHED]
    for kind, is_one in tests.items():
        for position in range(table.width):
            cells = [text for row in rows if (text := row.text(position))]
            is_free = position not in chosen.values() and not _is_of_another_time(table, position)
            if kind not in chosen and is_free and cells and is_one(cells):
                chosen[kind] = position
    return chosen


def filled_columns(table: Table) -> set[int]:
    """The columns in which anything stands beneath the header."""
    return {at for row in table.rows for at, cell in enumerate(row.cells) if cell != ""}


def find_header(table: Table, vocabulary: Vocabulary[Kind] = TRACKER) -> Table:  # type: ignore[assignment]
    """`table` with the row as header that names most columns, or with none where no row names enough.

    Of rows that name as many, one of words alone is meant, and then the first.
    """
    rows = table.every_row[:ROWS_SEARCHED]
    named = [(vocabulary.columns_named(row), _is_words(row), -row.line, row) for row in rows]
    best = max(named, key=lambda found: found[:3], default=None)
    if best is None or best[0] < min(vocabulary.fewest, table.width):
        return table.headed_by(None)
    above = [row for row in rows if row.line < best[3].line][-1:]
    if above and not _is_words(best[3]) and _is_words(above[0]) and len(above[0].cells) == len(best[3].cells):
        return table.headed_by(above[0].line)  # months stand in a row of data, too
    return table.headed_by(best[3].line)


def _is_words(row: SheetRow) -> bool:
    return all(isinstance(cell, str) and not any(map(str.isdigit, cell)) for cell in row.cells)


def _rank(name: str, words: list[str]) -> tuple[int, int] | None:
    """How surely `name` heads a column of such `words`: as a whole, or by one of them; the lower the surer."""
    plain = plain_header(name)
    if plain in words:
        return (0, words.index(plain))
    if _OF_ANOTHER_TIME.intersection(plain.split()):
        return None
    within = [words.index(word) for word in plain.split() if word in words]
    return (1, min(within)) if within else None


def _is_of_another_time(table: Table, position: int) -> bool:
    return bool(_OF_ANOTHER_TIME.intersection(plain_header(table.column_names[position]).split()))


def plain_header(name: str) -> str:
    """A header as its words alone: "Target_Date:" and "TargetDate" are "target date"."""
    if name.strip() == "#":
        return "#"
    parted = _HUMP.sub(r"\1 \2", name[:LONGEST_HEADER])
    letters = "".join(letter if letter.isalnum() else " " for letter in fold(parted))
    return " ".join(letters.split())
