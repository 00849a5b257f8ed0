"""The sign of what is owed, as every list shows it."""

from datetime import date

from django import template
from django.utils.safestring import SafeString
from django.utils.timezone import localdate

from governance.models import ActionItem, Ask
from governance.owed import Owed, Status, owed_of, status_of
from partners.templatetags.tandem import status
from partners.voice import side_of_reader

register = template.Library()


@register.simple_tag(takes_context=True)
def stands(
    context: template.Context, thing: ActionItem | Ask | Owed | Status, today: date | None = None
) -> SafeString:
    """How an action or an ask stands on `today` to whoever reads the page, in shape, colour and word.

    A status that was asked for before is shown as it is.
    """
    if isinstance(thing, ActionItem | Ask):
        thing = owed_of(thing)
    if isinstance(thing, Owed):
        thing = status_of(thing, today or localdate(), side_of_reader(context))
    return status(thing.level, thing.words)
