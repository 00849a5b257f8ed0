"""The one watch of a run of the tests over what templates ask for (tests/template_names.py)."""

from django.conf import settings
from django.template import Variable
from django.test.signals import reset_template_engines

from tests.template_names import NEEDS_ARGUMENTS, Watch

WATCH = Watch()


def watch_templates() -> None:
    """Once, as the tests begin; in the settings, so that an engine built anew later looks on as well."""
    Variable._resolve_lookup = WATCH.watching(Variable._resolve_lookup)  # type: ignore[attr-defined]
    settings.TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = NEEDS_ARGUMENTS
    reset_template_engines(setting="TEMPLATES")
