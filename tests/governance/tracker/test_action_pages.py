import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from governance import verbs
from governance.models import ActionItem, WaitingPeriod
from governance.step import Step, offers
from governance.tracker.steps.of_actions import ACTION_STEPS
from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.models import User
from tests.cast import Cast
from tests.governance.scene import promised_now

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]
HTMX = {"HX-Request": "true"}


@pytest.fixture
def item(cast: Cast) -> ActionItem:
    """A promise of the partner's lead, due in three weeks."""
    with acting_as(cast.cio):
        return promised_now(cast, cast.lead)


def address(item: ActionItem, noun: str = "") -> str:
    return f"/partnerships/meridian/actions/{item.pk}/{noun}"


def now_in_database(item: ActionItem) -> ActionItem:
    with entered(SYSTEM):
        return ActionItem.objects.get(pk=item.pk)


def reported(cast: Cast, item: ActionItem) -> None:
    with acting_as(cast.lead):
        verbs.report_done(item, by=cast.lead, now=timezone.now())


def test_the_owner_reports_it_done_and_the_other_side_confirms(
    cast: Cast, item: ActionItem, signed_in: SignedIn
) -> None:
    response = signed_in(cast.lead).post(
        address(item, "report/"), {"word": "Ran in 40 minutes", "version": item.version}
    )
    assert response.headers["Location"] == address(item)
    page = signed_in(cast.manager).get(address(item)).content.decode()
    assert "Is it done?" in page
    assert "Ran in 40 minutes" in page
    signed_in(cast.manager).post(address(item, "confirmation/"))
    assert now_in_database(item).state == "closed"


def test_the_other_side_gives_it_back_with_a_word(cast: Cast, item: ActionItem, signed_in: SignedIn) -> None:
    reported(cast, item)
    signed_in(cast.manager).post(address(item, "return/"), {"word": "The second node is missing"})
    assert now_in_database(item).state == "open"
    assert "The second node is missing" in signed_in(cast.lead).get(address(item)).content.decode()


def test_a_new_date_is_written_as_people_write_dates(
    cast: Cast, item: ActionItem, signed_in: SignedIn
) -> None:
    signed_in(cast.lead).post(
        address(item, "due-date/"), {"due_on": "in 6 weeks", "reason": "Hardware is late"}
    )
    moved = now_in_database(item)
    assert moved.due_on - moved.first_due_on > timedelta(days=14)
    page = signed_in(cast.manager).get(address(item)).content.decode()
    assert "Hardware is late" in page
    assert "first date" in page
    assert "gave a new date," in page


@pytest.mark.parametrize(
    "typed, sentence",
    [
        ({"due_on": "32 Foo", "reason": "My long reason"}, "“32 Foo” cannot be read as a date"),
        ({"due_on": "1 Jan 2020", "reason": "My long reason"}, "That day has passed"),
        ({"due_on": "", "reason": "My long reason"}, "Give a day"),
    ],
)
def test_a_date_that_cannot_be_keeps_what_was_typed(
    cast: Cast, item: ActionItem, signed_in: SignedIn, typed: dict[str, str], sentence: str
) -> None:
    response = signed_in(cast.lead).post(address(item, "due-date/"), typed)
    page = response.content.decode()
    assert response.status_code == 422
    assert sentence in page
    assert "My long reason" in page
    assert f'value="{typed["due_on"]}"' in page or not typed["due_on"]


def test_a_stale_save_keeps_the_words_and_asks_to_look_again(
    cast: Cast, item: ActionItem, signed_in: SignedIn
) -> None:
    seen = item.version
    with acting_as(cast.lead):
        verbs.move_date(
            item, due_on=item.due_on + timedelta(days=1), reason="First", by=cast.lead, now=timezone.now()
        )
    said = {"due_on": "in 8 weeks", "reason": "Typed meanwhile", "version": seen}
    response = signed_in(cast.lead).post(address(item, "due-date/"), said)
    page = response.content.decode()
    assert response.status_code == 409
    assert "Somebody else changed this in the meantime" in page
    assert "Typed meanwhile" in page
    assert f'name="version" value="{item.version}"' in page
    assert now_in_database(item).due_on == item.due_on


