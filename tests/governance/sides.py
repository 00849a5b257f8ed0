"""The people of the cast by what they are to a promise, the same for either side; and every verb of a promise."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from governance import verbs
from governance.models import ActionItem
from partners.models import Side, User
from partners.verb import Refused
from tests.cast import Cast
from tests.governance.scene import NOW, in_days

OWN = ("owner", "own_lead", "own_top")
OTHER = ("other_contributor", "other_lead", "other_top")
LEADS_THERE = ("other_lead", "other_top")
NOBODY = ("own_reader", "other_reader", "rival", "stranger", "leaver", "administrator")
"""Who reads along at most."""
ROLES = (*OWN, *OTHER, *NOBODY)


def people_of(cast: Cast, side: Side) -> dict[str, User]:
    """Everybody by what they are to a promise of `side`."""
    ours = {"owner": cast.teammate, "lead": cast.manager, "top": cast.cio, "reader": cast.reader}
    theirs = {
        "owner": cast.contributor, "lead": cast.lead, "top": cast.partner_sponsor, "reader": cast.observer,
    }  # fmt: skip
    own, other = (ours, theirs) if side is Side.OURS else (theirs, ours)
    return {
        "owner": own["owner"], "own_lead": own["lead"], "own_top": own["top"], "own_reader": own["reader"],
        "other_contributor": other["owner"], "other_lead": other["lead"], "other_top": other["top"],
        "other_reader": other["reader"], "rival": cast.rival_lead, "stranger": cast.stranger,
        "leaver": cast.leaver, "administrator": cast.administrator,
    }  # fmt: skip


@dataclass(frozen=True)
class Played:
    """One promise and the people around it."""

    cast: Cast
    side: Side
    item: ActionItem
    people: dict[str, User]

    def do(self, verb: str, role: str, *, now: datetime, **said: Any) -> Any:
        """Somebody does something with it."""
        self.item.refresh_from_db()
        if verb == "dispute_wait":
            wait = self.item.waits.last()
            if wait is None:
                raise Refused("It has never waited.")
            return verbs.dispute_wait(wait, by=self.people[role], now=now, **said)
        return getattr(verbs, verb)(self.item, by=self.people[role], now=now, **said)


def proposed(cast: Cast, side: Side, *, due_on: date | None = None, now: datetime = NOW) -> Played:
    """Asked for by the other side's lead."""
    people = people_of(cast, side)
    item = verbs.propose(
        cast.partner,
        title="Rebuild the index",
        owner=people["owner"],
        due_on=due_on or in_days(21),
        by=people["other_lead"],
        now=now,
    )
    return Played(cast, side, item, people)


def promised(cast: Cast, side: Side, *, due_on: date | None = None, now: datetime = NOW) -> Played:
    played = proposed(cast, side, due_on=due_on, now=now)
    played.do("accept", "owner", now=now)
    return played


def _after(
    verb: str, role: str, said: Callable[[Played], dict[str, Any]] = lambda _: {}
) -> Callable[..., Played]:
    """A promise with which something has been done."""

    def make(cast: Cast, side: Side) -> Played:
        played = promised(cast, side)
        played.do(verb, role, now=NOW, **said(played))
        return played

    return make


def soon_due(cast: Cast, side: Side) -> Played:
    """Promised before today, due in three days."""
    return promised(cast, side, due_on=in_days(3), now=NOW.replace(day=20))


waiting = _after(
    "wait_on",
    "owner",
    lambda it: {"on_side": it.side.other, "on_person": it.people["other_contributor"], "what_for": "Access"},
)
reported = _after("report_done", "owner")
asked = _after(
    "ask_for_date", "other_contributor", lambda it: {"due_on": in_days(30), "reason": "The board moved"}
)


@dataclass(frozen=True)
class Deed:
    """A verb on a promise that stands as `make` leaves it: what is said with it, who may, and its noun on a page."""

    verb: str
    make: Callable[[Cast, Side], Played]
    who: tuple[str, ...]
    said: Callable[[Played], dict[str, Any]] = lambda _: {}
    noun: str = ""


_WORD = {"reason": "No longer wanted"}
DEEDS = (
    Deed("accept", proposed, ("owner",), noun="acceptance"),
    Deed("report_done", promised, OWN, noun="report"),
    Deed("move_date", promised, OWN, lambda _: {"due_on": in_days(40), "reason": "Hardware"}, noun="due-date"),
    Deed("wait_on", promised, OWN, lambda it: {"on_side": it.side.other, "what_for": "Access"}, noun="waiting"),
    Deed("stop_waiting", waiting, OWN, noun="resumption"),
    Deed("dispute_wait", waiting, OTHER, lambda _: {"words": "You have it"}, noun="dispute"),
    Deed("reword", promised, OWN, lambda it: {"title": "In better words"}, noun="wording"),
    Deed("reassign", promised, OWN, lambda it: {"to": it.people["own_lead"]}, noun="assignment"),
    Deed("confirm", reported, LEADS_THERE, noun="confirmation"),
    Deed("give_back", reported, LEADS_THERE, lambda _: {"word": "The second node"}, noun="return"),
    Deed("withdraw", promised, (*OWN, *LEADS_THERE), lambda _: _WORD, noun="withdrawal"),
    Deed("withdraw", soon_due, LEADS_THERE, lambda _: _WORD),
    Deed("withdraw", proposed, (*OWN, *LEADS_THERE), lambda _: _WORD, noun="withdrawal"),
    Deed("ask_for_date", promised, OTHER, lambda _: {"due_on": in_days(30), "reason": "The board"}, noun="request"),
    Deed("ask_how_it_stands", promised, OTHER, noun="question"),
    Deed("accept_date", asked, OWN, noun="agreement"),
    Deed("decline_date", asked, OWN, lambda _: {"word": "Planned so"}, noun="refusal"),
    Deed("take_back_request", asked, OTHER, noun="recall"),
    Deed("add_note", promised, (*OWN, *OTHER), lambda _: {"text": "A word"}, noun="notes"),
    Deed("take_back", reported, ("owner",)),
)  # fmt: skip
"""Every verb of a promise that is somebody's and not everybody's."""
