"""The register of decisions: what was decided across reviews, sought, and what took whose place."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from governance.models import Ask
from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.models import User
from partners.verb import Refused
from reviews.decisions.decision import RegisteredDecision, found
from reviews.decisions.register import PAGE, Register, RegisterPlace
from reviews.models import Minute, Review, Supersession
from reviews.verbs import stand_again, supersede
from tests.ground import laid
from tests.reading import lines_of
from tests.reviews.scene import EARLIER, TODAY, Scene, ask, one_before

SignedIn = Callable[[User], Client]


def made(scene: Scene, title: str, days_ago: int, answer: str = "Yes") -> Ask:
    return ask(
        scene.cast.partner,
        scene.cast.lead,
        kind="decision",
        title=title,
        state="made",
        answer=answer,
        answered_on=TODAY - timedelta(days=days_ago),
        answered_by=scene.cast.cio,
    )


def aloud(scene: Scene, review: Review, text: str) -> Minute:
    return Minute.objects.create(
        partner=scene.cast.partner,
        review=review,
        kind="decision",
        text=text,
        author=scene.cast.cio,
        written_at=EARLIER,
    )


@laid
def decided(scene: Scene) -> Scene:
    """Three decisions, the newest first: a window, aloud in the review before; the archive; and one of long ago."""
    with entered(SYSTEM):
        before = one_before(scene)
        Review.objects.filter(pk=before.pk).update(held_on=TODAY - timedelta(days=28))
        aloud(scene, before, "Window on Sundays")
        made(scene, "Archive after three years", 30, "After ten, says audit")
        made(scene, "Window on Saturdays", 90)
        aloud(scene, scene.review, "Not sealed yet")
        ask(scene.cast.partner, scene.cast.lead, kind="decision", title="Still pending")
    return scene


def register(scene: Scene, person: str = "lead", **asked: str) -> list[str]:
    reader = getattr(scene.cast, person)
    with acting_as(reader):
        return [entry.decision.title for entry in Register.read(reader, asked, scene.cast.partner).entries]


def decision(scene: Scene, title: str) -> RegisteredDecision:
    with entered(SYSTEM):
        for kind, rows in (
            ("ask", Ask.objects.filter(title=title)),
            ("minute", Minute.objects.filter(text=title)),
        ):
            for row in rows:
                taken = found(f"{kind}-{row.pk}", scene.cast.cio, scene.cast.partner)
                assert taken is not None
                return taken
    raise LookupError(title)


def test_both_kinds_stand_in_one_list_the_newest_first(decided: Scene) -> None:
    assert register(decided) == ["Window on Sundays", "Archive after three years", "Window on Saturdays"]


@pytest.mark.parametrize(
    "words, titles",
    [
        ("window", ["Window on Sundays", "Window on Saturdays"]),
        ("AUDIT", ["Archive after three years"]),
        ("%", []),
        ("_indow", []),
        ("\0", ["Window on Sundays", "Archive after three years", "Window on Saturdays"]),
    ],
)
def test_words_are_sought_in_what_was_asked_and_what_was_decided(
    decided: Scene, words: str, titles: list[str]
) -> None:
    assert register(decided, q=words) == titles


@pytest.mark.parametrize("person, there", [("lead", 3), ("cio", 3), ("reader", 3), ("rival_lead", 0)])
def test_a_reader_finds_the_decisions_of_their_own_partnerships(
    decided: Scene, person: str, there: int
) -> None:
    reader = getattr(decided.cast, person)
    with acting_as(reader):
        assert len(Register.read(reader, {}).entries) == there


def test_page_after_page_has_each_decision_once(decided: Scene) -> None:
    with entered(SYSTEM):
        for number in range(PAGE + 5):
            made(decided, f"Number {number}", 3 + number // 7)
    asked: dict[str, str] = {}
    read: list[str] = []
    reader = decided.cast.lead
    with acting_as(reader):
        while True:
            page = Register.read(reader, asked, decided.cast.partner)
            read += [entry.decision.title for entry in page.entries]
            if not page.pages["older_url"]:
                break
            asked = {"before": page.pages["older_url"].partition("before=")[2]}
    assert len(read) == len(set(read)) == PAGE + 5 + 3


@pytest.mark.parametrize(
    "written", ["", "2026-11-23", "2026-11-23.ask", "2026-11-23.ask.x", "2026-13-01.ask.1", "2026-11-23.action.1",
                "2026-11-23.ask.-1", "9" * 500]
)  # fmt: skip
def test_a_page_nobody_can_read_begins_anew(written: str) -> None:
    assert RegisterPlace.read(written) is None


def test_as_many_queries_however_much_was_decided(decided: Scene) -> None:
    def asked() -> int:
        reader = decided.cast.lead
        with (
            acting_as(reader),
            CaptureQueriesContext(
                connection,
            ) as queries,
        ):
            assert Register.read(reader, {}, decided.cast.partner).entries
        return len(queries)

    with entered(SYSTEM):
        cast = decided.cast
        pair = decision(decided, "Window on Saturdays"), decision(decided, "Window on Sundays")
        supersede(pair[0], new=pair[1], by=cast.lead, now=EARLIER)
    few = asked()
    with entered(SYSTEM):
        for number in range(20):
            made(decided, f"Number {number}", 3)
    assert asked() == few


@pytest.mark.parametrize("person", ["lead", "manager"])
def test_a_later_decision_takes_the_place_of_an_earlier_one_and_each_leads_to_the_other(
    decided: Scene, signed_in: SignedIn, person: str
) -> None:
    cast = decided.cast
    by = getattr(cast, person)
    old, new = decision(decided, "Window on Saturdays"), decision(decided, "Window on Sundays")
    page = f"/partnerships/{cast.partner.slug}/decisions/"
    browser = signed_in(by)
    assert 'value="minute-' in browser.get(f"{page}{old.key}/").content.decode()
    html = browser.post(f"{page}{old.key}/", {"new": new.key}, follow=True).content.decode()
    read = " ".join(lines_of(html))
    assert "superseded by Window on Sundays" in read
    assert "In place of Window on Saturdays" in read
    html = browser.post(f"{page}{old.key}/standing/", follow=True).content.decode()
    assert "superseded" not in " ".join(lines_of(html))
    assert "It stands again." in html
    with entered(SYSTEM):
        assert not Supersession.objects.exists()


@pytest.mark.parametrize("person", ["observer", "contributor"])
def test_only_whoever_decides_says_so(decided: Scene, signed_in: SignedIn, person: str) -> None:
    cast = decided.cast
    browser = signed_in(getattr(cast, person))
    old, new = decision(decided, "Window on Saturdays"), decision(decided, "Window on Sundays")
    page = f"/partnerships/{cast.partner.slug}/decisions/"
    assert "Superseded …" not in browser.get(page).content.decode()
    assert browser.post(f"{page}{old.key}/", {"new": new.key}).status_code == 403


def test_what_cannot_take_its_place_is_refused_in_words(decided: Scene) -> None:
    said: dict[str, Any] = {"by": decided.cast.lead, "now": EARLIER}
    saturdays, sundays, archive = (
        decision(decided, title)
        for title in ("Window on Saturdays", "Window on Sundays", "Archive after three years")
    )
    with entered(SYSTEM):
        with pytest.raises(Refused, match="was decided earlier"):
            supersede(sundays, new=saturdays, **said)
        with pytest.raises(Refused, match="take each other's place"):
            supersede(sundays, new=sundays, **said)
        supersede(saturdays, new=archive, **said)
        with pytest.raises(Refused, match="already"):
            supersede(saturdays, new=sundays, **said)
        twin = decision(decided, "Archive after three years")
        made(decided, "On the same day", 30)
        same = decision(decided, "On the same day")
        supersede(twin, new=same, **said)
        with pytest.raises(Refused, match="take each other's place"):
            supersede(same, new=archive, **said)
        stand_again(saturdays, **said)
        supersede(saturdays, new=sundays, **said)


def test_a_decision_that_was_taken_back_takes_no_place(decided: Scene) -> None:
    saturdays, archive = (
        decision(decided, "Window on Saturdays"),
        decision(decided, "Archive after three years"),
    )
    with entered(SYSTEM):
        supersede(saturdays, new=archive, by=decided.cast.lead, now=EARLIER)
        Ask.objects.filter(pk=archive.row.pk).update(state="pending")
    with acting_as(decided.cast.lead):
        entries = Register.read(decided.cast.lead, {}, decided.cast.partner).entries
    assert {entry.decision.title: entry.superseded_by for entry in entries} == {
        "Window on Sundays": None,
        "Window on Saturdays": None,
    }


@pytest.mark.parametrize("key", ["ask-0", "ask-x", "minute", "action-1", "ask-99999999", "ask-1-2"])
def test_a_key_of_nothing_is_not_there(decided: Scene, signed_in: SignedIn, key: str) -> None:
    page = f"/partnerships/{decided.cast.partner.slug}/decisions/{key}/"
    assert signed_in(decided.cast.lead).get(page).status_code == 404


def test_days_are_those_on_which_it_was_decided(decided: Scene, signed_in: SignedIn) -> None:
    read = lines_of(signed_in(decided.cast.cio).get("/decisions/").content.decode())
    assert [line for line in read if line.startswith(f"{TODAY - timedelta(days=30):%-d %b}")]
    assert date(2026, 10, 26) == TODAY - timedelta(days=28)


def test_a_decision_of_another_partnership_takes_no_place_here(decided: Scene, signed_in: SignedIn) -> None:
    cast = decided.cast
    with entered(SYSTEM):
        theirs = ask(
            cast.rival,
            cast.rival_lead,
            kind="decision",
            title="A rival's",
            state="made",
            answer="Yes",
            answered_on=TODAY,
        )
    old = decision(decided, "Window on Saturdays")
    page = f"/partnerships/{cast.partner.slug}/decisions/{old.key}/"
    html = signed_in(cast.cio).post(page, {"new": f"ask-{theirs.pk}"}, follow=True).content.decode()
    assert "Choose the decision that took its place." in html
    with entered(SYSTEM):
        assert not Supersession.objects.exists()
