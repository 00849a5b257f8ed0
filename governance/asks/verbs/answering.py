"""How an ask is answered. Who answers is the side it lies with; who raised it says when it is out of the way."""

from collections.abc import Iterable
from datetime import date, datetime

from governance.asks.verbs.raising import look_back_day, owner_of_ask
from governance.asks.verbs.risks import open_look
from governance.calendar.notice import with_notice
from governance.local_day import day_of
from governance.locking import keep, lock
from governance.models import Ask, AskDate, DecisionOption
from governance.taking_part import speaker
from governance.wording import day_to_come, in_words
from partners.access import Permission, require
from partners.models import User
from partners.verb import Refused, verb

Kind, State = Ask.Kind, Ask.State


@verb(did="decided it", undo=True)
def decide(
    ask: Ask,
    *,
    answer: str,
    by: User,
    now: datetime,
    version: int | None = None,
    on_word_of: User | None = None,
    option: DecisionOption | None = None,
    worked_due_on: date | None = None,
) -> Ask:
    """Makes the decision, in words or as one of its options. Only the side it is needed from decides.

    On `worked_due_on` whoever decides says whether it worked; without one the day stands that was asked for. What is
    decided aloud in the room is recorded by whoever chairs, with `on_word_of`, the person who decided.
    """
    voice = speaker(by, on_word_of, ask.partner, Permission.DECIDE)
    lock(ask, version=version)
    _expect(ask, Kind.DECISION, [State.PENDING], "This decision is already made.")
    _require_answering_side(ask, voice)
    if option is not None and option.ask_id != ask.pk:
        raise Refused("That is an option of another decision. Choose one of these.", field="option")
    today = day_of(voice, now)
    if worked_due_on and worked_due_on != ask.worked_due_on:
        ask.worked_due_on = look_back_day(worked_due_on, after=today, today=today)
    ask.chosen = option
    words = in_words(answer, field="answer")
    said = f"{option.title}: {words}" if option and words else option.title if option else words
    return _answered(ask, State.MADE, said, voice, now, missing="Say what is decided.")


@verb(did="said whether it worked", undo=True)
def look_back(
    ask: Ask, *, worked: str, answer: str, by: User, now: datetime, version: int | None = None
) -> Ask:
    """From the day on that it was to be said: whether the decision worked. Said by the side that made it."""
    require(by, Permission.DECIDE, ask.partner)
    lock(ask, version=version)
    today = day_of(by, now)
    if ask.state != State.MADE or ask.worked_due_on is None:
        raise Refused("Nobody has asked whether this worked.")
    if ask.worked:
        raise Refused("It is said already whether this worked.")
    if today < ask.worked_due_on:
        raise Refused(f"It is to be said on {ask.worked_due_on:%-d %B %Y}: it may show only by then.")
    if by.side != ask.on_side:
        raise Refused("The side that decided says whether it worked. Ask one of their people.")
    if worked not in Ask.Worked.values:
        raise Refused("Say whether it worked.", field="worked")
    ask.worked_words = in_words(answer, field="answer", missing="Say by what you see it.")
    ask.worked, ask.worked_on, ask.worked_by = worked, today, by
    return keep(ask)


@verb(did="took it on", undo=True)
def own(ask: Ask, *, owner: User, by: User, now: datetime, version: int | None = None) -> Ask:
    """Somebody on the answering side takes it in hand, says that side. An impediment is then owned."""
    require(by, Permission.KEEP_PROMISES if by.pk == owner.pk else Permission.DECIDE, ask.partner)
    lock(ask, version=version)
    if by.side != ask.on_side:
        raise Refused("The side that was asked says who takes care of it. Ask one of their people.")
    if not ask.is_open:
        raise Refused("This is already answered: nobody needs to take it in hand.")
    ask.owner = owner_of_ask(ask.partner, owner, ask.on_side)
    if ask.kind == Kind.IMPEDIMENT:
        ask.state = State.OWNED
    return keep(ask)


@verb(did="cleared it", undo=True)
def clear(ask: Ask, *, answer: str, by: User, now: datetime, version: int | None = None) -> Ask:
    """The impediment is out of the way. Said by whoever raised or owns it, or by someone who decides."""
    return _settle_impediment(ask, State.CLEARED, answer, by, now, version, "Say how it was cleared.")


@verb(did="accepted it as it is", undo=True)
def live_with(ask: Ask, *, answer: str, by: User, now: datetime, version: int | None = None) -> Ask:
    """Both sides know it stays as it is, and why."""
    return _settle_impediment(
        ask, State.LIVED_WITH, answer, by, now, version, "Say why it is accepted as it is."
    )


