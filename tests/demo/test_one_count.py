"""What is owed and asked is counted once: every surface that says how much agrees with the rows, for both sides.

The rows are counted here in plain Python, by no query and no rule of the product.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import pytest
import time_machine
from django.test import Client

from demo.cast import CIO, LEAD, MANAGER, MERIDIAN
from governance import verbs
from governance.models import ActionItem, Ask, WaitingPeriod
from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.models import MailContent, Partner, Side, User
from partners.numbers import SMALL_NUMBERS
from partners.voice import called
from reviews.facts.names import Names
from reviews.facts.seal import names_for
from reviews.models import Review
from reviews.recipients import EDITION_OF
from reviews.record.pack.page_one import page_one
from reviews.record.snapshot.building import snapshots
from reviews.verbs import open_review
from tests.reading import lines_of, without_terms
from tests.templates import NOW, TODAY

pytestmark = pytest.mark.django_db
HERE = "/partnerships/meridian-systems/"
READERS = (CIO, LEAD)
NOBODY = ("nothing", "nobody", "no", "none")


@dataclass(frozen=True)
class Counted:
    """What one side owes in a set of partnerships, and what waits on it."""

    owed: int
    late: int
    reported: int
    proposed: int
    asks: int
    late_asks: int
    holds_up: int


def rows_of(side: Side, partners: set[int], owner: User | None = None) -> list[ActionItem]:
    with entered(SYSTEM):
        every = [
            item for item in ActionItem.objects.all() if item.side == side and item.partner_id in partners
        ]
    return [item for item in every if owner in (None, item.owner)]


def is_late(item: ActionItem, on: date = TODAY) -> bool:
    taken_over = item.promised_on is not None and item.due_on < item.promised_on
    return item.state == "open" and item.due_on < on and not taken_over


def asks_on(side: Side, partners: set[int]) -> list[Ask]:
    with entered(SYSTEM):
        every = list(Ask.objects.all())
    answered = ("made", "superseded", "cleared", "lived_with", "in_place", "not_now", "treated", "happened")
    return [
        ask
        for ask in every
        if ask.on_side == side and ask.partner_id in partners and ask.state not in answered
    ]


def counted(side: Side, partners: set[int]) -> Counted:
    items, asks = rows_of(side, partners), asks_on(side, partners)
    with entered(SYSTEM):
        waits = list(WaitingPeriod.objects.select_related("item"))
    states = [item.state for item in items]
    return Counted(
        owed=states.count("open"),
        late=sum(map(is_late, items)),
        reported=states.count("reported"),
        proposed=states.count("proposed"),
        asks=len(asks),
        late_asks=sum(ask.needed_by is not None and ask.needed_by < TODAY for ask in asks),
        holds_up=sum(
            wait.ended_on is None
            and wait.on_side == side
            and (wait.item.side, wait.item.state) == (side.other, "open")
            and wait.partner_id in partners
            for wait in waits
        ),
    )


def number(word: str) -> int:
    word = word.lower()
    if word in NOBODY:
        return 0
    return SMALL_NUMBERS.index(word) if word in SMALL_NUMBERS else int(word)


def said(pattern: str, text: str) -> int:
    """The number that stands where `pattern` has its group; 0 where nothing of the kind is said."""
    found = re.search(pattern, text, re.IGNORECASE)
    return number(found.group(1)) if found else 0


@pytest.fixture
def person(request: pytest.FixtureRequest, _told: None) -> User:
    return named(request.param)


def named(name: str) -> User:
    with entered(SYSTEM):
        return User.objects.get(full_name=name)


def seen_by(person: User) -> set[int]:
    """The partnerships they see."""
    with acting_as(person):
        return set(Partner.objects.visible_to(person).values_list("pk", flat=True))


@pytest.fixture
def meridian() -> Partner:
    with entered(SYSTEM):
        return Partner.objects.get(name=MERIDIAN.name)


def text_at(person: User, path: str, *marks: str) -> str:
    """What a page says between two marks, by default in its main part, its pieces parted by bars."""
    client = Client()
    client.force_login(person)
    answer = client.get(path)
    assert answer.status_code == 200
    return " | ".join(lines_of(without_terms(answer.content.decode()), *marks))


both_readers = pytest.mark.parametrize("person", READERS, indirect=True)


@pytest.fixture
def stirred(meridian: Partner) -> None:
    """Both sides report something done that was late; one wait is seen differently, and one is on a side's own people;
    an ask comes in.
    """
    with entered(SYSTEM):
        manager, lead = (User.objects.get(full_name=name) for name in (MANAGER, LEAD))
        for owner in (manager, lead):
            late = [item for item in rows_of(owner.side, {meridian.pk}) if is_late(item)]
            verbs.report_done(late[0], by=late[0].owner, now=NOW)
        free = [
            item
            for item in rows_of(lead.side, {meridian.pk})
            if item.state == "open" and not item.waits.running().exists()
        ]
        verbs.wait_on(free[0], on_side=lead.side, what_for="The hall", by=free[0].owner, now=NOW)
        verbs.wait_on(free[1], on_side=manager.side, what_for="The key", by=free[1].owner, now=NOW)
        held_up = WaitingPeriod.objects.select_related("partner").get(item=free[1], ended_on=None)
        verbs.dispute_wait(held_up, words="It has hung there since May", by=manager, now=NOW)
        for by in (manager, lead):
            asked = {"title": "Two keys are missing", "cause": "access", "on_side": by.side.other}
            verbs.raise_impediment(meridian, detail="", by=by, now=NOW, **asked)


@both_readers
@pytest.mark.usefixtures("stirred")
@pytest.mark.parametrize("across", [False, True])
def test_the_tracker(person: User, meridian: Partner, across: bool) -> None:
    partners = seen_by(person) if across else {meridian.pk}
    text = text_at(person, "/tracker/" if across else f"{HERE}tracker/")
    for side in Side:
        rows = counted(side, partners)
        head = text.split(f"| {called(person.side)[side]} owe |")[1].split("action")[0]
        late, reported, proposed = (
            said(rf"(\S+) {what}", head) for what in ("late", "reported done", "proposed")
        )
        found = Counted(
            number(head.split()[-1]), late, reported, proposed, rows.asks, rows.late_asks, rows.holds_up
        )
        assert found == rows
    ours, theirs = counted(person.side, partners), counted(person.side.other, partners)
    assert said(r"We owe .{,40}? (\w+)(?: actions?)?;", text) == ours.owed
    assert said(r"they owe us (\w+)", text) == theirs.owed
    assert said(r"(\w+) of ours", text) == ours.late
    assert said(r"(\w+) of theirs", text) == theirs.late
    assert said(r"(\w+) reports? waits? for our yes", text) == theirs.reported


@both_readers
@pytest.mark.usefixtures("stirred")
def test_what_a_filter_of_the_tracker_shows_is_as_many_as_the_export_offers(person: User) -> None:
    every = [item for side in Side for item in rows_of(side, seen_by(person))]
    for show, fits in {
        "open": [item for item in every if item.state in ("proposed", "open", "reported")],
        "overdue": [item for item in every if is_late(item)],
        "confirm": [item for item in every if item.state == "reported"],
        "proposed": [item for item in every if item.state == "proposed"],
    }.items():
        text = text_at(person, f"/tracker/?show={show}")
        assert said(r"Export (?:these|this) (\w+)", text) == len(fits), show


@both_readers
@pytest.mark.usefixtures("stirred")
def test_our_house(person: User) -> None:
    rows, text = counted(person.side, seen_by(person)), text_at(person, "/our-house/")
    assert said(r"We owe (\w+) actions?", text) == rows.owed
    assert said(r"an answer to (\w+) asks?", text) == rows.asks
    assert said(r"; (\w+) (?:is|are) late", text) == rows.late + rows.late_asks
    assert said(r"(\w+) items? of theirs cannot move", text) == rows.holds_up
    assert sum(map(int, re.findall(r"\| (\d+) actions?\b", text))) == rows.owed
    assert sum(map(int, re.findall(r"(?:\| |, )(\d+) asks?\b", text))) == rows.asks


@both_readers
@pytest.mark.usefixtures("stirred")
@pytest.mark.parametrize("query", ["", "?kind=decision", "?kind=recommendation"])
def test_the_list_of_asks(person: User, meridian: Partner, query: str) -> None:
    text = text_at(person, f"{HERE}asks/{query}")
    ours, theirs = (counted(side, {meridian.pk}).asks for side in (person.side, person.side.other))
    assert said(r"(\w+)(?: asks?)? waits? on us, ", text) == ours
    assert said(r" on us, (\w+) on ", text) == theirs


@both_readers
@pytest.mark.usefixtures("stirred")
def test_the_page_of_the_partnership(person: User, meridian: Partner) -> None:
    text = text_at(person, HERE)
    found = [
        (said(pattern, text), counted(side, {meridian.pk}).holds_up)
        for pattern, side in (
            (r"(\w+) of their items waits? on us", person.side),
            (r"(\w+) of our items waits? on them", person.side.other),
        )
    ]
    told = [(count, rows) for count, rows in found if count]
    assert told, "where the bottleneck is, the sentence says what waits for it"
    assert all(count == rows for count, rows in told)


@pytest.mark.usefixtures("stirred")
def test_the_portfolio_knows_of_an_ask_on_our_side_where_one_waits() -> None:
    reader, client = named(CIO), Client()
    client.force_login(reader)
    html = client.get("/portfolio/").content.decode()
    cells = re.findall(
        r'<a href="/partnerships/([\w-]+)/">.*?"Oldest ask on our side">(.*?)</td>', html, re.DOTALL
    )
    with entered(SYSTEM):
        partners = {partner.slug: partner.pk for partner in Partner.objects.all()}
    assert len(cells) > 3
    for slug, cell in cells:
        rows = counted(reader.side, {partners[slug]})
        assert cell.endswith("</svg>none</span>") == (not rows.asks), slug


@both_readers
@pytest.mark.usefixtures("stirred")
def test_the_desk(person: User) -> None:
    mine = rows_of(person.side, seen_by(person), person)
    owed, late = sum(item.state == "open" for item in mine), sum(map(is_late, mine))
    text = text_at(person, "/")
    assert said(r"You owe (\w+) actions?", text) == owed
    if late and late == owed:
        assert re.search(r"and (it is|all are) late", text)
    else:
        assert said(r"You owe \w+ actions?; (\w+) (?:is|are) late", text) == late
    theirs = rows_of(person.side.other, seen_by(person))
    assert said(r"(\w+) reports? waits? for your yes", text) == sum(
        item.state == "reported" for item in theirs
    )


def test_the_functions_on_the_desk_owe_what_our_house_says() -> None:
    reader = named(CIO)
    desk, house = text_at(reader, "/"), text_at(reader, "/our-house/")
    owed = r"IT \| ((?:\d+ actions?)?(?:, )?(?:\d+ asks?)?(?: · \d+ late)?)"
    on_both = [re.search(owed, text) for text in (desk, house)]
    assert all(on_both)
    assert on_both[0][1] == on_both[1][1] != ""  # type: ignore[index]


@pytest.mark.usefixtures("stirred")
def test_the_letter_of_the_morning(meridian: Partner) -> None:
    """It says what the other side owes, and that they are reminded by the same rule."""
    morning = datetime.combine(TODAY + timedelta(days=1), time(12), tzinfo=NOW.tzinfo)
    verbs.send_reminders(now=morning)
    with entered(SYSTEM):
        mails = MailContent.objects.filter(mail__kind="reminder", mail__queued_at__gte=NOW)
        letters = {content.mail.person: content.text for content in mails.select_related("mail__person")}
    assert {LEAD} <= {person.full_name for person in letters}
    tried = 0
    for person, text in letters.items():
        found = re.search(r"(.+) owes? you (\d+) actions?, (\w+) late", " ".join(text.split()))
        if (
            found
            and found.group(1).endswith((MERIDIAN.name, "Northgate Group"))
            and len(seen_by(person)) == 1
        ):
            theirs = counted(person.side.other, seen_by(person))
            late = sum(is_late(item, morning.date()) for item in rows_of(person.side.other, seen_by(person)))
            assert (int(found.group(2)), number(found.group(3))) == (theirs.owed, late)
            tried += 1
    assert tried


@both_readers
@pytest.mark.usefixtures("stirred")
def test_the_room_s_rail_counts_what_its_section_shows(person: User, meridian: Partner) -> None:
    """Also of what was raised after the agenda was frozen, or answered since."""
    chair = named(CIO)
    with entered(SYSTEM):
        review = Review.objects.get(partner=meridian, state=Review.State.SCHEDULED)
    with acting_as(chair), time_machine.travel(review.starts_at, tick=False):
        open_review(review, by=chair, now=review.starts_at)
        verbs.raise_decision(
            meridian,
            title="Which hall first",
            detail="",
            on_side=Side.OURS,
            needed_by=TODAY + timedelta(days=60),
            by=named(LEAD),
            now=review.starts_at,
        )
        text = text_at(person, f"{HERE}reviews/{review.pk}/room/", "<body", "</body>")
    rows = counted(person.side, {meridian.pk})
    assert said(r"(\w+) waits? on us", text) == rows.asks


@both_readers
@pytest.mark.usefixtures("stirred")
def test_page_one_asks_for_each_decision_that_is_open(person: User, meridian: Partner) -> None:
    with entered(SYSTEM):
        review = Review.objects.get(partner=meridian, state=Review.State.SCHEDULED)
        with time_machine.travel(review.starts_at, tick=False):
            told = snapshots(review, by=named(CIO), now=review.starts_at, next_on=None)[
                EDITION_OF[person.side]
            ]
        asked = page_one(told, Names(names_for(told))).asked
    shown = {each.addressed: len(each.decisions) + each.more for each in asked}
    for side in Side:
        decisions = [ask for ask in asks_on(side, {meridian.pk}) if ask.kind == "decision"]
        assert shown.get(side is person.side, 0) == len(decisions)