def test_a_stale_row_whose_fold_has_gone_still_shows_the_words(
    cast: Cast, item: ActionItem, signed_in: SignedIn
) -> None:
    seen = item.version
    reported(cast, item)
    for noun, typed in (
        ("due-date", {"due_on": "in 6 weeks", "reason": "The crane is late"}),
        ("waiting", {"on_side": "ours", "what_for": "The yellow form"}),
    ):
        answer = signed_in(cast.lead).post(
            address(item, f"{noun}/"), {"version": seen, **typed}, headers=HTMX
        )
        assert (answer.status_code, "Your words are still here" in answer.content.decode()) == (409, True)
        for words in (words for name, words in typed.items() if name != "on_side"):
            assert f"You wrote: “{words}”" in answer.content.decode()


def test_a_stale_row_that_waits_by_now_shows_what_it_was_to_wait_for(
    cast: Cast, item: ActionItem, signed_in: SignedIn
) -> None:
    seen = item.version
    with acting_as(cast.lead):
        verbs.wait_on(item, on_side="ours", what_for="A test window", by=cast.lead, now=timezone.now())
    typed = {"version": seen, "on_side": "ours", "what_for": "The yellow form"}
    answer = signed_in(cast.lead).post(address(item, "waiting/"), typed, headers=HTMX).content.decode()
    assert "You wrote: “The yellow form”" in answer


def test_waiting_names_who_holds_the_ball_and_its_end_is_one_click(
    cast: Cast, item: ActionItem, signed_in: SignedIn
) -> None:
    client = signed_in(cast.lead)
    client.post(
        address(item, "waiting/"), {"on_side": "ours", "on_person": cast.teammate.pk, "what_for": "Access"}
    )
    assert "Tom Okafor" in client.get(address(item)).content.decode()
    assert 'id="resumption"' not in signed_in(cast.teammate).get(address(item)).content.decode()
    signed_in(cast.teammate).post(address(item, "resumption/"))
    with entered(SYSTEM):
        assert WaitingPeriod.objects.get().ended_on is None
    client.post(address(item, "resumption/"))
    with entered(SYSTEM):
        assert WaitingPeriod.objects.get().ended_on is not None


def test_the_other_side_asks_for_a_date_and_the_owner_accepts_it(
    cast: Cast, item: ActionItem, signed_in: SignedIn
) -> None:
    other, owner = signed_in(cast.manager), signed_in(cast.lead)
    page = other.get(address(item)).content.decode()
    assert all(f'id="{noun}"' not in page for noun in ("report", "due-date", "waiting", "assignment"))
    asked = {"due_on": "in 6 weeks", "reason": "The board moved"}
    assert other.post(address(item, "due-date/"), asked).status_code == 422
    other.post(address(item, "request/"), asked)
    for client, noun in ((owner, "agreement"), (owner, "refusal"), (other, "recall")):
        page = client.get(address(item)).content.decode()
        assert "The board moved" in page
        assert f'id="{noun}"' in page
    steps = re.findall(r'<details class="step" id="(\w+)"', owner.get(address(item)).content.decode())
    assert steps[:3] == ["agreement", "refusal", "report"], "somebody waits for an answer: it comes first"
    owner.post(address(item, "agreement/"))
    page = other.get(address(item)).content.decode()
    # "they" would be the asker's own side on this very page
    assert "as asked" in page
    assert "as they asked" not in page
    assert "gave the date asked for," in page


