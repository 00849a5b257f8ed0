"""Whose an address is: no address and no mail domain serves both sides of a partnership."""

from collections.abc import Iterable

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Q

from partners.isolation.scope import SYSTEM, entered
from partners.models import Partner, Side, User, enterprise_name
from partners.verb import Refused

_NOT_OF_THIS_SIDE = (
    "An address of {domain} cannot be invited to this side: no address and no mail domain serves both sides. "
    "Give an address of {side}'s own."
)
"""The same whether somebody has this very address or not: nobody learns here who has an account."""


def checked_address(email: str) -> str:
    """The address as it is kept: in small letters. Raises Refused."""
    email = email.strip().lower()
    try:
        validate_email(email)
    except ValidationError:
        raise Refused("Give an e-mail address, such as name@example.com.", field="email") from None
    return email


def refuse_address_of_the_other_side(email: str, *, side: Side, partner: Partner | None) -> None:
    """Raises Refused where the mail domain of `email` is the other side's: ours by OUR_DOMAINS, or used by people of
    that side and by nobody of `side` yet. Without a `partner` every partner is the other side.

    Domains at which anybody gets an address (SHARED_DOMAINS) are nobody's; there the address itself is looked at when
    the invitation is taken, by whoever proved that it is theirs.
    """
    domain = _domain(email)
    if _is_within(domain, settings.SHARED_DOMAINS):
        return
    if side is Side.THEIRS and _is_within(domain, settings.OUR_DOMAINS):
        raise _refused(domain, side, partner)
    with entered(SYSTEM):
        used = User.objects.filter(_at(domain))
        ours = used.filter(employer=None).exists()
        theirs = used.filter(employer=partner) if partner else used.exclude(employer=None)
        of_side, of_the_other = (ours, theirs.exists()) if side is Side.OURS else (theirs.exists(), ours)
    if of_the_other and not of_side:
        raise _refused(domain, side, partner)


def _refused(domain: str, side: Side, partner: Partner | None) -> Refused:
    name = partner.name_of(side) if partner else enterprise_name()
    return Refused(_NOT_OF_THIS_SIDE.format(domain=domain, side=name), field="email")


def _domain(email: str) -> str:
    return email.rpartition("@")[2].rstrip(".").lower()


def _within_reach(domain: str) -> list[str]:
    """The domain and those above it, but for the topmost: who uses example.com uses mail.example.com too."""
    labels = domain.split(".")
    return [".".join(labels[n:]) for n in range(max(len(labels) - 1, 1))]


def _is_within(domain: str, known: Iterable[str]) -> bool:
    return not {name.strip().lower() for name in known}.isdisjoint(_within_reach(domain))


def _at(domain: str) -> Q:
    """People with an address of `domain`, of one above it or of one beneath it."""
    found = Q(email__endswith=f".{domain}")
    for name in _within_reach(domain):
        found |= Q(email__endswith=f"@{name}")
    return found


def is_one_mailbox(one: str, other: str) -> bool:
    """Whether two addresses reach one mailbox: jane+work@example.com is jane@example.com."""
    return _mailbox(one) == _mailbox(other)


def _mailbox(email: str) -> tuple[str, str]:
    name, _, domain = email.lower().rpartition("@")
    return name.partition("+")[0], domain


def serves_the_other_side(email: str, *, employer: int | None) -> bool:
    """Whether somebody who works for somebody else than `employer` (None: for us) has this mailbox."""
    name, domain = _mailbox(email)
    near = User.objects.filter(email__startswith=name, email__endswith=f"@{domain}")
    return any(
        is_one_mailbox(email, found) and works_for != employer
        for found, works_for in near.values_list("email", "employer_id")
    )
