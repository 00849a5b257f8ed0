"""The filters somebody keeps under a name: theirs alone, on the page they belong to."""

from collections.abc import Callable

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from governance import verbs
from governance.models import SavedView
from governance.tracker.filters import SHOWN, Filters
from governance.tracker.verbs.saved_views import MOST_VIEWS
from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.models import Membership, Partner, User
from partners.verb import Refused
from tests.cast import Cast
from tests.governance.scene import NOW, promised_now

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]
MERIDIAN = "/partnerships/meridian/tracker/"


def kept(person: User, partner: Partner | None, name: str = "Late", show: str = "overdue") -> SavedView:
    with acting_as(person):
        return verbs.keep_view(partner, name=name, filters=Filters(show=show), by=person, now=NOW)


def removal(view: SavedView) -> str:
    return f"/tracker/views/{view.pk}/removal/"


@pytest.mark.parametrize("place", [MERIDIAN, "/tracker/"])
@pytest.mark.parametrize("who", ["manager", "lead", "observer", "reader", "cio"])
def test_whoever_reads_keeps_what_is_shown_and_finds_it_again(
    cast: Cast, signed_in: SignedIn, place: str, who: str
) -> None:
    client = signed_in(getattr(cast, who))
    answer = client.post(f"{place}views/?show=overdue&text=root", {"name": "Late  causes"})
    assert answer.headers["Location"] == f"{place}?show=overdue&text=root"
    html = client.get(place).content.decode()
    assert '<a class="chip" href="?show=overdue&amp;text=root">Late causes</a>' in html


def test_what_is_kept_is_offered_to_be_removed_and_not_to_be_kept_again(
    cast: Cast, signed_in: SignedIn
) -> None:
    client = signed_in(cast.manager)
    assert "Save this view" not in client.get(MERIDIAN).content.decode()
    assert "Save this view" in client.get(f"{MERIDIAN}?show=overdue").content.decode()
    view = kept(cast.manager, cast.partner)
    html = client.get(f"{MERIDIAN}?show=overdue").content.decode()
    assert "Save this view" not in html
    assert removal(view) in html


def test_a_view_stays_on_its_page(cast: Cast, signed_in: SignedIn) -> None:
    kept(cast.manager, cast.partner, "Late at Meridian")
    kept(cast.manager, None, "Late anywhere")
    client = signed_in(cast.manager)
    there, across = (client.get(place).content.decode() for place in (MERIDIAN, "/tracker/"))
    assert ("Late at Meridian" in there, "Late anywhere" in there) == (True, False)
    assert ("Late at Meridian" in across, "Late anywhere" in across) == (False, True)


@pytest.mark.parametrize("partner", [True, False], ids=["of a partnership", "across"])
def test_the_same_name_again_replaces_what_it_stood_for(cast: Cast, partner: bool) -> None:
    place = cast.partner if partner else None
    first = kept(cast.lead, place, "Mine", "overdue")
    second = kept(cast.lead, place, "Mine", "waiting")
    assert first.pk == second.pk
    with acting_as(cast.lead):
        assert SavedView.objects.get().query == "?show=waiting"


@pytest.mark.parametrize(
    ("name", "filters", "words"),
    [
        (" ", Filters(show="done"), "Give it a name"),
        ("x" * 61, Filters(show="done"), "under 60 characters"),
        ("Open", Filters(), "Choose a filter first"),
    ],
)
def test_what_makes_no_view_is_refused(cast: Cast, name: str, filters: Filters, words: str) -> None:
    with acting_as(cast.lead), pytest.raises(Refused, match=words):
        verbs.keep_view(cast.partner, name=name, filters=filters, by=cast.lead, now=NOW)


def test_beyond_twenty_one_makes_room_first(cast: Cast) -> None:
    for number in range(MOST_VIEWS):
        kept(cast.lead, cast.partner, f"View {number}")
    with pytest.raises(Refused, match="You have 20 views here"):
        kept(cast.lead, cast.partner, "One more")
    assert kept(cast.lead, cast.partner, "View 3", "done").query == "?show=done"
    assert kept(cast.lead, None, "Elsewhere there is room")


def test_a_refused_name_stays_in_its_field_and_the_filters_stand(cast: Cast, signed_in: SignedIn) -> None:
    with acting_as(cast.cio):
        promised_now(cast, cast.manager, due_in=-3, title="Archiving policy")
        promised_now(cast, cast.manager, due_in=3, title="Root cause")
    answer = signed_in(cast.manager).post(f"{MERIDIAN}views/?show=overdue", {"name": "x" * 61})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert f'value="{"x" * 61}"' in html
    assert "Keep this under 60 characters" in html
    assert ("Archiving policy" in html, "Root cause" in html) == (True, False)


