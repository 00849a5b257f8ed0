"""What somebody can do with an action or an ask, declared once: its verb, its form, its words on every surface.

Page, row, desk, page behind a mail, reply, room and keyboard loop over the lists of all of them
(`tracker/steps/of_actions.py`, `asks/steps.py`).
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, ClassVar, Generic, TypeVar

from django.urls import reverse

from governance.forms.verb_form import VerbForm
from governance.local_day import day_of
from governance.models import ActionItem, Ask
from governance.replies import Kind, ParsedReply
from partners.access import Permission
from partners.models import User
from partners.undo_link import UndoLink
from partners.verb import can_be_taken_back

Thing = TypeVar("Thing", ActionItem, Ask)


def at_once(verb: Callable[..., Any], thing: Any, **said: Any) -> Any:
    """Calls the verb and nothing else; in the room it is written down as well."""
    return verb(thing, **said)


class StepForm(VerbForm):
    """Base of the forms of steps: what it asks for are the words of its `verb`."""

    verb: ClassVar[Callable[..., Any]]
    shows_refusals = True
    """Whether a refusal is shown in the form itself; else on top of the page."""

    def __init__(self, *args: Any, thing: Any, through: Callable[..., Any] = at_once, **options: Any) -> None:
        self.thing, self.through = thing, through
        options["initial"] = {"version": thing.version, **options.get("initial", {})}
        super().__init__(*args, partner=thing.partner, **options)

    def act(self) -> Any:
        return self.through(self.verb, self.thing, **self.arguments, **self.facts)

    @property
    def arguments(self) -> dict[str, Any]:
        """What was typed, by the names the verb gives it."""
        return self.typed_values()

    @property
    def facts(self) -> dict[str, Any]:
        return {**self.who_and_when, "version": self.cleaned_data.get("version")}

    @property
    def can_be_taken_back(self) -> bool:
        return can_be_taken_back(self.verb.__name__)

    @property
    def undo_link(self) -> UndoLink | None:
        undo_link: UndoLink = self.thing.undo_link
        return undo_link if self.can_be_taken_back else None


class ActionForm(StepForm):
    """Base of the forms of one action."""

    thing: ActionItem


@dataclass(frozen=True)
class RowButton:
    """How a row of the tracker offers a step: a button that does it at once, or a link that opens it on the page."""

    label: str
    opens: bool = False
    quiet: bool = False


@dataclass(frozen=True)
class MailButton:
    """One large button of the page behind a mail.

    With a `button` it opens the step's form; without, it does what it says at once, and may send one value of its own.
    """

    title: str
    hint: str = ""
    button: str = ""
    name: str = ""
    value: str = ""


@dataclass(frozen=True)
class Words:
    """The field below the buttons of a mail's page. What is in it goes with a button of one tap, or alone."""

    name: str
    label: str
    hint: str
    button: str


class SaidBy(StrEnum):
    """On whose word whoever chairs writes a step down."""

    WHO_OWES = "who owes"
    """Somebody of the side that owes it, its owner before others; the minutes name them."""
    WHO_IS_OWED = "who is owed"
    WHO_DECIDES = "who decides"
    """Somebody who decides for the side that is asked; the ask keeps who."""
    CHAIR = "chair"


@dataclass(frozen=True)
class InRoom:
    """How whoever chairs the review writes a step down, on the word of a side.

    `kind` is the word of the minutes (a RoomMove.Kind). `label` stands on the button in the row; where there is
    something to type, that opens the form, whose own button says `button`. `goes_on` turns to the next row afterwards.
    `by_scribe`: whoever writes beside the chair may write it down as well. It decides nothing and is read back.
    """

    kind: str
    label: str
    form: type[StepForm]
    button: str = ""
    key: str = ""
    quiet: bool = False
    goes_on: bool = False
    said_by: SaidBy = SaidBy.WHO_OWES
    by_scribe: bool = False

    @property
    def submit(self) -> str:
        """What the button of its form says."""
        return self.button or self.label

    @property
    def opens(self) -> bool:
        """Whether there is something to type or to choose first."""
        return any(not field.widget.is_hidden for field in self.form.base_fields.values())


