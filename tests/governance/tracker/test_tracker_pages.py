from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from governance import verbs
from governance.tracker.filters import PAGE, Filters
from governance.tracker.views.tracker import counts_of
from partners.isolation.scope import acting_as
from partners.models import User
from tests.cast import Cast
from tests.governance.scene import promised_now
from tests.reading import without_terms

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]
MERIDIAN = "/partnerships/meridian/tracker/"


def page(client: Client, address: str = MERIDIAN) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return without_terms(response.content.decode())


@pytest.fixture
def both(cast: Cast) -> Cast:
    """One late promise of ours, one of theirs that is reported done, one of theirs to come."""
    with acting_as(cast.cio):
        promised_now(cast, cast.manager, due_in=-12, title="Archiving policy")
        reported = promised_now(cast, cast.contributor, due_in=3, title="Rebuild the index")
        verbs.report_done(reported, by=cast.lead, now=timezone.now())
        promised_now(cast, cast.lead, due_in=9, title="Root cause")
    return cast


def test_each_reader_s_own_side_is_we(both: Cast, signed_in: SignedIn) -> None:
    ours, theirs = page(signed_in(both.manager)), page(signed_in(both.lead))
    assert 'id="ours-owe">We owe' in ours
    assert 'id="theirs-owe">They owe' in ours
    assert 'id="ours-owe">They owe' in theirs
    assert 'id="theirs-owe">We owe' in theirs


def test_the_sentence_says_how_it_stands(both: Cast, signed_in: SignedIn) -> None:
    html = page(signed_in(both.manager))
    assert "We owe Meridian Systems one action; they owe us one action." in html
    assert "One of ours is late." in html
    assert "One report waits for our yes." in html


def test_a_wait_seen_differently_says_by_whom_in_the_reader_s_voice(both: Cast, signed_in: SignedIn) -> None:
    with acting_as(both.lead):
        item = promised_now(both, both.lead, title="Load test")
        verbs.wait_on(item, on_side="ours", what_for="Access", by=both.lead, now=timezone.now())
    with acting_as(both.manager):
        verbs.dispute_wait(item.waits.get(), words="Granted on Friday", by=both.manager, now=timezone.now())
    assert "we see it differently" in page(signed_in(both.manager))
    assert "they see it differently" in page(signed_in(both.lead))


def test_where_nothing_fits_the_way_back_stands_there(both: Cast, signed_in: SignedIn) -> None:
    html = page(signed_in(both.manager), MERIDIAN + "?text=nothing+of+the+kind")
    assert html.count("Nothing here fits.") == 2
    assert "Nothing here fits." not in page(signed_in(both.manager))


def test_what_is_only_proposed_is_named_beside_the_count_it_is_not_in(
    cast: Cast, signed_in: SignedIn
) -> None:
    with acting_as(cast.cio):
        due_on = promised_now(cast, cast.lead, title="Root cause").due_on
        verbs.propose(
            cast.partner,
            title="Second shift",
            owner=cast.lead,
            due_on=due_on,
            by=cast.cio,
            now=timezone.now(),
        )
    html = page(signed_in(cast.lead))
    assert html.count('class="item"') == 2
    assert ">1 proposed</small>" in html
    assert '">1 action</span>' in html


@pytest.mark.parametrize(
    "query, shown",
    [
        ("", {"Archiving policy", "Rebuild the index", "Root cause"}),
        ("?show=overdue", {"Archiving policy"}),
        ("?show=confirm", {"Rebuild the index"}),
        ("?show=done", set()),
        (
            f"?owner={'9' * 30}&ours_after=2026-01-01,{'9' * 30}",
            {"Archiving policy", "Rebuild the index", "Root cause"},
        ),
        ("?text=root", {"Root cause"}),
        ("?owner=me", {"Archiving policy"}),
        ("?show=nonsense&owner=x&outcome=%27", {"Archiving policy", "Rebuild the index", "Root cause"}),
    ],
)
def test_filters_are_addresses(both: Cast, signed_in: SignedIn, query: str, shown: set[str]) -> None:
    html = page(signed_in(both.manager), MERIDIAN + query)
    assert {
        title for title in ("Archiving policy", "Rebuild the index", "Root cause") if title in html
    } == shown


def test_waiting_shows_what_waits(both: Cast, signed_in: SignedIn) -> None:
    with acting_as(both.lead):
        item = promised_now(both, both.lead, title="Load test")
        verbs.wait_on(item, on_side="ours", what_for="Access", by=both.lead, now=timezone.now())
    html = page(signed_in(both.manager), MERIDIAN + "?show=waiting")
    assert "Load test" in html
    assert "waiting on Northgate Group since" in html
    assert "Root cause" not in html


