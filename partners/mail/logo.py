"""The logo of our own organisation at the top of a letter: a part of the mail itself, so that nothing is fetched."""

from email.mime.image import MIMEImage

import re2

from partners.models import Enterprise

_NAME = "logo.png"
_ADDRESS = re2.compile(r'src="cid:logo-([0-9a-f]{16})@tandem"')


def logo_address(digest: str) -> str:
    """Where a letter finds the logo of that digest: among its own parts."""
    return f"cid:{_content_id(digest)}"


def logo_of(html: str) -> MIMEImage | None:
    """The part that a letter's logo is; None where it shows none, and where there is another by now: then the name of
    the organisation stands in its place.
    """
    found = _ADDRESS.search(html)
    content = _logo(found[1]) if found else b""
    if not found or not content:
        return None
    part = MIMEImage(content, "png")
    part.add_header("Content-ID", f"<{_content_id(found[1])}>")
    part.add_header("Content-Disposition", "inline", filename=_NAME)
    return part


def _content_id(digest: str) -> str:
    return f"logo-{digest}@tandem"


def _logo(digest: str) -> bytes:
    named = Enterprise.objects.filter(logo_digest=digest).only("logo").first()
    return bytes(named.logo) if named else b""
