"""What keeps a row of a tracker from being taken, in sentences."""

from dataclasses import dataclass

from governance.sheets.columns import Column
from governance.sheets.people_matching import Candidate, PersonMatch
from partners.untrusted_text import MARK

LONGEST_TITLE = 200
LONGEST_REFERENCE = 60


@dataclass(frozen=True)
class RowProblem:
    """Why a row cannot be taken as it is: the column it concerns and a sentence to the person."""

    column: Column
    sentence: str


def owner_sentence(name: str, match: PersonMatch) -> str:
    """Why `name` led to nobody, and what to do."""
    if match.candidates:
        names = " or ".join(person.full_name for person in match.candidates)
        return f"“{name}” may be {names}: choose one."
    if match.closest:
        names = " or ".join(person.full_name for person in match.closest)
        return f"Nobody here is called “{name}”. Did you mean {names}?"
    return f"Nobody here is called “{name}”: choose the owner, or invite the person first."


def shortened_title(title: str) -> tuple[str, str]:
    """A title that fits, cut between two words, and what is left of it for the note."""
    if len(title) <= LONGEST_TITLE:
        return title, ""
    cut = title.rfind(" ", 0, LONGEST_TITLE - 1)
    cut = cut if cut > LONGEST_TITLE // 2 else LONGEST_TITLE - 1
    return f"{title[:cut]}…", f"…{title[cut:].strip()}"


def title_problem(title: str) -> RowProblem | None:
    """A title that is missing."""
    return (
        None
        if title
        else RowProblem(Column.TITLE, "The row does not say what is promised: say it in a sentence.")
    )


def side_problem(
    owner: Candidate | None, side: str | None, words: str, *, column: Column = Column.SIDE
) -> RowProblem | None:
    """A side, in the list's `words`, beside an owner of the other one: one of the two is wrong, and a promise counts
    for its side.
    """
    if owner is None or side is None or side == owner.side:
        return None
    sentence = f"Its side is “{words}”, but {owner.full_name} is of the other side: correct one of them."
    return RowProblem(column, sentence)


def illegible_problem(column: Column, cell: object) -> RowProblem | None:
    """Something in the cell that nobody can read: what is left of it may be another name, day or number."""
    if MARK not in str(cell):
        return None
    return RowProblem(column, f"“{cell}” cannot be read where the {MARK} stands: correct it in the file.")


def reference_problem(reference: str) -> RowProblem | None:
    """A reference longer than is kept, or one that cannot be read."""
    if len(reference) <= LONGEST_REFERENCE:
        return illegible_problem(Column.REFERENCE, reference)
    return RowProblem(Column.REFERENCE, f"The reference is longer than {LONGEST_REFERENCE} characters.")
