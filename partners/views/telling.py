from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.utils import timezone

from partners.models import SideRequest
from partners.verbs import Refused

NO_INVITATION_LEAVES = (
    "No mail server is set, so no invitation leaves and nobody can come in by one. Set EMAIL_URL and start again: what "
    "was kept for less than two weeks then leaves by itself. If BASE_URL changes as well, invite them once more."
)


@contextmanager
def telling(request: HttpRequest, done: str) -> Iterator[None]:
    """Tells the person on the next page that it is `done`, or why the verb in the block refused."""
    try:
        yield
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, done)


def telling_of(request: HttpRequest, change: Callable[[], object], done: str) -> None:
    """Makes a change that may be the other side's to allow, and tells the person that it is `done` or waits."""
    try:
        made = change()
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    else:
        tell(request, made, done)


def tell(request: HttpRequest, made: object, done: str) -> None:
    """Says on the next page that it is `done`; that it is not, where what was `made` is a request."""
    if isinstance(made, SideRequest):
        messages.info(request, waits(made))
    else:
        messages.success(request, done)


def tell_of_invitation(request: HttpRequest, made: object, done: str) -> None:
    """`tell` of an invitation, with what is to be done where no mail brings it to anybody."""
    tell(request, made, done)
    if not settings.EMAIL_URL and not isinstance(made, SideRequest):
        messages.warning(request, NO_INVITATION_LEAVES)


def waits(asked: SideRequest) -> str:
    """What became of something that is not for oneself to do."""
    whose = asked.partner.name if asked.partner and asked.side == "theirs" else settings.ENTERPRISE_NAME
    return (
        f"Not done yet: to {asked.sentence} takes a yes of {whose}. They have a mail; it waits until "
        f"{timezone.localdate(asked.expires_at):%-d %B}."
    )
