"""What tests of the mandate begin with: our executive sponsor, and a mandate that was widened."""

from datetime import date

from governance import verbs
from governance.models import MandateStep
from partners.access import Role
from partners.isolation.scope import SYSTEM, entered
from partners.models import Membership, User
from tests.cast import Cast
from tests.governance.scene import NOW, in_days


def our_sponsor(cast: Cast) -> User:
    """Somebody of our side who sponsors the partnership, and holds no role across all of them."""
    with entered(SYSTEM):
        person = User.objects.create(email="sponsor@northgate.example", full_name="Olga Sund")
        role = Role.EXECUTIVE_SPONSOR
        Membership.objects.create(partner=cast.partner, person=person, role=role, since=date(2025, 9, 1))
    return person


def opening(cast: Cast, **said: object) -> dict[str, object]:
    """What is opened up, as a form or a verb says it."""
    known = {"kind": "seat", "title": "A seat in Q1 planning", "owner": cast.manager, "due_on": in_days(30)}
    return {**known, **said}


def decided(cast: Cast, step: str = "trusted", **said: object) -> MandateStep:
    words = {"trusted_with": "The ERP basis\nForty databases", "reason": "Nine good months."}
    known = {"by": cast.cio, "now": NOW, **words, **opening(cast)}
    return verbs.decide_mandate(cast.partner, step=step, **{**known, **said})
