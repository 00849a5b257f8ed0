"""Sends the reminders of those whose morning has come. Run late, twice or beside itself, each is sent once."""

import logging
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection
from django.urls import reverse

from governance.models import Reminder
from governance.pulse.part import asked_of
from governance.pulse.period import open_until, quarter_now
from governance.reminders import Key, Mailing, Plan, PlannedReminder, is_awake, plan, queries
from governance.reminders.mail import LetterReader, letter_of, ordered, standings, subjects
from governance.reminders.plan import WEEKLY
from partners.isolation.scope import SYSTEM, entered
from partners.mail.links import Issued, issue
from partners.mail.outbox import Outgoing, queue_all
from partners.models import MailLink, Partner, User
from partners.verb import verb

logger = logging.getLogger(__name__)
KIND = "reminder"
_AT_ONCE = 250
"""Mails a transaction: at its end the history is chained, and everybody else who changes something waits for that."""


def send_reminders(*, now: datetime) -> int:
    """Queues the mail of everybody whose morning has come, and keeps what was named; returns how many mails.

    A mail that cannot be written is logged and keeps nobody else from theirs; it is tried again by the next run.
    """
    found = mornings(now=now)
    sent = sum(_remind_all(mailings, found.through, now) for mailings in _in_parts(found.mailings))
    with_something_to_say = {person for mail in found.mailings for person in _persons(mail)}
    with entered(SYSTEM):
        _claim({person: day for person, day in found.through.items() if person not in with_something_to_say})
    return sent


def _remind_all(mailings: Sequence[Mailing], through: Mapping[int, date], now: datetime) -> int:
    try:
        return remind(mailings, through, now=now)
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        if len(mailings) > 1:
            return sum(_remind_all([mail], through, now) for mail in mailings)
        logger.exception("The reminder of person %s could not be written.", mailings[0].to)
        return 0


def mornings(*, now: datetime) -> Plan:
    """What is to be said to those whose morning has come, as everything stands now. Changes nothing."""
    with entered(SYSTEM):
        parts = queries.parts()
        people = queries.people(parts, now=now)
        if not any(is_awake(person, now) for person in people):
            return Plan((), {})
        return plan(people, queries.matters(parts, now=now), queries.policies(), now=now)


@verb(did="sent the reminders")
def remind(mailings: Sequence[Mailing], through: Mapping[int, date], *, now: datetime) -> int:
    """Writes these mails, each to whoever has not had that morning's; returns how many."""
    with entered(SYSTEM):
        claimed = _claim({person: through[person] for mail in mailings for person in _persons(mail)})
        before = _named_before(mailings)
        wanted = [
            mail.keeping(lambda each: each.person in claimed and each.key not in before)
            for mail in mailings
            if mail.to in claimed
        ]
        letters = [mail for mail in wanted if mail]
        if letters:
            _write(letters, now)
        return len(letters)


def _in_parts(mailings: Sequence[Mailing]) -> Iterator[Sequence[Mailing]]:
    for first in range(0, len(mailings), _AT_ONCE):
        yield mailings[first : first + _AT_ONCE]


def _claim(through: Mapping[int, date]) -> set[int]:
    """Takes these people's mornings; returns whose had not been taken. Two who claim at once wait for each other."""
    people = sorted(through)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO governance_reminded AS had (person_id, through) "
            "SELECT * FROM unnest(%s::bigint[], %s::date[]) ON CONFLICT (person_id) "
            "DO UPDATE SET through = EXCLUDED.through WHERE had.through < EXCLUDED.through RETURNING person_id",
            [people, [through[person] for person in people]],
        )
        return {person for (person,) in cursor.fetchall()}


def _named_before(mailings: Sequence[Mailing]) -> set[Key]:
    """The keys of those things that have been named at this step already, in a mail of an earlier day."""
    named = [each for mail in mailings for each in mail.named]
    days = {each.on for each in named}
    found: set[Key] = set()
    for kind in ("action", "ask"):
        ids = {each.matter.id for each in named if each.matter.kind == kind}
        rows = (
            Reminder.objects.filter(**{f"{kind}__in": ids}, on__in=days) if ids else Reminder.objects.none()
        )
        found |= {(kind, *key) for key in rows.values_list(kind, "step", "on", "person")}
    return found


