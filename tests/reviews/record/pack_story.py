"""A sealed review made by hand: the story every pack test tells, long or short, friendly or hostile."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from governance.counting.formula import Tally
from reviews.facts import (
    ActionFacts,
    ActivityFacts,
    AgendaItemFacts,
    AnswerFacts,
    AskFacts,
    ChangeFacts,
    CheckInFacts,
    CoverFacts,
    DateFacts,
    IndicatorFacts,
    LetterFacts,
    MatrixFacts,
    MinuteFacts,
    MonthCount,
    MoveFacts,
    NoteFacts,
    OursOnly,
    OutcomeFacts,
    PartnerFacts,
    PersonId,
    PresenceFacts,
    ReadingFacts,
    RedFacts,
    ReviewFacts,
    SidePromises,
    Snapshot,
    StatementFacts,
    TermsFacts,
    ThanksFacts,
    WaitFacts,
)
from reviews.facts.names import Names
from reviews.record.pack.rendering import Reply, Sealed

AT = datetime(2026, 11, 23, 11, 32, tzinfo=UTC)
ON = date(2026, 11, 23)
ANAND, PRIYA, LENA, HANNA, JONAS, MEI = map(PersonId, range(1, 7))
NAMES = Names(
    {
        "1": "Anand Kulkarni",
        "2": "Priya Raman",
        "3": "Lena Moser",
        "4": "Hanna Weiss",
        "5": "Jonas Stein",
        "6": "Mei Chen",
    }
)
SHA = "9f2c41aae07b5d1c9f2c41aae07b5d1c9f2c41aae07b5d1c9f2c41aae07b5d1c"


def story(edition: str = "ours") -> Snapshot:
    """November's review with Meridian, as the mock-up of the pack tells it."""
    return Snapshot(
        edition=edition,
        enterprise="Northgate Group",
        partner=PartnerFacts(1, "meridian", "Meridian Systems", "databases, ERP basis"),
        review=ReviewFacts(
            id=14,
            forum="Monthly review",
            starts_at=AT,
            on=ON,
            chair=ANAND,
            sealed_by=ANAND,
            sealed_at=AT,
            place="Room 4.12",
            minutes=90,
            spent_seconds=4800,
            previous_on=date(2026, 10, 26),
            next_on=date(2026, 12, 21),
        ),
        headline="The databases can grow. Month-end close still takes 6.4 hours against a target of 5, and waits on "
        "us: two of Meridian’s items need our archiving policy.",
        promises=(
            SidePromises(
                "ours",
                Tally(4, 2, 1, 0, 1),
                Tally(58, 33, 9, 4, 12),
                months([5, 4, 5, 4, 4, 5, 4, 3, 3, 3, 2, 2]),
            ),
            SidePromises(
                "theirs",
                Tally(4, 3, 0, 0, 1),
                Tally(56, 41, 6, 5, 4),
                months([2, 3, 2, 3, 3, 3, 4, 4, 4, 5, 5, 3]),
            ),
        ),
        agenda=agenda(),
        actions=actions(),
        outcomes=outcomes(),
        asks=asks(),
        indicators=(close(), restore(), uptime()),
        changes=(
            ChangeFacts("good", "Index rebuild done; order entry twice as fast at month end."),
            ChangeFacts("bad", "Period close 6.4 h, off target; it was 6.5 h."),
            ChangeFacts("warn", "Restore test: no reading for November."),
            ChangeFacts("good", "In place: Meridian’s bank checklist."),
        ),
        reds=(
            RedFacts(
                "Period close never waits for systems again",
                "Data grows 4% a month and nothing leaves. Meridian "
                "advised archiving in August; argued twice; audit asks for ten years on line.",
            ),
            RedFacts(
                "Root cause of the half-year slowdown", "3 days late. Due again on 30 November.", "theirs"
            ),
        ),
        moves=(
            MoveFacts("decided", "Weekly change window opens for the half-year close", ANAND, AT),
            MoveFacts("promised", "Archive 2019 invoices · Priya Raman · 15 December", PRIYA, AT),
        ),
        minutes=(
            MinuteFacts(
                "note",
                "Audit wants ten years on line; finance will ask for three.",
                PRIYA,
                AT,
                31,
            ),
            MinuteFacts("parked", "Licence true-up: with procurement, next quarter.", PRIYA, AT),
        ),
        attendance=(
            PresenceFacts(ANAND, "ours", "in the room"),
            PresenceFacts(PRIYA, "ours", "in the room"),
            PresenceFacts(HANNA, "theirs", "in the room"),
            PresenceFacts(JONAS, "theirs", "following"),
        ),
        statements=(
            StatementFacts("ours", ANAND, "agree", "", "We were the bottleneck this month, and we know it."),
            StatementFacts("theirs", HANNA, "agree", "", "Under five hours by January, given the policy."),
        ),
        thanks=(ThanksFacts("Ines and Farid", "for quarter-end night."),),
        raci=(matrix(),),
        ours_only=own() if edition == "ours" else None,
    )


def sealed(snapshot: Snapshot | None = None, replies: tuple[Reply, ...] = ()) -> Sealed:
    return Sealed(snapshot or story(), NAMES, SHA, replies)


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
        AgendaItemFacts(
            40, 4, "Asks: decisions, what is in the way", "discussed", heading=True, spent_seconds=400
        ),
        AgendaItemFacts(41, 4, "Archiving policy", "deferred", carried=True),
        AgendaItemFacts(50, 5, "Tabled by each side", "discussed", heading=True),
        AgendaItemFacts(
            51, 5, "A second reader on every change", "discussed", tabled_by_side="theirs", spent_seconds=420
        ),
    )


