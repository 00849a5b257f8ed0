"""Meridian's last three reviews, and today's."""

from demo.script import Coming, Found, Meeting, Preparation, Said
from reviews.sections import ASKS, PERFORMANCE, PROMISED, TABLED

ANAND, PRIYA, JONAS, MEI = "Anand Kulkarni", "Priya Raman", "Jonas Stein", "Mei Chen"

REVIEWS = (
    Meeting(
        91, 119,
        Preparation(
            (
                (PRIYA, "What the quarter close cost both sides", "Two nights of ours, three of theirs."),
                (JONAS, "Two thirds of the invoices are never read again", "Figures of the largest nine tables."),
            ),
            (),
        ),
        (
            (PERFORMANCE, "note", "Order entry: from 2.7 to 1.9 seconds since the rebuild. Sales noticed "
             "before we told them."),
            (ASKS, "note", "Archiving: audit wants ten years on line. Anand asks for the cost of a terabyte, "
             "live and archived, before he argues it."),
            (TABLED, "park", "What the bank pays for the same close."),
        ),
        (
            Said(PRIYA, "The databases are better than they have ever been; our own answers are not."),
            Said(JONAS, "Tuning is nearly used up. What is left to win lies in data nobody reads."),
        ),
        absent=("Hanna Weiss",),
    ),
    Meeting(
        56, 92,
        Preparation(
            (
                (PRIYA, "Restore test without the old replica", "It is to be retired; where does the test run then?"),
                (JONAS, "Archiving, second attempt", "With the cost of a terabyte, and the bank's own paper."),
            ),
            (),
        ),
        (
            (PROMISED, "note", "Test data: each side waited for the other. From now on one name on each side."),
            (ASKS, "note", "Archiving argued a second time. Ten years on line is a habit of audit, not a law."),
            (PERFORMANCE, "note", "Restore test: not run since the replica was taken out of the rota."),
        ),
        (
            Said(PRIYA, "We back the archive and take it to the business ourselves."),
            Said(JONAS, "Backed at last. Six weeks of growth were the price.", "differ",
                 "The wait for test data is counted on our side as well; the owner was missing on yours."),
        ),
        absent=("Ravi Desai",),
        replies=(
            (JONAS, "We see the test data differently: the fields were named on the day we were asked. What was "
             "missing from then on was an owner."),
        ),
    ),
    Meeting(
        28, 57,
        Preparation(
            (
                (PRIYA, "Who stands in for whom in {+1}", "The freeze begins on the second Monday."),
                (JONAS, "Seven rebuilds are ready and wait for a window", "One a month takes seven months."),
            ),
            (),
            (
                (PRIYA, "Sales expects a third more orders in the last quarter than planned."),
                (JONAS, "Mei Chen was away for two weeks; Ravi Desai stood in for her."),
            ),
        ),
        (
            (PERFORMANCE, "note", "Close at 6.4 hours. Both sides agree that no tuning will bring it to five."),
            (ASKS, "note", "Change board: Anand takes the monthly rhythm on himself."),
            (TABLED, "note", "Rebuilds: weekly window asked for until the quarter closes. Farid brings it to "
             "the board."),
            (TABLED, "park", "A common on-call number for both sides."),
        ),
        (
            Said(PRIYA, "Everything now hangs on one decision, and it is ours."),
            Said(JONAS, "A good month. Give us the window, and give finance the archive."),
        ),
        deferred=("Let the restore test run on the standby, every week",),
        excerpts=(
            ("Seven rebuilds are ready and wait for a window", "Change board", "change.board@northgate.example"),
        ),
        found=(
            Found(JONAS, 4, 3, "Answer within the week, also where the answer is no."),
            Found(PRIYA, 2, 4, "Say before the meeting what has turned red, not in it."),
            Found("Mei Chen", 3, 3),
            Found("Hanna Weiss", 4, 4, "Send whoever decides about windows into the room."),
            Found("Tom Okafor", 2, 3),
            Found("Ravi Desai", 3, 3),
            Found(ANAND, 2, 4, "Fewer pages, and a day earlier."),
        ),
    ),
)  # fmt: skip

TODAY = Coming(
    0, 14, 29,
    Preparation(
        (
            (PRIYA, "What we stop doing before the quarter closes", "Three reports nobody has opened since {-4}."),
            (JONAS, "Six months asked, twelve given: what the other six were for",
             "A page for the next partner who is granted time."),
        ),
        (
            (JONAS, "Restore test passed", "The old replica is gone and the standby has no slot yet. We can start the "
             "week after you say yes; it needs no window."),
            (PRIYA, "Archiving policy to the finance board", "The board met without it: audit's page was missing. It "
             "is on the agenda of the next one."),
            ("Farid Haddad", "Weekly change window until the quarter closes", "The board has the proposal. Two of "
             "five are for it, sales wants to see the calendar first."),
        ),
        (
            (PRIYA, "Audit has a new head since the second week of the month. She has not seen the archive yet."),
            (JONAS, "Our second architect has come off another client; the night rota has two people again."),
        ),
        (
            (JONAS, "Restore test passed", "https://papers.meridian.example/restore-test-on-the-standby.pdf"),
        ),
        (
            (JONAS, "Archive invoices older than three years", "Lena Moser", "What does finance need to decide?"),
        ),
    ),
)  # fmt: skip
