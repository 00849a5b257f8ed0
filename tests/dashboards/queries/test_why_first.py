"""Why a partnership asks for a look: what hurts most in it, and for whom it waits, in the reader's voice."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from dashboards.charts import Point, Trend, standing
from dashboards.models import Indicator
from dashboards.queries.performance import Measured
from dashboards.queries.why_first import WaitingAsk, why_first
from governance.models import Ask, OutcomeIntent
from governance.outcomes.standing import Outcome
from governance.owed import owed_of, status_of
from partners.models import Side

TODAY = date(2026, 11, 23)


def outcome(health: str, state: str = "agreed", pk: int = 1) -> Outcome:
    return Outcome(OutcomeIntent(pk=pk, statement="Billing on the day.", health=health, state=state), TODAY)


def ask(
    days: int, on_side: Side = Side.OURS, outcome: int | None = None, title: str = "Our approvals"
) -> WaitingAsk:
    row = Ask(kind="impediment", state="raised", title=title, raised_on=TODAY - timedelta(days=days))
    row.on_side, row.outcome_id = on_side, outcome
    return WaitingAsk(row, status_of(owed_of(row), TODAY), row.age(TODAY))


def figure(name: str = "Restore") -> Measured:
    trend = Trend(
        name, "%", "higher", Decimal(95), None, (Point(date(2026, 10, 1), Decimal(90)),), date(2026, 10, 1)
    )
    return Measured(Indicator(name=name), trend, standing(trend))


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        (([outcome("off_track")], [ask(228, outcome=1)], []),
         "“Billing on the day” is off track and waits on us: “Our approvals”, open for 228 days. "),
        (([outcome("off_track")], [ask(228)], []), "“Billing on the day” is off track. "),
        (([outcome("at_risk")], [ask(35)], []), "“Our approvals” waits on us, open for 35 days. "),
        (([outcome("at_risk")], [ask(3, Side.THEIRS)], [figure()]), "Restore is off target. "),
        (([outcome("on_track")], [ask(35, Side.THEIRS)], []), "“Our approvals” waits on them, open for 35 days. "),
        (([outcome("off_track", "retired")], [], []), ""),
        (([outcome("on_track")], [ask(0)], []), ""),
        (([], [], []), ""),
    ],
)  # fmt: skip
def test_what_hurts_most_is_said_first(facts: tuple, said: str) -> None:
    assert "".join(part.text for part in why_first(*facts, reader=Side.OURS)) == said


def test_swapping_the_reader_swaps_for_whom_it_waits() -> None:
    facts = ([outcome("off_track")], [ask(228, outcome=1)], [])
    ours, theirs = (why_first(*facts, reader=reader)[0].text for reader in Side)
    assert ours.replace("waits on us", "waits on them") == theirs
    assert ours != theirs