@verb(did="backed it", undo=True)
def back(
    ask: Ask,
    *,
    words: str,
    by: User,
    now: datetime,
    version: int | None = None,
    on_word_of: User | None = None,
) -> Ask:
    """The side that was asked takes the recommendation as its own, and says what for: from that day on it waits to be
    put in place.
    """
    voice = speaker(by, on_word_of, ask.partner, Permission.DECIDE)
    lock(ask, version=version)
    _expect(ask, Kind.RECOMMENDATION, [State.RAISED], "This recommendation is already answered.")
    _require_answering_side(ask, voice)
    ask.answer = in_words(words, field="words", missing="Say in a few words why you back it.")
    ask.state, ask.owner = State.BACKED, ask.owner or voice
    ask.answered_on, ask.answered_by = day_of(voice, now), voice
    return keep(ask)


@verb(did="put it in place", undo=True)
def put_in_place(ask: Ask, *, answer: str, by: User, now: datetime, version: int | None = None) -> Ask:
    """What was advised and backed is in place."""
    require(by, Permission.DECIDE, ask.partner)
    lock(ask, version=version)
    _expect(
        ask, Kind.RECOMMENDATION, [State.BACKED], "Only a recommendation that was backed can be put in place."
    )
    return _answered(ask, State.IN_PLACE, answer, by, now, missing="Say what is in place now.")


@verb(did="declined it", undo=True)
def not_now(
    ask: Ask,
    *,
    answer: str,
    by: User,
    now: datetime,
    version: int | None = None,
    on_word_of: User | None = None,
) -> Ask:
    """The recommendation is declined, with the reason."""
    voice = speaker(by, on_word_of, ask.partner, Permission.DECIDE)
    lock(ask, version=version)
    _expect(
        ask, Kind.RECOMMENDATION, [State.RAISED, State.BACKED], "This recommendation is already answered."
    )
    _require_answering_side(ask, voice)
    return _answered(
        ask, State.NOT_NOW, answer, voice, now, missing="Say why you decline it: they will read it."
    )


@verb(did="moved the day it is needed")
def move_needed_by(
    ask: Ask, *, needed_by: date, reason: str, by: User, now: datetime, version: int | None = None
) -> Ask:
    """Gives a decision, or the next look at a risk, a new day, with its reason. The first day stays on record, as with
    an action.

    The side that is to act gives it as the owner of an action does. The side that asked may wait longer, which needs
    no notice; it does not want it sooner by its own word alone.
    """
    require(by, Permission.RAISE if by.pk == ask.raised_by_id else Permission.DECIDE, ask.partner)
    lock(ask, "owner", version=version)
    if ask.needed_by is None or not ask.is_open:
        raise Refused("Only a pending decision, or the next look at a risk, can have another day.")
    today = day_of(by, now)
    day_to_come(needed_by, today=today, field="needed_by")
    replaced = ask.needed_by
    if needed_by == replaced:
        raise Refused("That is the day it already has. Give another one.", field="needed_by")
    by_who_asked = by.side != ask.on_side
    if by_who_asked and needed_by < replaced:
        raise Refused(
            "The side that is to answer gives itself less time, nobody else. "
            "Give a later day, or write them a word.",
            field="needed_by",
        )
    look = open_look(ask) if ask.kind == Kind.RISK else None
    before = ask.dates.filter(look=look).values_list("given_on", flat=True)
    given_on = max([today, *before, *([look.given_on] if look else [])])
    in_time = with_notice(given_on, replaced, ask.owner.country if ask.owner else by.country)
    AskDate.objects.create(
        partner=ask.partner,
        ask=ask,
        look=look,
        needed_by=needed_by,
        given_on=given_on,
        given_by=by,
        reason=in_words(reason, field="reason", limit=1_000, missing="Say why, in a few words."),
        with_notice=in_time or (by_who_asked and given_on <= replaced),
    )
    ask.needed_by = needed_by
    return keep(ask)


def _settle_impediment(
    ask: Ask, state: str, answer: str, by: User, now: datetime, version: int | None, missing: str
) -> Ask:
    near = by.pk in (ask.raised_by_id, ask.owner_id)
    require(by, Permission.RAISE if near else Permission.DECIDE, ask.partner)
    lock(ask, version=version)
    _expect(ask, Kind.IMPEDIMENT, [State.RAISED, State.OWNED], "This is already settled.")
    return _answered(ask, state, answer, by, now, missing=missing)


def _expect(ask: Ask, kind: str, states: Iterable[str], otherwise: str) -> None:
    if ask.kind != kind or ask.state not in states:
        raise Refused(otherwise)


def _require_answering_side(ask: Ask, voice: User) -> None:
    if voice.side != ask.on_side:
        raise Refused("The side that was asked has to answer this. Ask one of their people.")


def _answered(ask: Ask, state: str, answer: str, voice: User, now: datetime, *, missing: str) -> Ask:
    ask.answer = in_words(answer, field="answer", missing=missing)
    ask.state, ask.answered_on, ask.answered_by = state, day_of(voice, now), voice
    return keep(ask)
