from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from partners.glossary import TERMS
from partners.guards import PersonRequest, signed_in


@require_safe
@signed_in
def show(request: PersonRequest) -> HttpResponse:
    """What the words of this field mean, in the order of the alphabet."""
    return render(request, "glossary/words.html", {"terms": TERMS})
