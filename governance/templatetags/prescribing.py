"""A text with the places marked that prescribe the how."""

from collections.abc import Iterator

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from governance.outcomes.prescribing import prescribed as places_in

register = template.Library()


@register.simple_tag
def prescribed(text: str) -> SafeString:
    """The text as it is written, each place that prescribes underlined; its title says what to write instead."""
    return format_html_join("", "{}", ((part,) for part in _parts(str(text))))


def _parts(text: str) -> Iterator[str]:
    at = 0
    for place in places_in(text):
        yield text[at : place.start]
        yield format_html('<mark class="prescribes" title="{}">{}</mark>', place.help, place.words)
        at = place.end
    yield text[at:]
