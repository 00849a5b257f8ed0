"""The faults that can be planted in a module of Python, found by reading it as Python does."""

import ast

from tests.mutants.kinds import Cut, Kind

FLIPPED = {ast.Lt: ("<", "<="), ast.LtE: ("<=", "<"), ast.Gt: (">", ">="), ast.GtE: (">=", ">"), ast.Eq: ("==", "!="),
           ast.NotEq: ("!=", "==")}  # fmt: skip
LOOKUPS = {"lt": "lte", "lte": "lt", "gt": "gte", "gte": "gt"}
GUARDS = ("require", "refuse", "check_")
"""What a function is called that lets nothing pass or raises, and gives nothing back."""
LONGEST = 400
"""What is counted in days, months, lines and people; what is larger counts bytes and pixels."""
WIDEST = "SEE_PARTNERSHIP"
"""The permission that everybody in a partnership has."""
UNSEEN = {"__repr__", "deconstruct"}
LOGS = {"log", "logger", "logging"}


def faults_of_code(text: str) -> list[Cut]:
    """All of one module, in the order they stand there."""
    reader = _Reader(text)
    reader.visit(ast.parse(text))
    return sorted(reader.found, key=lambda cut: (cut.start, cut.end, cut.new))


class _Reader(ast.NodeVisitor):
    def __init__(self, text: str) -> None:
        self.text, self.found, self.within = text, [], []
        self.lines = [0]
        for line in text.splitlines(keepends=True):
            self.lines.append(self.lines[-1] + len(line))
        self.rows = text.splitlines()

    # Where things stand. Python counts columns in bytes.

    def at(self, line: int, column: int) -> int:
        return self.lines[line - 1] + len(self.rows[line - 1].encode()[:column].decode())

    def start(self, node: ast.AST) -> int:
        return self.at(node.lineno, node.col_offset)

    def end(self, node: ast.AST) -> int:
        return self.at(node.end_lineno, node.end_col_offset)

    def of(self, node: ast.AST) -> str:
        return self.text[self.start(node) : self.end(node)]

    def cut(self, kind: Kind, start: int, end: int, new: str = "") -> None:
        self.found.append(Cut(kind, start, end, new, tuple(self.within)))

    def instead(self, kind: Kind, node: ast.AST, new: str) -> None:
        self.cut(kind, self.start(node), self.end(node), new)

    # What is not read: names, types, logs, and what only a programmer sees.

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        if node.name in UNSEEN:
            return
        self.within.append(node.name)
        for part in (
            *node.decorator_list,
            *node.args.defaults,
            *filter(None, node.args.kw_defaults),
            *node.body,
        ):
            self.visit(part)
        self.within.pop()

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self.within.append(node.name)
        self.generic_visit(node)
        self.within.pop()

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        if node.value is not None:
            self._constant(node.target, node.value)
            self.visit(node.value)

    def visit_Assign(self, node: ast.Assign) -> None:
        for target in node.targets:
            self._constant(target, node.value)
        self.visit(node.value)

    def visit_Assert(self, node: ast.Assert) -> None:
        """For the type checker."""

    def visit_Expr(self, node: ast.Expr) -> None:
        call = node.value
        if not isinstance(call, ast.Call):
            return self.generic_visit(node)
        name = _name_of(call.func)
        if isinstance(call.func, ast.Attribute) and _name_of(call.func.value) in LOGS:
            return None
        if name.lstrip("_").startswith(GUARDS):
            self.instead(Kind.GUARD, node, "pass")
        return self.generic_visit(node)

    # The kinds.

    def _constant(self, target: ast.expr, value: ast.expr) -> None:
        """`AGE = 30`: a constant of days or counts has a name in capitals."""
        if isinstance(target, ast.Name) and target.id.isupper():
            for number in value.elts if isinstance(value, ast.Tuple) else (value,):
                self._one_more(number)

    def _one_more(self, node: ast.expr | None) -> None:
        if isinstance(node, ast.Constant) and type(node.value) is int and 0 < node.value <= LONGEST:
            self.instead(Kind.DAY, node, str(node.value + 1))
            self.instead(Kind.DAY, node, str(node.value - 1))

    def visit_Slice(self, node: ast.Slice) -> None:
        self._one_more(node.upper)
        self.generic_visit(node)

    def visit_BinOp(self, node: ast.BinOp) -> None:
        if isinstance(node.op, ast.Add | ast.Sub) and isinstance(node.right, ast.Constant):
            self._one_more(node.right)
        self.generic_visit(node)

    def visit_Compare(self, node: ast.Compare) -> None:
        if type(node.ops[0]) in FLIPPED and len(node.ops) == 1:
            was, new = FLIPPED[type(node.ops[0])]
            begins = self.end(node.left)
            at = self.text.index(was, begins)
            self.cut(Kind.COMPARISON, at, at + len(was), new)
            if isinstance(node.ops[0], ast.Lt | ast.LtE | ast.Gt | ast.GtE):
                self._one_more(node.comparators[0])
        self.generic_visit(node)

    def visit_BoolOp(self, node: ast.BoolOp) -> None:
        was, new = ("and", "or") if isinstance(node.op, ast.And) else ("or", "and")
        for left, right in zip(node.values, node.values[1:], strict=False):
            between = self.text[self.end(left) : self.start(right)]
            if between.split() == [was] or between.replace("(", " ").replace(")", " ").split() == [was]:
                at = self.end(left) + between.index(was)
                self.cut(Kind.AND_OR, at, at + len(was), new)
        self.generic_visit(node)

    def visit_UnaryOp(self, node: ast.UnaryOp) -> None:
        if isinstance(node.op, ast.Not):
            self.cut(Kind.AND_OR, self.start(node), self.start(node) + len("not "))
        self.generic_visit(node)

    def visit_If(self, node: ast.If) -> None:
        if _name_of(node.test) == "TYPE_CHECKING":
            return
        if isinstance(node.body[-1], ast.Raise) and len(node.body) == 1 and not node.orelse:
            self.instead(Kind.GUARD, node.test, "False")
        self.generic_visit(node)

    def visit_comprehension(self, node: ast.comprehension) -> None:
        for condition in node.ifs:
            self.instead(Kind.FILTER, condition, "True")
        self.generic_visit(node)

    def visit_Attribute(self, node: ast.Attribute) -> None:
        if _name_of(node.value) == "Permission" and node.attr != WIDEST and self.within:
            self.instead(Kind.PERMISSION, node, f"Permission.{WIDEST}")
        self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        name = _name_of(node.func)
        if name in ("filter", "exclude", "Q") and (name == "Q" or isinstance(node.func, ast.Attribute)):
            self._filters(node)
        if name in ("timedelta", "months_ahead", "working_days_after"):
            for number in (*node.args, *(keyword.value for keyword in node.keywords)):
                self._one_more(number.operand if isinstance(number, ast.UnaryOp) else number)
        if name == "select_for_update":
            self._without_call(Kind.LOCK, node)
        if name.lstrip("_").startswith("lock") and node.args and not isinstance(node.args[0], ast.Starred):
            self.instead(Kind.LOCK, node, self.of(node.args[0]))
        if name in ("order_by", "in_order") and isinstance(node.func, ast.Attribute):
            self._orders(node)
        if name == "sorted":
            self.instead(Kind.ORDER, node, f"list({self.of(node.args[0])})")
        if name == "visible_to":
            self._without_call(Kind.PERMISSION, node, ".all()" if not _is_call(node.func.value) else "")
        for keyword in node.keywords:
            before, _, lookup = (keyword.arg or "").rpartition("__")
            if before and lookup in LOOKUPS:
                at = self.start(keyword)
                self.cut(Kind.COMPARISON, at, at + len(keyword.arg), f"{before}__{LOOKUPS[lookup]}")
        self.generic_visit(node)

    def _filters(self, node: ast.Call) -> None:
        parts = sorted((*node.args, *node.keywords), key=self.start)
        for number, part in enumerate(parts):
            if len(parts) == 1:
                self.cut(Kind.FILTER, self.start(part), self._after(part))
            elif number + 1 < len(parts):
                self.cut(Kind.FILTER, self.start(part), self.start(parts[number + 1]))
            else:
                self.cut(Kind.FILTER, self.end(parts[number - 1]), self.end(part))

    def _after(self, part: ast.AST) -> int:
        """Behind a comma that follows, as the formatter writes one where it breaks the lines."""
        rest = self.text[self.end(part) :]
        return self.end(part) + (rest.index(",") + 1 if rest.lstrip().startswith(",") else 0)

    def _orders(self, node: ast.Call) -> None:
        self._without_call(Kind.ORDER, node)
        first = node.args[0] if node.args else None
        if isinstance(first, ast.Constant) and isinstance(first.value, str) and first.value != "?":
            turned = first.value[1:] if first.value.startswith("-") else f"-{first.value}"
            self.instead(Kind.ORDER, first, f'"{turned}"')

    def _without_call(self, kind: Kind, node: ast.Call, new: str = "") -> None:
        """`rows.order_by("due")` → `rows`."""
        self.cut(kind, self.end(node.func.value), self.end(node), new)


def _name_of(node: ast.AST) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def _is_call(node: ast.AST) -> bool:
    return isinstance(node, ast.Call)
