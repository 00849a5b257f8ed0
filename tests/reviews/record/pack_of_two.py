"""A sealed review with at least two of everything a pack can show, each with words found nowhere else.

A line left out, put twice or put beside the wrong thing changes what is printed: test_pack_chapters.py has it all.
"""

from dataclasses import replace
from datetime import UTC, date, datetime

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
    InitiativeFacts,
    LetterFacts,
    MatrixFacts,
    MinuteFacts,
    MoveFacts,
    NoteFacts,
    OursOnly,
    OutcomeChangeFacts,
    OutcomeFacts,
    PresenceFacts,
    RedFacts,
    SidePromises,
    SlipFacts,
    SlipPartFacts,
    Snapshot,
    StatementFacts,
    TermsFacts,
    ThanksFacts,
    ValueFacts,
    WaitFacts,
)
from reviews.record.pack.rendering import Reply
from tests.reviews.record.pack_agreed import close, months, restore, uptime
from tests.reviews.record.pack_people import ANAND, AT, HANNA, JONAS, LENA, MEI, PRIYA
from tests.reviews.record.pack_story import story

REPLIES = (
    Reply(
        "theirs", "The traces came late.", "Jonas Stein", datetime(2026, 11, 24, 9, 5, tzinfo=UTC), "ab" * 32
    ),
    Reply(
        "ours", "They came on the day.", "Priya Raman", datetime(2026, 11, 25, 16, 40, tzinfo=UTC), "cd" * 32
    ),
)


def pack_of_two(edition: str = "ours") -> Snapshot:
    return replace(
        story(edition),
        promises=(
            SidePromises(
                "ours", Tally(9, 4, 2, 1, 2, covered=3), Tally(58, 33, 9, 4, 12, covered=6), months([3] * 12)
            ),
            SidePromises("theirs", Tally(8, 5, 0, 2, 1), Tally(56, 41, 6, 5, 4, covered=7), months([4] * 12)),
        ),
        agenda=_agenda(),
        actions=_actions(),
        outcomes=_outcomes(),
        asks=_asks(),
        indicators=_indicators(),
        changes=_changes(),
        reds=(
            RedFacts("Close is red", "Data grows.", "ours"),
            RedFacts("Traces are red", "Nobody sent them.", "theirs"),
        ),
        moves=(
            MoveFacts("decided", "The window opens", ANAND, AT),
            MoveFacts("promised", "Archive 2019 invoices by 15 December", PRIYA, AT),
        ),
        minutes=(
            MinuteFacts("note", "Audit wants ten years.", PRIYA, AT, 31),
            MinuteFacts("parked", "Finance asks for three.", JONAS, AT, 31),
            MinuteFacts("note", "Licences wait for procurement.", PRIYA, AT),
            MinuteFacts("parked", "Dinner in spring.", JONAS, AT),
        ),
        attendance=(
            PresenceFacts(ANAND, "ours", "in the room"),
            PresenceFacts(PRIYA, "ours", "following"),
            PresenceFacts(HANNA, "theirs", "in the room"),
            PresenceFacts(JONAS, "theirs", "excused"),
        ),
        statements=(
            StatementFacts("ours", ANAND, "agree", "", "We know it."),
            StatementFacts("theirs", HANNA, "differ", "the date of the policy", "Under five hours."),
        ),
        thanks=(ThanksFacts("Ines and Farid", "for quarter-end night."), ThanksFacts("Mei")),
        raci=_raci(),
        covers=(
            CoverFacts("Reports can wait.", ANAND, date(2026, 11, 2), date(2026, 11, 16)),
            CoverFacts("Audits can wait.", HANNA, date(2026, 11, 9), date(2026, 11, 12)),
        ),
        ours_only=_own() if edition == "ours" else None,
    )


