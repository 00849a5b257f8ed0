"""No page is a dead end: what one may not do says who of one's own side can help, and every error has a way on."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.test import Client, RequestFactory

from config.views import forbidden
from partners.access import InternalRole, NotAllowed, Permission, can, require
from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.models import User
from partners.who_can_help import who_can_help
from tests.cast import Cast

TEMPLATES = Path(settings.BASE_DIR) / "templates"
ERRORS = sorted(path.name for path in TEMPLATES.glob("[45]??*.html"))


def helped(cast: Cast, who: str, permission: Permission) -> dict[str, bool]:
    """Who is named, and whether only as one who looks after roles."""
    reader = User.objects.get(pk=getattr(cast, who).pk)
    with acting_as(reader):
        return {each.name: each.grants for each in who_can_help(reader, permission, cast.partner)}


@pytest.mark.parametrize("who", ["observer", "teammate", "reader", "manager", "lead", "contributor"])
@pytest.mark.parametrize("permission", [Permission.PROMISE, Permission.RUN_REVIEW, Permission.CLASSIFY])
def test_whoever_is_named_is_of_the_reader_s_own_side_and_can_do_it_or_grant_it(
    cast: Cast, who: str, permission: Permission
) -> None:
    reader, found = getattr(cast, who), helped(cast, who, permission)
    assert found
    assert reader.full_name not in found
    with entered(SYSTEM):
        for name, grants in found.items():
            person = User.objects.get(full_name=name)
            assert person.employer == reader.employer
            across = {InternalRole.CIO, InternalRole.ADMINISTRATOR} & {person.internal_role}
            assert {*across, *(set(person.roles) & {cast.partner.pk})}
            assert grants == (not can(person, permission, cast.partner))
    assert list(found.values()) == sorted(found.values())


def test_both_sides_are_helped_by_the_same_rule(cast: Cast) -> None:
    assert helped(cast, "teammate", Permission.PROMISE) == {
        "Priya Raman": False, "Anand Kulkarni": False, "Ada Minster": True,
    }  # fmt: skip
    assert helped(cast, "observer", Permission.PROMISE) == {"Hanna Weiss": False, "Jonas Stein": False}
    assert helped(cast, "observer", Permission.RUN_REVIEW) == {"Hanna Weiss": True, "Jonas Stein": True}


def test_the_page_names_role_and_address_and_nobody_of_the_other_side_or_of_a_rival(
    cast: Cast, signed_in: Callable[[User], Client]
) -> None:
    answer = signed_in(cast.observer).get(f"/partnerships/{cast.partner.slug}/actions/new/")
    text = answer.content.decode()
    assert answer.status_code == 403
    assert "Jonas Stein" in text
    assert f'href="mailto:{cast.lead.email}"' in text
    with entered(SYSTEM):
        others = User.objects.exclude(employer=cast.partner).values_list("full_name", "email")
        assert not [name for pair in others for name in pair if name in text]


def test_whose_access_ended_helps_nobody(cast: Cast) -> None:
    with entered(SYSTEM):
        User.objects.filter(pk__in=[cast.lead.pk, cast.administrator.pk]).update(is_active=False)
    assert "Jonas Stein" not in helped(cast, "observer", Permission.PROMISE)
    assert "Ada Minster" not in helped(cast, "teammate", Permission.PROMISE)


def test_a_refusal_knows_what_it_is_about(cast: Cast) -> None:
    with pytest.raises(NotAllowed) as denied:
        require(cast.observer, Permission.PROMISE, cast.partner)
    assert (denied.value.permission, denied.value.partner) == (Permission.PROMISE, cast.partner)


def test_whoever_is_not_signed_in_reads_no_name(db: None) -> None:
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    answer = forbidden(request, NotAllowed(Permission.PROMISE, None))
    assert answer.status_code == 403
    assert "mailto:" not in answer.content.decode()


@pytest.mark.parametrize("name", ERRORS)
def test_every_error_page_leads_somewhere(name: str) -> None:
    source = (TEMPLATES / name).read_text()
    assert re.search(r"<(a|button|form)\b", source), name
