"""What is nobody else's business is planted where it belongs, and looked for everywhere else."""

import io
import logging

import pytest
from django.test import Client
from pypdf import PdfReader

from dashboards.models import Indicator
from governance.models import ActionItem, Ask, OutcomeIntent
from partners.models import MailContent, Partner, User
from partners.scope import SYSTEM, entered
from reviews.models import ReviewPack
from tests.demo.rivals.conftest import OUR_NOTE, OUR_TERMS, THEIR_NOTE
from tests.demo.rivals.places import HALDEN, MERIDIAN, World
from tests.demo.walking import walk

pytestmark = pytest.mark.django_db
KINDS = ((ActionItem, "title"), (Ask, "title"), (OutcomeIntent, "statement"), (Indicator, "name"))


def said_in(slug: str) -> set[str]:
    """Everything a partnership's records are called that no other partnership's are."""
    with entered(SYSTEM):
        names = {
            text
            for model, field in KINDS
            for text in model.objects.filter(partner__slug=slug).values_list(field, flat=True)
        }
        others = {
            text
            for model, field in KINDS
            for text in model.objects.exclude(partner__slug=slug).values_list(field, flat=True)
        }
        people = User.objects.filter(employer__slug=slug).values_list("email", flat=True)
        return {name for name in names - others if name.count(" ") > 1} | set(people)


def person(world: World, letter: str) -> User:
    return world.rival if letter == "rival" else world.people[letter]


def not_for(letter: str) -> set[str]:
    """What nobody may come to know whom the letter stands for."""
    if letter == "a":
        content = (said_in(MERIDIAN) | said_in(HALDEN)) - _people_of(MERIDIAN) - _people_of(HALDEN)
        return content | {OUR_NOTE, THEIR_NOTE, *OUR_TERMS}
    rival = MERIDIAN if letter == "rival" else HALDEN
    private = {
        "m": {THEIR_NOTE}, "o": {THEIR_NOTE}, "l": {OUR_NOTE, *OUR_TERMS},
        "rival": {OUR_NOTE, THEIR_NOTE, *OUR_TERMS},
    }  # fmt: skip
    return said_in(rival) | {_name(rival)} | private[letter]


def _people_of(slug: str) -> set[str]:
    """An administrator looks after people: their addresses are no content."""
    with entered(SYSTEM):
        return set(User.objects.filter(employer__slug=slug).values_list("email", flat=True))


def _name(slug: str) -> str:
    with entered(SYSTEM):
        return Partner.objects.get(slug=slug).name.replace("&", "&amp;")


def leaks(text: str, secrets: set[str]) -> list[str]:
    return sorted(secret for secret in secrets if secret in text or secret.replace("'", "&#x27;") in text)


@pytest.mark.parametrize("letter", ["m", "l", "o", "rival", "a"])
def test_whoever_follows_every_link_comes_to_know_nothing_that_is_not_theirs(
    world: World, letter: str, caplog: pytest.LogCaptureFixture
) -> None:
    secrets = not_for(letter)
    with caplog.at_level(logging.INFO):
        found = walk(person(world, letter), of_each_kind=6)
    assert len(found.texts) > (8 if letter == "a" else 40)
    assert [(path, seen) for path, text in found.texts.items() if (seen := leaks(text, secrets))] == []
    assert leaks(caplog.text, secrets) == []


@pytest.mark.parametrize(("letter", "note"), [("m", OUR_NOTE), ("l", THEIR_NOTE)])
def test_the_notes_are_where_they_belong(world: World, letter: str, note: str) -> None:
    """Else a walk that finds none would prove nothing."""
    assert note in read(world, letter, f"/partnerships/{MERIDIAN}/")


def read(world: World, letter: str, path: str, **asked: str) -> str:
    client = Client()
    client.force_login(person(world, letter))
    return client.get(path, asked).content.decode()


ROOM = ("", "state/", "close/")


@pytest.mark.parametrize("letter", ["c", "m", "l"])
@pytest.mark.parametrize("page", ROOM)
def test_the_shared_screen_shows_neither_sides_own(world: World, letter: str, page: str) -> None:
    shown = read(world, letter, f"/partnerships/{MERIDIAN}/reviews/{world.ours['review']}/room/{page}")
    assert leaks(shown, said_in(HALDEN) | {OUR_NOTE, THEIR_NOTE, *OUR_TERMS, _name(HALDEN)}) == []


@pytest.mark.parametrize("letter", ["m", "l"])
@pytest.mark.parametrize(
    "path", ["/tracker/", f"/partnerships/{MERIDIAN}/tracker/", "/partnerships/", "/settings/history/"]
)
def test_a_search_for_a_rival_s_words_finds_nothing_and_counts_nothing(
    world: World, letter: str, path: str
) -> None:
    for secret in sorted(said_in(HALDEN))[:5]:
        assert leaks(read(world, letter, path, q=secret[:8]), said_in(HALDEN)) == []


@pytest.mark.parametrize("name", ["@callum", "@isla", "@rhona"])
def test_the_capture_line_knows_nobody_of_a_rival(world: World, name: str) -> None:
    client = Client()
    client.force_login(world.people["c"])
    there = f"/partnerships/{MERIDIAN}/reviews/{world.ours['review']}/room/lines/echo/"
    said = client.post(there, {"line": f"Send the plan {name} 4 Dec"}).content.decode()
    assert leaks(said, {"Callum Reid", "Isla Grant", "Rhona Halden"}) == []


@pytest.mark.parametrize(
    ("edition", "secrets"), [("partner", (OUR_NOTE, THEIR_NOTE, *OUR_TERMS)), ("ours", (THEIR_NOTE,))]
)
def test_no_pack_carries_what_its_readers_may_not_know(
    world: World, edition: str, secrets: tuple[str, ...]
) -> None:
    with entered(SYSTEM):
        pack = ReviewPack.objects.get(review=world.ours["sealed"], edition=edition)
        with pack.file.open("rb") as file:
            printed = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(file.read())).pages)
    assert "Meridian Systems" in printed
    assert leaks(" ".join(printed.split()), said_in(HALDEN) | set(secrets)) == []


def test_no_mail_of_a_partnership_speaks_of_another(world: World) -> None:
    for mine, other in ((MERIDIAN, HALDEN), (HALDEN, MERIDIAN)):
        secrets = said_in(other) | {OUR_NOTE, THEIR_NOTE, *OUR_TERMS}
        with entered(SYSTEM):
            mails = list(MailContent.objects.filter(mail__partner__slug=mine).select_related("mail"))
        assert len(mails) > 10
        wrong = [
            mail.mail.subject for mail in mails if leaks(mail.mail.subject + mail.text + mail.html, secrets)
        ]
        assert wrong == []
