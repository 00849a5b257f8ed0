"""What a mail opens, a button tapped on it, and what became of the thing."""

import re
from datetime import timedelta

from django.db import connection
from django.test import Client
from django.utils import timezone

from governance import verbs
from governance.asks.steps import ASK_STEPS
from governance.models import ActionItem
from governance.tracker.steps.of_actions import ACTION_STEPS
from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.models import AuditEvent
from tests.cast import Cast
from tests.governance.mails import Mailed

SLUGS = tuple(dict.fromkeys(step.slug for step in (*ACTION_STEPS, *ASK_STEPS) if step.mail_form))
"""The last word of every address behind a mail."""


def page(address: str, *, status: int = 200, client: Client | None = None) -> str:
    answer = (client or Client()).get(address)
    assert answer.status_code == status
    return text_of(answer.content.decode())


def text_of(html: str) -> str:
    """What a page says, on one line."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).replace("&#x27;", "'").split())


def saved(mailed: Mailed, noun: str, place: int = 0, **typed: object) -> str:
    """Taps a button; what the page says to which it leads."""
    answer = Client().post(mailed.at(place, noun), typed, follow=True)
    assert [code for _, code in answer.redirect_chain] == [302], text_of(answer.content.decode())
    return text_of(answer.content.decode())


def fresh(item: ActionItem) -> ActionItem:
    with entered(SYSTEM):
        return ActionItem.objects.select_related("owner").get(pk=item.pk)


def changed(since: int = 0) -> int:
    """How many changes the history knows."""
    connection.check_constraints()
    with entered(SYSTEM):
        return AuditEvent.objects.count() - since


def proposed(cast: Cast) -> ActionItem:
    due_on = timezone.localdate() + timedelta(days=9)
    with acting_as(cast.manager):
        return verbs.propose(
            cast.partner,
            title="One page for the board",
            owner=cast.lead,
            due_on=due_on,
            by=cast.manager,
            now=timezone.now(),
        )
