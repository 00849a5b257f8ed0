"""A reply sent, and what became of the thing it speaks of."""

from datetime import timedelta
from email.message import EmailMessage

from governance.by_mail.replying import take_reply
from governance.models import ActionItem, ActionNote
from partners.isolation.scope import SYSTEM, entered
from partners.models import IncomingMail, User
from tests.governance.scene import NOW

SOON = NOW + timedelta(hours=1)


def send(message: EmailMessage) -> IncomingMail | None:
    return take_reply(message.as_bytes(), now=SOON)


def now_is(item: ActionItem) -> ActionItem:
    with entered(SYSTEM):
        return ActionItem.objects.get(pk=item.pk)


def words_on(item: ActionItem) -> list[tuple[User, str]]:
    with entered(SYSTEM):
        notes = ActionNote.objects.filter(item=item).select_related("author")
        return [(note.author, note.text) for note in notes]
