"""The colours themselves: every pair that carries words is readable in both themes (WCAG 2.2, 1.4.3 and 1.4.11)."""

import re
from itertools import product
from pathlib import Path

import pytest

TOKENS = Path(__file__).parents[1] / "static" / "css" / "tokens.css"
COLOURS = {
    name: {"light": light, "dark": dark}
    for name, light, dark in re.findall(r"--([\w-]+): light-dark\((#\w+), (#\w+)\)", TOKENS.read_text())
}
GROUNDS = ["paper", "card", "raised", "wash"]
WASHES = ["ours-wash", "theirs-wash", "good-wash", "warn-wash", "bad-wash"]
PAIRS = [
    *product(["ink", "ink-2"], GROUNDS + WASHES),
    *product(["ink-3", "ours", "theirs", "good", "warn", "bad"], GROUNDS),
    *((wash.removesuffix("-wash"), wash) for wash in WASHES),
    *product(["on-ink"], ["ink", "ink-2", "ours", "theirs"]),
]


def luminance(colour: str) -> float:
    """Relative luminance as WCAG defines it; `colour` is #rgb or #rrggbb."""
    digits = colour[1:]
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    channels = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str, theme: str) -> float:
    low, high = sorted((luminance(COLOURS[one][theme]), luminance(COLOURS[other][theme])))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_words_stand_out_from_what_they_stand_on(theme: str) -> None:
    faint = {pair: round(contrast(*pair, theme), 2) for pair in PAIRS if contrast(*pair, theme) < 4.5}
    assert faint == {}


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("ground", ["paper", "card"])
def test_the_edge_of_a_field_can_be_seen(ground: str, theme: str) -> None:
    assert contrast("control-line", ground, theme) >= 3
