"""Meridian Systems: asked for six months, given a year; its archiving advice is argued before the business."""

from demo.meridian_promises import THEY_PROMISED, WE_PROMISED
from demo.meridian_reviews import REVIEWS, TODAY
from demo.meridian_trust import BETS, CONTRACTS, FELT, NAMED
from demo.risks import Answered, Looked, Risk
from demo.script import (
    Again,
    Ask,
    Asked,
    CheckIn,
    Cover,
    Grid,
    GridVersion,
    Measure,
    Outcome,
    Spoken,
    Story,
    Undertaking,
    Valued,
    View,
    Word,
    argued,
    backed,
    briefed,
    cleared,
    decided,
    in_place,
    looked_back,
    owned,
    turned_down,
)
from governance.tracker.filters import Filters

PRIYA, ANAND, TOM, INES, FARID, LENA = (
    "Priya Raman", "Anand Kulkarni", "Tom Okafor", "Ines Duarte", "Farid Haddad", "Lena Moser",
)  # fmt: skip
JONAS, MEI, RAVI, HANNA = "Jonas Stein", "Mei Chen", "Ravi Desai", "Hanna Weiss"
DATABASES, CLOSE = "Databases run at world-class level", "Period close never waits for systems again"
NAMELESS = "Test data without a single customer"

OUTCOMES = (
    Outcome(
        400, DATABASES, "Twice today's volume at today's response times, with a standby that takes over in an hour.",
        {
            "vision": "Sales opens a new country without asking whether the databases will hold.",
            "baseline": "Month end slows order entry to three seconds a step.",
            "forecast": "At four percent growth a month it will not scale past two years.",
            "business_function": "Sales and service", "business_owner": "Paul Anders", "sponsor": ANAND,
            "owner_ours": TOM, "owner_theirs": MEI, "asked_months": 6, "check_in_every": 1,
            "benchmark": "Retail banking closes its day in forty minutes on five times the volume; we take four hours.",
            "benchmark_source": "Meridian's own bank reference",
        },
        (
            CheckIn(330, "at_risk", 10, "We learn the estate; twenty of forty databases are healthy."),
            CheckIn(240, "on_track", 25, "The standby stands; order entry is next."),
            CheckIn(150, "on_track", 45, "The quarter closed without a restart."),
            CheckIn(61, "on_track", 68, "Index rebuild is live: order entry twice as fast at month end.", "sure"),
            CheckIn(12, "on_track", 71, "The databases can grow; only the invoices never leave.", "fairly_sure"),
        ),
        200, "Within the change calendar; customer data stays in the country.",
        (
            Spoken(1, ANAND, "Twice the volume at the same response times. Can you do it in six months?", 6),
            Spoken(4, JONAS, "Twelve. The first three go into learning what runs at night, and why.", 12),
            Spoken(6, ANAND, "Twelve, then. How you do it is yours."),
        ),
        ANAND,
    ),
    Outcome(
        300, CLOSE, "Close in five hours, every month, with invoices older than three years out of the live system.",
        {
            "vision": "Finance goes home on the first evening of the month.",
            "value_expected": "Forty people go home two evenings a month earlier; nobody is paid to watch the night.",
            "baseline": "Nine hours, twice with a restart.",
            "forecast": "Twelve hours within a year: nothing ever leaves.",
            "business_function": "Finance", "business_owner": INES, "sponsor": LENA,
            "owner_ours": INES, "owner_theirs": RAVI, "asked_months": 9, "granted_months": 9, "check_in_every": 1,
        },
        (
            CheckIn(210, "on_track", 15, "Nine hours to eight, by the order of the jobs alone."),
            CheckIn(95, "at_risk", 30, "What can be won by tuning is won. The rest is archiving."),
            CheckIn(31, "off_track", 34, "6.5 hours against 5. Data grows four percent a month and nothing leaves."),
            CheckIn(12, "off_track", 34, "6.4 hours. The next second comes from the archive or not at all.", "sure"),
        ),
        said=(
            Spoken(1, LENA, "Close in five hours, every month. Can you do it in nine months?"),
            Spoken(3, JONAS, "Nine, if invoices that nobody reads may leave the live system."),
        ),
        work=(
            Undertaking(98, "Invoices nobody reads leave the live system", (
                "Cost of archiving, with and without new storage", "Purge rehearsed at the bank",
                "Nine tables, nine owners", "Archiving policy to the finance board",
                "Read access to invoices of the old system", "Archive rehearsed on copies of nine tables",
            )),
            Undertaking(200, "The jobs of the close in a new order", (
                "Jobs of the close in a new order, in test", "Extend the period close by two hours",
                "Review of every scheduled job",
            ), 33),
        ),
        asked=(
            Asked(40, JONAS, "Two months went into a paper on archiving that nobody has decided on.", 37, PRIYA,
                  {"granted_months": 11}),
        ),
    ),
    Outcome(
        330, NAMELESS, "No customer can be found in any copy, by our audit's own search.",
        {
            "vision": "Whoever builds may look at what they build with.",
            "baseline": "Eleven copies, every one with real names.",
            "business_function": "Finance", "business_owner": INES, "sponsor": ANAND,
            "owner_ours": TOM, "owner_theirs": MEI, "asked_months": 6, "check_in_every": 1,
            "value_expected": "Audit signs the copies off without a finding; nobody blacks out names any more.",
        },
        (
            CheckIn(250, "on_track", 20, "Two copies are clean. The tool holds."),
            CheckIn(120, "at_risk", 55, "Six of eleven. Payroll knows names nobody listed."),
            CheckIn(47, "on_track", 90, "Ten of eleven; audit searches the last one this month.", "sure"),
        ),
        said=(
            Spoken(1, ANAND, "No customer's name in any copy we build on. Can you do it in six months?", 6),
            Spoken(4, JONAS, "Ten months. The names are in places nobody has written down.", 10),
        ),
        agreed_by=ANAND,
        asked=(
            Asked(19, JONAS, "Audit searched all eleven copies on two days and found nobody.", 17, PRIYA,
                  becomes="achieved"),
        ),
        valued=Valued(12, INES, "part", "Audit has signed. One team still blacks out by hand, to be safe."),
    ),
)  # fmt: skip

