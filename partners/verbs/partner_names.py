"""What a partner is called, and by which code files name it: each once among all partners, seen or not."""

from django.db.models import QuerySet

from partners.isolation.scope import SYSTEM, entered
from partners.models import Partner
from partners.verb import Refused


def checked_name(name: str, *, but: Partner | None = None) -> str:
    """The name as it is kept. Raises Refused where it says nothing, or another partner than `but` is called so."""
    name = " ".join(name.split())
    if not name:
        raise Refused("Give the partner's name.", field="name")
    with entered(SYSTEM):
        if _others(but).filter(name__iexact=name).exists():
            raise name_taken(name)
    return name


def checked_code(code: str, *, but: Partner | None = None) -> str:
    """The code as it is kept, "" for none. Raises Refused where files already name another partner than `but` by it."""
    code = code.strip()
    with entered(SYSTEM):
        if code and _others(but).filter(code=code).exists():
            raise code_taken(code)
    return code


def name_taken(name: str) -> Refused:
    """What whoever is second reads."""
    return Refused(f"There is already a partnership with {name}.", field="name")


def code_taken(code: str) -> Refused:
    """The same of a code."""
    return Refused(f"The code {code} belongs to another partner.", field="code")


def _others(but: Partner | None) -> QuerySet[Partner]:
    return Partner.objects.exclude(pk=but.pk) if but else Partner.objects.all()
