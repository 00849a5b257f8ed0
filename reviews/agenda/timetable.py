"""How a meeting's minutes are shared among the sections."""

from reviews.sections import STANDING

MINUTES_CARRIED = 5
"""What an item carried over is given."""

_SHORT = 30


def minutes_of_sections(total: int, carried: int = 0) -> dict[int, int]:
    """Minutes by the section's number; with `carried` they add up to `total`.

    What was carried over takes at most a third of the meeting. Shares are whole fives, single minutes in a meeting
    of under half an hour; what does not divide goes to the section that is owed most, the earlier one on a tie, and
    what is less than five to the longest.
    """
    left = total - min(carried, total // 3)
    unit = 1 if left < _SHORT else 5
    units, odd = divmod(left, unit)
    whole = sum(section.minutes for section in STANDING)
    shares = {section.number: section.minutes * units for section in STANDING}
    minutes = {number: share // whole for number, share in shares.items()}
    owed = sorted(shares, key=lambda number: -(shares[number] % whole))
    for number in owed[: units - sum(minutes.values())]:
        minutes[number] += 1
    minutes = {number: count * unit for number, count in minutes.items()}
    minutes[max(STANDING, key=lambda section: section.minutes).number] += odd
    return minutes
