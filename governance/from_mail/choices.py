"""What the page of a mail offers: large buttons, each of one tap or opening a short form of the product."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from governance.forms import actions, asks
from governance.forms.from_mail import DateFromMail, DecisionFromMail, DeclineFromMail
from governance.forms.verb_form import VerbForm
from governance.from_mail.action import NamedAction
from governance.from_mail.ask import NamedAsk
from governance.from_mail.days import aloud, what_counts
from governance.from_mail.thing import Thing

UNDOING = "undoing"
"""Offered with what was just saved and, while it can be, below what one has answered; by no button of its own."""
FORMS: dict[str, dict[str, type[VerbForm]]] = {
    "item": {
        "acceptance": actions.Acceptance, "report": actions.Report, "date": DateFromMail,
        "waiting": actions.Waiting, "ball": actions.BallBack, "owner": actions.NewOwner,
        "agreement": actions.DateAccepted, "refusal": actions.DateDeclined, "request": actions.DateAsked,
        "recall": actions.RequestTakenBack, "withdrawal": DeclineFromMail,
        "confirmation": actions.Confirmation, "return": actions.GivenBack, "dispute": actions.Dispute,
        "notes": actions.Note, UNDOING: actions.Undoing,
    },
    "ask": {
        "decision": DecisionFromMail, "backing": asks.Backing, "refusal": asks.NotNow, "place": asks.InPlace,
        "clearance": asks.Cleared, "hand": asks.InHand, "day": asks.OtherDay,
        UNDOING: asks.Undoing,
    },
}  # fmt: skip
"""The forms of an action and of an ask, by the last word of their address."""
NOUNS = list(dict.fromkeys(noun for forms in FORMS.values() for noun in forms))


@dataclass(frozen=True)
class Choice:
    """One large button. Without a form it does what it says at once, and may send one value of its own."""

    noun: str
    title: str
    hint: str = ""
    button: str = ""
    name: str = ""
    value: str = ""
    form: VerbForm | None = None

    @property
    def is_open(self) -> bool:
        """It was tried and refused: what was typed stands in it."""
        return bool(self.form and self.form.errors)


@dataclass(frozen=True)
class Words:
    """The field below the buttons. What is in it goes with a button of one tap, or alone to `noun`."""

    noun: str
    name: str
    label: str
    hint: str
    button: str
    typed: str = ""


def form_of(thing: Thing, noun: str) -> type[VerbForm] | None:
    """The form behind an address of `thing`; None where it has no such address."""
    (kind,) = thing.subject or ("",)
    return FORMS.get(kind, {}).get(noun)


def choices(thing: Thing, now: datetime, failed: VerbForm | None = None) -> list[Choice]:
    """The buttons of the page, the likeliest first. A `failed` form stands in its place with what was typed."""
    if isinstance(thing, NamedAction):
        written = _of_an_action(thing)
    elif isinstance(thing, NamedAsk):
        written = _of_an_ask(thing)
    else:
        return []
    return [_with_form(choice, thing, now, failed) if choice.button else choice for choice in written]


def words_of(thing: Thing, failed: VerbForm | None = None) -> Words | None:
    """The field below the buttons, where it has a use."""
    nouns = thing.nouns
    if "decision" in nouns:
        hint = "They go with your yes or no, or stand alone."
        return Words(
            "decision", "answer", "In your words", hint, "Decide in these words", _typed(failed, "answer")
        )
    if isinstance(thing, NamedAction) and "notes" in nouns:
        to = thing.waiter if thing.is_own_side else thing.item.owner.first_name
        hint = "It goes with “It is done”, or alone." if "report" in nouns else "Both sides read it."
        return Words("notes", "word", f"A word to {to}", hint, "Send the word alone", _typed(failed, "word"))
    return None


def _typed(failed: VerbForm | None, name: str) -> str:
    return str(failed.data.get(name, "")) if failed else ""


def _with_form(choice: Choice, thing: Thing, now: datetime, failed: VerbForm | None) -> Choice:
    form_class = FORMS[next(iter(thing.subject))][choice.noun]
    form = failed if type(failed) is form_class else form_class(by=thing.reader, now=now, **thing.subject)
    return Choice(choice.noun, choice.title, choice.hint, choice.button, form=form)


def _of_an_action(thing: NamedAction) -> list[Choice]:
    return [choice for noun in thing.nouns for choice in _ACTION[noun](thing)]


def _of_an_ask(thing: NamedAsk) -> list[Choice]:
    return [choice for noun in thing.nouns for choice in _ASK[noun](thing)]


def _acceptance(thing: NamedAction) -> Iterable[Choice]:
    day, item = aloud(thing.item.due_on, today=thing.today), thing.item
    if item.can_be_promised_as_asked(thing.today):
        kept = "Promised: that is its first date then"
        yield Choice(
            "acceptance", f"I will do it by {day}", kept, name="due_on", value=item.due_on.isoformat()
        )
    yield Choice("acceptance", "I will do it by another day", "Promised for that day", "Promise it")


def _report(thing: NamedAction) -> Iterable[Choice]:
    yield Choice("report", "It is done", f"{thing.waiter} is asked to confirm")


def _date(thing: NamedAction) -> Iterable[Choice]:
    hint = what_counts(thing.item, today=thing.today)
    yield Choice("date", "I need a new date", hint, "Give the new date")


def _waiting(thing: NamedAction) -> Iterable[Choice]:
    yield Choice(
        "waiting", "I am waiting", "Say for whom: their clock starts, yours stops", "Start their clock"
    )


def _ball(thing: NamedAction) -> Iterable[Choice]:
    owner = thing.item.owner
    whose = "you: your clock runs again" if owner.pk == thing.reader.pk else owner.full_name
    yield Choice("ball", "The wait is over", f"The ball is back with {whose}")


def _agreement(thing: NamedAction) -> Iterable[Choice]:
    if asked := thing.item.asked_date:
        day = aloud(asked.due_on, today=thing.today)
        yield Choice(
            "agreement", f"{day} is fine", f"{asked.asked_by.first_name} asks for it; it stands then"
        )


def _date_stays(thing: NamedAction) -> Iterable[Choice]:
    yield Choice("refusal", "The date stays", "Say why: they read it", "Keep the date")


def _request(thing: NamedAction) -> Iterable[Choice]:
    hint = f"{thing.item.owner.first_name} accepts it or says why not"
    yield Choice("request", "Ask for a new date", hint, "Ask for it")


def _recall(thing: NamedAction) -> Iterable[Choice]:
    if asked := thing.item.asked_date:
        day = aloud(asked.due_on, today=thing.today)
        yield Choice("recall", "No other date is wanted any more", f"{day} is asked for; nobody answered yet")


def _owner(thing: NamedAction) -> Iterable[Choice]:
    hint = f"A colleague at {thing.name_of(thing.item.side)}; its dates stay"
    yield Choice("owner", "Someone else should do it", hint, "Hand it over")


def _withdrawal(thing: NamedAction) -> Iterable[Choice]:
    hint = f"Say why: {thing.item.created_by.first_name} reads it"
    yield Choice("withdrawal", "I will not do it", hint, "Decline it")


def _confirmation(thing: NamedAction) -> Iterable[Choice]:
    yield Choice("confirmation", "Yes, it is done", "Confirmed by you; it is closed then")


def _given_back(thing: NamedAction) -> Iterable[Choice]:
    hint = f"Say what is missing: it goes back to {thing.item.owner.first_name}"
    yield Choice("return", "Not yet", hint, "Give it back")


def _dispute(thing: NamedAction) -> Iterable[Choice]:
    yield Choice(
        "dispute", "We see this wait differently", "Both views are shown from then on", "Show both views"
    )


_ACTION: dict[str, Callable[[NamedAction], Iterable[Choice]]] = {
    "agreement": _agreement, "refusal": _date_stays, "request": _request, "recall": _recall,
    "acceptance": _acceptance, "report": _report, "date": _date, "waiting": _waiting, "ball": _ball, "owner": _owner,
    "withdrawal": _withdrawal, "confirmation": _confirmation, "return": _given_back, "dispute": _dispute,
    "notes": lambda thing: (),
}  # fmt: skip


def _decision(thing: NamedAsk) -> Iterable[Choice]:
    reads = f"{thing.ask.raised_by.first_name} reads it at once"
    yield Choice("decision", "Yes, as proposed", f"Decided; {reads}", name="quick", value="yes")
    yield Choice("decision", "No", f"Decided; {reads}", name="quick", value="no")


def _backing(thing: NamedAsk) -> Iterable[Choice]:
    yield Choice("backing", "I back it", "It is our advice too from then on", "Back this advice")


def _refusal(thing: NamedAsk) -> Iterable[Choice]:
    yield Choice(
        "refusal", "Not now", f"Say why: {thing.ask.raised_by.first_name} reads it", "Answer: not now"
    )


def _place(thing: NamedAsk) -> Iterable[Choice]:
    yield Choice("place", "It is in place", "Say what is in place now", "Say it is in place")


def _clearance(thing: NamedAsk) -> Iterable[Choice]:
    yield Choice("clearance", "It is out of the way", "Say how it was cleared", "Clear it")


def _hand(thing: NamedAsk) -> Iterable[Choice]:
    if thing.can_take_in_hand:
        yield Choice(
            "hand", "I take it in hand", "Your name stands on it", name="owner", value=str(thing.reader.pk)
        )
    yield Choice("hand", "Somebody takes care of it", "Their name stands on it", "Give it a name")


def _day(thing: NamedAsk) -> Iterable[Choice]:
    yield Choice("day", "It needs another day", "The first day stays on record", "Give the new day")


_ASK: dict[str, Callable[[NamedAsk], Iterable[Choice]]] = {
    "decision": _decision, "backing": _backing, "refusal": _refusal, "place": _place, "clearance": _clearance,
    "hand": _hand, "day": _day,
}  # fmt: skip
