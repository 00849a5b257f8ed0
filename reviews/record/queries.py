"""The record of a sealed review: page one from the seal, the packs, and whom they reached."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from partners.access import Permission, can
from partners.models import OutgoingMail, User
from reviews.facts import AgendaItemFacts
from reviews.facts.seal import names_of, snapshot_of, verify_seal
from reviews.models import Excerpt, Review, ReviewPack, Seal
from reviews.recipients import EDITION_OF, recipients
from reviews.record.excerpt import items_told
from reviews.record.pack.page_one import PageOne, page_one
from reviews.record.pack.rendering import Reply
from reviews.record.proceedings import Proceedings
from reviews.record.snapshot import Snapshot, read_reply
from reviews.replying import may_reply, reply_until

_ARRIVED = {
    OutgoingMail.State.QUEUED: "none",
    OutgoingMail.State.DELIVERED: "good",
    OutgoingMail.State.KEPT: "none",
    OutgoingMail.State.FAILED: "bad",
    OutgoingMail.State.BOUNCED: "bad",
    OutgoingMail.State.WITHDRAWN: "none",
}
_WITHOUT_PDF = {
    OutgoingMail.State.QUEUED: "once more without the PDF",
    OutgoingMail.State.DELIVERED: "without the PDF",
    OutgoingMail.State.KEPT: "without the PDF",
    OutgoingMail.State.FAILED: "without the PDF as well",
    OutgoingMail.State.BOUNCED: "without the PDF as well",
    OutgoingMail.State.WITHDRAWN: "without the PDF",
}
_MADE = {
    ReviewPack.State.BUILDING: "none",
    ReviewPack.State.BUILT: "good",
    ReviewPack.State.SENT: "good",
    ReviewPack.State.FAILED: "bad",
}


@dataclass(frozen=True)
class Received:
    """One person's pack: the state of its mail in shape and word, and what the server said where it failed."""

    person: User
    state: str
    word: str
    problem: str


def _received(person: User, mail: OutgoingMail) -> Received:
    """A mail that is kept here has met no server: that is said once, of the whole pack."""
    state = OutgoingMail.State(mail.state)
    problem = "" if state is OutgoingMail.State.KEPT else mail.last_error
    word = mail.get_state_display()
    if mail.without_files:
        how = "warn" if state is OutgoingMail.State.DELIVERED else _ARRIVED[state]
        return Received(person, how, f"{word}, {_WITHOUT_PDF[state]}", problem)
    return Received(person, _ARRIVED[state], word, problem)


@dataclass(frozen=True)
class Pack:
    row: ReviewPack
    edition: str
    state: str
    word: str
    received: tuple[Received, ...]
    nobody: bool
    waiting: int


class Record:
    """What the record page shows `person`, who reads their own side's edition; ours may look at the partner's too."""

    def __init__(self, review: Review, person: User, now: datetime, edition: str = "") -> None:
        self.review, self.person, self.now = review, person, now
        self.own_edition = EDITION_OF[person.side].value
        self.seals = list(Seal.objects.visible_to(person).filter(review=review))
        self.editions = sorted({seal.edition for seal in self.seals if seal.kind == Seal.Kind.REVIEW})
        self.edition = edition if edition in self.editions else self.own_edition
        self.seal = next(seal for seal in self.seals if self._is_shown(seal))
        self.holds = verify_seal(self.seal)

    def _is_shown(self, seal: Seal) -> bool:
        return seal.kind == Seal.Kind.REVIEW and seal.edition == self.edition

    @property
    def snapshot(self) -> Snapshot:
        return snapshot_of(self.seal)

    @property
    def sealed_by(self) -> str:
        """Who sealed it, or that nobody did; of a broken seal nothing is read but what stands beside it."""
        itself = self.snapshot.review.itself_because if self.holds else ""
        return itself or str(self.review.sealed_by)

    @property
    def page(self) -> PageOne:
        return page_one(self.snapshot, names_of(self.seal))

    @property
    def proceedings(self) -> Proceedings:
        return Proceedings(self.snapshot, names_of(self.seal))

    @property
    def replies(self) -> list[Reply]:
        return [
            Reply(facts.side, facts.text, names_of(seal)[facts.by], facts.at, seal.sha256)
            for seal in self.seals
            if seal.kind == Seal.Kind.REPLY
            for facts in [read_reply(seal.content)]
        ]

    @property
    def packs(self) -> list[Pack]:
        rows = ReviewPack.objects.visible_to(self.person).filter(review=self.review).order_by("edition")
        return [self._pack(row) for row in rows.prefetch_related("deliveries__person", "deliveries__mail")]

    def _pack(self, row: ReviewPack) -> Pack:
        mails = [(delivery.person, delivery.mail) for delivery in row.deliveries.all()]
        received = tuple(_received(person, mail) for person, mail in mails)
        left = not mails or any(mail.state != OutgoingMail.State.KEPT for _, mail in mails)
        had = {one.person.pk for one in received}
        to_send = [person for person in recipients(self.review, row.edition) if person.pk not in had]
        return Pack(
            row=row,
            edition=row.get_edition_display(),
            state=_MADE[ReviewPack.State(row.state)] if left else "none",
            word=row.get_state_display() if left else "not sent: no mail server",
            received=received,
            nobody=not received and not to_send,
            waiting=len(to_send),
        )

    @cached_property
    def excerpts(self) -> list[Excerpt]:
        """What of it went to guests: both sides read it."""
        rows = Excerpt.objects.visible_to(self.person).filter(review=self.review)
        return list(rows.select_related("mail", "sent_by"))

    @property
    def items_told(self) -> list[AgendaItemFacts]:
        """The items that can be sent to a guest."""
        return items_told(self.snapshot)

    @property
    def may_run(self) -> bool:
        return can(self.person, Permission.RUN_REVIEW, self.review.partner)

    @property
    def may_reply(self) -> bool:
        return may_reply(self.review, self.person, self.now)

    @property
    def reply_until(self) -> date:
        return reply_until(self.review, self.person)
