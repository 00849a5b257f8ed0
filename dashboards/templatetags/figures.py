"""Values as people read them: `{{ reading.value|in_unit:indicator.unit }}`."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import template

from dashboards.charts.numbers import spoken, with_unit
from dashboards.models import Indicator
from dashboards.queries.performance import journey_of, measured_for
from governance.models import OutcomeIntent
from governance.outcomes.standing import Outcome

register = template.Library()


@register.filter
def in_unit(value: Decimal, unit: str) -> str:
    """“99.97%”, “6.4 h”, “20,166”: exactly as recorded, without idle zeros."""
    return with_unit(spoken(value), unit)


@register.inclusion_tag("outcomes/_figures.html", takes_context=True)
def figures_of(
    context: template.Context, outcome: OutcomeIntent, stands: Outcome, today: date
) -> dict[str, Any]:
    """The figures an outcome is measured by, as they stand: the page of the outcome is of a floor below.

    The first that is about the outcome itself is drawn at full width, with its check-ins and the way agreed.
    """
    figures = measured_for(outcome, today=today)
    drawn = next((each for each in figures if each.indicator.kind == Indicator.Kind.OUTCOME), None)
    return {
        "figures": [each for each in figures if each is not drawn],
        "drawn": drawn,
        "journey": drawn and drawn.trend.points and journey_of(drawn, outcome, stands),
        "partner": outcome.partner,
        "request": context["request"],
    }
