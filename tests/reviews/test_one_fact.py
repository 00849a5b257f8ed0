"""One fact has one colour and one word, wherever it stands: an action and an ask of every state and age, read on every
surface by both sides.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from html import unescape

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from governance.by_mail.page.action import NamedAction
from governance.by_mail.page.ask import NamedAsk
from governance.models import ActionItem, ActionWatcher, Ask, Reminder
from governance.owed import Status, owed_of, status_of
from governance.owed.verdicts import verdicts_of
from partners.isolation.scope import SYSTEM, entered
from partners.models import User
from reviews import verbs as room
from reviews.facts.seal import names_of, snapshot_of
from reviews.models import AgendaItem, ReviewPack, Seal
from reviews.record.pack.making import sealed_of
from reviews.record.pack.page_one import page_one
from reviews.record.pack.rendering import html_of
from reviews.record.verbs.sealing import seal_review
from tests.ground import laid
from tests.reviews.scene import BOTH, MONDAY, TODAY, Scene, ask, promise

SignedIn = Callable[[User], Client]
AGES = (-90, -14, -8, -1, 0, 1, 7, 8, 60)
"""Days to the date that stands: late, due, near and far."""
WAITS = (0, 1, 13, 14, 29, 30, 90)
"""Days something without a date has waited."""
AT_THE_END = time_machine.travel(MONDAY + timedelta(minutes=150), tick=True)
_ROW = re.compile(r"<li\b.*?</li>|<div class=\"page-head-title\">.*?</div>", re.DOTALL)
_SIGN = re.compile(
    r'<span class="(?:status|sign) (good|warn|bad|none)">(?:<svg.*?</svg>|. )(.*?)</span>', re.DOTALL
)
_WHY = re.compile(r'<div class="room-why">.*?</div>', re.DOTALL)
Sign = tuple[str, str]


@pytest.fixture(autouse=True)
def _at_the_end_of_the_meeting() -> Iterator[None]:
    with AT_THE_END:
        yield


@laid
def open_room(scene: Scene) -> Scene:
    """Everything that can be owed, by either side, and the review in which it is looked at."""
    with entered(SYSTEM), AT_THE_END:
        for owner, other in ((scene.cast.cio, scene.cast.lead), (scene.cast.lead, scene.cast.cio)):
            _actions(scene, owner)
            _asks(scene, other)
        room.open_review(scene.review, by=scene.cast.cio, now=scene.at())
    return scene


def _actions(scene: Scene, owner: User) -> None:
    for days in AGES:
        due_on = TODAY + timedelta(days)
        _promise(scene, owner, f"open, due in {days}", due_on)
        _promise(
            scene,
            owner,
            f"proposed for {days}",
            due_on,
            state="proposed",
            first_due_on=None,
            promised_at=None,
        )
    for days in (0, 6, 7, 40):
        reported_on = TODAY - timedelta(days)
        _promise(scene, owner, f"reported {days} ago", reported_on, **_done("reported", reported_on))
    by = scene.cast.lead if owner.side == "ours" else scene.cast.cio
    for late in (-1, 0, 1):
        due_on = TODAY - timedelta(10 + late)
        done = _done("closed", TODAY - timedelta(10)) | {
            "closed_on": TODAY,
            "closed_at": MONDAY,
            "confirmed_by": by,
        }
        _promise(scene, owner, f"done, {late} late", due_on, **done)
    gone = {"state": "withdrawn", "closed_on": TODAY, "closed_at": MONDAY}
    _promise(scene, owner, "withdrawn", TODAY - timedelta(3), **gone)


def _done(state: str, reported_on: date) -> dict[str, object]:
    return {"state": state, "reported_on": reported_on, "reported_at": MONDAY - (TODAY - reported_on)}


def _promise(scene: Scene, owner: User, title: str, due_on: date, **fields: object) -> None:
    first = {"first_due_on": due_on} | fields
    item = promise(
        scene.cast.partner, owner, f"{owner.side}: {title}.", due_on, **{**fields, "first_due_on": due_on}
    )
    if first["first_due_on"] is None:
        item.dates.all().delete()
        ActionItem.objects.filter(pk=item.pk).update(first_due_on=None)
    for person in (scene.cast.cio, scene.cast.lead):
        ActionWatcher.objects.create(partner=scene.cast.partner, item=item, person=person, since=MONDAY)


def _asks(scene: Scene, by: User) -> None:
    def raised(title: str, kind: str, days: int = 0, **fields: object) -> None:
        fields.setdefault("raised_on", TODAY - timedelta(days))
        ask(scene.cast.partner, by, kind=kind, title=f"{by.side.other}: {title}.", **fields)

    for days in AGES:
        due_on = TODAY + timedelta(days)
        raised(f"decision needed in {days}", "decision", 99, needed_by=due_on, first_needed_by=due_on)
    for days in WAITS:
        raised(f"in the way for {days}", "impediment", days)
        raised(f"in hand for {days}", "impediment", days, state="owned")
        raised(f"advised {days} ago", "recommendation", days)
        raised(
            f"backed {days} ago", "recommendation", 200, state="backed", answered_on=TODAY - timedelta(days)
        )
    for kind, states in Ask.STATES.items():
        for state in set(states) - set(Ask.OPEN_STATES):
            raised(f"{kind} {state}", kind, 40, state=state, answer="Said.", answered_on=TODAY)


def signs_on(html: str, titles: set[str]) -> dict[str, set[Sign]]:
    """Title → the signs that stand in its row."""
    found: dict[str, set[Sign]] = defaultdict(set)
    for row in _ROW.findall(_WHY.sub("", " ".join(html.split()))):
        said = unescape(row)
        for title in titles:
            if f"{title}<" in said or f"{title} <" in said:
                found[title] |= {(level, unescape(words).strip()) for level, words in _SIGN.findall(row)}
    return {title: signs for title, signs in found.items() if signs}


def things() -> dict[str, ActionItem | Ask]:
    with entered(SYSTEM):
        every = [
            *ActionItem.objects.select_related("owner", "partner"),
            *Ask.objects.select_related("owner", "partner"),
        ]
    return {thing.title: thing for thing in every}


def expected(thing: ActionItem | Ask, reader: User | None) -> Status:
    if isinstance(thing, Ask):
        return status_of(owed_of(thing), TODAY)
    with entered(SYSTEM):
        verdict = verdicts_of([thing], TODAY).get(thing.pk)
    return status_of(owed_of(thing, verdict), TODAY, reader.side if reader else None)


def differing(
    html: str, every: dict[str, ActionItem | Ask], reader: User | None, *, at_least: int
) -> dict[str, set[Sign]]:
    """What stands otherwise than it is; fails where fewer things than `at_least` are there at all."""
    found = signs_on(html, set(every))
    assert len(found) >= at_least, f"only {len(found)} of what is owed is there"
    told = {title: expected(every[title], reader) for title in found}
    return {
        title: signs for title, signs in found.items() if signs != {(told[title].level, told[title].words)}
    }


@pytest.fixture(params=["cio", "lead"])
def reader(request: pytest.FixtureRequest, open_room: Scene) -> User:
    person: User = getattr(open_room.cast, request.param)
    return person


PAGES = {
    "tracker, open": ("tracker/", 20),
    "tracker, proposed": ("tracker/?show=proposed", 18),
    "tracker, to confirm": ("tracker/?show=confirm", 4),
    "tracker, done": ("tracker/?show=done", 6),
    "asks": ("asks/", 60),
    "asks, answered": ("asks/?answered=1", 10),
    "partnership": ("", 6),
    "agenda": ("reviews/{review}/", 4),
}


@pytest.mark.parametrize("page", PAGES)
def test_on_a_page_of_the_partnership(page: str, open_room: Scene, reader: User, signed_in: SignedIn) -> None:
    path, least = PAGES[page]
    place = f"/partnerships/{open_room.cast.partner.slug}/{path.format(review=open_room.review.pk)}"
    html = signed_in(reader).get(place).content.decode()
    assert differing(html, things(), reader, at_least=least) == {}


def test_in_the_brief_of_whoever_runs_the_review(open_room: Scene, signed_in: SignedIn) -> None:
    chair = open_room.cast.cio
    place = f"/partnerships/{open_room.cast.partner.slug}/reviews/{open_room.review.pk}/brief/"
    assert differing(signed_in(chair).get(place).content.decode(), things(), chair, at_least=8) == {}


@pytest.mark.parametrize(("path", "least"), [("/", 10), ("/our-house/", 6), ("/tracker/", 20)])
def test_on_a_page_across_partnerships(
    path: str, least: int, open_room: Scene, reader: User, signed_in: SignedIn
) -> None:
    html = signed_in(reader).get(path).content.decode()
    assert differing(html, things(), reader, at_least=least) == {}


def test_on_its_own_page_and_behind_a_mail(open_room: Scene, reader: User, signed_in: SignedIn) -> None:
    client, wrong = signed_in(reader), []
    for title, thing in things().items():
        status = expected(thing, reader)
        page = signs_on(client.get(thing.get_absolute_url()).content.decode(), {title})
        with entered(SYSTEM):
            reminder = Reminder(person=reader, step=Reminder.Step.LEADS)
            named = NamedAsk if isinstance(thing, Ask) else NamedAction
            behind_a_mail = named(reminder, reader, TODAY, thing).status  # type: ignore[arg-type]
        if page.get(title) != {(status.level, status.words)} or behind_a_mail != status:
            wrong.append((title, page.get(title), behind_a_mail))
    assert wrong == []


def test_in_the_room_which_speaks_to_both(open_room: Scene, reader: User, signed_in: SignedIn) -> None:
    place = f"/partnerships/{open_room.cast.partner.slug}/reviews/{open_room.review.pk}/room/"
    client = signed_in(reader)
    with entered(SYSTEM):
        items = AgendaItem.objects.filter(review=open_room.review)
        shown = [client.get(f"{place}?item={item.pk}").content.decode() for item in items]
    assert differing("".join(shown), things(), None, at_least=60) == {}


def test_in_the_seal_the_pack_and_its_red_list(open_room: Scene) -> None:
    every = things()
    with entered(SYSTEM):
        seal_review(open_room.review, by=open_room.cast.cio, now=timezone.now(), although_silent=BOTH)
        packs = {pack.edition: pack for pack in ReviewPack.objects.filter(review=open_room.review)}
        sealed = [
            (snapshot_of(seal), names_of(seal)) for seal in Seal.objects.filter(review=open_room.review)
        ]
        printed = {edition: html_of(sealed_of(pack)) for edition, pack in packs.items()}
    red = {
        title
        for title, thing in every.items()
        if expected(thing, None).level == "bad" and thing.state not in ("closed", "withdrawn", "happened")
    }
    for html in printed.values():
        assert differing(html, every, None, at_least=60) == {}
    for snapshot, names in sealed:
        assert {fact.title for fact in snapshot.reds} == red
        assert {fact.why.rstrip(".") + "." for fact in snapshot.reds} >= {
            expected(every[title], None).sentence for title in red
        }
        box = next(box for box in page_one(snapshot, names).boxes if box.label == "Oldest ask")
        assert box.state == "bad"


def test_in_the_portfolio_stands_the_worst_of_what_is_asked_of_the_reader_s_side(
    open_room: Scene, signed_in: SignedIn
) -> None:
    asked = [thing for thing in things().values() if isinstance(thing, Ask) and thing.on_side == "ours"]
    latest = min(
        (thing for thing in asked if thing.kind == "decision" and thing.is_open),
        key=lambda each: each.needed_by,
    )
    html = signed_in(open_room.cast.cio).get("/portfolio/").content.decode()
    cell = html.split('data-label="Oldest ask on our side"')[1].split("</td>")[0]
    status = expected(latest, None)
    assert _SIGN.findall(cell) == [(status.level, status.cell)]
