"""What a business function wants, what our house changes for it, and which outcome of a partner serves it."""

from datetime import datetime
from typing import Any

from django.db.models import F

from governance.local_day import day_of
from governance.locking import keep, lock
from governance.models import BusinessOutcome, OutcomeIntent
from governance.wording import in_words, one_line
from partners.access import Permission, require
from partners.isolation.scope import SYSTEM, entered
from partners.models import Side, User
from partners.verb import Refused, Stale, verb

State = BusinessOutcome.State
_LINES = {"statement": 200, "stands": 120, "function": 80}
EDITABLE = (*_LINES, "target", "owner", "due_on", "serves")


@verb(did="said what the business wants")
def want_business_outcome(
    *, statement: str, function: str, owner: User, by: User, now: datetime, **fields: Any
) -> BusinessOutcome:
    """Keeps what a business function wants; its owner answers for it. With `serves` it is what we change for that."""
    require(by, Permission.KEEP_BUSINESS)
    wanted = BusinessOutcome()
    _take(wanted, {"statement": statement, "function": function, "owner": owner, **fields})
    wanted.save()
    return wanted


@verb(did="corrected what the business wants")
def edit_business_outcome(
    wanted: BusinessOutcome, *, by: User, now: datetime, version: int | None = None, **fields: Any
) -> BusinessOutcome:
    """Changes what is said of it (EDITABLE). The outcomes of partners that serve it follow it to what it serves."""
    require(by, Permission.KEEP_BUSINESS)
    _lock(wanted, version)
    if wanted.state != State.UNDER_WAY:
        raise Refused("It has ended and stays as it is. Take it up again first, or write down another.")
    _take(wanted, fields)
    wanted.version += 1
    wanted.save()
    # Whoever keeps it need not take part in every partnership whose outcome serves it.
    with entered(SYSTEM):
        stale = wanted.intents.exclude(serves_above=wanted.serves)
        stale.update(serves_above=wanted.serves, version=F("version") + 1)
    return wanted


@verb(did="ended what the business wants")
def end_business_outcome(
    wanted: BusinessOutcome, *, becomes: str, words: str, by: User, now: datetime, version: int | None = None
) -> BusinessOutcome:
    """Says that it is reached, and what shows it, or that it is no longer wanted, and why."""
    require(by, Permission.KEEP_BUSINESS)
    _lock(wanted, version)
    if wanted.state != State.UNDER_WAY:
        raise Refused("It has ended already.")
    if becomes not in (State.REACHED, State.DROPPED):
        raise Refused("Say whether it is reached or no longer wanted.", field="becomes")
    wanted.words = in_words(words, field="words", missing="Say what shows it, or why it is no longer wanted.")
    wanted.state, wanted.ended_on = becomes, day_of(by, now)
    wanted.version += 1
    wanted.save()
    return wanted


@verb(did="took up again what the business wants")
def resume_business_outcome(
    wanted: BusinessOutcome, *, by: User, now: datetime, version: int | None = None
) -> BusinessOutcome:
    """What was ended goes on."""
    require(by, Permission.KEEP_BUSINESS)
    _lock(wanted, version)
    if wanted.state == State.UNDER_WAY:
        raise Refused("It is under way.")
    wanted.state, wanted.ended_on, wanted.words = State.UNDER_WAY, None, ""
    wanted.version += 1
    wanted.save()
    return wanted


@verb(did="said what it serves")
def serve(
    outcome: OutcomeIntent,
    *,
    wanted: BusinessOutcome | None,
    by: User,
    now: datetime,
    version: int | None = None,
) -> OutcomeIntent:
    """Says which business outcome an outcome of a partner serves; without one it serves none that is written down."""
    require(by, Permission.KEEP_BUSINESS, outcome.partner)
    lock(outcome, version=version)
    if wanted is not None:
        _lock(wanted)
        if wanted.state != State.UNDER_WAY and wanted.pk != outcome.serves_id:
            raise Refused("That has ended. Choose what is still wanted.", field="wanted")
    outcome.serves = wanted
    outcome.serves_above = wanted.serves if wanted else None
    return keep(outcome)


def _lock(wanted: BusinessOutcome, version: int | None = None) -> None:
    wanted.refresh_from_db(from_queryset=BusinessOutcome.objects.select_for_update(of=("self",)))
    if version is not None and version != wanted.version:
        raise Stale(
            "Somebody else changed this in the meantime. Your words are still here: look again, then save."
        )


def _take(wanted: BusinessOutcome, fields: dict[str, Any]) -> None:
    for name, value in fields.items():
        if name in _LINES:
            value = one_line(value, field=name, limit=_LINES[name])
        elif name == "target":
            value = in_words(value, field=name)
        elif name not in EDITABLE:
            raise TypeError(f"{name} is not something that is said about a business outcome")
        setattr(wanted, name, value)
    if not wanted.statement:
        raise Refused("Say in one line what the business wants.", field="statement")
    if not wanted.function:
        raise Refused("Say which business function wants it.", field="function")
    if wanted.owner.side != Side.OURS:
        raise Refused(f"{wanted.owner.full_name} is not of our house: choose somebody who is.", field="owner")
    _require_no_third_link(wanted)


def _require_no_third_link(wanted: BusinessOutcome) -> None:
    """What serves something is served by outcomes of partners alone, so that no chain leads back to where it began."""
    above = wanted.serves
    if above is None:
        return
    if above.pk == wanted.pk:
        raise Refused("Nothing serves itself. Choose another, or none.", field="serves")
    # Locked in one order: of two that would serve each other the second waits, and is told.
    pks = [pk for pk in (above.pk, wanted.pk) if pk]
    list(BusinessOutcome.objects.select_for_update().filter(pk__in=pks).order_by("pk"))
    above.refresh_from_db(fields=["serves", "state"])
    if above.serves_id:
        raise Refused(f"“{above.statement}” serves another itself. Choose that one.", field="serves")
    if wanted.pk and wanted.served_by.exists():
        raise Refused("Others of ours serve this one, so that it serves none itself.", field="serves")
