"""The second ink: the figures Plotly draws on screen, as vectors for print and for pages without scripts."""

from dashboards.printing.drawing import figure_to_svg

__all__ = ["figure_to_svg"]
