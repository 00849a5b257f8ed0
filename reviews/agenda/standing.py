"""Live facts → the standing agenda. Pure: the same facts give the same agenda, for whoever asks.

Its sections in order, with their minutes. What was not reached last time is carried over and marked, each side's
tabled item stands in a section of its own, and at most three exceptions stand first in theirs, with a sentence why.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from reviews.agenda.timetable import MINUTES_CARRIED, minutes_of_sections
from reviews.facts.agenda import AgendaFacts, CarriedFacts, Subject
from reviews.sections import STANDING
from reviews.sections.exceptions import Exceptional, heaviest
from reviews.sections.section import Entry

LONGEST_TITLE, LONGEST_WHY = 200, 200


def standing_agenda(facts: AgendaFacts) -> tuple[Entry, ...]:
    """The agenda of one review, in the order in which it is gone through."""
    exceptions = {found.subject: found for found in heaviest(facts)}
    carried = {_about(item): item for item in facts.carried}
    own = [entry for section in STANDING for entry in section.entries(facts, exceptions)]
    lines = [_marked(entry, exceptions, carried) for entry in own]
    on_it = {_about(entry) for entry in lines if not entry.tabled_by_side}
    brought = [_brought(item) for item in facts.carried if _about(item) not in on_it]
    minutes = minutes_of_sections(facts.minutes, sum(entry.minutes for entry in brought))
    return tuple(_in_order(minutes, [*lines, *brought]))


def _in_order(minutes: dict[int, int], lines: list[Entry]) -> Iterator[Entry]:
    for section in STANDING:
        yield Entry(section.number, section.title, heading=True, minutes=minutes[section.number])
        mine = [entry for entry in lines if entry.section == section.number]
        # Exceptions first, what is tabled anew last; in between the order in which the facts are worth hearing.
        yield from sorted(mine, key=lambda entry: (not entry.rule, bool(entry.tabled_by_side)))


def _about(line: Entry | CarriedFacts) -> Subject | tuple[int, str]:
    """What two lines have in common that speak of the same thing: where it is nothing that is kept, their words."""
    return line.subject or (line.section, line.title)


def _brought(item: CarriedFacts) -> Entry:
    """A line of last time that nothing on today's agenda speaks of by itself."""
    return Entry(
        item.section,
        item.title,
        detail=item.detail,
        why=item.why,
        subject=item.subject,
        kind=item.kind,
        minutes=MINUTES_CARRIED,
        presenter=item.presenter,
        carried_from=item.id,
    )


def _marked(
    entry: Entry,
    exceptions: Mapping[Subject, Exceptional],
    carried: Mapping[Subject | tuple[int, str], CarriedFacts],
) -> Entry:
    """The entry with why it was added, and with where it was carried from; what is tabled anew is neither."""
    if entry.tabled_by_side:
        return entry
    last_time = carried.get(_about(entry))
    if entry.subject and (found := exceptions.get(entry.subject)):
        entry = replace(entry, why=_cut(found.why, LONGEST_WHY), rule=found.rule)
    if last_time:
        entry = replace(entry, carried_from=last_time.id)
    return entry


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1] + "…"
