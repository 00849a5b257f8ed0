from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from governance.config.views import livez, readyz

_NOT_NEEDED = ("camera", "microphone", "geolocation", "payment", "usb", "serial", "midi")
_PERMISSIONS = ", ".join(f"{ability}=()" for ability in _NOT_NEEDED)


class SignsOfLife:
    """Answers a balancer before anything else is asked: neither the database nor a session, nor under which name it
    knows this process."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        view = {"/livez": livez, "/readyz": readyz}.get(request.path)
        if view is None:
            return self.get_response(request)
        answer = (
            view(request) if request.method in ("GET", "HEAD") else HttpResponseNotAllowed(["GET", "HEAD"])
        )
        answer.headers["Cache-Control"] = "no-store"
        return answer


class BoundedRequests:
    """Refuses what is larger than any form of ours before a byte of it is read."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdecimal() and int(length) > settings.MOST_REQUEST_BYTES:
            return render(request, "413.html", status=413)
        return self.get_response(request)


class PrivatePages:
    """Everything but static files is private: kept by no cache, shown on no other site, asking the device for nothing;
    and a fragment is never taken for its page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Permissions-Policy", _PERMISSIONS)
        patch_vary_headers(response, ["Cookie", "HX-Request"])
        return response
