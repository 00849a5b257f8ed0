"""Who changed what, as the pages tell it: named, narrowed, in full, and by record."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from governance import verbs
from governance.models import ActionItem
from partners.history.activity_log import ROWS_SHOWN
from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.models import AuditEvent, Partner, PartnerNote, User
from partners.time_zones import zone_named
from partners.verb import recorded_as
from partners.verbs import write_note
from tests.cast import Cast
from tests.governance.scene import in_days, promised

In = Callable[[User], Client]
PAGE = "/settings/history/"


@pytest.fixture
def moved(cast: Cast, now: datetime) -> ActionItem:
    """The lead has promised something and moved its date."""
    with acting_as(cast.lead):
        item = promised(cast, cast.lead, title="Root cause of the slowdown")
        verbs.move_date(item, due_on=in_days(30), reason="Traces came late", by=cast.lead, now=now)
    connection.check_constraints()
    return item


def read(client: Client, path: str = PAGE, **asked: str) -> str:
    return client.get(path, asked).content.decode()


def newest(verb: str) -> int:
    with entered(SYSTEM):
        return AuditEvent.objects.filter(verb=verb).latest("sequence").sequence


@pytest.mark.parametrize("who", ["manager", "lead", "cio"])
def test_a_deed_names_what_it_was_done_to_and_shows_each_value_before_and_after(
    cast: Cast, signed_in: In, moved: ActionItem, who: str
) -> None:
    client = signed_in(getattr(cast, who))
    assert "Root cause of the slowdown" in read(client)
    page = read(client, f"{PAGE}{newest('move_date')}/")
    assert "Jonas Stein gave a new date" in page
    assert "14 Dec 2026" in page
    assert "23 Dec 2026" in page


def test_a_rival_finds_no_deed_of_another_partnership(cast: Cast, signed_in: In, moved: ActionItem) -> None:
    rival = signed_in(cast.rival_lead)
    assert rival.get(f"{PAGE}{newest('move_date')}/").status_code == 404
    assert rival.get(f"/partnerships/meridian/history/actionitem/{moved.pk}/").status_code == 404
    assert rival.get(f"/partnerships/halden/history/actionitem/{moved.pk}/").status_code == 404
    assert "Root cause" not in read(rival)


def test_a_private_note_is_read_in_the_history_by_its_own_side_alone(
    cast: Cast, signed_in: In, now: datetime
) -> None:
    with acting_as(cast.manager):
        write_note(cast.partner, text="Ochre heron", by=cast.manager, now=now)
    connection.check_constraints()
    deed = f"{PAGE}{newest_note(cast)}/"
    assert "Ochre heron" in read(signed_in(cast.manager), deed)
    assert signed_in(cast.lead).get(deed).status_code == 404
    assert signed_in(cast.cio).get(deed).status_code == 200


def newest_note(cast: Cast) -> int:
    with acting_as(cast.manager):
        return AuditEvent.objects.filter(verb="write_note").latest("sequence").sequence


def test_what_tandem_did_by_itself_is_shown_on_request(cast: Cast, signed_in: In) -> None:
    with entered(SYSTEM):
        Partner.objects.filter(pk=cast.partner.pk).update(kind="databases and advice")
    connection.check_constraints()
    lead = signed_in(cast.lead)
    assert ">by itself<" not in read(lead)
    assert ">by itself<" in read(lead, itself="on")


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"kind": "governance_actionitemevent"}, True),
        ({"kind": "governance_askevent"}, False),
        ({"since": "2026-01-01", "until": "2026-12-31"}, True),
        ({"until": "2026-01-01"}, False),
    ],
)
def test_the_history_is_narrowed_by_what_and_when(
    cast: Cast, signed_in: In, moved: ActionItem, asked: dict[str, str], found: bool
) -> None:
    assert ("Root cause of the slowdown" in read(signed_in(cast.lead), **asked)) is found


@pytest.mark.parametrize("asked", [{"since": "soon"}, {"person": "Jonas"}, {"kind": "no_such_table"}])
def test_what_cannot_be_understood_is_said_and_narrows_nothing(
    cast: Cast, signed_in: In, moved: ActionItem, asked: dict[str, str]
) -> None:
    page = read(signed_in(cast.lead), **asked)
    assert "errorlist" in page
    assert "Root cause of the slowdown" in page


def test_everybody_of_a_partnership_reads_the_history_of_its_records(
    cast: Cast, signed_in: In, moved: ActionItem
) -> None:
    page = read(signed_in(cast.observer), f"/partnerships/meridian/history/actionitem/{moved.pk}/")
    assert "gave a new date" in page
    assert "<ins>23 Dec 2026</ins>" in page
    assert f'href="/partnerships/meridian/actions/{moved.pk}/"' in page


def test_a_private_record_has_no_such_page(cast: Cast, signed_in: In, now: datetime) -> None:
    with acting_as(cast.manager):
        write_note(cast.partner, text="Ochre heron", by=cast.manager, now=now)
        note = PartnerNote.objects.get()
    path = f"/partnerships/meridian/history/partnernote/{note.pk}/"
    assert signed_in(cast.manager).get(path).status_code == 404


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (ROWS_SHOWN, ""),
        (ROWS_SHOWN + 1, "And 1 more row of the same."),
        (ROWS_SHOWN + 2, "And 2 more rows of the same."),
    ],
)
def test_a_deed_of_many_rows_shows_some_and_says_how_many_more(
    cast: Cast, signed_in: In, now: datetime, rows: int, said: str
) -> None:
    with acting_as(cast.lead), recorded_as("promise", by=cast.lead, now=now):
        facts = {"partner": cast.partner, "owner": cast.lead, "side": "theirs", "created_by": cast.lead}
        for number in range(rows):
            ActionItem.objects.create(title=f"No. {number}", due_on=in_days(9), created_at=now, **facts)
    connection.check_constraints()
    page = read(signed_in(cast.lead), f"{PAGE}{newest('promise')}/")
    assert page.count('<table class="table cards-on-phone history">') == min(rows, ROWS_SHOWN)
    assert (said in page) if said else ("more row" not in page)


@pytest.mark.parametrize(("days", "found"), [(-1, False), (0, True), (1, True)])
def test_the_last_day_asked_for_is_looked_through_and_so_is_the_first(
    cast: Cast, signed_in: In, moved: ActionItem, now: datetime, days: int, found: bool
) -> None:
    until, since = (now.date() + timedelta(days=each) for each in (days, -days))
    client = signed_in(cast.lead)
    assert ("Root cause of the slowdown" in read(client, until=until.isoformat())) is found
    assert ("Root cause of the slowdown" in read(client, since=since.isoformat())) is found


def test_an_instant_in_the_history_is_told_where_its_reader_lives(
    cast: Cast, signed_in: In, moved: ActionItem
) -> None:
    with entered(SYSTEM):
        User.objects.filter(pk=cast.observer.pk).update(time_zone="Pacific/Kiritimati")
    reader = User.objects.get(pk=cast.observer.pk)
    page = read(signed_in(reader), f"/partnerships/meridian/history/actionitem/{moved.pk}/")
    told = timezone.localtime(moved.promised_at, zone_named("Pacific/Kiritimati"))
    assert f"{told:%-d %b %Y, %H:%M}" in page


def test_a_page_of_history_asks_no_more_queries_for_fifty_deeds(
    cast: Cast, signed_in: In, moved: ActionItem, now: datetime, django_assert_max_num_queries: Callable
) -> None:
    with acting_as(cast.lead):
        for number in range(50):
            said_at = now + timedelta(minutes=number)
            verbs.promise(
                cast.partner,
                title=f"Promise {number}",
                owner=cast.lead,
                due_on=in_days(21),
                by=cast.lead,
                now=said_at,
            )
    connection.check_constraints()
    with django_assert_max_num_queries(30):
        assert "Promise 49" in read(signed_in(cast.lead))


# --- by whom ---------------------------------------------------------------------------------------------------------


def test_people_are_sought_by_a_part_of_their_name_and_not_listed(
    cast: Cast, signed_in: In, moved: ActionItem
) -> None:
    reader = signed_in(cast.manager)
    assert "gave a new date" in read(reader, who="jonás")
    assert "Nothing like that" in read(reader, who="Hanna")
    assert cast.partner_sponsor.full_name not in read(reader), "whoever has done nothing stands nowhere"


def test_an_address_that_names_somebody_means_them_alone_and_shows_their_name(
    cast: Cast, signed_in: In, moved: ActionItem
) -> None:
    with entered(SYSTEM):
        User.objects.filter(pk=cast.contributor.pk).update(full_name=cast.lead.full_name)
    reader = signed_in(cast.manager)
    assert "gave a new date" in read(reader, person=str(cast.lead.pk))
    assert 'name="who" value="Jonas Stein"' in read(reader, person=str(cast.lead.pk))
    assert "Nothing like that" in read(reader, person=str(cast.contributor.pk))
    assert "gave a new date" in read(reader, person=str(cast.rival_lead.pk)), (
        "nobody they may know: all is shown"
    )


def test_the_page_is_as_long_with_a_thousand_people_more(
    cast: Cast, signed_in: In, moved: ActionItem
) -> None:
    reader = signed_in(cast.cio)
    before = len(read(reader))
    with entered(SYSTEM):
        User.objects.bulk_create(
            User(email=f"{number}@example.com", full_name=f"Person {number}") for number in range(1000)
        )
    assert len(read(reader)) - before < 100
