"""What a reply does: the steps that the buttons take, chosen by what the reply says and how things stand."""

from datetime import date, datetime

from django.core.files.uploadedfile import SimpleUploadedFile

from governance.by_mail.steps import steps_of
from governance.local_day import day_of
from governance.models import ActionItem, Ask
from governance.replies import Enclosed, Kind, ParsedReply
from governance.tracker.verbs.evidence import add_evidence
from partners.models import User
from partners.verb import Refused

_NO_WORDS = "There are no words of yours above the mail you replied to."
_BUT = (
    "You write that it is done, and that something of it is not. Nothing was changed: write “done” alone, or a new "
    "date and what is left, such as “4 Dec because the last server is not moved”."
)
_A_WORD = "anything else is a word both sides read"
_ONLY_A_WORD = "a word that both sides read: nothing else is left to say by mail"
_ANSWERED = "nothing more: it is answered"


def carry_out(row: ActionItem | Ask, parsed: ParsedReply, *, by: User, now: datetime) -> None:
    """Does what is said of the action or ask. Raises Refused or PermissionDenied as the verbs do."""
    if parsed.kind is Kind.NOTHING:
        raise Refused(_NO_WORDS)
    if parsed.unclear:
        raise Refused(parsed.unclear)
    if parsed.holds_back and (parsed.kind is Kind.DONE or isinstance(row, ActionItem)):
        raise Refused(_BUT)
    today = day_of(by, now)
    step = next((step for step in steps_of(row) if step.is_meant(row, parsed, by, today)), None)
    if step is None:
        raise Refused("This takes an answer, and your mail does not begin with one.")
    step.from_reply(row, parsed, by=by, now=now)


def may_have_meant_done(row: ActionItem | Ask, parsed: ParsedReply, *, by: User, now: datetime) -> bool:
    """Whether words of `by` were kept as a comment, where saying that it is done would have done something."""
    if parsed.kind is not Kind.WORD or not isinstance(row, ActionItem):
        return False
    done, today = ParsedReply(Kind.DONE, ""), day_of(by, now)
    meant = next((step for step in steps_of(row) if step.is_meant(row, done, by, today)), None)
    return meant is not None and meant.stands(row, today) and meant.may(row, by, today)


def keep_file(item: ActionItem, file: Enclosed, *, by: User, now: datetime) -> None:
    """Puts a file that came with a reply on the action, as if it had been brought on its page."""
    brought = SimpleUploadedFile(file.name, file.content, file.content_type)
    add_evidence(item, file=brought, by=by, now=now)


def how_to_answer(row: ActionItem | Ask, reader: User, *, today: date) -> str:
    """What a reply of `reader` about it can begin with on the day `today`: nothing that would be refused."""
    said = [words for step in steps_of(row) if (words := step.reply_says(row, reader, today))]
    if not said:
        return _ONLY_A_WORD if isinstance(row, ActionItem) else _ANSWERED
    choice = ", or ".join(filter(None, (", ".join(said[:-1]), said[-1])))
    return f"{choice}; {_A_WORD}" if isinstance(row, ActionItem) else choice
