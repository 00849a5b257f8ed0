"""What a reply does: the same verbs that the buttons call, chosen by what the reply says and how things stand."""

from datetime import date, datetime

from django.core.files.uploadedfile import SimpleUploadedFile

from governance.actions.answering import back, clear, decide, move_needed_by, not_now, put_in_place
from governance.actions.changing import accept_date, move_date
from governance.actions.delivering import confirm, give_back, report_done
from governance.actions.evidence import add_evidence
from governance.actions.notes import add_note
from governance.actions.promising import accept
from governance.actions.requests import ask_for_date, decline_date
from governance.models import ActionItem, Ask
from governance.replies import Enclosed, Kind, Saying
from partners.models import User
from partners.verbs import Refused

_NO_WORDS = "There are no words of yours above the mail you replied to."
_NO_DATE = "Say by which day."
_BUT = (
    "You write that it is done, and that something of it is not. Nothing was changed: write “done” alone, or a new "
    "date and what is left, such as “4 Dec because the last server is not moved”."
)


def carry_out(row: ActionItem | Ask, saying: Saying, *, by: User, now: datetime) -> None:
    """Does what is said of the action or ask. Raises Refused or PermissionDenied as the verbs do."""
    if saying.kind is Kind.NOTHING:
        raise Refused(_NO_WORDS)
    if saying.unclear:
        raise Refused(saying.unclear)
    if saying.holds_back and (saying.kind is Kind.DONE or isinstance(row, ActionItem)):
        raise Refused(_BUT)
    if isinstance(row, ActionItem):
        _of_action(row, saying, by, now)
    else:
        _of_ask(row, saying, by, now)


def keep_file(item: ActionItem, file: Enclosed, *, by: User, now: datetime) -> None:
    """Puts a file that came with a reply on the action, as if it had been brought on its page."""
    brought = SimpleUploadedFile(file.name, file.content, file.content_type)
    add_evidence(item, file=brought, by=by, now=now)


def how_to_answer(row: ActionItem | Ask, reader: User, *, today: date) -> str:
    """What a reply of `reader` about it can begin with on the day `today`: nothing that would be refused."""
    if isinstance(row, ActionItem):
        if row.state not in (ActionItem.State.OPEN, ActionItem.State.PROPOSED, ActionItem.State.REPORTED):
            return _ONLY_A_WORD
        if row.state == ActionItem.State.REPORTED:
            return _ONLY_A_WORD if reader.side == row.side else _HOW_TO_CONFIRM
        if row.state == ActionItem.State.PROPOSED:
            return _HOW_TO_ACCEPT if row.can_be_promised_as_asked(today) else _HOW_TO_PROMISE
        if reader.side != row.side:
            return _HOW_TO_ASK
        if row.asked_date is None:
            return _HOW_WITH_ACTION
        return _HOW_TO_AGREE if row.asked_date.can_be_given(today) else _HOW_TO_KEEP
    if row.state == Ask.State.BACKED:
        return "“done”, and what is in place now"
    return _HOW_WITH_ASK[row.kind]


_HOW_WITH_ACTION = (
    "“done”, or a new date and why (“4 Dec because …”); anything else is a word both sides read"
)
_HOW_TO_ASK = (
    "a date and why, to ask them for it (“4 Dec because …”); anything else is a word both sides read"
)
_HOW_TO_AGREE = (
    "“yes” to the date they ask for, “no:” and why it stays, “done”, or a date of your own and why; anything else is a "
    "word both sides read"
)
_ONLY_A_WORD = "a word that both sides read: nothing else is left to say by mail"
_HOW_TO_ACCEPT = (
    "“yes” to promise it, or the day by which you will do it; anything else is a word both sides read"
)
_HOW_TO_PROMISE = "the day by which you will do it; anything else is a word both sides read"
_HOW_TO_KEEP = (
    "“no:” and why the date stays, “done”, or a date of your own and why; else it is a word both sides read"
)
_HOW_TO_CONFIRM = (
    "“yes” to confirm it, or “not yet:” and what is missing; anything else is a word both sides read"
)
_HOW_WITH_ASK: dict[str, str] = {
    Ask.Kind.DECISION: "“yes”, “no” or “decided:”, and what is decided, or another day and why (“4 Dec because …”)",
    Ask.Kind.IMPEDIMENT: "“done”, and how it was cleared",
    Ask.Kind.RECOMMENDATION: "“yes”, and why you back it, or “not now:” and why",
}


def _of_action(item: ActionItem, saying: Saying, by: User, now: datetime) -> None:
    asked_to_confirm = item.state == ActionItem.State.REPORTED and by.side != item.side
    asked_to_promise = item.state == ActionItem.State.PROPOSED and by.pk == item.owner_id
    is_open, own_side = item.state == ActionItem.State.OPEN, by.side == item.side
    asked_to_move = is_open and own_side and item.asked_date is not None
    match saying.kind:
        case Kind.DONE | Kind.YES if asked_to_confirm:
            confirm(item, by=by, now=now)
            _add_words(item, saying, by, now)
        case Kind.NOT_YET | Kind.NO if asked_to_confirm:
            give_back(item, word=saying.words, by=by, now=now)
        case Kind.YES | Kind.DATE if asked_to_promise:
            accept(item, due_on=saying.day, by=by, now=now)
            _add_words(item, saying, by, now)
        case Kind.YES if asked_to_move:
            accept_date(item, by=by, now=now)
            _add_words(item, saying, by, now)
        case Kind.NO if asked_to_move:
            decline_date(item, word=saying.words, by=by, now=now)
        case Kind.DATE if is_open and not own_side:
            ask_for_date(item, due_on=_day(saying), reason=saying.words, by=by, now=now)
        case Kind.DONE:
            report_done(item, word=saying.words, by=by, now=now)
        case Kind.DATE:
            move_date(item, due_on=_day(saying), reason=saying.words, by=by, now=now)
        case _:
            add_note(item, text=saying.whole, by=by, now=now)


def _add_words(item: ActionItem, saying: Saying, by: User, now: datetime) -> None:
    if saying.words:
        add_note(item, text=saying.words, by=by, now=now)


def _of_ask(ask: Ask, saying: Saying, by: User, now: datetime) -> None:
    match ask.kind, saying.kind:
        case Ask.Kind.DECISION, Kind.DECIDED | Kind.DONE:
            decide(ask, answer=saying.words, by=by, now=now)
        case Ask.Kind.DECISION, Kind.YES | Kind.NO:
            decide(ask, answer=saying.whole, by=by, now=now)
        case Ask.Kind.DECISION, Kind.DATE:
            move_needed_by(ask, needed_by=_day(saying), reason=saying.words, by=by, now=now)
        case Ask.Kind.IMPEDIMENT, Kind.DONE:
            clear(ask, answer=saying.words, by=by, now=now)
        case Ask.Kind.RECOMMENDATION, Kind.YES:
            back(ask, words=saying.words, by=by, now=now)
        case Ask.Kind.RECOMMENDATION, Kind.DONE:
            put_in_place(ask, answer=saying.words, by=by, now=now)
        case Ask.Kind.RECOMMENDATION, Kind.NOT_NOW:
            not_now(ask, answer=saying.words, by=by, now=now)
        case _:
            raise Refused("This takes an answer, and your mail does not begin with one.")


def _day(saying: Saying) -> date:
    if saying.day is None:
        raise Refused(_NO_DATE)
    return saying.day
