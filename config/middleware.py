from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, QueryDict
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from config.views import livez, readyz
from partners.untrusted_text import legible, marked

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
            return render(request, "413.html", {"most_mb": settings.MOST_REQUEST_BYTES >> 20}, status=413)
        return self.get_response(request)


class LegibleRequests:
    """What a browser sends is text before any view reads it: nobody types control characters and halves of characters,
    and no column keeps them. In fields and parameters a mark takes their place, which text loses and nothing else can
    hold (`partners.untrusted_text`); of headers and cookies they are taken out.

    An address of pages that holds one leads nowhere. Passwords are left as they are typed: they are never kept. What
    other machines send (`csrf_exempt`: webhooks, the answers of SAML) is read by readers of its own.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if legible(request.path_info) != request.path_info:
            return render(request, "404.html", status=404)
        request.GET = _marked(request.GET)
        request.COOKIES = {name: value for name, value in request.COOKIES.items() if legible(value) == value}
        for name, value in request.META.items():
            if name.startswith("HTTP_") and isinstance(value, str):
                request.META[name] = legible(value)
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable[..., HttpResponse], *_: Any) -> None:
        if request.method == "POST" and not getattr(view, "csrf_exempt", False):
            request.POST = _marked(request.POST)


def _marked(sent: QueryDict) -> Any:
    """The same names and values as text; the same object where they are already."""
    values = {name: _values(name, sent.getlist(name)) for name in sent}
    if all(marked(name) == name and values[name] == sent.getlist(name) for name in values):
        return sent
    read = QueryDict(mutable=True, encoding=sent.encoding)
    for name, each in values.items():
        read.setlist(marked(name), each)
    read._mutable = False
    return read


def _values(name: str, sent: list[str]) -> list[str]:
    return sent if "password" in name else [marked(value) for value in sent]


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
