import sys

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.defaults import server_error

from config.health import is_away, missing, unready
from partners.access import NotAllowed
from partners.guards import public
from partners.isolation.scope import acting_as
from partners.who_can_help import who_can_help


def livez(request: HttpRequest) -> HttpResponse:
    """200: this process answers. It asks nobody else, so that no database that is away has it restarted."""
    return JsonResponse({"live": True})


def readyz(request: HttpRequest) -> HttpResponse:
    """200 where this process can serve people, else 503 and what is missing."""
    absent = unready()
    return JsonResponse({"ready": not absent, "missing": absent}, status=503 if absent else 200)


@public(
    "The starting script and an operator's monitoring ask whether everything is up; it says nothing else."
)
def healthz(request: HttpRequest) -> HttpResponse:
    """200 once this web is ready and worker and clock show signs of life, else 503 and what is missing."""
    absent = unready() or missing(timezone.now())
    return JsonResponse({"up": not absent, "missing": absent}, status=503 if absent else 200)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The page of what one's role does not include: who of one's own side can do it, or give the role."""
    user = getattr(request, "user", None)
    if not user or not user.is_authenticated:
        return render(None, "403.html", status=403)
    denied = exception if isinstance(exception, NotAllowed) else None
    permission, partner = (denied.permission, denied.partner) if denied else (None, None)
    with acting_as(user):
        helpers = who_can_help(user, permission, partner)
        page = {"what": permission.label if permission else "", "helpers": helpers}
        return render(request, "403.html", page, status=403)


def broken(request: HttpRequest) -> HttpResponse:
    """The page after an exception that nothing caught: 503 while the database is away, else 500."""
    if not is_away(sys.exc_info()[1]):
        return server_error(request)
    answer = render(None, "503.html", status=503)
    answer.headers["Retry-After"] = "10"
    return answer
