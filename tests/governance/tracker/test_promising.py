import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from governance import verbs
from governance.models import ActionItem
from partners.isolation.scope import acting_as
from partners.models import AuditEvent
from partners.verb import Refused, Stale
from tests.cast import Cast
from tests.governance.scene import NOW, TODAY, at, counterpart, in_days, promised

BOTH_SIDES = pytest.mark.parametrize("owner_name", ["manager", "lead"])


def proposed(cast: Cast, owner_name: str) -> ActionItem:
    owner = getattr(cast, owner_name)
    return verbs.propose(
        cast.partner,
        title="Archive 2019",
        owner=owner,
        due_on=in_days(10),
        by=counterpart(cast, owner),
        now=NOW,
    )


@BOTH_SIDES
def test_a_proposal_counts_only_once_its_owner_accepts(cast: Cast, owner_name: str) -> None:
    owner = getattr(cast, owner_name)
    with acting_as(owner):
        item = proposed(cast, owner_name)
        assert (item.state, item.first_due_on) == ("proposed", None)
        verbs.accept(item, by=owner, now=NOW)
        assert (item.state, item.first_due_on, item.side) == ("open", in_days(10), owner.side)
        assert [given.due_on for given in item.dates.all()] == [in_days(10)]


@BOTH_SIDES
def test_the_owner_may_accept_by_a_day_of_their_own_which_is_then_the_first_date(
    cast: Cast, owner_name: str
) -> None:
    owner = getattr(cast, owner_name)
    with acting_as(owner):
        item = verbs.accept(proposed(cast, owner_name), by=owner, now=NOW, due_on=in_days(14))
        assert (item.first_due_on, item.due_on) == (in_days(14), in_days(14))


def test_nobody_accepts_for_somebody_else(cast: Cast) -> None:
    with acting_as(cast.manager), pytest.raises(Refused, match="Only Jonas Stein can accept this"):
        verbs.accept(proposed(cast, "lead"), by=cast.manager, now=NOW)


def test_what_one_proposes_to_oneself_is_promised_at_once(cast: Cast) -> None:
    with acting_as(cast.contributor):
        item = verbs.propose(
            cast.partner,
            title="Load test",
            owner=cast.contributor,
            due_on=in_days(3),
            by=cast.contributor,
            now=NOW,
        )
        assert item.state == "open"


def test_accepting_twice_is_refused(cast: Cast) -> None:
    with acting_as(cast.lead):
        item = verbs.accept(proposed(cast, "lead"), by=cast.lead, now=NOW)
        with pytest.raises(Refused, match="already settled"):
            verbs.accept(item, by=cast.lead, now=NOW)


@pytest.mark.parametrize(
    "wrong, field, sentence",
    [
        ({"title": "  "}, "title", "Say what is to be done"),
        ({"title": "x" * 201}, "title", "under 200 characters"),
        ({"due_on": in_days(-1)}, "due_on", "That day has passed"),
        ({"due_on": in_days(4000)}, "due_on", "more than ten years away"),
    ],
)
def test_a_promise_that_cannot_be_is_refused_at_its_field(
    cast: Cast, wrong: dict[str, object], field: str, sentence: str
) -> None:
    said = {"title": "Rebuild", "owner": cast.teammate, "due_on": in_days(5), **wrong}
    with acting_as(cast.manager), pytest.raises(Refused, match=sentence) as refused:
        verbs.promise(cast.partner, by=cast.manager, now=NOW, **said)
    assert refused.value.field == field


@pytest.mark.parametrize("outsider", ["rival_lead", "stranger", "observer", "reader", "leaver"])
def test_who_takes_no_part_can_own_nothing(cast: Cast, outsider: str) -> None:
    with acting_as(cast.manager), pytest.raises(Refused) as refused:
        promised(cast, getattr(cast, outsider))
    assert refused.value.field == "owner"


def test_the_cio_can_own_an_action_without_being_a_member(cast: Cast) -> None:
    with acting_as(cast.lead):
        assert promised(cast, cast.cio).side == "ours"


@pytest.mark.parametrize("person", ["contributor", "observer", "rival_lead", "stranger"])
def test_recording_a_promise_for_others_needs_the_right_to(cast: Cast, person: str) -> None:
    by = getattr(cast, person)
    with acting_as(by), pytest.raises(PermissionDenied):
        verbs.promise(cast.partner, title="Rebuild", owner=cast.lead, due_on=in_days(5), by=by, now=NOW)


def test_a_spreadsheet_brings_in_what_one_s_own_side_owes_though_its_day_has_passed(cast: Cast) -> None:
    with acting_as(cast.manager):
        item = verbs.bring_in(
            cast.partner,
            title="Old one",
            owner=cast.teammate,
            due_on=in_days(-30),
            by=cast.manager,
            now=NOW,
            reference="A-17",
        )
        assert (item.state, item.first_due_on, item.days_late(TODAY)) == ("open", in_days(-30), 0)
        assert item.stands_taken_over


def test_a_number_of_one_list_is_another_in_the_next(cast: Cast) -> None:
    said = {"owner": cast.lead, "due_on": in_days(5), "reference": "A-17"}
    with acting_as(cast.manager):
        for title in ("Of our list", "Of theirs"):
            verbs.bring_in(cast.partner, title=title, by=cast.manager, now=NOW, **said)
        assert ActionItem.objects.filter(reference="A-17").count() == 2


