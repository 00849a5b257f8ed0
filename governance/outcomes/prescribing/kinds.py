"""What of the how a text prescribes, and what to write instead."""

from enum import StrEnum


class How(StrEnum):
    """What of the how is prescribed."""

    PRODUCT = "product"
    TECHNOLOGY = "technology"
    MEANS = "means"
    METHOD = "method"
    OVERSIGHT = "oversight"
    HEADCOUNT = "headcount"
    PEOPLE = "people"
    EFFORT = "effort"
    PLACE = "place"


HELP = {
    How.PRODUCT: "Say the result, not the product: what has to work, how well, and by when.",
    How.TECHNOLOGY: "Say the result, not the technology: what gets better for whom, and by how much.",
    How.MEANS: "Say the result alone: what stands before these words may be it already.",
    How.METHOD: "Say the result, not the method: how the work is organised is for whoever delivers it.",
    How.OVERSIGHT: "Say the result, and agree on check-ins: they show how it stands without looking over a shoulder.",
    How.HEADCOUNT: "Say the result, not how many work on it: whoever delivers it knows whom that takes.",
    How.PEOPLE: "Say the result, not who does it: a sponsor and a business owner are all an outcome has to name.",
    How.EFFORT: "Say what the result is worth and by when, not how many hours go into it.",
    How.PLACE: "Say the result, not where people sit: what somebody has to be there for can be a promise of its own.",
}
"""What to write instead, in a sentence to whoever wrote it."""


def listed(*lines: str) -> tuple[str, ...]:
    """The names or words of several lines, parted by commas."""
    return tuple(each.strip() for line in lines for each in line.split(","))
