"""Faults of the mandate: its price, who decides, and who reads what speaks for it."""

from tests.mutants.planting import Mutant

DECIDED = ("tests/governance/mandate/test_mandate.py",)
BETS = ("tests/governance/mandate/test_bets.py",)
CRITERIA = ("tests/governance/mandate/test_criteria.py",)
EVIDENCE = ("tests/dashboards/queries/test_mandate_evidence.py",)
PAGE = ("tests/dashboards/views/test_mandate_page.py",)
PACK = ("tests/reviews/record/test_mandate_in_pack.py",)

MUTANTS = (
    Mutant(
        "A mandate widens without its price.",
        "governance/mandate/verbs.py",
        "    if not decided.widened:",
        "    if not decided.widened or due_on is None:",
        DECIDED,
    ),
    Mutant(
        "It widens by two steps at once.",
        "governance/mandate/verbs.py",
        "wanted.rank > before.rank + 1",
        "wanted.rank > before.rank + 2",
        DECIDED,
    ),
    Mutant(
        "Their sponsor decides how far they are trusted.",
        "governance/mandate/verbs.py",
        "return person.side == Side.OURS and can(",
        "return can(",
        DECIDED,
    ),
    Mutant(
        "The partner owes what our side opens up.",
        "governance/mandate/verbs.py",
        "if owner.side != by.side:",
        "if owner.side == 'nobody':",
        DECIDED,
    ),
    Mutant(
        "Of two who decide at once neither hears of the other.",
        "governance/mandate/verbs.py",
        "if seen is not None and seen != (before.pk if before else 0):",
        "if False:",
        DECIDED,
    ),
    Mutant(
        "The words of what held before are put right afterwards.",
        "governance/mandate/verbs.py",
        'raise Refused("Another decision has followed this one, and it stays as it was made.")',
        "pass",
        DECIDED,
    ),
    Mutant(
        "It is put off for two quarters.",
        "governance/mandate/verbs.py",
        "until=quarter_of(today)[1],",
        "until=quarter_of(quarter_of(today)[1])[1],",
        DECIDED,
    ),
    Mutant(
        "The other side corrects a bet.",
        "governance/mandate/bets.py",
        "    if by.side != bet.side:",
        "    if by.side == 'nobody':",
        BETS,
    ),
    Mutant(
        "A bet is looked back on the day it is placed.",
        "governance/mandate/bets.py",
        "if look_back_on <= bet.placed_on:",
        "if look_back_on < bet.placed_on:",
        BETS,
    ),
    Mutant(
        "Three in four is not enough.",
        "governance/mandate/criteria.py",
        "reached >= share * of",
        "reached > share * of",
        CRITERIA,
    ),
    Mutant(
        "Two good months are enough.",
        "governance/mandate/criteria.py",
        "ends[:IN_A_ROW]",
        "ends[:2]",
        CRITERIA,
    ),
    Mutant(
        "What waited on our side speaks against them.",
        "dashboards/queries/mandate_evidence.py",
        "due=theirs.due - theirs.held_up,",
        "due=theirs.due,",
        EVIDENCE,
    ),
    Mutant(
        "A disputed reading counts.",
        "dashboards/queries/mandate_evidence.py",
        ".exclude(state=Reading.State.DISPUTED)",
        "",
        EVIDENCE,
    ),
    Mutant(
        "A check-in of this month counts in the month before.",
        "dashboards/queries/mandate_evidence.py",
        "if each.on <= end)",
        "if True)",
        EVIDENCE,
    ),
    Mutant(
        "What was put off is said again next week.",
        "dashboards/queries/mandate_evidence.py",
        "return self.speaks_for_it and self.put_off_until is None",
        "return self.speaks_for_it",
        EVIDENCE,
    ),
    Mutant(
        "Everybody reads what speaks for a wider mandate.",
        "dashboards/views/mandate.py",
        "    if decides(user, partner):",
        "    if True:",
        (*EVIDENCE, *PAGE),
    ),
    Mutant(
        "What was widened before the last review is celebrated once more.",
        "governance/mandate/queries.py",
        "decided_on__gt=after",
        "decided_on__gte=after",
        PACK,
    ),
    Mutant(
        "What is narrower is celebrated.",
        "reviews/record/pack/widened.py",
        "if decided.widened]",
        "]",
        PACK,
    ),
)