def _actions() -> tuple[ActionFacts, ...]:
    day, earlier = date(2026, 11, 13), date(2026, 11, 9)
    return (
        ActionFacts(1, "Fresh one of ours", PRIYA, "ours", "open", date(2026, 12, 15), date(2026, 12, 15), fresh=True),
        ActionFacts(2, "Fresh two of ours", LENA, "ours", "open", date(2027, 1, 15), date(2027, 1, 15), fresh=True),
        ActionFacts(3, "Fresh one of theirs", MEI, "theirs", "proposed", date(2026, 12, 3), fresh=True),
        ActionFacts(
            4, "Due later of ours", PRIYA, "ours", "open", date(2026, 12, 1), date(2026, 11, 6),
            outcome="Period close never waits", dates=(DateFacts(date(2026, 11, 6), date(2026, 10, 26), True),),
        ),
        ActionFacts(
            5, "Late one of ours", LENA, "ours", "open", date(2026, 11, 20), date(2026, 11, 20), days_late=3
        ),
        ActionFacts(
            6, "Later still of ours", LENA, "ours", "open", date(2026, 11, 22), date(2026, 11, 22), days_late=1
        ),
        ActionFacts(
            7, "Waiting one of theirs", JONAS, "theirs", "open", date(2026, 11, 30), date(2026, 11, 20), days_late=3,
            waits=(
                WaitFacts("theirs", "an old thing", date(2026, 10, 1), date(2026, 10, 5), 4),
                WaitFacts("ours", "production traces", date(2026, 11, 12), None, 11, "they were sent on Monday"),
            ),
        ),
        ActionFacts(
            8, "Waiting two of theirs", MEI, "theirs", "open", date(2026, 12, 8), date(2026, 12, 8),
            waits=(WaitFacts("ours", "a test account", date(2026, 11, 22), None, 1),),
        ),
        ActionFacts(9, "Proposed of theirs", MEI, "theirs", "proposed", date(2026, 12, 9)),
        ActionFacts(10, "Reported of ours", LENA, "ours", "reported", day, day, date(2026, 11, 19)),
        ActionFacts(11, "Closed late of theirs", MEI, "theirs", "closed", day, day, earlier, date(2026, 11, 16)),
        ActionFacts(12, "Closed early of theirs", JONAS, "theirs", "closed", day, day, earlier, date(2026, 11, 10)),
        ActionFacts(13, "Closed of ours", PRIYA, "ours", "closed", day, day, date(2026, 11, 10), date(2026, 11, 11)),
        ActionFacts(14, "Withdrawn of ours", PRIYA, "ours", "withdrawn", day, day),
    )  # fmt: skip


def _outcomes() -> tuple[OutcomeFacts, ...]:
    return (
        OutcomeFacts(
            1, "World-class databases", "Twice the load.", "agreed", "on_track", 71, 62,
            date(2027, 3, 31), date(2027, 6, 30), "No change in quarter-end week.", LENA,
            (
                CheckInFacts(date(2026, 11, 18), "on_track", "Order entry is fast.", JONAS, 71, "sure"),
                CheckInFacts(date(2026, 10, 18), "at_risk", "Order entry was slow.", MEI, 60),
            ),
        ),
        OutcomeFacts(
            2, "Close never waits", "Five hours or less.", "agreed", "off_track", 34, 60, date(2026, 12, 31),
            business_owner=PRIYA, check_ins=(CheckInFacts(date(2026, 11, 17), "off_track", "Data grows.", JONAS, 34),),
            slip=SlipFacts(41, date(2026, 11, 20), parts=(
                SlipPartFacts("ours", 29, "Archiving policy", "First needed by 22 Oct, not decided yet.", PRIYA),
                SlipPartFacts("theirs", 12, "Nine tables, nine owners", "First promised for 9 Oct, done 21 Oct."),
            )),
        ),
        OutcomeFacts(
            3, "Bank-grade releases", "No night lost.", "agreed", "unknown", initiatives=_initiatives(),
            changes=_asked_of_it(),
        ),
        OutcomeFacts(
            4, "One sign-in", "One key for all.", "achieved", "on_track", 100, concluded_on=date(2026, 11, 12),
            conclusion="Everybody signs in with one key.", changes=(
                OutcomeChangeFacts(
                    "agreed", "theirs", JONAS, date(2026, 11, 10), "Everybody signs in with one key.", "achieved",
                    (), PRIYA, date(2026, 11, 12),
                ),
            ),
            value_expected="No calls for lost keys.", value=ValueFacts(
                "Half the calls.", JONAS, date(2026, 11, 12), "part", "Half are gone.", LENA, date(2026, 11, 16),
            ),
        ),
        OutcomeFacts(
            5, "A second data centre", "Two sites.", "retired", "off_track", concluded_on=date(2026, 11, 13),
            conclusion="The cloud made it needless.", serves=("Results on day three", "No night shift"),
            value=ValueFacts("One site less to pay.", PRIYA, date(2026, 11, 13)),
        ),
    )  # fmt: skip


