"""The history of the demo has a page for every kind of deed and of record in it, for everybody who may read them."""

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.test import Client

from partners.access import Permission, can
from partners.history.tables import is_history
from partners.isolation.rowsecurity import RowAccess
from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.models import AuditEvent, Partner, User

pytestmark = pytest.mark.django_db
KIND = ("verb", "table_name", "operation")
RECORDS = [
    model.pgh_tracked_model
    for model in apps.get_models()
    if is_history(model) and model.pgh_tracked_model.row_access is RowAccess.PARTNER
]
"""The kinds of rows that have a page of their own history."""


def one_of_each_part(permission: Permission, partner: Partner | None = None) -> list[User]:
    """Somebody of each side and role who holds the permission, of a partnership or in any."""
    with entered(SYSTEM):
        partners = [partner] if partner else list(Partner.objects.all())
        people = [
            person
            for person in User.objects.filter(is_active=True).order_by("pk")
            if any(can(person, permission, partner) for partner in partners)
        ]
        parts = {
            (person.side, person.internal_role, *sorted(set(person.roles.values()))): person
            for person in people
        }
    return list(parts.values())


def signed_in_as(person: User) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(person)
    return client


def a_deed_of_every_kind(person: User) -> Iterator[AuditEvent]:
    with acting_as(person):
        partners = Partner.objects.in_which(person, Permission.SEE_AUDIT)
        events = AuditEvent.objects.visible_to(person).filter(partner_id__in=partners)
        yield from list(events.order_by(*KIND, "-sequence").distinct(*KIND))


def test_the_page_of_every_kind_of_deed_opens_for_everybody_who_may_read_it() -> None:
    broken, opened = {}, set()
    for person in one_of_each_part(Permission.SEE_AUDIT):
        client = signed_in_as(person)
        for event in a_deed_of_every_kind(person):
            answer = client.get(f"/settings/history/{event.sequence}/")
            opened |= {event.verb, event.table_name}
            if answer.status_code != 200:
                broken[f"{person.full_name}: {event.verb} {event.table_name}"] = answer.status_code
    assert broken == {}
    assert {"seal_review", "reviews_roommoveevent", "give_cover", "governance_actionitemevent"} <= opened


@pytest.mark.usefixtures("drawn_from")
def test_the_list_of_deeds_opens_to_its_oldest_page() -> None:
    person = one_of_each_part(Permission.SEE_AUDIT)[0]
    client, older, pages = signed_in_as(person), "?itself=on", 0
    while older:
        answer = client.get(f"/settings/history/{older}")
        assert answer.status_code == 200, older
        older, pages = answer.context["older_url"], pages + 1
    assert pages > 1


def test_the_history_of_every_kind_of_record_opens_for_everybody_of_its_partnership() -> None:
    wrong, opened = {}, 0
    for model in RECORDS:
        with entered(SYSTEM):
            row = model._base_manager.order_by("-pk").select_related("partner").first()
        if row is None:
            continue
        for person in one_of_each_part(Permission.SEE_PARTNERSHIP, row.partner):
            path = f"/partnerships/{row.partner.slug}/history/{model._meta.model_name}/{row.pk}/"
            answer, opened = signed_in_as(person).get(path), opened + 1
            if answer.status_code != 200:
                wrong[f"{person.full_name}: {path}"] = answer.status_code
    assert wrong == {}
    assert opened > 2 * len(RECORDS)
