"""The read-back: each side says whether it agrees, and writes its sentence for page one."""

from datetime import datetime

from governance.taking_part import speaker
from governance.wording import one_line
from partners.access import Permission
from partners.models import User
from partners.verb import Refused, Stale, verb
from reviews.models import Review, SideStatement
from reviews.room.verbs.moving import in_the_room, show_everyone

LONGEST_SENTENCE, LONGEST_DIFFERENCE = 240, 500


@verb(did="spoke for their side")
def say(
    review: Review,
    *,
    by: User,
    now: datetime,
    stance: str = "",
    differs_on: str = "",
    sentence: str = "",
    on_word_of: User | None = None,
    version: int | None = None,
) -> SideStatement:
    """Agree or differ with what was read back, and the side's sentence. To differ, one says on what.

    What is left empty stays as it was said before, and a sentence stays whose it was: whoever agrees afterwards has not
    said it. Whoever chairs may record it for a lead who is in the room. Raises Stale where `version` is given and is
    not what stands there now (0: nothing yet).
    """
    recording = on_word_of is not None and on_word_of.pk != by.pk
    review = in_the_room(review, by, Permission.RUN_REVIEW if recording else Permission.SPEAK_FOR_SIDE)
    voice = speaker(by, on_word_of, review.partner, Permission.SPEAK_FOR_SIDE)
    if stance and stance not in SideStatement.Stance.values:
        raise Refused("Say agree or differ.", field="stance")
    statement = SideStatement.objects.filter(review=review, side=voice.side).first()
    statement = statement or SideStatement(partner=review.partner, review=review, side=voice.side)
    stands = statement.version if statement.pk else 0
    if version is not None and version != stands:
        raise Stale(
            f"{review.partner.name_of(voice.side)} has said something else in the meantime. Your words stand below: "
            "read both, then save yours on top of that, or leave it."
        )
    before = statement.sentence
    if stance or not statement.stance:
        statement.by, statement.at = voice, now
    statement.stance = stance or statement.stance
    statement.differs_on = _difference(statement, stance, differs_on)
    statement.sentence = one_line(sentence, field="sentence", limit=LONGEST_SENTENCE) or before
    if statement.sentence != before:
        statement.sentence_by = voice
    statement.version = stands + 1
    statement.save()
    show_everyone(review)
    return statement


def _difference(statement: SideStatement, stance: str, differs_on: str) -> str:
    if statement.stance != SideStatement.Stance.DIFFER:
        said = one_line(differs_on, field="differs_on", limit=LONGEST_DIFFERENCE)
        if said not in ("", statement.differs_on):
            raise Refused("Choose differ with what you differ on, or leave that line empty.", field="stance")
        return ""
    missing = "" if statement.differs_on and not stance else "Say in a sentence on what you differ."
    return (
        one_line(differs_on, field="differs_on", limit=LONGEST_DIFFERENCE, missing=missing)
        or statement.differs_on
    )