def _initiatives() -> tuple[InitiativeFacts, ...]:
    first, second = date(2026, 11, 10), date(2026, 12, 1)
    return (
        InitiativeFacts(
            "Releases of one hour", "under_way", milestones=(
                ActionFacts(90, "One script", MEI, "theirs", "closed", first, first, first, first),
                ActionFacts(91, "A window on Sunday", PRIYA, "ours", "open", second, second),
            ),
        ),
        InitiativeFacts("Names for services", "done", date(2026, 11, 14), "Every one has an owner."),
        InitiativeFacts("A release train", "dropped", date(2026, 11, 15), "Small releases need none."),
    )  # fmt: skip


def _asked_of_it() -> tuple[OutcomeChangeFacts, ...]:
    asked = date(2026, 11, 2)
    return (
        OutcomeChangeFacts(
            "agreed", "theirs", JONAS, asked, "The window came late", "", ("Due: 28 Jan 2027; it was 18 Dec",),
            PRIYA, date(2026, 11, 3),
        ),
        OutcomeChangeFacts(
            "declined", "ours", PRIYA, asked, "Nobody needs it", "no longer wanted", (), JONAS, date(2026, 11, 4),
            "Sales needs it.",
        ),
        OutcomeChangeFacts("declined", "ours", PRIYA, asked, "Sooner", "", (), JONAS, date(2026, 11, 5), "Not safely."),
        OutcomeChangeFacts("asked", "theirs", MEI, asked, "Nothing was lost.", "achieved"),
        OutcomeChangeFacts("asked", "ours", LENA, asked, "For the auditors.", "", ("Baseline: none",)),
    )  # fmt: skip


def _asks() -> tuple[AskFacts, ...]:
    return (
        AskFacts(
            1, "decision", "Archiving policy", "pending", True, HANNA, "theirs", date(2026, 11, 4), "ours", 19,
            "Older than three years leaves.", forum_words="Finance board", needed_by=date(2026, 12, 2),
        ),
        AskFacts(
            2, "decision", "Change window", "pending", True, JONAS, "theirs", date(2026, 11, 10), "ours", 13,
            needed_by=date(2026, 11, 20), days_late=3,
        ),
        AskFacts(
            3, "decision", "Night shift", "made", False, PRIYA, "ours", date(2026, 11, 16), "theirs", 1,
            needed_by=date(2026, 11, 19), answered_on=date(2026, 11, 17), answer="Two people, until January.",
        ),
        AskFacts(
            8, "decision", "Test data", "pending", True, PRIYA, "ours", date(2026, 11, 9), "theirs", 14,
            "Two copies a year.", needed_by=date(2026, 12, 1),
        ),
        AskFacts(
            4, "impediment", "Approvals take weeks", "owned", True, JONAS, "theirs", date(2026, 10, 20), "ours", 34,
            cause="trust", owner=PRIYA,
        ),
        AskFacts(5, "impediment", "No badge", "raised", True, PRIYA, "ours", date(2026, 11, 22), "theirs", 1),
        AskFacts(
            6, "recommendation", "The bank’s checklist", "in_place", False, HANNA, "theirs", date(2025, 12, 3), "ours",
            106, answered_on=date(2026, 3, 19), answer="14 of 20 points in force.",
        ),
        AskFacts(
            7, "recommendation", "Fewer reports", "raised", True, MEI, "theirs", date(2026, 11, 2), "ours", 21,
            "Nobody reads the weekly one.",
        ),
    )  # fmt: skip


