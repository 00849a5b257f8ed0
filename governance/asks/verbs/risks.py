"""What becomes of a risk. The side that carries it looks at it, by a day each time, and treats it; both sides say yes
to living with it; whoever is near says that it happened.
"""

from datetime import date, datetime

from governance.asks.verbs.raising import owner_of_ask, raised
from governance.consent_letters import ask_for_yes, no_longer_asked
from governance.local_day import day_of
from governance.locking import keep, lock
from governance.models import Ask, OutcomeIntent, RiskLook
from governance.taking_part import speaker
from governance.wording import day_to_come, in_words
from partners.access import Permission, require
from partners.models import Partner, User
from partners.sentences import ended
from partners.verb import Refused, verb

State = Ask.State


@verb(did="named a risk")
def raise_risk(
    partner: Partner,
    *,
    title: str,
    on_side: str,
    risk_cause: str,
    risk_consequence: str,
    owner: User,
    needed_by: date,
    by: User,
    now: datetime,
    risk_treatment: str = "",
    detail: str = "",
    outcome: OutcomeIntent | None = None,
) -> Ask:
    """What may happen, and which side carries it. Its owner looks at it by a day: a late look counts as a promise."""
    today = day_of(by, now)
    risk = raised(
        partner,
        title=title,
        missing="Say in one line what may happen.",
        on_side=on_side,
        by=by,
        now=now,
        detail=detail,
        outcome=outcome,
        kind=Ask.Kind.RISK,
        state=State.RAISED,
        owner=owner_of_ask(partner, owner, on_side),
        risk_cause=in_words(risk_cause, field="risk_cause", missing="Say why it may happen."),
        risk_consequence=in_words(
            risk_consequence, field="risk_consequence", missing="Say what it would do if it happened."
        ),
        risk_treatment=in_words(risk_treatment, field="risk_treatment"),
        needed_by=day_to_come(needed_by, today=today, field="needed_by"),
        first_needed_by=needed_by,
    )
    _promise_look(risk, needed_by, by=by, today=today)
    return risk


@verb(did="looked at the risk", undo=True)
def look_at_risk(
    ask: Ask,
    *,
    answer: str,
    needed_by: date,
    by: User,
    now: datetime,
    version: int | None = None,
    on_word_of: User | None = None,
) -> Ask:
    """The look that was promised: what was found, and by which day they look again."""
    voice = _carrier(ask, by, on_word_of, version)
    today = day_of(voice, now)
    words = in_words(answer, field="answer", missing="Say what you found: the other side reads it.")
    day_to_come(needed_by, today=today, field="needed_by")
    if needed_by == today:
        raise Refused("You look at it today. Give a later day for the next look.", field="needed_by")
    _end_look(ask, words, voice, today)
    ask.needed_by = ask.first_needed_by = needed_by
    _promise_look(ask, needed_by, by=voice, today=today)
    return keep(ask)


@verb(did="treated the risk", undo=True)
def treat_risk(
    ask: Ask,
    *,
    answer: str,
    by: User,
    now: datetime,
    version: int | None = None,
    on_word_of: User | None = None,
) -> Ask:
    """The side that carries it has done what it takes: it threatens nobody any more."""
    voice = _carrier(ask, by, on_word_of, version)
    return _ended(ask, State.TREATED, answer, voice, now, missing="Say what makes it harmless now.")


@verb(did="said the risk happened")
def risk_happened(
    ask: Ask, *, answer: str, cause: str, by: User, now: datetime, version: int | None = None
) -> Ask:
    """It came about. It goes on as an impediment of the side that carried it, with the same owner."""
    near = by.pk in (ask.raised_by_id, ask.owner_id)
    require(by, Permission.RAISE if near else Permission.DECIDE, ask.partner)
    _lock_open(ask, version)
    if cause not in Ask.Cause.values:
        raise Refused("Say what kind of impediment it is.", field="cause")
    _ended(ask, State.HAPPENED, answer, by, now, missing="Say what happened.")
    raised(
        ask.partner,
        title=ask.title,
        on_side=ask.on_side,
        by=by,
        now=now,
        detail=ask.answer,
        outcome=ask.outcome,
        begins=False,
        kind=Ask.Kind.IMPEDIMENT,
        state=State.OWNED,
        cause=cause,
        owner=ask.owner,
        came_of=ask,
    )
    return ask


