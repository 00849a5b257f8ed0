"""Who has not said whether they agree, and what leaves with the seal: known before it is pressed."""

from dataclasses import dataclass

from partners.models import Partner, Side
from partners.numbers import counted
from reviews.facts.pronouns import capital
from reviews.following import planned_after
from reviews.models import Review, SideStatement
from reviews.models.seals import Edition
from reviews.recipients import recipients


@dataclass(frozen=True)
class Silence:
    """The sides that have said neither agree nor differ, and how many mails leave when it is sealed all the same."""

    sides: tuple[Side, ...]
    partner: Partner
    mails: int

    @property
    def sentence(self) -> str:
        """ "Neither side has said whether it agrees. Nine mails leave." """
        whole = len(self.sides) == len(Side)
        who = "Neither side" if whole else self.partner.name_of(self.sides[0])
        leave = "leaves" if self.mails == 1 else "leave"
        mails = capital(counted(self.mails, "mail"))
        return f"{who} has {'' if whole else 'not '}said whether it agrees. {mails} {leave}."


def silence(review: Review) -> Silence:
    """As the review stands now. Reads what both sides see alone, so that the room may show it."""
    said = set(SideStatement.objects.filter(review=review).exclude(stance="").values_list("side", flat=True))
    quiet = tuple(side for side in Side if side not in said)
    return Silence(quiet, review.partner, mails_leaving(review))


def mails_leaving(review: Review) -> int:
    """The packs, and the invitations to the next meeting where none is planned yet."""
    packs = sum(len(recipients(review, edition)) for edition in Edition)
    return packs if planned_after(review) else packs + len(_invited_next(review))


def _invited_next(review: Review) -> set[int]:
    """Whoever is invited to a meeting of the forum: its members who attend, and the chair."""
    attending = review.forum.members.filter(attends=True, person__is_active=True)
    usual = (review.forum.chair_id, review.forum.deputy_chair_id)
    chair = next((person for person in usual if person), None)
    return {*attending.values_list("person_id", flat=True), *([chair] if chair else [])}
