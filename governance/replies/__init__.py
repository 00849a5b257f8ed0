"""Replies by mail, read: from a message to what it says. Nothing here acts, and nothing asks a database."""

from governance.replies.absence import is_absence
from governance.replies.addresses import is_address
from governance.replies.bounds import MOST_BYTES, Unreadable
from governance.replies.enclosed import Enclosed
from governance.replies.envelope import Envelope, digest_of
from governance.replies.foreign import Names, names, names_foreign
from governance.replies.invitation_answer import InvitationAnswer
from governance.replies.mail import Mail, read_mail
from governance.replies.markup import text_of_html
from governance.replies.numbered import Answer, answers_in
from governance.replies.own import OwnWords, own_words
from governance.replies.parsed_reply import Kind, ParsedReply, understood
from governance.replies.sent import Sent

__all__ = [
    "MOST_BYTES",
    "Answer",
    "Enclosed",
    "Envelope",
    "InvitationAnswer",
    "Kind",
    "Mail",
    "Names",
    "OwnWords",
    "ParsedReply",
    "Sent",
    "Unreadable",
    "answers_in",
    "digest_of",
    "is_absence",
    "is_address",
    "names",
    "names_foreign",
    "own_words",
    "read_mail",
    "text_of_html",
    "understood",
]
