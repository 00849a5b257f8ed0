"""Every mail says what it said, in text and in HTML: kept beside this test as the pages are."""

import os
import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import time_machine
from django.conf import settings
from django.db.models import Q

from governance import verbs
from governance.by_mail.reply_letters import (
    Back,
    PassedOn,
    Trouble,
    write_back,
    write_not_decided,
    write_passed_on,
    write_too_late,
)
from governance.by_mail.reply_things import NumberedThing
from governance.models import Ask, Cover
from partners import verbs as people
from partners.access import Role
from partners.isolation.scope import SYSTEM, entered
from partners.models import MailContent, MailLink, OutgoingMail
from reviews.verbs import refresh_agenda
from tests.cast import Cast
from tests.reading import lines_of
from tests.said.rivals import row_security_off, tell_of_the_rival
from tests.said.story import NOW, by, tell
from tests.turned import turned_round

SAID = Path(__file__).parent / "mails"
_NUMBER, _SECRET = re.compile(r"(?<=/)[0-9]+(?=/)"), re.compile(r"[\w-]{22,}(?=[/@\s\"]|$)")


def test_every_mail_says_what_it_said(cast: Cast) -> None:
    with time_machine.travel(NOW, tick=False), turned_round(), row_security_off():
        told = tell(cast)
        tell_of_the_rival(cast)
        verbs.send_reminders(now=NOW)
        with by(cast.manager, 0) as said:
            asked = {"full_name": "Nina New", "role": Role.CONTRIBUTOR, **said}
            people.invite(cast.partner, email="nina@northgate.example", theirs=False, **asked)
            people.invite(cast.partner, email="nina@meridian.example", theirs=True, **asked)
        with by(cast.cio, 0) as said:
            verbs.end_cover(Cover.objects.get(partner=cast.partner), **said)
            refresh_agenda(told.review, now=NOW)
        _replies(cast)
        with entered(SYSTEM):
            every = MailContent.objects.exclude(mail__state="withdrawn").select_related("mail__person")
            shown = Q(mail__person__in=[cast.manager, cast.lead]) | Q(mail__person=None)
            mails = list(
                every.filter(shown | Q(mail__kind="reply_passed_on")).order_by("mail__kind", "mail_id")
            )
    said_now: dict[str, str] = {}
    for content in mails:
        to = content.mail.person.full_name if content.mail.person else content.mail.address
        name, number = f"{content.mail.kind} to {to}", 1
        while name in said_now:
            number += 1
            name = f"{content.mail.kind} to {to} {number}"
        said_now[name] = _words(content)
    if os.environ.get("SAID_ANEW"):
        SAID.mkdir(exist_ok=True)
        for name, words in said_now.items():
            (SAID / f"{name}.txt").write_text(words)
    assert sorted(said_now) == sorted(file.stem for file in SAID.iterdir())
    for name, words in said_now.items():
        assert words == (SAID / f"{name}.txt").read_text(), name


def _replies(cast: Cast) -> None:
    """What is written back to whoever answered a reminder with words that could not be taken."""
    with entered(SYSTEM):
        link = MailLink.objects.filter(person=cast.lead).latest("pk")
        said = {"message_id": "<1@example.com>", "now": NOW + timedelta(hours=1)}
        back = Back([Trouble("Which day is meant by “soon”?")], [], [], "I will do it soon.\nJonas")
        write_back(link, back, secret="secret", **said)
        write_too_late(link, "Done.", **said)
        mail = OutgoingMail.objects.filter(person=cast.lead).latest("pk")
        to = [cast.partner_sponsor]
        passed = PassedOn(mail, to, to, "Who can help?")
        write_passed_on(link, passed, **said)
        decision = NumberedThing(1, Ask.objects.filter(kind="decision", partner=cast.partner).earliest("pk"))
        write_not_decided(link, replace(passed, to_send=[]), [decision], secret="secret", **said)


def _words(content: MailContent) -> str:
    text = _SECRET.sub("…", _NUMBER.sub("1", content.text)).strip()
    html = "\n".join(lines_of(content.html, "<body", "</body>"))
    return f"{content.mail.subject}\n\n{text}\n\n---\n\n{html}\n".replace(settings.BASE_URL, "https://here")
