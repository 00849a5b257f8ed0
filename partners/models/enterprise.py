"""What our own organisation is called, and its logo: one row, and until it is written the name the installation began
with.

The name stands in nearly every line of a page, so it is read once for each request and each task (`forget`).
"""

from contextvars import ContextVar
from enum import Enum

from django.conf import settings
from django.core.signals import request_started
from django.db import DatabaseError, models
from django.db.models import Q

from partners.isolation.rowsecurity import RowAccess
from partners.models.base import tracked


@tracked(exclude=("logo",))
class Enterprise(models.Model):
    """Our own organisation, as partners read it. The sign-in page shows it as well, so that it is nobody's secret."""

    row_access = RowAccess.OPEN

    name = models.CharField(max_length=120)
    logo = models.BinaryField(
        default=b"", blank=True, help_text="PNG, drawn anew; empty where there is none."
    )
    logo_digest = models.CharField(max_length=16, blank=True, help_text="Names the logo in its address.")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="enterprise_is_one")]

    def __str__(self) -> str:
        return self.name


class _Unread(Enum):
    UNREAD = "unread"


_UNREAD = _Unread.UNREAD
_held: ContextVar[Enterprise | _Unread | None] = ContextVar("enterprise", default=_UNREAD)


def our_enterprise() -> Enterprise | None:
    """Our organisation without its logo's bytes; None where nobody has named it yet, or the database is away."""
    held = _held.get()
    if held is _UNREAD:
        try:
            held = Enterprise.objects.defer("logo").first()
        except DatabaseError:
            return None
        _held.set(held)
    return held


def enterprise_name() -> str:
    """What our own organisation is called."""
    named = our_enterprise()
    return named.name if named else settings.ENTERPRISE_NAME


def our_logo() -> bytes:
    """The logo of our own organisation, a PNG; empty where there is none."""
    named = our_enterprise()
    if not named or not named.logo_digest:
        return b""
    return bytes(Enterprise.objects.only("logo").get(pk=named.pk).logo)


def hold(found: Enterprise | None) -> None:
    """From now on, in this request or task, our organisation is `found`."""
    _held.set(found)


def forget(**_: object) -> None:
    """It is read anew when it is next asked for."""
    _held.set(_UNREAD)


request_started.connect(forget)
