"""Covers as pages ask for them, as far as the reader may see them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from governance.calendar.working_days import add_working_days
from governance.counting.covered_days import quarter_of
from governance.local_day import day_in
from governance.models import Cover
from governance.models.leadership import COVERS_A_QUARTER
from partners.isolation.scope import acting_as
from partners.models import Membership, Partner, User


def standing_cover(partner: Partner, *, reader: User, today: date) -> Cover | None:
    """The cover the partnership stands under on `today`, or is about to, with its giver."""
    return next(iter(standing_covers([partner.pk], reader=reader, today=today)), None)


def standing_covers(partners: Iterable[int], *, reader: User, today: date) -> list[Cover]:
    """The covers in force in the partnerships or about to be, those that end first on top."""
    found = Cover.objects.visible_to(reader).standing(today).filter(partner__in=list(partners))
    return list(found.select_related("partner", "given_by").order_by("until", "id"))


def first_day_covered(partner: Partner, *, by: User, now: datetime) -> date:
    """The first day a cover given `now` by `by` covers: the giver's next working day.

    It comes after the day it is everywhere where somebody of the partnership lives: nowhere is a cover given on a day
    it covers, so that nobody hides what falls due on the very day.
    """
    zones = Membership.objects.current().filter(partner=partner).values_list("person__time_zone", flat=True)
    latest = max(day_in(zone, now) for zone in {"", by.time_zone, *zones})
    return add_working_days(latest, 1, by.country)


@dataclass(frozen=True)
class Quarter:
    """How many covers a partnership has been given in a calendar quarter, of so many it may have."""

    given: tuple[Cover, ...]
    ends_before: date
    """The first day of the next quarter."""

    @property
    def is_used_up(self) -> bool:
        return len(self.given) >= COVERS_A_QUARTER

    @property
    def words(self) -> str:
        return f"{len(self.given)} of {COVERS_A_QUARTER} this quarter"


def quarter(partner: Partner, day: date) -> Quarter:
    """The quarter `day` lies in, of one partnership: the same for both sides, whoever gave them."""
    given = Cover.objects.filter(partner=partner).in_quarter_of(day).select_related("given_by")
    return Quarter(tuple(given.order_by("began_on", "id")), quarter_of(day)[1])


def number_last_given(person: User) -> str:
    """The telephone number `person` gave with their last cover, in whichever partnership; empty without one."""
    with acting_as(person):
        given = Cover.objects.visible_to(person).filter(given_by=person).exclude(number="")
        return given.order_by("-id").values_list("number", flat=True).first() or ""
