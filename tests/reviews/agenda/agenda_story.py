"""The facts of an agenda made by hand, each from the few things that its tests speak of."""

from datetime import date, timedelta

from dashboards.charts.facts import StateName
from reviews.facts import CheckInFacts, DateFacts, PersonId, WaitFacts
from reviews.facts.agenda import AgreedOutcome, DueAction, LiveIndicator, OpenAsk

ON = date(2026, 11, 23)
SOMEBODY = PersonId(1)


def due(
    id: int,
    title: str,
    side: str,
    owner: int,
    due_on: date,
    first_due_on: date,
    *,
    reported: bool = False,
    questioned: bool = False,
    moves: int = 0,
    waiting_on: str = "",
    waited_days: int = 0,
    sponsors_told_on: date | None = None,
) -> DueAction:
    return DueAction(
        id,
        title,
        PersonId(owner),
        side,
        "reported" if reported else "open",
        due_on,
        first_due_on,
        doubted=questioned,
        days_late=0 if reported else max(0, (ON - due_on).days),
        dates=(DateFacts(first_due_on, first_due_on, True),) * (moves + 1),
        waits=waits(waiting_on, waited_days),
        sponsors_told_on=sponsors_told_on,
    )


def waits(on_side: str, days: int) -> tuple[WaitFacts, ...]:
    return (WaitFacts(on_side, "", ON - timedelta(days=days), None, days),) if on_side else ()


def waiting(
    id: int,
    title: str,
    kind: str,
    state: str,
    on_side: str,
    raised_by_side: str,
    raised_on: date,
    *,
    needed_by: date | None = None,
    owner: int | None = None,
    sponsors_told_on: date | None = None,
    acceptance_side: str = "",
    acceptance_on: date | None = None,
) -> OpenAsk:
    return OpenAsk(
        id,
        kind,
        title,
        state,
        True,
        SOMEBODY,
        raised_by_side,
        raised_on,
        on_side,
        (ON - raised_on).days,
        needed_by=needed_by,
        owner=None if owner is None else PersonId(owner),
        sponsors_told_on=sponsors_told_on,
        acceptance_side=acceptance_side,
        acceptance_on=acceptance_on,
    )


def agreed(
    id: int,
    statement: str,
    health: str,
    health_before: str = "",
    figures: tuple[str, ...] = (),
    presenter: int | None = None,
) -> AgreedOutcome:
    said = check_ins(health, health_before) if health_before else ()
    return AgreedOutcome(
        id, statement, "Target", "agreed", health, check_ins=said, figures=figures, presenter=presenter
    )


def check_ins(*healths: str) -> tuple[CheckInFacts, ...]:
    """The latest first."""
    return tuple(
        CheckInFacts(ON - timedelta(days=days), each, "So", SOMEBODY) for days, each in enumerate(healths)
    )


def figure(
    id: int,
    name: str,
    state: StateName,
    state_before: str = "none",
    *,
    months_missing: int = 0,
    weight: int = 1,
    in_words: str = "",
) -> LiveIndicator:
    return LiveIndicator(
        id,
        name,
        "",
        "sla",
        "higher",
        state,
        "",
        "",
        state_before=state_before,
        months_missing=months_missing,
        weight=weight,
        in_words=in_words,
    )