class Step(Generic[Thing]):
    """One step. What is None or empty is not offered there."""

    slug: ClassVar[str]
    """The last word of its address, and its anchor on the page."""
    route: ClassVar[str]
    form: ClassVar[type[StepForm]]
    permission: ClassVar[Permission] = Permission.KEEP_PROMISES
    """What its address asks for; the verb asks for more."""
    title: ClassVar[str] = ""
    button: ClassVar[str] = ""
    is_answer: ClassVar[bool] = True
    """Whether something is wanted of whoever is offered it. A word can always be said."""
    in_row: ClassVar[RowButton | None] = None
    on_desk: ClassVar[str] = ""
    """What the button of one tap says on the desk."""
    key: ClassVar[str] = ""
    """The letter that does it in a row of the tracker."""
    key_says: ClassVar[tuple[str, str]] = ("", "")
    """What the letter does, and what is said where that cannot be done."""
    mail_form: ClassVar[type[StepForm] | None] = None
    replies: ClassVar[frozenset[Kind]] = frozenset()
    """What a reply to a mail begins with, where it means this step."""
    in_room: ClassVar[InRoom | None] = None

    def stands(self, thing: Thing, today: date) -> bool:
        """Whether it can be said of the thing as it is, whoever says it."""
        raise NotImplementedError

    def may(self, thing: Thing, reader: User, today: date) -> bool:
        """Whether `reader` is one of those who may, and are offered it."""
        raise NotImplementedError

    def offered_to(self, thing: Thing, reader: User, today: date) -> bool:
        """Whether the page offers it."""
        return self.stands(thing, today) and self.may(thing, reader, today)

    def in_row_of(self, thing: Thing, reader: User, today: date) -> bool:
        """Whether a row offers it."""
        return self.in_row is not None and self.offered_to(thing, reader, today)

    def by_mail_to(self, thing: Thing, reader: User, today: date) -> bool:
        """Whether the page behind a mail offers it."""
        return self.mail_form is not None and self.offered_to(thing, reader, today)

    def title_for(self, thing: Thing, reader: User, today: date) -> str:
        return self.title

    def button_for(self, thing: Thing, reader: User) -> str:
        return self.button

    def initial(self, thing: Thing, today: date) -> dict[str, Any]:
        """What its form begins with."""
        return {}

    def url(self, thing: Thing) -> str:
        return reverse(self.route, args=[thing.partner.slug, thing.pk])

    def mail_buttons(self, named: Any) -> Iterable[MailButton]:
        """Its buttons on the page behind a mail; `named` is the thing as that page shows it."""
        return ()

    def mail_words(self, named: Any) -> Words | None:
        """The field below the buttons, if it is this step that takes it."""
        return None

    def is_meant(self, thing: Thing, parsed: ParsedReply, writer: User, today: date) -> bool:
        """Whether what a reply of `writer` says means this step. The verb may refuse it."""
        return parsed.kind in self.replies

    def from_reply(self, thing: Thing, parsed: ParsedReply, *, by: User, now: datetime) -> None:
        """Does what the reply says. Raises Refused or PermissionDenied as the verb does."""
        raise NotImplementedError

    def reply_says(self, thing: Thing, reader: User, today: date) -> str:
        """What a reply can begin with: "“done”". Empty where it would be refused."""
        return ""

    def minutes(self, thing: Thing, said: dict[str, Any], speaker: User) -> str:
        """What the minutes of the room say of it."""
        return thing.title


@dataclass(frozen=True)
class Offer(Generic[Thing]):
    """A step that somebody is offered on the page, with its form."""

    step: Step[Thing]
    form: StepForm
    title: str
    button: str
    is_open: bool = False
    is_first: bool = False

    @property
    def slug(self) -> str:
        return self.step.slug

    @property
    def url(self) -> str:
        thing: Thing = self.form.thing
        return self.step.url(thing)


def steps_for(steps: Sequence[Step[Thing]], thing: Thing, reader: User, today: date) -> list[Step[Thing]]:
    """Which of `steps` the page offers `reader` now, the likeliest first."""
    return [step for step in steps if step.offered_to(thing, reader, today)]


def offers(
    steps: Sequence[Step[Thing]], thing: Thing, reader: User, now: datetime, failed: StepForm | None = None
) -> list[Offer[Thing]]:
    """What its page offers `reader`, each with its form.

    A `failed` form stands in its place, open, with what was typed. One in which nothing is typed is not offered once it
    cannot be taken any more: its refusal is said elsewhere.
    """
    today = day_of(reader, now)
    offered = steps_for(steps, thing, reader, today)
    tried = next((step for step in steps if failed and type(failed) is step.form), None)
    if failed and tried and tried not in offered and tried.title and failed.visible_fields():
        offered.insert(0, tried)
    made = []
    for step in offered:
        initial, is_first = step.initial(thing, today), step is offered[0]
        form = (
            failed
            if failed and step is tried
            else step.form(thing=thing, by=reader, now=now, initial=initial)
        )
        made.append(
            Offer(
                step,
                form,
                step.title_for(thing, reader, today),
                step.button_for(thing, reader),
                is_open=is_first or step is tried,
                is_first=is_first and step.is_answer,
            )
        )
    return made
