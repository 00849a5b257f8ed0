"""Words of a sealed review in templates: names beside ids, a promise's state, days as print writes them."""

from datetime import date, datetime

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from governance.models import Ask
from partners.numbers import days
from reviews.facts import ActionFacts, AskFacts, SlipFacts, Snapshot
from reviews.facts.names import Names
from reviews.facts.owed import status_of_action, status_of_ask
from reviews.facts.pronouns import PronounsOfSides
from reviews.record.pack.words import confidence_words, health_words, slip_words, stance_words, wait_words

register = template.Library()

_SHAPES = {"good": "●", "warn": "▲", "bad": "■", "none": "○"}


@register.filter
def named(person: int, names: Names) -> str:
    """The full name beside an id."""
    return names[person]


@register.simple_tag
def sign(state: str, word: str = "") -> SafeString:
    """Shape, colour and word as characters: print has no sprites, mails no style sheets of ours."""
    return format_html('<span class="sign {}">{} {}</span>', state, _SHAPES[state], word)


@register.filter
def shape(state: str) -> str:
    return _SHAPES[state]


@register.filter
def on_day(when: date | datetime | None) -> str:
    """ "2 Dec 2026"; empty for None. Of an instant the day where it is read, as on every screen."""
    if isinstance(when, datetime):
        when = timezone.localdate(when)
    return f"{when.day} {when:%b %Y}" if when else ""


@register.filter
def short_day(when: date | None, on: date) -> str:
    """ "2 Dec", and the year where it is not that of `on`; empty for None."""
    return "" if when is None else f"{when.day} {when:%b}" if when.year == on.year else on_day(when)


@register.simple_tag
def stood(thing: ActionFacts | AskFacts, on: date) -> SafeString:
    """How an action or an ask stood on the day of the review."""
    status = status_of_ask(thing, on) if isinstance(thing, AskFacts) else status_of_action(thing, on)
    return sign(status.level, status.words)


@register.filter
def how_long(ask: AskFacts) -> str:
    """ ", 12 days until answered": how long it waited, or waits; said of the day itself in words, never as no days."""
    answered = "backed" if ask.state == Ask.State.BACKED else "" if ask.open else "answered"
    if ask.age:
        return f", {days(ask.age)}{answered and f' until {answered}'}"
    return answered and f", {answered} the same day"


@register.simple_tag
def waited(action: ActionFacts, called: PronounsOfSides) -> str:
    return wait_words(action, called)


@register.simple_tag
def slipped(slip: SlipFacts, called: PronounsOfSides) -> str:
    """ "It comes 41 days later than first agreed: 29 ours, 12 theirs."; both by name in the partner's edition."""
    return slip_words(slip, called)


@register.filter
def health(word: str) -> str:
    return health_words(word)


@register.filter
def confidence(word: str) -> str:
    return confidence_words(word)


@register.filter
def stance(word: str) -> str:
    return stance_words(word)


@register.filter
def org(side: str, snapshot: Snapshot) -> str:
    """The name of the organisation on that side: where "we" and "they" would need a sentence around them."""
    return snapshot.organisation(side)


@register.filter
def clock_minutes(seconds: int) -> str:
    """ "12 min": a meeting's time as minutes, never less than one."""
    return f"{max(1, round(seconds / 60))} min"


@register.filter
def in_fours(sha256: str, length: int = 12) -> str:
    """The beginning of a hash in groups of four, as people compare it: "9f2c 41aa e07b"."""
    return " ".join(sha256[start : min(start + 4, length)] for start in range(0, length, 4))
