"""One line of the tracker, as one person sees it on one day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from governance.counting.formula import Verdict
from governance.models import ActionItem
from governance.owed import Status, owed_of, status_of
from governance.owed.verdicts import verdicts_of
from governance.step import RowButton, Step
from governance.tracker.selection import as_ticked
from governance.tracker.steps.accepting import Accept
from governance.tracker.steps.dates import MoveDate
from governance.tracker.steps.delivering import Confirm
from governance.tracker.steps.handing_over import HandOver
from governance.tracker.steps.of_actions import ACTION_STEPS
from partners.models import Side, User
from partners.voice import voice

_State = ActionItem.State
_SETTLED = (_State.CLOSED, _State.WITHDRAWN)
_IN_ROW = tuple(step for step in ACTION_STEPS if step.in_row)
_OF_SEVERAL = (HandOver(), Accept(), Confirm())
"""What is done with several at once: one's own handed over or promised, the other side's confirmed."""
_IN_FOLD = MoveDate()
_OF_WAITING = ("what_for",)
_TYPED = ("due_on", "reason", *_OF_WAITING)
"""The fields of the fold."""
_LINK = '<a class="btn btn-sm{}" href="%(url)s#{}">{}</a>'
_BUTTON = (
    '<button class="btn btn-sm{}" form="tracker-form" name="version" value="%(version)s"'
    ' formaction="%(url)s{}/" hx-post="%(url)s{}/"{}>{}</button>'
)


def _button(step: Step[ActionItem], button: RowButton) -> str:
    """HTML of a step's button. What differs from row to row is left open: `url` of the action, and its `version`."""
    quiet = " btn-quiet" if button.quiet else ""
    if button.opens:
        return format_html(_LINK, quiet, step.slug, button.label)
    pressed_by = format_html(' data-row-key="{}"', step.key) if step.key else ""
    return format_html(_BUTTON, quiet, step.slug, step.slug, pressed_by, button.label)


_BUTTONS = {step: _button(step, step.in_row) for step in _IN_ROW if step.in_row}
"""Drawn once: a page holds hundreds."""


@lru_cache(maxsize=1024)
def _actions_of(slug: str) -> str:
    """Where the actions of a partnership stand: to look up fifty addresses costs as much as a query."""
    return reverse("tracker_action", args=[slug, 0]).removesuffix("0/")


@dataclass(frozen=True)
class Row:
    """An action with what its reader may do. `tried` is the form that was refused, with what was typed."""

    item: ActionItem
    reader: User
    today: date
    tried: Any = None
    done: Any = None
    """The form that was carried out a moment ago."""
    across: bool = False
    """Shown among actions of other partnerships, so that its partner is named."""
    verdict: Verdict | None = None
    """What the ledger says of it, where it is done."""

    @cached_property
    def url(self) -> str:
        return f"{_actions_of(self.item.partner.slug)}{self.item.pk}/"

    @property
    def key(self) -> str:
        """As text: a template asks for the language of the page before it writes a number."""
        return str(self.item.pk)

    @property
    def version(self) -> str:
        return str(self.item.version)

    @cached_property
    def steps(self) -> list[Step[ActionItem]]:
        """What its buttons do: what can be done in passing. Everything else stands on its page."""
        return [step for step in _IN_ROW if step.in_row_of(self.item, self.reader, self.today)]

    @property
    def buttons(self) -> SafeString:
        """Them as they stand in the row."""
        facts = {"url": self.url, "version": self.version}
        buttons = "".join([_BUTTONS[step] % facts for step in self.steps])
        return mark_safe(buttons)  # escaped when it was drawn; what is filled in here are slugs and numbers

    @cached_property
    def may_move(self) -> bool:
        """Whether its fold offers a new date, and to wait."""
        return _IN_FOLD.offered_to(self.item, self.reader, self.today)

    @property
    def fold_url(self) -> str:
        """Where its fold stands open, for whom no script opens it here."""
        return f"{self.url}#{_IN_FOLD.slug}"

    @property
    def has_something_to_do(self) -> bool:
        """Whether a line of buttons stands beneath it."""
        return bool(self.steps or self.may_move or self.tried or self.done)

    @property
    def may_select(self) -> bool:
        """Whether there is something to be done with it together with others."""
        return any(step.offered_to(self.item, self.reader, self.today) for step in _OF_SEVERAL)

    @property
    def as_ticked(self) -> str:
        """What its box says."""
        return as_ticked(self.item)

    @property
    def is_settled(self) -> bool:
        return self.item.state in _SETTLED

    @cached_property
    def status(self) -> Status:
        """How it stands."""
        return status_of(owed_of(self.item, self.verdict), self.today, self.reader.side)

    @cached_property
    def delay(self) -> int:
        """Days between the first date and the report; negative when it came early."""
        item = self.item
        if item.reported_on is None or item.first_due_on is None:
            return 0
        return (item.reported_on - item.first_due_on).days

    @property
    def timing(self) -> str:
        """Of something done: how it met its first date."""
        if self.item.state != _State.CLOSED:
            return ""
        days = f"{abs(self.delay)} day{'' if abs(self.delay) == 1 else 's'}"
        return f"{days} late" if self.delay > 0 else f"{days} early" if self.delay else "on time"

    @property
    def was_moved(self) -> bool:
        return self.item.first_due_on is not None and self.item.first_due_on != self.item.due_on

    @property
    def holder(self) -> str:
        """Who is waited for while it waits: a person, or else a side, by name."""
        wait = self.item.waiting
        if wait is None:
            return ""
        return wait.on_person.full_name if wait.on_person else self.item.partner.name_of(wait.on_side)

    @property
    def question(self) -> str:
        """That the other side waits for a word, in the reader's voice."""
        if self.item.question_by_id is None or self.item.state != _State.OPEN:
            return ""
        return "they ask how it stands" if self.reader.side == self.item.side else "we asked how it stands"

    @property
    def who_differs(self) -> str:
        """Of a wait that is disputed: the side waited on, in the reader's voice."""
        wait = self.item.waiting
        return voice(wait.on_side, self.reader.side).subject if wait else ""

    @property
    def other_side(self) -> Side:
        return Side(self.item.side).other

    @property
    def other_name(self) -> str:
        return self.item.partner.name_of(self.other_side)

    @property
    def typed(self) -> Any:
        return self.tried.data if self.tried else {}

    @property
    def kept_words(self) -> list[str]:
        """What was typed and has no field any more, because somebody settled the row, or set it waiting, meanwhile."""
        gone = _TYPED if not self.may_move else _OF_WAITING if self.item.waiting else ()
        return [words for name in gone if (words := self.typed.get(name, "").strip())]

    @cached_property
    def refusals(self) -> list[str]:
        """What stood in the way, as sentences."""
        return self.tried.refusals if self.tried else []

    @property
    def said(self) -> str:
        """What was just done."""
        return self.done.success_message if self.done else ""

    @property
    def can_be_taken_back(self) -> bool:
        return self.done is not None and self.done.can_be_taken_back


def rows_of(items: Iterable[ActionItem], reader: User, today: date, **shown: Any) -> list[Row]:
    """A row of each, as `reader` sees it on `today`; `shown` is what else a Row may say, alike of all of them."""
    every = list(items)
    verdicts = verdicts_of(every, today)
    return [Row(item, reader, today, verdict=verdicts.get(item.pk), **shown) for item in every]
