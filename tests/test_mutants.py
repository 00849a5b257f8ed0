"""The table of planted faults does not rot: each can still be planted, and the tests that are asked are there."""

import ast
from collections import Counter

import pytest

from tests.mutants.asking import Ending, ending
from tests.mutants.planting import CHECKOUT, Mutant, planted
from tests.mutants.table import MUTANTS
from tests.product import APPS

named = pytest.mark.parametrize("mutant", MUTANTS, ids=[mutant.notice for mutant in MUTANTS])


@named
def test_it_can_be_planted(mutant: Mutant) -> None:
    text = (CHECKOUT / mutant.file).read_text(encoding="utf-8")
    found = mutant.planted_in(text)
    assert found != text
    if mutant.file.endswith(".py"):
        ast.parse(found)


@named
def test_the_tests_it_asks_are_there(mutant: Mutant) -> None:
    assert mutant.asked
    for asked in mutant.asked:
        file, _, name = asked.partition("::")
        found = CHECKOUT / file
        files = found.glob("test_*.py") if found.is_dir() else [found]
        text = "".join(each.read_text(encoding="utf-8") for each in files)
        assert f"def {name.partition('[')[0]}(" in text if name else "def test_" in text


def test_there_are_enough_of_each_app_and_each_is_told_once() -> None:
    counted = Counter(mutant.file.removeprefix("templates/").partition("/")[0] for mutant in MUTANTS)
    assert sum(counted.values()) >= 60
    assert min(counted[app] for app in APPS) >= 10
    assert max(Counter(mutant.notice for mutant in MUTANTS).values()) == 1


def test_a_fault_stands_in_the_copy_and_is_gone_afterwards(tmp_path: pytest.TempPathFactory) -> None:
    file = tmp_path / "one.py"
    file.write_text("LATE = 5\n")
    fault = Mutant("It is late a day early.", "one.py", "5", "4", ("test_one.py",))
    with planted(fault, tmp_path):
        assert file.read_text() == "LATE = 4\n"
    assert file.read_text() == "LATE = 5\n"
    assert fault.meant_by(["late", "EARLY"])
    assert not fault.meant_by(["late", "never"])


@pytest.mark.parametrize("text", ["LATE = 6\n", "LATE = 5 + 5\n"])
def test_what_does_not_stand_there_once_is_not_planted(text: str) -> None:
    with pytest.raises(ValueError, match=r"times in one\.py, and once is wanted"):
        Mutant("Late.", "one.py", "5", "4", ()).planted_in(text)


@pytest.mark.parametrize(
    ("body", "how"),
    [
        ("def test_it(): assert True", Ending.SURVIVED),
        ("def test_it(): assert False", Ending.FOUND),
        ("import nothing_of_that_name", Ending.FOUND),
        ("", Ending.NOT_ASKED),
    ],
)
def test_what_the_tests_say_is_understood(tmp_path: pytest.TempPathFactory, body: str, how: Ending) -> None:
    (tmp_path / "test_one.py").write_text(body)
    (tmp_path / "pytest.ini").write_text("[pytest]\naddopts = -p no:django -p no:hypothesispytest\n")
    assert ending(["test_one.py"], tmp_path, 1)[0] is how