def _indicators() -> tuple[IndicatorFacts, ...]:
    slow, missing, fine = close(), restore(), uptime()
    disputed = replace(slow.readings[10], disputed="the scheduler stood still")
    earlier = replace(slow.readings[3], disputed="two closes were counted")
    slow = replace(
        slow, readings=(*slow.readings[:3], earlier, *slow.readings[4:10], disputed, slow.readings[11])
    )
    return slow, missing, replace(fine, source="the monitor")


def _changes() -> tuple[ChangeFacts, ...]:
    """More than page one has room for."""
    states = ("good", "bad", "warn", "none", "good", "bad", "warn", "none")
    return tuple(ChangeFacts(state, f"Change number {number}.") for number, state in enumerate(states, 1))


def _agenda() -> tuple[AgendaItemFacts, ...]:
    return (
        AgendaItemFacts(10, 1, "Promised last time", "discussed", heading=True, spent_seconds=900),
        AgendaItemFacts(20, 2, "Operational performance", "open", heading=True),
        AgendaItemFacts(30, 3, "Outcomes & initiatives", "discussed", heading=True, spent_seconds=300),
        AgendaItemFacts(
            31, 3, "Close never waits", "discussed", "Since August.", "Green service, red outcome.", spent_seconds=1500,
            answers=(AnswerFacts("theirs", "Under five by January."), AnswerFacts("ours", "With the policy.")),
        ),
        AgendaItemFacts(40, 4, "Asks", "discussed", heading=True, spent_seconds=400),
        AgendaItemFacts(41, 4, "Archiving policy", "deferred", carried=True),
        AgendaItemFacts(42, 4, "Fewer reports", "dropped", carried=True, why="It waited too long."),
        AgendaItemFacts(50, 5, "One item from each side", "discussed", heading=True),
        AgendaItemFacts(51, 5, "Year-end freeze", "discussed", tabled_by_side="ours", spent_seconds=20),
        AgendaItemFacts(52, 5, "A second reader", "discussed", tabled_by_side="theirs", spent_seconds=420),
    )  # fmt: skip


def _raci() -> tuple[MatrixFacts, ...]:
    return (
        MatrixFacts(
            "Running the databases", "agreed", ("ours", "theirs"),
            (
                ActivityFacts(
                    "Standard change",
                    (
                        LetterFacts(JONAS, "theirs", "A"), LetterFacts(MEI, "theirs", "R"),
                        LetterFacts(LENA, "ours", "R"), LetterFacts(PRIYA, "ours", "I"),
                    ),
                ),
                ActivityFacts("Restore test", (LetterFacts(MEI, "theirs", "R"), LetterFacts(PRIYA, "ours", "C"))),
                ActivityFacts("Capacity plan", (LetterFacts(PRIYA, "ours", "A"),)),
            ),
            version=3, proposed_by="theirs",
        ),
        MatrixFacts("Releasing", "draft", ("theirs",), (ActivityFacts("Night release"),)),
    )  # fmt: skip


def _own() -> OursOnly:
    return OursOnly(
        "Strategic",
        (TermsFacts("Database operations", date(2027, 12, 31), date(2027, 6, 30)), TermsFacts("Basis work")),
        (NoteFacts("Meet the successor early.", PRIYA, AT), NoteFacts("Ask for Mei.", LENA, AT)),
    )
