"""The quick door of the room's poll: it never tells somebody "nothing has moved" whom the whole way refuses."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import settings as configured
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django.fixtures import Settings

from partners.access import InternalRole, Role
from partners.authentication.sessions import POLL, end_everywhere
from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.models import Membership, Partner, User
from partners.quick_door import MOST_REMEMBERED
from partners.verbs import deactivate
from reviews.models import Review
from reviews.room.nothing_moved import NothingMoved
from tests.reviews.polling import BY_ITSELF, PASSED_ON, asked_quickly, asked_slowly
from tests.reviews.room.screen.shown import SignedIn, at
from tests.reviews.scene import Scene
from tests.tampering import as_the_owner

Take = Callable[[Scene, User, Client, Settings], object]
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _nobody_was_here_before(opened: Scene) -> None:
    cache.delete(f"reviews.at_screens.{opened.review.pk}")


def poll_of(scene: Scene, slug: str = "meridian", version: int | None = None) -> str:
    with entered(SYSTEM):
        version = version or Review.objects.get(pk=scene.review.pk).version
    return f"/partnerships/{slug}/reviews/{scene.review.pk}/room/state/?v={version}"


def in_system(change: Callable[[], object]) -> None:
    with entered(SYSTEM):
        change()


def _session(client: Client) -> Session:
    return Session.objects.get(session_key=client.cookies[configured.SESSION_COOKIE_NAME].value)


def _keep(client: Client, **values: object) -> None:
    session = client.session
    session.update(values)
    session.save()


def _age(client: Client, **ages: timedelta) -> None:
    _keep(client, **{name: (timezone.now() - age).timestamp() for name, age in ages.items()})


def _idle(scene: Scene, person: User, client: Client, settings: Settings) -> None:
    _age(
        client, began_at=settings.SESSION_IDLE_HOURS * HOUR, seen_at=settings.SESSION_IDLE_HOURS * HOUR + HOUR
    )


def _old(scene: Scene, person: User, client: Client, settings: Settings) -> None:
    _age(client, began_at=settings.SESSION_LASTS_HOURS * HOUR + HOUR, seen_at=timedelta(0))


def _expired(scene: Scene, person: User, client: Client, settings: Settings) -> None:
    Session.objects.filter(pk=_session(client).pk).update(expire_date=timezone.now() - timedelta(seconds=1))


def _tampered_with(scene: Scene, person: User, client: Client, settings: Settings) -> None:
    kept = _session(client)
    Session.objects.filter(pk=kept.pk).update(session_data=kept.session_data[:-1] + "_")


def _somebody_else_s(scene: Scene, person: User, client: Client, settings: Settings) -> None:
    """The session has become another person's, whose password happens to be kept in the same words."""
    same = {"password": person.password, "session_epoch": person.session_epoch}
    in_system(lambda: User.objects.filter(pk=scene.cast.stranger.pk).update(**same))
    _keep(client, _auth_user_id=str(scene.cast.stranger.pk))


def _deactivated(scene: Scene, person: User, client: Client, settings: Settings) -> None:
    with acting_as(scene.cast.administrator):
        deactivate(person, by=scene.cast.administrator, now=timezone.now())


def _inactive(scene: Scene, person: User, client: Client, settings: Settings) -> None:
    """Inactive, and nothing else."""
    in_system(lambda: User.objects.filter(pk=person.pk).update(is_active=False))


def _new_password(scene: Scene, person: User, client: Client, settings: Settings) -> None:
    in_system(lambda: User.objects.filter(pk=person.pk).update(password="argon2$another"))


def _another_way_in(scene: Scene, person: User, client: Client, settings: Settings) -> None:
    _keep(client, _auth_user_backend="django.contrib.auth.backends.ModelBackend")


def _part_ended(scene: Scene, person: User, client: Client, settings: Settings) -> None:
    current = Membership.objects.filter(person=person)
    in_system(lambda: current.update(until=timezone.now().date()))


def _part_in_another_partnership(scene: Scene, person: User, client: Client, settings: Settings) -> None:
    current = Membership.objects.filter(person=person)
    in_system(lambda: current.update(partner=scene.cast.rival))


def _role_across_taken(scene: Scene, person: User, client: Client, settings: Settings) -> None:
    in_system(lambda: User.objects.filter(pk=person.pk).update(internal_role=InternalRole.NONE))


def _made_administrator(scene: Scene, person: User, client: Client, settings: Settings) -> None:
    in_system(lambda: User.objects.filter(pk=person.pk).update(internal_role=InternalRole.ADMINISTRATOR))


