"""What a reader can do with an ask now: the forms its page offers, the likeliest first."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from governance.forms.asks import (
    AskForm,
    Backing,
    Cleared,
    Decision,
    InHand,
    InPlace,
    LivedWith,
    NotNow,
    OtherDay,
)
from governance.models import Ask
from partners.access import Permission, can
from partners.models import User

Kind, State = Ask.Kind, Ask.State


@dataclass(frozen=True)
class AskStep:
    """One form with its endpoint. `noun` is the last word of its address and its anchor on the page."""

    noun: str
    form: AskForm
    title: str
    button: str
    is_open: bool
    is_first: bool

    @property
    def url(self) -> str:
        return reverse(f"ask_{self.noun}", args=[self.form.ask.partner.slug, self.form.ask.pk])


_OFFERED: dict[str, tuple[type[AskForm], str, str]] = {
    "decision": (Decision, "Decide it", "Decide"),
    "backing": (Backing, "Back it", "Back this advice"),
    "place": (InPlace, "It is in place", "Say it is in place"),
    "clearance": (Cleared, "It is out of the way", "Clear it"),
    "hand": (InHand, "Who takes care of it", "Give it a name"),
    "day": (OtherDay, "Another day", "Give the new day"),
    "refusal": (NotNow, "Not now", "Answer: not now"),
    "resignation": (LivedWith, "Live with it", "Live with it"),
}


def ask_steps(ask: Ask, reader: User, now: datetime, failed: AskForm | None = None) -> list[AskStep]:
    """The steps `reader` may take. A `failed` form stands in its place, open, with what was typed."""
    nouns = nouns_for(ask, reader)
    tried = next((noun for noun, (form, *_) in _OFFERED.items() if failed and type(failed) is form), "")
    if tried and tried not in nouns:
        nouns.insert(0, tried)
    steps = []
    for place, noun in enumerate(nouns):
        form_class, title, button = _OFFERED[noun]
        form = failed if failed and noun == tried else form_class(ask=ask, by=reader, now=now)
        steps.append(AskStep(noun, form, title, button, place == 0 or noun == tried, place == 0))
    return steps


def nouns_for(ask: Ask, reader: User) -> list[str]:
    """What `reader` may do with it now, by the last word of each address."""
    if not ask.is_open:
        return []
    decides = can(reader, Permission.DECIDE, ask.partner)
    answers = decides and reader.side == ask.on_side
    raises = can(reader, Permission.RAISE, ask.partner) and ask.raised_by_id == reader.pk
    near = decides or raises or ask.owner_id == reader.pk
    allowed = {
        "decision": answers and ask.kind == Kind.DECISION,
        "backing": answers and ask.kind == Kind.RECOMMENDATION and ask.state == State.RAISED,
        "place": decides and ask.state == State.BACKED,
        "clearance": near and ask.kind == Kind.IMPEDIMENT,
        "hand": decides and reader.side == ask.on_side,
        "day": (decides or raises) and ask.kind == Kind.DECISION,
        "refusal": answers and ask.kind == Kind.RECOMMENDATION,
        "resignation": near and ask.kind == Kind.IMPEDIMENT,
    }
    return [noun for noun, offered in allowed.items() if offered]
