"""A business function has another name wherever its house is named, and ends when nothing is open in it."""

from collections.abc import Callable

import pytest
from django.test import Client

from governance.models import ActionItem, OutcomeIntent
from governance.outcomes.functions import functions_of
from governance.verbs import end_function, rename_function
from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.models import BusinessFunction, Partner, User
from partners.verb import Refused
from partners.verbs import name_responsible
from tests.cast import Cast
from tests.governance.scene import NOW, in_days
from tests.reviews import scene

SignedIn = Callable[[User], Client]


def renamed(by: User, old: str, new: str) -> str:
    with acting_as(by):
        return rename_function(old, name=new, by=by, now=NOW)


def ended(by: User, name: str) -> int:
    with acting_as(by):
        return end_function(name, by=by, now=NOW)


def works(person: User, function: str) -> None:
    with entered(SYSTEM):
        User.objects.filter(pk=person.pk).update(business_function=function)


def where(person: User) -> str:
    with entered(SYSTEM):
        return User.objects.get(pk=person.pk).business_function


def outcome(partner: Partner, function: str, **fields: object) -> OutcomeIntent:
    with entered(SYSTEM):
        return OutcomeIntent.objects.create(
            partner=partner, statement="Less", target="1", business_function=function, **fields
        )


def named(intent: OutcomeIntent) -> tuple[str, int]:
    with entered(SYSTEM):
        fresh = OutcomeIntent.objects.get(pk=intent.pk)
        return fresh.business_function, fresh.version


def test_everything_that_carries_the_name_follows_in_every_partnership(cast: Cast) -> None:
    works(cast.teammate, "Finance")
    works(cast.leaver, "finance")
    works(cast.reader, "Sales")
    here, there = outcome(cast.partner, "FINANCE"), outcome(cast.rival, "Finance")
    with acting_as(cast.manager):
        name_responsible("Finance", person=cast.teammate, by=cast.manager, now=NOW)
    assert renamed(cast.manager, "Finance", "  Group  finance ") == "Group finance"
    assert [where(each) for each in (cast.teammate, cast.leaver, cast.reader)] == [
        "Group finance",
        "Group finance",
        "Sales",
    ]
    assert (named(here), named(there)) == (("Group finance", 2), ("Group finance", 2))
    with acting_as(cast.manager):
        assert BusinessFunction.objects.get().name == "Group finance"
        (found, _) = functions_of(cast.manager)
    assert (found.name, found.people, found.outcomes, found.responsible) == (
        "Group finance",
        2,
        1,
        cast.teammate,
    )


def test_what_the_other_house_calls_so_stays(cast: Cast) -> None:
    works(cast.teammate, "Delivery")
    works(cast.contributor, "Delivery")
    open_one = outcome(cast.partner, "Delivery")
    of_theirs = outcome(cast.partner, "Delivery", business_owner=cast.contributor)
    of_ours = outcome(cast.partner, "Delivery", business_owner=cast.teammate)
    renamed(cast.lead, "Delivery", "Run")
    assert (where(cast.contributor), where(cast.teammate)) == ("Run", "Delivery")
    assert [named(each)[0] for each in (open_one, of_theirs, of_ours)] == ["Delivery", "Run", "Delivery"]
    renamed(cast.cio, "Delivery", "Supply")
    assert [named(each)[0] for each in (open_one, of_theirs, of_ours)] == ["Supply", "Run", "Supply"]


def test_a_name_is_new_known_and_short_enough(cast: Cast) -> None:
    works(cast.teammate, "Finance")
    works(cast.reader, "Sales")
    for old, new, sentence in (
        ("Finance", " ", "Say what it is called from now on"),
        ("Finance", "x" * 81, "under 80 characters"),
        ("Finance", "SALES", "There is a function called SALES already"),
        ("Legal", "Law", "There is no business function called “Legal” in your house"),
    ):
        with pytest.raises(Refused, match=sentence):
            renamed(cast.manager, old, new)
    assert renamed(cast.manager, "finance", "FINANCE") == "FINANCE"
    assert renamed(cast.manager, "Finance", "x" * 80) == "x" * 80
    with pytest.raises(Refused, match="There is no business function"):
        renamed(cast.lead, "Sales", "Selling")


def test_one_ends_when_nobody_answers_and_nothing_is_open(cast: Cast) -> None:
    works(cast.teammate, "Finance")
    with acting_as(cast.manager):
        name_responsible("Finance", person=cast.reader, by=cast.manager, now=NOW)
    with pytest.raises(Refused, match="Lena Moser answers for Finance: choose nobody for it first"):
        ended(cast.manager, "Finance")
    with acting_as(cast.manager):
        name_responsible("Finance", person=None, by=cast.manager, now=NOW)
    with entered(SYSTEM):
        owed = scene.promise(cast.partner, cast.teammate, due_on=in_days(9))
    with pytest.raises(Refused, match="One action is open in Finance: finish them, or hand them over"):
        ended(cast.manager, "Finance")
    with entered(SYSTEM):
        ActionItem.objects.filter(pk=owed.pk).update(owner=cast.manager)
    running = outcome(cast.rival, "Finance")
    with pytest.raises(Refused, match="1 outcome is for Finance"):
        ended(cast.manager, "Finance")
    with entered(SYSTEM):
        OutcomeIntent.objects.filter(pk=running.pk).update(state="achieved")
    assert ended(cast.manager, "Finance") == 1
    assert where(cast.teammate) == ""
    assert named(running)[0] == "Finance"


def test_an_ask_that_waits_on_the_house_is_open_as_well(cast: Cast) -> None:
    works(cast.manager, "Finance")
    works(cast.lead, "Finance")
    with entered(SYSTEM):
        scene.ask(cast.partner, cast.lead, owner=cast.manager)
    with pytest.raises(Refused, match="One ask is open in Finance"):
        ended(cast.cio, "Finance")
    assert ended(cast.lead, "Finance") == 1, "what waits on the other side is theirs"


def test_the_page_renames_and_ends(cast: Cast, signed_in: SignedIn) -> None:
    works(cast.contributor, "Delivery")
    works(cast.teammate, "Legal")
    client = signed_in(cast.lead)
    page = client.get("/settings/functions/").content.decode()
    assert "Delivery" in page
    assert "Legal" not in page
    answer = client.post("/settings/functions/name/", {"function": "Delivery", "name": "Run"}, follow=True)
    assert "Delivery is called Run now, wherever it stands." in answer.content.decode()
    answer = client.post("/settings/functions/end/", {"function": "Delivery"}, follow=True)
    assert "There is no business function called “Delivery” in your house." in answer.content.decode()
    answer = client.post("/settings/functions/end/", {"function": "Run"}, follow=True)
    assert "Run is ended; one person who worked in it" in answer.content.decode()
    assert "No business function yet" in answer.content.decode()
    assert signed_in(cast.contributor).get("/settings/functions/").status_code == 403
