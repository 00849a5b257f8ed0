"""Faults of what comes in and goes out: cells that are run, files that are cut, rows that are not one's own."""

from tests.mutants.planting import Mutant

WRITING = ("tests/governance/sheets/test_sheet_writing.py",)
KEYS = ("tests/governance/sheets/test_sheet_keys.py",)
ANSWER = ("tests/governance/test_exporting.py",)
TRACKER = ("tests/governance/tracker/test_tracker_export.py",)
ASKS = ("tests/governance/asks/test_asks_export.py",)
COMPLETING = ("tests/dashboards/views/test_completing_rows.py",)
TOTALS = ("tests/governance/sheets/test_totals.py",)
SIDES = ("tests/dashboards/views/test_import_sides.py", "tests/governance/sheets/test_sheet_sides.py")

MUTANTS = (
    Mutant(
        "A cell that begins like a formula is run.",
        "governance/sheets/writing/formulas.py",
        "if text[:1] in MAY_START and starts_a_formula(text):",
        "if text[:1] == '=':",
        WRITING,
    ),
    Mutant(
        "The middle of a text is run where a file falls apart.",
        "governance/sheets/writing/formulas.py",
        "if MAY_START_WITHIN.search(text):",
        "if False:",
        WRITING,
    ),
    Mutant(
        "The rows beyond the bound are left out without a word.",
        "governance/sheets/writing/sheet.py",
        "raise TooManyRows(most)",
        "return",
        WRITING,
    ),
    Mutant(
        "A mistyped key names another row.",
        "governance/sheets/keys.py",
        "or found[3].upper() != _letter(kind, pk)",
        "or not found[3]",
        KEYS,
    ),
    Mutant(
        "A number that a spreadsheet would round is written as a number.",
        "governance/sheets/writing/cells.py",
        "return len(figures) <= MOST_DIGITS",
        "return bool(figures) or not figures",
        WRITING,
    ),
    Mutant(
        "A file whose reader went away stays open.",
        "governance/exporting.py",
        "StreamingHttpResponse(FileWrapper(file, _BLOCK),",
        "StreamingHttpResponse(iter(partial(file.read, _BLOCK), b''),",
        ANSWER,
    ),
    Mutant(
        "One more export than is allowed is made at once.",
        "governance/exporting.py",
        "for place in range(AT_ONCE):",
        "for place in range(AT_ONCE + 1):",
        ANSWER,
    ),
    Mutant(
        "The export of the tracker leaves its filters out.",
        "governance/tracker/views/export.py",
        "Filters.read(request.GET.dict())",
        "Filters()",
        TRACKER,
    ),
    Mutant(
        "A wait that is over is still in the export.",
        "governance/tracker/export.py",
        'FilteredRelation("waits", condition=Q(waits__ended_on=None))',
        'FilteredRelation("waits", condition=Q(waits__pk__gt=0))',
        TRACKER,
    ),
    Mutant(
        "Something is late in the export on its very day.",
        "governance/tracker/export.py",
        "return max(0, (today - read.due_on).days)",
        "return max(0, (today - read.due_on).days + 1)",
        TRACKER,
    ),
    Mutant(
        "The first word about an action goes out as its latest.",
        "governance/tracker/export.py",
        '"item_id", "-written_at", "-id"',
        '"item_id", "written_at", "id"',
        TRACKER,
    ),
    Mutant(
        "A late answer is not late in the export.",
        "governance/asks/export.py",
        "return max(0, (given - first).days) if first and given else None",
        "return 0 if first and given else None",
        ASKS,
    ),
    Mutant(
        "A row that cannot be completed by hand is offered as if it could.",
        "governance/sheets/completing.py",
        "all(problem.column in BY_HAND for problem in row.problems)",
        "any(problem.column in BY_HAND for problem in row.problems) or bool(row.problems)",
        COMPLETING,
    ),
    Mutant(
        "What is typed beside a row comes in before anybody looked at it.",
        "dashboards/views/tracker_import.py",
        '            return redirect(f"{request.path}#completing")\n',
        "",
        COMPLETING,
    ),
    Mutant(
        "Of many proposals those whose day has passed are promised as well.",
        "governance/tracker/verbs/promising.py",
        "        if is_theirs and item.can_be_promised_as_asked(today):",
        "        if is_theirs:",
        ("tests/governance/tracker/test_selected.py",),
    ),
    Mutant(
        "A figure that happens to be called a total is taken for a sum of nothing.",
        "governance/sheets/totals.py",
        "    if called and len(called) == len(rows):\n        return frozenset()\n",
        "",
        TOTALS,
    ),
    Mutant(
        "A sum of two sums is told by both being added.",
        "governance/sheets/totals.py",
        "[row for row in rows[:-1] if row.line not in called]",
        "list(rows[:-1])",
        TOTALS,
    ),
    Mutant(
        "A total of an action list can be completed into a promise.",
        "governance/sheets/completing.py",
        " and not row.is_total",
        "",
        TOTALS,
    ),
    Mutant(
        "A list is always the enterprise's, whoever brings it.",
        "dashboards/importing/drafts_read.py",
        "speaker=draft.person.side.value",
        "speaker=Side.OURS.value",
        SIDES,
    ),
    Mutant(
        "Whoever is typed beside a row is of whichever side.",
        "governance/sheets/completing.py",
        "        problems.append(side_problem(owner, row.side, row.side_text, column=Column.OWNER))\n",
        "",
        SIDES,
    ),
)