def test_another_partnerships_outcome_cannot_be_served(cast: Cast) -> None:
    with acting_as(cast.cio):
        foreign = verbs.draft_outcome(
            cast.rival, statement="Integrate", target="One bus", by=cast.cio, now=NOW
        )
        with pytest.raises(Refused, match="another partnership"):
            verbs.promise(
                cast.partner,
                title="Rebuild",
                owner=cast.manager,
                due_on=in_days(5),
                by=cast.cio,
                now=NOW,
                outcome=foreign,
            )


@BOTH_SIDES
def test_a_date_moves_with_its_reason_and_the_first_one_stays_for_ever(cast: Cast, owner_name: str) -> None:
    owner = getattr(cast, owner_name)
    with acting_as(owner):
        item = promised(cast, owner)
        verbs.move_date(item, due_on=in_days(30), reason="Hardware is late", by=owner, now=NOW)
        verbs.move_date(item, due_on=in_days(40), reason="Later still", by=owner, now=at(in_days(28)))
        item.refresh_from_db()
        assert (item.first_due_on, item.due_on) == (in_days(21), in_days(40))
        dates = [(given.due_on, given.with_notice) for given in item.dates.all()]
        assert dates == [(in_days(21), True), (in_days(30), True), (in_days(40), False)]


@pytest.mark.parametrize("days_ahead, noticed", [(7, True), (6, False), (4, False)])
def test_notice_is_five_working_days(cast: Cast, days_ahead: int, noticed: bool) -> None:
    with acting_as(cast.contributor):
        item = promised(cast, cast.teammate, due_on=in_days(14))
    with acting_as(cast.teammate):
        given = at(in_days(14 - days_ahead))
        verbs.move_date(item, due_on=in_days(20), reason="Later", by=cast.teammate, now=given)
        assert item.dates.last().with_notice is noticed


@pytest.mark.parametrize(
    "due, reason, field",
    [(-1, "Why", "due_on"), (21, "Why", "due_on"), (30, "  ", "reason")],
)
def test_a_new_date_is_another_one_to_come_and_has_a_reason(
    cast: Cast, due: int, reason: str, field: str
) -> None:
    with acting_as(cast.lead):
        item = promised(cast, cast.lead)
        with pytest.raises(Refused) as refused:
            verbs.move_date(item, due_on=in_days(due), reason=reason, by=cast.lead, now=NOW)
    assert refused.value.field == field


def test_a_stale_save_is_refused_and_changes_nothing(cast: Cast) -> None:
    with acting_as(cast.lead):
        item = promised(cast, cast.lead)
        seen = item.version
        verbs.move_date(item, due_on=in_days(30), reason="First", by=cast.lead, now=NOW, version=seen)
        with pytest.raises(Stale):
            verbs.move_date(item, due_on=in_days(40), reason="Second", by=cast.lead, now=NOW, version=seen)
        assert ActionItem.objects.get(pk=item.pk).due_on == in_days(30)


@BOTH_SIDES
def test_handing_over_stays_on_the_same_side_and_keeps_the_dates(cast: Cast, owner_name: str) -> None:
    owner = getattr(cast, owner_name)
    colleague = cast.teammate if owner.side == "ours" else cast.contributor
    with acting_as(owner):
        item = verbs.reassign(promised(cast, owner), to=colleague, by=owner, now=NOW)
        assert (item.owner, item.first_due_on) == (colleague, in_days(21))
        with pytest.raises(Refused, match="stays with the side"):
            verbs.reassign(item, to=counterpart(cast, owner), by=owner, now=NOW)


@BOTH_SIDES
def test_one_cannot_withdraw_from_one_s_own_promise_at_the_last_moment(cast: Cast, owner_name: str) -> None:
    owner = getattr(cast, owner_name)
    with acting_as(owner):
        item = promised(cast, owner)
        late = at(in_days(20))
        with pytest.raises(Refused, match="only the other side can release you"):
            verbs.withdraw(item, reason="Not wanted", by=owner, now=late)
        other = counterpart(cast, owner)
    with acting_as(other):
        assert verbs.withdraw(item, reason="We release you", by=other, now=late).state == "withdrawn"


def test_a_slip_is_withdrawn_on_the_day_it_was_made(cast: Cast) -> None:
    with acting_as(cast.manager):
        item = promised(cast, cast.teammate, due_on=in_days(2))
        assert verbs.withdraw(item, reason="Typed twice", by=cast.manager, now=NOW).state == "withdrawn"


def test_the_history_names_the_person_and_the_verb(cast: Cast) -> None:
    with acting_as(cast.lead):
        item = promised(cast, cast.lead)
        verbs.move_date(item, due_on=in_days(30), reason="Hardware", by=cast.lead, now=NOW)
        connection.check_constraints()
        events = AuditEvent.objects.filter(table_name="governance_actionitemevent", object_id=item.pk)
        assert [(event.person_id, event.verb) for event in events.order_by("sequence")] == [
            (cast.manager.pk, "propose"),
            (cast.lead.pk, "accept"),
            (cast.lead.pk, "move_date"),
        ]
