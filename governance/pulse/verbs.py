"""Whoever takes part answers five questions, once a quarter."""

from collections.abc import Mapping
from datetime import datetime

from governance.models import PulseAnswered, SidePulse
from governance.models.pulse import PULSE_QUESTIONS
from governance.pulse.part import has_answered, takes_part
from governance.pulse.period import is_open, open_until, quarter_now
from governance.pulse.questions import PulseStep
from governance.together import one_more
from partners.access import Permission
from partners.ended_partnerships import require_to_begin
from partners.models import Partner, User
from partners.verb import Refused, verb


@verb(did="answered the questions of the quarter")
def answer_pulse(
    partner: Partner, *, answers: Mapping[str, int | str], by: User, now: datetime
) -> PulseAnswered:
    """Each question from 1 (not at all) to 5 (fully), or left out.

    Kept is that `by` answered, and, apart from that, one more answer of their side. So nobody can change theirs.
    """
    require_to_begin(by, Permission.SEE_PARTNERSHIP, partner)
    quarter = quarter_now(now)
    if not is_open(now):
        raise Refused(f"These questions could be answered until {open_until(quarter):%-d %B %Y}.")
    if not takes_part(by, partner):
        raise Refused("Whoever takes part in the partnership answers. You have no part in it.")
    if has_answered(by, partner, now):
        raise Refused(
            "You have answered. Your answers stand nowhere beside your name, so they cannot be changed."
        )
    given = {question: _step(answers.get(question, ""), question) for question in PULSE_QUESTIONS}
    if not any(given.values()):
        raise Refused("Answer at least one of the questions.")
    answered = PulseAnswered.objects.create(partner=partner, quarter=quarter, person=by)
    one_more(SidePulse, given, len(PulseStep), partner=partner, quarter=quarter, side=by.side)
    return answered


def _step(said: int | str, field: str) -> PulseStep | None:
    if said in ("", None):
        return None
    known = {str(int(step)): step for step in PulseStep}
    if str(said) not in known:
        raise Refused("Choose one of the five.", field=field)
    return known[str(said)]
