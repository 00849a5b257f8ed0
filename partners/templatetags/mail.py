from django import template
from django.utils.safestring import SafeString

from partners.models import OutgoingMail
from partners.templatetags.tandem import status

register = template.Library()
State = OutgoingMail.State
_SIGNS = {
    State.QUEUED: ("none", "waiting"),
    State.DELIVERED: ("good", "delivered"),
    State.KEPT: ("none", "kept here"),
    State.FAILED: ("bad", "failed"),
    State.BOUNCED: ("bad", "bounced"),
    State.WITHDRAWN: ("none", "withdrawn"),
}


@register.simple_tag
def mail_state(mail: OutgoingMail) -> SafeString:
    """The state of a mail as shape and word; a second attempt is amber."""
    if mail.state == State.QUEUED and mail.attempts:
        return status("warn", "trying again")
    return status(*_SIGNS[State(mail.state)])
