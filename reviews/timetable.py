"""How a meeting's minutes are shared among the six sections."""

from reviews.models import Section

MINUTES_CARRIED = 5
"""What an item carried over is given."""

_SHARES = {
    Section.PROMISED: 15,
    Section.PERFORMANCE: 15,
    Section.OUTCOMES: 20,
    Section.ASKS: 15,
    Section.TABLED: 10,
    Section.READ_BACK: 10,
}
_SHORT = 30


def minutes_of_sections(total: int, carried: int = 0) -> dict[Section, int]:
    """Minutes by section; with `carried` they add up to `total`.

    What was carried over takes at most a third of the meeting. Shares are whole fives, single minutes in a meeting
    of under half an hour; what does not divide goes to the section that is owed most, the earlier one on a tie.
    """
    left = total - min(carried, total // 3)
    unit = 1 if left < _SHORT else 5
    units, odd = divmod(left, unit)
    whole = sum(_SHARES.values())
    minutes = {section: share * units // whole for section, share in _SHARES.items()}
    owed = sorted(_SHARES, key=lambda section: (-(_SHARES[section] * units % whole), section))
    for section in owed[: units - sum(minutes.values())]:
        minutes[section] += 1
    minutes = {section: count * unit for section, count in minutes.items()}
    minutes[Section.OUTCOMES] += odd
    return minutes
