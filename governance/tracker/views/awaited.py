from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from governance.models import AwaitedAction
from governance.people import people_who
from governance.tracker.verbs.awaiting import propose_awaited, take_out_awaited
from partners.access import Permission
from partners.guards import PersonRequest, requires
from partners.models import Partner, User
from partners.once import once
from partners.untrusted_text import is_primary_key
from partners.verb import Refused


@require_POST
@requires(Permission.PROMISE)
@once
def awaited(request: PersonRequest, pk: int, *, partner: Partner) -> HttpResponse:
    """What waits for somebody who is invited is proposed to a colleague, or taken out."""
    rows = AwaitedAction.objects.visible_to(request.user).select_related(
        "partner", "invitation", "created_by"
    )
    row, now = get_object_or_404(rows, pk=pk, partner=partner), timezone.now()
    try:
        if request.POST.get("remove"):
            take_out_awaited(row, by=request.user, now=now)
            messages.success(request, f"“{row}” is taken out. Nobody is asked for it.")
        elif to := _chosen(request.POST.get("to", ""), partner):
            propose_awaited(row, to=to, by=request.user, now=now)
            messages.success(request, f"“{row}” is proposed to {to.full_name}.")
        else:
            messages.error(request, "Choose whom it is proposed to.")
    except Refused as refused:
        messages.error(request, refused.sentence)
    return redirect("tracker_partnership", partner.slug)


def _chosen(key: str, partner: Partner) -> User | None:
    if not is_primary_key(key):
        return None
    return people_who(Permission.KEEP_PROMISES, partner).filter(pk=int(key)).first()
