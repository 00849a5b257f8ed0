"""The one place where a mail that came in is read. What leaves it is a value of ours, clean and bounded."""

from dataclasses import dataclass
from email import message_from_bytes

from governance.replies.body import text_of
from governance.replies.bounds import MOST_PARTS, Unreadable, check
from governance.replies.enclosed import Enclosed, files_in
from governance.replies.envelope import Envelope, envelope_of
from governance.replies.invitation_answer import InvitationAnswer, invitation_answer_in


@dataclass(frozen=True)
class Mail:
    """A mail that came in. `text` is all of it that a reader sees, the mail replied to included.

    `invitation` is what somebody's calendar answers to an invitation of ours, if it is such a mail.
    """

    envelope: Envelope
    text: str
    files: tuple[Enclosed, ...] = ()
    invitation: InvitationAnswer | None = None


def read_mail(raw: bytes, *, reply_address: str, trusted_server: str) -> Mail:
    """Reads the bytes of a mail. `trusted_server` is how our own mail server names itself in Authentication-Results.

    Raises Unreadable, whatever is wrong with it: nothing that somebody sends raises anything else.
    """
    try:
        check(raw)
        message = message_from_bytes(raw)
        if sum(1 for _ in message.walk()) > MOST_PARTS:
            raise Unreadable("too many parts")
        envelope = envelope_of(message, raw, reply_address=reply_address, trusted_server=trusted_server)
        return Mail(envelope, text_of(message), tuple(files_in(message)), invitation_answer_in(message))
    except Unreadable:
        raise
    except Exception as problem:
        # The library that takes mails apart has raised a dozen kinds of exception over the years.
        raise Unreadable(f"it could not be taken apart ({type(problem).__name__})") from problem
