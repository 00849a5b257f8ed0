"""No browser cuts what is pasted: what is too long is sent, refused with how long it is, and kept on screen."""

import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
from django import forms

from partners.fields import TextField
from tests.product import FOLDERS

ROOT = Path(__file__).parents[1]
FIELD = re.compile(r"<(?:input|textarea)\b[^>]*\bmaxlength[^>]*>")
NO_WORDS = {"templates/tracker/_filters.html": "text", "templates/room/_echo.html": "due"}
"""What is looked for, and a day: nothing there is kept."""
MODULES = (
    "partners.forms", "partners.authentication.forms", "governance.forms", "governance.tracker.steps.of_actions",
    "governance.asks.steps", "dashboards.forms", "dashboards.our_debts_forms", "reviews.agenda.forms",
)  # fmt: skip


def test_no_field_of_a_template_cuts_words() -> None:
    cutting = {
        str(page.relative_to(ROOT)): found[0]
        for page in sorted((ROOT / "templates").rglob("*.html"))
        if (found := FIELD.findall(page.read_text()))
    }
    assert set(cutting) == set(NO_WORDS)
    assert all(f'name="{NO_WORDS[page]}"' in field for page, field in cutting.items())


def _forms(of: type[forms.BaseForm]) -> Iterator[type[forms.BaseForm]]:
    for form in of.__subclasses__():
        yield form
        yield from _forms(form)


def test_no_field_of_a_form_that_takes_words_cuts_them() -> None:
    for module in MODULES:
        import_module(module)
    ours = [form for form in _forms(forms.BaseForm) if form.__module__.split(".")[0] in FOLDERS]
    fields = [
        (f"{form.__name__}.{name}", field)
        for form in ours
        for name, field in getattr(form, "base_fields", {}).items()
        if isinstance(field, TextField)
    ]
    assert len(fields) > 40
    assert [name for name, field in fields if "maxlength" in field.widget.attrs] == []


def test_a_field_that_takes_words_says_by_how_much_there_are_too_many() -> None:
    with pytest.raises(forms.ValidationError, match="under 5 characters: it has 7"):
        TextField(max_length=5).clean("x" * 7)
