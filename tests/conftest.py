"""Every test that touches the database runs as the serving role, behind row security, like the web does."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.db import connection
from django.template import Template
from django.test import Client, TransactionTestCase
from django.test.utils import _TestState, instrumented_test_render
from hypothesis import HealthCheck
from hypothesis import settings as profiles
from pytest_django import DjangoDbBlocker

from partners.models import User
from partners.models.enterprise import hold
from tests.cast import Cast, assemble
from tests.emptying import empty
from tests.ground import GROUND, commits, laid, layers
from tests.templates import migrated
from tests.watching import WATCH, watch_templates

pytest_plugins = ["tests.workers"]


# How long an example takes says how busy the machine is, and nothing about what it shows. The examples are the same in
# every run; `--hypothesis-profile=wide` looks for others.
profiles.register_profile(
    "tests", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
profiles.register_profile("wide", deadline=None, suppress_health_check=[HealthCheck.too_slow])
profiles.load_profile("tests")


def pytest_configure() -> None:
    TransactionTestCase._fixture_teardown = lambda self: empty()
    # People of the tests sign in without a telephone; tests/partners/authentication/test_second_factor.py asks for one.
    settings.REQUIRE_SECOND_FACTOR = False
    # The hasher of the product with the least effort: its usual one takes a quarter of a second and 100 MB.
    Argon2PasswordHasher.time_cost, Argon2PasswordHasher.memory_cost, Argon2PasswordHasher.parallelism = (
        1,
        8,
        1,
    )


@pytest.fixture(scope="session", autouse=True)
def _drawn_as_served(django_test_environment: None) -> None:
    """Pages are drawn as the web draws them. In Django's tests every part of a page also keeps a copy of all it was
    drawn from, which costs a tenth of every answer; those that ask for it say so (`drawn_from`).
    """
    Template._render = _TestState.saved_data.template_render  # type: ignore[method-assign]
    watch_templates()


@pytest.fixture(autouse=True)
def _nothing_is_asked_in_vain() -> Iterator[None]:
    """No page that a test draws asks an object for what it does not have: Django would draw nothing there, silently."""
    yield
    found, WATCH.found = WATCH.found, set()
    assert found == set(), "a template asks for what is not there"


@pytest.fixture
def drawn_from(monkeypatch: pytest.MonkeyPatch) -> None:
    """Answers tell which templates their page was drawn by, and from what (`answer.templates`, `answer.context`)."""
    monkeypatch.setattr(Template, "_render", instrumented_test_render)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, django_db_blocker: DjangoDbBlocker
) -> None:
    with django_db_blocker.unblock():
        connection.settings_dict["TEST"]["TEMPLATE"] = migrated()


@pytest.hookimpl(tryfirst=True)
def pytest_fixture_setup(fixturedef: pytest.FixtureDef[object], request: pytest.FixtureRequest) -> None:
    """In this fixture, whoever asks for it, pytest-django opens the transaction of the test."""
    if fixturedef.argname == "_django_db_helper":
        request.getfixturevalue("django_db_setup")
        with request.getfixturevalue("django_db_blocker").unblock():
            GROUND.stand_on(request, layers(request.node))


@pytest.fixture(scope="module", autouse=True)
def _ground(django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    yield
    with django_db_blocker.unblock():
        GROUND.leave()


@pytest.fixture(autouse=True)
def _served_by_the_serving_role(request: pytest.FixtureRequest) -> Iterator[None]:
    wanted = {"db", "transactional_db"} & set(request.fixturenames)
    if not wanted and not request.node.get_closest_marker("django_db"):
        yield
        return
    request.getfixturevalue("transactional_db" if commits(request.node) else "db")
    options = connection.settings_dict["OPTIONS"]
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {settings.SERVING_ROLE}")
    options["assume_role"] = settings.SERVING_ROLE  # connections of other threads, such as a live server's
    yield
    options.pop("assume_role", None)
    if not connection.needs_rollback and connection.connection is not None:
        with connection.cursor() as cursor:
            cursor.execute("RESET ROLE")


@pytest.fixture(autouse=True)
def _nobody_has_named_the_enterprise() -> None:
    """As long as no request asks the database anew, and no statement is spent on it outside of one."""
    hold(None)


@laid
def cast() -> Cast:
    """Two rival partnerships and the people in them."""
    return assemble()


@pytest.fixture
def signed_in() -> Callable[[User], Client]:
    """A browserless client signed in as the person."""

    def client_of(person: User) -> Client:
        client = Client()
        client.force_login(person)
        return client

    return client_of


@pytest.fixture
def today() -> date:
    return date(2026, 11, 23)