def actions() -> tuple[ActionFacts, ...]:
    return (
        ActionFacts(
            1,
            "Archiving policy to the finance board",
            PRIYA,
            "ours",
            "open",
            date(2026, 11, 20),
            date(2026, 11, 6),
            days_late=3,
            outcome="Period close never waits for systems again",
            dates=(
                DateFacts(date(2026, 11, 6), date(2026, 10, 26), True),
                DateFacts(date(2026, 11, 20), date(2026, 11, 5), False, "The board met later."),
            ),
        ),
        ActionFacts(
            2,
            "Root cause of the half-year slowdown",
            JONAS,
            "theirs",
            "open",
            date(2026, 11, 30),
            date(2026, 11, 20),
            waits=(WaitFacts("ours", "production traces", date(2026, 11, 12), None, 11),),
        ),
        ActionFacts(
            3,
            "Index rebuild on the order tables",
            MEI,
            "theirs",
            "closed",
            date(2026, 11, 13),
            date(2026, 11, 13),
            date(2026, 11, 12),
            date(2026, 11, 16),
        ),
        ActionFacts(
            4,
            "Read access to the batch scheduler",
            LENA,
            "ours",
            "reported",
            date(2026, 11, 20),
            date(2026, 11, 20),
            date(2026, 11, 19),
        ),
        ActionFacts(
            5,
            "Archive 2019 invoices",
            PRIYA,
            "ours",
            "open",
            date(2026, 12, 15),
            date(2026, 12, 15),
            fresh=True,
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


def asks() -> tuple[AskFacts, ...]:
    return (
        AskFacts(
            1,
            "decision",
            "Archiving policy",
            "pending",
            True,
            HANNA,
            "theirs",
            date(2026, 11, 4),
            "ours",
            19,
            "Invoices older than three years leave the live system.",
            forum_words="Finance board",
            needed_by=date(2026, 12, 2),
        ),
        AskFacts(
            2,
            "decision",
            "Weekly change window",
            "pending",
            True,
            JONAS,
            "theirs",
            date(2026, 11, 10),
            "ours",
            13,
            "Until the half-year close.",
            forum_words="Change board",
            needed_by=date(2026, 12, 4),
        ),
        AskFacts(
            3,
            "decision",
            "Night shift for the year-end",
            "pending",
            True,
            PRIYA,
            "ours",
            date(2026, 11, 16),
            "theirs",
            7,
            needed_by=date(2026, 12, 1),
        ),
        AskFacts(
            4,
            "impediment",
            "Approvals for standard changes",
            "owned",
            True,
            JONAS,
            "theirs",
            date(2026, 10, 20),
            "ours",
            34,
            cause="trust",
            owner=PRIYA,
        ),
        AskFacts(
            5,
            "recommendation",
            "The bank’s go-live checklist",
            "in_place",
            False,
            HANNA,
            "theirs",
            date(2026, 8, 3),
            "ours",
            106,
            answered_on=date(2026, 11, 17),
            answer="14 of 20 points in force.",
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


def own() -> OursOnly:
    return OursOnly(
        "Strategic",
        (TermsFacts("Database operations", date(2027, 12, 31), date(2027, 6, 30)),),
        (NoteFacts("Their sponsor changes in spring: meet the successor early.", PRIYA, AT),),
    )


def long_story(promises: int = 100, figures: int = 8) -> Snapshot:
    """The same review with a tracker and a performance chapter as long as a real one gets."""
    base = story()
    many = tuple(
        replace(
            base.actions[number % 4],
            id=100 + number,
            due_on=ON + timedelta(days=number % 60),
            title=f"{base.actions[number % 4].title}, part {number}",
        )
        for number in range(promises)
    )
    charts = tuple(replace(base.indicators[number % 3], id=100 + number) for number in range(figures))
    return replace(base, actions=many, indicators=charts)


def same_words_everywhere(words: str) -> Snapshot:
    """The story with `words` in every field a person can write, as long as that field may be."""
    base, line, short = story(), words[:200], words[:120]
    return replace(
        base,
        enterprise=short,
        partner=replace(base.partner, name=short),
        headline=words[:300],
        agenda=tuple(
            replace(item, title=line, detail=words, why=line, answers=(AnswerFacts("ours", words),))
            for item in base.agenda[:3]
        ),
        actions=tuple(
            replace(action, title=line, outcome=line, waits=(WaitFacts("ours", line, ON, None, 3, line),))
            for action in base.actions
        ),
        outcomes=tuple(
            replace(
                outcome,
                statement=line,
                target=words,
                guardrails=words,
                check_ins=(CheckInFacts(ON, "off_track", words, JONAS),),
            )
            for outcome in base.outcomes
        ),
        asks=tuple(
            replace(ask, title=line, detail=words, forum_words=short, answer=words) for ask in base.asks[:2]
        ),
        indicators=tuple(
            replace(indicator, name=short, unit=words[:30], source=line, said=line)
            for indicator in base.indicators
        ),
        changes=(ChangeFacts("bad", line),),
        reds=(RedFacts(line, words, "ours"),),
        moves=(MoveFacts("noted", words[:300], ANAND, AT),),
        minutes=(MinuteFacts("note", words, ANAND, AT),),
        statements=(
            StatementFacts("ours", ANAND, "differ", words[:500], words[:240]),
            StatementFacts("theirs", HANNA, "agree", "", words[:240]),
        ),
        thanks=(ThanksFacts(line, words[:300]),),
        covers=(CoverFacts(line, JONAS, ON, ON, words, words),),
        raci=(MatrixFacts(short, "agreed", (), (ActivityFacts(short, (LetterFacts(PRIYA, "ours", "A"),)),)),),
        ours_only=OursOnly("Strategic", (TermsFacts(line, ON, ON),), (NoteFacts(words, PRIYA, AT),)),
    )
