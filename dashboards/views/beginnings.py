from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from partners.access import require
from partners.beginnings import BY_SLUG
from partners.finding import in_order
from partners.guards import PersonRequest, signed_in


@require_safe
@signed_in
def choose(request: PersonRequest, what: str) -> HttpResponse:
    """In which partnership something is begun; where there is one alone, its form follows at once."""
    beginning = BY_SLUG.get(what)
    if beginning is None:
        raise Http404
    require(request.user, beginning.permission)
    partners = list(beginning.where(request.user).order_by(in_order("name"), "pk"))
    if len(partners) == 1:
        return redirect(beginning.url(partners[0]))
    choices = [(partner, beginning.url(partner)) for partner in partners]
    return render(request, "partnership/choose.html", {"beginning": beginning, "choices": choices})
