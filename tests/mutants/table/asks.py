"""Faults of asks in depth: risks and their looks, options and what came of them, briefs and what climbs."""

from tests.mutants.planting import Mutant

VERBS = "governance/asks/verbs/risks.py"
RISKS = ("tests/governance/asks/test_risks.py",)
OPTIONS = ("tests/governance/asks/test_options.py",)
ADVOCACY = ("tests/governance/asks/test_advocacy.py",)
EXCEPTIONS = ("tests/reviews/agenda/test_exceptions.py",)

MUTANTS = (
    Mutant(
        "Whoever asks to live with a risk agrees to it.",
        VERBS,
        "if by.side == ask.acceptance_side:",
        "if False:",
        RISKS,
    ),
    Mutant("Either side treats a risk.", VERBS, "if voice.side != ask.on_side:", "if False:", RISKS),
    Mutant(
        "The next look is promised for the day of this one.",
        VERBS,
        "if needed_by == today:",
        "if False:",
        RISKS,
    ),
    Mutant(
        "A no to living with it needs no reason.",
        VERBS,
        "if not words and by.side != ask.acceptance_side:",
        "if False:",
        RISKS,
    ),
    Mutant(
        "A look taken back stays done.",
        "governance/restoring.py",
        "looks.filter(number=ask.looks_done + 1).update(",
        "looks.none().update(",
        RISKS,
    ),
    Mutant(
        "A look that was moved counts by its first day alone.",
        "governance/ledger/facts.py",
        "dates = (GivenDate(look.given, look.first_needed_by, True), *moves)",
        "dates = (GivenDate(look.given, look.first_needed_by, True),)",
        RISKS,
    ),
    Mutant(
        "What happened is in nobody's hands.",
        VERBS,
        "        owner=ask.owner,\n        came_of",
        "        came_of",
        RISKS,
    ),
    Mutant(
        "A look is late on the very day it is due.",
        "reviews/sections/exceptions.py",
        'ask.kind != "risk" or ask.needed_by is None or ask.needed_by >= facts.on:',
        'ask.kind != "risk" or ask.needed_by is None or ask.needed_by > facts.on:',
        EXCEPTIONS,
    ),
    Mutant(
        "An option of another decision is decided.",
        "governance/asks/verbs/answering.py",
        "if option is not None and option.ask_id != ask.pk:",
        "if False:",
        OPTIONS,
    ),
    Mutant(
        "Whether it worked is said before its day.",
        "governance/asks/verbs/answering.py",
        "if today < ask.worked_due_on:",
        "if False:",
        OPTIONS,
    ),
    Mutant(
        "What follows from a decision waits for it.",
        "governance/tracker/verbs/waiting.py",
        "if item.ask_id == ask.pk:",
        "if False:",
        OPTIONS,
    ),
    Mutant(
        "The brief goes to the other side.",
        "governance/asks/verbs/advocacy.py",
        "if each.side == by.side and can(",
        "if can(",
        ADVOCACY,
    ),
    Mutant(
        "The side that advised writes the brief.",
        "governance/asks/verbs/advocacy.py",
        "if by.side != ask.on_side:",
        "if False:",
        ADVOCACY,
    ),
    Mutant(
        "Advice climbs a day late.",
        "governance/models/asks.py",
        "touched__lte=today - DAYS_TO_CLIMB",
        "touched__lt=today - DAYS_TO_CLIMB",
        ADVOCACY,
    ),
)
