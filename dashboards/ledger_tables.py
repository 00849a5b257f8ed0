"""The ledger's sums and tables as its pages show them: counts, and where each of them leads."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse

from dashboards.queries.kept import percent
from dashboards.queries.ledger_asked import Asked
from governance.counting.formula import APART, Tally, Verdict
from governance.ledger.entries import SIGNS
from governance.ledger.tallies import Tallies
from partners.models import Partner, Side

LIST = "#promises"
"""Where the list of promises begins on a partnership's page."""


@dataclass(frozen=True)
class Cell:
    """A count of one side, where those promises are listed, and the part of all in percent where it is shown."""

    side: Side
    count: int
    url: str = ""
    percent: int | None = None


@dataclass(frozen=True)
class Sum:
    """A line of the sums; without a sign it is no verdict."""

    word: str
    state: str
    cells: list[Cell]


def sums(year: Tallies, asked: Asked | None) -> list[Sum]:
    """Both sides' counts. They lead to the list of the year asked for; to none where `asked` is None."""
    rows = [Sum("fell due", "", [_cell(side, year[side], "due", asked) for side in Side])]
    for verdict, (state, word) in SIGNS.items():
        rows.append(Sum(word, state, [_cell(side, year[side], verdict, asked) for side in Side]))
        if verdict is Verdict.KEPT and any(tally.unconfirmed for tally in year.values()):
            rows.append(
                Sum("of which still to be confirmed", "", [Cell(s, year[s].unconfirmed) for s in Side])
            )
    for kind, words in APART.items():
        if any(getattr(tally, kind) for tally in year.values()):
            rows.append(Sum(f"apart, {words}", "", [_cell(side, year[side], kind, asked) for side in Side]))
    return rows


def _cell(side: Side, tally: Tally, what: str, asked: Asked | None) -> Cell:
    count: int = getattr(tally, what)
    url = ""
    if asked is not None and count:
        url = Asked(until=asked.until).query(side=side, verdict="" if what == "due" else what) + LIST
    return Cell(side, count, url, percent(tally) if what == Verdict.KEPT else None)


@dataclass(frozen=True)
class LedgerShare:
    """One side's counts in a row of a table; `waited`: how many days the other side waited for it."""

    side: Side
    label: str
    tally: Tally
    url: str
    waited: int = 0


@dataclass(frozen=True)
class Row:
    """A business function or a partnership with both sides' counts, or the side's asked for."""

    name: str
    url: str
    shares: list[LedgerShare]
    current: bool = False


def functions_table(
    functions: list[tuple[str, Tallies]],
    asked: Asked,
    words: dict[str, str],
    sides: list[Side],
    place: str = "",
) -> list[Row]:
    """The table by business function; nothing where there is but one to tell apart. A chosen one leads back to all."""
    if len(functions) < 2:
        return []
    return [
        Row(
            name=name,
            url=asked.query(function="" if asked.function == name else name) + place,
            shares=[
                LedgerShare(
                    side, f"{words[side]} kept", year[side], asked.query(function=name, side=side) + place
                )
                for side in sides
            ],
            current=asked.function == name,
        )
        for name, year in functions
    ]


def partnership_row(
    partner: Partner,
    year: Tallies,
    waited: Mapping[Side, int],
    asked: Asked,
    words: dict[str, str],
    sides: list[Side],
    reader: Side,
) -> Row:
    """One partnership, as `reader` calls it; its counts lead to its own ledger. `waited`: how many days each side held
    up the other.
    """
    here = reverse("ledger_partnership", args=[partner.slug])
    shares = [
        LedgerShare(
            side=side,
            label=f"{words[side]} kept",
            tally=year[side],
            url=f"{here}{asked.query(side=side)}{LIST}",
            waited=waited.get(side, 0),
        )
        for side in sides
    ]
    return Row(partner.named_to(reader), f"{here}{asked.query(side='')}", shares)
