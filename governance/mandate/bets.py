"""Capability bets: what a side bets the partnership can learn to do. Both sides place and judge them alike."""

from datetime import date, datetime

from governance.local_day import day_of
from governance.locking import keep, lock
from governance.models import CapabilityBet
from governance.wording import in_words, one_line, within_reach
from partners.access import Permission, require
from partners.ended_partnerships import require_to_begin
from partners.models import Partner, User
from partners.verb import Refused, verb

State = CapabilityBet.State
_PERMISSION = Permission.KEEP_CHARTER


@verb(did="placed a bet")
def place_bet(
    partner: Partner, *, title: str, look_back_on: date, by: User, now: datetime, detail: str = ""
) -> CapabilityBet:
    """Bets, for one's own side, that something can be learnt by a day."""
    require_to_begin(by, _PERMISSION, partner)
    bet = CapabilityBet(partner=partner, side=by.side, placed_by=by, placed_on=day_of(by, now))
    _take(bet, title=title, detail=detail, look_back_on=look_back_on)
    bet.save()
    return bet


@verb(did="corrected a bet")
def correct_bet(
    bet: CapabilityBet,
    *,
    title: str,
    look_back_on: date,
    by: User,
    now: datetime,
    detail: str = "",
    version: int | None = None,
) -> CapabilityBet:
    """Puts its words or its day right, while nobody has said what became of it; by the side that placed it."""
    require(by, _PERMISSION, bet.partner)
    lock(bet, "placed_by", version=version)
    if by.side != bet.side:
        raise Refused("This is a bet of the other side: they change it.")
    if bet.state != State.OPEN:
        raise Refused("What became of it is said. Take it up again first.")
    _take(bet, title=title, detail=detail, look_back_on=look_back_on)
    return keep(bet)


@verb(did="said what became of a bet")
def say_what_became(
    bet: CapabilityBet, *, becomes: str, by: User, now: datetime, words: str = "", version: int | None = None
) -> CapabilityBet:
    """Says what became of it, in words; said once more, the later word holds. “Open” takes it up again."""
    require(by, _PERMISSION, bet.partner)
    lock(bet, "placed_by", version=version)
    if becomes not in State.values:
        raise Refused("Say what became of it.", field="becomes")
    if becomes == State.CALLED_OFF and by.side != bet.side:
        raise Refused("Only the side that placed it calls it off. Say whether it paid off.", field="becomes")
    if becomes == State.OPEN:
        if bet.state == State.OPEN:
            raise Refused("It is open: nobody has said what became of it.")
        require_to_begin(by, _PERMISSION, bet.partner)
        bet.words, bet.said_by, bet.said_on = "", None, None
    else:
        bet.words = in_words(words, field="words", missing="Say what shows it, or why it is called off.")
        bet.said_by, bet.said_on = by, day_of(by, now)
    bet.state = becomes
    return keep(bet)


def _take(bet: CapabilityBet, *, title: str, detail: str, look_back_on: date) -> None:
    bet.title = one_line(title, field="title", limit=200, missing="Say what you bet on.")
    bet.detail = in_words(detail, field="detail")
    if look_back_on <= bet.placed_on:
        raise Refused("Give a day to look back on that comes after the bet is placed.", field="look_back_on")
    bet.look_back_on = within_reach(look_back_on, today=bet.placed_on, field="look_back_on")
