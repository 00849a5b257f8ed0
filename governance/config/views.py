from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone

from governance.config.health import missing
from partners.routes import public


@public("Load balancers and the starting script ask whether everything is up; it says nothing else.")
def healthz(request: HttpRequest) -> HttpResponse:
    """200 once web, database, worker and schedule are up, else 503 and what is missing."""
    absent = missing(timezone.now())
    return JsonResponse({"up": not absent, "missing": absent}, status=503 if absent else 200)
