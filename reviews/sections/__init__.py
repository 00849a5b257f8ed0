"""The standing agenda: its sections in the order in which they are gone through, each declared in a module of its own.

Every page, mail and pack asks the section itself: for its words, its lines, what the room shows of it. What the pack
prints of it are chapters, which stand here among those of no section.
"""

from collections.abc import Iterable

from reviews.meeting.shown import Shown
from reviews.models import AgendaItem
from reviews.sections.asks import ASKS, AsksChapter
from reviews.sections.chapter import Chapter
from reviews.sections.chapters import MinutesChapter, OursOnlyChapter, SealChapter, WhoDoesWhatChapter
from reviews.sections.outcomes import OUTCOMES, OutcomesChapter
from reviews.sections.performance import PERFORMANCE, PerformanceChapter
from reviews.sections.promised import PROMISED, PromisesChapter, TrackerChapter
from reviews.sections.read_back import READ_BACK
from reviews.sections.section import Section
from reviews.sections.tabled import TABLED

STANDING: tuple[Section, ...] = (PROMISED, PERFORMANCE, OUTCOMES, ASKS, TABLED, READ_BACK)
"""The last one closes the meeting."""

CHAPTERS: tuple[type[Chapter], ...] = (
    PromisesChapter, PerformanceChapter, OutcomesChapter, TrackerChapter, AsksChapter,
    WhoDoesWhatChapter, MinutesChapter, OursOnlyChapter, SealChapter,
)  # fmt: skip
"""What follows page one in the pack."""


class Unlisted(Section):
    """What an old agenda has and no new one: its heading and its lines can still be read."""

    number = 0
    title = ""
    minutes = 0
    nothing = ""
    in_room = Shown


_UNLISTED = Unlisted()


def section_numbered(number: int) -> Section:
    """The section whose lines are kept under `number`."""
    return next((section for section in STANDING if section.number == number), _UNLISTED)


def in_order(items: Iterable[AgendaItem]) -> list[AgendaItem]:
    """The lines of one agenda as they are gone through: each section's heading, then what stands below it.

    Those of a section that is listed no more come before the one that closes the meeting.
    """
    places = {section.number: float(place) for place, section in enumerate(STANDING)}
    before_the_last = len(STANDING) - 1.5
    return sorted(
        items,
        key=lambda item: (places.get(item.section, before_the_last), item.section, item.position, item.pk),
    )
