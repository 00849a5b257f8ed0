"""Faults of who does what: that both sides agree, that nothing is lost, and what is said to be missing."""

from tests.mutants.planting import Mutant

AGREED = ("tests/governance/raci/test_agreed_by_both.py",)
CONTENT = ("tests/governance/raci/test_content.py",)
GAPS = ("tests/governance/raci/test_gaps.py",)
PAGES = ("tests/governance/raci/test_raci_pages.py",)

MUTANTS = (
    Mutant(
        "A side agrees to its own proposal.",
        "governance/raci/verbs/agreeing.py",
        "if found.side == by.side:",
        "if found.side is None:",
        AGREED,
    ),
    Mutant(
        "A draft of an agreed grid is in force at once.",
        "governance/raci/verbs/recording.py",
        "    if matrix.state == State.DRAFT:\n        make_stand",
        "    if matrix:\n        make_stand",
        AGREED,
    ),
    Mutant(
        "A draft pushes the other side's proposal aside.",
        "governance/raci/verbs/recording.py",
        "before.side != by.side and not propose",
        "before.side is None and not propose",
        AGREED,
    ),
    Mutant(
        "A proposal whose people have left is agreed.",
        "governance/raci/verbs/agreeing.py",
        "    require_whole(matrix, lines)\n",
        "",
        AGREED,
    ),
    Mutant(
        "A rival is given a letter.",
        "governance/raci/verbs/recording.py",
        "    if people - holding - set(takes_part):",
        "    if False:",
        AGREED,
    ),
    Mutant(
        "Whoever saves last takes away what another saved meanwhile.",
        "governance/raci/typed.py",
        'if row not in stood or stood[row].letters.get(person, "") != letter',
        "if row",
        CONTENT,
    ),
    Mutant(
        "Whoever has left still answers for it.",
        "governance/raci/gaps.py",
        "here = [holder for holder in row.holders if holder.left is None]",
        "here = list(row.holders)",
        GAPS,
    ),
    Mutant(
        "Two may be accountable.",
        "governance/raci/gaps.py",
        "if len(accountable) > 1:",
        "if len(accountable) > 2:",
        GAPS,
    ),
    Mutant(
        "Everybody sees the load of each person.",
        "governance/raci/pages.py",
        "if may_speak and not is_earlier else []",
        "if not is_earlier else []",
        PAGES,
    ),
)