def test_a_promise_written_down_on_its_owner_s_word_names_the_owner_once(
    cast: Cast, signed_in: SignedIn
) -> None:
    now = timezone.now()
    with acting_as(cast.cio):
        item = verbs.promise(
            cast.partner,
            title="Root cause",
            owner=cast.lead,
            due_on=now.date() + timedelta(days=20),
            by=cast.cio,
            now=now,
            on_word_of=cast.lead,
        )
    page = signed_in(cast.manager).get(address(item)).content.decode()
    assert f"wrote down that {cast.lead.full_name} promised it for" in page
    assert "on the word of" not in page


def test_whose_wait_it_is_is_said_in_the_reader_s_voice(
    cast: Cast, item: ActionItem, signed_in: SignedIn
) -> None:
    with acting_as(cast.lead):
        verbs.wait_on(item, on_side="ours", what_for="Access", by=cast.lead, now=timezone.now())
    pill = '<span class="side-pill ours">%s</span>'
    assert pill % "ours" in signed_in(cast.manager).get(address(item)).content.decode()
    assert pill % "theirs" in signed_in(cast.lead).get(address(item)).content.decode()


def test_nothing_that_is_pasted_is_cut_without_a_word(
    cast: Cast, item: ActionItem, signed_in: SignedIn
) -> None:
    client, pasted = signed_in(cast.manager), "word " * 300
    assert "maxlength" not in client.get(address(item)).content.decode()
    response = client.post(address(item, "request/"), {"due_on": "in 6 weeks", "reason": pasted})
    page = response.content.decode()
    assert response.status_code == 422
    assert f"Keep this under 1000 characters: it has {len(pasted.strip())}." in page
    assert f'value="{pasted.strip()}' in page


def test_what_is_missing_is_said_in_our_words_not_the_browser_s(
    cast: Cast, item: ActionItem, signed_in: SignedIn
) -> None:
    client = signed_in(cast.manager)
    assert " required" not in client.get(address(item)).content.decode()
    page = client.post(address(item, "request/"), {"due_on": "in 6 weeks"}).content.decode()
    assert "Say why, in a few words: they read it." in page
    assert 'value="in 6 weeks"' in page


def test_the_side_waited_on_shows_its_own_view(cast: Cast, item: ActionItem, signed_in: SignedIn) -> None:
    with acting_as(cast.lead):
        verbs.wait_on(item, on_side="ours", what_for="Access", by=cast.lead, now=timezone.now())
    signed_in(cast.manager).post(address(item, "dispute/"), {"words": "Granted on Friday"})
    assert "Granted on Friday" in signed_in(cast.lead).get(address(item)).content.decode()


def test_handing_over_withdrawing_and_a_word(cast: Cast, item: ActionItem, signed_in: SignedIn) -> None:
    client = signed_in(cast.lead)
    client.post(address(item, "assignment/"), {"to": cast.contributor.pk})
    client.post(address(item, "notes/"), {"word": "Mei has the scripts"})
    client.post(address(item, "withdrawal/"), {"reason": "The table is gone"})
    page = client.get(address(item)).content.decode()
    for told in ("handed it over to Mei Chen", "Mei has the scripts", "The table is gone", "withdrew it"):
        assert told in page


def test_a_proposal_is_answered_by_its_owner(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.manager)
    said = {"title": "Capacity forecast", "owner": cast.lead.pk, "due_on": "in 3 weeks"}
    response = client.post("/partnerships/meridian/actions/new/", said)
    with entered(SYSTEM):
        asked = ActionItem.objects.get()
    assert response.headers["Location"] == address(asked)
    assert asked.state == "proposed"
    signed_in(cast.lead).post(address(asked, "acceptance/"), {"due_on": "in 4 weeks"})
    accepted = now_in_database(asked)
    assert (accepted.state, accepted.first_due_on) == ("open", accepted.due_on)


