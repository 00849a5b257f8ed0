"""Our house: what one's own side owes, by business function, who answers for it, and what it holds up."""

import re
from collections.abc import Callable
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from dashboards.queries import our_debts
from dashboards.queries.our_debts import debts_of_function, debts_of_own_side
from governance import verbs
from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.models import BusinessFunction, User
from partners.verb import Refused
from partners.verbs import name_responsible
from tests.cast import Cast
from tests.governance.scene import NOW, TODAY, at, counterpart, in_days, promised, promised_now
from tests.ground import laid

SignedIn = Callable[[User], Client]
HOUSE = "/our-house/"
RESPONSIBLE = f"{HOUSE}function/responsible/"


def page(client: Client, path: str = HOUSE, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status
    return " ".join(answer.content.decode().split())


def room(function: str) -> str:
    return f"{HOUSE}function/?function={quote(function)}"


@laid
def functions(cast: Cast) -> Cast:
    """The people of both sides work in a function each."""
    with entered(SYSTEM):
        for person, function in (
            (cast.manager, "IT"),
            (cast.teammate, "Finance"),
            (cast.lead, "IT"),
            (cast.contributor, "Finance"),
        ):
            User.objects.filter(pk=person.pk).update(business_function=function)
            person.business_function = function
    return cast


def a_decision(cast: Cast, owner: User, title: str = "Which first", *, day: int = 0) -> None:
    asker = counterpart(cast, owner)
    with acting_as(asker):
        verbs.raise_decision(
            cast.partner,
            title=title,
            on_side=owner.side,
            owner=owner,
            needed_by=in_days(30),
            by=asker,
            now=at(in_days(day)),
        )


def some_of_everything(cast: Cast, owner: User, colleague: User) -> None:
    """Things both late and not, of two functions, actions and decisions alike; something of the other side's waits."""
    other = counterpart(cast, owner)
    with acting_as(other):
        for n, person in enumerate((owner, owner, colleague)):
            promised(cast, person, title=f"Promise {n}", due_on=in_days(5 + 10 * n))
    with acting_as(owner):
        held = promised(cast, other, title="Cannot move")
    with acting_as(other):
        verbs.wait_on(held, on_side=owner.side, what_for="A date", on_person=colleague, by=other, now=NOW)
    a_decision(cast, colleague)


def test_our_house_is_one_s_own_side_s_for_either_side(cast: Cast, signed_in: SignedIn) -> None:
    with acting_as(cast.lead):
        promised_now(cast, cast.lead, title="Of theirs")
    with acting_as(cast.manager):
        promised_now(cast, cast.manager, title="Of ours")
    assert "Of ours" in page(signed_in(cast.cio))
    assert "Of theirs" not in page(signed_in(cast.cio))
    assert "Of theirs" in page(signed_in(cast.lead))
    assert "Of ours" not in page(signed_in(cast.lead))


def test_a_thing_stands_in_the_function_its_outcome_serves_else_in_its_owner_s(functions: Cast) -> None:
    cast = functions
    with acting_as(cast.manager):
        promised(cast, cast.manager, title="By its owner")
        item = promised(cast, cast.manager, title="By its outcome")
        outcome = verbs.draft_outcome(
            cast.partner,
            statement="Close in a day",
            target="One day",
            business_function="Finance",
            by=cast.manager,
            now=NOW,
        )
        type(item).objects.filter(pk=item.pk).update(outcome=outcome)
    with acting_as(cast.cio):
        found = debts_of_own_side(cast.cio, today=TODAY)
    assert {room.function: [debt.title for debt in room.debts] for room in found.rooms} == {
        "IT": ["By its owner"],
        "Finance": ["By its outcome"],
    }


def test_counts_go_on_where_the_list_ends_and_the_room_shows_the_rest(
    functions: Cast, signed_in: SignedIn
) -> None:
    cast = functions
    with acting_as(cast.lead):
        for n in range(our_debts.SHOWN + 2):
            promised_now(cast, cast.manager, title=f"Promise number {n}.", due_in=n + 1)
    text = page(signed_in(cast.manager))
    assert text.count("Promise number") == our_debts.SHOWN
    assert f"All {our_debts.SHOWN + 2}" in text
    assert page(signed_in(cast.manager), room("IT")).count("Promise number") == our_debts.SHOWN + 2


def test_pages_of_a_room_show_each_thing_once_oldest_first(
    functions: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    cast = functions
    with acting_as(cast.lead):
        for n in (9, 2, 2, 7):
            promised(cast, cast.manager, title=f"Due in {n}", due_on=in_days(n))
    for n in (-3, 2, 2):
        a_decision(cast, cast.manager, f"Asked on {n}", day=n)
    monkeypatch.setattr(our_debts, "PAGE", 2)
    seen, after = [], ""
    with acting_as(cast.manager):
        while True:
            found = debts_of_function(cast.manager, "IT", today=TODAY, after=after)
            seen += found.debts
            if not (after := found.more):
                break
    assert [debt.since for debt in seen] == sorted(debt.since for debt in seen)
    assert len({(debt.what, debt.pk) for debt in seen}) == len(seen) == found.total.owed == 7


@pytest.mark.parametrize("after", ["", "x", "2026-11-01", "2026-11-01,action,x", "2026-13-01,action,4", ",,"])
def test_an_unreadable_key_starts_anew(functions: Cast, signed_in: SignedIn, after: str) -> None:
    cast = functions
    with acting_as(cast.lead):
        promised_now(cast, cast.manager, title="The first")
    assert "The first" in page(signed_in(cast.manager), f"{room('IT')}&after={quote(after)}")


def test_swapping_the_sides_swaps_the_houses(functions: Cast) -> None:
    cast = functions
    some_of_everything(cast, cast.manager, cast.teammate)
    some_of_everything(cast, cast.lead, cast.contributor)
    late = in_days(8)
    with acting_as(cast.manager):
        ours = debts_of_own_side(cast.manager, today=late)
    with acting_as(cast.lead):
        theirs = debts_of_own_side(cast.lead, today=late)
    assert [(room.function, room.total, room.held_up) for room in ours.rooms] == [
        (room.function, room.total, room.held_up) for room in theirs.rooms
    ]
    assert ours.sentence == theirs.sentence
    assert (ours.late, ours.held_up) == (1, 1)


def test_the_sentence_says_where_it_sticks(functions: Cast) -> None:
    cast = functions
    some_of_everything(cast, cast.manager, cast.teammate)
    with acting_as(cast.manager):
        said = "".join(part.text for part in debts_of_own_side(cast.manager, today=in_days(20)).sentence)
    assert said == (
        "We owe three actions and an answer to one ask; two are late, all of them in IT."
        " One item of theirs cannot move because it waits on us."
    )


def test_what_it_holds_up_stands_in_the_room_of_whoever_is_waited_for(
    functions: Cast, signed_in: SignedIn
) -> None:
    cast = functions
    some_of_everything(cast, cast.manager, cast.teammate)
    text = page(signed_in(cast.manager), room("Finance"))
    assert "Cannot move" in text
    assert re.search(rf"Meridian Systems waits since .*{cast.teammate.full_name}", text)
    assert "Cannot move" not in page(signed_in(cast.manager), room("IT"))


def test_the_pages_cost_the_same_with_more_on_them(functions: Cast, signed_in: SignedIn) -> None:
    cast = functions
    client = signed_in(cast.manager)

    def queries(path: str) -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            page(client, path)
        return len(captured)

    some_of_everything(cast, cast.manager, cast.teammate)
    before = [queries(path) for path in (HOUSE, room("IT"))]
    for _ in range(3):
        some_of_everything(cast, cast.manager, cast.teammate)
    assert [queries(path) for path in (HOUSE, room("IT"))] == before


# --- who answers for it ------------------------------------------------------------------------------------------


def test_whoever_answers_for_a_function_is_named_beside_it_and_told_on_their_desk(
    functions: Cast, signed_in: SignedIn
) -> None:
    cast = functions
    with acting_as(cast.lead):
        promised_now(cast, cast.teammate, title="A promise")
    answer = signed_in(cast.cio).post(RESPONSIBLE, {"function": "finance", "person": cast.manager.pk})
    assert answer.status_code == 302
    assert f"{cast.manager.full_name}</span></span> <span" in page(signed_in(cast.teammate))
    desk = page(signed_in(cast.manager), "/")
    assert "You answer for" in desk
    assert re.search(r"function=Finance\">Finance</a> <small>1 a(?:ction|sk)", desk), (
        "however it was written when named"
    )
    assert "You answer for" not in page(signed_in(cast.teammate), "/")


def test_each_house_is_its_own_side_s(functions: Cast) -> None:
    cast = functions
    for by in (cast.cio, cast.lead, cast.rival_lead):
        with acting_as(by):
            name_responsible("Finance", person=by, by=by, now=timezone.now())
    for by in (cast.manager, cast.contributor, cast.rival_lead):
        with acting_as(by):
            answers = BusinessFunction.objects.get().responsible  # the other houses' rows are out of reach
            assert answers.employer_id == by.employer_id


def test_a_function_is_named_once_however_it_is_written(cast: Cast) -> None:
    with acting_as(cast.cio):
        for name, person in (("Finance", cast.manager), ("  FINANCE ", cast.reader)):
            name_responsible(name, person=person, by=cast.cio, now=NOW)
        assert BusinessFunction.objects.get().responsible == cast.reader
        name_responsible("finance", person=None, by=cast.cio, now=NOW)
        assert not BusinessFunction.objects.exists()


@pytest.mark.parametrize("whom", ["lead", "leaver"])
def test_nobody_answers_for_a_house_that_is_not_theirs(cast: Cast, whom: str) -> None:
    with acting_as(cast.cio), pytest.raises(Refused, match="not a colleague of yours"):
        name_responsible("Finance", person=getattr(cast, whom), by=cast.cio, now=NOW)


def test_a_name_that_cannot_be_chosen_is_refused_in_place(cast: Cast, signed_in: SignedIn) -> None:
    answer = signed_in(cast.cio).post(RESPONSIBLE, {"function": "Finance", "person": cast.lead.pk})
    assert answer.status_code == 422
    assert "Choose one of your own colleagues." in answer.content.decode()


def test_who_may_not_keep_the_house_sees_who_answers_and_no_form(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.observer)
    assert RESPONSIBLE not in page(client, room("Finance"))
    assert client.post(RESPONSIBLE, {"function": "Finance", "person": cast.observer.pk}).status_code == 403


@pytest.mark.parametrize("name", ["x" * 200, "\x00", "' OR 1=1 --"])
def test_a_name_that_is_no_function_s_owes_nothing(cast: Cast, signed_in: SignedIn, name: str) -> None:
    assert "Nothing." in page(signed_in(cast.cio), room(name))
    assert signed_in(cast.cio).post(RESPONSIBLE, {"function": name, "person": "\x00"}).status_code == 422
