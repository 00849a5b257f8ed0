"""Imports point down only, by app and by room, and nobody reaches for another module's private names."""

import ast
from collections import defaultdict
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

from tests.product import FOLDERS

ROOT = Path(__file__).resolve().parents[1]


def modules() -> Iterator[tuple[str, Path]]:
    """Every module of the product, tests and migrations apart."""
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "migrations" not in path.parts:
                parts = path.relative_to(ROOT).with_suffix("").parts
                yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts), path


def imports(path: Path) -> Iterator[tuple[str, str, int]]:
    """(module, name or "", line) of everything a file imports, also inside functions."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, "", node.lineno
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: write the import in full"
            for alias in node.names:
                yield node.module or "", alias.name, node.lineno


def floor(module: str) -> int | None:
    """The floor a module stands on, None for what is not ours."""
    top = module.split(".")[0]
    return FOLDERS.index(top) if top in FOLDERS else None


def test_imports_point_down_only() -> None:
    upwards = []
    for name, path in modules():
        for module, _, line in imports(path):
            target = floor(module)
            if target is not None and target > floor(name):
                upwards.append(f"{path.relative_to(ROOT)}:{line} imports {module}")
    assert upwards == []


def imported_modules() -> dict[str, set[str]]:
    """Module → the modules of ours it imports: anywhere in it, in functions and for the types alone as well."""
    ours = dict(modules())
    graph: dict[str, set[str]] = {}
    for name, path in ours.items():
        named = {
            f"{module}.{imported}" if f"{module}.{imported}" in ours else module
            for module, imported, _ in imports(path)
        }
        graph[name] = {module for module in named if module in ours}
    return graph


def circle(graph: dict[str, set[str]]) -> list[str]:
    """A circle of imports, from a module back to itself; empty where there is none."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as found:
        return list(found.args[1])[::-1]
    return []


def test_no_modules_import_each_other_in_a_circle() -> None:
    graph = imported_modules()
    assert len(graph) > 300
    assert "partners.access" in graph["partners.models.base"]
    assert circle(graph) == []


def test_a_circle_is_found_however_long() -> None:
    assert circle({"a": {"b"}, "b": {"c"}, "c": set()}) == []
    assert sorted(set(circle({"a": {"b"}, "b": {"c"}, "c": {"b", "d"}, "d": set()}))) == ["b", "c"]
    assert circle({"a": {"a"}}) == ["a", "a"]


ROOMS: dict[str, tuple[str | tuple[str, ...], ...]] = {
    "partners": (
        (
            "background", "batched_migrations", "fields", "glossary", "lengths", "lookups", "normalize", "numbers",
            "paging", "pictures", "sentences", "time_zones", "undo_link", "untrusted_text", "verb",
        ),
        "finding",
        "access",
        "isolation",
        "models",
        "history",
        "database",
        "mail",
        "authentication",
        ("ended_partnerships", "first_steps", "invited", "side_requests", "sides", "voice", "who_can_help"),
        ("beginnings", "former_addresses", "guards", "once", "quick_door"),
        "verbs",
        "forms",
        "templatetags",
        "views",
        ("apps", "tasks", "urls"),
    ),
    "governance": (
        "calendar",
        "local_day",
        "counting",
        "models",
        ("people", "in_sight", "files", "wording", "locking", "together"),
        "ledger",
        "owed",
        "slowness",
        ("deputies", "restoring", "replies"),
        ("consent_letters", "undoing", "forms", "taking_part"),
        ("former_steps", "step", "sheets", "responses"),
        ("capture", "exporting"),
        "effort",
        "pulse",
        ("absence", "cover", "forums", "outcomes", "people_export", "promised", "raci", "thanks", "reminders"),
        "asks",
        "tracker",
        ("standing", "mandate", "charter"),
        "by_mail",
        "verbs",
        "templatetags",
        ("apps", "tasks", "urls"),
    ),
    "dashboards": (
        "models",
        ("charts", "attention", "marks", "places"),
        "queries",
        ("advice", "export", "forms", "our_debts_forms", "ledger_tables", "printing", "importing"),
        ("verbs", "templatetags"),
        "long_imports",
        "views",
        ("apps", "urls"),
    ),
    "reviews": (
        "models",
        "clock",
        ("cadence", "chairs_by_mail", "since", "finding", "recipients", "replying"),
        "following",
        "facts",
        "meeting",
        "sections",
        "silence",
        ("decisions", "rating"),
        "agenda",
        "record",
        ("advocacy", "room"),
        "verbs",
        ("templatetags", "apps", "tasks", "urls", "urls_packs"),
    ),
}  # fmt: skip
"""App → its rooms, the lowest first: a module imports from its own room and from those beneath. A room is a folder, a
module that stands loose in the app, or several of these side by side."""