def test_a_promise_said_aloud_counts_at_once(cast: Cast, signed_in: SignedIn) -> None:
    said = {"title": "Forecast", "owner": cast.teammate.pk, "due_on": "in 3 weeks", "promised": "on"}
    new, client = "/partnerships/meridian/actions/new/", signed_in(cast.manager)
    refused = client.post(new, {**said, "owner": cast.lead.pk})
    assert "Jonas Stein has to promise this themselves" in refused.content.decode()
    client.post(new, said)
    with entered(SYSTEM):
        assert ActionItem.objects.get().state == "open"


def test_a_new_action_that_cannot_be_keeps_what_was_typed(cast: Cast, signed_in: SignedIn) -> None:
    said = {"title": "A title to keep", "owner": cast.rival_lead.pk, "due_on": "yesterday"}
    response = signed_in(cast.manager).post("/partnerships/meridian/actions/new/", said)
    assert response.status_code == 422
    assert "A title to keep" in response.content.decode()
    with entered(SYSTEM):
        assert not ActionItem.objects.exists()


def test_with_htmx_a_row_comes_back_with_or_without_success(
    cast: Cast, item: ActionItem, signed_in: SignedIn
) -> None:
    client = signed_in(cast.lead)
    wrong = client.post(address(item, "due-date/"), {"due_on": "soon", "reason": "Kept words"}, headers=HTMX)
    assert wrong.status_code == 422
    assert "Kept words" in wrong.content.decode()
    assert "<html" not in wrong.content.decode()
    right = client.post(address(item, "report/"), headers=HTMX)
    assert right.status_code == 200
    assert f'id="action-{item.pk}"' in right.content.decode()
    assert "reported done" in right.content.decode()


@pytest.mark.parametrize("page", ["/tracker/?show=overdue", "/partnerships/meridian/tracker/"])
def test_what_the_tracker_says_and_counts_follows_what_a_row_has_done(
    cast: Cast, item: ActionItem, signed_in: SignedIn, page: str
) -> None:
    client = signed_in(cast.lead)
    whole = " ".join(client.get(page).content.decode().split())
    for part in ("tracker-sentence", "ours-facts", "ours-count", "theirs-facts", "theirs-count"):
        assert whole.count(f'id="{part}"') == 1
    row = client.post(address(item, "report/"), {"next": page}, headers=HTMX).content.decode()
    again = " ".join(client.get(page).content.decode().split())
    for part in ("tracker-sentence", "ours-facts", "ours-count", "theirs-facts", "theirs-count"):
        swapped = re.search(rf'id="{part}" hx-swap-oob="true">(.*?)</', " ".join(row.split()))
        assert swapped is not None, part
        assert f'id="{part}">{swapped[1]}</' in again
    assert "1 reported done" in " ".join(row.split())


def test_a_row_elsewhere_brings_no_counts_of_the_tracker(
    cast: Cast, item: ActionItem, signed_in: SignedIn
) -> None:
    for page in ("/", "/nowhere/", "https://evil.example/tracker", "/partnerships/rival/"):
        row = signed_in(cast.lead).post(address(item, "notes/"), {"word": "x", "next": page}, headers=HTMX)
        assert "hx-swap-oob" not in row.content.decode()


def test_after_a_save_one_is_back_where_one_was(cast: Cast, item: ActionItem, signed_in: SignedIn) -> None:
    client = signed_in(cast.lead)
    there = client.post(address(item, "notes/"), {"word": "Hello", "next": "/tracker/?show=overdue"})
    assert there.headers["Location"] == "/tracker/?show=overdue"
    elsewhere = client.post(address(item, "notes/"), {"word": "Hello", "next": "https://evil.example/"})
    assert elsewhere.headers["Location"] == address(item)


NOUNS = (
    "acceptance", "report", "confirmation", "return", "due-date", "waiting", "resumption", "dispute", "assignment",
    "withdrawal", "notes", "undoing",
)  # fmt: skip


