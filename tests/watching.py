"""The one watch of a run of the tests over what templates ask for (tests/template_names.py)."""

from django.template import Engine, Variable

from tests.template_names import NEEDS_ARGUMENTS, Watch

WATCH = Watch()


def watch_templates() -> None:
    """Once, as the tests begin."""
    Variable._resolve_lookup = WATCH.watching(Variable._resolve_lookup)  # type: ignore[attr-defined]
    Engine.get_default().string_if_invalid = NEEDS_ARGUMENTS
