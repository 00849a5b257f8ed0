"""Each side says yes to the charter as it reads. Other words ask for another yes."""

from datetime import datetime

from governance.charter.words import charter_words
from governance.local_day import day_of
from governance.models import CharterAgreement
from partners.access import Permission, require
from partners.models import Partner, User
from partners.verb import Refused, Stale, verb


@verb(did="agreed to the charter")
def agree_charter(partner: Partner, *, sha256: str, by: User, now: datetime) -> CharterAgreement:
    """`sha256` is of the words that were read: raises Stale where the charter says something else by now."""
    require(by, Permission.SPEAK_FOR_SIDE, partner)
    # The row of the partner is what two who agree at once wait for.
    Partner.objects.select_for_update(of=("self",)).get(pk=partner.pk)
    if sha256 != charter_words(partner, by).sha256:
        raise Stale("The charter has changed while you read it. Read it again, then say yes.")
    if CharterAgreement.objects.filter(partner=partner, side=by.side, sha256=sha256).exists():
        raise Refused("Your side has agreed to these words already.")
    return CharterAgreement.objects.create(
        partner=partner, side=by.side, sha256=sha256, by=by, on=day_of(by, now)
    )