ASKS = (
    Ask(
        264, "Rebuild the order indexes before anything else", MEI, outcome=DATABASES,
        detail="Order entry reads the same four tables on every step; their indexes have not been rebuilt in six "
        "years. One weekend, no change to any program.",
        replies=(
            backed(250, ANAND, "Backed. Sales feels this on every month end."),
            in_place(91, ANAND, "Live on all four tables. Order entry is twice as fast at month end."),
        ),
    ),
    Ask(
        212, "Pay for tuning by the second saved", JONAS, outcome=DATABASES,
        detail="We would rather be paid for the result than for the hours.",
        replies=(turned_down(190, ANAND, "Not this year: purchasing knows no such contract. I keep it on my list."),),
    ),
    Ask(
        96, "Archive invoices older than three years", JONAS, outcome=CLOSE,
        detail="Two thirds of the invoice tables have not been read for three years. Archived, the close takes under "
        "five hours; left, it takes twelve within a year. Audit wants ten years on line; on call within a day is what "
        "the bank agreed with theirs.",
        replies=(
            argued(92, PRIYA, "objected", "Audit", "Ten years on line. It has always been so."),
            argued(73, JONAS, "answered", "Audit", "The bank's own auditor accepts ten years on call."),
            backed(56, ANAND, "Backed. I bring it to the finance board myself; audit asks for ten years on line, we "
                   "offer ten years on call."),
            briefed(
                41, ANAND,
                what="Invoices older than three years leave the live system. They stay on call, restored by noon of "
                "the next working day.",
                why="Two thirds of the invoice tables have not been read for three years. They grow by four percent "
                "a month.",
                benefit="The close takes under five hours instead of 6.4. Left alone it takes twelve within a year.",
                objection="Audit wants ten years on line.",
                objection_answer="The law asks for ten years, not for on line; the bank's auditor accepted on call.",
                we_ask="One decision of the finance board, before the year ends.",
            ),
            argued(39, ANAND, "argued", "Finance board", "It asked what on call means: restored by noon of the next "
                   "working day."),
        ),
    ),
    Ask(
        41, "Let the restore test run on the standby, every week", RAVI, outcome=DATABASES,
        detail="The test has been missing since the old replica went. On the standby it needs no window at all.",
    ),
    Ask(
        80, "Finance closes two hours later in {+1} too", JONAS, needed_in=20, owner=INES, outcome=CLOSE, worked_in=66,
        replies=(
            decided(56, PRIYA, "Yes, in {+1} too. Ines has told her team."),
            looked_back(12, PRIYA, "partly", "Two closes were ready by morning; the third waited for a late booking."),
        ),
    ),
    Ask(
        172, "One mask for personal data in all test systems", RAVI, needed_in=30, owner=TOM, worked_in=168,
        replies=(decided(131, PRIYA, "Meridian's mask, with the list of fields that audit keeps."),),
    ),
    Ask(
        32, "Weekly change window until the quarter closes", JONAS, needed_in=43, owner=FARID, forum="Change board",
        detail="Seven rebuilds are ready. With one window a month they take seven months.",
    ),
    Ask(
        30, "Archiving policy: invoices older than three years leave the live system", JONAS, needed_in=39,
        owner=LENA, forum="Finance board", outcome=CLOSE,
        detail="Argued twice. Audit now asks what on call means: restored by noon of the next working day.",
        options="On call: restored by noon of the next working day, the close takes under five hours\n"
        "Ten years on line: as today, and twelve hours within a year\n"
        "Five years on line: the close takes about seven hours",
        worked_in=160,
    ),
    Ask(
        14, "Which two systems go first to the new monitor", PRIYA, needed_in=18, owner=MEI,
    ),
    Ask(
        145, "Two people share one token for the standby site", MEI, cause="access",
        detail="Whoever is on call at night telephones the other for the number.",
        replies=(owned(141, TOM), cleared(118, MEI, "Everyone on call has their own token.")),
    ),
    Ask(
        34, "Change board meets monthly only", JONAS, cause="process",
        detail="A change ready on the third waits until the thirtieth.", replies=(owned(28, ANAND),),
    ),
    Ask(9, "Nobody accountable for test data", JONAS, cause="raci"),
    Ask(
        23, "Two architects for forty databases", PRIYA, cause="access",
        detail="When Mei is away, proposals wait.", replies=(owned(20, JONAS),),
    ),
)  # fmt: skip

