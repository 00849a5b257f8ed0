"""What somebody's calendar answers to an invitation: handed to whoever sent it, on a floor above this one."""

from datetime import datetime
from typing import Any

from django.dispatch import Signal

from governance.replies import Envelope, InvitationAnswer
from partners.models import IncomingMail, User

invitation_answered = Signal()
"""With `answer`, `secrets` and `now`. Who sent that invitation returns the person it went to; None where it is none of
theirs, or the mail does not hold the secret of that person's invitation. Runs within the scope SYSTEM."""
Fate = IncomingMail.Fate


def take_answer(answer: InvitationAnswer, envelope: Envelope, *, now: datetime) -> tuple[str, User | None]:
    """What becomes of it, as a Fate, and from whom it is. No mail answers it, whatever it is."""
    if envelope.refuted:
        return Fate.FORGED, None
    if answer.attendee != envelope.sender:
        return Fate.STRANGER, None
    said = {"answer": answer, "secrets": envelope.secrets, "now": now}
    people: list[Any] = [person for _, person in invitation_answered.send(sender=InvitationAnswer, **said)]
    person: User | None = next((each for each in people if each is not None), None)
    return Fate.DONE if person else Fate.NOWHERE, person
