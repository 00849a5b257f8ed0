"""Faults are drawn from the source: each kind is found in what it is made of, and can be planted."""

import ast
from pathlib import Path

import pytest

from tests.mutants.chosen import asked_about
from tests.mutants.drawing import Drawn, drawn, every_fault
from tests.mutants.equivalent import EQUIVALENT
from tests.mutants.faults_of_code import faults_of_code
from tests.mutants.faults_of_templates import faults_of_template
from tests.mutants.kinds import Cut, Kind
from tests.mutants.planting import CHECKOUT, planted

CODE = {
    Kind.FILTER: [
        ("rows.filter(state=1, day=2)", "rows.filter(day=2)"), ("rows.filter(state=1, day=2)", "rows.filter(state=1)"),
        ("rows.exclude(\n    state=1,\n)", "rows.exclude(\n    \n)"), ("Q(left=None)", "Q()"),
        ("[row for row in rows if row.is_open]", "[row for row in rows if True]"),
    ],
    Kind.COMPARISON: [
        ("late = day < today", "late = day <= today"), ("same = a == b", "same = a != b"),
        ("rows.filter(due__lt=day)", "rows.filter(due__lte=day)"),
    ],
    Kind.DAY: [
        ("AGE = 30", "AGE = 31"), ("AGE = 30", "AGE = 29"), ("timedelta(days=5)", "timedelta(days=6)"),
        ("rows[:3]", "rows[:2]"), ("count >= 2", "count >= 3"), ("day + 1", "day + 2"),
    ],
    Kind.AND_OR: [
        ("a and b", "a or b"), ("(a or b) and c", "(a and b) and c"), ("not a", "a"),
    ],
    Kind.GUARD: [
        ("if late:\n    raise Refused('x')", "if False:\n    raise Refused('x')"), ("require(by, R, p)", "pass"),
        ("_refuse_nobody(x)", "pass"),
    ],
    Kind.PERMISSION: [
        ("@requires(Permission.DECIDE)\ndef view(request): ...",
         "@requires(Permission.SEE_PARTNERSHIP)\ndef view(request): ..."),
        ("Ask.objects.visible_to(by)", "Ask.objects.all()"),
        ("Ask.objects.filter(x=1).visible_to(by)", "Ask.objects.filter(x=1)"),
    ],
    Kind.LOCK: [("rows.select_for_update().get()", "rows.get()"), ("lock(item, version=3)", "item")],
    Kind.ORDER: [
        ("rows.order_by('due')", "rows"), ("rows.order_by('-due')", 'rows.order_by("due")'),
        ("sorted(rows, key=day)", "list(rows)"),
    ],
}  # fmt: skip
TEMPLATES = {
    Kind.SECTION: [
        ("{% if a %}<b>one</b>{% else %}two{% endif %}", "{% if a %}{% else %}two{% endif %}"),
        ("{% if a %}one{% else %}two{% endif %}", "{% if a %}one{% else %}{% endif %}"),
        ('{% include "a.html" %}', ""), ("<ul><li>one</li></ul>", "<ul></ul>"),
        ("<tr><td>{{ a }}</td></tr>", "<tr></tr>"),
    ],
    Kind.VALUE: [("<b>{{ name }}</b>", "<b></b>"), ("{% day due today %}", "")],
    Kind.AND_OR: [("{% if a and b %}x{% endif %}", "{% if a or b %}x{% endif %}")],
    Kind.COMPARISON: [('{% if a == "b" %}x{% endif %}', '{% if a != "b" %}x{% endif %}')],
}  # fmt: skip
NEVER = (
    "log.warning('%s', a and b)", "def __repr__(self): return 1 if a < b else 2", "size = 5", "WIDE = 40_000",
    "assert a is b and c", "if TYPE_CHECKING:\n    from a import b", "'a < b and c'",
)  # fmt: skip


def planted_by(cut: Cut, text: str) -> str:
    return text[: cut.start] + cut.new + text[cut.end :]


@pytest.mark.parametrize(
    ("kind", "was", "new"), [(kind, *each) for kind, found in CODE.items() for each in found]
)
def test_a_module_has_the_fault(kind: Kind, was: str, new: str) -> None:
    cuts = [cut for cut in faults_of_code(was) if cut.kind is kind]
    assert new in [planted_by(cut, was) for cut in cuts]


@pytest.mark.parametrize(
    ("kind", "was", "new"), [(kind, *each) for kind, found in TEMPLATES.items() for each in found]
)
def test_a_template_has_the_fault(kind: Kind, was: str, new: str) -> None:
    cuts = [cut for cut in faults_of_template(was) if cut.kind is kind]
    assert new in [planted_by(cut, was) for cut in cuts]


@pytest.mark.parametrize("text", NEVER)
def test_what_nobody_reads_has_none(text: str) -> None:
    assert faults_of_code(text) == []


def test_letters_beyond_ascii_move_nothing() -> None:
    (cut,) = [cut for cut in faults_of_code("x = '“é”' if a < b else ''") if cut.kind is Kind.COMPARISON]
    assert planted_by(cut, "x = '“é”' if a < b else ''") == "x = '“é”' if a <= b else ''"


@pytest.mark.parametrize(
    "text", ['<a class="{% if a %}b{% endif %}">', '<b title="{{ a }}">', "{# {% if a %}b{% endif %} #}"]
)
def test_what_stands_within_a_tag_or_a_comment_is_left_alone(text: str) -> None:
    assert [cut for cut in faults_of_template(text) if cut.kind in (Kind.SECTION, Kind.VALUE)] == []


def test_the_same_seed_draws_the_same_and_every_kind_in_turn() -> None:
    found = drawn(40, 2)
    assert found == drawn(40, 2) != drawn(40, 3)
    assert {fault.cut.kind for fault in found[:10]} == set(Kind)


def test_every_fault_of_the_code_can_be_planted_and_read() -> None:
    texts: dict[str, str] = {}
    for faults in every_fault().values():
        for fault in faults[::40]:
            text = texts.setdefault(fault.file, (CHECKOUT / fault.file).read_text(encoding="utf-8"))
            found = fault.planted_in(text)
            assert found != text
            if fault.file.endswith(".py"):
                ast.parse(found)


def test_a_fault_stands_in_the_copy_and_is_gone_afterwards(tmp_path: Path) -> None:
    file = tmp_path / "one.py"
    file.write_text("LATE = 5\n")
    (more, fewer) = [Drawn("one.py", cut, 1, "5") for cut in faults_of_code(file.read_text())]
    for fault, text in ((more, "LATE = 4\n"), (fewer, "LATE = 6\n")):
        with planted(fault, tmp_path):
            assert file.read_text() == text
        assert file.read_text() == "LATE = 5\n"
    file.write_text("# new\nLATE = 5\n")
    with pytest.raises(ValueError, match="has changed"), planted(more, tmp_path):
        pass


@pytest.mark.parametrize(
    "file", ["governance/tracker/rows.py", "partners/guards.py", "templates/asks/ask.html"]
)
def test_the_tests_that_are_asked_are_there(file: str) -> None:
    asked = asked_about(file, ("Row",))
    assert "tests/said" in asked
    for each in asked:
        assert (CHECKOUT / each).exists()


def test_what_is_marked_as_no_fault_says_why() -> None:
    assert all(len(why.split()) > 3 for why in EQUIVALENT.values())
