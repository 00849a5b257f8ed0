"""What an outcome has brought: said by one, confirmed by its business owner, read by both sides and in the record."""

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.test import Client

from governance import verbs
from governance.consent_letters import KIND
from governance.models import OutcomeIntent, ValueClaim
from governance.outcomes.queries import outcomes_waiting, value_of
from partners.access import NotAllowed
from partners.isolation.scope import SYSTEM, entered
from partners.models import MailContent, OutgoingMail, Side, User
from partners.verb import Refused
from tests.cast import Cast
from tests.governance.scene import NOW, TODAY, in_days
from tests.reviews import scene

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]
SAID = "Five hours, three months in a row."
SPEAKS_NOWHERE = Q(pk__in=[])
BOTH_SIDES = pytest.mark.parametrize("side", list(Side))


@pytest.fixture(autouse=True)
def _everywhere(cast: Cast) -> object:
    with entered(SYSTEM):
        yield


@pytest.fixture
def outcome(cast: Cast) -> OutcomeIntent:
    return scene.outcome(cast.partner, business_owner=cast.reader, value_expected="Two evenings a month")


def leads(cast: Cast, side: Side) -> tuple[User, User]:
    ours = (cast.manager, cast.lead)
    return ours if side is Side.OURS else ours[::-1]


def claimed(outcome: OutcomeIntent, by: User) -> ValueClaim:
    return verbs.claim_value(outcome, words=SAID, by=by, now=NOW)


def letters(person: User) -> list[OutgoingMail]:
    return list(OutgoingMail.objects.filter(kind=KIND, person=person, state="queued"))


@BOTH_SIDES
def test_whoever_keeps_the_charter_says_it_and_the_business_owner_is_asked(
    cast: Cast, outcome: OutcomeIntent, side: Side
) -> None:
    by, _ = leads(cast, side)
    claim = claimed(outcome, by)
    assert (claim.side, claim.on, claim.state, claim.level) == (side, TODAY, "asked", "none")
    [letter] = letters(cast.reader)
    assert f"{by.full_name} says what “{outcome.statement}” has brought" in letter.subject
    content = MailContent.objects.get(mail=letter)
    for words in (content.text, content.html):
        assert SAID in words
        assert claim.get_absolute_url() in words
        assert "Until your side agrees" not in words
    assert not letters(cast.lead)
    assert not letters(cast.manager)
    [waiting] = outcomes_waiting(cast.reader, SPEAKS_NOWHERE, TODAY)
    assert waiting.waits_for == "value"
    assert not outcomes_waiting(cast.teammate, SPEAKS_NOWHERE, TODAY)


@pytest.mark.parametrize(
    ("verdict", "level", "told"),
    [
        ("whole", "good", "all of it is there"),
        ("part", "warn", "part of it is there"),
        ("none", "bad", "nothing of it yet"),
    ],
)
def test_the_business_owner_answers_and_may_say_it_differently(
    cast: Cast, outcome: OutcomeIntent, verdict: str, level: str, told: str
) -> None:
    claim = claimed(outcome, cast.lead)
    verbs.answer_value(
        claim, verdict="part", words="  The night shift is still paid.  ", by=cast.reader, now=NOW
    )
    assert (claim.state, claim.answer, claim.answered_by) == (
        "answered",
        "The night shift is still paid.",
        cast.reader,
    )
    assert not letters(cast.reader), "what is answered within minutes is not asked by mail"
    verbs.answer_value(claim, verdict=verdict, by=cast.reader, now=NOW)
    now = value_of(outcome)
    assert now is not None
    assert (now.level, now.told, now.answer, now.answered_on) == (level, told, "", TODAY)
    assert not outcomes_waiting(cast.reader, SPEAKS_NOWHERE, TODAY)


