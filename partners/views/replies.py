from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from partners.access import Permission
from partners.guards import PersonRequest, requires
from partners.models import IncomingMail
from partners.paging import newest_first
from partners.views.settings_tabs import settings_tabs

_SHOWN = 50


@require_GET
@requires(Permission.ADMINISTER)
def replies(request: PersonRequest) -> HttpResponse:
    """The mails that came to the address for replies, newest first, and what became of each."""
    found = IncomingMail.objects.visible_to(request.user).select_related("person")
    shown, beside = newest_first(found, request.GET, size=_SHOWN, kept={})
    page = {
        "tabs": settings_tabs(request.user, "settings_mail"),
        "mails": shown,
        **beside,
        "reply_address": settings.REPLY_ADDRESS,
        "replies_are_read": bool(settings.REPLY_IMAP_URL or settings.INBOUND_SECRET),
    }
    return render(request, "mail/replies.html", page)
