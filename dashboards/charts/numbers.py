"""Numbers as people read them, and the values an axis marks."""

import math
from decimal import ROUND_HALF_UP, Context, Decimal

from dashboards.charts.lettering import fitted

_SUFFIXES = {
    "percent": "%", "%": "%", "count": "", "number": "", "": "",
    "minutes": "\u00a0min", "hours": "\u00a0h", "days": "\u00a0d", "seconds": "\u00a0s", "milliseconds": "\u00a0ms",
}  # fmt: skip
_LARGE = ((1e9, "\u00a0bn"), (1e6, "\u00a0M"))
_ROUNDING = Context(prec=400, rounding=ROUND_HALF_UP)


def nice_step(span: float, about: int) -> float:
    """The step among 1, 2, 2.5 and 5 × 10ⁿ that cuts `span` into at most `about` pieces."""
    rough = span / about
    magnitude = 10.0 ** math.floor(math.log10(rough))
    return next(lead * magnitude for lead in (1, 2, 2.5, 5, 10) if lead * magnitude >= rough * (1 - 1e-9))


def nice_ticks(low: float, high: float, about: int = 4) -> list[float]:
    """The round values between `low` and `high` that an axis marks; never more than `about` + 1."""
    step = nice_step(high - low, about)
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    decimals = max(0, 2 - math.floor(math.log10(step)))
    return [round(number * step, decimals) + 0.0 for number in range(first, last + 1)]


def spoken(value: Decimal | float, decimals: int | None = None) -> str:
    """The value with thousands set apart and no idle zeros, rounded half up to `decimals` where given."""
    number = Decimal(str(value))
    if decimals is not None:
        number = number.quantize(Decimal(1).scaleb(-decimals), context=_ROUNDING)
    text = f"{number:,f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in {"-0", ""} else text.replace("-", "−")


def brief(value: Decimal | float, decimals: int | None = None) -> str:
    """The same for an axis and its margin, where millions are “1.5 M”: the exact number stands in the table."""
    for limit, suffix in _LARGE:
        if abs(float(value)) >= limit:
            return spoken(Decimal(f"{float(value) / limit:.4g}")) + suffix
    return spoken(value, decimals)


def telling_decimals(step: float) -> int:
    """How many decimals tell two values apart on an axis with this step: one more than the step has, and one
    even beside steps of ten or twenty."""
    return max(1 if step <= 20 else 0, 1 - math.floor(math.log10(step)))


def with_unit(text: str, unit: str) -> str:
    """“99.97%”, “6.4 h”, “20,166”: the number and its unit, the unit shortened where it has a short form.

    No line ends between the two.
    """
    short = _SUFFIXES.get(unit.strip().lower())
    if short is None:
        return f"{text}{unit}" if unit.startswith("%") else f"{text}\u00a0{unit}"
    return text + short


def with_brief_unit(text: str, unit: str) -> str:
    """The same beside a line or an axis, where a long unit is cut."""
    return with_unit(text, fitted(unit, 70, 11))
