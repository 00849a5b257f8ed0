from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_GET

from partners.access import Permission
from partners.forms import SignInFilter
from partners.keys import is_key
from partners.models import AccountEvent
from partners.routes import PersonRequest, requires
from partners.views.places import settings_tabs

_SHOWN = 100


@require_GET
@requires(Permission.ADMINISTER)
def sign_ins(request: PersonRequest) -> HttpResponse:
    """Who came in how, who was refused, whose factors changed: newest first."""
    form = SignInFilter(request.GET)
    events = form.narrowed(AccountEvent.objects.visible_to(request.user).select_related("person", "by"))
    before = request.GET.get("before", "")
    if is_key(before):
        events = events.filter(pk__lt=int(before))
    shown = list(events[: _SHOWN + 1])
    asked = {name: str(value) for name, value in request.GET.items() if name in form.fields and value}
    page = {
        "tabs": settings_tabs(request.user, "settings_sign_ins"),
        "form": form,
        "events": shown[:_SHOWN],
        "narrowed": bool(asked),
        "older_url": "?" + urlencode({**asked, "before": str(shown[_SHOWN - 1].pk)})
        if len(shown) > _SHOWN
        else "",
        "newer_url": f"?{urlencode(asked)}" if before else "",
    }
    return render(request, "partners/sign_ins.html", page)
