"""Names that a template asks for and that nothing gives it: Django draws nothing in their place, and nobody is told.

Two checks. `asked_for` reads every template as Django has parsed it, whether a test draws it or not: what it names, in
`{{ }}`, in `{% if %}`, in `{% include … with %}`, must be given by something. `Watch` looks on while tests draw pages:
an attribute that the object at hand does not have, or a method that cannot be called without arguments.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.http import HttpRequest
from django.template import Context, Template, Variable
from django.template.base import FilterExpression, Node, NodeList, VariableDoesNotExist
from django.template.smartif import TokenBase

from tests.product import FOLDERS

ROOT = Path(__file__).resolve().parents[1]


@dataclass
class Asked:
    """What one template names, as it stands there, and what it gives a name to itself."""

    names: set[str] = field(default_factory=set)
    gives: set[str] = field(default_factory=set)


def asked_for(template: Template) -> Asked:
    """Every name of the template, dotted as it is written."""
    found = Asked()
    _read(template.nodelist, found, set())
    return found


def _read(thing: Any, found: Asked, seen: set[int]) -> None:
    if id(thing) in seen:
        return
    seen.add(id(thing))
    if isinstance(thing, Variable):
        if thing.lookups:
            found.names.add(".".join(thing.lookups))
    elif isinstance(thing, dict):
        for part in thing.values():
            _read(part, found, seen)
    elif isinstance(thing, list | tuple | NodeList):
        for part in thing:
            _read(part, found, seen)
    elif isinstance(thing, Node | FilterExpression | TokenBase):
        if isinstance(thing, Node):
            found.gives |= _given_by(thing)
        for name in (*getattr(thing, "__dict__", ()), *getattr(type(thing), "__slots__", ())):
            if name not in ("origin", "token", "parent"):
                _read(getattr(thing, name, None), found, seen)


def _given_by(node: Node) -> set[str]:
    """Names that a tag gives to what stands within or behind it: `for`, `with`, `include … with`, `as`."""
    given = set(getattr(node, "loopvars", ())) | set(getattr(node, "extra_context", None) or ())
    return given | {name for name in (getattr(node, "target_var", ""), getattr(node, "asvar", "")) if name}


def names_in_python() -> set[str]:
    """Every name that the product's code defines, assigns or passes on: of attributes, of arguments, of keys."""
    found: set[str] = set()
    for folder in FOLDERS:
        for path in (ROOT / folder).rglob("*.py"):
            if "migrations" not in path.parts:
                found |= set(_named(ast.parse(path.read_text())))
    return found


def _named(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.AnnAssign | ast.Assign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            yield from (part.id for each in targets for part in ast.walk(each) if isinstance(part, ast.Name))
            yield from (
                part.attr for each in targets for part in ast.walk(each) if isinstance(part, ast.Attribute)
            )
        elif (isinstance(node, ast.keyword) and node.arg) or isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.isidentifier():
            yield node.value


@dataclass
class Watch:
    """Looks on while pages are drawn, and remembers what was asked in vain."""

    found: set[str] = field(default_factory=set)

    def watching(self, lookup: Any) -> Any:
        """`Variable._resolve_lookup`, watched."""
        watch = self

        def resolve(variable: Variable, context: Context) -> Any:
            try:
                value = lookup(variable, context)
            except VariableDoesNotExist as missing:
                watch.note(variable, context, missing)
                raise
            if value is NEEDS_ARGUMENTS and not _passed_on(variable, context):
                watch.found.add(f"{variable.var}: it is a method that wants arguments{_in(context)}")
            return value

        return resolve

    def note(self, variable: Variable, context: Context, missing: VariableDoesNotExist) -> None:
        """What is not there in nothing, in a mapping, in words or on a request is a question, and no fault."""
        name, asked = missing.params[0], missing.params[1]
        if isinstance(asked, Context) or asked is context or asked is None:
            return
        if isinstance(asked, str | dict | HttpRequest) or hasattr(asked, "keys"):
            return
        if isinstance(asked, list | tuple) and str(name).isdigit():
            return
        self.found.add(f"{variable.var}: no {name} in {type(asked).__name__}{_in(context)}")


class NeedsArguments(str):
    """Drawn as nothing, like Django's own; known again by being this one."""


NEEDS_ARGUMENTS = NeedsArguments()


def _passed_on(variable: Variable, context: Context) -> bool:
    """Whether it was asked in vain elsewhere, and is nothing but handed down under a name: it was noted there."""
    return len(variable.lookups) == 1 and context.get(variable.lookups[0]) is NEEDS_ARGUMENTS


def _in(context: Context) -> str:
    template = getattr(context, "template_name", None) or getattr(
        getattr(context, "template", None), "name", None
    )
    return f" ({template})" if template else ""
