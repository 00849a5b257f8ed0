"""Faults of tough and fair: who rates, what is kept, what is told and when."""

from tests.mutants.planting import Mutant

GAP = ("tests/reviews/rating/test_gap.py",)
UNMASKING = ("tests/reviews/rating/test_unmasking.py",)
RATING = ("tests/reviews/rating/test_rating.py",)
PULSE = ("tests/governance/pulse/test_pulse.py",)
PAGES = ("tests/reviews/rating/test_rating_pages.py",)

MUTANTS = (
    Mutant(
        "Everybody reads how the sides answered the five questions.",
        "governance/pulse/part.py",
        "person.roles.get(partner.pk) == Role.EXECUTIVE_SPONSOR",
        "partner.pk in person.roles",
        PULSE,
    ),
    Mutant(
        "The five questions are told while they are answered.",
        "governance/pulse/period.py",
        "if is_open(now) else quarter",
        "if not is_open(now) else quarter",
        PULSE,
    ),
    Mutant(
        "The five questions close a day late.",
        "governance/pulse/period.py",
        ") <= open_",
        ") <= timedelta(1) + open_",
        PULSE,
    ),
    Mutant("Two answers of a side are enough.", "governance/together.py", "LEAST = 3", "LEAST = 2", PAGES),
    Mutant(
        "A side finds it so by a bound that gives answers away.",
        "governance/together.py",
        "(len(counts) + 1) * sum(counts)",
        "(len(counts) + 3) * sum(counts)",
        UNMASKING,
    ),
    Mutant(
        "A side that lies in the middle finds it so.",
        "governance/together.py",
        "enumerate(counts, 1)) > (",
        "enumerate(counts, 1)) >= (",
        GAP,
    ),
    Mutant(
        "One side's answers are enough.",
        "governance/together.py",
        "min(sum(ours), sum(theirs)) < LEAST",
        "max(sum(ours), sum(theirs)) < LEAST",
        GAP,
    ),
    Mutant(
        "Everybody reads the gap.",
        "reviews/rating/part.py",
        "person.roles.get(partner.pk) == Role.EXECUTIVE_SPONSOR",
        "partner.pk in person.roles",
        PAGES,
    ),
    Mutant(
        "Whoever is invited alone rates it.",
        "reviews/rating/part.py",
        "_THERE = (Attendance.State.PRESENT,",
        "_THERE = (Attendance.State.INVITED, Attendance.State.PRESENT,",
        RATING,
    ),
    Mutant(
        "The lines of the other side are read while somebody can still write one.",
        "reviews/rating/shown.py",
        "if not self.is_over or not",
        "if not",
        PAGES,
    ),
    Mutant(
        "A side reads its own lines.",
        "reviews/rating/shown.py",
        "return self._lines[self.person.side.other]",
        "return self._lines[self.person.side]",
        PAGES,
    ),
    Mutant(
        "The last line is the latest.", "reviews/rating/verbs.py", "            _shuffle(side.better)\n", "", RATING
    ),
    Mutant("Somebody rates twice.", "reviews/rating/verbs.py", "if has_rated(review, by):", "if False:", RATING),
    Mutant("It is over a day early.", "reviews/rating/period.py", 'now) > until', 'now) >= until', RATING),
    Mutant(
        "It is rated before anything was read back.",
        "reviews/rating/period.py",
        "return _read_back(review)",
        "return True",
        RATING,
    ),
)  # fmt: skip
