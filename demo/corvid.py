"""Corvid Quality: hired to run test cases, it began to ask why the defects are there at all."""

from demo.promises import OPEN, REPORTED, Line, held_up, kept, missed, moved
from demo.script import (
    Ask,
    CheckIn,
    Coming,
    Grid,
    GridVersion,
    Measure,
    Meeting,
    Outcome,
    Preparation,
    Said,
    Story,
    Word,
    backed,
    cleared,
    decided,
    in_place,
    owned,
)
from reviews import sections

PRIYA, ANAND, TOM, FARID, PAUL = "Priya Raman", "Anand Kulkarni", "Tom Okafor", "Farid Haddad", "Paul Anders"
NOOR, JANEK, ZOFIA = "Noor Aziz", "Janek Wolski", "Zofia Krol"
QUIET = "A release is something nobody in the branches notices"

WE_PROMISED = (
    Line(345, "Test data of one full quarter", PAUL, 22, missed(6)),
    Line(314, "Read access to the defect list of three years", TOM, 15, kept(1)),
    Line(283, "Seat for Noor in the release meeting", ANAND, 14, kept(2)),
    Line(252, "Order of importance of the forty processes", PAUL, 24, missed(5)),
    Line(221, "Stop the test cases nobody can explain", PRIYA, 21, kept()),
    Line(190, "Let Corvid look at requirements before they are built", ANAND, 20, kept(3)),
    Line(159, "Wider mandate: quality of the requirements", ANAND, 30, kept(5)),
    Line(128, "Room for four people beside the developers", TOM, 22, kept()),
    Line(97, "Problem of their own choice for one quarter", ANAND, 21, kept(2)),
    Line(66, "Business owners answer questions within a day", PAUL, 24, missed(4)),
    Line(35, "Seat at the portfolio planning of {+2}", ANAND, 20, kept(1)),
    Line(35, "Contract for the wider mandate", PRIYA, 44, OPEN),
)  # fmt: skip

THEY_PROMISED = (
    Line(344, "Two hundred test cases run", NOOR, 20, kept()),
    Line(315, "Which of our test cases ever found anything", JANEK, 21, kept(2)),
    Line(284, "Test plan by risk instead of by system", NOOR, 22, kept(1)),
    Line(253, "Regression in one night", JANEK, 30, moved(14, "The second test system comes later than planned.")),
    Line(222, "Where the defects of a year began", NOOR, 24, kept()),
    Line(191, "Questions to the twelve vaguest requirements", JANEK, 15, kept(1)),
    Line(160, "Requirements workshop with sales", NOOR, 20, kept()),
    Line(129, "Month end rehearsed with real people", JANEK, 24, held_up("The room beside the developers.", 9)),
    Line(98, "Two developers of ours trained", NOOR, 28, kept(3)),
    Line(67, "Price errors found before the customer does", JANEK, 25, kept()),
    Line(35, "Their own problem: returns that nobody counts", NOOR, 30, kept(2)),
    Line(35, "Return figures, with the cause of each", JANEK, 30, REPORTED),
    Line(31, "Proposal for the wider mandate", ZOFIA, 45, OPEN),
)  # fmt: skip

OUTCOMES = (
    Outcome(
        340, QUIET, "No release is taken back for three quarters, and the branches call no more than on any other day.",
        {
            "vision": "Releases on a Tuesday at eleven.", "baseline": "Every third release is taken back.",
            "forecast": "With weekly releases that is once a month.", "business_function": "Sales and service",
            "business_owner": PAUL, "sponsor": ANAND, "asked_months": 12, "granted_months": 12,
            "benchmark": "Payment networks release daily and take back one in four hundred.",
            "benchmark_source": "Corvid's work for two payment networks",
        },
        (
            CheckIn(250, "on_track", 20, "A third of the test cases found nothing in three years. They are gone."),
            CheckIn(160, "on_track", 45, "Half of all defects begin in a requirement nobody asked about."),
            CheckIn(65, "on_track", 70, "Two quarters without a release taken back."),
            CheckIn(14, "on_track", 80, "Branches did not notice the last three."),
        ),
        150, "No test with personal data outside the house; sales decides what matters most.",
    ),
)  # fmt: skip

