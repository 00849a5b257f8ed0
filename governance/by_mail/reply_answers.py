"""Does what a reply says of the things its mail named, each by itself, and asks back about the rest."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from governance.by_mail.reply_letters import Back, Trouble, write_back, write_kept_as_comment
from governance.by_mail.reply_steps import carry_out, keep_file, may_have_meant_done
from governance.by_mail.reply_things import NumberedThing
from governance.by_mail.reply_walls import Walls, walls_around
from governance.local_day import day_of
from governance.models import ActionItem
from governance.replies import Answer, Enclosed, Kind, OwnWords, answers_in
from partners.isolation.scope import acting_as
from partners.models import IncomingMail, MailLink, User
from partners.verb import Refused

MOST_FILES = 5
_WHICH = "The mail you replied to names several things. Begin the line with the number of the one you mean."
_NAMES_NOTHING = "The mail you replied to names nothing that can be answered by mail. Please sign in."
_OUT_OF_SIGHT = "You no longer take part in this, so nothing was changed."
_TOO_MANY_FILES = f"Only the first {MOST_FILES} files were saved."
_WHERE_TO_PUT_FILES = (
    "The files were not saved: reply about one action alone, or bring them on the action's page."
)
_NAMES_ANOTHER = (
    "Your words name something or somebody of another partnership, and here they would be read by people who may not "
    "know of it. Nothing of them was recorded: write them without, or sign in and say it there."
)
_FILE_NAMES_ANOTHER = (
    "A file was not saved: its name speaks of another partnership. Give it another name, or bring it on the action's "
    "page."
)
_NOT_TOLD_APART = (
    "The mail you replied to is not here any more, so your words cannot be told from it, and nothing was changed. "
    "Reply once more with your own words alone, or sign in and say it there."
)
Fate = IncomingMail.Fate


@dataclass(frozen=True)
class Reply:
    """A reply of the reader of `link`, to the things it named."""

    link: MailLink
    secret: str
    message_id: str
    things: Sequence[NumberedThing]
    own: OwnWords
    files: Sequence[Enclosed]

    @property
    def person(self) -> User:
        return self.link.person

    def answers(self, now: datetime) -> Sequence[Answer]:
        """What the words say of each thing they speak of."""
        alone = len({thing.row for thing in self.things}) == 1  # the same action may be named on two grounds
        return answers_in(
            self.own.words,
            things=1 if alone else len(self.things),
            today=day_of(self.person, now),
            country=self.person.country,
        )


@dataclass
class _Account:
    """What became of a reply so far. `holds_foreign`: whether its words are better not repeated.

    `kept`: of which things the words were kept as a comment, where their writer may have meant that it is done.
    """

    done: list[NumberedThing] = field(default_factory=list)
    kept: list[NumberedThing] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)
    holds_foreign: bool = False

    @property
    def fate(self) -> str:
        if not self.troubles:
            return Fate.DONE
        return Fate.PARTLY if self.done else Fate.ASKED_BACK


def answered(reply: Reply, *, now: datetime) -> str:
    """What becomes of it, as a Fate. Runs within the scope SYSTEM."""
    account, walls = _Account(), walls_around(reply.link)
    if reply.own.is_doubtful:
        account.troubles.append(Trouble(_NOT_TOLD_APART))
        account.holds_foreign = True
    else:
        with acting_as(reply.person):
            _act(reply, walls, account, now)
    if account.troubles:
        quoted = "" if account.holds_foreign else reply.own.words
        back = Back(account.troubles, list(dict.fromkeys(account.done)), reply.things, quoted)
        write_back(reply.link, back, secret=reply.secret, message_id=reply.message_id, now=now)
    if account.kept:
        back = Back((), (), account.kept, "" if account.holds_foreign else reply.own.words)
        numbered = len(reply.things) > 1
        write_kept_as_comment(
            reply.link, back, numbered=numbered, secret=reply.secret, message_id=reply.message_id, now=now
        )
    return account.fate


def told_apart(reply: Reply, walls: Walls, partner: int | None) -> bool:
    """Whether the words are the person's own, and of this partnership alone."""
    return partner is not None and not reply.own.is_doubtful and not walls.hold_back(reply.own.words, partner)


def no_place_for(reply: Reply, *, now: datetime) -> str:
    """Says that these words can be kept nowhere, as a Fate."""
    write_back(
        reply.link,
        Back([Trouble(_NAMES_NOTHING)], [], (), ""),
        secret=reply.secret,
        message_id=reply.message_id,
        now=now,
    )
    return Fate.ASKED_BACK


def _act(reply: Reply, walls: Walls, account: _Account, now: datetime) -> None:
    answers = reply.answers(now)
    _keep_files(reply, answers, walls, account, now)
    for answer in answers:
        _act_on(reply, answer, walls, account, now)


def _act_on(reply: Reply, answer: Answer, walls: Walls, account: _Account, now: datetime) -> None:
    if answer.number is None:
        account.troubles.append(Trouble(_WHICH))
        return
    thing = reply.things[answer.number - 1]
    if answer.parsed.kind is Kind.NOTHING and thing in account.done:
        return  # a file was kept, and that was all there was to say
    if thing.row is None:
        account.troubles.append(Trouble(_OUT_OF_SIGHT, thing))
        return
    if walls.hold_back(answer.parsed.whole, thing.row.partner_id):
        account.troubles.append(Trouble(_NAMES_ANOTHER, thing))
        account.holds_foreign = True
        return
    try:
        with transaction.atomic():
            carry_out(thing.row, answer.parsed, by=reply.person, now=now)
    except (Refused, PermissionDenied) as problem:
        thing.row.refresh_from_db()  # the verb may have left its changes on it
        account.troubles.append(Trouble(str(problem), thing))
    else:
        account.done.append(thing)
        if may_have_meant_done(thing.row, answer.parsed, by=reply.person, now=now):
            account.kept.append(thing)


def _keep_files(
    reply: Reply, answers: Sequence[Answer], walls: Walls, account: _Account, now: datetime
) -> None:
    """Files go to the one action that is spoken of; of several, or of an ask, they have no place."""
    if not reply.files:
        return
    number = answers[0].number if len(answers) == 1 else None
    thing = reply.things[number - 1] if number else None
    if thing is None or not isinstance(thing.row, ActionItem):
        account.troubles.append(Trouble(_WHERE_TO_PUT_FILES, thing))
        return
    for file in reply.files[:MOST_FILES]:
        if walls.hold_back(file.name, thing.row.partner_id):
            account.troubles.append(Trouble(_FILE_NAMES_ANOTHER, thing))
            continue
        try:
            with transaction.atomic():
                keep_file(thing.row, file, by=reply.person, now=now)
        except (Refused, PermissionDenied) as problem:
            account.troubles.append(Trouble(f"{file.name} was not saved. {problem}", thing))
        else:
            account.done.append(thing)
    if len(reply.files) > MOST_FILES:
        account.troubles.append(Trouble(_TOO_MANY_FILES, thing))