def room_of(module: str) -> int | None:
    """The room a module stands in, by its place in the order of its app; None where that has none."""
    app, _, within = module.partition(".")
    order = [(room,) if isinstance(room, str) else room for room in ROOMS.get(app, ())]
    return next((place for place, names in enumerate(order) if within.split(".")[0] in names), None)


def against_the_order(graph: dict[str, set[str]]) -> list[str]:
    """Whatever imports from a room above its own, within one app."""
    return sorted(
        f"{module} imports {imported}"
        for module, found in graph.items()
        for imported in found
        if module.split(".")[0] == imported.split(".")[0]
        and (here := room_of(module)) is not None
        and (there := room_of(imported)) is not None
        and there > here
    )


def test_within_an_app_imports_go_from_room_to_room_downwards() -> None:
    assert against_the_order(imported_modules()) == []


def test_every_module_stands_in_a_room_and_every_room_is_there() -> None:
    names = {(app, within.split(".")[0]) for app, _, within in (name.partition(".") for name, _ in modules())}
    for app, order in ROOMS.items():
        named = [name for room in order for name in ((room,) if isinstance(room, str) else room)]
        assert sorted(named) == sorted(within for of, within in names if of == app and within)


def test_an_import_from_a_room_above_is_found() -> None:
    planted = {
        "partners.mail.outbox": {"partners.mail.message", "partners.models", "partners.guards"},
        "partners.once": {"partners.guards", "partners.verb", "partners.verbs"},
        "partners.models.base": {"partners.isolation.rowsecurity", "partners.isolation.scope"},
        "partners.access": {"partners.models.people"},
        "governance.tasks": {"partners.views.mail"},
    }
    assert against_the_order(planted) == [
        "partners.access imports partners.models.people",
        "partners.mail.outbox imports partners.guards",
        "partners.once imports partners.verbs",
    ]


def test_no_module_imports_another_s_private_name() -> None:
    private = [
        f"{path.relative_to(ROOT)}:{line} imports {imported} from {module}"
        for _, path in modules()
        for module, imported, line in imports(path)
        if floor(module) is not None and (imported.startswith("_") or "._" in module)
    ]
    assert private == []


def test_no_module_is_named_after_nothing() -> None:
    vague = {"utils", "util", "helpers", "helper", "common", "services", "misc"}
    assert [name for name, _ in modules() if name.split(".")[-1] in vague] == []


def test_no_two_classes_of_an_app_have_one_name() -> None:
    """Migrations, commands and what is private to a module apart."""
    places: dict[tuple[str, str], list[str]] = defaultdict(list)
    for name, path in modules():
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_") and node.name != "Command":
                places[name.split(".")[0], node.name].append(name)
    assert len(places) > 500
    assert {named: found for named, found in places.items() if len(found) > 1} == {}


def test_modules_can_be_read_in_one_sitting() -> None:
    long = {name: lines for name, path in modules() if (lines := len(path.read_text().splitlines())) > 400}
    assert long == {}
