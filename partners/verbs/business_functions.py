"""Who answers for what a business function owes."""

from datetime import datetime

from partners.access import Permission, require
from partners.lengths import require_within
from partners.models import BusinessFunction, User
from partners.verb import Refused, verb


@verb(did="named who answers for it")
def name_responsible(function: str, *, person: User | None, by: User, now: datetime) -> None:
    """`person` answers for what `function` of `by`'s own house owes from now on; None: nobody does."""
    require(by, Permission.KEEP_HOUSE)
    name = " ".join(function.split())
    if not name:
        raise Refused("Say which business function that is.", field="function")
    require_within(name, 80, field="function")
    house = BusinessFunction.objects.visible_to(by)
    if person is None:
        house.filter(name__iexact=name).delete()
        return
    if person.employer_id != by.employer_id or not person.is_active:
        raise Refused(
            f"{person.full_name} is not a colleague of yours here. Choose one who is.", field="person"
        )
    answers = {"responsible": person}
    house.update_or_create(
        answers,
        name__iexact=name,
        partner=by.employer,
        create_defaults={"name": name, "side": by.side, "partner": by.employer, **answers},
    )
