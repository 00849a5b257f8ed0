"""Every fault that is planted, by the app it would be in."""

from tests.mutants.planting import Mutant
from tests.mutants.table import (
    agenda,
    asks,
    dashboards,
    drawn,
    edges,
    exports,
    governance,
    mandate,
    meeting,
    outcomes,
    outsider,
    outsider_again,
    owed,
    partners,
    quick,
    raci,
    rating,
    reviews,
    slowness,
    standing,
    steps,
)

MUTANTS: tuple[Mutant, ...] = (
    *partners.MUTANTS, *governance.MUTANTS, *dashboards.MUTANTS, *reviews.MUTANTS, *meeting.MUTANTS, *edges.MUTANTS,
    *owed.MUTANTS, *drawn.MUTANTS, *steps.MUTANTS, *exports.MUTANTS, *outcomes.MUTANTS, *standing.MUTANTS,
    *rating.MUTANTS, *raci.MUTANTS, *asks.MUTANTS, *mandate.MUTANTS, *slowness.MUTANTS, *outsider.MUTANTS,
    *outsider_again.MUTANTS, *quick.MUTANTS, *agenda.MUTANTS,
)  # fmt: skip
