"""What a section of the standing agenda declares, and a line that it puts there."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from reviews.facts import Snapshot
from reviews.facts.agenda import AgendaFacts, Subject
from reviews.facts.pronouns import Pronouns
from reviews.meeting.shown import Shown
from reviews.models import AgendaItem
from reviews.sections.box import Box
from reviews.sections.exceptions import Exceptional

_RULE_WORDS = {
    "green_service_red_outcome": "green service, red outcome",
    "outcome_went_off_track": "went off track",
    "change_unanswered": "change unanswered",
    "check_in_missing": "no check-in",
    "new_red": "new red",
    "reading_missing": "no reading",
    "told_to_sponsors": "told to both sponsors",
    "moved_twice": "new dates",
    "waits_too_long": "held up",
    "long_overdue": "weeks late",
    "nobody_has_it": "nobody has it",
    "roles_empty": "empty roles",
}


@dataclass(frozen=True)
class Entry:
    """One line of the agenda, in the section of that number. A `heading` opens its section and holds its minutes.

    What stands below a heading shares its minutes, unless it has minutes of its own. `consent` marks a promise that
    was reported done and that nobody questioned: confirmed with the others in one go. `kind` is what is wanted of the
    meeting.
    """

    section: int
    title: str
    heading: bool = False
    kind: str = AgendaItem.Kind.DISCUSS
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
        return ("carried", self.carried_from) if self.carried_from else ("said", self.section, self.title)


class Section:
    """A section of the standing agenda: all that is said of it on any page, in one place.

    `number` is how its lines are kept in the database and in seals. It is never changed and never given to another
    section; where a section stands on the agenda, and what number a person reads, its place in `STANDING` says.
    """

    number: int
    title: str
    minutes: int
    """Its share of ninety minutes; a shorter or longer meeting is divided in the same way."""
    nothing: str
    """What the agenda says where nothing stands in it."""
    in_room: type[Shown]
    """What the room shows when the section is in hand, and the template that draws it."""

    def entries(self, facts: AgendaFacts, exceptions: Mapping[Subject, Exceptional]) -> Iterable[Entry]:
        """The lines it puts on the agenda by itself, in the order in which they are worth hearing.

        `exceptions` are the few things that must be heard, by what they are about.
        """
        return ()

    def note(self, lines: Sequence[AgendaItem], asks_waiting: int) -> str:
        """What to look out for in it, in three words, beside its title in the room: `lines` are what stands below,
        `asks_waiting` how many asks wait at this moment on the side of whoever reads.
        """
        return ", ".join(_counted_rules(lines))

    def box(self, snapshot: Snapshot, called: Mapping[str, Pronouns]) -> Box | None:
        """How it stands, on page one of the pack; None where no box says so."""
        return None


def _counted_rules(lines: Sequence[AgendaItem]) -> Iterator[str]:
    rules = [line.rule for line in lines if line.rule in _RULE_WORDS]
    for rule in dict.fromkeys(rules):
        count = rules.count(rule)
        yield f"{count} {_RULE_WORDS[rule]}" if count > 1 or rule == "new_red" else _RULE_WORDS[rule]
