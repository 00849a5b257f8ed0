"""What a seal keeps of an outcome besides how it stands: the work beneath it, what was asked for, and how it ended."""

from datetime import date, timedelta

import pytest

from governance import verbs
from governance.models import ActionItem, OutcomeIntent, ValueClaim
from partners.models import Side, User
from reviews.facts import InitiativeFacts, OutcomeChangeFacts, OutcomeFacts, ValueFacts
from reviews.facts.rows.outcomes import outcomes
from tests.reviews.record.snapshot.rows import A_DAY, BEFORE, ON, SINCE
from tests.reviews.scene import MONDAY, Scene, outcome, promise

pytestmark = pytest.mark.usefixtures("everywhere")
BOTH_SIDES = pytest.mark.parametrize("side", list(Side))


def told(scene: Scene) -> OutcomeFacts:
    (found,) = outcomes(scene.cast.partner, ON, BEFORE, sealed_on=ON)
    return found


def leads(scene: Scene, side: Side) -> tuple[User, User]:
    """Who leads on a side, and who on the other one."""
    ours = (scene.cast.manager, scene.cast.lead)
    return ours if side is Side.OURS else ours[::-1]


def asked(intent: OutcomeIntent, by: User, now: object = MONDAY, **terms: object) -> None:
    intent.refresh_from_db()
    verbs.edit_outcome(intent, version=intent.version, reason="It grows.", by=by, now=now, **terms)


@BOTH_SIDES
def test_the_terms_agreed_since_are_told_as_they_became_and_as_they_were(scene: Scene, side: Side) -> None:
    asks, answers = leads(scene, side)
    intent = outcome(scene.cast.partner, granted_months=9)
    for now, months in ((SINCE, 10), (MONDAY, 12)):
        asked(intent, asks, now, granted_months=months)
        verbs.agree_change(intent.changes.running().get(), by=answers, now=now)
    asked(intent, asks, target="Thrice the load")
    since, waits = told(scene).changes
    became = ("Months granted: 12 months; it was 10 months",)
    agreed = {"terms": became, "answered_by": answers.pk, "answered_on": ON}
    assert since == OutcomeChangeFacts("agreed", side, asks.pk, ON, "It grows.", **agreed)
    assert (waits.state, waits.terms) == (
        "asked",
        ("How everyone will know: Thrice the load; it was Twice the load",),
    )
    assert told(scene).new_terms == since.terms


@BOTH_SIDES
def test_whose_days_it_comes_later_by_are_kept_in_words(scene: Scene, side: Side) -> None:
    asks, answers = leads(scene, side)
    intent = outcome(scene.cast.partner, starts_on=ON - timedelta(days=90), due_on=ON + timedelta(days=10))
    assert told(scene).slip is None
    asked(intent, asks, due_on=ON + timedelta(days=17))
    verbs.agree_change(intent.changes.running().get(), by=answers, now=MONDAY)
    slip = told(scene).slip
    assert slip is not None
    assert (slip.days, slip.original, slip.is_over) == (7, ON + timedelta(days=10), False)
    assert slip.of_each_side == {side: 7, side.other: 0}
    (part,) = slip.parts
    assert (part.title, part.person) == ("A later date", asks.pk)
    assert "“It grows.”" in part.why


@BOTH_SIDES
def test_a_no_is_told_with_its_reason_and_what_was_taken_back_is_not(scene: Scene, side: Side) -> None:
    asks, answers = leads(scene, side)
    intent = outcome(scene.cast.partner)
    asked(intent, asks, granted_months=12)
    verbs.take_back_change(intent.changes.running().get(), by=asks, now=MONDAY)
    verbs.ask_to_conclude(intent, becomes="missed", reason="It is over.", by=asks, now=MONDAY)
    verbs.decline_change(intent.changes.running().get(), answer="It is not.", by=answers, now=MONDAY)
    (no,) = told(scene).changes
    assert (no.state, no.end, no.terms, no.answer) == ("declined", "missed", (), "It is not.")
    assert told(scene).new_terms == ()


def test_what_is_concluded_is_told_once_as_its_end(scene: Scene) -> None:
    asks, answers = leads(scene, Side.THEIRS)
    intent = outcome(scene.cast.partner)
    verbs.ask_to_conclude(intent, becomes="retired", reason="The cloud.", by=asks, now=MONDAY)
    verbs.agree_change(intent.changes.running().get(), by=answers, now=MONDAY)
    found = told(scene)
    assert (found.ended_as, found.conclusion, found.concluded_on) == ("no longer wanted", "The cloud.", ON)
    assert (len(found.changes), found.told_changes) == (1, ())