def _second_factor_missing(scene: Scene, person: User, client: Client, settings: Settings) -> None:
    settings.REQUIRE_SECOND_FACTOR = True


def _state(state: str) -> Take:
    def take(scene: Scene, person: User, client: Client, settings: Settings) -> None:
        values = {"state": state, "sealed_at": timezone.now(), "sealed_by": scene.cast.cio}
        in_system(lambda: Review.objects.filter(pk=scene.review.pk).update(cancelled_reason="Ill", **values))

    return take


def _removed(scene: Scene, person: User, client: Client, settings: Settings) -> None:
    with as_the_owner(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE reviews_review CASCADE")


OF_A_MEMBER: dict[str, Take] = {
    "signed out": lambda scene, person, client, settings: client.logout(),
    "the session is gone": lambda scene, person, client, settings: _session(client).delete(),
    "idle for too long": _idle,
    "signed in for too long": _old,
    "the session has expired": _expired,
    "the session was tampered with": _tampered_with,
    "the session is somebody else's": _somebody_else_s,
    "deactivated": _deactivated,
    "inactive": _inactive,
    "every session was ended": lambda scene, person, client, settings: end_everywhere(person),
    "another password": _new_password,
    "a way in that is none": _another_way_in,
    "their part has ended": _part_ended,
    "their part is in another partnership": _part_in_another_partnership,
    "the review is sealed": _state("sealed"),
    "the review is planned": _state("scheduled"),
    "the review is gone": _removed,
}
OF_A_ROLE_ACROSS: dict[str, Take] = {
    "deactivated": _inactive,
    "the role is taken": _role_across_taken,
    "they administer instead": _made_administrator,
    "a second factor is required": _second_factor_missing,
    "every session was ended": lambda scene, person, client, settings: end_everywhere(person),
}


@pytest.mark.parametrize("taken", OF_A_MEMBER)
@pytest.mark.parametrize("whose", ["lead", "observer", "manager"])
def test_whatever_is_taken_from_a_member_the_quick_door_says_nothing(
    opened: Scene, signed_in: SignedIn, settings: Settings, whose: str, taken: str
) -> None:
    _goes_the_whole_way(opened, signed_in, settings, getattr(opened.cast, whose), OF_A_MEMBER[taken])


@pytest.mark.parametrize("taken", OF_A_ROLE_ACROSS)
def test_whatever_is_taken_from_a_role_across_the_quick_door_says_nothing(
    opened: Scene, signed_in: SignedIn, settings: Settings, taken: str
) -> None:
    _goes_the_whole_way(opened, signed_in, settings, opened.cast.cio, OF_A_ROLE_ACROSS[taken])


def _goes_the_whole_way(
    scene: Scene, signed_in: SignedIn, settings: Settings, person: User, take: Take
) -> None:
    client, path = signed_in(person), poll_of(scene)
    before = {name: morsel.value for name, morsel in client.cookies.items()}
    assert asked_quickly(client, path, person.pk).status_code == 204
    take(scene, person, client, settings)
    client.cookies.load(before)
    assert asked_quickly(client, path, person.pk).status_code == PASSED_ON
    assert asked_slowly(client, path).status_code != 204


@pytest.mark.parametrize("whose", ["rival_lead", "stranger", "administrator", "leaver"])
def test_whoever_takes_no_part_is_told_nothing(opened: Scene, signed_in: SignedIn, whose: str) -> None:
    person = getattr(opened.cast, whose)
    client = signed_in(person)
    assert asked_quickly(client, poll_of(opened), person.pk).status_code == PASSED_ON
    assert asked_slowly(client, poll_of(opened)).status_code != 204


@pytest.mark.parametrize("whose", ["lead", "cio", "rival_lead"])
@pytest.mark.parametrize("slug", ["halden", "no-such-partner"])
def test_a_review_is_asked_for_under_its_own_partner_alone(
    opened: Scene, signed_in: SignedIn, whose: str, slug: str
) -> None:
    person = getattr(opened.cast, whose)
    client = signed_in(person)
    assert asked_quickly(client, poll_of(opened, slug), person.pk).status_code == PASSED_ON
    assert asked_slowly(client, poll_of(opened, slug)).status_code == 404


@pytest.mark.parametrize("role", Role)
def test_another_role_still_reads_the_room(opened: Scene, signed_in: SignedIn, role: str) -> None:
    client, path = signed_in(opened.cast.lead), poll_of(opened)
    in_system(lambda: Membership.objects.filter(person=opened.cast.lead).update(role=role))
    assert asked_quickly(client, path, opened.cast.lead.pk).status_code == 204
    assert asked_slowly(client, path).status_code == 204


def test_a_partnership_that_has_ended_is_still_read(opened: Scene, signed_in: SignedIn) -> None:
    client, path = signed_in(opened.cast.lead), poll_of(opened)
    in_system(lambda: Partner.objects.update(status=Partner.Status.ENDED))
    assert asked_quickly(client, path, opened.cast.lead.pk).status_code == 204
    assert asked_slowly(client, path).status_code == 204


def test_what_has_moved_goes_the_whole_way(opened: Scene, signed_in: SignedIn) -> None:
    lead = opened.cast.lead
    client, path = signed_in(lead), poll_of(opened)
    in_system(lambda: Review.objects.filter(pk=opened.review.pk).update(version=1000))
    for asked in (path, f"{path}&v=999", path.partition("?")[0], f"{path}&v=1000x"):
        assert asked_quickly(client, asked, lead.pk).status_code == PASSED_ON
    assert asked_quickly(client, f"{path}&v=1000", lead.pk).status_code == 204


def test_who_came_or_went_goes_the_whole_way(opened: Scene, signed_in: SignedIn) -> None:
    lead, observer = opened.cast.lead, opened.cast.observer
    client, path = signed_in(lead), poll_of(opened)
    mark = client.get(at(opened)).content.decode().split('name="here" value="')[1].partition('"')[0]
    assert asked_quickly(client, f"{path}&here={mark}", lead.pk).status_code == 204
    asked_quickly(signed_in(observer), path, observer.pk)  # who asks quickly is seen as well
    assert asked_quickly(client, f"{path}&here={mark}", lead.pk).status_code == PASSED_ON


def test_only_what_a_screen_asks_by_itself_is_answered(opened: Scene, signed_in: SignedIn) -> None:
    lead = opened.cast.lead
    client, path = signed_in(lead), poll_of(opened)
    by_a_person = {name: value for name, value in BY_ITSELF.items() if name != POLL}
    assert asked_quickly(client, path, lead.pk, by_a_person).status_code == PASSED_ON
    assert asked_quickly(client, path, lead.pk, method="POST").status_code == PASSED_ON
    assert asked_quickly(Client(), path, lead.pk).status_code == PASSED_ON
    assert asked_quickly(client, path, opened.cast.observer.pk).status_code == PASSED_ON
    for nowhere in (path.replace("/reviews/", "/asks/"), path.replace("/room/", "/rooms/room/")):
        assert asked_quickly(client, nowhere, lead.pk).status_code == PASSED_ON


def test_a_database_that_fails_is_left_to_the_whole_way(opened: Scene, signed_in: SignedIn) -> None:
    lead = opened.cast.lead
    client, path = signed_in(lead), poll_of(opened)
    with transaction.atomic():
        with as_the_owner(), connection.cursor() as cursor:
            cursor.execute("ALTER TABLE django_session RENAME TO gone")
        assert asked_quickly(client, path, lead.pk).status_code == PASSED_ON
        transaction.set_rollback(True)
    assert asked_quickly(client, path, lead.pk).status_code == 204
    beyond = path.replace(f"/{opened.review.pk}/", "/99999999999999999999/")
    assert asked_quickly(client, beyond, lead.pk).status_code == PASSED_ON


def test_the_scope_of_what_was_done_before_holds_again(opened: Scene, signed_in: SignedIn) -> None:
    lead = opened.cast.lead
    client, path = signed_in(lead), poll_of(opened)
    with acting_as(opened.cast.rival_lead):
        assert asked_quickly(client, path, lead.pk).status_code == 204
        assert [partner.slug for partner in Partner.objects.all()] == ["halden"]


def test_the_second_question_is_one_statement(opened: Scene, signed_in: SignedIn) -> None:
    """Besides those that take back the scope within the test's own transaction."""
    client, path = signed_in(opened.cast.lead), poll_of(opened)
    asked = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as statements:
            assert client.get(path, headers=BY_ITSELF).status_code == 204
        asked.append([one["sql"] for one in statements if "reviews_review" in one["sql"]])
    (first,), (second,) = asked
    assert "session_data" not in first
    assert "session_data" in second


def test_whose_a_session_was_is_not_remembered_for_ever() -> None:
    door = NothingMoved(lambda request: None)
    for number in range(MOST_REMEMBERED + 2):
        door.remember(str(number), number)
    assert (len(door._whose), door._whose.get("0"), door._whose.get("2")) == (MOST_REMEMBERED, None, 2)
