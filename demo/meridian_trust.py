"""What Meridian and Northgate trust each other with: bets, people promised by name, contracts, how both find it."""

from demo.contracts import Amended, Chartered, Paper, Rehearsed
from demo.script import Bet, Felt, Named

PRIYA, ANAND, TOM, INES = "Priya Raman", "Anand Kulkarni", "Tom Okafor", "Ines Duarte"
JONAS, MEI, RAVI, HANNA = "Jonas Stein", "Mei Chen", "Ravi Desai", "Hanna Weiss"
DATABASES, CLOSE = "Databases run at world-class level", "Period close never waits for systems again"

BETS = (
    Bet(
        230,
        JONAS,
        "Two of Northgate's people rebuild an index without us",
        "A rebuild on the order tables, on a Sunday, with nobody of Meridian in the room.",
        180,
        "paid_off",
        PRIYA,
        45,
        "Tom and Farid did it on the second weekend; Mei slept.",
    ),
    Bet(
        70,
        PRIYA,
        "The restore test runs by itself, each night",
        "Seven mornings in a row with its protocol and without a telephone call.",
        160,
    ),
)
FELT = (
    Felt(ANAND, 4, 5, 3, 4, 4), Felt(PRIYA, 5, 4, 4, 4, 4), Felt(TOM, 4, 4, 4, 3, 0), Felt(INES, 4, 4, 3, 4, 5),
    Felt(HANNA, 4, 2, 2, 4, 2), Felt(JONAS, 4, 2, 1, 5, 2), Felt(MEI, 5, 3, 2, 4, 3), Felt(RAVI, 4, 2, 2, 4, 2),
)  # fmt: skip

NAMED = (
    Named(344, PRIYA, "Owns the archive at finance", INES, 337, CLOSE, INES, 337),
    Named(346, JONAS, "Architect of the databases", MEI, 339, DATABASES, MEI, 330),
    Named(19, JONAS, "Second architect of the databases", "Anouk Visser", 5, DATABASES),
)

CONTRACTS = (
    Amended(
        95, JONAS, "Running databases and ERP basis", "Two nights a month more, for the rebuild of the tables.",
        91, PRIYA,
    ),
    Amended(
        60, PRIYA, "Standby site, second phase", "A third weekend at the standby site.", 56, JONAS, 38_000,
    ),
    Paper(300, JONAS, "Running databases and ERP basis", "Liability insurance", "insurance", 24),
    Paper(170, PRIYA, "Standby site, second phase", "Agreement on the data at the second site", "data", 195),
    Rehearsed(
        78, PRIYA,
        "Runbooks, schemas and passwords are Northgate's and lie in its own vault. Meridian's bank methods stay "
        "Meridian's. Ninety days of handing over, both teams in full.",
        TOM, 80,
    ),
    Chartered(2, "Hanna Weiss"),
    Chartered(1, "Anand Kulkarni"),
)  # fmt: skip
