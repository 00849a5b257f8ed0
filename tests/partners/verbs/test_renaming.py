"""A partner's name and code are corrected: each is one partner's alone, and both sides are told of a name."""

from datetime import datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.models import Partner, User
from partners.verb import Refused
from partners.verbs import edit_charter, start_partnership
from tests.cast import Cast
from tests.partners.conftest import last_letter
from tests.partners.verbs.consent.asked_across import told


def corrected(cast: Cast, now: datetime, by: User | None = None, **said: Any) -> Partner:
    whole = {"kind": "", "expertise": "", "status": "active", "country": "", "time_zone": "", **said}
    by = by or cast.manager
    with acting_as(by):
        return edit_charter(cast.partner, **whole, by=by, now=now)


def test_the_relationship_manager_corrects_both_and_the_address_stays(cast: Cast, now: datetime) -> None:
    slug = cast.partner.slug
    corrected(cast, now, name="  Meridian   Systems AG ", code=" MRD ")
    with entered(SYSTEM):
        kept = Partner.objects.get(pk=cast.partner.pk)
    assert (kept.name, kept.code, kept.slug) == ("Meridian Systems AG", "MRD", slug)


def test_both_leads_are_told_of_another_name_and_of_nothing_else(cast: Cast, now: datetime) -> None:
    corrected(cast, now, name=cast.partner.name, code="MRD")
    assert told() == []
    corrected(cast, now, name="Meridian AG")
    assert told() == [cast.lead.email, cast.manager.email]
    assert "Meridian Systems is called Meridian AG now." in last_letter().text


@pytest.mark.parametrize("taken", ["Halden & Roy", "HALDEN & roy"])
def test_a_name_of_a_partner_one_does_not_see_is_taken_all_the_same(
    cast: Cast, now: datetime, taken: str
) -> None:
    with pytest.raises(Refused, match="There is already a partnership with") as refused:
        corrected(cast, now, name=taken)
    assert refused.value.field == "name"


def test_one_s_own_name_may_change_its_capitals(cast: Cast, now: datetime) -> None:
    assert corrected(cast, now, name="MERIDIAN Systems").name == "MERIDIAN Systems"


def test_a_code_is_one_partner_s_alone_and_may_be_taken_away(cast: Cast, now: datetime) -> None:
    with entered(SYSTEM):
        Partner.objects.filter(pk=cast.rival.pk).update(code="HLD")
    with pytest.raises(Refused, match="The code HLD belongs to another partner") as refused:
        corrected(cast, now, code="HLD")
    assert refused.value.field == "code"
    corrected(cast, now, code="MRD")
    with acting_as(cast.cio), pytest.raises(Refused, match="The code MRD"):
        start_partnership("Öresund Data", code="MRD", by=cast.cio, now=now)
    assert corrected(cast, now, code="").code == ""


def test_the_partner_s_lead_corrects_neither(cast: Cast, now: datetime) -> None:
    for said in ({"name": "Meridian AG"}, {"code": "X"}):
        with pytest.raises(PermissionDenied):
            corrected(cast, now, by=cast.lead, **said)
