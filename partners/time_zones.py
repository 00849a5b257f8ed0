"""Time zones as people set them, read without failing on what they once were."""

from datetime import tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils import timezone


@lru_cache(maxsize=256)
def zone_named(name: str) -> tzinfo:
    """The zone of that IANA name; the installation's own where it is empty or unknown."""
    try:
        return ZoneInfo(name) if name else timezone.get_default_timezone()
    except (ZoneInfoNotFoundError, ValueError):
        return timezone.get_default_timezone()
