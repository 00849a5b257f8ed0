"""The signs used on every screen: icons, status, sides, people, days, bars. They escape what they are given."""

from datetime import date, datetime
from functools import cache, lru_cache
from typing import Any

from django import template
from django.contrib.messages.storage.base import Message
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from partners.authentication.password_validators import PASSWORD_RULE
from partners.authentication.user_agents import browser_name
from partners.ended_partnerships import WHAT_IS_LEFT
from partners.glossary import TERM_OF, Term, in_pieces
from partners.numbers import counted, lasting
from partners.once import FIELD, key_of_form
from partners.sentences import ended, unended
from partners.undo_link import UndoLink, undo_link_in
from partners.voice import known_side_of_reader, name_to, side_of_reader, voice

register = template.Library()

# A state is never colour alone: each has its own shape, and stands beside a word.
# What is marked safe here is written here: no words of people are in it.
_SHAPES = {
    "good": '<circle cx="6" cy="6" r="5.5"/>',
    "warn": '<path d="M6 .6 11.8 11.2H.2z"/>',
    "bad": '<path d="M1 1h10v10H1z"/>',
    "none": '<path d="M6 .5a5.5 5.5 0 1 0 0 11a5.5 5.5 0 1 0 0-11zm0 1.6a3.9 3.9 0 1 1 0 7.8 3.9 3.9 0 0 1 0-7.8z"/>',
}
_MARKS = {
    state: mark_safe(f'<svg class="shape" viewBox="0 0 12 12" aria-hidden="true">{shape}</svg>')
    for state, shape in _SHAPES.items()
}
_TODAY, _NONE_SET = mark_safe("<b>today</b>"), mark_safe('<span class="text-body-secondary">none set</span>')
_LIVE = ("reviews_room", "reviews_close")
"""How the names of addresses begin at which a meeting goes on."""
_BESIDE = mark_safe(' target="_blank" rel="noopener"')
_RACI = {"R": "responsible", "A": "accountable", "C": "consulted", "I": "informed"}


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """An icon of the sprite. Silent to a screen reader unless it stands alone, with a `label`."""
    source = _sprite()
    if label:
        return format_html(
            '<svg class="icon" role="img" aria-label="{}"><use href="{}#{}"/></svg>', label, source, name
        )
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}#{}"/></svg>', source, name)


@register.simple_tag
def mark(state: str) -> SafeString:
    """The shape of a state alone: ● good, ▲ warn, ■ bad, ○ none. A word must stand beside it."""
    return _MARKS[state]


@register.simple_tag
def status(state: str, word: object) -> SafeString:
    """Shape, colour and word. `state` is good, warn, bad or none; anything else is a KeyError.

    A word that leads to what it means stays one line of text beside its shape.
    """
    return _signed(str(state), format_html("<span>{}</span>", word) if isinstance(word, SafeString) else word)


@register.simple_tag(takes_context=True)
def side_pill(context: template.Context, side: str, word: object = "") -> SafeString:
    """A pill in the side's colour, saying `word` or, without one, whose it is to the reader: ours or theirs."""
    return format_html('<span class="side-pill {}">{}</span>', side, word or _whose(side, context))


def _whose(side: str, context: template.Context) -> str:
    return voice(side, known_side_of_reader(context)).whose


@register.simple_tag(takes_context=True)
def with_whom(context: template.Context, partner: Any) -> str:
    """What a partnership is called to whoever reads: by the other side's name."""
    return name_to(partner, side_of_reader(context)) if partner else ""


@register.simple_tag(takes_context=True)
def subject(context: template.Context, side: str) -> str:
    """ "We" or "They": how whoever reads begins a sentence about a side."""
    return voice(side, known_side_of_reader(context)).subject.capitalize()


@register.simple_tag(takes_context=True)
def possessive(context: template.Context, side: str) -> str:
    """ "our" or "their", as whoever reads says it of a side."""
    return voice(side, known_side_of_reader(context)).possessive


@register.simple_tag(takes_context=True)
def term(context: template.Context, slug: str, words: str = "") -> SafeString:
    """A term of art where it first appears on a page: a link to what it means, which its title says as well.

    `words` where it stands there in another form. Where the page has explained it already it is no link. Anything that
    has no place among the words is a KeyError.
    """
    found = TERM_OF[slug]
    return _to_its_meaning(context, found, words or found.word)


@register.simple_tag(takes_context=True)
def explained(context: template.Context, text: object) -> SafeString:
    """A sentence of ours in which each term of art leads to what it means, where the page says it first.

    Letters and packs, which no request asks for, say it as it is.
    """
    if context.get("request") is None:
        return format_html("{}", text)
    pieces = (_to_its_meaning(context, of, words) if of else words for words, of in in_pieces(str(text)))
    return format_html_join("", "{}", ((piece,) for piece in pieces))


