"""Halden & Roy: promises slip month after month, and most of them wait for an approval of ours."""

from demo.promises import OPEN, REPORTED, Line, held_up, kept, missed, moved, still_waiting
from demo.script import (
    Ask,
    CheckIn,
    Coming,
    Cover,
    Felt,
    Found,
    Grid,
    GridVersion,
    Measure,
    Meeting,
    Newcomer,
    Outcome,
    Preparation,
    Said,
    Story,
    Undertaking,
    View,
    Word,
    backed,
    decided,
    lived_with,
    owned,
    turned_down,
)
from governance.tracker.filters import Filters
from reviews import sections

GRACE, ANAND, TOM, FARID, PAUL = (
    "Grace Lindqvist",
    "Anand Kulkarni",
    "Tom Okafor",
    "Farid Haddad",
    "Paul Anders",
)
CALLUM, ISLA, RHONA = "Callum Reid", "Isla Grant", "Rhona Halden"
SAME_DAY = "An order placed by four is billed the same day"

WE_PROMISED = (
    Line(380, "Access to the billing test system for eight people", TOM, 20, missed(14)),
    Line(352, "Sign off the interface list", PAUL, 21, kept(1)),
    Line(322, "Approve the first release", FARID, 18, missed(9)),
    Line(290, "Decide which of the two price masters leads", PAUL, 24, missed(16)),
    Line(262, "Second approver while Farid is away", ANAND, 14, kept()),
    Line(245, "Desks for three of their people", TOM, 10, kept(1)),
    Line(231, "Approve the second release", FARID, 20, missed(11)),
    Line(200, "Name who may sign for sales", PAUL, 21, missed(10)),
    Line(169, "Test orders of a full month end", PAUL, 23, held_up("The list of order types from Halden & Roy.", 9)),
    Line(140, "Approve the tariff interface", FARID, 20, missed(13)),
    Line(120, "Tariff table without gaps", PAUL, 18, kept()),
    Line(109, "One approval for all releases of a month", FARID, 24, moved(21, "The change board meets only then.")),
    Line(78, "Sign off the cut-over plan", PAUL, 20, missed(8)),
    Line(47, "Approve release five", FARID, 19, kept(),
         evidence="https://intranet.northgate.example/releases/five"),
    Line(27, "Approve release six", FARID, 20, OPEN, followed_by=(CALLUM, GRACE),
         kept_to_themselves=(
             (GRACE, "Farid has had it on his desk since Monday. I telephone him before they do."),
             (CALLUM, "If it is not through by Friday, Rhona speaks with Anand."),
         )),
    Line(27, "Delegate approvals below one day of work", ANAND, 40, OPEN),
    Line(27, "Names of twenty pilot customers", PAUL, 22, still_waiting("The criteria for a pilot customer.", 5, ISLA)),
)  # fmt: skip

THEY_PROMISED = (
    Line(381, "Interface list of both systems", ISLA, 20, missed(5)),
    Line(350, "First release in test", CALLUM, 26, held_up("Access to the billing test system.", 16)),
    Line(320, "Mapping of order types", ISLA, 21, kept(1)),
    Line(292, "Price interface in test", ISLA, 25, held_up("Which price master leads.", 18)),
    Line(260, "Error handling agreed with operations", CALLUM, 22, missed(8)),
    Line(232, "Second release in test", CALLUM, 20, missed(6)),
    Line(201, "Reconciliation report, first cut", ISLA, 20, kept()),
    Line(171, "Load test with a month of orders", ISLA, 24, held_up("Test orders of a full month end.", 14)),
    Line(139, "Tariff interface live", CALLUM, 26, held_up("Approval of the tariff interface.", 17)),
    Line(110, "Replace the two who left", CALLUM, 21, missed(19)),
    Line(79, "Cut-over plan, hour by hour", CALLUM, 15, kept(1)),
    Line(77, "Repair the double invoices of {-3}", ISLA, 12, missed(4)),
    Line(48, "Release five in test", CALLUM, 18, kept()),
    Line(46, "Root cause of the lost orders", ISLA, 16, missed(7)),
    Line(27, "Criteria for a pilot customer", ISLA, 20, OPEN),
    Line(27, "Reconciliation without hands", ISLA, 23, REPORTED),
    Line(27, "Release six ready for approval", CALLUM, 14, kept()),
)  # fmt: skip

