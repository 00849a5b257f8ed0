"""The business functions of a house: what carries their name, renamed as a whole, and ended when nothing is open there.

A function is what people, outcomes and whoever answers for one say it is; it has no row of its own beyond that.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from governance.ledger.facts import FUNCTIONS, first_named
from governance.models import ActionItem, Ask, BusinessOutcome, OutcomeIntent
from governance.models.business_outcomes import BusinessOutcomeQuerySet
from partners.access import Permission, require
from partners.finding import plain
from partners.isolation.scope import SYSTEM, entered
from partners.lengths import require_within
from partners.models import BusinessFunction, Membership, Side, User
from partners.models.base import PartnerOwnedQuerySet
from partners.numbers import counted
from partners.verb import Refused, verb

LONGEST_FUNCTION = 80
_LIVE = (OutcomeIntent.State.DRAFT, OutcomeIntent.State.AGREED)


@dataclass(frozen=True)
class HouseFunction:
    """One function of a house: how many work in it, how many outcomes are for it, who answers for it."""

    name: str
    people: int
    outcomes: int
    responsible: User | None


def functions_of(reader: User) -> list[HouseFunction]:
    """The functions of the house that `reader` works in, by their names, each once however it is written."""
    people, outcomes = _named(_people(reader)), _named(_outcomes(reader).visible_to(reader))
    answers = {
        row.name: row.responsible
        for row in BusinessFunction.objects.visible_to(reader).select_related("responsible")
    }
    names: dict[str, str] = {}
    wanted = _wanted(reader).visible_to(reader).values_list("function", flat=True)
    for name in (*answers, *people, *outcomes, *wanted):
        names.setdefault(name.casefold(), name)

    def count(of: Counter[str], folded: str) -> int:
        return sum(number for name, number in of.items() if name.casefold() == folded)

    by_fold = {name.casefold(): person for name, person in answers.items()}
    found = [
        HouseFunction(name, count(people, folded), count(outcomes, folded), by_fold.get(folded))
        for folded, name in names.items()
    ]
    return sorted(found, key=lambda each: plain(each.name))


@verb(did="renamed a business function")
def rename_function(function: str, *, name: str, by: User, now: datetime) -> str:
    """What carries the name of `function` in the house of `by` carries `name` from now on: its people, the outcomes for
    it, who answers for it. What is sealed, and the months that are closed, say what they said.
    """
    require(by, Permission.KEEP_HOUSE)
    old, new = _tidied(function), _tidied(name)
    if not new:
        raise Refused("Say what it is called from now on.", field="name")
    require_within(new, LONGEST_FUNCTION, field="name")
    _require_known(old, by)
    if new.casefold() != old.casefold() and _is_known(new, by):
        raise Refused(f"There is a function called {new} already: choose another name.", field="name")
    _people(by).filter(business_function__iexact=old).update(business_function=new)
    BusinessFunction.objects.visible_to(by).filter(name__iexact=old).update(name=new)
    _wanted(by).filter(function__iexact=old).update(function=new)
    # Whoever keeps a house need not take part everywhere it does: a name left behind would be a second function.
    with entered(SYSTEM):
        _outcomes(by).filter(business_function__iexact=old).update(
            business_function=new, version=F("version") + 1
        )
    return new


@verb(did="ended a business function")
def end_function(function: str, *, by: User, now: datetime) -> int:
    """Nobody of the house of `by` works in `function` any more; returns how many did. What was concluded for it keeps
    its name.
    """
    require(by, Permission.KEEP_HOUSE)
    name = _tidied(function)
    _require_known(name, by)
    answering = BusinessFunction.objects.visible_to(by).filter(name__iexact=name).first()
    if answering:
        who = answering.responsible.full_name
        raise Refused(f"{who} answers for {name}: choose nobody for it first.", field="function")
    if open_there := _what_is_open(name, by):
        raise Refused(
            f"{open_there} open in {name}: finish them, or hand them over to somebody of another function, first.",
            field="function",
        )
    with entered(SYSTEM):
        live = _outcomes(by).filter(business_function__iexact=name, state__in=_LIVE).count()
    if live:
        are = "outcome is" if live == 1 else "outcomes are"
        raise Refused(
            f"{live} {are} for {name}: say in their charter which function they are for now.",
            field="function",
        )
    if _wanted(by).under_way().filter(function__iexact=name).exists():
        raise Refused(
            f"{name} wants business outcomes: end them, or say who wants them now.", field="function"
        )
    return _people(by).filter(business_function__iexact=name).update(business_function="")


def _tidied(name: str) -> str:
    return " ".join(name.split())


def _require_known(name: str, by: User) -> None:
    if not name or not _is_known(name, by):
        raise Refused(f"There is no business function called “{name}” in your house.", field="function")


def _is_known(name: str, by: User) -> bool:
    return (
        _people(by).filter(business_function__iexact=name).exists()
        or BusinessFunction.objects.visible_to(by).filter(name__iexact=name).exists()
        or _outcomes(by).filter(business_function__iexact=name).exists()
        or _wanted(by).filter(function__iexact=name).exists()
    )


def _what_is_open(name: str, by: User) -> str:
    """What the house owes there, in words: "Three actions and one ask are"; empty where it owes nothing."""
    with entered(SYSTEM):
        owed = (ActionItem.objects.to_do().owed_by(by.side), Ask.objects.waiting_on(by.side))
        counts = [
            rows.filter(_reach(by))
            .annotate(function=first_named(*FUNCTIONS))
            .filter(function__iexact=name)
            .count()
            for rows in owed
        ]
    parts = [counted(count, what) for count, what in zip(counts, ("action", "ask"), strict=True) if count]
    said = " and ".join(parts)
    return f"{said[:1].upper()}{said[1:]} {'is' if sum(counts) == 1 else 'are'}" if parts else ""


def _people(of: User) -> QuerySet[User]:
    return User.objects.filter(employer=of.employer_id)


def _wanted(of: User) -> BusinessOutcomeQuerySet:
    """What the business wants: of our house alone."""
    rows = BusinessOutcome.objects.all()
    return rows.none() if of.employer_id else rows


def _outcomes(of: User) -> PartnerOwnedQuerySet[OutcomeIntent]:
    """The outcomes that are for a function of the house of `of`: that of their business owner; where there is none, of
    the house whose function is called so, the other's where somebody of theirs works in one.
    """
    others = Membership.objects.current().filter(
        partner=OuterRef("partner"),
        person__employer__isnull=of.side is Side.THEIRS,
        person__business_function__iexact=OuterRef("business_function"),
    )
    own = Q(business_owner__isnull=False, business_owner__employer=of.employer_id)
    unowned = Q(business_owner=None) & ~Exists(others)
    return OutcomeIntent.objects.filter(_reach(of)).filter(own | unowned)


def _reach(of: User) -> Q:
    """A partner's house is in one partnership, the enterprise's in all."""
    return Q(partner=of.employer_id) if of.employer_id else Q()


def _named(rows: QuerySet[User] | QuerySet[OutcomeIntent]) -> Counter[str]:
    names = rows.exclude(business_function="").values_list("business_function", flat=True)
    return Counter(names)
