"""Every step of an ask: decided, backed, put in place, cleared, taken in hand; another day, declined, left as it is.

Those of risks are in risk_steps.py.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django import forms

from governance.asks.ask_step import AnswerInRoom, AskForm, AskStep, decides, is_near, raised
from governance.asks.risk_steps import RISK_STEPS
from governance.asks.verbs.advocacy import record_advocacy
from governance.asks.verbs.answering import (
    back,
    clear,
    decide,
    live_with,
    look_back,
    move_needed_by,
    not_now,
    own,
    put_in_place,
)
from governance.forms.fields import DayField, OptionField, PersonField, line, words
from governance.models import AdvocacyEntry, Ask
from governance.replies import Kind, ParsedReply
from governance.step import InRoom, MailButton, SaidBy, Step, Words
from governance.undoing import take_back_answer
from partners.access import Permission, can
from partners.models import User
from partners.verb import Refused


class Decision(AskForm):
    """In words, or as one of the options; with both, the words stand behind the option."""

    verb = staticmethod(decide)
    success_message = "Decided. Everybody who asked can read it now."
    option = OptionField()
    answer = words("What is decided", missing="Say what is decided.")
    worked_due_on = DayField(label="When to say whether it worked", required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        choices = self.thing.options.all()
        if choices:
            self.fields["option"].queryset = choices  # type: ignore[attr-defined]
            self.fields["answer"].label, self.fields["answer"].required = "In your words", False
        else:
            del self.fields["option"]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not said.get("answer", "").strip() and not said.get("option") and "answer" not in self.errors:
            self.add_error("answer", "Say what is decided.")
        return said


class DecisionFromMail(AskForm):
    """A decision: a yes or a no in one tap, with words or without; or words alone."""

    verb = staticmethod(decide)
    success_message = Decision.success_message
    QUICK = {"yes": "Yes, as proposed.", "no": "No."}
    quick = forms.ChoiceField(choices=list(QUICK.items()), required=False)
    answer = words("Your words")

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        quick = self.QUICK.get(said.get("quick", ""), "")
        said["answer"] = " ".join(filter(None, (quick, said.get("answer", "").strip())))
        return said

    @property
    def arguments(self) -> dict[str, Any]:
        said = self.typed_values("answer")
        return said | as_proposed(self.thing, self.cleaned_data.get("quick", ""), said["answer"])


def as_proposed(ask: Ask, quick: str, answer: str) -> dict[str, Any]:
    """What a yes decides where there are options: the one that was proposed."""
    proposed = ask.options.filter(is_proposal=True).first() if quick == "yes" else None
    return {"option": proposed, "answer": answer} if proposed else {}


class DecidedInRoom(AnswerInRoom):
    verb = staticmethod(decide)


class Decide(AskStep):
    slug, route, permission = "decision", "ask_decision", Permission.DECIDE
    kinds = (Ask.Kind.DECISION,)
    form, mail_form = Decision, DecisionFromMail
    title, button = "Decide it", "Decide"
    replies = frozenset({Kind.DECIDED, Kind.DONE, Kind.YES, Kind.NO})
    in_room = InRoom("decided", "Decided", DecidedInRoom, goes_on=True, said_by=SaidBy.WHO_DECIDES)

    def mail_buttons(self, named: Any) -> Iterable[MailButton]:
        hint = f"Decided; {named.ask.raised_by.first_name} reads it at once"
        yield MailButton("Yes, as proposed", hint, name="quick", value="yes")
        yield MailButton("No", hint, name="quick", value="no")

    def mail_words(self, named: Any) -> Words:
        hint = "They go with your yes or no, or stand alone."
        return Words("answer", "In your words", hint, "Decide in these words")

    def from_reply(self, thing: Ask, parsed: ParsedReply, *, by: User, now: datetime) -> None:
        says_yes_or_no = parsed.kind in (Kind.YES, Kind.NO)
        answer = parsed.whole if says_yes_or_no else parsed.words
        chosen = as_proposed(thing, "yes" if parsed.kind is Kind.YES else "", answer)
        decide(thing, **({"answer": answer} | chosen), by=by, now=now)

    def reply_says(self, thing: Ask, reader: User, today: date) -> str:
        return "“yes”, “no” or “decided:”, and what is decided" if self.stands(thing, today) else ""


class Backing(AskForm):
    verb = staticmethod(back)
    success_message = "Backed. Your side stands behind it from now on."
    words = words("Why you back it", missing="Say in a few words why you back it.")


class BackedInRoom(AnswerInRoom):
    verb = staticmethod(back)

    @property
    def arguments(self) -> dict[str, Any]:
        return {"words": self.cleaned_data["answer"]}


class BackAdvice(AskStep):
    slug, route, permission = "backing", "ask_backing", Permission.DECIDE
    kinds = (Ask.Kind.RECOMMENDATION,)
    form = mail_form = Backing
    title, button = "Back it", "Back this recommendation"
    replies = frozenset({Kind.YES})
    in_room = InRoom("decided", "Back it", BackedInRoom, goes_on=True, said_by=SaidBy.WHO_DECIDES)

    def stands(self, thing: Ask, today: date) -> bool:
        return thing.state == Ask.State.RAISED and super().stands(thing, today)

    def mail_buttons(self, named: Any) -> Iterable[MailButton]:
        yield MailButton("I back it", "Your side stands behind it from then on", self.button)

    def from_reply(self, thing: Ask, parsed: ParsedReply, *, by: User, now: datetime) -> None:
        back(thing, words=parsed.words, by=by, now=now)

    def reply_says(self, thing: Ask, reader: User, today: date) -> str:
        return "“yes”, and why you back it" if self.stands(thing, today) else ""


class InPlace(AskForm):
    verb = staticmethod(put_in_place)
    success_message = "In place."
    answer = words("What is in place now", missing="Say what is in place now.")


class InPlaceInRoom(AnswerInRoom):
    verb = staticmethod(put_in_place)


class PutInPlace(AskStep):
    slug, route, permission = "completion", "ask_completion", Permission.DECIDE
    kinds = (Ask.Kind.RECOMMENDATION,)
    by_the_asked_side = False
    form = mail_form = InPlace
    title, button = "It is in place", "Say it is in place"
    replies = frozenset({Kind.DONE})
    in_room = InRoom("decided", "In place", InPlaceInRoom, goes_on=True, said_by=SaidBy.CHAIR)

    def stands(self, thing: Ask, today: date) -> bool:
        return thing.state == Ask.State.BACKED and super().stands(thing, today)

    def may(self, thing: Ask, reader: User, today: date) -> bool:
        return decides(thing, reader)

    def mail_buttons(self, named: Any) -> Iterable[MailButton]:
        yield MailButton(self.title, "Say what is in place now", self.button)

    def from_reply(self, thing: Ask, parsed: ParsedReply, *, by: User, now: datetime) -> None:
        put_in_place(thing, answer=parsed.words, by=by, now=now)

    def reply_says(self, thing: Ask, reader: User, today: date) -> str:
        return "“done”, and what is in place now" if self.stands(thing, today) else ""


class Cleared(AskForm):
    verb = staticmethod(clear)
    success_message = "Cleared."
    answer = words("How it was cleared", missing="Say how it was cleared.")


class ClearedInRoom(AnswerInRoom):
    verb = staticmethod(clear)


class Clear(AskStep):
    slug, route, permission = "clearance", "ask_clearance", Permission.SEE_PARTNERSHIP
    kinds = (Ask.Kind.IMPEDIMENT,)
    by_the_asked_side = False
    form = mail_form = Cleared
    title, button = "It is cleared", "Clear it"
    replies = frozenset({Kind.DONE})
    in_room = InRoom("decided", "Cleared", ClearedInRoom, goes_on=True, said_by=SaidBy.CHAIR)

    def may(self, thing: Ask, reader: User, today: date) -> bool:
        return is_near(thing, reader)

    def mail_buttons(self, named: Any) -> Iterable[MailButton]:
        yield MailButton(self.title, "Say how it was cleared", self.button)

    def from_reply(self, thing: Ask, parsed: ParsedReply, *, by: User, now: datetime) -> None:
        clear(thing, answer=parsed.words, by=by, now=now)

    def reply_says(self, thing: Ask, reader: User, today: date) -> str:
        return "“done”, and how it was cleared" if self.stands(thing, today) else ""


class InHand(AskForm):
    verb = staticmethod(own)
    success_message = "It has a name now."
    owner = PersonField(label="Who takes care of it", error_messages={"required": "Choose somebody."})

    @property
    def side_offered(self) -> str:
        return self.thing.on_side


class TakeInHand(AskStep):
    slug, route, permission = "assignment", "ask_assignment", Permission.SEE_PARTNERSHIP
    form = mail_form = InHand
    title, button = "Who takes care of it", "Give it a name"

    def mail_buttons(self, named: Any) -> Iterable[MailButton]:
        if named.can_take_in_hand:
            me = str(named.reader.pk)
            yield MailButton("I take it in hand", "Your name stands on it", name="owner", value=me)
        yield MailButton("Somebody takes care of it", "Their name stands on it", self.button)


class OtherDay(AskForm):
    verb = staticmethod(move_needed_by)
    success_message = "The new day is on record, beside the first one."
    needed_by = DayField(label="New day")
    reason = line("Why", missing="Say why, in a few words.", limit=1000)


class MoveNeededBy(AskStep):
    slug, route, permission = "due-date", "ask_due_date", Permission.SEE_PARTNERSHIP
    kinds = (Ask.Kind.DECISION, Ask.Kind.RISK)
    form = mail_form = OtherDay
    title, button = "Another day", "Give the new day"
    replies = frozenset({Kind.DATE})

    def may(self, thing: Ask, reader: User, today: date) -> bool:
        return decides(thing, reader) or raised(thing, reader)

    def mail_buttons(self, named: Any) -> Iterable[MailButton]:
        yield MailButton("It needs another day", "The first day stays on record", self.button)

    def from_reply(self, thing: Ask, parsed: ParsedReply, *, by: User, now: datetime) -> None:
        if parsed.day is None:
            raise Refused("Say by which day.")
        move_needed_by(thing, needed_by=parsed.day, reason=parsed.words, by=by, now=now)

    def reply_says(self, thing: Ask, reader: User, today: date) -> str:
        return "another day and why (“4 Dec because …”)" if self.stands(thing, today) else ""


class NotNow(AskForm):
    verb = staticmethod(not_now)
    success_message = "Declined, with your reason."
    answer = words("Why you decline it", missing="Say why you decline it: they will read it.")


class NotNowInRoom(AnswerInRoom):
    verb = staticmethod(not_now)


class SayNotNow(AskStep):
    slug, route, permission = "refusal", "ask_refusal", Permission.DECIDE
    kinds = (Ask.Kind.RECOMMENDATION,)
    form = mail_form = NotNow
    title, button = "Decline it", "Decline this recommendation"
    replies = frozenset({Kind.NOT_NOW})
    in_room = InRoom("decided", "Decline it", NotNowInRoom, goes_on=True, said_by=SaidBy.WHO_DECIDES)

    def mail_buttons(self, named: Any) -> Iterable[MailButton]:
        yield MailButton(self.title, f"Say why: {named.ask.raised_by.first_name} reads it", self.button)

    def from_reply(self, thing: Ask, parsed: ParsedReply, *, by: User, now: datetime) -> None:
        not_now(thing, answer=parsed.words, by=by, now=now)

    def reply_says(self, thing: Ask, reader: User, today: date) -> str:
        return "“declined:” and why" if self.stands(thing, today) and thing.state != Ask.State.BACKED else ""


class LivedWith(AskForm):
    verb = staticmethod(live_with)
    success_message = "It stays on record that both sides accept it as it is."
    answer = words("Why it is accepted as it is", missing="Say why it is accepted as it is.")


class LivedWithInRoom(AnswerInRoom):
    verb = staticmethod(live_with)


class LiveWith(AskStep):
    slug, route, permission = "acceptance", "ask_acceptance", Permission.SEE_PARTNERSHIP
    kinds = (Ask.Kind.IMPEDIMENT,)
    form = LivedWith
    title, button = "Accept it as it is", "Accept it as it is"
    in_room = InRoom("decided", "Accepted as it is", LivedWithInRoom, goes_on=True, said_by=SaidBy.CHAIR)

    def may(self, thing: Ask, reader: User, today: date) -> bool:
        return is_near(thing, reader)


class WhetherItWorked(AskForm):
    verb = staticmethod(look_back)
    success_message = "Said. It stands with the decision, for both sides to read."
    worked = forms.ChoiceField(
        label="Did it work?",
        choices=Ask.Worked.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether it worked."},
    )
    answer = words("By what you see it", missing="Say by what you see it.")


class LookBack(AskStep):
    slug, route, permission = "result", "ask_result", Permission.DECIDE
    kinds = (Ask.Kind.DECISION,)
    form = WhetherItWorked
    title, button = "Say whether it worked", "Say so"

    def stands(self, thing: Ask, today: date) -> bool:
        is_time = thing.worked_due_on is not None and thing.worked_due_on <= today
        return thing.state == Ask.State.MADE and not thing.worked and is_time


class Argued(AskForm):
    verb = staticmethod(record_advocacy)
    success_message = "On the record. Both sides read it."
    kind = forms.ChoiceField(
        label="What happened",
        choices=[
            (kind, label) for kind, label in AdvocacyEntry.Kind.choices if kind != AdvocacyEntry.Kind.SENT
        ],
        error_messages={"required": "Say what happened."},
    )
    whom = line("Before whom, or who objected", limit=120, help_text="Such as “Finance board” or “Audit”.")
    words = words("What was said", missing="Say what was said, in a sentence.")
    on = DayField(label="When, if not today", required=False)


class Argue(AskStep):
    slug, route, permission = "advocacy", "ask_advocacy", Permission.RAISE
    kinds = (Ask.Kind.RECOMMENDATION,)
    is_answer = False
    form = Argued
    title, button = "Write on the advocacy record", "Write it down"

    def may(self, thing: Ask, reader: User, today: date) -> bool:
        return can(reader, Permission.RAISE, thing.partner)


class UndoingOfAnswer(AskForm):
    verb = staticmethod(take_back_answer)
    shows_refusals = False
    success_message = "Taken back. It is as it was before, and waits for an answer."


class TakeBackAnswer(AskStep):
    """Offered with what was just answered, for ten minutes, and by no button of its own."""

    slug, route, permission = "undoing", "ask_undoing", Permission.SEE_PARTNERSHIP
    form = mail_form = UndoingOfAnswer

    def stands(self, thing: Ask, today: date) -> bool:
        return False


ASK_STEPS: tuple[Step[Ask], ...] = (
    Decide(), BackAdvice(), PutInPlace(), Clear(), *RISK_STEPS, TakeInHand(), MoveNeededBy(), SayNotNow(), LiveWith(),
    LookBack(), Argue(), TakeBackAnswer(),
)  # fmt: skip
