import ast

from partners.verb_words import in_words
from tests.test_import_direction import modules


def verbs() -> set[str]:
    """The names of all functions decorated as verbs."""
    return {
        node.name
        for _, path in modules()
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef)
        and any(isinstance(mark, ast.Name) and mark.id == "verb" for mark in node.decorator_list)
    }


def test_every_verb_is_told_in_people_s_words() -> None:
    unspoken = {name for name in verbs() if in_words(name) == name.replace("_", " ")}
    assert unspoken == set()


def test_a_change_without_a_verb_still_says_what_happened() -> None:
    assert in_words("", "update") == "changed it"