def test_nobody_else_answers_nor_a_business_owner_who_takes_no_part(
    cast: Cast, outcome: OutcomeIntent
) -> None:
    claim = claimed(outcome, cast.lead)
    for person in (cast.cio, cast.manager, cast.lead, cast.partner_sponsor, cast.teammate):
        with pytest.raises(NotAllowed):
            verbs.answer_value(claim, verdict="whole", by=person, now=NOW)
    OutcomeIntent.objects.filter(pk=outcome.pk).update(business_owner=cast.stranger)
    claim.outcome.refresh_from_db()
    with pytest.raises(NotAllowed):
        verbs.answer_value(claim, verdict="whole", by=cast.stranger, now=NOW)
    for person in (cast.reader, cast.contributor, cast.observer):
        with pytest.raises(PermissionDenied):
            verbs.claim_value(outcome, words=SAID, by=person, now=NOW)
        with pytest.raises(PermissionDenied):
            verbs.take_back_value(claim, by=person, now=NOW)


def test_whoever_was_its_business_owner_until_just_now_does_not_answer(
    cast: Cast, outcome: OutcomeIntent
) -> None:
    claim = claimed(outcome, cast.lead)
    assert claim.outcome.business_owner == cast.reader
    OutcomeIntent.objects.filter(pk=outcome.pk).update(business_owner=cast.teammate)
    with pytest.raises(NotAllowed):
        verbs.answer_value(claim, verdict="whole", by=cast.reader, now=NOW)
    assert ValueClaim.objects.get().state == "asked"


