"""Covers as pages ask for them, as far as the reader may see them."""

from collections.abc import Iterable
from datetime import date

from governance.models import Cover
from partners.models import Partner, User
from partners.scope import acting_as


def cover_in_force(partner: Partner, *, reader: User, today: date) -> Cover | None:
    """The cover the partnership stands under on `today`, with its giver."""
    return next(iter(covers_in_force([partner.pk], reader=reader, today=today)), None)


def covers_in_force(partners: Iterable[int], *, reader: User, today: date) -> list[Cover]:
    """The covers in force in the partnerships, those that end first on top."""
    found = Cover.objects.visible_to(reader).in_force(today).filter(partner__in=list(partners))
    return list(found.select_related("partner", "given_by").order_by("until", "id"))


def number_last_given(person: User) -> str:
    """The telephone number `person` gave with their last cover, in whichever partnership; empty without one."""
    with acting_as(person):
        given = Cover.objects.visible_to(person).filter(given_by=person).exclude(number="")
        return given.order_by("-id").values_list("number", flat=True).first() or ""
