"""Every fault that is planted, by the app it would be in."""

from tests.mutants.planting import Mutant
from tests.mutants.table import (
    asks,
    dashboards,
    drawn,
    edges,
    exports,
    governance,
    meeting,
    outcomes,
    outsider,
    outsider_again,
    owed,
    partners,
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
    *rating.MUTANTS, *raci.MUTANTS, *asks.MUTANTS, *outsider.MUTANTS, *outsider_again.MUTANTS, *slowness.MUTANTS,
)  # fmt: skip