def _write(mailings: Sequence[Mailing], now: datetime) -> None:
    """The mails, their links, and what each link opens: a handful of statements for all of them."""
    people = User.objects.in_bulk({person for mail in mailings for person in _persons(mail)})
    issued = [issue(people[mail.to], now=now) for mail in mailings]
    reminders = _reminders(mailings, now)
    mails = queue_all(_letters(mailings, reminders, issued, people, now), now=now)
    for each, mail in zip(issued, mails, strict=True):
        each.link.mail = mail
    MailLink.objects.bulk_create(each.link for each in issued)
    for each, rows in zip(issued, reminders, strict=True):
        for reminder in rows.values():
            reminder.link = each.link
    Reminder.objects.bulk_create(reminder for rows in reminders for reminder in rows.values())


def _weekly(mailings: Sequence[Mailing]) -> set[tuple[int, int]]:
    """(person, partner) of the lists of the week: in them alone stands what is optional."""
    return {
        (mail.to, each.matter.partner_id) for mail in mailings for each in mail.named if each.step == WEEKLY
    }


def _persons(mail: Mailing) -> set[int]:
    return {mail.to, *(each.person for each in mail.named)}


def _reminders(mailings: Sequence[Mailing], now: datetime) -> list[dict[PlannedReminder, Reminder]]:
    """For each mail what it names, in the order of the letter; numbered beforehand, since the letter says where each
    is answered.
    """
    numbers = iter(Reminder.objects.next_numbers(sum(len(mail.named) for mail in mailings)))
    return [
        {
            each: Reminder(
                pk=next(numbers),
                partner_id=each.matter.partner_id,
                person_id=each.person,
                sent_to_id=mail.to,
                step=each.step,
                on=each.on,
                sent_at=now,
                told_on=mail.day,
                **{f"{each.matter.kind}_id": each.matter.id},
            )
            for each in ordered(mail.named)
        }
        for mail in mailings
    ]


def _letters(
    mailings: Sequence[Mailing],
    reminders: Sequence[Mapping[PlannedReminder, Reminder]],
    issued: Sequence[Issued],
    people: Mapping[int, User],
    now: datetime,
) -> Iterator[Outgoing]:
    named = [each for rows in reminders for each in rows]
    partners = Partner.objects.in_bulk({each.matter.partner_id for each in named})
    sides = {
        (pk, side): name for pk, partner in partners.items() for side, name in partner.side_names.items()
    }
    told = subjects(
        *({each.matter.id for each in named if each.matter.kind == kind} for kind in ("action", "ask"))
    )
    stand = standings(partners, max(mail.day for mail in mailings))
    names = {pk: person.full_name for pk, person in people.items()}
    asked = asked_of(_weekly(mailings), {pk: person.side for pk, person in people.items()}, now)
    for mail, rows, link in zip(mailings, reminders, issued, strict=True):
        to = people[mail.to]
        page = settings.BASE_URL + reverse("from_mail", args=[link.secret])
        letter = letter_of(
            list(rows),
            [f"{page}{row.pk}/" for row in rows.values()],
            LetterReader(to.pk, to.full_name, to.side, mail.day, sides, names),
            subjects=told,
            standings=stand,
            page=page,
            reply_to=link.reply_address,
            questions=[
                (partner.side_names[to.side.other], settings.BASE_URL + reverse("pulse", args=[partner.slug]))
                for pk, partner in sorted(partners.items())
                if (to.pk, pk) in asked and pk in {each.matter.partner_id for each in rows}
            ],
            until=open_until(quarter_now(now)),
        )
        about = sorted({each.matter.partner_id for each in rows})
        alone = partners[about[0]] if len(about) == 1 else None
        yield Outgoing(letter, to, KIND, alone, concerns=() if alone else about)
