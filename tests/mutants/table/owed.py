"""How something owed stands: its thresholds, and the surfaces that ask for them."""

from tests.mutants.planting import Mutant

OWED = ("tests/governance/owed/test_owed.py",)
ONE_FACT = ("tests/reviews/test_one_fact.py",)
STATUS = "governance/owed/status.py"

MUTANTS = (
    Mutant(
        "What waits thirty days for an answer is not red.",
        STATUS,
        "days >= DAYS_TO_HURT",
        "days > DAYS_TO_HURT",
        OWED,
    ),
    Mutant(
        "It turns amber a day early.",
        STATUS,
        "DAYS_TO_HURT = 14, 30",
        "DAYS_TO_HURT = 13, 30",
        OWED,
    ),
    Mutant(
        "What is due today is late.",
        STATUS,
        "    if days > 0:",
        "    if days >= 0:",
        OWED,
    ),
    Mutant(
        "Near is six working days.",
        STATUS,
        "WORKING_DAYS_AHEAD = 5",
        "WORKING_DAYS_AHEAD = 6",
        OWED,
    ),
    Mutant(
        "A report may wait six working days.",
        STATUS,
        "WORKING_DAYS_TO_CONFIRM = 5",
        "WORKING_DAYS_TO_CONFIRM = 6",
        OWED,
    ),
    Mutant(
        "Who owes it reads that they have to confirm it.",
        STATUS,
        "reader is owed.side.other",
        "reader is owed.side",
        OWED,
    ),
    Mutant(
        "Advice that was backed waits since it was given.",
        "governance/models/asks.py",
        "return backed_on or self.looked_on or self.raised_on",
        "return self.raised_on",
        ("tests/governance/asks/test_asks_listed.py",),
    ),
    Mutant(
        "What was done is kept, however late.",
        "governance/tracker/rows.py",
        "owed_of(self.item, self.verdict)",
        "owed_of(self.item)",
        ONE_FACT,
    ),
    Mutant(
        "The pack forgets what the ledger says of what is done.",
        "reviews/facts/owed.py",
        "    return judge(promise, on)",
        "    return None",
        ("tests/reviews/test_thresholds.py",),
    ),
    Mutant(
        "An answered ask is still red.",
        "reviews/facts/owed.py",
        "return ask.open and",
        "return",
        ("tests/reviews/record/test_reds_and_changes.py",),
    ),
    Mutant(
        "The portfolio shows the ask that hurts least.",
        "dashboards/attention.py",
        "worst = max(every, key=lambda status",
        "worst = min(every, key=lambda status",
        ("tests/dashboards/test_attention.py",),
    ),
    Mutant(
        "A decision and what waits without a date are taken for each other.",
        "dashboards/queries/portfolio.py",
        "filter=Q(needed_by=None)",
        "filter=~Q(needed_by=None)",
        ONE_FACT,
    ),
)
