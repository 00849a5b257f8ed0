from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.utils import timezone

from partners.models import Invitation, SideRequest
from partners.numbers import lasting
from partners.sides import leads, speakers
from partners.verb import Refused
from partners.verbs.invitations import VALID_FOR

NO_INVITATION_LEAVES = (
    "No mail server is named, so no invitation leaves and nobody can come in by one. Whoever runs Tandem names it: "
    f"what was stored for less than {lasting(VALID_FOR)} then leaves by itself. "
    "If the address of Tandem changes as well, send it again."
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


def invitation_leaves(invitation: Invitation | SideRequest) -> str:
    """What became of an invitation that was sent."""
    if settings.EMAIL_URL:
        return f"An invitation is on its way to {invitation.email}. It holds for {lasting(VALID_FOR)}."
    return f"{invitation.full_name} is invited; the mail is stored here."


def waits(asked: SideRequest) -> str:
    """What became of something that is not for oneself to do."""
    return (
        f"Not done yet: to {asked.sentence} takes a yes of {asked.whose}. {_who_knows(asked)}; it waits until "
        f"{timezone.localdate(asked.expires_at):%-d %B}."
    )


def _who_knows(asked: SideRequest) -> str:
    """Whether somebody has a mail about it; else who is missing, and what to do."""
    if leads(asked.of_side, asked.partner):
        return "They have a mail"
    if speakers(asked.of_side, asked.partner).exists():
        missing = "has access to Tandem now, and no mail was sent: an administrator can restore it"
    else:
        missing = "is here yet, and no mail was sent: invite a CIO first, who finds it on their desk"
    return f"Nobody who can say yes for them {missing}"
