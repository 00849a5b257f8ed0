"""An outcome that is called on track while its own figures say otherwise is contradicted aloud."""

from datetime import date, timedelta

import pytest

from governance.calendar.dates.reading import months_ahead
from governance.models import OutcomeIntent
from governance.outcomes.standing import FAR_BEHIND, Outcome, contradiction, hands_off
from partners.models import User

TODAY = date(2026, 11, 23)
A_DAY = timedelta(days=1)
OURS, THEIRS = User(employer_id=None), User(employer_id=1)
NOT = ": that is not on track."


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        (("on_track", 71, 100, TODAY - A_DAY), f"Its time was over on 22 Nov and it stands at 71 of 100{NOT}"),
        (("on_track", None, None, TODAY - A_DAY), f"Its time was over on 22 Nov{NOT}"),
        (("on_track", 71, 100, None), f"It stands at 71 of 100, where 100 are expected by now{NOT}"),
        (("on_track", 71, 100, TODAY), f"It stands at 71 of 100, where 100 are expected by now{NOT}"),
        (("on_track", 50, 50 + FAR_BEHIND, None), f"It stands at 50 of 100, where 65 are expected by now{NOT}"),
        (("on_track", 50, 49 + FAR_BEHIND, None), ""),
        (("on_track", 100, 100, TODAY - A_DAY), ""),
        (("on_track", 80, 40, TODAY + A_DAY), ""),
        (("on_track", None, 90, None), ""),
        (("at_risk", 10, 100, TODAY - A_DAY), ""),
        (("off_track", 10, 100, TODAY - A_DAY), ""),
        (("unknown", 10, 100, TODAY - A_DAY), ""),
    ],
)  # fmt: skip
def test_on_track_is_contradicted_by_the_time_and_by_the_way_made(facts: tuple, said: str) -> None:
    assert contradiction(*facts, on=TODAY) == said


def test_only_what_is_agreed_is_contradicted() -> None:
    told = {"health": "on_track", "progress": 71, "starts_on": TODAY - 90 * A_DAY, "due_on": TODAY - A_DAY}
    agreed, missed = (OutcomeIntent(state=state, **told) for state in ("agreed", "missed"))
    assert Outcome(agreed, TODAY).contradiction
    assert Outcome(missed, TODAY).contradiction == ""


def test_a_free_hand_stands_until_its_last_day_is_over() -> None:
    given = OutcomeIntent(free_hand_until=TODAY, guardrails="")
    assert Outcome(given, TODAY).has_free_hand
    assert not Outcome(given, TODAY + A_DAY).has_free_hand
    assert not Outcome(OutcomeIntent(), TODAY).has_free_hand


def test_words_that_say_how_are_said_once_each() -> None:
    intent = OutcomeIntent(
        statement="Invoices leave by means of an archive",
        target="The archive is built in Java by six developers.",
        vision="By means of an archive, again.",
    )
    said = [place.words.casefold() for place in Outcome(intent, TODAY).hints]
    assert len(said) == len(set(said))
    assert "by means of" in " ".join(said)
    assert (
        Outcome(OutcomeIntent(statement="The close takes five hours", target="Five hours."), TODAY).hints
        == ()
    )


@pytest.mark.parametrize(("months", "is_old"), [(11, False), (12, False), (13, True)])
def test_a_benchmark_is_old_after_twelve_months(months: int, is_old: bool) -> None:
    on = months_ahead(TODAY, -months)
    assert Outcome(OutcomeIntent(benchmark_on=on), TODAY).benchmark_is_old is is_old
    assert Outcome(OutcomeIntent(benchmark_on=months_ahead(TODAY, -12) - A_DAY), TODAY).benchmark_is_old


@pytest.mark.parametrize(
    ("owner", "by", "until", "is_told"),
    [
        (THEIRS, OURS, 0, True), (OURS, THEIRS, 9, True), (THEIRS, OURS, -1, False), (OURS, OURS, 9, False),
        (THEIRS, THEIRS, 9, False), (THEIRS, OURS, None, False), (None, OURS, 9, False),
    ],
)  # fmt: skip
def test_who_asks_the_other_side_beneath_a_free_hand_is_told(
    owner: User | None, by: User, until: int | None, is_told: bool
) -> None:
    day = None if until is None else TODAY + timedelta(days=until)
    told = hands_off(OutcomeIntent(free_hand_until=day), owner, by=by, today=TODAY)
    assert bool(told) is is_told
    assert hands_off(None, owner, by=by, today=TODAY) == ""
