"""What the slip of an outcome comes to, in words and as a bar, for whoever reads the page."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from governance.slowness import words
from governance.slowness.reading import SlipCost
from partners.models import Side
from partners.voice import known_side_of_reader, voice

register = template.Library()


@register.simple_tag(takes_context=True)
def slipped(context: template.Context, cost: SlipCost) -> str:
    """ "It comes 41 days later than first agreed: 29 ours, 12 theirs."""
    return words.slipped(cost.days, _shares(context, cost), is_over=cost.is_over)


@register.simple_tag(takes_context=True)
def days_of_each(context: template.Context, cost: SlipCost) -> SafeString:
    """ "29 ours" and "12 theirs", each in its side's colour."""
    return format_html_join(" ", '<b class="{}-ink">{}</b>', _shares(context, cost))


@register.simple_tag(takes_context=True)
def days_bar(context: template.Context, cost: SlipCost) -> SafeString:
    """The days of the slip, one stretch after the other, each in the colour of the side whose they are."""
    at, stretches = 0, []
    for run in cost.runs:
        stretches.append((run.side, at, at + run.days))
        at += run.days
    return format_html(
        '<svg class="days-bar" viewBox="0 0 {} 8" preserveAspectRatio="none" role="img" aria-label="{}">{}</svg>',
        at,
        ", ".join(said for _, said in _shares(context, cost)),
        format_html_join("", '<path class="{}" d="M{} 4H{}"/>', stretches),
    )


def _shares(context: template.Context, cost: SlipCost) -> list[tuple[Side, str]]:
    """One's own days first."""
    reader = known_side_of_reader(context)
    called = {side: voice(side, reader).whose for side in (reader, reader.other)}
    return words.whose(cost.of_each_side, called)
