"""What the business wants, walked down to what a partner answers for and back up; and who of it sees what."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from governance import verbs
from governance.models import BusinessOutcome, OutcomeIntent
from governance.outcomes.chain import Chain, chain_above, links_below
from partners.history.tables import history_of_rows
from partners.isolation.scope import SYSTEM, acting_as, entered, shared_edition
from partners.models import User
from partners.verb import Refused, Stale
from tests.cast import Cast
from tests.governance.scene import NOW, in_days
from tests.reviews import scene

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _everywhere(cast: Cast) -> object:
    with entered(SYSTEM):
        yield


def wanted(cast: Cast, statement: str = "Results on day three", **fields: object) -> BusinessOutcome:
    said = {"function": "Finance", "owner": cast.teammate, "by": cast.cio, "now": NOW}
    return verbs.want_business_outcome(statement=statement, **{**said, **fields})


def serving(
    cast: Cast, of: BusinessOutcome, statement: str = "A month end by day", **fields: object
) -> OutcomeIntent:
    partner = fields.pop("partner", cast.partner)
    intent = scene.outcome(partner, statement, **fields)
    return verbs.serve(intent, wanted=of, by=cast.cio, now=NOW)


def seen(person: User) -> set[str]:
    with acting_as(person):
        return {row.statement for row in BusinessOutcome.objects.all()}


def test_the_chain_is_walked_up_from_an_outcome(cast: Cast) -> None:
    top = wanted(cast)
    change = wanted(cast, "No night shift", serves=top)
    for person in (cast.manager, cast.lead, cast.cio):
        assert chain_above(serving(cast, change), person) == Chain(top, change)
        assert chain_above(serving(cast, top), person) == Chain(top, None)
        assert chain_above(scene.outcome(cast.partner), person) == Chain(None, None)


def test_the_chain_is_walked_down_as_far_as_the_reader_sees(cast: Cast) -> None:
    top = wanted(cast)
    change, other = (wanted(cast, name, serves=top) for name in ("No night shift", "A rival serves this"))
    own = serving(cast, change)
    theirs = serving(cast, other, "A rival's", partner=cast.rival)
    direct = serving(cast, top, "Directly", partner=cast.rival)
    (link,) = links_below([top], cast.cio)
    assert [(each.wanted, each.intents) for each in link.changed] == [(change, (own,)), (other, (theirs,))]
    assert link.intents == (direct,)
    (link,) = links_below([top], cast.lead)
    assert [(each.wanted, each.intents) for each in link.changed] == [(change, (own,))]
    assert link.intents == ()


def test_the_database_shows_a_partner_what_its_own_outcomes_serve_and_nothing_else(cast: Cast) -> None:
    top, unserved = wanted(cast), wanted(cast, "Nobody serves this")
    change, other = (wanted(cast, name, serves=top) for name in ("No night shift", "A rival serves this"))
    assert seen(cast.lead) == set()
    serving(cast, change)
    serving(cast, other, partner=cast.rival)
    assert seen(cast.lead) == seen(cast.contributor) == {"Results on day three", "No night shift"}
    assert seen(cast.rival_lead) == {"Results on day three", "A rival serves this"}
    assert len(seen(cast.cio)) == len(seen(cast.manager)) == len(seen(cast.teammate)) == 4
    with entered(shared_edition(cast.cio, cast.partner)):
        assert {row.statement for row in BusinessOutcome.objects.all()} == seen(cast.lead)
    assert unserved.statement not in seen(cast.lead)


def test_what_was_written_before_is_shown_to_our_own_people_alone(cast: Cast) -> None:
    top = wanted(cast)
    serving(cast, top)
    verbs.edit_business_outcome(top, stands="day five", by=cast.cio, now=NOW)
    events = history_of_rows(BusinessOutcome)._base_manager
    with acting_as(cast.lead):
        assert not events.exists()
    with acting_as(cast.manager):
        assert events.exists()


def test_nothing_serves_itself_and_there_is_no_third_link(cast: Cast) -> None:
    top = wanted(cast)
    change = wanted(cast, "No night shift", serves=top)
    with pytest.raises(Refused, match="Nothing serves itself"):
        verbs.edit_business_outcome(top, serves=top, by=cast.cio, now=NOW)
    with pytest.raises(Refused, match="serves another itself"):
        wanted(cast, "A third", serves=change)
    free = wanted(cast, "Free")
    with pytest.raises(Refused, match="Others of ours serve this one"):
        verbs.edit_business_outcome(BusinessOutcome.objects.get(pk=top.pk), serves=free, by=cast.cio, now=NOW)
    with pytest.raises(IntegrityError, match="businessoutcome_serves_another"), transaction.atomic():
        BusinessOutcome.objects.filter(pk=free.pk).update(serves=free)


def test_an_outcome_follows_what_it_serves_to_what_that_serves(cast: Cast) -> None:
    top, other = wanted(cast), wanted(cast, "Another")
    change = wanted(cast, "No night shift", serves=top)
    intents = [serving(cast, change), serving(cast, change, partner=cast.rival)]
    for above in (other, None):
        verbs.edit_business_outcome(change, serves=above, by=cast.manager, now=NOW)
        for intent in intents:
            intent.refresh_from_db()
            assert (intent.serves, intent.serves_above) == (change, above)
    assert chain_above(intents[0], cast.lead) == Chain(change, None)


def test_it_is_corrected_ended_and_taken_up_again(cast: Cast) -> None:
    top = wanted(cast)
    verbs.edit_business_outcome(
        top, version=1, stands="day five today", due_on=in_days(90), by=cast.cio, now=NOW
    )
    with pytest.raises(Stale):
        verbs.edit_business_outcome(top, version=1, stands="day four", by=cast.cio, now=NOW)
    with pytest.raises(Refused, match="what shows it") as refused:
        verbs.end_business_outcome(top, becomes="reached", words=" ", by=cast.cio, now=NOW)
    assert refused.value.field == "words"
    verbs.end_business_outcome(top, becomes="reached", words="Day three, twice.", by=cast.cio, now=NOW)
    with pytest.raises(Refused, match="It has ended"):
        verbs.edit_business_outcome(top, stands="day two", by=cast.cio, now=NOW)
    with pytest.raises(Refused, match="Choose what is still wanted"):
        serving(cast, top)
    verbs.resume_business_outcome(top, by=cast.cio, now=NOW)
    assert (top.state, top.ended_on, top.words) == ("under_way", None, "")


@pytest.mark.parametrize(
    ("fields", "field"), [({"statement": " "}, "statement"), ({"function": ""}, "function")]
)
def test_it_says_what_is_wanted_and_who_wants_it(cast: Cast, fields: dict[str, str], field: str) -> None:
    with pytest.raises(Refused) as refused:
        wanted(cast, **fields)
    assert refused.value.field == field


def test_its_owner_is_of_our_house(cast: Cast) -> None:
    with pytest.raises(Refused, match="not of our house"):
        wanted(cast, owner=cast.lead)


def test_a_partner_keeps_none_of_it(cast: Cast) -> None:
    with pytest.raises(PermissionDenied):
        wanted(cast, by=cast.lead)
    intent = serving(cast, wanted(cast))
    with pytest.raises(PermissionDenied):
        verbs.serve(intent, wanted=None, by=cast.lead, now=NOW)
    with pytest.raises(PermissionDenied):
        verbs.serve(scene.outcome(cast.rival), wanted=None, by=cast.manager, now=NOW)


def test_a_function_is_renamed_in_what_it_wants_and_not_ended_while_it_wants_something(cast: Cast) -> None:
    top = wanted(cast)
    verbs.rename_function("Finance", name="Group finance", by=cast.cio, now=NOW)
    top.refresh_from_db()
    assert top.function == "Group finance"
    with pytest.raises(Refused, match="wants business outcomes"):
        verbs.end_function("Group finance", by=cast.cio, now=NOW)
