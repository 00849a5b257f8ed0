"""Replies by mail, read: from a message to what it says. Nothing here acts, and nothing asks a database."""

from governance.replies.enclosed import Enclosed, files_in
from governance.replies.envelope import Envelope, envelope_of
from governance.replies.numbered import Answer, answers_in
from governance.replies.saying import Kind, Saying, understood
from governance.replies.text import reply_text

__all__ = [
    "Answer",
    "Enclosed",
    "Envelope",
    "Kind",
    "Saying",
    "answers_in",
    "envelope_of",
    "files_in",
    "reply_text",
    "understood",
]
