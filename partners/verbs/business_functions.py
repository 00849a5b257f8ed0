"""Which business function of their house people work in, and who answers for what it owes."""

from datetime import datetime

from partners.access import Permission, administers, can, require
from partners.lengths import require_within
from partners.models import BusinessFunction, User
from partners.verb import Refused, verb


@verb(did="said which business function somebody works in")
def set_business_function(person: User, *, function: str, by: User, now: datetime) -> User:
    """`person` works in `function` of their house from now on; "" says that none is known. What they owe stands there.

    Everybody says it of themselves, whoever keeps the house of its people, an administrator of ours.
    """
    if by.pk != person.pk and not administers(by):
        require(by, Permission.KEEP_HOUSE)
    if not may_set_business_function(by, person):
        raise Refused(f"{person.full_name} works for the other side: only their own house says where.")
    person = User.objects.select_for_update(of=("self",)).get(pk=person.pk)
    person.business_function = function_as_known(function, of=person)
    person.save(update_fields=["business_function"])
    return person


def may_set_business_function(by: User, person: User) -> bool:
    """Whether `by` says which function `person` works in."""
    if by.pk == person.pk:
        return True
    if administers(by):
        return person.employer_id is None
    return person.employer_id == by.employer_id and can(by, Permission.KEEP_HOUSE)


def function_as_known(function: str, *, of: User) -> str:
    """The name as the house of `of` writes it already, whatever its capitals: two spellings would be two functions."""
    name = " ".join(function.split())
    require_within(name, 80, field="business_function")
    colleagues = User.objects.filter(employer=of.employer_id).exclude(pk=of.pk)
    known = (
        colleagues.filter(business_function__iexact=name).values_list("business_function", flat=True).first()
    )
    return known or name


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