def _to_its_meaning(context: template.Context, of: Term, words: str) -> SafeString:
    request = context.get("request")
    if request is not None and not _explains_first(request, of.slug):
        return format_html("{}", words)
    place = f"{reverse('glossary')}#{of.slug}"
    # Nobody is led out of a meeting by a word: what was typed there would be gone from the screen.
    beside = _BESIDE if _is_live(request) else ""
    return format_html('<a class="term" href="{}" title="{}"{}>{}</a>', place, of.means, beside, words)


def _is_live(request: HttpRequest | None) -> bool:
    """Whether the page is one that a meeting goes on in."""
    at = request.resolver_match if request is not None else None
    return at is not None and (at.url_name or "").startswith(_LIVE)


def _explains_first(request: HttpRequest, slug: str) -> bool:
    """Whether the page says it for the first time, to somebody who may open the page of words."""
    if not request.user.is_authenticated:
        return False
    known: set[str] = request.__dict__.setdefault("terms_explained", set())
    is_first = slug not in known
    known.add(slug)
    return is_first


@register.simple_tag
def avatar(person: Any, named: bool = False, css: str = "") -> SafeString:
    """A person's initials on their side's colour. `named` where no name stands beside it."""
    if named:
        return format_html(
            '<span class="avatar {} {}" role="img" aria-label="{}" title="{}">{}</span>',
            person.side,
            css,
            person.full_name,
            person.full_name,
            person.initials,
        )
    return _badge(str(person.side), css, person.initials)


@register.simple_tag
def person(person: Any) -> SafeString:
    """Badge and full name."""
    return format_html('<span class="person">{}<span>{}</span></span>', avatar(person), person.full_name)


@register.simple_tag(takes_context=True)
def carried(context: template.Context, here: str) -> SafeString:
    """The hidden fields that every form of a page repeats, written once: its token, and where to go back to."""
    return format_html(
        '<input type="hidden" name="csrfmiddlewaretoken" value="{}"><input type="hidden" name="next" value="{}">',
        context.get("csrf_token", ""),
        here,
    )


@register.simple_tag(takes_context=True)
def once(context: template.Context, element: str = "", swapped: bool = False) -> SafeString:
    """The hidden key of a form that makes something: sent twice with it, the thing is made once (partners/once.py).

    A form that stays on the page while the rest is shown anew names the `element`, and gets its next key `swapped` in.
    """
    key = key_of_form(context.get("request"))
    if not element:
        return format_html('<input type="hidden" name="{}" value="{}">', FIELD, key)
    swap = mark_safe(' hx-swap-oob="true"') if swapped else ""
    return format_html('<input type="hidden" name="{}" value="{}" id="{}"{}>', FIELD, key, element, swap)


@register.simple_block_tag
def empty_state(
    content: SafeString,
    icon_name: str,
    title: str = "",
    action: str = "",
    action_url: str = "",
    primary: bool = False,
) -> SafeString:
    """What stands where there is nothing yet: a sentence, which is the tag's content, and one thing to do about it."""
    shown = {"icon_name": icon_name, "title": title, "sentence": content}
    return render_to_string(
        "components/empty.html", {**shown, "action": action, "action_url": action_url, "primary": primary}
    )


@register.simple_block_tag
def paragraph(content: str) -> str:
    """One line of a letter in plain text, however many lines its template takes for it."""
    lines = (line.strip(" ") for line in content.split("\n"))
    return " ".join(line for line in lines if line)


@register.simple_tag
def that_it_has_ended() -> str:
    """What can still be done in the partnership of the page, which has ended."""
    return f"This partnership {WHAT_IS_LEFT}"


@register.simple_tag
def password_rule() -> str:
    """What a password must be."""
    return PASSWORD_RULE


@register.simple_tag
def key(label: str) -> SafeString:
    """A key on the keyboard."""
    return format_html("<kbd>{}</kbd>", label)


@register.simple_tag
def day(when: date | datetime | None, today: date | None = None, weekday: bool = False) -> SafeString | str:
    """Day and month, as in 20 Nov; the year only when it is not `today`'s. An instant shows as its local day."""
    if when is None:
        return ""
    local = _local_day(when)
    other_year = local.year != (today or timezone.localdate()).year
    return _written(local, ("D " if weekday else "") + ("j M Y" if other_year else "j M"), get_language())


