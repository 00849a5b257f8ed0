"""Nimbus Cloud: large, punctual, and not to be hurried."""

from demo.promises import OPEN, Line, held_up, kept, missed, moved
from demo.script import (
    Ask,
    CheckIn,
    Coming,
    Measure,
    Outcome,
    Story,
    Word,
    decided,
    owned,
    turned_down,
)

GRACE, ANAND, TOM, FARID = "Grace Lindqvist", "Anand Kulkarni", "Tom Okafor", "Farid Haddad"
DECLAN, AOIFE = "Declan Shaw", "Aoife Byrne"
OUT = "Half of our own machine rooms are empty"

PROMISES = (
    Line(330, "List of systems in the order they move", TOM, 24, missed(5)),
    Line(299, "Network path ordered at both ends", TOM, 21, kept(1)),
    Line(268, "Rules for data that stays in the country", FARID, 24, missed(8)),
    Line(206, "First ten systems released for the move", TOM, 22, kept()),
    Line(144, "Owners named for what nobody owns", GRACE, 20, kept(2)),
    Line(82, "Switch off what has moved", TOM, 26, missed(12)),
    Line(51, "Second ten systems released", TOM, 20, kept()),
    Line(23, "Tags on everything, so that the bill can be read", TOM, 35, OPEN),
    Line(331, "Landing zone ready", DECLAN, 25, kept(2)),
    Line(298, "Prices of the second region", DECLAN, 14, kept()),
    Line(237, "Recovery exercise in the second region", DECLAN, 28, kept(1)),
    Line(205, "First ten systems moved", DECLAN, 40, held_up("The release of the first ten systems.", 16)),
    Line(145, "Why the bill of {-6} was a third higher", DECLAN, 12, missed(9)),
    Line(113, "Named engineer instead of a queue", AOIFE, 30, moved(20, "The one we want is free only then.")),
    Line(81, "Alarm before the bill, not after", DECLAN, 20, kept()),
    Line(50, "Second ten systems moved", DECLAN, 44, OPEN),
    Line(24, "Price of what is switched on at night", DECLAN, 18, kept(1)),
)  # fmt: skip

STORY = Story(
    PROMISES,
    (
        Outcome(
            335, OUT, "Forty of eighty systems run on the platform; two of four machine rooms are given back.",
            {"baseline": "Eighty systems in four rooms.", "business_function": "IT operations", "business_owner": TOM,
             "sponsor": ANAND, "asked_months": 18, "granted_months": 18},
            (CheckIn(200, "on_track", 15, "Ground is laid; ten systems are next."),
             CheckIn(86, "at_risk", 25, "What has moved still runs here too: we pay twice."),
             CheckIn(20, "on_track", 38, "Second ten on the way; the first room is half empty.")),
        ),
    ),
    (
        Ask(90, "Switch off at night what nobody uses at night", DECLAN, outcome=OUT,
            replies=(turned_down(70, GRACE, "Not before everything is tagged: we do not know who uses what."),)),
        Ask(45, "Commit for three years on the base load", DECLAN, needed_in=60, owner=ANAND, forum="Finance board"),
        Ask(150, "Engineer by name", GRACE, needed_in=40, owner=AOIFE,
            replies=(decided(112, AOIFE, "Yes: Fionn Daly, from {-3} on."),)),
        Ask(60, "What has moved still runs here too", DECLAN, cause="process", outcome=OUT, replies=(owned(52, TOM),)),
    ),
    (
        Measure("Availability of the platform", "%", "higher", "99.9", "99.5",
                "99.95 99.97 99.96 99.98 99.97 99.99 99.98 99.97 99.99 99.98 99.98 99.99 99.99 99.98", "sla"),
        Measure("Systems moved", "", "higher", "20", "15", "0 0 0 0 2 4 6 8 10 10 10 12 15 16", "outcome", OUT),
        Measure("Cost of a system", "EUR a month", "lower", "900", "1100",
                "1240 1235 1228 1231 1210 1190 1175 1560 1180 1140 1105 1082 1060 1047"),
        Measure("Answer to an urgent call", "minutes", "lower", "15", "30",
                "22 19 24 21 18 25 17 16 14 13 12 14 11 12"),
    ),
    (),
    (
        Word(230, GRACE, "for a recovery exercise that surprised nobody", "Declan Shaw"),
        Word(33, GRACE, "Three years of commitment only against the price of the second region. Lena to see it first."),
    ),
    coming=Coming(8, 10, 27),
)  # fmt: skip
