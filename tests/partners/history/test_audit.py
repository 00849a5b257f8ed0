from datetime import date, datetime

from governance.models import ActionItem
from partners.history.row_history import history_of
from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.models import Membership, Partner
from partners.verb import verb
from partners.verbs import change_role, start_partnership
from tests.cast import Cast


def promised(cast: Cast, now: datetime) -> ActionItem:
    return ActionItem.objects.create(
        partner=cast.partner,
        title="Index rebuild",
        owner=cast.lead,
        side="theirs",
        due_on=date(2026, 11, 20),
        created_by=cast.lead,
        created_at=now,
    )


@verb(did="handed it over and moved it")
def hand_on(item: ActionItem, *, to: object, due_on: date, by: object, now: datetime) -> None:
    item.owner, item.due_on = to, due_on
    item.save()


def test_a_change_names_who_what_when_and_both_values(cast: Cast, now: datetime) -> None:
    with acting_as(cast.manager):
        membership = Membership.objects.get(person=cast.teammate)
        change_role(membership, role="observer", by=cast.manager, now=now)
        [change, began] = history_of(membership)
    assert (change.person, change.at, change.words) == (cast.manager, now, "changed a role")
    assert (change.field, change.before, change.after) == ("role", "Contributor", "Observer")
    assert began.words == "wrote it"


def test_days_and_people_are_named_as_people_say_them(cast: Cast, now: datetime) -> None:
    with acting_as(cast.manager):
        item = promised(cast, now)
        hand_on(item, to=cast.contributor, due_on=date(2026, 12, 4), by=cast.manager, now=now)
        said = {change.field: (change.before, change.after) for change in history_of(item)}
    assert said["owner"] == ("Jonas Stein", "Mei Chen")
    assert said["due on"] == ("20 Nov 2026", "4 Dec 2026")


def test_the_first_line_tells_who_began(cast: Cast, now: datetime) -> None:
    with acting_as(cast.cio):
        partner = start_partnership("Öresund Data", by=cast.cio, now=now)
        [began] = history_of(partner)
    assert (began.person, began.words, began.field) == (cast.cio, "started the partnership", "")


def test_a_rival_reads_no_history(cast: Cast, now: datetime) -> None:
    with acting_as(cast.manager):
        item = promised(cast, now)
    with acting_as(cast.rival_lead):
        assert history_of(item) == []


def test_what_follows_a_deed_in_the_same_transaction_is_not_put_down_to_whoever_acted(
    cast: Cast, now: datetime
) -> None:
    with acting_as(cast.manager):
        change_role(Membership.objects.get(person=cast.teammate), role="observer", by=cast.manager, now=now)
    with entered(SYSTEM):
        Partner.objects.filter(pk=cast.partner.pk).update(kind="databases and advice")
        [change, *_] = history_of(cast.partner)
    assert (change.person, change.words) == (None, "changed it")


def test_changes_in_bulk_are_in_the_history_too(cast: Cast) -> None:
    with entered(SYSTEM):
        Partner.objects.filter(pk=cast.partner.pk).update(kind="databases and advice")
        assert history_of(cast.partner)[0].after == "databases and advice"
