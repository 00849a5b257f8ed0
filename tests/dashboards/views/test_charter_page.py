"""The charter on one page: the same for both sides, agreed by each to the very words that stand there."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.test import Client

from governance.charter.verbs import agree_charter
from governance.charter.words import charter_words
from governance.models import CharterAgreement, Forum, OutcomeIntent
from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.models import Engagement, EngagementTerms, Partner, User
from partners.verb import Refused, Stale
from tests.cast import Cast
from tests.ground import laid

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
PAGE = "/partnerships/meridian/charter/page/"
YES = "/partnerships/meridian/charter/agreement/"


@laid
def chartered(cast: Cast) -> Cast:
    with entered(SYSTEM):
        Forum.objects.create(partner=cast.partner, name="Monthly review", minutes=90)
        OutcomeIntent.objects.create(
            partner=cast.partner,
            statement="The close",
            target="In five hours",
            state="agreed",
            guardrails="No weekend",
        )
        OutcomeIntent.objects.create(
            partner=cast.partner, statement="A draft", target="Nothing", state="draft"
        )
    return cast


def words(cast: Cast, reader: User) -> str:
    with acting_as(reader):
        return charter_words(cast.partner, reader).sha256


def agree(cast: Cast, by: User, sha256: str = "") -> CharterAgreement:
    with acting_as(by):
        return agree_charter(cast.partner, sha256=sha256 or words(cast, by), by=by, now=NOW)


def page(person: User, status: int = 200) -> str:
    client = Client()
    client.force_login(person)
    with time_machine.travel(NOW, tick=False):
        answer = client.get(PAGE)
    assert answer.status_code == status
    return answer.content.decode()


def test_both_sides_read_the_same_words(chartered: Cast) -> None:
    assert words(chartered, chartered.manager) == words(chartered, chartered.lead)
    for person in (chartered.manager, chartered.lead, chartered.observer):
        text = page(person)
        for said in ("The close", "In five hours", "No weekend", "Monthly review, 90 minutes"):
            assert said in text
        assert "A draft" not in text


def test_nobody_else_reads_it(chartered: Cast) -> None:
    page(chartered.rival_lead, 404)
    page(chartered.stranger, 404)


def test_what_is_ours_alone_is_no_part_of_it(chartered: Cast) -> None:
    before = words(chartered, chartered.manager)
    with acting_as(chartered.manager):
        contract = Engagement.objects.create(partner=chartered.partner, title="C", starts_on=NOW.date())
        EngagementTerms.objects.create(
            partner=chartered.partner, engagement=contract, notice_by=NOW.date(), value=4711, currency="EUR"
        )
    assert words(chartered, chartered.manager) == before
    assert "4711" not in page(chartered.manager)


def test_it_is_agreed_once_each_side_has_said_yes(chartered: Cast) -> None:
    agree(chartered, chartered.manager)
    assert "not agreed by both" in page(chartered.lead)
    agree(chartered, chartered.partner_sponsor)
    text = page(chartered.lead)
    assert ">agreed by both<" in text
    assert "Hanna Weiss" in text
    assert "Agree, for our side" not in text


def test_other_words_ask_for_another_yes_and_say_so(chartered: Cast) -> None:
    agree(chartered, chartered.manager)
    agree(chartered, chartered.lead)
    with entered(SYSTEM):
        OutcomeIntent.objects.filter(statement="The close").update(target="In four hours")
    text = page(chartered.lead)
    assert "not agreed by both" in text
    assert text.count("to other words than these") == 2
    assert "Agree, for our side" in text


def test_a_side_says_yes_once_to_the_same_words(chartered: Cast) -> None:
    agree(chartered, chartered.lead)
    with pytest.raises(Refused, match="agreed to these words already"):
        agree(chartered, chartered.partner_sponsor)


def test_whoever_read_other_words_is_told(chartered: Cast) -> None:
    read = words(chartered, chartered.lead)
    with entered(SYSTEM):
        Partner.objects.filter(pk=chartered.partner.pk).update(expertise="Archives")
        chartered.partner.refresh_from_db()
    with pytest.raises(Stale, match="has changed while you read it"):
        agree(chartered, chartered.lead, read)


def test_who_does_not_speak_for_a_side_says_no_yes(chartered: Cast) -> None:
    for person in (chartered.contributor, chartered.observer, chartered.teammate):
        with pytest.raises(PermissionDenied):
            agree(chartered, person)


def test_the_button_sends_the_words_that_were_read(chartered: Cast) -> None:
    client = Client()
    client.force_login(chartered.lead)
    with time_machine.travel(NOW, tick=False):
        assert client.post(YES, {"sha256": "0" * 64}).status_code == 409
        assert client.post(YES, {"sha256": words(chartered, chartered.lead)}).status_code == 302
    with entered(SYSTEM):
        assert CharterAgreement.objects.get().by == chartered.lead
