"""Faults of the pages that see across."""

from tests.mutants.planting import Mutant

THRESHOLDS = ("tests/dashboards/test_thresholds.py",)
STANDING = ("tests/dashboards/charts/test_standing.py",)
SENTENCES = ("tests/dashboards/views/test_page_sentences.py",)
HOUSE = ("tests/dashboards/queries/test_our_debts_rows.py",)
PLAN = ("tests/dashboards/test_import_plan.py",)
LIMITS = ("tests/dashboards/verbs/test_limits.py",)

MUTANTS = (
    Mutant(
        "Two reds hurt like three.", "dashboards/attention.py", "MANY_RED = 3", "MANY_RED = 2", THRESHOLDS
    ),
    Mutant(
        "Silent indicators are counted as if they had no target.",
        "dashboards/attention.py",
        "for standing in every if not is_silent(standing)]",
        "for standing in every]",
        THRESHOLDS,
    ),
    Mutant(
        "A partnership looks as its lightest cell.",
        "dashboards/attention.py",
        "heaviest = max(looks,",
        "heaviest = min(looks,",
        THRESHOLDS,
    ),
    Mutant(
        "Outcomes without a check-in count as on track.",
        "dashboards/attention.py",
        'Look("good" if len(known) == len(every) else "none", word)',
        'Look("good", word)',
        ("tests/dashboards/test_attention.py",),
    ),
    Mutant(
        "A percentage is shown from nineteen promises on.",
        "dashboards/queries/kept.py",
        "tally.due >= ENOUGH_FOR_PERCENT",
        "tally.due >= ENOUGH_FOR_PERCENT - 1",
        THRESHOLDS,
    ),
    Mutant(
        "The earlier half of the year has five months.",
        "dashboards/queries/kept.py",
        "else tallies[:6]",
        "else tallies[:5]",
        THRESHOLDS,
    ),
    Mutant(
        "A year that ends in December has thirteen months.",
        "dashboards/queries/kept.py",
        "if day.month == 12 else",
        "if day.month == 13 else",
        THRESHOLDS,
    ),
    Mutant(
        "The bottleneck is the side whose promises were kept.",
        "dashboards/queries/summary_sentence.py",
        "return reader if gap > 0 else reader.other",
        "return reader if gap < 0 else reader.other",
        THRESHOLDS,
    ),
    Mutant(
        "The bottleneck is the side whose promises were held up.",
        "dashboards/queries/summary_sentence.py",
        "Fraction(side.missed + other.held_up, side.due + other.held_up)",
        "Fraction(side.missed + side.held_up, side.due)",
        ("tests/dashboards/queries/test_summary_sentence.py",),
    ),
    Mutant(
        "Four promises accuse a side of being the bottleneck.",
        "dashboards/queries/summary_sentence.py",
        "if min(own.due, other.due) < FEW:",
        "if min(own.due, other.due) < FEW - 1:",
        THRESHOLDS,
    ),
    Mutant(
        "Ten points of difference are no bottleneck where they are written in binary.",
        "dashboards/queries/summary_sentence.py",
        "gap = _stopped(own, other) - _stopped(other, own)",
        "gap = float(_stopped(own, other)) - float(_stopped(other, own))",
        THRESHOLDS,
    ),
    Mutant(
        "The days we waited are told as theirs.",
        "dashboards/queries/summary_sentence.py",
        "for_us, for_them = waited[reader], waited[reader.other]",
        "for_them, for_us = waited[reader], waited[reader.other]",
        THRESHOLDS,
    ),
    Mutant(
        "The desk drops its thirtieth line.",
        "dashboards/queries/desk.py",
        "return cls(rows[:SHOWN],",
        "return cls(rows[: SHOWN - 1],",
        THRESHOLDS,
    ),
    Mutant(
        "A value on its target is off it.",
        "dashboards/charts/standing.py",
        'value >= mark if trend.direction == "higher"',
        'value > mark if trend.direction == "higher"',
        STANDING,
    ),
    Mutant(
        "A month that is silent is as good as the one before.",
        "dashboards/charts/standing.py",
        "if not series or series[-1].value is None:",
        "if not series:",
        STANDING,
    ),
    Mutant(
        "What gets worse is called better.",
        "dashboards/charts/standing.py",
        '(change > 0) == (trend.direction == "higher")',
        "change > 0",
        STANDING,
    ),
    Mutant(
        "Partnerships that have ended stay in the portfolio.",
        "dashboards/queries/portfolio.py",
        "list(in_sight(Partner.objects.visible_to(reader)))",
        "list(Partner.objects.visible_to(reader))",
        ("tests/dashboards/views/test_across.py",),
    ),
    Mutant(
        "Draft outcomes are counted in the portfolio.",
        "dashboards/queries/portfolio.py",
        ", state=OutcomeIntent.State.AGREED)",
        ")",
        ("tests/dashboards/views/test_across.py",),
    ),
    Mutant(
        "A reading is recorded by whoever only reads.",
        "dashboards/verbs/readings.py",
        "    require(by, Permission.RECORD_READINGS, indicator.partner)\n",
        "",
        ("tests/dashboards/views/test_across.py",),
    ),
    Mutant(
        "Retired indicators are judged in the portfolio.",
        "dashboards/queries/performance.py",
        "retired_on=None)",
        ")",
        ("tests/dashboards/views/test_across.py",),
    ),
    Mutant(
        "Waiting for a colleague counts as holding up the other side.",
        "dashboards/queries/our_debts.py",
        ".exclude(item__side=reader.side)",
        "",
        HOUSE,
    ),
    Mutant(
        "What our house owes today is late.",
        "dashboards/queries/our_debts.py",
        "Q(due__lt=today)",
        "Q(due__lte=today)",
        HOUSE,
    ),
    Mutant(
        "A room of our house holds what the other side owes as well.",
        "dashboards/queries/our_debts.py",
        "to_do().owed_by(reader.side)",
        "to_do()",
        HOUSE,
    ),
    Mutant(
        "The month that begins today cannot be imported.",
        "dashboards/importing/readings_plan.py",
        "if row.period > self.today:",
        "if row.period >= self.today:",
        PLAN,
    ),
    Mutant(
        "A file names a partner by a code longer than is kept.",
        "dashboards/importing/readings_plan.py",
        "LONGEST_CODE, LONGEST_UNIT = 20, 30",
        "LONGEST_CODE, LONGEST_UNIT = 21, 30",
        PLAN,
    ),
    Mutant(
        "A role that records readings somewhere imports for every partner.",
        "dashboards/importing/readings_plan.py",
        "elif not can(self.by, Permission.RECORD_READINGS, partner):",
        "elif False:",
        PLAN,
    ),
    Mutant(
        "A free hand is over on its last day.",
        "dashboards/queries/partnership.py",
        "if until is None or until < self.today:",
        "if until is None or until <= self.today:",
        SENTENCES,
    ),
    Mutant(
        "All that is owed is said to be late as soon as the first thirty are.",
        "dashboards/queries/desk.py",
        "if late == SHOWN and self.owed.goes_on:",
        "if late == SHOWN and not self.owed.goes_on:",
        SENTENCES,
    ),
    Mutant(
        "Amber may not lie on the target.",
        "dashboards/verbs/indicators.py",
        "(amber > target if higher else amber < target)",
        "(amber >= target if higher else amber < target)",
        LIMITS,
    ),
    Mutant(
        "Whoever recorded a disputed reading accepts it.",
        "dashboards/verbs/readings.py",
        "if reading.state == Reading.State.DISPUTED and reading.recorded_by.side is by.side:",
        "if False:",
        LIMITS,
    ),
)
