"""Where a mail provider brings the replies to reminders."""

import base64
import binascii
import logging
from dataclasses import dataclass
from email.policy import compat32

from anymail.exceptions import AnymailWebhookValidationFailure
from anymail.inbound import AnymailInboundMessage
from anymail.webhooks.base import AnymailBaseWebhookView
from anymail.webhooks.mailgun import MailgunInboundWebhookView
from anymail.webhooks.mailjet import MailjetInboundWebhookView
from anymail.webhooks.postmark import PostmarkInboundWebhookView
from anymail.webhooks.sparkpost import SparkPostInboundWebhookView
from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseForbidden
from django.http.request import RawPostDataException
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from governance.by_mail.replying import set_aside, take_reply
from governance.replies import is_address
from partners.guards import public

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Brought:
    """The bytes of a mail as a provider brings them, and where it says it was delivered."""

    raw: bytes
    recipient: str = ""

    @property
    def whole(self) -> bytes:
        """The mail, with the address it was delivered to among its headers."""
        to = self.recipient.strip()
        return f"X-Original-To: {to}\r\n".encode() + self.raw if is_address(to) else self.raw


class MimeWebhook(AnymailBaseWebhookView):
    """The bytes of a mail as they are, from a mail server of one's own."""

    esp_name = "MIME"

    def parse_events(self, request: HttpRequest) -> list[_Brought]:
        return [_Brought(request.body)]


class MailgunWebhook(MailgunInboundWebhookView):
    """A whole mail in a form is not taken apart before our own reader does."""

    def parse_events(self, request: HttpRequest) -> list[object]:
        whole = request.POST.get("body-mime")
        if whole is None:
            return super().parse_events(request)
        return [_Brought(whole.encode(errors="replace"), request.POST.get("recipient", ""))]


class SparkPostWebhook(SparkPostInboundWebhookView):
    """Several mails at a time: each by itself, so that one cannot keep the others back."""

    def esp_to_anymail_event(self, event_class: str, event: dict[str, object], raw_event: object) -> object:
        content = event.get("content") if event_class == "relay_message" else None
        if not isinstance(content, dict):
            return _Brought(b"")
        whole = str(content.get("email_rfc822", "")).encode(errors="replace")
        if content.get("email_rfc822_is_base64"):
            try:
                whole = base64.b64decode(whole)
            except binascii.Error:
                whole = b""
        return _Brought(whole, str(event.get("rcpt_to") or ""))


_WEBHOOKS: dict[str, type[AnymailBaseWebhookView]] = {
    "postmark": PostmarkInboundWebhookView,
    "mailgun": MailgunWebhook,
    "mailjet": MailjetInboundWebhookView,
    "sparkpost": SparkPostWebhook,
    "mime": MimeWebhook,
}


@csrf_exempt  # a provider holds no cookie that another site could misuse: its secret comes with each request
@require_POST
@public("A mail provider brings replies; its secret stands for it. Without one set there is no such page.")
def inbound(request: HttpRequest) -> HttpResponse:
    """Takes the mails of one call. All are noted before it is answered, so that a call that failed may come again.

    It comes again where it helps, while the database is away. What a call itself holds is set aside and answered like
    any other: a provider would bring it for ever.
    """
    if not settings.INBOUND_PROVIDER or not settings.INBOUND_SECRET:
        raise Http404
    try:
        for brought in _brought_by(_WEBHOOKS[settings.INBOUND_PROVIDER](), request):
            take_reply(brought.whole, now=timezone.now())
    except AnymailWebhookValidationFailure:
        logger.warning("A call to the webhook for replies did not know its secret.")
        return HttpResponseForbidden("The secret is wrong.", content_type="text/plain")
    except (OperationalError, InterfaceError, OSError):
        logger.exception("A reply could not be noted now.")
        return HttpResponse("Bring it again later.", content_type="text/plain", status=503)
    return HttpResponse("Taken.", content_type="text/plain")


def _brought_by(webhook: AnymailBaseWebhookView, request: HttpRequest) -> list[_Brought]:
    """The mails of a call; none where it is not what the provider sends, which is noted then.

    Raises AnymailWebhookValidationFailure for a call without the secret, which is asked before anything is read.
    """
    try:
        webhook.run_validators(request)
        return [_as_brought(event) for event in webhook.parse_events(request)]
    except (AnymailWebhookValidationFailure, OSError):
        raise
    except RequestDataTooBig:
        # Unread, it cannot be told from another such call but by when it came.
        set_aside(str(timezone.now()).encode(), "larger than any mail that is read", now=timezone.now())
    except Exception as problem:
        logger.exception("What %s brought could not be read.", settings.INBOUND_PROVIDER)
        reason = f"not what {settings.INBOUND_PROVIDER} sends ({type(problem).__name__})"
        set_aside(_body_of(request), reason, now=timezone.now())
    return []


def _body_of(request: HttpRequest) -> bytes:
    try:
        return request.body
    except RawPostDataException:  # it was read as a form
        return repr(sorted(request.POST.items())).encode(errors="replace")


def _as_brought(event: object) -> _Brought:
    if isinstance(event, _Brought):
        return event
    message: AnymailInboundMessage = event.message  # type: ignore[attr-defined]  # the library's own event
    return _Brought(message.as_bytes(policy=compat32), message.envelope_recipient or "")
