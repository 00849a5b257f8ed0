"""What changed with each side, said in a sentence before they meet: people, organisation, demand."""

from datetime import datetime

from governance.wording import one_line
from partners.access import Permission, require
from partners.models import User
from partners.verb import Refused, verb
from reviews.agenda.verbs.preparing import before_the_meeting
from reviews.models import Review, SideNews

LONGEST_NEWS = 240


@verb(did="said what changed with their side")
def say_news(review: Review, *, text: str, by: User, now: datetime) -> SideNews | None:
    """The sentence of the person's side; an empty one takes it back. It is corrected until the agenda freezes.

    A side that has said nothing may still do so until the meeting begins.
    """
    require(by, Permission.PREPARE_REVIEW, review.partner)
    review = before_the_meeting(review)
    text = one_line(text, field="text", limit=LONGEST_NEWS)
    said = SideNews.objects.filter(review=review, side=by.side).first()
    if said and review.agenda_frozen_at:
        raise Refused(
            "The agenda is frozen, and what you said on it stays. What has changed since is said in the room.",
            field="text",
        )
    if not text:
        if said:
            said.delete()
        return None
    said = said or SideNews(partner=review.partner, review=review, side=by.side)
    said.text, said.author, said.written_at = text, by, now
    said.save()
    return said
