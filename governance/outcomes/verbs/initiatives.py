"""The work beneath an outcome: initiatives, and promises as their milestones."""

from datetime import datetime

from django.db.models import Max

from governance.local_day import day_of
from governance.locking import keep, lock
from governance.models import ActionItem, Initiative, OutcomeIntent
from governance.wording import in_words, one_line
from partners.access import Permission, require
from partners.ended_partnerships import require_to_begin
from partners.models import User
from partners.verb import Refused, verb

State = Initiative.State
_NAMELESS = "Say what the work is, in one line."


@verb(did="began it")
def begin_initiative(outcome: OutcomeIntent, *, title: str, by: User, now: datetime) -> Initiative:
    """Adds a piece of work beneath an outcome that is not concluded, below those there are."""
    require_to_begin(by, Permission.KEEP_CHARTER, outcome.partner)
    lock(outcome)
    if outcome.state not in (OutcomeIntent.State.DRAFT, OutcomeIntent.State.AGREED):
        raise Refused("This outcome is concluded. Begin the work beneath another one.")
    line = one_line(title, field="title", limit=160, missing=_NAMELESS)
    last = outcome.initiatives.aggregate(last=Max("position"))["last"]
    return Initiative.objects.create(
        partner=outcome.partner, outcome=outcome, title=line, position=0 if last is None else last + 1
    )


@verb(did="renamed it")
def rename_initiative(
    initiative: Initiative, *, title: str, by: User, now: datetime, version: int | None = None
) -> Initiative:
    """Says in other words what the work is."""
    require(by, Permission.KEEP_CHARTER, initiative.partner)
    lock(initiative, version=version)
    initiative.title = one_line(title, field="title", limit=160, missing=_NAMELESS)
    return keep(initiative)


@verb(did="ended it")
def end_initiative(
    initiative: Initiative,
    *,
    becomes: str,
    by: User,
    now: datetime,
    words: str = "",
    version: int | None = None,
) -> Initiative:
    """Says that the work is done, or dropped and why. Its promises stay as they are: each ends by itself."""
    require(by, Permission.KEEP_CHARTER, initiative.partner)
    lock(initiative, version=version)
    if initiative.state != State.UNDER_WAY:
        raise Refused("This work has ended already.")
    if becomes not in (State.DONE, State.DROPPED):
        raise Refused("Say whether it is done or dropped.", field="becomes")
    if becomes == State.DONE and (still := initiative.milestones.open().order_by("due_on", "id").first()):
        raise Refused(f"“{still.title}” is still open. Confirm it, or take it out, before the work is done.")
    missing = "Say why it is dropped." if becomes == State.DROPPED else ""
    initiative.words = in_words(words, field="words", missing=missing)
    initiative.state, initiative.ended_on = becomes, day_of(by, now)
    return keep(initiative)


@verb(did="took it up again")
def resume_initiative(
    initiative: Initiative, *, by: User, now: datetime, version: int | None = None
) -> Initiative:
    """What was ended goes on."""
    require_to_begin(by, Permission.KEEP_CHARTER, initiative.partner)
    lock(initiative, version=version)
    if initiative.state == State.UNDER_WAY:
        raise Refused("This work is under way.")
    initiative.state, initiative.ended_on, initiative.words = State.UNDER_WAY, None, ""
    return keep(initiative)


@verb(did="made it a milestone")
def set_milestone(
    item: ActionItem,
    *,
    initiative: Initiative | None,
    by: User,
    now: datetime,
    version: int | None = None,
) -> ActionItem:
    """Makes a promise a milestone of a piece of work, whose outcome it then serves; without one it is none any more."""
    require(by, Permission.KEEP_CHARTER, item.partner)
    lock(item, version=version)
    if initiative is None:
        item.initiative = None
        return keep(item)
    if initiative.partner_id != item.partner_id:
        raise Refused("That work belongs to another partnership. Choose one of this.", field="initiative")
    if initiative.state != State.UNDER_WAY:
        raise Refused("That work has ended. Take it up again, or choose another.", field="initiative")
    # Nothing is chased beneath a free hand, so that no promise that stands slips beneath one.
    if item.outcome_id != initiative.outcome_id and initiative.outcome.has_free_hand(day_of(by, now)):
        raise Refused(
            "This outcome has a free hand, beneath which nobody is reminded. Give a new promise for it instead.",
            field="initiative",
        )
    item.initiative, item.outcome = initiative, initiative.outcome
    return keep(item)