ASKS = (
    Ask(
        215, "Ask about requirements before they are built", NOOR, outcome=QUIET,
        detail="Half of the defects we find were written down as wishes three months earlier.",
        replies=(backed(201, ANAND, "Backed. Start with the twelve vaguest."),
                 in_place(130, ANAND, "Every requirement above ten days of work passes by Noor.")),
    ),
    Ask(
        104, "Give us one problem, not a list of systems", ZOFIA,
        replies=(backed(97, ANAND, "Backed: one quarter, a problem of your own choice."),
                 in_place(36, ANAND, "They chose the returns. Nobody had counted them before.")),
    ),
    Ask(18, "Count returns by cause in the branches", JANEK, outcome=QUIET,
        detail="One field on one form. It would tell us a week earlier than any test."),
    Ask(240, "Second test system", JANEK, needed_in=30, owner=TOM,
        replies=(decided(215, PRIYA, "Granted, until the year ends."),)),
    Ask(18, "Wider mandate: quality from the requirement on", ZOFIA, needed_in=35, owner=ANAND, forum="IT board"),
    Ask(150, "Test people may not speak with the branches", NOOR, cause="process",
        replies=(owned(147, PAUL), cleared(120, NOOR, "Paul opened three branches to us."))),
    Ask(27, "Corvid is two people deep", PRIYA, cause="access", replies=(owned(25, ZOFIA),)),
)  # fmt: skip

MEASURES = (
    Measure("Releases taken back", "of 10", "lower", "0", "1", "3 3 4 3 2 3 2 1 1 1 0 0 0 0", "outcome", QUIET),
    Measure("Defects found by customers", "a month", "lower", "5", "10", "31 28 30 27 22 24 19 17 14 12 11 8 6 5"),
    Measure("Test cases", "", "none", "", "", "1840 1840 1835 1790 1520 1310 1180 990 860 840 810 790 780 760"),
    Measure("Hours for a full regression", "h", "lower", "8", "12", "62 60 61 55 48 40 33 21 14 11 9 9 8 7.5"),
    Measure("Calls on release day", "a day", "lower", "90", "120",
            "340 310 355 290 240 260 190 - 150 130 112 98 91 84", "xla"),
)  # fmt: skip

QUALITY = Grid("Quality, from the wish to the branch", (GridVersion(210, (
    ("Question a requirement", {PAUL: "A", NOOR: "R", PRIYA: "I"}),
    ("Test by risk", {NOOR: "A", JANEK: "R", TOM: "C"}),
    ("Release or not", {FARID: "A", NOOR: "R", PAUL: "C", ANAND: "I"}),
)),))  # fmt: skip

WORDS = (
    Word(218, ANAND, "for throwing away a thousand test cases, each with a reason", "Janek Wolski"),
    Word(64, ANAND, "for two quarters nobody had to telephone about", "Noor Aziz, Janek Wolski and Paul Anders"),
    Word(15, NOOR, "for opening the branches to us", "Paul Anders"),
    Word(22, PRIYA, "They are worth more than we pay. Say it before somebody else does."),
    Word(17, ZOFIA, "If the mandate comes, we need two more seniors by spring. Ask for the date first."),
)  # fmt: skip

LAST = Meeting(
    35,
    60,
    Preparation(
        (
            (PRIYA, "Quality where nobody ordered it", "What they found without being asked, in a year."),
            (NOOR, "Returns: the problem we chose", "Every ninth parcel, and nobody knows why."),
        ),
    ),
    (
        (sections.OUTCOMES, "note", "Three releases in a row that the branches did not notice."),
        (
            sections.ASKS,
            "note",
            "The mandate is too small for what they do. Anand brings a wider one to the IT board.",
        ),
    ),
    (
        Said(PRIYA, "We hired testers and got colleagues who ask the right question."),
        Said(NOOR, "Trust us with the requirement, and there will be less to test."),
    ),
)

STORY = Story(
    (*WE_PROMISED, *THEY_PROMISED),
    OUTCOMES,
    ASKS,
    MEASURES,
    (QUALITY,),
    WORDS,
    meetings=(LAST,),
    coming=Coming(3, 11, 36),
)
