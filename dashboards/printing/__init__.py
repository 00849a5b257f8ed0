"""The second ink: the figure that Plotly draws on screen, as vectors for the pack and for pages without scripts."""

from dashboards.printing.drawing import figure_to_svg

__all__ = ["figure_to_svg"]
