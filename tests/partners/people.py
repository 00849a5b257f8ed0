"""People who come in by the front door, as the tests of signing in need them."""

import uuid

from django.test import Client

from partners.isolation.scope import SYSTEM, entered
from partners.models import User
from tests.cast import PASSWORD

ACCOUNT = "/settings/account/"


def browser(**headers: str) -> Client:
    """At an address of its own, so that the rate limits of one test are not those of another."""
    group = uuid.uuid4().hex
    return Client(REMOTE_ADDR=f"2001:db8:{group[:4]}:{group[4:8]}::1", headers=headers or None)


def with_an_address_of_their_own(*people: User) -> None:
    """A password each, and addresses no other test has tried."""
    with entered(SYSTEM):
        for person in people:
            person.email = f"{uuid.uuid4().hex}@example.com"
            person.set_password(PASSWORD)
            person.save()


def signed_in(person: User, client: Client | None = None, *, password: str = PASSWORD) -> Client:
    """A browser in which `person` gave their password; what else is asked of them is not answered."""
    client = client or browser()
    client.post("/accounts/login/", {"login": person.email, "password": password})
    return client


def is_in(client: Client) -> bool:
    return client.get(ACCOUNT).status_code == 200
