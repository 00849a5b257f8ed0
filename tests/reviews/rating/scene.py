"""A review at its end, with four people of each side who took part, an executive sponsor on either."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from partners.access import Role
from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.models import Membership, User
from reviews.models import AgendaItem, Attendance, Rated
from reviews.record.verbs.sealing import seal_review
from reviews.sections import READ_BACK
from reviews.verbs import open_review, rate_review, take_up
from tests.reviews.scene import BOTH, Scene

SEALED_AT = 80
"""Minutes after the beginning, on Monday 23 November 2026."""
LAST_DAY, DAY_AFTER = date(2026, 11, 25), date(2026, 11, 26)


@dataclass(frozen=True)
class AtTheEnd:
    scene: Scene
    sponsor: User
    """Ours; theirs is of the cast."""

    @property
    def ours(self) -> tuple[User, ...]:
        cast = self.scene.cast
        return (cast.cio, cast.manager, cast.teammate, self.sponsor)

    @property
    def theirs(self) -> tuple[User, ...]:
        cast = self.scene.cast
        return (cast.lead, cast.contributor, cast.partner_sponsor, cast.observer)

    @property
    def over(self) -> datetime:
        """The morning after the last day on which it is rated."""
        return self.scene.at() + timedelta(days=3)

    def address(self, tail: str = "rating/") -> str:
        return f"/partnerships/{self.scene.cast.partner.slug}/reviews/{self.scene.review.pk}/{tail}"

    def read_back(self) -> None:
        with entered(SYSTEM):
            heading = AgendaItem.objects.select_related("review__partner", "partner").get(
                review=self.scene.review, section=READ_BACK.number, position=0
            )
            take_up(heading, by=self.scene.cast.cio, now=self.scene.at(70))

    def seal(self) -> None:
        with entered(SYSTEM):
            chair, now = self.scene.cast.cio, self.scene.at(SEALED_AT)
            seal_review(self.scene.fresh(), by=chair, now=now, although_silent=BOTH)

    def rate(self, person: User, step: int, *, fair: int = 3, better: str = "", now: datetime) -> Rated:
        """`person` says how tough it was, in their own scope."""
        said = {"tough": step, "fair": fair, "better": better}
        with acting_as(person):
            return rate_review(self.scene.fresh(), **said, by=person, now=now)  # type: ignore[arg-type]


def at_the_end(scene: Scene) -> AtTheEnd:
    """Open, everybody there but one who is invited alone, and nothing read back yet."""
    cast = scene.cast
    with entered(SYSTEM):
        sponsor = User.objects.create(email="paul.anders@example.com", full_name="Paul Anders")
        part = {"partner": cast.partner, "since": date(2025, 9, 1)}
        Membership.objects.create(person=sponsor, role=Role.EXECUTIVE_SPONSOR, **part)
        end = AtTheEnd(scene, sponsor)
        open_review(scene.review, by=cast.cio, now=scene.at())
        for person in (*end.ours, *end.theirs):
            seat = {"partner": cast.partner, "review": scene.review, "person": person}
            Attendance.objects.update_or_create(**seat, defaults={"state": "present"})
        Attendance.objects.create(partner=cast.partner, review=scene.review, person=cast.reader)
    return end