@verb(did="asked to live with the risk")
def ask_to_live_with(ask: Ask, *, reason: str, by: User, now: datetime, version: int | None = None) -> Ask:
    """One side asks to accept the risk as it is. Until the other side says yes it is looked after as before."""
    require(by, Permission.DECIDE, ask.partner)
    _lock_open(ask, version)
    if ask.acceptance_side:
        raise Refused("That is asked already, and waits for an answer.")
    ask.acceptance_reason = in_words(
        reason, field="reason", missing="Say why: the other side reads it before it answers."
    )
    ask.acceptance_side, ask.acceptance_by, ask.acceptance_on = by.side, by, day_of(by, now)
    words = f"{by.full_name} asks to live with the risk “{ask.title}”"
    ask_for_yes(ask, words, by=by, now=now, reason=ask.acceptance_reason)
    return keep(ask)


@verb(did="agreed to live with the risk", undo=True)
def agree_to_live_with(
    ask: Ask, *, by: User, now: datetime, answer: str = "", version: int | None = None
) -> Ask:
    """The other side's yes: both know that it stays as it is, and why."""
    _answering(ask, by, version)
    if by.side == ask.acceptance_side:
        raise Refused("The other side answers this: it is your side that asks for it.")
    no_longer_asked(ask, by=by, now=now)
    words = in_words(answer, field="answer") or _yes_to(ask)
    return _ended(ask, State.LIVED_WITH, words, by, now, missing="Say why it is accepted as it is.")


@verb(did="did not agree to live with the risk")
def decline_to_live_with(
    ask: Ask, *, by: User, now: datetime, answer: str = "", version: int | None = None
) -> Ask:
    """The other side's no, with its reason, or the side that asked takes its question back. It is looked after as
    before.
    """
    _answering(ask, by, version)
    words = in_words(answer, field="answer")
    if not words and by.side != ask.acceptance_side:
        raise Refused("Say why: they read it.", field="answer")
    no_longer_asked(ask, by=by, now=now)
    ask.acceptance_side, ask.acceptance_by, ask.acceptance_on = "", None, None
    ask.acceptance_reason, ask.answer = "", words
    ask.answered_by, ask.answered_on = (by, day_of(by, now)) if words else (None, None)
    return keep(ask)


def open_look(ask: Ask) -> RiskLook:
    """The next look, of a risk that is locked: while it is open it always has one."""
    return RiskLook.objects.get(ask=ask, looked_on=None)


def _carrier(ask: Ask, by: User, on_word_of: User | None, version: int | None) -> User:
    """Whose word it is: of the side that carries it, the owner's or somebody's who decides."""
    is_owner = on_word_of is None and by.pk == ask.owner_id
    voice = speaker(by, on_word_of, ask.partner, Permission.KEEP_PROMISES if is_owner else Permission.DECIDE)
    _lock_open(ask, version)
    if voice.side != ask.on_side:
        raise Refused("The side that carries the risk says this. Ask one of their people.")
    return voice


def _yes_to(ask: Ask) -> str:
    """What a yes without words says: it quotes whoever asked, since the words are theirs."""
    assert ask.acceptance_by is not None, "somebody asked"
    return f"Agreed to what {ask.acceptance_by.full_name} says: “{ended(ask.acceptance_reason)}”"


def _lock_open(ask: Ask, version: int | None) -> None:
    lock(ask, "owner", "outcome", version=version)
    if ask.kind != Ask.Kind.RISK:
        raise Refused("This is no risk. Look at what it is.")
    if not ask.is_open:
        raise Refused("This risk is settled already.")


def _answering(ask: Ask, by: User, version: int | None) -> None:
    require(by, Permission.DECIDE, ask.partner)
    _lock_open(ask, version)
    if not ask.acceptance_side:
        raise Refused("Nobody asks to live with this risk now. Look at how it stands.")


def _promise_look(ask: Ask, due_on: date, *, by: User, today: date) -> None:
    RiskLook.objects.create(
        partner=ask.partner,
        ask=ask,
        number=ask.looks_done + 1,
        first_due_on=due_on,
        given_on=today,
        given_by=by,
    )


def _end_look(ask: Ask, words: str, voice: User, today: date) -> None:
    look = open_look(ask)
    look.looked_on, look.looked_by, look.words = today, voice, words
    look.save()
    ask.looks_done, ask.looked_on = look.number, today


def _ended(ask: Ask, state: str, answer: str, voice: User, now: datetime, *, missing: str) -> Ask:
    """What ends a risk is its last look."""
    ask.answer = in_words(answer, field="answer", missing=missing)
    ask.state, ask.answered_on, ask.answered_by = state, day_of(voice, now), voice
    if state != State.LIVED_WITH and ask.acceptance_side:
        no_longer_asked(ask, by=voice, now=now)
        ask.acceptance_side, ask.acceptance_by, ask.acceptance_on = "", None, None
        ask.acceptance_reason = ""
    _end_look(ask, ask.answer, voice, day_of(voice, now))
    return keep(ask)
