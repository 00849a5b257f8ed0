"""Cover: given in one line, seen by both sides, over by itself."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from governance import verbs
from governance.counting.covered_days import quarter_of
from governance.cover.queries import quarter
from governance.ledger.facts import promises
from governance.models import Cover
from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.models import MailContent, OutgoingMail, User
from partners.verb import Refused, Stale
from tests.cast import Cast
from tests.governance.scene import NOW, TODAY, at, in_days, promised


def in_force(covers, day: date):
    """Those that have begun and last on `day`."""
    return covers.standing(day).filter(began_on__lte=day)


WORDS = "Reschedule the reports. Don't argue, give them my number."


def covered(cast: Cast, by: User, **said: object) -> Cover:
    facts = {"words": WORDS, "until": in_days(14), "number": "+49 170 5550123", "now": NOW, **said}
    with acting_as(by):
        return verbs.give_cover(cast.partner, by=by, **facts)  # type: ignore[arg-type]  # by name


@pytest.fixture(params=["cio", "partner_sponsor"])
def leader(request: pytest.FixtureRequest, cast: Cast) -> User:
    """Whoever may give cover, on either side."""
    person: User = getattr(cast, request.param)
    return person


def test_one_line_covers_both_sides_from_the_next_working_day_on(cast: Cast, leader: User) -> None:
    cover = covered(cast, leader, words="  Reschedule \n the reports. ")
    assert (cover.words, cover.began_on, cover.until) == ("Reschedule the reports.", in_days(1), in_days(14))
    for person in (cast.manager, cast.lead, cast.observer):
        with acting_as(person):
            seen = Cover.objects.visible_to(person)
            assert not in_force(seen, TODAY).exists()
            assert in_force(seen, in_days(1)).get() == seen.standing(TODAY).get() == cover


@pytest.mark.parametrize(
    ("country", "given", "begins"),
    [
        ("", in_days(4), in_days(7)),  # on a Friday
        ("", in_days(5), in_days(7)),  # on a Saturday
        ("DE", in_days(31), in_days(35)),  # on Christmas Eve
        ("US", in_days(2), in_days(4)),  # before Thanksgiving
    ],
)
def test_the_working_day_is_the_giver_s(
    cast: Cast, leader: User, country: str, given: date, begins: date
) -> None:
    leader.country = country
    assert covered(cast, leader, now=at(given), until=in_days(40)).began_on == begins


@pytest.mark.parametrize("who", ["contributor", "manager"])
def test_where_the_day_has_begun_for_anybody_it_is_not_covered(cast: Cast, leader: User, who: str) -> None:
    with entered(SYSTEM):
        User.objects.filter(pk=getattr(cast, who).pk).update(time_zone="Asia/Kolkata")
    evening = NOW + timedelta(hours=11)  # half past one on Tuesday, in Kolkata
    assert covered(cast, leader, now=evening).began_on == in_days(2)


def test_given_on_the_due_day_it_erases_nothing_not_even_when_it_is_given_again(
    cast: Cast, leader: User
) -> None:
    with acting_as(cast.manager):
        for owner in (cast.lead, cast.manager):
            promised(cast, owner, due_on=TODAY)
    for _ in range(2):
        cover = covered(cast, leader)
        with acting_as(leader):
            verbs.end_cover(cover, by=leader, now=NOW)
    covered(cast, leader)
    with acting_as(leader):
        assert [one.covered for one in promises(cast.partner)] == [False, False]


def test_one_that_ends_before_it_could_begin_is_no_cover(cast: Cast, leader: User) -> None:
    with pytest.raises(Refused, match="from Tuesday 24 November on") as refused:
        covered(cast, leader, until=TODAY)
    assert refused.value.field == "until"


def test_taken_back_before_it_begins_it_covers_nothing_and_does_not_count(cast: Cast, leader: User) -> None:
    cover = covered(cast, leader)
    with acting_as(leader):
        verbs.end_cover(cover, by=leader, now=NOW)
        assert cover.was_taken_back
        assert not any(cover.days.include(in_days(day)) for day in range(20))
        assert quarter(cast.partner, TODAY).words == "0 of 2 this quarter"
    with entered(SYSTEM):
        assert "covers nothing" in MailContent.objects.filter(mail__kind="cover").latest("pk").text


def test_a_quarter_has_two_of_both_sides_together_in_sight_of_both(cast: Cast, leader: User) -> None:
    other = cast.partner_sponsor if leader == cast.cio else cast.cio
    covered(cast, leader, until=in_days(3))
    covered(cast, other, now=at(in_days(4)), until=in_days(9))
    for person in (cast.manager, cast.lead):
        with acting_as(person):
            assert quarter(cast.partner, TODAY).words == "2 of 2 this quarter"
    for by in (leader, other):
        with pytest.raises(Refused, match=r"2 of 2 this quarter, by .* and .*from 1 January"):
            covered(cast, by, now=at(in_days(15)), until=in_days(20))
    new_year_s_eve = date(2026, 12, 31)
    assert covered(cast, leader, now=at(new_year_s_eve), until=date(2027, 1, 9)).began_on.year == 2027


@given(st.dates(date(2020, 1, 1), date(2030, 12, 31)))
def test_every_day_lies_in_its_quarter_of_three_months(day: date) -> None:
    first, after = quarter_of(day)
    assert first <= day < after
    assert (after.year * 12 + after.month) - (first.year * 12 + first.month) == 3
    assert (first.day, after.day, first.month % 3) == (1, 1, 1)


def test_nobody_covers_yesterday_by_living_in_the_west(cast: Cast, leader: User) -> None:
    with entered(SYSTEM):
        User.objects.filter(pk=leader.pk).update(time_zone="Pacific/Honolulu")
    leader.refresh_from_db()
    assert covered(cast, leader, now=NOW).began_on == in_days(1)  # eleven in the evening before, over there


def test_it_is_over_by_itself_the_day_after(cast: Cast, leader: User) -> None:
    covered(cast, leader)
    with acting_as(leader):
        assert in_force(Cover.objects.all(), in_days(14)).exists()
        assert not in_force(Cover.objects.all(), in_days(15)).exists()


def test_a_rival_reads_nothing_of_it(cast: Cast, leader: User) -> None:
    covered(cast, leader)
    with acting_as(cast.rival_lead):
        assert not Cover.objects.exists()


@pytest.mark.parametrize("who", ["manager", "lead", "teammate", "observer", "reader"])
def test_only_a_sponsor_of_either_side_or_the_cio_gives_it(cast: Cast, who: str) -> None:
    with pytest.raises(PermissionDenied):
        covered(cast, getattr(cast, who))


def test_the_card_is_mailed_to_everybody_on_both_sides_but_its_giver(cast: Cast, leader: User) -> None:
    covered(cast, leader)
    members = {cast.manager, cast.teammate, cast.reader, cast.lead, cast.contributor, cast.partner_sponsor}
    assert told() == {person.email for person in {*members, cast.observer} - {leader}}


def told() -> set[str]:
    with entered(SYSTEM):
        return set(OutgoingMail.objects.filter(kind="cover").values_list("address", flat=True))


def test_the_mail_says_the_words_the_day_and_the_number(cast: Cast, leader: User) -> None:
    covered(cast, leader)
    with entered(SYSTEM):
        mail = OutgoingMail.objects.filter(kind="cover").earliest("pk")
        content = (mail.content.text, mail.content.html)
    assert mail.subject == "Meridian Systems: under cover from 24 November until 7 December"
    assert WORDS in content[0]
    assert "Give them my number: +49 170 5550123" in content[0]
    assert 'href="tel:+491705550123"' in content[1]


def test_a_second_one_waits_until_the_first_is_over(cast: Cast, leader: User) -> None:
    covered(cast, leader)
    other = cast.partner_sponsor if leader == cast.cio else cast.cio
    with pytest.raises(Refused, match="has given cover until 7 December"):
        covered(cast, other, now=at(in_days(14)), until=in_days(20))
    assert covered(cast, other, now=at(in_days(15)), until=in_days(20)).began_on == in_days(16)


def test_the_database_itself_keeps_two_covers_apart(cast: Cast) -> None:
    covered(cast, cast.cio)
    again = Cover(
        partner=cast.partner, words="Mine", began_on=in_days(14), until=in_days(20), given_by=cast.cio
    )
    elsewhere = Cover(partner=cast.rival, words="Theirs", began_on=TODAY, until=in_days(9), given_by=cast.cio)
    with acting_as(cast.cio):
        with pytest.raises(IntegrityError, match="cover_one_at_a_time"), transaction.atomic():
            again.save()
        elsewhere.save()


@pytest.mark.parametrize(
    ("said", "field", "sentence"),
    [
        ({"words": " "}, "words", "Say in one line"),
        ({"words": "x" * 201}, "words", "under 200"),
        ({"until": in_days(-1)}, "until", "That day has passed"),
        ({"until": TODAY + timedelta(weeks=8, days=1)}, "until", "eight weeks at most: give a day until 18 January"),
        ({"number": "call me"}, "number", "a number that can be dialled"),
    ],
)  # fmt: skip
def test_what_cannot_be_a_cover_is_refused_with_a_sentence(
    cast: Cast, leader: User, said: dict[str, object], field: str, sentence: str
) -> None:
    with pytest.raises(Refused, match=sentence) as refused:
        covered(cast, leader, **said)
    assert refused.value.field == field


def test_cause_and_concession_are_added_while_it_lasts_and_later(cast: Cast, leader: User) -> None:
    cover = covered(cast, leader)
    said = {"cause": "Forty people on one line.", "concession": "The report waits.", "by": leader}
    with acting_as(leader):
        verbs.add_to_cover(cover, **said, version=1, now=at(in_days(30)))
        cover.refresh_from_db()
        assert (cover.cause, cover.concession, cover.version) == (said["cause"], said["concession"], 2)
        with pytest.raises(Stale):
            verbs.add_to_cover(cover, **said, version=1, now=NOW)


def test_ended_early_it_covers_that_day_still_and_everybody_is_told(cast: Cast, leader: User) -> None:
    cover = covered(cast, leader)
    with acting_as(leader):
        verbs.end_cover(cover, by=leader, now=at(in_days(3)))
        assert (cover.last_on, cover.ended_by) == (in_days(3), leader)
        assert not in_force(Cover.objects.all(), in_days(3)).exists()
        with pytest.raises(Refused, match="over already"):
            verbs.end_cover(cover, by=leader, now=at(in_days(3)))
    with entered(SYSTEM):
        ends = OutgoingMail.objects.filter(kind="cover", subject__endswith=": the cover has ended")
        assert ends.count() == OutgoingMail.objects.filter(kind="cover").count() / 2


def test_once_one_is_ended_another_can_be_given_the_same_day(cast: Cast, leader: User) -> None:
    cover = covered(cast, leader)
    with acting_as(leader):
        verbs.end_cover(cover, by=leader, now=at(in_days(1)))
    assert covered(cast, leader, words="Another storm.", now=at(in_days(1))).began_on == in_days(2)


def test_one_that_has_run_out_cannot_be_ended(cast: Cast, leader: User) -> None:
    cover = covered(cast, leader)
    with acting_as(leader), pytest.raises(Refused, match="over already"):
        verbs.end_cover(cover, by=leader, now=at(in_days(15)))


def test_the_other_side_s_leader_neither_ends_it_nor_speaks_for_its_giver(cast: Cast, leader: User) -> None:
    cover, other = covered(cast, leader), cast.partner_sponsor if leader == cast.cio else cast.cio
    with acting_as(other):
        with pytest.raises(Refused, match="only their side"):
            verbs.end_cover(cover, by=other, now=NOW)
        with pytest.raises(Refused, match="only their side"):
            verbs.add_to_cover(cover, cause="No", concession="", version=1, by=other, now=NOW)


def test_a_cover_of_another_partnership_keeps_nobody_from_giving_one_here(cast: Cast) -> None:
    with entered(SYSTEM):
        Cover.objects.create(
            partner=cast.rival, words="There", began_on=TODAY, until=in_days(9), given_by=cast.cio
        )
    assert covered(cast, cast.cio, until=in_days(3)).partner == cast.partner
    with pytest.raises(Refused, match="has given cover until"):
        covered(cast, cast.cio, until=in_days(3))
