"""Many screens in one room: who follows and who looks around, who is here now, who presents, writes, writes at once."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from partners.isolation.scope import SYSTEM, entered
from partners.models import User
from reviews import verbs
from reviews.models import Review, RoomMove, SideStatement
from reviews.room.presence import SECONDS_SEEN
from reviews.room.views.room import PEOPLE_ALONE
from tests.reviews.room.screen.shown import SignedIn, at, captured, line_of, text_of
from tests.reviews.scene import Scene

BY_HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def _nobody_was_here_before(opened: Scene) -> None:
    cache.delete(f"reviews.at_screens.{opened.review.pk}")


def main_of(page: str) -> str:
    return page.split('id="main"')[1].split("</main>")[0]


def asks(scene: Scene, screen: Client, page: str, **params: object) -> object:
    """What the poll of a screen that shows `page` is answered."""
    (address,) = re.findall(r'hx-get="([^"]*/state/[^"]*)"', page)
    (here,) = re.findall(r'name="here" value="(\w+)"', page)
    return screen.get(address.replace("&amp;", "&") + f"&here={here}", headers=BY_HTMX)


def give(scene: Scene, chair: Client, part: str, who: User | None) -> object:
    return chair.post(at(scene, f"{part}/"), {"person": who.pk if who else ""})


# --- following, looking around ----------------------------------------------------------------------------------------


def test_whoever_follows_goes_with_the_chair_and_whoever_looks_around_stays(
    opened: Scene, chair: Client, signed_in: SignedIn
) -> None:
    first, third = line_of(opened, 1), line_of(opened, 3)
    lead = signed_in(opened.cast.lead)
    following, around = text_of(lead.get(at(opened))), text_of(lead.get(at(opened, f"?item={first.pk}")))
    assert "You follow Anand Kulkarni, who chairs." in following
    assert f'href="{at(opened)}?item={first.pk}" hx-get' in main_of(following)
    chair.post(at(opened, f"agenda/{third.pk}/turn/"))
    followed, stayed = (text_of(asks(opened, lead, page)) for page in (following, around))
    assert f"<h1>{third.title.replace('&', '&amp;')}</h1>" in followed
    assert f"<h1>{first.title}</h1>" in stayed
    assert "You look around. Anand Kulkarni is at “Outcomes &amp; initiatives”." in stayed
    assert "Follow the chair" in stayed


def test_the_chair_s_own_screen_says_nothing_of_following(opened: Scene, chair: Client) -> None:
    page = text_of(chair.get(at(opened)))
    assert "/turn/" in page
    assert "You follow" not in page
    assert "You present" not in page


# --- who is here now --------------------------------------------------------------------------------------------------


def test_who_looks_on_is_here_while_their_screen_asks_and_no_longer(
    opened: Scene, chair: Client, signed_in: SignedIn
) -> None:
    observer = signed_in(opened.cast.observer)
    observer.get(at(opened))
    page = text_of(chair.get(at(opened)))
    assert "2 here · 1 following" in page
    assert asks(opened, chair, page).status_code == 204
    for seconds, there in ((SECONDS_SEEN - 1, True), (SECONDS_SEEN, False)):
        with time_machine.travel(opened.at(20) + timedelta(seconds=seconds), tick=False):
            answer = asks(opened, chair, page)
            assert (answer.status_code == 204) is there, seconds
    assert answer[PEOPLE_ALONE] == "1"
    told = text_of(answer)
    assert "2 here</small>" in told
    assert f"{opened.cast.observer.full_name} <small>followed</small>" in told
    assert "#main" not in told
    with time_machine.travel(opened.at(20) + timedelta(seconds=SECONDS_SEEN), tick=False):
        asks(opened, observer, page)
        assert asks(opened, chair, page).status_code == 204


def test_the_poll_keeps_who_is_here_in_the_cache_alone(
    opened: Scene, chair: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    page = text_of(chair.get(at(opened)))
    statements = []
    for later in (1, 10):
        with time_machine.travel(opened.at(20) + timedelta(seconds=later), tick=False):
            with django_assert_max_num_queries(10) as asked:
                assert asks(opened, chair, page).status_code == 204
            statements.append([one["sql"].split()[0] for one in asked])
    assert statements[0] == statements[1]
    assert not {"INSERT", "UPDATE"} & set(statements[0])


def test_a_cache_that_is_away_closes_no_room(
    opened: Scene, chair: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object, **__: object) -> None:
        raise ConnectionError

    monkeypatch.setattr(type(cache._connections[cache._alias]), "get", away)
    assert chair.get(at(opened)).status_code == 200


# --- presenting, writing ----------------------------------------------------------------------------------------------


def test_whoever_is_given_presenting_turns_everyone_s_screen(
    opened: Scene, chair: Client, signed_in: SignedIn
) -> None:
    lead, second = signed_in(opened.cast.lead), line_of(opened, 2)
    assert lead.post(at(opened, f"agenda/{second.pk}/turn/")).status_code == 403
    give(opened, chair, "presenting", opened.cast.lead)
    page = text_of(lead.get(at(opened)))
    assert "You present: everyone who follows sees what you turn to." in page
    assert lead.post(at(opened, f"agenda/{second.pk}/turn/")).status_code == 302
    page = text_of(chair.get(at(opened)))
    assert f"<h1>{second.title}</h1>" in page
    assert f"You follow {opened.cast.lead.full_name}." in page
    assert "/turn/" not in page.split('class="room-agenda"')[1]
    chair.post(at(opened, "presenting/"))
    assert "/turn/" in text_of(chair.get(at(opened))).split('class="room-agenda"')[1]
    assert "/turn/" not in text_of(lead.get(at(opened)))


def test_a_scribe_has_the_line_and_what_it_keeps_but_no_decision(
    opened: Scene, chair: Client, signed_in: SignedIn
) -> None:
    lead = signed_in(opened.cast.lead)
    for rest in ("lines/", "lines/preview/", "undo/"):
        assert lead.post(at(opened, rest), {"line": "A word", "as": "note"}).status_code == 403
    give(opened, chair, "scribe", opened.cast.lead)
    page = text_of(lead.get(at(opened)))
    assert 'name="line"' in page
    assert 'value="decision"' not in page
    assert 'value="decision"' in text_of(chair.get(at(opened)))
    assert "/seal/" not in text_of(lead.get(at(opened, "close/")))
    captured(opened, lead, "Archive the invoices @tom 4 Dec")
    captured(opened, lead, "They sounded tired", **{"as": "note"})
    assert captured(opened, lead, "Freeze", **{"as": "decision"}).status_code == 403
    with entered(SYSTEM):
        moves = list(RoomMove.objects.filter(review=opened.review).values_list("kind", "by"))
    assert moves == [("promised", opened.cast.lead.pk), ("noted", opened.cast.lead.pk)]
    undo = {"latest": re.findall(r'name="latest" value="(\d+)"', text_of(lead.get(at(opened))))[0]}
    assert lead.post(at(opened, "undo/"), undo).status_code == 302
    captured(opened, chair, "By the chair", **{"as": "note"})
    assert 'name="latest"' not in text_of(lead.get(at(opened)))


def test_whoever_is_named_to_write_gets_the_line_with_the_next_question_and_loses_it_so(
    opened: Scene, chair: Client, signed_in: SignedIn
) -> None:
    lead = signed_in(opened.cast.lead)
    page = text_of(lead.get(at(opened)))
    for who, before, after in ((opened.cast.lead, "", "1"), (None, "1", "")):
        give(opened, chair, "scribe", who)
        told = text_of(lead.get(at(opened, f"state/?v=1&writes={before}"), headers=BY_HTMX))
        assert f'name="writes" value="{after}"' in told
        assert ('name="line"' in told) is (who is not None)
        assert 'id="capture-mine"' not in text_of(
            lead.get(at(opened, f"state/?v=1&writes={after}"), headers=BY_HTMX)
        )
    assert 'hx-include="#room-count, #capture-mine"' in page


def test_whoever_presents_or_writes_stays_chosen_while_their_screen_is_away(
    opened: Scene, chair: Client, signed_in: SignedIn
) -> None:
    """Else the list would say somebody else, and would seem to have been changed."""
    observer = opened.cast.observer
    signed_in(observer).get(at(opened))
    for part in ("presenting", "scribe"):
        give(opened, chair, part, observer)
    with time_machine.travel(opened.at(20) + timedelta(seconds=2 * SECONDS_SEEN), tick=False):
        page = text_of(chair.get(at(opened)))
    assert page.count(f'<option value="{observer.pk}" selected>') == 2


def test_only_who_may_chair_gives_the_parts(opened: Scene, signed_in: SignedIn) -> None:
    lead = signed_in(opened.cast.lead)
    for part in ("presenting", "scribe"):
        assert give(opened, lead, part, opened.cast.lead).status_code == 403
    with entered(SYSTEM):
        review = Review.objects.get(pk=opened.review.pk)
    assert (review.presenter, review.scribe) == (None, None)


# --- two at one line --------------------------------------------------------------------------------------------------


def test_the_second_of_two_who_write_one_sentence_reads_both_and_chooses(
    opened: Scene, chair: Client, signed_in: SignedIn
) -> None:
    lead = opened.cast.lead
    seen = text_of(chair.get(at(opened, "close/")))
    assert seen.count('name="version" value="0"') == 2
    with entered(SYSTEM):
        verbs.say(opened.review, by=lead, sentence="Tuning is used up.", now=opened.at(20))
    said = {"side": "theirs", "voice": lead.pk, "stance": "agree", "sentence": "We tuned enough."}
    answer = chair.post(at(opened, "statement/"), {**said, "version": "0"})
    page = text_of(answer)
    assert answer.status_code == 409
    assert "“Tuning is used up.”" in page
    assert ">We tuned enough.</textarea>" in page
    assert "Send it again on top of that" in page
    assert "data-leaves" in page
    form = page.split('id="say-theirs"')[1]
    (version,) = re.findall(r'name="version" value="(\d+)"', form)
    assert chair.post(at(opened, "statement/"), {**said, "version": version}).status_code == 302
    with entered(SYSTEM):
        assert SideStatement.objects.get().sentence == "We tuned enough."


# --- overtime ---------------------------------------------------------------------------------------------------------


def test_overtime_is_said_quietly_and_in_no_colour(opened: Scene, chair: Client) -> None:
    for minutes, said in ((90, "of 90</small>"), (91, "of 90, 1 over</small>")):
        with time_machine.travel(opened.at(minutes), tick=False):
            top = text_of(chair.get(at(opened))).split('class="room-top"')[1].split("</header>")[0]
        assert said in top
        assert "bad" not in top
