"""What was found, with the letters that were looked for marked."""

from collections.abc import Iterator, Sequence

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from partners.finding import spans_in

register = template.Library()


@register.filter
def found(text: str, words: Sequence[str]) -> SafeString:
    """`text` with each of the folded `words` marked where it stands."""
    return format_html_join("", "{}", ((part,) for part in _parts(text, words)))


def _parts(text: str, words: Sequence[str]) -> Iterator[str]:
    end = 0
    for begin, until in spans_in(text, words):
        yield text[end:begin]
        yield format_html("<mark>{}</mark>", text[begin:until])
        end = until
    yield text[end:]
