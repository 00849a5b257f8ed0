import copy
import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO
from itertools import pairwise
from xml.etree import ElementTree

import pikepdf
import pytest
import weasyprint
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from dashboards.charts import (
    PRINT,
    SPARK,
    MonthPromises,
    UnknownInk,
    kept_line_chart,
    mirrored_chart,
    progress_chart,
    sparkline_figure,
    trend_chart,
    trend_figure,
)
from dashboards.printing import figure_to_svg
from tests.dashboards.charts import chart_facts
from tests.dashboards.charts.chart_facts import HOSTILE, carrier, swapped, trend

SVG = "{http://www.w3.org/2000/svg}"


def drawn(chart):
    """The chart's SVG, parsed: raises where it is not XML."""
    drawing = chart.wide
    svg = figure_to_svg(
        drawing.figure,
        width=drawing.width,
        height=drawing.height,
        title=chart.title,
        description=chart.description,
    )
    return ElementTree.fromstring(svg)


@settings(max_examples=60, deadline=None)
@given(
    st.one_of(
        chart_facts.trends().map(trend_chart),
        chart_facts.promises().map(mirrored_chart),
        chart_facts.promises().map(lambda months: kept_line_chart("theirs", months)),
        chart_facts.progresses.map(progress_chart),
    )
)
def test_whatever_the_facts_the_drawing_is_xml_with_a_title(chart):
    root = drawn(chart)
    assert root.find(f"{SVG}title") is not None


@settings(max_examples=40, deadline=None)
@given(chart_facts.trends())
def test_any_trend_is_drawn_as_small_as_a_word(facts):
    ElementTree.fromstring(
        figure_to_svg(sparkline_figure(facts), width=SPARK.width, height=SPARK.height, title="t")
    )


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_is_text_and_nothing_else(name):
    root = drawn(trend_chart(replace(trend(96, 97), name=name)))
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= {
        "svg", "title", "desc", "text", "line", "circle", "polygon", "polyline", "rect",
    }  # fmt: skip
    assert all(len(element.text or "") <= 1_000 for element in root.iter())


def test_a_hole_in_the_readings_is_a_hole_in_the_line():
    root = drawn(trend_chart(trend(96, 97, None, None, 95, 96)))
    assert len(root.findall(f"{SVG}polyline")) == 2


def test_a_reading_between_two_holes_keeps_its_mark():
    root = drawn(trend_chart(trend(96, 97, None, 95, None, 96, 97, target=None, amber=None)))
    assert len(root.findall(f"{SVG}circle")) == 5 + 1


def test_a_lonely_month_stays_visible_in_a_sparkline():
    drawing = sparkline_figure(trend(96, 97, None, 95, None, 96, 97))
    root = ElementTree.fromstring(figure_to_svg(drawing, width=150, height=44, title="t"))
    assert len(root.findall(f"{SVG}circle")) == 1 + 1


def test_the_real_trend_prints_its_last_value_and_its_hole():
    root = drawn(trend_chart(carrier("9E", "Arrivals on time", Decimal(80))))
    said = [element.text for element in root.iter(f"{SVG}text")]
    assert "no readings" in said
    assert "90.2%" in said


def test_no_two_labels_in_the_margin_touch():
    root = drawn(trend_chart(trend("94.9", "95.05", target=Decimal(95), amber=Decimal("94.95"))))
    margin = [text for text in root.iter(f"{SVG}text") if text.get("text-anchor") == "start"]
    heights = sorted(float(text.get("y")) for text in margin)
    assert len(heights) == 3
    assert all(below - above >= 14 for above, below in pairwise(heights))


def test_every_word_names_its_font():
    root = drawn(trend_chart(trend(96, 97)))
    assert all(text.get("font-family") for text in root.iter(f"{SVG}text"))


def test_many_drawings_share_a_page_without_ids_styles_or_scripts():
    root = drawn(mirrored_chart([MonthPromises(date(2026, 1, 1), "ours", 4, 3, 1, 0, 0)]))
    assert not [element for element in root.iter() if {"id", "style", "href"} & set(element.attrib)]


def test_print_mixes_the_ink_and_leaves_its_name_for_the_screens_theme():
    root = drawn(progress_chart(chart_facts.Progress("ERP", Decimal(40), None, "bad")))
    bar = root.findall(f"{SVG}rect")[-1]
    assert (bar.get("fill"), bar.get("class")) == (PRINT["bad"], "fill-bad")


@settings(max_examples=30, deadline=None)
@given(chart_facts.promises())
def test_swapping_the_sides_mirrors_the_paper_exactly(months):
    def bars(chart, ink):
        found = [rect for rect in drawn(chart).iter(f"{SVG}rect") if rect.get("class") == f"fill-{ink}"]
        return [(rect.get("width"), rect.get("y"), rect.get("fill-opacity")) for rect in found]

    chart, turned = mirrored_chart(months), mirrored_chart(swapped(months))
    assert bars(chart, "ours") == bars(turned, "theirs")
    assert bars(chart, "theirs") == bars(turned, "ours")


def altered(path, value):
    """A good figure with one thing in it that print does not know."""
    figure = copy.deepcopy(trend_figure(trend(96, 97)))
    part = figure
    for step in path[:-1]:
        part = part[step]
    part[path[-1]] = value
    return figure


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("data", 0, "type"), "heatmap"),
        (("data", 0, "mode"), "lines+text"),
        (("data", 0, "fill"), "tozeroy"),
        (("data", 0, "connectgaps"), True),
        (("data", 1, "marker", "symbol"), "star"),
        (("layout", "sliders"), []),
        (("layout", "showlegend"), True),
        (("layout", "xaxis", "type"), "log"),
        (("layout", "yaxis", "showgrid"), True),
        (("layout", "shapes", 0, "type"), "path"),
        (("layout", "annotations", 0, "showarrow"), True),
        (("layout", "annotations", 0, "xref"), "x9"),
        (("layout", "annotations", 0, "font", "color"), "url(#x)"),
        (("frames",), []),
    ],
)
def test_what_print_cannot_draw_is_refused_not_left_out(path, value):
    with pytest.raises(UnknownInk, match=re.compile("Print (cannot|draws|knows no)")):
        figure_to_svg(altered(path, value), width=640, height=220, title="t")


def test_a_pdf_holds_the_charts_words_and_tells_them_to_a_screen_reader():
    chart = trend_chart(trend(96, None, None, None, 97, name="Availability"))
    size = {"width": chart.wide.width, "height": chart.wide.height}
    svg = figure_to_svg(chart.wide.figure, **size, title=chart.title, description=chart.description)
    page = f'<html lang="en"><title>Pack</title><body>{svg}'
    pdf = BytesIO(weasyprint.HTML(string=page).write_pdf(pdf_variant="pdf/ua-1"))
    said = PdfReader(pdf).pages[0].extract_text()
    assert "no readings" in said
    assert "97%" in said
    with pikepdf.open(pdf) as opened:
        alternatives = [str(part.Alt) for part in opened.objects if is_figure(part)]
    assert alternatives == ["Availability"]


def is_figure(part: pikepdf.Object) -> bool:
    return isinstance(part, pikepdf.Dictionary) and part.get("/S") == "/Figure"
