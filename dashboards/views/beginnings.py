from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from partners.access import require
from partners.beginnings import BY_SLUG
from partners.finding import in_order
from partners.guards import PersonRequest, signed_in
from partners.untrusted_text import clean_search


@require_safe
@signed_in
def choose(request: PersonRequest, what: str) -> HttpResponse:
    """In which partnership something is begun; where there is one alone, its form follows at once."""
    beginning = BY_SLUG.get(what)
    if beginning is None:
        raise Http404
    require(request.user, beginning.permission)
    partners = list(beginning.where(request.user).order_by(in_order("name"), "pk"))
    choices = [(partner, _with_words(beginning.url(partner), request)) for partner in partners]
    if len(choices) == 1:
        return redirect(choices[0][1])
    return render(request, "partnership/choose.html", {"beginning": beginning, "choices": choices})


def _with_words(url: str, request: PersonRequest) -> str:
    """The form's address, with the words that were typed before it was opened."""
    title = clean_search(request.GET.get("title", ""))
    return f"{url}{'&' if '?' in url else '?'}{urlencode({'title': title})}" if title else url
