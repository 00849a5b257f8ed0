"""The two taps of the desk. Everything else about an action stands on its own page."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from governance.actions import confirm, report_done
from governance.models import ActionItem
from partners.access import Permission
from partners.keys import is_key
from partners.models import Partner
from partners.routes import PersonRequest, requires
from partners.verbs import Refused


@require_POST
@requires(Permission.KEEP_PROMISES)
def done(request: PersonRequest, partner: Partner, pk: int) -> HttpResponse:
    """Reports one's own action done."""
    return _moved(request, partner, pk, report_done, "Reported done. The other side is asked to confirm it.")


@require_POST
@requires(Permission.PROMISE)
def confirmed(request: PersonRequest, partner: Partner, pk: int) -> HttpResponse:
    """Says yes to what the other side reports done."""
    return _moved(request, partner, pk, confirm, "Confirmed and closed.")


def _moved(
    request: PersonRequest, partner: Partner, pk: int, verb: Callable[..., object], said: str
) -> HttpResponse:
    item = get_object_or_404(ActionItem.objects.visible_to(request.user).filter(partner=partner), pk=pk)
    version = request.POST.get("version", "")
    try:
        if version and not is_key(version):
            raise Refused(
                "Which state of it you saw could not be read. Look at it as it stands here, and try again."
            )
        verb(item, by=request.user, now=timezone.now(), version=int(version) if version else None)
    except Refused as refused:
        messages.error(request, f"{item.title}: {refused.sentence}")
    else:
        done = f"{item.title}: {said[0].lower()}{said[1:]}"
        messages.success(request, done, extra_tags=item.way_back.tag)
    return redirect("desk")
