"""A word about an action that one side keeps to itself. Where it must not be is looked for in tests/demo/rivals."""

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client

from governance import verbs
from governance.models import ActionItem, ActionNote, ActionPrivateNote
from partners.isolation.scope import SYSTEM, acting_as, entered, shared_edition
from partners.models import AuditEvent, User
from partners.verb import Refused
from tests.cast import Cast
from tests.governance.scene import NOW, promised_now

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]
OURS = "They are short of people and will not say so."


@pytest.fixture
def item(cast: Cast) -> ActionItem:
    """An action of theirs with a private word of our manager."""
    with acting_as(cast.manager):
        item = promised_now(cast, cast.lead)
        verbs.note_privately(item, text=OURS, by=cast.manager, now=NOW)
    return item


def address(item: ActionItem, noun: str = "") -> str:
    return f"/partnerships/meridian/actions/{item.pk}/{noun}"


def page(client: Client, item: ActionItem) -> str:
    return client.get(address(item)).content.decode()


def test_it_is_written_and_read_on_one_s_own_side(cast: Cast, item: ActionItem, signed_in: SignedIn) -> None:
    typed = {"word": "Ask Anand before the review"}
    told = signed_in(cast.manager).post(address(item, "private-notes/"), typed, follow=True).content.decode()
    assert "Saved. Only our side reads it." in told
    for reader in (cast.teammate, cast.reader, cast.cio):
        html = page(signed_in(reader), item)
        assert OURS in html
        assert "Ask Anand before the review" in html


def test_the_other_side_sees_neither_the_word_nor_that_there_is_one(
    cast: Cast, item: ActionItem, signed_in: SignedIn
) -> None:
    assert OURS not in page(signed_in(cast.lead), item)
    assert "Our notes" not in page(signed_in(cast.observer), item)
    connection.check_constraints()  # the history is chained at the end of a transaction, and the test's has none
    for reader, seen in ((cast.manager, 1), (cast.lead, 0)):
        with acting_as(reader):
            assert ActionPrivateNote.objects.count() == seen
            assert AuditEvent.objects.filter(table_name__contains="privatenote").count() == seen


@pytest.mark.parametrize("shared", [True, False])
def test_the_shared_screen_and_background_jobs_read_none(cast: Cast, item: ActionItem, shared: bool) -> None:
    with entered(shared_edition(cast.manager, cast.partner) if shared else SYSTEM):
        assert not ActionPrivateNote.objects.exists()


def test_it_is_no_word_that_both_sides_read(cast: Cast, item: ActionItem) -> None:
    with acting_as(cast.manager):
        assert not ActionNote.objects.filter(item=item).exists()


def test_each_side_keeps_its_own(cast: Cast, item: ActionItem, signed_in: SignedIn) -> None:
    signed_in(cast.lead).post(address(item, "private-notes/"), {"word": "Their board is nervous"})
    assert "Their board is nervous" in page(signed_in(cast.contributor), item)
    assert "Their board is nervous" not in page(signed_in(cast.manager), item)


def test_an_empty_word_is_kindly_refused_in_its_own_place(
    cast: Cast, item: ActionItem, signed_in: SignedIn
) -> None:
    answer = signed_in(cast.manager).post(address(item, "private-notes/"), {"word": " "})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "Write a word before you save it." in html[html.index('id="private-notes"') :]


@pytest.mark.parametrize("who", ["contributor", "observer"])
def test_whoever_writes_no_private_notes_of_the_partnership_writes_none_here(
    cast: Cast, item: ActionItem, signed_in: SignedIn, who: str
) -> None:
    person: User = getattr(cast, who)
    client = signed_in(person)
    assert "A word only our side reads" not in page(client, item)
    assert client.post(address(item, "private-notes/"), {"word": "Hello"}).status_code == 403
    with acting_as(person), pytest.raises(PermissionDenied):
        verbs.note_privately(item, text="Hello", by=person, now=NOW)


def test_nothing_is_kept_without_words(cast: Cast, item: ActionItem) -> None:
    with acting_as(cast.manager), pytest.raises(Refused, match="Write a word"):
        verbs.note_privately(item, text="  ", by=cast.manager, now=NOW)
