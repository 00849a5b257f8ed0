"""A pack's way to people: page one as a mail made for a phone, with the PDF, once to each."""

from dataclasses import replace
from datetime import datetime

from django.utils.text import slugify

from partners.mail.message import ATTACHED
from partners.mail.outbox import Attachment, Letter, queue, written
from reviews.facts import Snapshot
from reviews.models import PackDelivery, ReviewPack
from reviews.models.seals import Edition
from reviews.recipients import recipients
from reviews.record.pack.answers import answers_from_mail
from reviews.record.pack.page_one import PageOne, page_one
from reviews.record.pack.rendering import Sealed
from reviews.record.pack.text import printable
from reviews.sections import links


def mail_pack(pack: ReviewPack, sealed: Sealed, content: bytes, *, now: datetime) -> int:
    """Queues the pack for everyone who is to receive it and has not yet; how many those were.

    Must run in the transaction that stores the pack, or holds its row locked.
    """
    had = set(pack.deliveries.values_list("person_id", flat=True))
    people = [person for person in recipients(pack.review, pack.edition) if person.pk not in had]
    snapshot = printable(sealed.snapshot)
    page = page_one(snapshot, sealed.names)
    for person in people:
        answers = answers_from_mail(page, snapshot, pack.partner, person, now=now)
        letter = letter_of(sealed, snapshot, answers.page, content, answers.for_reader)
        letter = replace(letter, headers=answers.headers)
        mail = queue(letter, to=person, kind="pack", now=now, partner=pack.partner)
        answers.stand_in(mail)
        PackDelivery.objects.create(
            partner=pack.partner, pack=pack, edition=pack.edition, person=person, mail=mail
        )
    if people or had:
        pack.state = ReviewPack.State.SENT
        pack.save(update_fields=["state"])
    return len(people)


def letter_of(
    sealed: Sealed, snapshot: Snapshot, page: PageOne, content: bytes, for_reader: str = ""
) -> Letter:
    """Page one as text and HTML; the subject says which partnership, what its reader is to decide and which month, the
    body the rest.
    """
    letter = written(
        "record/mail/pack",
        {
            "page": page,
            "snapshot": snapshot,
            "sealed": sealed,
            "record_url": links.record(snapshot),
            "attached": f"{ATTACHED} {file_name(sealed)}",
        },
        subject=f"{page.partner}: {f'{for_reader} · ' if for_reader else ''}{page.forum}, {page.on:%B %Y}",
    )
    return Letter(
        letter.subject,
        letter.text,
        letter.html,
        (Attachment(file_name(sealed), "application/pdf", content),),
        letter.headers,
    )


def file_name(sealed: Sealed) -> str:
    """ "meridian-systems-2026-11-23-our-edition.pdf": safe in any header and on any disk, and not to be taken for the
    other edition, which is another file."""
    snapshot = sealed.snapshot
    name = slugify(snapshot.partner.name)[:60] or "pack"
    return f"{name}-{snapshot.review.on.isoformat()}-{slugify(Edition(snapshot.edition).label)}.pdf"
