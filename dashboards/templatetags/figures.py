"""Values as people read them: `{{ reading.value|in_unit:indicator.unit }}`."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import template

from dashboards.charts.numbers import spoken, with_unit
from dashboards.queries.performance import measured_for
from governance.models import OutcomeIntent

register = template.Library()


@register.filter
def in_unit(value: Decimal, unit: str) -> str:
    """“99.97%”, “6.4 h”, “20,166”: exactly as recorded, without idle zeros."""
    return with_unit(spoken(value), unit)


@register.inclusion_tag("outcomes/_figures.html")
def figures_of(outcome: OutcomeIntent, today: date) -> dict[str, Any]:
    """The figures an outcome is measured by, as they stand: the page of the outcome is of a floor below."""
    return {"figures": measured_for(outcome, today=today), "partner": outcome.partner}
