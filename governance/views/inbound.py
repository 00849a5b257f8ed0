"""Where a mail provider brings the replies to reminders."""

import logging
from email.policy import compat32

from anymail.exceptions import AnymailError, AnymailWebhookValidationFailure
from anymail.inbound import AnymailInboundMessage
from anymail.signals import AnymailInboundEvent, EventType
from anymail.webhooks.base import AnymailBaseWebhookView
from anymail.webhooks.mailgun import MailgunInboundWebhookView
from anymail.webhooks.mailjet import MailjetInboundWebhookView
from anymail.webhooks.postmark import PostmarkInboundWebhookView
from anymail.webhooks.sparkpost import SparkPostInboundWebhookView
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseForbidden
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from governance.actions import take_reply
from partners.routes import public

logger = logging.getLogger(__name__)


class MimeWebhook(AnymailBaseWebhookView):
    """The bytes of a mail as they are, from a mail server of one's own."""

    esp_name = "MIME"

    def parse_events(self, request: HttpRequest) -> list[AnymailInboundEvent]:
        message = AnymailInboundMessage.parse_raw_mime_bytes(request.body)
        return [AnymailInboundEvent(event_type=EventType.INBOUND, message=message)]


_WEBHOOKS: dict[str, type[AnymailBaseWebhookView]] = {
    "postmark": PostmarkInboundWebhookView,
    "mailgun": MailgunInboundWebhookView,
    "mailjet": MailjetInboundWebhookView,
    "sparkpost": SparkPostInboundWebhookView,
    "mime": MimeWebhook,
}


@csrf_exempt  # a provider holds no cookie that another site could misuse: its secret comes with each request
@require_POST
@public("A mail provider brings replies; its secret stands for it. Without one set there is no such page.")
def inbound(request: HttpRequest) -> HttpResponse:
    """Takes the mails of one call. All are noted before it is answered, so that a call that failed may come again."""
    if not settings.INBOUND_PROVIDER or not settings.INBOUND_SECRET:
        raise Http404
    webhook = _WEBHOOKS[settings.INBOUND_PROVIDER]()
    try:
        webhook.run_validators(request)
        mails = [
            _bytes_of(event.message, event.message.envelope_recipient)
            for event in webhook.parse_events(request)
        ]
    except AnymailWebhookValidationFailure:
        logger.warning("A call to the webhook for replies did not know its secret.")
        return HttpResponseForbidden("The secret is wrong.", content_type="text/plain")
    except (AnymailError, LookupError, TypeError, ValueError, AttributeError):
        logger.exception("What %s brought could not be read.", settings.INBOUND_PROVIDER)
        return HttpResponseBadRequest("This is not what the provider sends.", content_type="text/plain")
    for raw in mails:
        take_reply(raw, now=timezone.now())
    return HttpResponse("Taken.", content_type="text/plain")


def _bytes_of(message: AnymailInboundMessage, recipient: str | None) -> bytes:
    """The mail, with the address it was delivered to among its headers."""
    if recipient and "\n" not in recipient and "\r" not in recipient:
        message["X-Original-To"] = recipient
    return message.as_bytes(policy=compat32)
