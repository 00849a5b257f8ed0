"""Who may do what, written out once more: a permission given or taken by mistake shows here."""

from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied

from partners.access import InternalRole, Permission, Role, administers, can, require, sees_every_partnership

READ = {"see_partnership"}
TAKE_PART = READ | {"keep_promises", "raise"}
LEAD = TAKE_PART | {
    "promise", "decide", "keep_charter", "record_readings", "write_notes", "prepare_review", "speak_for_side", "invite",
    "see_audit", "keep_house",
}  # fmt: skip
MAY = {
    Role.EXECUTIVE_SPONSOR: LEAD | {"decide_mandate", "give_cover"},
    Role.RELATIONSHIP_MANAGER: LEAD | {"run_review", "keep_business", "classify", "name_partner"},
    Role.PARTNER_LEAD: LEAD,
    Role.CONTRIBUTOR: TAKE_PART,
    Role.OBSERVER: READ,
    Role.EXECUTIVE_READER: READ | {"decide"},
}
MAY_EVERYWHERE = {
    InternalRole.NONE: set(),
    InternalRole.ADMINISTRATOR: {"administer", "start_partnership", "invite"},
    InternalRole.CIO: LEAD
    | {
        "decide_mandate",
        "give_cover",
        "run_review",
        "keep_business",
        "classify",
        "name_partner",
        "see_portfolio",
        "start_partnership",
    },
    InternalRole.PORTFOLIO_READER: READ | {"see_portfolio"},
}
HERE, ELSEWHERE = SimpleNamespace(pk=1), SimpleNamespace(pk=2)


def somebody(role: str = "", internal: str = "", *, is_active: bool = True) -> SimpleNamespace:
    roles = {1: role} if role else {}
    return SimpleNamespace(is_authenticated=True, is_active=is_active, internal_role=internal, roles=roles)


def allowed(person: object, partner: object = None) -> set[str]:
    return {permission.value for permission in Permission if can(person, permission, partner)}


@pytest.mark.parametrize("role", list(Role))
def test_a_part_gives_these_rights_in_its_partnership_and_none_in_another(role: Role) -> None:
    assert allowed(somebody(role), HERE) == MAY[role]
    assert allowed(somebody(role)) == MAY[role]
    assert allowed(somebody(role), ELSEWHERE) == set()


@pytest.mark.parametrize("role", list(InternalRole))
def test_a_role_across_partnerships_gives_these_rights_in_every_one(role: InternalRole) -> None:
    for partner in (HERE, ELSEWHERE, None):
        assert allowed(somebody(internal=role), partner) == MAY_EVERYWHERE[role]
    assert sees_every_partnership(somebody(internal=role)) is (role in ("cio", "portfolio_reader"))
    assert administers(somebody(internal=role)) is (role == "administrator")


def test_rights_of_both_kinds_add_up() -> None:
    both = somebody(Role.CONTRIBUTOR, InternalRole.ADMINISTRATOR)
    assert allowed(both, HERE) == TAKE_PART | MAY_EVERYWHERE[InternalRole.ADMINISTRATOR]
    assert allowed(both, ELSEWHERE) == MAY_EVERYWHERE[InternalRole.ADMINISTRATOR]


@pytest.mark.parametrize("who", [somebody(Role.PARTNER_LEAD, "cio", is_active=False), AnonymousUser()])
def test_whose_access_ended_and_whoever_is_not_signed_in_may_nothing(who: object) -> None:
    assert allowed(who, HERE) == allowed(who) == set()
    assert not sees_every_partnership(who)
    assert not administers(who)


def test_what_is_not_allowed_is_refused_in_words() -> None:
    require(somebody(Role.OBSERVER), Permission.SEE_PARTNERSHIP, HERE)
    with pytest.raises(PermissionDenied, match="Your role does not allow this: record promises"):
        require(somebody(Role.OBSERVER), Permission.PROMISE, HERE)
