"""What the two sides agreed and measure in the story that pack tests tell, and its agenda."""

from datetime import date
from decimal import Decimal

from governance.counting.formula import Tally
from reviews.facts import (
    ActivityFacts,
    AgendaItemFacts,
    AnswerFacts,
    CheckInFacts,
    IndicatorFacts,
    LetterFacts,
    MatrixFacts,
    MonthCount,
    OutcomeFacts,
    ReadingFacts,
)
from tests.reviews.record.pack_people import JONAS, LENA, MEI, PRIYA


def months(kept: list[int]) -> tuple[MonthCount, ...]:
    firsts = [date(2025 + (11 + n) // 12, (11 + n) % 12 + 1, 1) for n in range(len(kept))]
    return tuple(
        MonthCount(first, Tally(5, count, 0, 0, 5 - count)) for first, count in zip(firsts, kept, strict=True)
    )


def agenda() -> tuple[AgendaItemFacts, ...]:
    return (
        AgendaItemFacts(10, 1, "Promised last time", "discussed", heading=True, spent_seconds=900),
        AgendaItemFacts(20, 2, "Operational performance", "discussed", heading=True, spent_seconds=600),
        AgendaItemFacts(30, 3, "Outcomes & initiatives", "discussed", heading=True, spent_seconds=300),
        AgendaItemFacts(
            31,
            3,
            "Period close never waits for systems again",
            "discussed",
            why="Green service, red outcome for two months.",
            spent_seconds=1500,
            answers=(AnswerFacts("theirs", "We can be under five hours by January."),),
        ),
        AgendaItemFacts(40, 4, "Asks: decisions, impediments", "discussed", heading=True, spent_seconds=400),
        AgendaItemFacts(41, 4, "Archiving policy", "deferred", carried=True),
        AgendaItemFacts(50, 5, "One item from each side", "discussed", heading=True),
        AgendaItemFacts(
            51, 5, "A second reader on every change", "discussed", tabled_by_side="theirs", spent_seconds=420
        ),
    )


def outcomes() -> tuple[OutcomeFacts, ...]:
    return (
        OutcomeFacts(
            1,
            "Databases run at world-class level",
            "Twice today’s load at today’s response times.",
            "agreed",
            "on_track",
            71,
            62,
            date(2027, 3, 31),
            date(2027, 6, 30),
            "No change to the order tables in quarter-end week.",
            LENA,
            (
                CheckInFacts(
                    date(2026, 11, 18), "on_track", "Order entry is twice as fast at month end.", JONAS, 71
                ),
            ),
        ),
        OutcomeFacts(
            2,
            "Period close never waits for systems again",
            "Close in five hours or less, three months running.",
            "agreed",
            "off_track",
            34,
            60,
            date(2027, 1, 31),
            business_owner=LENA,
            check_ins=(
                CheckInFacts(
                    date(2026, 11, 18), "off_track", "Data grows 4% a month and nothing leaves.", JONAS, 34
                ),
            ),
        ),
    )


def close() -> IndicatorFacts:
    return IndicatorFacts(
        1,
        "Period close",
        "h",
        "outcome",
        "lower",
        "bad",
        "off target",
        "November 2026: 6.4 h, off target. Target at most 5 h.",
        date(2026, 11, 1),
        "6.4 h",
        Decimal(5),
        Decimal("5.5"),
        "batch scheduler",
        readings("8.8 8.4 8.1 7.9 7.7 7.5 7.6 7.2 7.0 6.8 6.5 6.4"),
    )


def restore() -> IndicatorFacts:
    return IndicatorFacts(
        2,
        "Restore test",
        "h",
        "sla",
        "lower",
        "none",
        "missing",
        "No readings from September 2026 to November 2026.",
        date(2026, 11, 1),
        "",
        Decimal(4),
        None,
        "",
        readings("5 4.6 4.2 4 3.8 4 3.9 3.7 3.9"),
    )


def uptime() -> IndicatorFacts:
    return IndicatorFacts(
        3,
        "Availability in business hours",
        "%",
        "sla",
        "higher",
        "good",
        "on target",
        "November 2026: 99.97%, on target. Target at least 99.9%.",
        date(2026, 11, 1),
        "99.97%",
        Decimal("99.9"),
        Decimal("99.8"),
        "",
        readings("99.91 99.95 99.82 99.93 99.96 99.97 99.92 99.95 99.98 99.94 99.96 99.97"),
    )


def readings(values: str) -> tuple[ReadingFacts, ...]:
    return tuple(
        ReadingFacts(date(2025 + (11 + n) // 12, (11 + n) % 12 + 1, 1), Decimal(value))
        for n, value in enumerate(values.split())
    )


def matrix() -> MatrixFacts:
    return MatrixFacts(
        "Running the databases",
        "agreed",
        ("ours", "theirs"),
        (
            ActivityFacts(
                "Standard change, weekly window",
                (
                    LetterFacts(JONAS, "theirs", "A"),
                    LetterFacts(MEI, "theirs", "R"),
                    LetterFacts(PRIYA, "ours", "I"),
                ),
            ),
            ActivityFacts("Restore test", (LetterFacts(MEI, "theirs", "R"), LetterFacts(PRIYA, "ours", "C"))),
        ),
    )
