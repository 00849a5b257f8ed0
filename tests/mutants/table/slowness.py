"""Faults planted in whose days a slip is made of, and in what governing costs."""

from tests.mutants.planting import Mutant

CORE, READING = "governance/slowness/attribution.py", "governance/slowness/reading.py"
ATTRIBUTION = ("tests/governance/slowness/test_attribution.py",)
READ = ("tests/governance/slowness/test_reading.py",)
EFFORT = ("tests/reviews/test_effort.py",)

MUTANTS = (
    Mutant(
        "The earliest days that were lost count, and not the latest.",
        CORE,
        "sorted(holder)[-slip.days :]",
        "sorted(holder)[: slip.days]",
        ATTRIBUTION,
    ),
    Mutant(
        "A day is whose held the shortest stretch.",
        CORE,
        "return -each.days, each.first",
        "return each.days, each.first",
        ATTRIBUTION,
    ),
    Mutant(
        "What nobody held is nobody's.",
        CORE,
        "    if left:\n        yield",
        "    if False:\n        yield",
        ATTRIBUTION,
    ),
    Mutant("A promise costs its owner also what it waited.", CORE, "if day not in waited]", "]", ATTRIBUTION),
    Mutant(
        "What was lost before the outcome began counts.",
        CORE,
        "max(each.first, slip.began)",
        "each.first",
        ATTRIBUTION,
    ),
    Mutant(
        "The sponsor's side delivers.",
        READING,
        "outcome.sponsor.side.other if",
        "outcome.sponsor.side if",
        READ,
    ),
    Mutant(
        "Waiting on one's own side charges a cause of its own.",
        READING,
        "if wait.on_side == item.side:",
        "if False:",
        READ,
    ),
    Mutant(
        "A recommendation is never patient.",
        READING,
        "ask.raised_on + _PATIENCE, backed_on",
        "ask.raised_on, backed_on",
        READ,
    ),
    Mutant(
        "A spent budget asks all the same.",
        "governance/effort/spent.py",
        "self.seconds >= BUDGET",
        "self.seconds > 2 * BUDGET",
        EFFORT,
    ),
    Mutant(
        "Whoever was invited alone costs time.",
        "governance/effort/spent.py",
        '("present", "following")',
        '("present", "invited")',
        EFFORT,
    ),
)