@register.simple_tag
def coming(when: date | None, today: date) -> SafeString | str:
    """The day something comes next; a day that has passed is no date, and one that was never set is said to be none."""
    if when is None:
        return _NONE_SET
    if when == today:
        return _TODAY
    return status("warn", "no date set") if when < today else day(when, today)


register.filter("lasting", lasting)
register.filter("counted", counted)
register.filter("ended", ended)
register.filter("unended", unended)


@register.filter
def browser(user_agent: str) -> str:
    """A browser as its owner calls it, from what it says of itself."""
    return browser_name(user_agent)


@register.filter
def clock(seconds: float | None) -> str:
    """Seconds as minutes and seconds, "41:20"; hours run on in minutes, as in a meeting."""
    minutes, rest = divmod(int(seconds or 0), 60)
    return f"{minutes}:{rest:02}"


@register.simple_tag
def outcome_bar(
    value: float | None, target: float | None = None, state: str = "none", label: str = ""
) -> SafeString:
    """A bar filled to `value` percent with a tick at `target` percent; both are cut to 0–100."""
    tick: SafeString | str = ""
    if target is not None:
        tick = format_html('<path class="bar-target" d="M{0} -3V11"/>', _percent(target))
    return format_html(
        '<svg class="bar {}" viewBox="0 0 100 8" preserveAspectRatio="none" role="img" aria-label="{}">'
        '<path class="bar-track" d="M0 4H100"/>{}{}</svg>',
        state,
        label or f"{_percent(value):g} of 100",
        _fill(_percent(value)),
        tick,
    )


@register.simple_tag
def share(part: int, whole: int, side: str = "", percent: int | None = None, change: str = "") -> SafeString:
    """A small bar in the side's colour and the counts, as in 33 of 58: counts first, as the ledger asks.

    With `percent` that is said instead, and how many points it changed; the counts are then its title.
    """
    return _shared(part, whole, str(side), percent, change)


@register.simple_tag
def raci(letter: str, side: str = "") -> SafeString:
    """One letter of the grid, R, A, C or I, with its word beside it; anything else is a KeyError."""
    return format_html(
        '<abbr class="raci is-{} {}" title="{}">{}</abbr>', letter.lower(), side, _RACI[letter], letter
    )


@register.filter
def message_state(message: Any) -> str:
    """The state in which Django's message is shown: good, warn, bad or none."""
    states = {"success": "good", "warning": "warn", "error": "bad"}
    return states.get(message.level_tag, "none")


@register.filter
def undo_link(message: Message) -> UndoLink | None:
    """Where what a message says was done can be taken back; None for most messages."""
    return undo_link_in(message)


@register.filter
def needed(field: Any) -> str:
    """What to say after a field's label: nothing when it must be filled, else "(optional)"."""
    return "" if field.field.required else "(optional)"


@cache
def _sprite() -> str:
    return static("vendor/lucide/icons.svg")


# Writing dates and badges costs more than anything else in a row of a table, and the same few come up again.
@lru_cache(maxsize=4096)
def _written(day: date, pattern: str, language: str | None) -> SafeString:
    return format_html('<time datetime="{}">{}</time>', day.isoformat(), date_format(day, pattern))


@lru_cache(maxsize=4096, typed=True)  # typed: a word that is markup is not the same word as text
def _signed(state: str, word: object) -> SafeString:
    return format_html('<span class="status {}">{}{}</span>', state, _MARKS[state], word)


@lru_cache(maxsize=4096, typed=True)
def _badge(side: str, css: str, initials: str) -> SafeString:
    return format_html('<span class="avatar {} {}" aria-hidden="true">{}</span>', side, css, initials)


@lru_cache(maxsize=4096)
def _shared(part: int, whole: int, side: str, percent: int | None, change: str) -> SafeString:
    if percent is None:
        filled: float = _percent(100 * part / whole if whole else 0)
        said = format_html('<b class="num">{} of {}</b>', part, whole)
    else:
        filled = percent
        said = format_html('<b class="num" title="{} of {} promises">{}%</b>', part, whole, percent)
    changed = format_html(' <small class="change">{}</small>', change) if change else ""
    return format_html(
        '<span class="share {}">'
        '<svg class="share-bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">'
        '<path class="bar-track" d="M0 4H100"/>{}</svg>{}{}</span>',
        side,
        _fill(filled),
        said,
        changed,
    )


def _local_day(when: date | datetime) -> date:
    return timezone.localdate(when) if isinstance(when, datetime) else when


def _fill(percent: float) -> SafeString | str:
    return format_html('<path class="bar-fill" d="M0 4H{}"/>', percent) if percent else ""


def _percent(value: float | None) -> float:
    return round(min(100.0, max(0.0, float(value or 0))), 1)
