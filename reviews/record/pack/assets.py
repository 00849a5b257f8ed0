"""What rendering a pack may open: our own style sheets and fonts, and the logo it was handed; nothing else on this
machine or any other."""

from mimetypes import guess_type
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from weasyprint.urls import URLFetcher, URLFetcherResponse

BASE = "https://assets.invalid/"
"""A name that no network can know: style sheets may say "../fonts", which needs an address of a usual kind."""
LOGO = f"{BASE}logo.png"
_FOLDERS = ("css", "vendor/print-fonts")


class Forbidden(ValueError):
    """A pack asked for something that is not one of our assets."""


class OwnAssets(URLFetcher):
    """Knows one name, two folders and one picture, a PNG; every other address is refused before anything is opened."""

    def __init__(self, logo: bytes = b"") -> None:
        super().__init__()
        self._logo = logo

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        """Raises Forbidden, which WeasyPrint takes as: not there."""
        if url == LOGO and self._logo:
            return URLFetcherResponse(url, self._logo, {"Content-Type": "image/png"})
        if not url.startswith(BASE):
            raise Forbidden(f"Not an asset of the pack: {url[:80]}")
        root = Path(settings.BASE_DIR, "static")
        path = (root / unquote(urlsplit(url).path).lstrip("/")).resolve()
        if not any(path.is_relative_to(root / folder) for folder in _FOLDERS):
            raise Forbidden(f"Not an asset of the pack: {url[:80]}")
        content_type = guess_type(path.name)[0] or "application/octet-stream"
        return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": content_type})