OUTCOMES = (
    Outcome(
        385, SAME_DAY, "Ninety-five of a hundred orders placed by four in the afternoon are billed by midnight.",
        {
            "vision": "A customer who asks on the telephone sees the same figure we do.",
            "baseline": "Three days on average; in a bad week nine.",
            "forecast": "With the new tariffs every third order needs a hand.",
            "business_function": "Sales and service", "business_owner": PAUL, "sponsor": ANAND,
            "owner_ours": PAUL, "owner_theirs": ISLA, "check_in_every": 2, "asked_months": 15, "granted_months": 12,
            "benchmark": "Mobile operators bill within the hour.",
            "benchmark_source": "Halden & Roy's own survey of eleven operators",
        },
        (
            CheckIn(300, "on_track", 10, "The interfaces are known; the first release is in test."),
            CheckIn(205, "at_risk", 25, "Two releases waited longer for approval than they took to build."),
            CheckIn(112, "off_track", 35, "Tariffs are seven weeks late: half of it work, half waiting to be let."),
            CheckIn(25, "off_track", 44, "Release five is live. Day of billing is down to two."),
        ),
        work=(
            Undertaking(80, "Releases people dare to let go", (
                "Release five in test", "Approve release five", "Release six ready for approval", "Approve release six",
                "Delegate approvals below one day of work",
            )),
        ),
    ),
)  # fmt: skip

ASKS = (
    Ask(
        228, "Approvals take longer than the work", CALLUM, cause="trust", outcome=SAME_DAY,
        detail="Build: six working days. Approval: eleven. Every release, since the first.",
        replies=(owned(204, ANAND),),
    ),
    Ask(
        196, "Nobody knows who signs for sales", ISLA, cause="raci",
        replies=(owned(190, PAUL), lived_with(150, PAUL, "Two of us sign until the reorganisation is through.")),
    ),
    Ask(
        158, "Release every week, in small pieces", ISLA, outcome=SAME_DAY,
        detail="Small releases can be taken back. The big ones of a month cannot, which is why approval takes so long.",
        replies=(backed(121, ANAND, "Backed. I take it to the change board, with your figures."),),
    ),
    Ask(
        134, "Let operations of ours sit with your test team", CALLUM,
        replies=(turned_down(108, GRACE, "Not before the tariffs are through: nobody could look after them."),),
    ),
    Ask(
        298, "Which of the two price masters leads", ISLA, needed_in=24, owner=PAUL, outcome=SAME_DAY,
        replies=(decided(258, ANAND, "The new one, from the first of the quarter."),),
    ),
    Ask(
        62, "Approve without the board what takes less than a day", CALLUM, needed_in=30, owner=FARID,
        forum="Change board", outcome=SAME_DAY, detail="Forty-one of the last sixty changes would have been such.",
    ),
    Ask(21, "Cut-over on the second weekend of {+1}", CALLUM, needed_in=30, owner=PAUL),
    Ask(24, "Who replaces Isla while she is away", GRACE, needed_in=18, owner=CALLUM,
        replies=(decided(12, CALLUM, "Fergus Bain, from our Leeds team. He has been with her for two weeks."),)),
    Ask(52, "Two of the team have left within a month", GRACE, cause="access", replies=(owned(50, RHONA),)),
)  # fmt: skip

MEASURES = (
    Measure("Orders billed the same day", "%", "higher", "95", "80",
            "31 33 32 36 38 37 41 44 43 47 46 49 55 58", "outcome", SAME_DAY),
    Measure("Days from build to approval", "days", "lower", "3", "6", "8 9 9 10 9 11 12 11 11 10 12 11 10 11"),
    Measure("Orders that need a hand", "%", "lower", "5", "12", "22 21 23 20 19 19 18 20 21 17 16 16 14 13"),
    Measure("Availability of the interfaces", "%", "higher", "99.5", "99.0",
            "99.6 99.7 99.5 99.7 99.8 99.6 99.7 99.8 99.7 - 99.8 99.7 99.8 99.9", "sla"),
    Measure("Invoices taken back", "in 1,000", "lower", "2", "4",
            "3.1 3.3 3.0 3.4 3.6 3.2 3.0 3.5 3.9 4.4 5.8 4.1 3.2 2.9",
            disputed=(4, "Half of these were double invoices, taken back twice.")),
)  # fmt: skip