def test_whoever_says_it_does_not_confirm_it(cast: Cast) -> None:
    outcome = scene.outcome(cast.partner, business_owner=cast.manager)
    with pytest.raises(Refused, match="somebody else says what it has brought"):
        claimed(outcome, cast.manager)
    claim = claimed(outcome, cast.lead)
    OutcomeIntent.objects.filter(pk=outcome.pk).update(business_owner=cast.lead)
    claim.outcome.refresh_from_db()
    with pytest.raises(Refused, match="You have said it yourself"):
        verbs.answer_value(claim, verdict="whole", by=cast.lead, now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        ValueClaim.objects.filter(pk=claim.pk).update(
            state="answered", verdict="whole", answered_by=cast.lead, answered_on=TODAY
        )


@pytest.mark.parametrize(
    ("state", "fits"),
    [("draft", False), ("agreed", True), ("achieved", True), ("missed", True), ("retired", False)],
)
def test_it_is_said_of_what_was_agreed(cast: Cast, state: str, fits: bool) -> None:
    outcome = scene.outcome(cast.partner, business_owner=cast.reader, state=state)
    if fits:
        assert claimed(outcome, cast.lead).words == SAID
    else:
        with pytest.raises(Refused, match="both have agreed"):
            claimed(outcome, cast.lead)


def test_what_is_missing_is_asked_for(cast: Cast, outcome: OutcomeIntent) -> None:
    with pytest.raises(Refused, match="name its business owner first"):
        claimed(scene.outcome(cast.partner), cast.lead)
    with pytest.raises(Refused, match="Say what it has brought") as refused:
        verbs.claim_value(outcome, words="  ", by=cast.lead, now=NOW)
    assert refused.value.field == "words"
    claim = claimed(outcome, cast.lead)
    with pytest.raises(Refused, match="Lena Moser has not answered"):
        claimed(outcome, cast.manager)
    with pytest.raises(Refused, match="all of it is there, part of it") as refused:
        verbs.answer_value(claim, verdict="", by=cast.reader, now=NOW)
    assert refused.value.field == "verdict"


@BOTH_SIDES
def test_the_side_that_said_it_takes_it_back(cast: Cast, outcome: OutcomeIntent, side: Side) -> None:
    by, other = leads(cast, side)
    claim = claimed(outcome, by)
    with pytest.raises(Refused, match="Only the side that said this"):
        verbs.take_back_value(claim, by=other, now=NOW)
    verbs.take_back_value(claim, by=by, now=NOW)
    assert value_of(outcome) is None
    assert not letters(cast.reader)
    with pytest.raises(Refused, match="taken back"):
        verbs.answer_value(claim, verdict="whole", by=cast.reader, now=NOW)
    again = claimed(outcome, other)
    verbs.answer_value(again, verdict="whole", by=cast.reader, now=NOW)
    with pytest.raises(Refused, match="answered already"):
        verbs.take_back_value(again, by=other, now=NOW)
    assert value_of(outcome) == again


@pytest.mark.parametrize(
    ("becomes", "about", "asked"),
    [
        ("achieved", {}, True),
        ("missed", {}, False),
        ("achieved", {"value_expected": ""}, False),
        ("achieved", {"business_owner": None}, False),
    ],
)
def test_what_shows_that_it_was_achieved_is_what_it_has_brought(
    cast: Cast, outcome: OutcomeIntent, becomes: str, about: dict[str, object], asked: bool
) -> None:
    OutcomeIntent.objects.filter(pk=outcome.pk).update(**about)
    change = verbs.ask_to_conclude(outcome, becomes=becomes, reason=SAID, by=cast.lead, now=NOW)
    assert value_of(outcome) is None
    verbs.agree_change(change, by=cast.manager, now=NOW)
    claim = value_of(outcome)
    assert (claim is not None) is asked
    if claim:
        assert (claim.words, claim.by, claim.side, len(letters(cast.reader))) == (
            SAID,
            cast.lead,
            "theirs",
            1,
        )


def test_one_answer_is_waited_for_also_where_it_is_concluded(cast: Cast, outcome: OutcomeIntent) -> None:
    first = claimed(outcome, cast.manager)
    change = verbs.ask_to_conclude(outcome, becomes="achieved", reason="Reached.", by=cast.lead, now=NOW)
    verbs.agree_change(change, by=cast.manager, now=NOW)
    assert value_of(outcome) == first


def test_its_business_owner_has_a_page_of_three_buttons(
    cast: Cast, outcome: OutcomeIntent, signed_in: SignedIn
) -> None:
    page = f"/partnerships/meridian/outcomes/{outcome.pk}/"
    answer = signed_in(cast.lead).post(f"{page}value/", {"words": SAID})
    claim = ValueClaim.objects.get()
    assert answer.headers["Location"] == page
    own = f"{page}value/{claim.pk}/"
    shown = signed_in(cast.reader).get(own).content.decode()
    assert [shown.count(f'name="verdict" value="{value}"') for value in ("whole", "part", "none")] == [
        1,
        1,
        1,
    ]
    assert "Two evenings a month" in shown
    assert SAID in shown
    assert signed_in(cast.lead).get(own).headers["Location"] == f"{page}#value"
    assert signed_in(cast.lead).post(own, {"verdict": "whole"}).status_code == 403
    refused = signed_in(cast.reader).post(own, {"verdict": "", "words": "Wait"})
    assert refused.status_code == 422
    assert "Wait" in refused.content.decode()
    told = signed_in(cast.reader).post(
        own, {"verdict": "part", "words": "The night is still paid."}, follow=True
    )
    assert "Thank you. Both sides read it." in told.content.decode()
    for reader in (cast.manager, cast.lead, cast.reader):
        text = signed_in(reader).get(page).content.decode()
        assert "part of it is there" in text
        assert "The night is still paid." in text
        assert ("Say it differently" in text) is (reader == cast.reader)
    claim.refresh_from_db()
    assert claim.verdict == "part"


def test_the_form_stands_where_it_can_be_said(
    cast: Cast, outcome: OutcomeIntent, signed_in: SignedIn
) -> None:
    page = f"/partnerships/meridian/outcomes/{outcome.pk}/"
    asks = "Say what it has brought"

    def offers(reader: User, what: str = asks) -> bool:
        return what in signed_in(reader).get(page).content.decode()

    assert [offers(who) for who in (cast.lead, cast.manager, cast.reader, cast.observer)] == [
        True,
        True,
        False,
        False,
    ]
    claim = claimed(outcome, cast.lead)
    assert [offers(who) for who in (cast.lead, cast.manager)] == [False, False]
    assert [offers(who, "Take it back") for who in (cast.lead, cast.manager)] == [True, False]
    assert [offers(who, "Say how much of it is there") for who in (cast.lead, cast.reader)] == [False, True]
    signed_in(cast.lead).post(f"{page}value/{claim.pk}/withdrawal/", {})
    assert offers(cast.lead)
    OutcomeIntent.objects.filter(pk=outcome.pk).update(
        state="retired", concluded_on=in_days(-1), conclusion="Over."
    )
    assert not offers(cast.lead)
