"""A decision that took the place of another, and one that stands again."""

from datetime import datetime

from governance.local_day import day_of
from partners.access import Permission, require
from partners.models import Partner, User
from partners.verb import Refused, verb
from reviews.decisions.decision import RegisteredDecision
from reviews.decisions.register import key_of
from reviews.models import Supersession


@verb(did="said what took its place")
def supersede(old: RegisteredDecision, *, new: RegisteredDecision, by: User, now: datetime) -> Supersession:
    """`new` took the place of `old`. Both stay as they were decided; either side says so, and takes it back."""
    require(by, Permission.DECIDE, old.partner)
    if new.partner != old.partner:
        raise Refused("Only a decision of the same partnership takes its place.", field="new")
    if new.day < old.day:
        raise Refused("That one was decided earlier: only a later decision takes its place.", field="new")
    Partner.objects.select_for_update(of=("self",), no_key=True).get(pk=old.partner.pk)
    taken = {
        key_of(pair, "old"): key_of(pair, "new") for pair in Supersession.objects.filter(partner=old.partner)
    }
    if old.key in taken:
        raise Refused("Another decision has taken its place already. Say that it stands again first.")
    at = new.key
    while at in taken or at == old.key:
        if at == old.key:
            raise Refused("The two would take each other's place. Choose another one.", field="new")
        at = taken[at]
    return Supersession.objects.create(
        partner=old.partner,
        **{f"old_{old.kind}": old.row, f"new_{new.kind}": new.row},
        said_by=by,
        said_on=day_of(by, now),
    )


@verb(did="said that it stands again")
def stand_again(old: RegisteredDecision, *, by: User, now: datetime) -> None:
    """Nothing took its place after all."""
    require(by, Permission.DECIDE, old.partner)
    Supersession.objects.filter(partner=old.partner, **{f"old_{old.kind}": old.row}).delete()
