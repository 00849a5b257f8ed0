"""What the steps of asks have in common, and who of the two sides is near an ask."""

from datetime import date
from typing import Any

from django.utils import timezone

from governance.forms.fields import line
from governance.models import Ask
from governance.replies import ParsedReply
from governance.step import Step, StepForm
from governance.undoing import TEN_MINUTES
from partners.access import Permission, can
from partners.models import User


class AskForm(StepForm):
    """Base of what happens to one ask. Its answer can be taken back for ten minutes."""

    thing: Ask

    @property
    def undone_until(self) -> str:
        """ "You can take it back until 10:12." Said with what can."""
        until = timezone.localtime(self.now + TEN_MINUTES)
        return f" You can take it back until {until:%H:%M}." if self.can_be_taken_back else ""


class AnswerInRoom(AskForm):
    """An answer given aloud: every step has the same field, so that one is shown and the button says which."""

    answer = line(
        "In words",
        missing="Say it in a sentence: it stands on page one.",
        limit=1000,
        placeholder="What is decided",
        **{"data-key": "d"},
    )


class AskStep(Step[Ask]):
    """Base of the steps of asks."""

    kinds: tuple[str, ...] = ()
    by_the_asked_side = True
    """Whether the page behind a mail offers it to the side that has to answer alone."""

    def stands(self, thing: Ask, today: date) -> bool:
        return thing.is_open and (not self.kinds or thing.kind in self.kinds)

    def may(self, thing: Ask, reader: User, today: date) -> bool:
        return answers(thing, reader)

    def by_mail_to(self, thing: Ask, reader: User, today: date) -> bool:
        is_theirs = reader.side == thing.on_side or not self.by_the_asked_side
        return is_theirs and super().by_mail_to(thing, reader, today)

    def minutes(self, thing: Ask, said: dict[str, Any], speaker: User) -> str:
        return f"{thing.title}: {thing.answer}"

    def is_meant(self, thing: Ask, parsed: ParsedReply, writer: User, today: date) -> bool:
        return parsed.kind in self.replies and thing.kind in self.kinds


def decides(ask: Ask, reader: User) -> bool:
    return can(reader, Permission.DECIDE, ask.partner)


def answers(ask: Ask, reader: User) -> bool:
    """Who decides, on the side that is asked."""
    return reader.side == ask.on_side and decides(ask, reader)


def raised(ask: Ask, reader: User) -> bool:
    return ask.raised_by_id == reader.pk and can(reader, Permission.RAISE, ask.partner)


def is_near(ask: Ask, reader: User) -> bool:
    """Who decides, who raised it, and who takes care of it."""
    return decides(ask, reader) or raised(ask, reader) or ask.owner_id == reader.pk
