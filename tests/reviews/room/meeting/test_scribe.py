"""A scribe of either side, in whatever order: nothing they write decides, and it names them and whose word it was."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from governance.models import ActionItem, Ask
from partners.history.tables import history_of_rows
from partners.isolation.scope import SYSTEM, entered
from partners.models import Side, User
from partners.verb import Refused
from reviews import verbs as room
from reviews.facts.seal import snapshot_of
from reviews.models import Minute, RoomMove, Seal, SideStatement
from reviews.record.verbs.sealing import seal_review
from tests.reviews.room.meeting.in_the_room import FRIDAY, here
from tests.reviews.room.room_steps import IN_ROOM
from tests.reviews.scene import BOTH, Scene, ask, promise, reported

WRITES = {"report", "due-date", "waiting", "resumption", "assignment", "promise", "note", "park", "undo"}
"""What a scribe may do; all else is refused."""
SCRIBES = ("lead", "contributor", "observer", "teammate", "reader")
DEEDS = (
    *IN_ROOM,
    "promise",
    "note",
    "park",
    "undo",
    "decide",
    "confirm_list",
    "say_for_ours",
    "say_for_theirs",
    "seal",
)


@dataclass
class Played:
    """A review with a scribe, and rows of either side to be written about; `minute` is its clock."""

    scene: Scene
    rows: list[ActionItem] = field(default_factory=list)
    asks: list[Ask] = field(default_factory=list)
    minute: int = 2

    def begin(self) -> None:
        cast = self.scene.cast
        for owner, backup in ((cast.teammate, cast.manager), (cast.lead, cast.contributor)):
            self.rows += [promise(cast.partner, each, f"Of {each.full_name}") for each in (owner, backup)]
            self.rows.append(reported(cast.partner, owner, "Reported"))
        self.asks = [
            ask(cast.partner, raised_by, kind=kind)
            for kind in ("decision", "impediment", "recommendation")
            for raised_by in (cast.lead, cast.manager)
        ]

    def do(self, deed: str, by: User, at: int) -> bool:
        """Whether it was done, or refused."""
        self.minute += 1
        with suppress(Refused, PermissionDenied), transaction.atomic():
            self.deed(deed, at)(by=by, now=self.scene.at(self.minute))
            return True
        return False

    def deed(self, deed: str, at: int) -> Callable[..., Any]:
        review, cast = self.scene.fresh(), self.scene.cast
        row, asked = self.rows[at % len(self.rows)], self.asks[at % len(self.asks)]
        owner = cast.lead if at % 2 else cast.manager
        lead = {"say_for_ours": cast.cio, "say_for_theirs": cast.lead}.get(deed)
        said = {
            "due-date": {"due_on": FRIDAY, "reason": "Hardware"},
            "waiting": {"on_side": Side(row.side).other, "what_for": "Access"},
            "assignment": {"to": cast.contributor if row.side == "theirs" else cast.teammate},
            "return": {"word": "The log"}, "refusal": {"word": "It stays"}, "ask:backing": {"words": "Yes"},
            "ask:look": {"answer": "Yes", "needed_by": FRIDAY},
        }.get(deed, {"answer": "Yes"} if deed.startswith("ask:") else {})  # fmt: skip
        if deed in IN_ROOM:
            thing = asked if deed.startswith("ask:") else ActionItem.objects.get(pk=row.pk)
            return lambda **who: room.take_step(review, thing, IN_ROOM[deed], **said, **who)
        return {
            "promise": lambda **who: room.keep_promise(review, title=f"New {at}", owner=owner, due_on=FRIDAY, **who),
            "note": lambda **who: room.note(review, text="Said so", **who),
            "park": lambda **who: room.park(review, text="Prices", **who),
            "undo": lambda **who: room.undo(review, **who),
            "decide": lambda **who: room.decide_aloud(review, text="Freeze", **who),
            "confirm_list": lambda **who: room.confirm_list(review, list(ActionItem.objects.all()), **who),
            "seal": lambda **who: seal_review(review, although_silent=BOTH, **who),
        }.get(deed, lambda **who: room.say(review, stance="agree", on_word_of=lead, **who))  # fmt: skip

    @property
    def decided(self) -> list[object]:
        """What only the other side, or whoever is asked, brings about; and what a side has said."""
        closed = ActionItem.objects.filter(state="closed").values_list("pk", "confirmed_by")
        given_back = ActionItem.objects.filter(returned__gt=0).values_list("pk", "returned")
        answered = Ask.objects.values_list("pk", "state", "answer", "answered_by")
        statements = SideStatement.objects.values_list("side", "by", "stance", "version")
        return [sorted(found) for found in (closed, given_back, answered, statements)]


@contextmanager
def taken_back_afterwards() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def told(model: type[Any]) -> list[dict[str, Any]]:
    """Of every change of the rows of a model, in its order: the row, its verb, who did it, on whose word."""
    events = history_of_rows(model)._base_manager.filter(pgh_context__isnull=False).order_by("pgh_id")
    return [{"row": event.pgh_obj_id, **event.pgh_context} for event in events]


def check_named(played: Played, scribe: User, before: tuple[int, int]) -> None:
    """Whatever a scribe wrote since names them, and somebody of the side that owes it, or the chair."""
    chair = played.scene.cast.cio
    for change in told(ActionItem)[before[0] :]:
        side = ActionItem.objects.get(pk=change["row"]).side
        assert change["person"] == scribe.pk
        assert User.objects.get(pk=change["on_word_of"]).side == side, "nobody speaks for the other side"
    for change in told(Minute)[before[1] :]:
        assert (change["person"], change["on_word_of"]) == (scribe.pk, chair.pk)


steps = st.tuples(st.sampled_from(DEEDS), st.sampled_from(SCRIBES), st.integers(0, 5), st.booleans())


@given(st.lists(steps, min_size=6, max_size=14))
@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_a_scribe_writes_decides_nothing_and_names_both(
    opened: Scene, story: list[tuple[str, str, int, bool]]
) -> None:
    cast, played, did = opened.cast, Played(opened), []
    with taken_back_afterwards(), entered(SYSTEM):
        for person in (cast.contributor, cast.observer, cast.teammate, cast.reader, cast.manager):
            here(opened, person)
        played.begin()
        for deed, name, at, chair_first in story:
            scribe: User = getattr(cast, name)
            room.name_scribe(opened.review, person=scribe, by=cast.cio, now=opened.at(2))
            if chair_first and deed not in ("seal", "undo") and played.do(deed, cast.cio, at):
                did.append(cast.cio)
            was, before = played.decided, (len(told(ActionItem)), len(told(Minute)))
            own_word = deed == "say_for_theirs" and scribe == cast.lead
            if played.do(deed, scribe, at):
                assert deed in WRITES or own_word, f"{name} did {deed}"
                check_named(played, scribe, before)
            assert own_word or played.decided == was, f"{name} decided something with {deed}"
        writers = set(RoomMove.objects.filter(review=opened.review).values_list("by", flat=True))
        said = {(row.side, row.by_id) for row in SideStatement.objects.all()}
        seal_review(opened.review, by=cast.cio, now=opened.at(80), although_silent=BOTH)
        own_words = {("ours", cast.cio.pk), ("theirs", cast.lead.pk)}
        seals = [snapshot_of(seal) for seal in Seal.objects.filter(review=opened.review)]
        assert len(seals) == 2, "an edition for each side"
        for sealed in seals:
            assert sealed.review.sealed_by == cast.cio.pk
            assert {(each.side, each.by) for each in sealed.statements} == said <= own_words
            assert {move.by for move in sealed.moves} <= writers


@pytest.mark.parametrize("slug", sorted(IN_ROOM))
def test_a_scribe_writes_down_what_whoever_owes_it_says_and_no_answer(
    opened: Scene, everywhere: None, slug: str
) -> None:
    """Each step once, ready to be taken, by somebody whose role allows nothing by itself."""
    cast, played = opened.cast, Played(opened)
    here(opened, cast.observer)
    here(opened, cast.manager)
    played.begin()
    if slug == "resumption":
        for at in range(6):
            played.do("waiting", cast.cio, at)
    room.name_scribe(opened.review, person=cast.observer, by=cast.cio, now=opened.at(2))
    if slug in WRITES:
        assert sum(played.do(slug, cast.observer, at) for at in range(6))
        return
    for at in range(6):
        with pytest.raises(PermissionDenied):
            played.deed(slug, at)(by=cast.observer, now=opened.at(9))


def test_a_scribe_takes_back_a_step_they_wrote_and_the_history_names_both(
    opened: Scene, everywhere: None
) -> None:
    cast, played = opened.cast, Played(opened)
    here(opened, cast.observer)
    played.begin()
    room.name_scribe(opened.review, person=cast.observer, by=cast.cio, now=opened.at(2))
    for at, voice in ((0, cast.cio), (3, cast.lead)):
        assert played.do("report", cast.observer, at)
        assert played.do("undo", cast.observer, 0)
        assert ActionItem.objects.get(pk=played.rows[at].pk).state == "open"
        for change in told(ActionItem)[-2:]:
            assert (change["person"], change["on_word_of"]) == (cast.observer.pk, voice.pk)
    assert played.do("report", cast.cio, 0)
    assert not played.do("undo", cast.observer, 0)
