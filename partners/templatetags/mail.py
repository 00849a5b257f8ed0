from django import template
from django.utils.safestring import SafeString

from partners.models import IncomingMail, OutgoingMail
from partners.templatetags.tandem import status

register = template.Library()
State = OutgoingMail.State
SIGNS = {
    State.QUEUED: ("none", "waiting"),
    State.DELIVERED: ("good", "delivered"),
    State.KEPT: ("none", "stored here"),
    State.FAILED: ("bad", "failed"),
    State.BOUNCED: ("bad", "bounced"),
    State.WITHDRAWN: ("none", "withdrawn"),
}
_FATES = {
    IncomingMail.Fate.DONE: "good",
    IncomingMail.Fate.PASSED_ON: "good",
    IncomingMail.Fate.PARTLY: "warn",
    IncomingMail.Fate.ASKED_BACK: "warn",
    IncomingMail.Fate.OVER: "warn",
    IncomingMail.Fate.FORGED: "bad",
    IncomingMail.Fate.BROKEN: "bad",
}


@register.simple_tag
def mail_state(mail: OutgoingMail) -> SafeString:
    """The state of a mail as shape and word; a second attempt is amber."""
    if mail.state == State.QUEUED and mail.attempts:
        return status("warn", "trying again")
    return status(*SIGNS[State(mail.state)])


@register.simple_tag
def mail_fate(mail: IncomingMail) -> SafeString:
    """What became of a reply, as shape and word."""
    fate = IncomingMail.Fate(mail.fate)
    return status(_FATES.get(fate, "none"), str(fate.label))
