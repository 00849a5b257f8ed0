"""The chair's private five minutes. Read in the chair's own scope, never in the room's: it holds what is ours alone."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from governance.counting.formula import Tally
from governance.ledger.facts import promises
from governance.models import ActionItem
from partners.models import EngagementTerms, PartnerNote, PartnerStanding, Side, User
from partners.numbers import of
from reviews.agenda.standing import standing_agenda
from reviews.clock import day_of, today_of
from reviews.facts.queries import agenda_facts
from reviews.models import Review
from reviews.sections.section import Entry
from reviews.since import last_time, since_last

NOTES_SHOWN, LATE_SHOWN, THANKED = 6, 5, 4
NOTICE_AHEAD = timedelta(days=120)


@dataclass(frozen=True)
class Brief:
    """What whoever chairs should know before going in."""

    review: Review
    reader: User
    now: datetime

    @property
    def on(self) -> date:
        return day_of(self.review)

    @property
    def today(self) -> date:
        return today_of(self.reader, self.now)

    @cached_property
    def since(self) -> date:
        return last_time(self.review, self.today)

    @cached_property
    def tallies(self) -> dict[Side, Tally]:
        """Promises of both sides since the last review."""
        fell_due = promises(self.review.partner, self.since, self.today)
        return since_last(fell_due, self.since, self.today)

    @property
    def counted(self) -> list[tuple[Side, Tally]]:
        return [(side, self.tallies[side]) for side in (self.reader.side, self.reader.side.other)]

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        return standing_agenda(agenda_facts(self.review, on=min(self.today, self.on)))

    @property
    def exceptions(self) -> list[tuple[Entry, str]]:
        """What was added automatically, each with the address of its page."""
        slug = self.review.partner.slug
        found = [entry for entry in self.entries if entry.rule]
        return [(entry, entry.subject.url(slug) if entry.subject else "") for entry in found]

    @cached_property
    def late(self) -> dict[Side, list[ActionItem]]:
        """The most overdue of each side: ours to own up to, theirs to push."""
        found = (
            ActionItem.objects.filter(partner=self.review.partner).overdue(self.today).select_related("owner")
        )
        rows = list(found.order_by("due_on", "id")[: 8 * LATE_SHOWN])
        return {side: [row for row in rows if row.side == side][:LATE_SHOWN] for side in Side}

    @property
    def our_late(self) -> list[ActionItem]:
        return self.late[self.reader.side]

    @property
    def their_late(self) -> list[ActionItem]:
        return self.late[self.reader.side.other]

    @cached_property
    def to_thank(self) -> list[ActionItem]:
        """Kept before its day since the last review: one a person, the earliest first."""
        kept = ActionItem.objects.filter(
            partner=self.review.partner, state__in=["reported", "closed"], reported_on__gt=self.since
        ).select_related("owner")
        spared = {
            item: (item.first_due_on or item.due_on) - item.reported_on for item in kept if item.reported_on
        }
        early = [item for item, time in spared.items() if time > timedelta()]
        first: dict[int, ActionItem] = {}
        for item in sorted(early, key=lambda item: (-spared[item], item.pk)):
            first.setdefault(item.owner_id, item)
        return list(first.values())[:THANKED]

    @cached_property
    def notices(self) -> list[EngagementTerms]:
        """Contracts whose last day to give notice comes near."""
        until = self.today + NOTICE_AHEAD
        terms = (
            EngagementTerms.objects.visible_to(self.reader)
            .running()
            .filter(partner=self.review.partner, notice_by__gte=self.today, notice_by__lte=until)
        )
        return list(terms.select_related("engagement").order_by("notice_by"))

    @cached_property
    def notes(self) -> list[PartnerNote]:
        """Our own side's notes, latest first."""
        found = PartnerNote.objects.visible_to(self.reader).filter(partner=self.review.partner)
        return list(found.select_related("author")[:NOTES_SHOWN])

    @cached_property
    def segment(self) -> str:
        standing = PartnerStanding.objects.visible_to(self.reader).filter(partner=self.review.partner).first()
        return standing.get_segment_display() if standing else ""

    @property
    def first_words(self) -> Iterator[str]:
        """The few sentences to begin with."""
        ours, theirs = self.tallies[self.reader.side], self.tallies[self.reader.side.other]
        yield f"Since {self.since:%-d %B} we kept {of(ours.kept, ours.due, 'promise')}."
        yield f"They kept {theirs.kept} of {theirs.due}."
        for count, _, words in (ours + theirs).apart:
            yield f"{count} fell due {words} and {'is' if count == 1 else 'are'} counted apart."
        if ours.missed > theirs.missed:
            yield "Begin with ours: we missed more than they did."
        elif ours.missed and ours.missed == theirs.missed:
            yield "Both sides missed as many: begin with ours."
        elif theirs.missed:
            yield "We can ask: they missed more than we did."
