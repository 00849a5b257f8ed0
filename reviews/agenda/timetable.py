"""How a meeting's minutes are shared among the sections, and whether what is planned fits into them."""

from collections.abc import Iterable
from dataclasses import dataclass

from partners.numbers import counted
from reviews.models import AgendaItem
from reviews.sections import STANDING, TABLED

MINUTES_CARRIED = 5
"""What an item carried over is given."""

_SHORT = 30


def most_carried(total: int) -> int:
    """How many of a meeting's minutes what was carried over takes from the sections at most."""
    return total // 3


def minutes_of_sections(total: int, carried: int = 0) -> dict[int, int]:
    """Minutes by the section's number; with `carried` they add up to `total`.

    What was carried over takes at most a third of the meeting. Shares are whole fives, single minutes in a meeting
    of under half an hour; what does not divide goes to the section that is owed most, the earlier one on a tie, and
    what is less than five to the longest.
    """
    left = total - min(carried, most_carried(total))
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


@dataclass(frozen=True)
class Length:
    """What an agenda takes, in minutes. `tabled` is what both sides ask for, `set_aside` what their section has;
    `carried` is what lines carried over take, `carried_lines` how many they are.
    """

    lasts: int
    takes: int
    tabled: int
    set_aside: int
    carried: int
    carried_lines: int

    @property
    def over(self) -> int:
        """Minutes that it takes too long; 0 where it fits."""
        return max(0, self.takes - self.lasts)

    @property
    def sentence(self) -> str:
        """By how much it is too long; empty where it fits."""
        return f"It takes {self.takes} minutes of {self.lasts}: {self.over} too many." if self.over else ""

    @property
    def remedies(self) -> list[str]:
        """What to shorten, what is furthest above its share first."""
        room = most_carried(self.lasts)
        tabled = (
            f"Shorten the items from each side: they take {self.tabled} minutes, and {self.set_aside} are set aside "
            "for them."
        )
        carried = (
            f"Settle beforehand some of what was carried over: {counted(self.carried_lines, 'line')} for "
            f"{self.carried} minutes, and {room} are set aside for them."
        )
        excesses = ((self.tabled - self.set_aside, tabled), (self.carried - room, carried))
        return [words for excess, words in sorted(excesses, reverse=True) if self.over and excess > 0]


def length_of(lines: Iterable[AgendaItem], lasts: int) -> Length:
    """What the lines of an agenda take, in a meeting that lasts so many minutes.

    A section takes its share, and more where the sides tabled more than it holds; what was carried over has minutes of
    its own.
    """
    lines = list(lines)
    shares = {line.section: line.minutes for line in lines if line.is_heading}
    tabled = sum(line.minutes for line in lines if line.tabled_by_side)
    brought = [line for line in lines if line.carried_from_id and line.minutes and not line.tabled_by_side]
    carried, set_aside = sum(line.minutes for line in brought), shares.get(TABLED.number, 0)
    takes = sum(shares.values()) + max(0, tabled - set_aside) + carried
    return Length(lasts, takes, tabled, set_aside, carried, len(brought))
