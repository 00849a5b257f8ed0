import pytest
from django.core.exceptions import PermissionDenied

from governance import verbs
from partners.isolation.scope import acting_as
from partners.verb import Refused, Stale
from tests.cast import Cast
from tests.governance.scene import NOW, counterpart, in_days, promised

BOTH_SIDES = pytest.mark.parametrize("owner_name", ["manager", "lead"])


@BOTH_SIDES
def test_the_other_side_confirms_what_one_reports(cast: Cast, owner_name: str) -> None:
    owner = getattr(cast, owner_name)
    other = counterpart(cast, owner)
    with acting_as(owner):
        item = verbs.report_done(promised(cast, owner), by=owner, now=NOW, word="On the new cluster")
        assert (item.state, item.reported_at) == ("reported", NOW)
        assert item.notes.get().text == "On the new cluster"
    with acting_as(other):
        verbs.confirm(item, by=other, now=NOW)
        assert (item.state, item.confirmed_by) == ("closed", other)


@BOTH_SIDES
def test_nobody_confirms_for_their_own_side(cast: Cast, owner_name: str) -> None:
    owner = getattr(cast, owner_name)
    with acting_as(owner):
        item = verbs.report_done(promised(cast, owner), by=owner, now=NOW)
        with pytest.raises(Refused, match="The other side confirms"):
            verbs.confirm(item, by=owner, now=NOW)


def test_a_nod_in_the_room_is_recorded_by_the_chair_as_the_others_word(cast: Cast) -> None:
    with acting_as(cast.cio):
        item = verbs.report_done(promised(cast, cast.manager), by=cast.cio, now=NOW)
        verbs.confirm(item, by=cast.cio, now=NOW, on_word_of=cast.lead)
        assert item.confirmed_by == cast.lead


def test_only_who_chairs_records_the_nod_of_somebody_else(cast: Cast) -> None:
    with acting_as(cast.lead):
        item = verbs.report_done(promised(cast, cast.lead), by=cast.lead, now=NOW)
        with pytest.raises(PermissionDenied):
            verbs.confirm(item, by=cast.lead, now=NOW, on_word_of=cast.manager)


@BOTH_SIDES
def test_given_back_with_a_word_it_is_open_again_and_its_dates_stand(cast: Cast, owner_name: str) -> None:
    owner = getattr(cast, owner_name)
    other = counterpart(cast, owner)
    with acting_as(other):
        item = verbs.report_done(promised(cast, owner), by=owner, now=NOW)
        verbs.give_back(item, word="The second node is missing", by=other, now=NOW)
        assert (item.state, item.reported_at, item.returned) == ("open", None, 1)
        assert item.first_due_on == in_days(21)


@BOTH_SIDES
def test_it_is_given_back_once_and_then_the_room_decides(cast: Cast, owner_name: str) -> None:
    owner = getattr(cast, owner_name)
    other = counterpart(cast, owner)
    with acting_as(other):
        item = verbs.report_done(promised(cast, owner), by=owner, now=NOW)
        verbs.give_back(item, word="The second node is missing", by=other, now=NOW)
        verbs.report_done(item, by=owner, now=NOW)
        with pytest.raises(Refused, match="agenda of the next review"):
            verbs.give_back(item, word="It is missing still", by=other, now=NOW)
    with acting_as(cast.cio):
        verbs.give_back(item, word="It is missing still", by=cast.cio, now=NOW, on_word_of=other)
    assert (item.state, item.returned) == ("open", 2)


def test_giving_back_needs_a_word(cast: Cast) -> None:
    with acting_as(cast.manager):
        item = verbs.report_done(promised(cast, cast.lead), by=cast.lead, now=NOW)
        with pytest.raises(Refused, match="Say what is missing") as refused:
            verbs.give_back(item, word=" ", by=cast.manager, now=NOW)
    assert refused.value.field == "word"


def test_a_contributor_updates_only_what_they_own(cast: Cast) -> None:
    with acting_as(cast.contributor):
        own = promised(cast, cast.contributor)
        assert verbs.report_done(own, by=cast.contributor, now=NOW).state == "reported"
        with pytest.raises(PermissionDenied):
            verbs.report_done(promised(cast, cast.lead), by=cast.contributor, now=NOW)


def test_a_proposal_cannot_be_reported_done(cast: Cast) -> None:
    with acting_as(cast.manager):
        item = verbs.propose(
            cast.partner, title="Rebuild", owner=cast.lead, due_on=in_days(5), by=cast.manager, now=NOW
        )
        with pytest.raises(Refused, match="Jonas Stein has to accept it first"):
            verbs.report_done(item, by=cast.lead, now=NOW)


def test_reporting_twice_or_reporting_the_settled_is_refused(cast: Cast) -> None:
    with acting_as(cast.manager):
        item = verbs.report_done(promised(cast, cast.lead), by=cast.lead, now=NOW)
        with pytest.raises(Refused, match="already reported done"):
            verbs.report_done(item, by=cast.lead, now=NOW)
        verbs.confirm(item, by=cast.manager, now=NOW)
        with pytest.raises(Refused, match="already done and confirmed"):
            verbs.report_done(item, by=cast.lead, now=NOW)


def test_the_consent_list_is_read_anew_before_it_is_confirmed(cast: Cast) -> None:
    with acting_as(cast.manager):
        item = verbs.report_done(promised(cast, cast.lead), by=cast.lead, now=NOW)
        read_before = type(item).objects.get(pk=item.pk)
        verbs.confirm(item, by=cast.manager, now=NOW)
        assert verbs.confirm_all([read_before], by=cast.manager, now=NOW) == []


def test_the_consent_list_is_confirmed_at_once_but_for_what_was_settled_meanwhile(cast: Cast) -> None:
    with acting_as(cast.manager):
        items = [promised(cast, cast.lead, title=f"Step {number}") for number in range(3)]
        for item in items[:2]:
            verbs.report_done(item, by=cast.lead, now=NOW)
        confirmed = verbs.confirm_all(items, by=cast.manager, now=NOW)
        assert confirmed == items[:2]
        assert items[2].state == "open"


def test_a_stale_confirmation_is_refused(cast: Cast) -> None:
    with acting_as(cast.manager):
        item = promised(cast, cast.lead)
        seen = item.version
        verbs.report_done(item, by=cast.lead, now=NOW)
        with pytest.raises(Stale):
            verbs.confirm(item, by=cast.manager, now=NOW, version=seen)
