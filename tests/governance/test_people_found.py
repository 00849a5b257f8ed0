"""Whom a page or a form offers: for each condition somebody who belongs and somebody who just does not."""

from collections.abc import Iterable
from datetime import date

from pytest_django import DjangoAssertNumQueries

from governance.models import ActionWatcher
from governance.people import by_side, followers_of, in_all_of, introduce, people_offered, people_who
from partners.access import InternalRole, Permission, Role
from partners.isolation.scope import SYSTEM, entered
from partners.models import Membership, Partner, User
from tests.cast import Cast
from tests.governance.scene import NOW, TODAY
from tests.reviews.scene import ask, promise


def names(people: Iterable[User]) -> list[str]:
    return [person.full_name for person in people]


def joined(partner: Partner, person: User, role: Role, until: date | None = None) -> None:
    Membership.objects.create(partner=partner, person=person, role=role, since=date(2026, 1, 1), until=until)


def test_whoever_may_is_active_and_there_now_or_may_everywhere_our_side_first_by_name(cast: Cast) -> None:
    with entered(SYSTEM):
        joined(cast.partner, cast.stranger, Role.CONTRIBUTOR, until=TODAY)
        User.objects.create(
            email="gone@example.com", full_name="Gone CIO", internal_role=InternalRole.CIO, is_active=False
        )
        everybody = names(people_who(Permission.SEE_PARTNERSHIP, cast.partner))
        chairs = names(people_who(Permission.RUN_REVIEW, cast.partner))
        of_both = names(people_who(Permission.PROMISE, cast.partner, cast.rival))
    assert everybody == [
        "Anand Kulkarni", "Lena Moser", "Priya Raman", "Tom Okafor", "Hanna Weiss", "Jonas Stein", "Mei Chen",
        "Ravi Desai",
    ]  # fmt: skip
    assert chairs == ["Anand Kulkarni", "Priya Raman"]
    assert "Rhona Halden" in of_both
    assert by_side([cast.manager, cast.lead, cast.cio]) == {
        "ours": [cast.manager, cast.cio],
        "theirs": [cast.lead],
    }


def test_people_are_read_once_for_all_forms_of_a_page(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with entered(SYSTEM):
        first = people_offered(Permission.RUN_REVIEW, cast.partner)
        with django_assert_num_queries(0):
            assert people_offered(Permission.RUN_REVIEW, cast.partner) is first
        assert names(people_offered(Permission.SEE_PARTNERSHIP, cast.partner)) != names(first)


def test_followers_are_those_who_may_still_read(cast: Cast) -> None:
    with entered(SYSTEM):
        item, other = promise(cast.partner, cast.lead), promise(cast.partner, cast.lead, "Another")
        for person, of in (
            (cast.lead, item), (cast.manager, item), (cast.stranger, item), (cast.leaver, item), (cast.teammate, other),
        ):  # fmt: skip
            ActionWatcher.objects.create(partner=cast.partner, item=of, person=person, since=NOW)
        assert names(followers_of(item)) == ["Priya Raman", "Jonas Stein"]
        assert followers_of(promise(cast.partner, cast.lead, "Nobody's")) == []


def test_rows_are_given_the_people_they_point_at_in_one_query(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with entered(SYSTEM):
        kept = [promise(cast.partner, cast.lead), ask(cast.partner, cast.manager, owner=cast.teammate)]
        rows = [type(row).objects.get(pk=row.pk) for row in kept]
        with django_assert_num_queries(1):
            found = introduce(rows, known=[cast.lead], others=[cast.observer.pk, None])
            assert (rows[0].owner, rows[1].raised_by, rows[1].owner) == (
                cast.lead,
                cast.manager,
                cast.teammate,
            )
        assert rows[0].owner is cast.lead
        assert set(found) == {cast.lead.pk, cast.manager.pk, cast.teammate.pk, cast.observer.pk}
        with django_assert_num_queries(0):
            assert introduce([], known=[cast.lead]) == {cast.lead.pk: cast.lead}


def test_in_all_of_several_partnerships_is_whoever_may_in_each(cast: Cast) -> None:
    here = [cast.partner, cast.rival]
    with entered(SYSTEM):
        joined(cast.rival, cast.manager, Role.RELATIONSHIP_MANAGER)
        joined(cast.rival, cast.teammate, Role.CONTRIBUTOR, until=TODAY)
        joined(cast.rival, cast.reader, Role.EXECUTIVE_READER)
        people = [cast.manager, cast.teammate, cast.reader, cast.cio, cast.administrator]
        assert in_all_of(here, people, Permission.KEEP_PROMISES) == {cast.manager.pk, cast.cio.pk}
        assert in_all_of(here[:1], people, Permission.KEEP_PROMISES) == {
            cast.manager.pk, cast.teammate.pk, cast.cio.pk,
        }  # fmt: skip
        assert in_all_of(here, [cast.teammate], Permission.KEEP_PROMISES) == set()
