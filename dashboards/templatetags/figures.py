"""Values as people read them: `{{ reading.value|in_unit:indicator.unit }}`."""

from decimal import Decimal

from django import template

from dashboards.charts.numbers import spoken, with_unit

register = template.Library()


@register.filter
def in_unit(value: Decimal, unit: str) -> str:
    """“99.97%”, “6.4 h”, “20,166”: exactly as recorded, without idle zeros."""
    return with_unit(spoken(value), unit)
