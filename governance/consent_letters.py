"""A word to the leads of the other side: something of the partnership waits for their yes."""

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from django.conf import settings

from partners.mail.outbox import Outgoing, queue_all, written
from partners.mail.quiet import Quiet, leaves_at, take_back
from partners.models import Partner, User
from partners.sides import leads

KIND = "consent"


class Asked(Protocol):
    """What is asked for: a row of a partnership with a page of its own."""

    pk: int
    partner: Partner

    def get_absolute_url(self) -> str: ...


def ask_for_yes(
    asked: Asked, words: str, *, by: User, now: datetime, reason: str = "", waits: bool = True
) -> None:
    """Queues "`words`." to whoever leads the other side, with the `reason` in the words of `by`.

    `waits`: their yes is missing; else they only hear of it.

    The mail waits a few minutes: what is asked about the same thing meanwhile leaves in its place, and what is answered
    or taken back meanwhile (`no_longer_asked`) leaves no mail.
    """
    people = leads(by.side.other, asked.partner)
    tell_of(asked, words, people, by=by, now=now, reason=reason, waits=waits)


def tell_of(
    asked: Asked,
    words: str,
    people: Iterable[User],
    *,
    by: User,
    now: datetime,
    reason: str = "",
    waits: bool = False,
) -> None:
    """The same letter to `people`, whoever they are."""
    people = list(people)
    before = take_back(_about(asked), [person.pk for person in people], now=now)
    facts = {
        "partner": asked.partner, "by": by, "words": words, "reason": reason, "waits": waits,
        "address": settings.BASE_URL + asked.get_absolute_url(),
    }  # fmt: skip
    letters = []
    for person in people:
        since = before.get(person.pk, {}).get("since") or now.isoformat()
        quiet = Quiet(_about(asked), leaves_at(datetime.fromisoformat(since), now), {"since": since})
        subject = f"{asked.partner.named_to(person.side)}: {words}"
        letter = written("consent/mail/asked", {**facts, "person": person, "reader": person}, subject=subject)
        letters.append(Outgoing(letter, person, KIND, asked.partner, quiet=quiet))
    queue_all(letters, now=now)


def no_longer_asked(asked: Asked, *, by: User, now: datetime, of: Iterable[User] = ()) -> None:
    """It is answered or taken back: what asks a lead, or somebody `of` these, and has not left yet does not leave."""
    asked_of = [person for side in (by.side, by.side.other) for person in leads(side, asked.partner)]
    take_back(_about(asked), [person.pk for person in (*asked_of, *of)], now=now)


def _about(asked: Asked) -> str:
    return f"consent {type(asked).__name__.lower()} {asked.pk}"
