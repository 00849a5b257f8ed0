"""How a view answers once a verb is done: a word to the person, and back to where they came from."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme

from governance.forms.verb_form import VerbForm
from partners.guards import PersonRequest

_LONGEST_ADDRESS = 2_000
"""Longer than any of ours; Django refuses to lead to one much longer."""


def with_message(
    request: PersonRequest, form: VerbForm, answer: HttpResponse, about: str = ""
) -> HttpResponse:
    """Says what was done, on the page that `answer` leads to, with a button that takes it back where it can be.

    `about` names what it was done to, on a page that shows more than that.
    """
    back = form.undo_link
    done = form.success_message
    said = f"{about}: {done[0].lower()}{done[1:]}" if about else done
    messages.success(request, f"{said}{form.undone_until}", extra_tags=back.tag if back else "")
    return answer


def back_to(request: PersonRequest, otherwise: Any) -> HttpResponse:
    """To the page the form names as `next`, if it is one of ours, else to `otherwise`."""
    if target := came_from(request):
        return HttpResponseRedirect(target)  # an address as it stands, and never the name of a view
    return redirect(otherwise)


def came_from(request: PersonRequest) -> str:
    """The page that a form or an address names as `next`, if it is one of ours, else nothing."""
    target = request.POST.get("next", "") or request.GET.get("next", "")
    ours = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return target if ours and len(target) <= _LONGEST_ADDRESS else ""
