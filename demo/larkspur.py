"""Larkspur Networks: quiet, because the network is."""

from demo.promises import OPEN, REPORTED, Line, held_up, kept, missed
from demo.script import (
    Ask,
    CheckIn,
    Coming,
    Measure,
    Outcome,
    Story,
    Word,
    backed,
    cleared,
    decided,
    in_place,
    owned,
)

GRACE, ANAND, TOM, FARID = "Grace Lindqvist", "Anand Kulkarni", "Tom Okafor", "Farid Haddad"
BRAM, SANNE = "Bram Visser", "Sanne de Wit"
HEALS = "A cut cable is repaired before a branch opens"

PROMISES = (
    Line(322, "Keys to the forty telephone rooms", TOM, 21, missed(10)),
    Line(260, "Window for the branches in the south", FARID, 18, kept(1)),
    Line(198, "List of branches that close this year", GRACE, 15, kept()),
    Line(136, "Second line for the twelve largest branches approved", FARID, 22, kept(2)),
    Line(74, "Old telephone contracts given notice", GRACE, 20, kept()),
    Line(43, "Keys to the last six rooms", TOM, 21, missed(5)),
    Line(22, "Window for the head office", FARID, 28, OPEN),
    Line(321, "Map of every line, with its age", BRAM, 24, kept()),
    Line(259, "South on the new routers", BRAM, 40, held_up("The keys to the telephone rooms.", 12)),
    Line(199, "Spare parts within two hours", SANNE, 20, kept(1)),
    Line(137, "Second line in the twelve largest branches", BRAM, 60, kept(4)),
    Line(105, "Network that switches by itself, in the north", BRAM, 30, kept()),
    Line(73, "Same in the south", BRAM, 28, kept(2)),
    Line(44, "Who is called at night, and who is not", BRAM, 14, kept()),
    Line(30, "Test: cut a line while nobody knows", BRAM, 27, REPORTED),
)  # fmt: skip

STORY = Story(
    PROMISES,
    (
        Outcome(
            325, HEALS, "No branch opens without a line, for two quarters.",
            {"baseline": "Eleven mornings a year.", "business_function": "Sales and service", "sponsor": ANAND,
             "asked_months": 12, "granted_months": 12},
            (CheckIn(190, "on_track", 30, "The south has new routers; the north follows."),
             CheckIn(100, "on_track", 60, "North switches by itself."),
             CheckIn(19, "on_track", 85, "Four months without a dark branch.")),
            120, "Never two branches of one town in the same night.",
        ),
    ),
    (
        Ask(180, "Give the old telephone contracts notice together", BRAM, outcome=HEALS,
            replies=(backed(165, GRACE, "Backed: one letter, one date."),
                     in_place(74, GRACE, "All of them end with the year."))),
        Ask(70, "Nobody answers at night in the north", GRACE, cause="access",
            replies=(owned(66, BRAM), cleared(40, BRAM, "Three people by name, in turns."))),
        Ask(140, "Second line for the twelve largest branches", BRAM, needed_in=25, owner=FARID,
            replies=(decided(118, GRACE, "All twelve, from this year's money."),)),
        Ask(16, "Head office on a Saturday, or in two nights", BRAM, needed_in=25, owner=FARID),
    ),
    (
        Measure("Branches without a line", "mornings", "lower", "0", "1",
                "2 1 1 2 1 0 1 0 1 0 0 0 0 0", "outcome", HEALS),
        Measure("Availability of the network", "%", "higher", "99.9", "99.7",
                "99.71 99.80 99.78 99.69 99.84 99.90 99.88 99.93 99.91 99.95 99.96 99.97 99.97 99.98", "sla"),
        Measure("Repair of a line", "h", "lower", "4", "6", "7.1 6.8 6.9 6.2 5.9 5.1 4.8 4.9 4.2 3.9 3.7 3.8 3.2 3.1"),
    ),
    (),
    (
        Word(99, GRACE, "for a north that heals itself", "Bram Visser"),
        Word(28, GRACE, "They deserve a harder problem. Ask Sanne what they would want to build with us."),
    ),
    coming=Coming(10, 9, 25),
)  # fmt: skip
