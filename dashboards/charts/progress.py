"""How far an outcome has come, as a bar with a tick where it should be by now."""

from decimal import Decimal

from dashboards.charts.facts import Progress
from dashboards.charts.frame import STATE_INKS, Figure, Margin, Size, hidden_axis, rule, sheet
from dashboards.charts.ink import named
from dashboards.charts.lettering import words

BAR = Size(640, 16)


def progress_figure(progress: Progress, size: Size = BAR) -> Figure:
    """The state's word belongs beside it: a bar this thin has no room for one."""
    place = {"type": "bar", "orientation": "h", "y": [0], "width": 0.42}
    track = {**place, "x": [100], "hoverinfo": "skip", "marker": {"color": named("wash"), "cornerradius": 3}}
    done = {
        **place, "x": [_percent(progress.achieved)], "hoverinfo": "text",
        "hovertext": [words(f"{progress.name[:120]}: {progress.achieved:.0f}% of the way")],
        "marker": {"color": named(STATE_INKS[progress.state]), "cornerradius": 3},
    }  # fmt: skip
    layout = sheet(
        size,
        Margin(0, 0, 0, 0),
        barmode="overlay",
        xaxis=hidden_axis(0, 100, type="linear"),
        yaxis=hidden_axis(-0.5, 0.5, type="linear"),
    )
    if progress.expected is not None:
        tick = _percent(progress.expected)
        layout["shapes"] = [rule((tick, tick), (-0.45, 0.45), "ink", xref="x", layer="above", width=2)]
    return {"data": [track, done], "layout": layout}


def _percent(share: Decimal) -> float:
    """Within the bar: more than all is drawn as all."""
    return min(100.0, max(0.0, float(share)))
