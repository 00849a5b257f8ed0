"""Every name that the product reads from a form or an address, found in its source: none is read unnoticed."""

import ast
from collections.abc import Iterator
from dataclasses import fields
from functools import cache
from importlib import import_module
from pathlib import Path

from django import forms
from django.conf import settings

from dashboards.queries.ledger_asked import Asked
from governance.asks.filters import AskFilters
from governance.tracker.filters import Filters
from reviews.meeting.place import Place
from tests.product import APPS

_READERS = {
    "AskFilters.read": [field.name for field in fields(AskFilters)],
    "Asked.read": [field.name for field in fields(Asked)],
    "Filters.read": [field.name for field in fields(Filters)],
    "Place.read": [field.name for field in fields(Place)],
    "read_cells": ["row", "person"],
    "before": ["before"],
    "newest_first": ["before"],
}
"""What reads a query as a whole, and the names it looks for."""
_GIVES_ONE = {"get", "getlist"}
_GIVES_ALL = {"dict", "items", "lists"}
_BIND_A_FORM = {"form_class", "room_form"}
"""What a view calls the form it was given, and what makes that of a step in the room."""
_SHOWN_AGAIN = {"show"}
"""Renders what was typed once more."""


def forms_of_the_product() -> dict[str, type[forms.BaseForm]]:
    """Every form that is no mere base of others, as `app.Form`."""
    for module in _modules():
        import_module(module)
    return {
        f"{form.__module__.split('.')[0]}.{form.__name__}": form
        for form in _beneath(forms.Form)
        if form.__module__.split(".")[0] in APPS and not form.__name__.startswith("_")
    }


@cache
def read_by_forms() -> frozenset[str]:
    """Every field of every form, as `app.Form.field`."""
    return frozenset(
        f"{name}.{field}" for name, form in forms_of_the_product().items() for field in form.base_fields
    )


@cache
def read_by_views() -> frozenset[str]:
    """Every name that is read without a form, as `noun.function.name`, or `Reader.read.name`."""
    found = {f"{reader}.{name}" for reader, names in _READERS.items() for name in names}
    for module in _modules():
        tail = _noun_of(module)
        for function in _functions(module):
            found |= {
                f"{tail}.{function.name}.{name}" for name in _Reading(f"{module}.{function.name}", function)
            }
    return frozenset(found)


def _noun_of(module: str) -> str:
    """What a module is about: its own name, or where it is the views or forms of a noun, that noun."""
    *_, around, own = module.split(".")
    return around if own in ("views", "forms") else own


def _beneath(form: type[forms.BaseForm]) -> Iterator[type[forms.BaseForm]]:
    for below in form.__subclasses__():
        yield below
        yield from _beneath(below)


def _modules() -> list[str]:
    roots = [settings.BASE_DIR / folder for folder in APPS]
    return sorted(
        ".".join(path.relative_to(root.parent).with_suffix("").parts)
        for root in roots
        for path in root.rglob("*.py")
        if not {"migrations", "__init__.py"} & set(path.relative_to(root).parts)
    )


def _functions(module: str) -> Iterator[ast.FunctionDef]:
    """The functions of a module and the methods of its classes; what is nested belongs to what is around it."""
    path = import_module(module).__file__
    assert path is not None
    for node in ast.parse(Path(path).read_text()).body:
        inside = node.body if isinstance(node, ast.ClassDef) else [node]
        yield from (each for each in inside if isinstance(each, ast.FunctionDef))


class _Reading:
    """The names one function reads of `request.POST` and `request.GET`. A way of reading it cannot follow fails."""

    def __init__(self, where: str, function: ast.FunctionDef) -> None:
        self.where, self.function = where, function
        self.parents = {child: node for node in ast.walk(function) for child in ast.iter_child_nodes(node)}
        self.aliases: set[str] = set()

    def __iter__(self) -> Iterator[str]:
        sources = [node for node in ast.walk(self.function) if self._is_asked(node)]
        for node in sources:
            yield from ["data"] if ast.unparse(node) == "self.data" else self._read_of(node)
        for node in ast.walk(self.function):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in self.aliases:
                yield from self._read_of(node)

    @staticmethod
    def _is_asked(node: ast.AST) -> bool:
        """A request's names, or those that a form was given."""
        if not isinstance(node, ast.Attribute):
            return False
        return node.attr in ("POST", "GET") or ast.unparse(node) == "self.data"

    def _read_of(self, node: ast.AST) -> Iterator[str]:
        around = self.parents[node]
        if isinstance(around, ast.BoolOp | ast.IfExp):  # request.POST or None
            yield from self._read_of(around)
        elif isinstance(around, ast.Tuple | ast.Assign | ast.AnnAssign):
            self.aliases.add(self._bound_to(node))
        elif isinstance(around, ast.Subscript):
            yield _written(around.slice)
        elif isinstance(around, ast.Attribute):
            yield from self._asked(around)
        else:
            call = self.parents[around] if isinstance(around, ast.keyword) else around
            assert isinstance(call, ast.Call), self._not_followed(around)
            assert self._is_known(call), self._not_followed(around)

    def _asked(self, method: ast.Attribute) -> Iterator[str]:
        call = self.parents[method]
        assert isinstance(call, ast.Call), self._not_followed(call)
        if method.attr in _GIVES_ONE:
            yield _written(call.args[0])
        else:
            assert method.attr in _GIVES_ALL, self._not_followed(call)
            yield "*"

    def _bound_to(self, node: ast.AST) -> str:
        """What an assignment calls `node`, also where it binds several at once."""
        around = self.parents[node]
        among = around.elts.index(node) if isinstance(around, ast.Tuple) else None  # type: ignore[arg-type]
        bound = self.parents[around] if among is not None else around
        assert isinstance(bound, ast.Assign | ast.AnnAssign), self._not_followed(bound)
        target = bound.target if isinstance(bound, ast.AnnAssign) else bound.targets[0]
        if among is not None and isinstance(target, ast.Tuple):
            target = target.elts[among]
        assert isinstance(target, ast.Name), self._not_followed(bound)
        return target.id

    def _is_known(self, call: ast.Call) -> bool:
        """Whether what was asked goes to a form, or to one of the readers above."""
        called = ast.unparse(call.func)
        module = import_module(self.where.rpartition(".")[0])
        form = getattr(module, called, None)
        is_form = isinstance(form, type) and issubclass(form, forms.BaseForm)
        of_a_step = isinstance(call.func, ast.Attribute) and call.func.attr in ("form", "mail_form")
        chosen = of_a_step or called in _BIND_A_FORM or isinstance(call.func, ast.Subscript)  # NEW[kind]
        return is_form or chosen or called in _READERS or called in _SHOWN_AGAIN

    def _not_followed(self, node: ast.AST) -> str:
        return f"{self.where}: teach tests/demo/rivals/reading.py to follow {ast.unparse(node)}"


def _written(name: ast.expr) -> str:
    """A name as the source writes it, a star for what it fills in."""
    if isinstance(name, ast.JoinedStr):
        return "".join(part.value if isinstance(part, ast.Constant) else "*" for part in name.values)
    assert isinstance(name, ast.Constant), ast.unparse(name)
    return str(name.value)
