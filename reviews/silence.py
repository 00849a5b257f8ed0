"""Who has not said whether they agree with what stands now, and what leaves with the seal: known beforehand."""

from collections.abc import Iterator
from dataclasses import dataclass

from partners.models import Partner, Side
from partners.numbers import counted
from reviews.facts.pronouns import capital
from reviews.following import planned_after
from reviews.meeting.overtaken import overtaken
from reviews.models import Review, SideStatement
from reviews.models.seals import Edition
from reviews.recipients import recipients


@dataclass(frozen=True)
class Silence:
    """The sides that have said neither agree nor differ, those that did before the last change to what is read back,
    and how many mails leave when it is sealed all the same.
    """

    sides: tuple[Side, ...]
    overtaken: tuple[Side, ...]
    partner: Partner
    mails: int

    @property
    def unheard(self) -> tuple[Side, ...]:
        """Those that have said nothing of what stands now."""
        return (*self.sides, *self.overtaken)

    @property
    def sentence(self) -> str:
        """ "Neither side has said whether it agrees. Nine mails leave." """
        return f"{' '.join(self._who_is_unheard())} {self._mails_leave()}"

    def _who_is_unheard(self) -> Iterator[str]:
        if self.sides:
            whole = len(self.sides) == len(Side)
            who = "Neither side" if whole else self.partner.name_of(self.sides[0])
            yield f"{who} has {'' if whole else 'not '}said whether it agrees."
        if self.overtaken:
            whole = len(self.overtaken) == len(Side)
            who = "Both sides" if whole else self.partner.name_of(self.overtaken[0])
            yield f"{who} spoke before the last change to what is read back."

    def _mails_leave(self) -> str:
        leave = "leaves" if self.mails == 1 else "leave"
        mails = capital(counted(self.mails, "mail"))
        return f"{mails} {leave}."


def silence(review: Review) -> Silence:
    """As the review stands now. Reads what both sides see alone, so that the room may show it."""
    spoke = list(SideStatement.objects.filter(review=review).exclude(stance=""))
    quiet = tuple(side for side in Side if side not in {said.side for said in spoke})
    late = overtaken(review, spoke)
    return Silence(quiet, tuple(side for side in Side if side in late), review.partner, mails_leaving(review))


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
