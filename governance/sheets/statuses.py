"""The words a tracker uses for its statuses, mapped once to ours."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from governance.sheets.columns import Column
from governance.sheets.table import Table
from partners.normalize import fold

STATES = {
    "proposed": "proposed",
    "open": "open",
    "reported": "reported done",
    "closed": "closed",
    "withdrawn": "withdrawn",
}

# In their order: "not done" is open before "done" is looked for, "done, to be confirmed" not closed yet.
_GUESSES: tuple[tuple[str, str], ...] = (
    ("open", """
        not started, not done, not yet, unfinished, incomplete, not complete, reopened, nicht erledigt,
        ausstehend
    """),
    ("withdrawn", """
        withdrawn, cancel, dropped, obsolete, n/a, not applicable, rejected, void, duplicate,
        superseded, storniert, abgebrochen, entfallt, zuruckgezogen, annule, abandonne
    """),
    ("reported", """
        reported, to be confirmed, to confirm, for review, in review, under review, awaiting
        confirmation, to verify, ready for, resolved, delivered, gemeldet, in prufung, a valider
    """),
    ("closed", """
        closed, done, complete, finished, confirmed, accepted, verified, 100, erledigt, abgeschlossen,
        geschlossen, fertig, termine, clos, fait, ✓, ✔, ✅
    """),
    ("proposed", """
        proposed, new, draft, idea, requested, suggested, tbd, to be agreed, neu, vorgeschlagen,
        entwurf, propose
    """),
    ("open", """
        open, progress, wip, ongoing, on going, active, started, on hold, hold, paused, parked, blocked,
        waiting, pending, late, deferred, postponed, a faire, zuruckgestellt, reporte, overdue, delayed, on track,
        at risk, off track, red, amber, yellow,
        green, to do, todo, planned, assigned, offen, in arbeit, laufend, lauft, begonnen, pausiert,
        wartet, gestoppt, en cours, ouvert, en attente, bloque
    """),
)  # fmt: skip
_HINTS = tuple((state, [" ".join(hint.split()) for hint in hints.split(",")]) for state, hints in _GUESSES)


@dataclass(frozen=True)
class StatusInUse:
    """A status in the tracker's own words, how many rows carry it, and the state of ours it seems to mean."""

    words: str
    count: int
    guess: str | None


def guess_status(words: str) -> str | None:
    """The state of ours that `words` most likely mean, or None: "WIP" and "on hold" are open."""
    plain = f" {_plain(words)} "
    for state, hints in _HINTS:
        if any(f" {hint}" in plain for hint in hints):
            return state
    percent = plain.strip().removesuffix("%").strip()
    return "open" if percent.isascii() and percent.isdigit() else None


def unknown_statuses(
    table: Table, mapping: Mapping[Column, int], statuses: Mapping[str, str]
) -> list[StatusInUse]:
    """The statuses in `table` that `statuses` does not map yet, the most frequent first."""
    column = mapping.get(Column.STATUS)
    counts = Counter(_plain(words) for row in table.rows if (words := row.text(column)))
    first_written: dict[str, str] = {}
    for row in table.rows:
        first_written.setdefault(_plain(row.text(column)), row.text(column))
    return [
        StatusInUse(first_written[plain], count, guess_status(plain))
        for plain, count in counts.most_common()
        if mapped_status(plain, statuses) is None
    ]


def mapped_status(words: str, statuses: Mapping[str, str]) -> str | None:
    """The state that `words` were mapped to, or None; our own words need no mapping, capitals are ignored."""
    plain = _plain(words)
    mapped = next((state for theirs, state in statuses.items() if _plain(theirs) == plain), None)
    return mapped or next((state for state, label in STATES.items() if plain in (state, label)), None)


def _plain(words: str) -> str:
    return " ".join(fold(words).replace("-", " ").replace("_", " ").split())
