"""Faults of standing promises: their rhythm, their clock, and that both sides agree."""

from tests.mutants.planting import Mutant

AGREED = ("tests/governance/standing/test_agreed_by_both.py",)
CHANGES = ("tests/governance/standing/test_changes.py",)
CLOCK = ("tests/governance/standing/test_clock.py",)
RHYTHMS = ("tests/governance/calendar/test_rhythms.py",)
PAGES = ("tests/governance/standing/test_standing_pages.py",)

MUTANTS = (
    Mutant(
        "One side alone makes a standing promise.",
        "governance/standing/verbs/agreeing.py",
        "if by.side == standing.asked_side:",
        "if by.side == 'nobody':",
        AGREED,
    ),
    Mutant(
        "Each time is made a day later than it is said.",
        "governance/standing/clock.py",
        "AHEAD = timedelta(days=28)",
        "AHEAD = timedelta(days=27)",
        CLOCK,
    ),
    Mutant(
        "What a clock that stood makes late counts as missed.",
        "governance/standing/clock.py",
        "promised_on=today",
        "promised_on=falls",
        CLOCK,
    ),
    Mutant(
        "In a partnership that has ended it goes on falling due.",
        "governance/standing/clock.py",
        "if not ended:",
        "if True:",
        CLOCK,
    ),
    Mutant(
        "A month in which one was made has another one.",
        "governance/models/standing_promises.py",
        "after=self.made_month",
        "after=None",
        CLOCK,
    ),
    Mutant(
        "Other terms change what is within the weeks ahead.",
        "governance/standing/verbs/changing.py",
        "make_due(standing, now=now)\n    for name in TERMS:",
        "for name in TERMS:",
        CHANGES,
    ),
    Mutant(
        "Who owes it ends it alone.",
        "governance/standing/verbs/changing.py",
        'if by.side == standing.side:\n        raise Refused("Only the side this is owed to',
        'if by.side == "nobody":\n        raise Refused("Only the side this is owed to',
        CHANGES,
    ),
    Mutant(
        "What was made ahead of its day outlives the end.",
        "governance/standing/verbs/changing.py",
        "first_due_on__gt=standing.ended_on",
        "first_due_on__lt=standing.begins_on",
        CHANGES,
    ),
    Mutant(
        "What falls on a day off is due in the month before, or on that day.",
        "governance/calendar/rhythms.py",
        "return working_day_by(falls, country, earliest=first)",
        "return falls",
        RHYTHMS,
    ),
    Mutant(
        "What one's own side asks for waits on one's own desk.",
        "governance/standing/queries.py",
        'OuterRef("pk"), side=person.side.other',
        'OuterRef("pk"), side=person.side',
        PAGES,
    ),
)
