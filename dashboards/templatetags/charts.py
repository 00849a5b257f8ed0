"""Charts in templates: `{% chart c %}` on screens, `{% drawing c %}` in print."""

import json

from django import template
from django.utils.safestring import SafeString, mark_safe

from dashboards.charts import Chart
from dashboards.charts.chart import Drawing
from dashboards.printing import figure_to_svg

register = template.Library()


@register.inclusion_tag("components/chart.html")
def chart(chart: Chart, table: str = "Table") -> dict[str, object]:
    """The chart with its SVG, the figure for the browser to enliven, and its numbers behind `table`."""
    drawings = [
        (name, _svg(chart, drawing, chart.title, chart.description), json.dumps(drawing.figure))
        for name, drawing in (("wide", chart.wide), ("narrow", chart.narrow))
        if drawing is not None
    ]
    return {"chart": chart, "drawings": drawings, "table": table}


@register.simple_tag
def drawing(chart: Chart) -> SafeString:
    """The chart as vectors alone, for the pack and for places as small as a word.

    What it shows becomes its title: the only words of a drawing that a PDF hands to a screen reader.
    """
    return _svg(chart, chart.wide, f"{chart.title}. {chart.description}", "")


def _svg(chart: Chart, drawing: Drawing, title: str, description: str) -> SafeString:
    svg = figure_to_svg(
        drawing.figure,
        width=drawing.width,
        height=drawing.height,
        title=title,
        description=description,
        stretch=chart.stretches,
    )
    return mark_safe(svg)  # every word and attribute in it was escaped by dashboards.printing
