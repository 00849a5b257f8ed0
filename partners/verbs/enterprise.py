"""Our own organisation gets its name and its logo."""

import hashlib
import io
from datetime import datetime

from partners.access import Permission, require
from partners.lengths import require_within
from partners.models import Enterprise, User
from partners.models.enterprise import forget
from partners.pictures import drawn_anew
from partners.verb import Refused, verb

MOST_BYTES = 1024 * 1024
WIDEST, HIGHEST = 480, 96
"""Points of the logo as it is kept: twice what a page shows of it, for sharp screens."""

_UNKNOWN = "Bring a PNG or a JPEG."


@verb(did="named the enterprise")
def name_enterprise(
    *, name: str, by: User, now: datetime, logo: bytes | None = None, without_logo: bool = False
) -> Enterprise:
    """Our organisation is called `name` from now on, on every page and in every mail; what is sealed keeps the former.

    `logo` (PNG or JPEG) is drawn anew in its place; None leaves the one there is, `without_logo` takes it away.
    """
    require(by, Permission.ADMINISTER)
    name = " ".join(name.split())
    if not name:
        raise Refused("Give the name of your organisation, as partners read it.", field="name")
    require_within(name, 120, field="name")
    kept = Enterprise.objects.select_for_update().first() or Enterprise(pk=1)
    kept.name = name
    if logo is not None:
        kept.logo = _as_kept(logo)
    elif without_logo:
        kept.logo = b""
    kept.logo_digest = hashlib.sha256(kept.logo).hexdigest()[:16] if kept.logo else ""
    kept.save()
    forget()
    return kept


def _as_kept(content: bytes) -> bytes:
    if len(content) > MOST_BYTES:
        raise Refused("The logo is larger than 1 MB. Bring a smaller one.", field="logo")
    _, picture = drawn_anew(content, ("PNG", "JPEG"), unknown=_UNKNOWN, field="logo")
    picture = picture.convert("RGBA")
    picture.thumbnail((WIDEST, HIGHEST))
    drawn = io.BytesIO()
    picture.save(drawn, "PNG")
    return drawn.getvalue()
