"""Ostrava Devices: ten thousand desks, and a lost autumn for want of addresses."""

from demo.promises import OPEN, Line, held_up, kept, missed, moved, still_waiting
from demo.script import (
    Ask,
    CheckIn,
    Coming,
    Measure,
    Outcome,
    Story,
    Word,
    cleared,
    decided,
    owned,
)

PRIYA, ANAND, TOM, FARID = "Priya Raman", "Anand Kulkarni", "Tom Okafor", "Farid Haddad"
JANA, PETR = "Jana Horak", "Petr Novak"
DESK = "A new colleague works on the first morning"

PROMISES = (
    Line(310, "Who sits where, for six sites", TOM, 24, missed(13)),
    Line(279, "New colleagues known a week before they come", PRIYA, 21, missed(9)),
    Line(217, "Standard of three devices instead of eleven", ANAND, 22, kept(1)),
    Line(155, "Who sits where, for the other nine sites", TOM, 26, missed(11)),
    Line(93, "Names of new colleagues from the personnel system", TOM, 24, kept()),
    Line(62, "Store room at the head office", TOM, 18, kept(2)),
    Line(25, "Date for the workshops in the plants", FARID, 34, OPEN),
    Line(309, "Six sites exchanged", JANA, 45, held_up("Who sits where.", 20)),
    Line(278, "Repair within a day", JANA, 24, missed(6)),
    Line(216, "Catalogue of three devices", PETR, 20, kept()),
    Line(154, "Device ready before the first morning", JANA, 30, held_up("The names of new colleagues.", 14)),
    Line(124, "Service desk in two languages", JANA, 24, moved(14, "Our second colleague starts a fortnight later.")),
    Line(92, "Nine further sites exchanged", JANA, 50, kept(1)),
    Line(61, "Lent device while one is repaired", JANA, 20, kept()),
    Line(27, "Plants exchanged", JANA, 25, still_waiting("A date for the workshops in the plants.", 12, FARID)),
)  # fmt: skip

STORY = Story(
    PROMISES,
    (
        Outcome(
            315, DESK, "Nineteen of twenty new colleagues sign in before ten on their first day.",
            {"baseline": "Four days on average.", "business_function": "IT operations", "business_owner": TOM,
             "sponsor": ANAND, "asked_months": 9, "granted_months": 12},
            (CheckIn(210, "at_risk", 20, "We hear of new colleagues when they stand at the door."),
             CheckIn(90, "at_risk", 45, "Names will come from the personnel system; until then by mail."),
             CheckIn(18, "on_track", 70, "Two days became half of one.")),
        ),
    ),
    (
        Ask(205, "We learn of new colleagues on their first morning", JANA, cause="process", outcome=DESK,
            replies=(owned(200, TOM), cleared(72, JANA, "The personnel system tells us, ten days ahead."))),
        Ask(24, "Workshops in the plants: whose floor is it", JANA, cause="raci"),
        Ask(220, "Three devices instead of eleven", PETR, needed_in=25, owner=ANAND,
            replies=(decided(197, ANAND, "Three, and one exception for the drawing office."),)),
        Ask(20, "Old devices to schools or to the recycler", JANA, needed_in=30, owner=PRIYA),
        Ask(26, "Choose the device with the people who use it", JANA, outcome=DESK,
            detail="Ten people, one week, three devices each. The catalogue would be theirs."),
    ),
    (
        Measure("Signed in before ten on the first day", "%", "higher", "95", "85",
                "22 25 24 30 33 31 38 41 47 52 66 71 80 86", "outcome", DESK),
        Measure("Repair", "days", "lower", "1", "2", "3.4 3.1 3.3 2.9 2.2 2.0 1.8 1.9 1.5 1.2 1.1 1.2 1.0 0.9"),
        Measure("People content with their device", "of 5", "higher", "4.2", "3.8",
                "3.1 - 3.2 3.3 - 3.5 3.6 - 3.8 3.9 - 4.0 4.1 4.2", "xla"),
    ),
    (),
    (
        Word(60, PRIYA, "for nine sites in seven weeks, and no one lost a file", "Jana Horak"),
        Word(24, PRIYA, "Their price is due next spring. Compare with what a lent device saved us."),
    ),
    coming=Coming(15, 15, 20),
)  # fmt: skip