RISKS = (
    Risk(
        88, "The standby is the only second copy since the replica went", PRIYA, TOM, look_in=28, outcome=DATABASES,
        cause="The old replica was switched off before its successor was paid for.",
        consequence="One more failure at the second site, and orders of a whole day are typed in again.",
        treatment="A second slot at the second site",
        looks=(
            Looked(60, "The slot is ordered. Nothing else has changed.", 27),
            Looked(34, "The slot is wired; its disks come in the new year.", 40),
        ),
    ),
    Risk(
        62, "Only Mei Chen has switched the standby by night", ANAND, JONAS, look_in=30,
        cause="Every rehearsal so far was hers.",
        consequence="If she is away, a failure at night waits until somebody has read her notes.",
        treatment="A second architect rehearses it",
        looks=(Looked(33, "Ravi has read the notes. His own night is not set yet.", 29),),
    ),
    Risk(
        200, "Two people know the jobs of the close", JONAS, INES, look_in=30, outcome=CLOSE,
        cause="They have grown for twelve years and are written down nowhere.",
        consequence="A close without either of them takes two days.",
        looks=(Looked(172, "Half of the jobs are written down.", 30),),
        treated=Answered(143, INES, "All jobs are written down, and Farid has run a close from it."),
    ),
    Risk(
        120, "The monitor is silent for nine minutes while it restarts", JONAS, MEI, look_in=30,
        cause="Its maker restarts it with every rule that changes.",
        consequence="A failure within those minutes is seen nine minutes later.",
        looks=(Looked(91, "The maker has no other way before next summer.", 30),),
        asked=Answered(70, JONAS, "A rule changes twice a month, by day, watched by somebody. We can live with it."),
        agreed=Answered(66, PRIYA, "By day, with somebody watching: yes."),
    ),
)  # fmt: skip

MEASURES = (
    Measure("Availability", "%", "higher", "99.95", "99.90",
            "99.91 99.93 99.92 99.90 99.94 99.93 99.95 99.96 99.95 99.96 99.97 99.96 99.98 99.97", "sla", CLOSE),
    Measure("Runtime of the period close", "h", "lower", "5", "6",
            "9.2 9.0 8.7 8.8 8.1 8.3 7.6 7.7 7.2 7.3 6.8 6.9 6.5 6.4", "outcome", CLOSE),
    Measure("Order entry at month end", "s", "lower", "1.5", "2",
            "3.4 3.3 3.5 3.2 3.1 3.2 2.9 2.8 2.9 2.7 1.9 1.6 1.4 1.3", "xla", DATABASES),
    Measure("Restore test passed", "%", "higher", "100", "95", "88 90 92 92 95 96 100 100 98 100 97 - - -", "sla"),
    Measure("Changes rolled back", "%", "lower", "2", "4",
            "3.9 4.2 3.1 2.8 3.3 2.4 2.2 2.9 1.8 1.6 2.1 1.4 1.2 1.5"),
    Measure("Data growth", "% a month", "none", "", "",
            "3.6 3.8 3.9 3.7 4.0 4.1 3.9 4.2 4.0 4.1 4.3 4.0 4.1 4.0"),
)  # fmt: skip

