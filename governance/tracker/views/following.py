from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from governance.responses import back_to
from governance.tracker.verbs.following import follow_action, stop_following
from governance.tracker.views.action import found
from partners.access import Permission
from partners.guards import PersonRequest, requires
from partners.models import Partner


@require_POST
@requires(Permission.SEE_PARTNERSHIP)
def following(request: PersonRequest, pk: int, *, partner: Partner) -> HttpResponse:
    """The person follows the action from now on."""
    item = found(request.user, partner, pk)
    follow_action(item, by=request.user, now=timezone.now())
    messages.success(request, "You follow this. It stands on your desk, and in the tracker under Followed.")
    return back_to(request, item)


@require_POST
@requires(Permission.SEE_PARTNERSHIP)
def following_removal(request: PersonRequest, pk: int, *, partner: Partner) -> HttpResponse:
    """The person stops following it."""
    item = found(request.user, partner, pk)
    stop_following(item, by=request.user, now=timezone.now())
    messages.success(request, "You no longer follow this.")
    return back_to(request, item)
