"""What the slip of an outcome comes to, in words and as a bar, for whoever reads the page."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from governance.slowness import words
from governance.slowness.reading import SlipCost
from partners.voice import known_side_of_reader

register = template.Library()


@register.simple_tag(takes_context=True)
def slipped(context: template.Context, cost: SlipCost) -> str:
    """ "It comes 41 days later than first agreed: 29 ours, 12 theirs."""
    reader = known_side_of_reader(context)
    return words.slipped(cost.days, cost.of_each_side, reader, is_over=cost.is_over)


@register.simple_tag(takes_context=True)
def days_of_each(context: template.Context, cost: SlipCost) -> SafeString:
    """ "29 ours" and "12 theirs", each in its side's colour."""
    counted = words.whose(cost.of_each_side, known_side_of_reader(context))
    return format_html_join(" ", '<b class="{}-ink">{}</b>', counted)


@register.simple_tag(takes_context=True)
def days_bar(context: template.Context, cost: SlipCost) -> SafeString:
    """The days of the slip, one stretch after the other, each in the colour of the side whose they are."""
    at, stretches = 0, []
    for run in cost.runs:
        stretches.append((run.side, at, at + run.days))
        at += run.days
    counted = words.whose(cost.of_each_side, known_side_of_reader(context))
    return format_html(
        '<svg class="days-bar" viewBox="0 0 {} 8" preserveAspectRatio="none" role="img" aria-label="{}">{}</svg>',
        at,
        ", ".join(said for _, said in counted),
        format_html_join("", '<path class="{}" d="M{} 4H{}"/>', stretches),
    )
