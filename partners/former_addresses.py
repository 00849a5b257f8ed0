"""Addresses that have been given another last word: the former one leads on for good, with whatever is sent to it.

Somebody has kept the page, has the mail, or has had the form open since before the upgrade. Each app says in its
urls.py what has moved.
"""

from collections.abc import Callable, Iterable, Mapping

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import path
from django.urls.resolvers import URLPattern
from django.views.decorators.csrf import csrf_exempt

from partners.guards import public

NAME = "former_address"
"""What all of these routes are called: nothing leads there, so nothing asks for one of them by name."""


def former(before: str, moved: Mapping[str, str], of: Iterable[str] | None = None) -> list[URLPattern]:
    """The routes of what stood below `before`: former last word → the present one, all of them or those named."""
    return [path(f"{before}{word}/", leading_to(moved[word]), name=NAME) for word in (of or moved)]


def leading_to(word: str | Callable[[HttpRequest], str]) -> Callable[..., HttpResponse]:
    """A view that leads to the same address with `word` for its last, by method and with everything sent (308). What is
    sent may say which word.

    It looks nothing up, so it answers the same whether there is something or not. What has come from another site is
    refused, and words typed while signed out are kept, at the present address: there it is known whose they are.
    """

    @csrf_exempt
    @public("Tells nothing and leads to the same place by its present address, which asks who is there.")
    def moved(request: HttpRequest, **_: object) -> HttpResponse:
        last = word if isinstance(word, str) else word(request)
        written, mark, query = request.get_full_path().partition("?")
        above = written.rstrip("/").rpartition("/")[0]
        return HttpResponsePermanentRedirect(f"{above}/{last}/{mark}{query}", preserve_request=True)

    return moved