@pytest.mark.parametrize("noun", NOUNS)
def test_a_get_changes_nothing_and_leads_to_the_form(
    cast: Cast, item: ActionItem, signed_in: SignedIn, noun: str
) -> None:
    response = signed_in(cast.manager).get(address(item, f"{noun}/"))
    assert response.headers["Location"] == f"{address(item)}#{noun}"
    assert now_in_database(item).version == item.version


@pytest.mark.parametrize("noun", ["", *(f"{noun}/" for noun in NOUNS)])
def test_for_a_rival_it_is_the_same_as_missing(
    cast: Cast, item: ActionItem, signed_in: SignedIn, noun: str
) -> None:
    client = signed_in(cast.rival_lead)
    missing = address(item, noun).replace(f"/{item.pk}/", "/999999/")
    for method in (client.get, client.post):
        assert method(address(item, noun)).status_code == 404
        assert method(missing).status_code == 404


@pytest.mark.parametrize("noun", NOUNS)
def test_an_observer_may_read_but_not_do(
    cast: Cast, item: ActionItem, signed_in: SignedIn, noun: str
) -> None:
    client = signed_in(cast.observer)
    assert client.get(address(item)).status_code == 200
    assert client.post(address(item, f"{noun}/")).status_code == 403


def test_an_action_of_another_partnership_is_not_reached_through_one_s_own(
    cast: Cast, item: ActionItem, signed_in: SignedIn
) -> None:
    response = signed_in(cast.rival_lead).get(f"/partnerships/halden/actions/{item.pk}/")
    assert response.status_code == 404


# --- what is not there any more is not offered ---------------------------------------------------------------------


@pytest.fixture
def taken_back(cast: Cast, item: ActionItem) -> int:
    """The version of the page on which another date was still asked for; it has been taken back since."""
    with acting_as(cast.cio):
        verbs.ask_for_date(
            item, due_on=item.due_on + timedelta(days=7), reason="The board", by=cast.cio, now=timezone.now()
        )
        seen = item.version
        verbs.take_back_request(item, by=cast.cio, now=timezone.now())
    return seen


@pytest.mark.parametrize(
    ("who", "noun"), [("lead", "agreement"), ("cio", "recall")], ids=["the owner agrees", "the asker recalls"]
)
@pytest.mark.parametrize("of_old_page", [True, False])
def test_a_request_that_is_not_there_any_more_is_refused_and_not_offered(
    cast: Cast, item: ActionItem, signed_in: SignedIn, taken_back: int, who: str, noun: str, of_old_page: bool
) -> None:
    typed = {"version": taken_back} if of_old_page else {}
    answer = signed_in(getattr(cast, who)).post(address(item, f"{noun}/"), typed)
    page = answer.content.decode()
    assert answer.status_code == (409 if of_old_page else 422)
    assert ("Somebody else changed this" if of_old_page else "No other date is asked for any more.") in page
    assert f'action="{address(item, f"{noun}/")}"' not in page
    assert re.findall(r"\{[a-z_]+\}", page) == []


@pytest.mark.parametrize("step", ACTION_STEPS, ids=lambda step: step.slug)
def test_no_step_shows_a_blank_that_nobody_filled(cast: Cast, item: ActionItem, step: Step) -> None:
    now = timezone.now()
    with acting_as(cast.lead):
        tried = step.form({}, thing=item, by=cast.lead, now=now)
        tried.carried_out()
        shown = offers(ACTION_STEPS, now_in_database(item), cast.lead, now, tried)
    assert [offer for offer in shown if "{" in f"{offer.title} {offer.button}"] == []


def test_what_was_typed_stays_though_the_request_is_gone(
    cast: Cast, item: ActionItem, signed_in: SignedIn, taken_back: int
) -> None:
    typed = {"version": taken_back, "word": "The board meets later"}
    answer = signed_in(cast.lead).post(address(item, "refusal/"), typed)
    assert answer.status_code == 409
    assert "The board meets later" in answer.content.decode()
