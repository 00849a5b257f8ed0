"""A sealed review made by hand: the story every pack test tells, long or short, friendly or hostile."""

from dataclasses import replace
from datetime import date, timedelta

from governance.counting.formula import Tally
from reviews.facts import (
    ActivityFacts,
    AnswerFacts,
    ChangeFacts,
    CheckInFacts,
    CoverFacts,
    LetterFacts,
    MatrixFacts,
    MinuteFacts,
    MoveFacts,
    NoteFacts,
    OursOnly,
    PartnerFacts,
    PresenceFacts,
    RedFacts,
    ReviewFacts,
    SidePromises,
    Snapshot,
    StatementFacts,
    TermsFacts,
    ThanksFacts,
    WaitFacts,
)
from reviews.record.pack.rendering import Reply, Sealed
from tests.reviews.record.pack_agreed import (
    agenda,
    close,
    matrix,
    months,
    outcomes,
    restore,
    uptime,
)
from tests.reviews.record.pack_owed import actions, asks
from tests.reviews.record.pack_people import ANAND, AT, HANNA, JONAS, NAMES, ON, PRIYA, SHA


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