_FIRST = (
    ("Capacity plan", {JONAS: "A", MEI: "R", TOM: "C", ANAND: "I"}),
    ("Standard change on a database", {MEI: "A", RAVI: "R", FARID: "I"}),
    ("Archiving of business documents", {INES: "A", RAVI: "R", MEI: "C", LENA: "C"}),
    ("Restore test", {TOM: "A", FARID: "R", PRIYA: "I"}),
    ("Period close", {INES: "A", RAVI: "R", JONAS: "C", LENA: "I"}),
    ("Masking of test data", {INES: "A", RAVI: "R"}),
)  # fmt: skip
_SECOND = tuple(
    (title, {TOM: "A", RAVI: "R", PRIYA: "I"} if title == "Restore test" else letters)
    for title, letters in _FIRST
)
_THIRD = (
    *(
        (title, {TOM: "A", RAVI: "R", INES: "C"} if title == "Masking of test data" else letters)
        for title, letters in _SECOND
    ),
    ("Night rota of both sides", {TOM: "A", MEI: "R", FARID: "I", JONAS: "C"}),
)
RUNNING = Grid(
    "Running the databases",
    (
        GridVersion(360, _FIRST),
        GridVersion(240, _SECOND, side="theirs"),
        GridVersion(49, _THIRD),
        GridVersion(
            6,
            (*_THIRD, ("Owner of test data", {INES: "A", RAVI: "R", TOM: "C"})),
            side="theirs",
            stands="proposed",
        ),
    ),
    origin="from the template “Run a platform together”",
)

WORDS = (
    Word(239, ANAND, "for a weekend at the standby site that nobody noticed", "Mei Chen and Tom Okafor"),
    Word(56, ANAND, "for quarter-end night", "Ines Duarte and Farid Haddad"),
    Word(91, PRIYA, "for order entry that no longer makes anyone wait", "Mei Chen"),
    Word(28, ANAND, "for the figures that finance could read without us", "Mei Chen and Ines Duarte"),
    Word(12, JONAS, "for the standby weekend", "Tom Okafor"),
    Word(20, PRIYA, "Hanna mentioned a bid at a competitor of ours. Ask Anand to see her before the board."),
    Word(47, ANAND, "Their advice was right and I let it lie for a month. Say so in the room."),
    Word(18, JONAS, "If the policy slips again, offer to present it with the bank's auditor."),
)  # fmt: skip

COVERS = (
    Cover(
        172,
        ANAND,
        "The reports can wait, the locks cannot. Don't argue, give them my number.",
        14,
        "I sat with Mei and Ravi on Sunday night: eleven calls an hour, each asking when, none helping.",
        "Sales does without the morning report until the locks are understood.",
        "+49 170 555 0142",
    ),
)

VIEWS = (
    View(80, PRIYA, "Archiving", Filters(text="archiv")),
    View(45, PRIYA, "Late", Filters(show="overdue")),
    View(45, JONAS, "Waiting on Northgate", Filters(show="waiting")),
    View(20, JONAS, "Rebuilds", Filters(text="rebuild")),
)

STANDING = (
    Again(27, "Forecast of growth, table by table", JONAS, "working_day", 5),
    Again(27, "Restore test, with its protocol", RAVI, "day", 20),
    Again(26, "Change calendar of the coming month", FARID, "working_day", 2),
)

STORY = Story(
    (*WE_PROMISED, *THEY_PROMISED),
    OUTCOMES,
    ASKS,
    MEASURES,
    (RUNNING,),
    WORDS,
    views=VIEWS,
    covers=COVERS,
    meetings=REVIEWS,
    standing=STANDING,
    risks=RISKS,
    bets=BETS,
    felt=FELT,
    named=NAMED,
    contracts=CONTRACTS,
    coming=TODAY,
)
