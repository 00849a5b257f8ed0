from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from partners.access import Permission
from partners.forms import SignInFilter
from partners.guards import PersonRequest, requires
from partners.models import AccountEvent
from partners.paging import newest_first
from partners.views.settings_tabs import settings_tabs

_SHOWN = 100


@require_GET
@requires(Permission.ADMINISTER)
def sign_ins(request: PersonRequest) -> HttpResponse:
    """Who came in how, who was refused, whose factors changed: newest first."""
    form = SignInFilter(request.GET)
    events = form.narrowed(AccountEvent.objects.visible_to(request.user).select_related("person", "by"))
    asked = {name: str(value) for name, value in request.GET.items() if name in form.fields and value}
    shown, beside = newest_first(events, request.GET, size=_SHOWN, kept=asked)
    page = {
        "tabs": settings_tabs(request.user, "settings_sign_ins"),
        "form": form,
        "events": shown,
        "narrowed": bool(asked),
        **beside,
    }
    return render(request, "settings/sign_ins.html", page)
