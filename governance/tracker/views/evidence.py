from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_POST

from governance.models import Evidence
from governance.tracker.verbs.evidence import take_out_evidence
from partners.access import Permission
from partners.guards import PersonRequest, requires
from partners.models import Partner
from partners.views.messages import telling


@require_GET
@requires(Permission.SEE_PARTNERSHIP)
def download(request: PersonRequest, pk: int, evidence: int, *, partner: Partner) -> HttpResponse:
    """The file, always to be saved and never shown: a browser must not run what somebody brought."""
    found = _found(request, partner, pk, evidence)
    if not found.file:
        raise Http404
    try:
        with found.file.open("rb") as file:
            content = file.read()
    except FileNotFoundError as gone:
        raise Http404 from gone
    headers = {
        "Content-Disposition": content_disposition_header(as_attachment=True, filename=found.name),
        "Content-Security-Policy": "sandbox; default-src 'none'",
    }
    return HttpResponse(content, content_type=found.content_type, headers=headers)


@require_POST
@requires(Permission.KEEP_PROMISES)
def removal(request: PersonRequest, pk: int, evidence: int, *, partner: Partner) -> HttpResponse:
    """Takes a file or link out again."""
    found = _found(request, partner, pk, evidence)
    with telling(request, "It is taken out. That it was there stays on record."):
        take_out_evidence(found, by=request.user, now=timezone.now())
    return redirect("tracker_action", partner.slug, pk)


def _found(request: PersonRequest, partner: Partner, pk: int, evidence: int) -> Evidence:
    mine = Evidence.objects.visible_to(request.user).select_related("partner", "added_by")
    return get_object_or_404(mine, partner=partner, item=pk, pk=evidence)