RELEASES = Grid("Releases, from build to live", (GridVersion(195, (
    ("Build", {CALLUM: "A", ISLA: "R"}),
    ("Approval", {FARID: "R", PAUL: "C"}),
    ("Test with real orders", {PAUL: "A", ISLA: "R", TOM: "C"}),
    ("Cut-over", {CALLUM: "A", TOM: "R", FARID: "C", ANAND: "I"}),
), stands="drafted"),))  # fmt: skip

WORDS = (
    Word(236, GRACE, "for staying on the telephone until the last invoice was right", "Isla Grant"),
    Word(30, CALLUM, "for reading every change the same evening since {-1}", "Farid Haddad"),
    Word(45, GRACE, "Half of their delay is our board. Bring the figures before we speak of penalties."),
    Word(16, ANAND, "Rhona is losing patience, and she is right. Delegate before the next review, not after."),
    Word(40, CALLUM, "Another quarter like this and our own margin is gone. Rhona to speak with Anand alone."),
)  # fmt: skip

COVERS = (
    Cover(
        70,
        RHONA,
        "Isla's team repairs invoices and answers no mail. Ring me instead.",
        20,
        "I sat beside them on Monday: forty calls about the same eight invoices.",
        "Paul takes every call about a double invoice himself until they are repaired.",
        "+44 20 7946 0117",
        57,
    ),
)

LAST = Meeting(
    27, 50,
    Preparation(
        (
            (GRACE, "What a delayed release costs in the branches", "Four calls a day for each day it is late."),
            (CALLUM, "Sixty changes, and how long each waited", "One page, no names."),
        ),
    ),
    (
        (sections.PROMISED, "note", "Three of four late promises waited for an approval. Both sides want that counted "
         "where it belongs."),
        (sections.ASKS, "note", "Approvals below a day of work: Anand wants the board's answer in writing."),
        (sections.TABLED, "park", "A joint shift in the week of the cut-over."),
    ),
    (
        Said(GRACE, "We cannot ask for speed and approve at our own pace."),
        Said(CALLUM, "Let us release what is ready. Then hold us to it.", "differ",
             "Release six is not late through us: it has been ready for two weeks."),
    ),
    absent=("Paul Anders",),
    found=(Found(GRACE, 3, 3, "Bring whoever releases."), Found(CALLUM, 4, 2, "Fewer approvals, sooner.")),
)  # fmt: skip
BEFORE_TOMORROW = Preparation(
    (
        (GRACE, "Penalties: what for, and what not for", "Only for what did not wait for us."),
        (CALLUM, "Two small releases a week, for one month", "With a way back for each."),
    ),
    ((CALLUM, "Reconciliation without hands", "Live since Thursday; the first three runs needed nobody."),),
)

FELT = (
    Felt(GRACE, 3, 4, 3, 4, 4), Felt(PAUL, 3, 4, 4, 3, 3), Felt(TOM, 3, 4, 4, 0, 3),
    Felt(RHONA, 4, 1, 1, 3, 1), Felt(CALLUM, 4, 2, 1, 3, 2), Felt(ISLA, 4, 2, 1, 4, 0),
)  # fmt: skip

STORY = Story(
    (*WE_PROMISED, *THEY_PROMISED),
    OUTCOMES,
    ASKS,
    MEASURES,
    (RELEASES,),
    WORDS,
    views=(View(33, CALLUM, "Releases", Filters(text="release")),),
    covers=COVERS,
    invited=(Newcomer(6, CALLUM, "Fergus Bain", "contributor"),),
    meetings=(LAST,),
    felt=FELT,
    coming=Coming(1, 10, 31, BEFORE_TOMORROW),
)