def test_the_work_beneath_it_comes_with_its_milestones_in_the_order_of_their_days(scene: Scene) -> None:
    partner, lead, manager = scene.cast.partner, scene.cast.lead, scene.cast.manager
    intent = outcome(partner)
    work = verbs.begin_initiative(intent, title="The purge", by=lead, now=MONDAY)
    for title, days, owner in (("Second", 7, manager), ("First", -3, lead), ("Gone", 1, lead)):
        item = promise(partner, owner, title, due_on=ON + days * A_DAY)
        verbs.set_milestone(item, initiative=work, by=lead, now=MONDAY)
    ActionItem.objects.filter(title="Gone").update(state="withdrawn", closed_on=ON, closed_at=MONDAY)
    verbs.begin_initiative(
        outcome(scene.cast.rival, "A rival's"), title="Theirs", by=scene.cast.rival_lead, now=MONDAY
    )
    (found,) = told(scene).initiatives
    assert [(each.title, each.side, each.days_late) for each in found.milestones] == [
        ("First", "theirs", 3),
        ("Second", "ours", 0),
    ]
    assert (found.title, found.state, found.told_milestones) == (
        "The purge",
        "under_way",
        "0 of 2 milestones done",
    )
    assert InitiativeFacts("None", "under_way").told_milestones == "no milestone yet"


def test_a_check_in_is_told_with_how_sure_its_author_was(scene: Scene) -> None:
    intent = outcome(scene.cast.partner)
    said = {"health": "on_track", "progress": 5, "words": "So.", "by": scene.cast.lead, "now": MONDAY}
    verbs.check_in(intent, **said, confidence="not_sure")
    assert [each.confidence for each in told(scene).check_ins] == ["not_sure"]


def test_what_it_has_brought_is_told_with_the_word_of_its_business_owner(scene: Scene) -> None:
    cast = scene.cast
    intent = outcome(cast.partner, business_owner=cast.reader, value_expected="Two evenings")
    assert (told(scene).value_expected, told(scene).value) == ("Two evenings", None)
    for words in ("One evening.", "Both evenings."):
        claim = verbs.claim_value(intent, words=words, by=cast.lead, now=MONDAY)
        asked = ValueFacts(words, cast.lead.pk, ON)
        assert (told(scene).value, asked.told) == (asked, "")
        verbs.answer_value(claim, verdict="part", words="So far.", by=cast.reader, now=MONDAY)
    found = told(scene).value
    assert found == ValueFacts("Both evenings.", cast.lead.pk, ON, "part", "So far.", cast.reader.pk, ON)
    assert found.told == "part of it is there"
    (before,) = outcomes(cast.partner, ON, BEFORE, sealed_on=ON - A_DAY)
    assert before.value is not None
    assert (before.value.on, before.value.answered_on) == (ON - A_DAY, ON - A_DAY)


@pytest.mark.parametrize(("answered", "is_told"), [(BEFORE, False), (BEFORE + A_DAY, True)])
def test_an_outcome_of_before_comes_back_once_its_business_owner_has_spoken(
    scene: Scene, answered: date, is_told: bool
) -> None:
    cast = scene.cast
    over = {"state": "achieved", "concluded_on": BEFORE - 30 * A_DAY, "conclusion": "Reached."}
    intent = outcome(cast.partner, business_owner=cast.reader, **over)
    claim = verbs.claim_value(intent, words="Both evenings.", by=cast.lead, now=MONDAY)
    assert outcomes(cast.partner, ON, BEFORE, sealed_on=ON) == ()
    verbs.answer_value(claim, verdict="whole", by=cast.reader, now=MONDAY)
    ValueClaim.objects.update(answered_on=answered)
    found = outcomes(cast.partner, ON, BEFORE, sealed_on=ON)
    assert [each.id for each in found] == ([intent.pk] if is_told else [])


def test_what_it_serves_is_told_from_the_business_down(scene: Scene) -> None:
    cast = scene.cast
    said = {"function": "Finance", "owner": cast.teammate, "by": cast.cio, "now": MONDAY}
    top = verbs.want_business_outcome(statement="Results on day three", **said)
    change = verbs.want_business_outcome(statement="No night shift", serves=top, **said)
    intent = outcome(cast.partner)
    assert told(scene).serves == ()
    for wanted, chain in (
        (change, ("Results on day three", "No night shift")),
        (top, ("Results on day three",)),
    ):
        verbs.serve(intent, wanted=wanted, by=cast.cio, now=MONDAY)
        assert told(scene).serves == chain
