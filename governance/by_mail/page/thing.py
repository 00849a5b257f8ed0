from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from governance.models import ActionNote, QuietPeriod, Reminder, WaitingPeriod
from governance.owed import Status, as_said
from governance.step import Step
from partners.models import User


@dataclass(frozen=True)
class NamedThing:
    """One thing that a mail names, as its reader sees it today.

    This base is what is left of one in whose partnership the reader no longer takes part: nothing of it is told.
    """

    reminder: Reminder
    reader: User
    today: date

    @property
    def number(self) -> int:
        """Of the reminder: what stands in the address."""
        return self.reminder.pk

    @property
    def subject(self) -> Any:
        """The action or ask that its forms are about; None where nothing of it is shown."""
        return None

    @property
    def title(self) -> str:
        return "Something that is no longer yours"

    @property
    def pill(self) -> str:
        """Whose it is, in a word."""
        return ""

    @property
    def story(self) -> str:
        """Where it comes from, in a breath."""
        return ""

    @property
    def side(self) -> str:
        """Whose colour it has."""
        return ""

    @property
    def status(self) -> Status:
        """How it stands."""
        return as_said("no longer yours")

    @property
    def settled(self) -> str:
        """What has become of it, where nothing is left to do; empty otherwise."""
        return "You no longer take part in this partnership, so it is not shown to you any more."

    @property
    def steps(self) -> list[Step[Any]]:
        """What can be done with it here, the likeliest first."""
        return []

    def offers(self, slug: str) -> bool:
        """Whether the step of that address is among them."""
        return any(step.slug == slug for step in self.steps)

    @property
    def version(self) -> str:
        return ""

    @property
    def is_asked(self) -> bool:
        """Whether something is wanted of the reader. A word can be said even where nothing is."""
        return any(step.is_answer for step in self.steps)

    @property
    def is_answered(self) -> bool:
        """Whether the reader has said what is to be said for now, although more could be done."""
        return False

    @property
    def waits_for_reader(self) -> bool:
        return self.is_asked and not self.is_answered

    @property
    def detail(self) -> str:
        """What was written to it when it was asked for."""
        return ""

    @property
    def answer(self) -> str:
        """What was answered so far."""
        return ""

    @property
    def running_wait(self) -> WaitingPeriod | None:
        """For whom it waits while it is still to do."""
        return None

    @property
    def last_word(self) -> ActionNote | None:
        """What somebody else wrote last, where it is to be read here."""
        return None

    @property
    def evidence(self) -> list[str]:
        """The names of what was brought to show that it is done."""
        return []

    @property
    def taken_back_until(self) -> datetime | None:
        """Until when the reader may take back what they answered; None where there is nothing to take back."""
        return None

    @property
    def proposed(self) -> str:
        """What exactly a yes would be a yes to; empty where none is asked for."""
        return ""

    @property
    def follows(self) -> list[str]:
        """What follows from an answer, in sentences, before it is given."""
        return []

    @property
    def stands_in(self) -> bool:
        """The mail went to a deputy."""
        return self.reminder.person_id != self.reader.pk

    @cached_property
    def away_until(self) -> date | None:
        """Until when the person is away for whom the reader stands in; None where that is over or not said."""
        quiet = QuietPeriod.objects.visible_to(self.reader).on(self.today)
        return quiet.filter(person=self.reminder.person_id).values_list("last_on", flat=True).first()

    def name_of(self, side: str) -> str:
        return self.reminder.partner.name_of(side)

    def called(self, person: User | None) -> str:
        """ "you" for the reader, else the full name."""
        if person is None:
            return "somebody"
        return "you" if person.pk == self.reader.pk else person.full_name
