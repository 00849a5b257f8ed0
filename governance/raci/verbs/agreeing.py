"""The other side answers a proposal: it agrees, by which it comes into force, or sends it back with a line."""

from datetime import datetime

from governance.consent_letters import ask_for_yes, no_longer_asked
from governance.local_day import day_of
from governance.locking import keep, lock
from governance.models import RaciAgreement, RaciMatrix, RaciVersion
from governance.raci.verbs.recording import require_whole
from governance.raci.verbs.standing import make_stand, require_removable
from governance.raci.versions import content, open_version
from governance.wording import in_words
from partners.access import Permission, require
from partners.models import User
from partners.verb import Refused, verb

State, Answer = RaciMatrix.State, RaciVersion.State


@verb(did="agreed to it")
def agree_matrix(matrix: RaciMatrix, *, by: User, now: datetime, version: int | None = None) -> RaciVersion:
    """The other side's yes: the proposed version is in force from now on, and the one before is kept as it was."""
    proposed = _answering(matrix, by, version)
    lines = content(proposed)
    require_removable(matrix, lines)
    require_whole(matrix, lines)
    make_stand(matrix, lines, in_force=True)
    proposed.number = matrix.versions.agreed().count() + 1
    _answered(proposed, Answer.AGREED, by=by, now=now)
    first = matrix.agreements.filter(side=proposed.side, by=proposed.by).first()
    said_at = first.at if first and matrix.state == State.DRAFT else now
    matrix.agreements.all().delete()
    for who, at in ((proposed.by, said_at), (by, now)):
        side = proposed.side if who is proposed.by else by.side
        RaciAgreement.objects.create(partner=matrix.partner, matrix=matrix, side=side, by=who, at=at)
    matrix.state = State.AGREED
    keep(matrix)
    no_longer_asked(matrix, by=by, now=now)
    return proposed


@verb(did="sent it back")
def send_back_matrix(
    matrix: RaciMatrix, *, words: str, by: User, now: datetime, version: int | None = None
) -> RaciVersion:
    """The other side's no, with what it wants otherwise. The version in force stays; the proposal is a draft again."""
    proposed = _answering(matrix, by, version)
    proposed.answer = in_words(words, field="words", missing="Say in a line what should be otherwise.")
    _answered(proposed, Answer.DRAFT, by=by, now=now)
    _no_longer_proposed(matrix)
    ask_for_yes(
        matrix,
        f"{by.full_name} sends “{matrix.title}” back",
        reason=proposed.answer,
        waits=False,
        by=by,
        now=now,
    )
    return proposed


@verb(did="took it back")
def take_back_matrix(
    matrix: RaciMatrix, *, by: User, now: datetime, version: int | None = None
) -> RaciVersion:
    """A side's proposal waits for nobody any more; what it had only drafted beside a version in force is dropped."""
    require(by, Permission.KEEP_CHARTER, matrix.partner)
    lock(matrix, version=version)
    found = open_version(matrix)
    if found is None or (found.state == Answer.DRAFT and matrix.state != State.AGREED):
        raise Refused("There is nothing to take back. Look at the grid as it stands now.")
    if found.side != by.side:
        raise Refused("Only the side that recorded this takes it back. Agree, or send it back instead.")
    found.state = Answer.DRAFT if found.state == Answer.PROPOSED else Answer.DROPPED
    found.save()
    _no_longer_proposed(matrix)
    no_longer_asked(matrix, by=by, now=now)
    return found


def _answering(matrix: RaciMatrix, by: User, version: int | None) -> RaciVersion:
    """The proposal that `by` may answer, its grid locked."""
    require(by, Permission.SPEAK_FOR_SIDE, matrix.partner)
    lock(matrix, version=version)
    found = open_version(matrix)
    if found is None or found.state != Answer.PROPOSED:
        raise Refused("Nothing waits for a yes here. Look at the grid as it stands now.")
    if found.side == by.side:
        other = matrix.partner.side_names[by.side.other]
        raise Refused(f"Your side has said yes to it by proposing it. It waits for {other}.")
    return found


def _answered(proposed: RaciVersion, state: str, *, by: User, now: datetime) -> None:
    proposed.state = state
    proposed.answered_by, proposed.answered_side, proposed.answered_on = by, by.side, day_of(by, now)
    proposed.save()


def _no_longer_proposed(matrix: RaciMatrix) -> None:
    if matrix.state == State.DRAFT:
        matrix.agreements.all().delete()
    keep(matrix)
