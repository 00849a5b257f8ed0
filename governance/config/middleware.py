from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

_NOT_NEEDED = ("camera", "microphone", "geolocation", "payment", "usb", "serial", "midi")
_PERMISSIONS = ", ".join(f"{ability}=()" for ability in _NOT_NEEDED)


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
