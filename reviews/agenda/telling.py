"""Whoever is invited to a review hears by one mail of all that changed about it within a few minutes.

The mail waits in the outbox. What changes meanwhile takes it back and writes it anew, from what its reader knew before
the first of the changes and from how the review stands now. What was undone meanwhile leaves no mail.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cached_property

from partners.mail.outbox import Letter, Outgoing, queue_all
from partners.mail.quiet import Quiet, is_waiting, leaves_at, take_back
from partners.mail.recipient_rights import FAREWELL
from partners.models import MailLink, User
from reviews.agenda.invitations import calendar_file, invitation_letter, seats_of
from reviews.agenda.leaving import without_part
from reviews.agenda.mail import KIND as AGENDA
from reviews.agenda.mail import AgendaMail
from reviews.agenda.news import InvitationFacts, Known, News, facts_of, news_of
from reviews.models import Attendance, Review

KIND = "invitation"
AT_ONCE = timedelta(hours=1)
"""A review that begins within so long, or was to begin, is told of at once."""


def tell(
    review: Review,
    *,
    now: datetime,
    before: InvitationFacts | None = None,
    reason: str = "",
    agenda: bool | None = None,
    joined: Collection[User] = (),
    left: Collection[User] = (),
    farewell: bool = False,
) -> int:
    """Queues what everyone invited has to hear; how many mails.

    `before` is how the review stood before this change, None where it is as it was; `reason` why it has moved; whether
    the `agenda` goes along, None to leave that as it is. `joined` are those who hear of it for the first time, `left`
    those who are invited no more and still have a seat: by `farewell` also where they may receive nothing else.

    Must run in the transaction that changed the review. A mail client knows by UID and SEQUENCE which event it is.
    """
    is_news = before or agenda or joined or left or review.state == Review.State.CANCELLED
    if not is_news and not is_waiting(_about(review), now=now):
        return 0
    before = before or facts_of(review)
    seats = [seat for seat in seats_of(review) if seat.person.is_active or seat.person in left]
    without = set(without_part(Attendance.objects.filter(pk__in=[seat.pk for seat in seats])))
    going = [seat for seat in seats if seat.person in left and (seat.person.is_active or farewell)]
    coming = [seat for seat in seats if seat.person not in left and seat not in without]
    waiting = take_back(_about(review), [seat.person_id for seat in (*going, *coming)], now=now)
    writer = _Writer(review, now, coming, is_soon=_is_soon(review, before, now))
    written = []
    for seat in (*going, *coming):
        known = Known(before, since=now, invited=seat.person not in joined)
        if seat.person_id in waiting:
            known = Known.from_json(waiting[seat.person_id])
        if seat in going:
            written.append(writer.goodbye(seat, known, FAREWELL if farewell else KIND))
        else:
            written.append(writer.news(seat, known.after(reason, agenda)))
    to_send = [mail for mail in written if mail]
    mails = queue_all([outgoing for outgoing, _ in to_send], now=now)
    for mail, (_, link) in zip(mails, to_send, strict=True):
        if link:
            writer.agenda.put_in_hand(link, mail)
    return len(mails)


def _about(review: Review) -> str:
    return f"review:{review.pk}"


def _is_soon(review: Review, before: InvitationFacts, now: datetime) -> bool:
    return min(review.starts_at, datetime.fromisoformat(before.starts_at)) - now < AT_ONCE


_Written = tuple[Outgoing, MailLink | None]


class _Writer:
    """Writes what each of those who are told of one change has to hear, and when it leaves."""

    def __init__(self, review: Review, now: datetime, coming: Sequence[Attendance], *, is_soon: bool) -> None:
        self._review, self._now, self._coming, self._is_soon = review, now, coming, is_soon

    @cached_property
    def agenda(self) -> AgendaMail:
        """Read once for all who get it."""
        return AgendaMail(self._review)

    def goodbye(self, seat: Attendance, known: Known, kind: str) -> _Written | None:
        """That somebody is invited no more; nothing, where they never heard that they were."""
        if not known.invited:
            return None
        letter = invitation_letter(self._review, seat.person, News.LEFT_OUT, ())
        return self._ready(seat.person, known, letter, kind, News.LEFT_OUT, [seat]), None

    def news(self, seat: Attendance, known: Known) -> _Written | None:
        """What somebody invited has to hear; nothing, where that is nothing."""
        review, person = self._review, seat.person
        if review.state == Review.State.CANCELLED:
            if not known.invited:
                return None
            letter = invitation_letter(review, person, News.CANCELLED, ())
            return self._ready(person, known, letter, KIND, News.CANCELLED, self._coming), None
        news, changes = news_of(review, known)
        if known.agenda:
            letter, link = self.agenda.letter(person, self._now, news, changes)
            return self._ready(person, known, letter, AGENDA, news, self._coming), link
        if news is None:
            return None
        letter = invitation_letter(review, person, news, changes)
        return self._ready(person, known, letter, KIND, news, self._coming), None

    def _ready(
        self,
        person: User,
        known: Known,
        letter: Letter,
        kind: str,
        news: News | None,
        told: Sequence[Attendance],
    ) -> Outgoing:
        """The mail with the file for calendars, which names those of the seats `told`."""
        files = (calendar_file(self._review, told, news, person, self._now),) if news else ()
        until = self._now if self._is_soon else leaves_at(known.since, self._now)
        return Outgoing(
            replace(letter, attachments=files),
            to=person,
            kind=kind,
            partner=self._review.partner,
            quiet=Quiet(_about(self._review), until, known.as_json()),
        )
