"""What the person who replies has had from us: by it the mail replied to is told from their own words."""

from collections.abc import Iterator
from datetime import timedelta
from email.utils import parseaddr

from django.conf import settings

from governance.by_mail.reply_things import NumberedThing
from governance.replies import Sent, text_of_html
from partners.models import MailContent, MailLink, OutgoingMail

BEFORE = timedelta(days=30)
"""How long before the mail replied to: people reply beneath a conversation that has others of ours in it."""
MOST_MAILS = 40
_WROTE = "You wrote:"


def sent_to(link: MailLink, things: list[NumberedThing]) -> Sent:
    """The mail that is replied to, and what else its reader was sent about then. Runs within the scope SYSTEM.

    What a mail says is kept in the outbox, so it is there for as long as it can be replied to. Where what is replied to
    is not known, nothing is: another mail of ours tells none of its lines from the writer's own.
    """
    mails = _mails(link)
    contents = {each.mail_id: each for each in MailContent.objects.filter(mail__in=mails)}
    texts = [text for mail in mails if (content := contents.get(mail.pk)) for text in _texts(content)]
    if link.mail_id not in contents or not contents[link.mail_id].text.strip():
        texts = []
    person = f"{link.person.full_name} <{link.person.email}>"
    marks = [
        settings.DEFAULT_FROM_EMAIL,
        f"Tandem <{settings.REPLY_ADDRESS}>",
        person,
        *(each.subject for each in mails),
    ]
    titles = [f"{thing.number} {thing.title}" for thing in things]
    ours = [parseaddr(settings.DEFAULT_FROM_EMAIL)[1], settings.REPLY_ADDRESS]
    return Sent(texts, marks=marks, addresses=[each for each in ours if "@" in each], titles=titles)


def _mails(link: MailLink) -> list[OutgoingMail]:
    since = link.issued_at - BEFORE
    lately = OutgoingMail.objects.filter(person=link.person, queued_at__gte=since, secret=False).order_by(
        "-pk"
    )
    others = [mail for mail in lately[:MOST_MAILS] if mail.pk != link.mail_id]
    return [link.mail, *others] if link.mail else others


def _texts(content: MailContent) -> Iterator[str]:
    """The mail as text, and its HTML as text. What its reader had written themselves is theirs."""
    for text in (content.text, text_of_html(content.html)):
        yield text.partition(_WROTE)[0]