def test_a_hostile_name_is_text(cast: Cast, signed_in: SignedIn) -> None:
    kept(cast.lead, cast.partner, "<script>alert(1)</script>")
    html = signed_in(cast.lead).get(MERIDIAN).content.decode()
    assert "<script>alert(1)" not in html
    assert "&lt;script&gt;alert(1)" in html


def test_one_s_own_view_is_removed_and_what_it_shows_stays(cast: Cast, signed_in: SignedIn) -> None:
    view = kept(cast.lead, cast.partner)
    answer = signed_in(cast.lead).post(removal(view), {"next": f"{MERIDIAN}?show=overdue"}, follow=True)
    assert "The view “Late” is removed." in answer.content.decode()
    assert answer.redirect_chain[0][0] == f"{MERIDIAN}?show=overdue"
    with acting_as(cast.lead):
        assert not SavedView.objects.exists()


@pytest.mark.parametrize("who", ["contributor", "manager", "rival_lead", "cio"])
def test_somebody_else_s_view_reads_like_none(cast: Cast, signed_in: SignedIn, who: str) -> None:
    view, person = kept(cast.lead, cast.partner, "Secret of Jonas"), getattr(cast, who)
    client = signed_in(person)
    assert "Secret of Jonas" not in client.get("/tracker/").content.decode()
    assert client.post(removal(view)).content == client.post("/tracker/views/987654321/removal/").content
    with acting_as(cast.lead):
        assert SavedView.objects.get() == view


def test_a_rival_s_number_in_a_view_shows_what_no_number_shows(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.lead)
    pages = []
    for owner in (cast.rival_lead.pk, 987654321):
        client.post(f"{MERIDIAN}views/?owner={owner}", {"name": "Theirs"})
        html = client.get(f"{MERIDIAN}?owner={owner}").content.decode()
        pages.append(html.count('class="item"'))
    assert pages == [0, 0]


PEOPLE = st.sampled_from(["manager", "teammate", "lead", "contributor", "rival_lead", "cio", "reader"])
KEPT = st.tuples(PEOPLE, st.booleans(), st.sampled_from(list(SHOWN)[1:]), st.sampled_from("ABC"))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])  # each example is taken back
@given(deeds=st.lists(KEPT, max_size=8))
def test_however_many_keep_views_everybody_sees_their_own_alone(cast: Cast, deeds: list) -> None:
    expected: dict[str, set[tuple]] = {}
    with transaction.atomic():
        for who, across, show, name in deeds:
            place = None if across else cast.rival if who == "rival_lead" else cast.partner
            expected.setdefault(who, set()).add((kept(getattr(cast, who), place, name, show).pk, name))
        for who in ("manager", "teammate", "lead", "contributor", "rival_lead", "cio", "reader"):
            person = getattr(cast, who)
            with acting_as(person):
                read = set(SavedView.objects.values_list("pk", "name"))  # past every filter: the policy alone
                seen = set(SavedView.objects.visible_to(person).values_list("pk", "name"))
            assert read == seen == expected.get(who, set())
        transaction.set_rollback(True)


def test_nobody_keeps_a_view_in_somebody_else_s_name(cast: Cast) -> None:
    with (
        acting_as(cast.lead),
        pytest.raises(ProgrammingError, match="row-level security"),
        transaction.atomic(),
    ):
        SavedView.objects.create(
            person=cast.contributor, name="Late", query="?show=done", kept_at=timezone.now()
        )


def test_no_background_job_reads_them(cast: Cast) -> None:
    kept(cast.lead, None)
    with entered(SYSTEM):
        assert not SavedView.objects.exists()


def test_they_go_out_of_sight_with_the_partnership(cast: Cast, signed_in: SignedIn) -> None:
    kept(cast.teammate, cast.partner)
    with entered(SYSTEM):
        Membership.objects.filter(person=cast.teammate).update(until=NOW.date())
    with acting_as(User.objects.get(pk=cast.teammate.pk)):
        assert not SavedView.objects.exists()


def test_looking_takes_one_query_however_many_are_kept(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.lead)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(MERIDIAN)
        return len(captured)

    kept(cast.lead, cast.partner, "One")
    few = queries()
    for number in range(9):
        kept(cast.lead, cast.partner, f"View {number}")
    assert queries() == few
