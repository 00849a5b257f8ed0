"""Live facts → the standing agenda. Pure: the same facts give the same agenda, for whoever asks.

Six sections in order, with their minutes. What was not reached last time is carried over and marked, each side's
tabled item stands in the fifth section, and at most three exceptions stand first in theirs, with a sentence why.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from partners.models import Side
from reviews.exceptions import Exceptional, heaviest
from reviews.facts import AgendaFacts, CarriedFacts, PromiseFacts, Subject
from reviews.models import Section
from reviews.timetable import MINUTES_CARRIED, minutes_of_sections

LONGEST_TITLE, LONGEST_WHY = 200, 200


@dataclass(frozen=True)
class Entry:
    """One line of the agenda. A `heading` opens its section and holds the section's minutes.

    What stands below a heading shares its minutes, unless it has minutes of its own. `consent` marks a promise that
    was reported done and that nobody questioned: confirmed with the others in one go.
    """

    section: Section
    title: str
    heading: bool = False
    minutes: int = 0
    detail: str = ""
    why: str = ""
    rule: str = ""
    subject: Subject | None = None
    presenter: int | None = None
    tabled_by_side: str = ""
    tabled_by: int | None = None
    carried_from: int | None = None
    consent: bool = False

    @property
    def key(self) -> tuple[object, ...]:
        """What makes two entries the same line of the same agenda, however their words change."""
        if self.heading:
            return (self.section, "heading")
        if self.subject:
            return (self.subject.kind, self.subject.id)
        if self.tabled_by_side:
            return ("tabled", self.tabled_by_side)
        return ("carried", self.carried_from)


def standing_agenda(facts: AgendaFacts) -> tuple[Entry, ...]:
    """The agenda of one review, in the order in which it is gone through."""
    exceptions = {found.subject: found for found in heaviest(facts)}
    carried = _carried_by_subject(facts.carried)
    about = [
        _marked(entry, exceptions, carried) for entry in (*_promises(facts), *_performance(facts, exceptions),
                                                          *_outcomes(facts), *_asks(facts))
    ]  # fmt: skip
    on_it = {entry.subject for entry in about}
    brought = [_brought(item) for item in facts.carried if item.subject is None or item.subject not in on_it]
    lines = [*about, *brought, *_tabled(facts)]
    minutes = minutes_of_sections(facts.minutes, sum(entry.minutes for entry in brought))
    return tuple(_in_order(minutes, lines))


def _in_order(minutes: dict[Section, int], lines: list[Entry]) -> Iterator[Entry]:
    for section in Section:
        yield Entry(section, section.label, heading=True, minutes=minutes[section])
        mine = [entry for entry in lines if entry.section == section]
        # Exceptions first; the order within is the order in which the facts are worth hearing.
        yield from sorted(mine, key=lambda entry: not entry.rule)


def _promises(facts: AgendaFacts) -> Iterator[Entry]:
    """We owe first, as a courtesy; then they owe. The latest first, what only wants a nod last."""
    for side in Side:
        owed = [promise for promise in facts.promises if promise.side == side]
        for promise in sorted(owed, key=lambda promise: (_wants_a_nod(promise), promise.due_on, promise.id)):
            yield Entry(
                Section.PROMISED, promise.title, subject=promise.subject, presenter=promise.owner,
                consent=_wants_a_nod(promise),
            )  # fmt: skip


def _wants_a_nod(promise: PromiseFacts) -> bool:
    return promise.reported and not promise.questioned


def _performance(facts: AgendaFacts, exceptions: dict[Subject, Exceptional]) -> Iterator[Entry]:
    for figure in facts.indicators:
        if figure.state == "bad" or figure.months_missing or figure.subject in exceptions:
            # An exception says in its reason how the figure stands.
            detail = "" if figure.subject in exceptions else figure.in_words
            yield Entry(Section.PERFORMANCE, figure.name, subject=figure.subject, detail=detail)


def _outcomes(facts: AgendaFacts) -> Iterator[Entry]:
    for outcome in facts.outcomes:
        yield Entry(Section.OUTCOMES, outcome.statement, subject=outcome.subject, presenter=outcome.presenter)


def _asks(facts: AgendaFacts) -> Iterator[Entry]:
    for ask in sorted(facts.asks, key=lambda ask: (ask.raised_on, ask.id)):
        yield Entry(Section.ASKS, ask.title, subject=ask.subject, presenter=ask.owner)


def _tabled(facts: AgendaFacts) -> Iterator[Entry]:
    for item in sorted(facts.tabled, key=lambda item: list(Side).index(Side(item.side))):
        yield Entry(
            Section.TABLED, item.title, detail=item.detail, minutes=item.minutes, tabled_by_side=item.side,
            tabled_by=item.by, presenter=item.by,
        )  # fmt: skip


def _carried_by_subject(carried: Iterable[CarriedFacts]) -> dict[Subject, CarriedFacts]:
    return {item.subject: item for item in carried if item.subject}


def _brought(item: CarriedFacts) -> Entry:
    """A line of last time that nothing on today's agenda speaks of by itself."""
    return Entry(
        item.section, item.title, detail=item.detail, why=item.why, subject=item.subject, minutes=MINUTES_CARRIED,
        presenter=item.presenter, carried_from=item.id,
    )  # fmt: skip


def _marked(
    entry: Entry, exceptions: dict[Subject, Exceptional], carried: dict[Subject, CarriedFacts]
) -> Entry:
    """The entry with why it put itself here, and with where it was carried from."""
    assert entry.subject is not None
    found, last_time = exceptions.get(entry.subject), carried.get(entry.subject)
    if found:
        entry = replace(entry, why=_cut(found.why, LONGEST_WHY), rule=found.rule)
    if last_time:
        entry = replace(entry, carried_from=last_time.id)
    return entry


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1] + "…"