def test_what_is_done_says_how_it_met_its_first_date(both: Cast, signed_in: SignedIn) -> None:
    now = timezone.now()
    with acting_as(both.cio):
        for title, due_in in (("In time", 3), ("Too late", -2)):
            item = promised_now(both, both.lead, due_in=due_in, title=title)
            verbs.report_done(item, by=both.lead, now=now)
            verbs.confirm(item, by=both.manager, now=now)
    html = page(signed_in(both.manager), MERIDIAN + "?show=done")
    assert "3 days early" in html
    assert "2 days late" in html


def test_over_all_partnerships_the_partner_is_named_and_rivals_stay_apart(
    both: Cast, signed_in: SignedIn
) -> None:
    with acting_as(both.rival_lead):
        now = timezone.now()
        verbs.promise(
            both.rival,
            title="Secret of Halden",
            owner=both.rival_lead,
            due_on=now.date(),
            by=both.rival_lead,
            now=now,
        )
    assert "Secret of Halden" in page(signed_in(both.cio), "/tracker/")
    assert "Secret of Halden" not in page(signed_in(both.lead), "/tracker/")
    assert "Root cause" not in page(signed_in(both.rival_lead), "/tracker/")
    assert signed_in(both.rival_lead).get(MERIDIAN).status_code == 404


def test_a_reader_updates_only_on_their_own_side_in_passing(both: Cast, signed_in: SignedIn) -> None:
    html = page(signed_in(both.manager))
    assert html.count(">Done</button>") == 1
    assert html.count(">Confirm</button>") == 1


def test_an_observer_reads_and_is_offered_nothing(both: Cast, signed_in: SignedIn) -> None:
    html = page(signed_in(both.observer))
    assert "Root cause" in html
    assert "item-actions" not in html
    assert "New action" not in html


def test_a_side_is_paged_by_key(cast: Cast, signed_in: SignedIn) -> None:
    with acting_as(cast.cio):
        for number in range(PAGE + 3):
            promised_now(cast, cast.lead, due_in=number, title=f"Step {number:02}")
    client = signed_in(cast.manager)
    first = page(client)
    assert f"Step {PAGE - 1:02}" in first
    assert f"Step {PAGE:02}" not in first
    link = (
        first.partition('class="more-row"')[2].partition('href="')[2].partition('"')[0].replace("&amp;", "&")
    )
    second = page(client, MERIDIAN + link)
    assert f"Step {PAGE:02}" in second
    assert "Step 00" not in second


def test_more_rows_take_no_more_queries(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.manager)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            page(client)
        return len(captured)

    with acting_as(cast.cio):
        for owner in (cast.manager, cast.lead):
            promised_now(cast, owner)
    few = queries()
    with acting_as(cast.cio):
        for _ in range(8):
            for owner in (cast.manager, cast.teammate, cast.lead, cast.contributor):
                promised_now(cast, owner)
    assert queries() == few


def test_a_hostile_title_is_text(cast: Cast, signed_in: SignedIn) -> None:
    with acting_as(cast.cio):
        promised_now(cast, cast.lead, title="<script>alert(1)</script>")
    html = page(signed_in(cast.manager))
    assert "<script>alert(1)" not in html
    assert "&lt;script&gt;alert(1)" in html


def test_a_filter_s_address_leaves_out_what_is_not_asked() -> None:
    assert Filters().query() == "?"
    assert Filters(text="a b").query(show="overdue") == "?show=overdue&text=a+b"


def test_more_of_one_column_comes_alone(both: Cast, signed_in: SignedIn) -> None:
    fragment = signed_in(both.manager).get(f"{MERIDIAN}?side=theirs", headers={"HX-Request": "true"})
    html = fragment.content.decode()
    assert "Root cause" in html
    assert "Archiving policy" not in html
    assert "<html" not in html


def test_the_whole_tracker_takes_ten_queries_and_two_for_standing_in_a_test(
    both: Cast, signed_in: SignedIn
) -> None:
    client = signed_in(both.cio)
    with CaptureQueriesContext(connection) as asked:
        page(client, "/tracker/")
    assert len([query for query in asked if query["sql"].startswith("SELECT")]) <= 12


@pytest.mark.parametrize("reader", ["cio", "manager"])
def test_what_a_step_leaves_to_say_is_of_the_tracker_it_was_taken_on(
    both: Cast, rf: RequestFactory, reader: str
) -> None:
    """Halden & Roy comes before Meridian by name, and owes nothing: its sentence is another one."""
    request = rf.get("/")
    request.user = getattr(both, reader)
    with acting_as(request.user):
        said = counts_of(request, f"{MERIDIAN}?show=open", timezone.localdate())["sentence"]
        across = counts_of(request, "/tracker/", timezone.localdate())["sentence"]
        elsewhere = counts_of(request, "/portfolio/", timezone.localdate())
    assert said[0] == "We owe Meridian Systems one action; they owe us one action."
    assert across[0] == "We owe our partners one action; they owe us one action."
    assert elsewhere == {}
