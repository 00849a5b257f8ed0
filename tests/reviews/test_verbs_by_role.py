"""Every verb of the monthly rhythm × every part on both sides, asked of the verb itself."""

import inspect
from collections.abc import Callable
from datetime import time, timedelta
from typing import Any

import pytest

from governance import verbs as agreed
from governance.models import ActionItem, Forum, ForumMember
from partners.isolation.scope import SYSTEM, entered
from partners.models import User
from reviews import verbs as actions
from reviews.agenda.verbs import planning
from reviews.decisions.decision import RegisteredDecision
from reviews.models import AgendaItem, AgendaPaper, Attendance, ItemGuest, Review
from reviews.record.pack.making import make_next
from reviews.record.verbs import excerpts, packing, sealing
from reviews.sections import READ_BACK
from tests.reviews.room.room_steps import IN_ROOM
from tests.reviews.scene import BOTH, EARLIER, TODAY, Scene, ask, promise, reported
from tests.verb_table import Row, everybody, rows, tried

_TABLE = """
schedule_review     cmsMS           ·        forum,outgoingmail
supersede           cmsrMSR         ·        partner
stand_again         cmsrMSR         ·        ·
change_forum        cmsMS           ·        forum,outgoingmail,review
close_forum         cmsMS           ·        forum,outgoingmail,review
move_review         cmsMS           ·        outgoingmail,review
cancel_review       cmsMS           ·        outgoingmail,review
change_chair        cm              ·        review
answer_invitation   cmskorMSKOR     ·        attendance
table_item          cmsMS           ·        review
answer_item         cmskMSK         ·        agendaanswer,review
say_news            cmsMS           ·        review
bring_paper         cmskMSK         ·        review
remove_paper        cmskMSK         ·        review
ask_to_item         cmsMS           ·        review
ask_no_longer       cmsMS           ·        review
open_review         cm              ·        attendance,outgoingmail,review
rebuild_agenda      cmsMS           ·        review
take_up             cm              ·        agendaitem,review
take_up/presenter   cmskorMSKOR     ·        agendaitem,review
hand_presenting     cm              ·        review
hand_presenting/presenter cmskorMSKOR ·      review
name_scribe         cm              ·        review
set_aside           cm              ·        agendaitem,review
pause               cm              ·        review
resume              cm              ·        review
mark_attendance     cm              ·        attendance,review
mark_attendance/self cmskorMSKOR     ·        attendance,review
keep_promise        cm              ·        review
keep_promise/scribe cmskorMSKOR ·         review
take_step/report    cm              ·        actionitem,review,waitingperiod
take_step/confirmation cm           ·        actionitem,review
take_step/return    cm              ·        actionitem,review
take_step/due-date  cm              ·        actionitem,review
take_step/agreement cm              ·        actionitem,review
take_step/refusal   cm              ·        actionitem,review
take_step/resumption cm              ·        actionitem,review,waitingperiod
take_step/waiting   cm              ·        actionitem,review,waitingperiod
take_step/assignment cm              ·        actionitem,review
take_step/question  cm              ·        actionitem,review
confirm_list        cm              ·        actionitem,review
take_step/ask:decision cm           ·        ask,review
take_step/ask:backing cm            ·        ask,review
take_step/ask:completion cm              ·        ask,review
take_step/ask:clearance cm          ·        ask,review
take_step/ask:acceptance cm        ·        ask,review
take_step/ask:refusal cm            ·        ask,review
take_step/ask:look  cm              ·        ask,review
take_step/ask:treatment cm          ·        ask,review
note                cm              ·        review
note/scribe cmskorMSKOR ·         review
park                cm              ·        review
park/scribe cmskorMSKOR ·         review
decide_aloud        cm              ·        review
decide_aloud/scribe cm ·              review
thank_in_room       cm              ·        review
thank_in_room/scribe cmskorMSKOR ·         review
undo                cm              ·        review
undo/scribe         cmskorMSKOR     ·        review
say                 cmsMS           ·        review
say/for_another     cm              ·        review
rate_review         cmskorMSKOR     ·        review,siderating
seal_review         cm              ·        forum,outgoingmail,review,reviewpack
plan_next_review    cmsMS           ·        forum,outgoingmail
reply               cmsMS           ·        review,reviewpack
send_packs          cm              ·        reviewpack
make_packs_again    cm              ·        reviewpack
send_excerpt        cm              ·        review
"""
TABLE = {row.verb: row for row in rows(_TABLE)}
NOBODY_S = {"freeze_agenda", "refresh_agenda", "refresh_agendas", "follow", "seal_itself"}
"""What Tandem does by itself, a question, and presence in the room, which is no deed (tests/demo/rivals/doors.py)."""
BEFORE = {
    "schedule_review",
    "supersede",
    "stand_again",
    "change_forum",
    "close_forum",
    "move_review",
    "cancel_review",
    "answer_invitation",
    "table_item",
    "answer_item",
    "say_news",
    "bring_paper",
    "remove_paper",
    "ask_to_item",
    "ask_no_longer",
    "open_review",
    "rebuild_agenda",
}
AFTER = {"plan_next_review", "reply", "send_excerpt", "send_packs", "make_packs_again"}


def test_every_verb_stands_in_the_table() -> None:
    modules = ((actions, actions.__all__), (sealing, ("seal_review", "reply")), (planning, ("plan_next_review",)),
               (packing, ("send_packs", "make_packs_again")), (excerpts, ("send_excerpt",)))  # fmt: skip
    verbs = {name for module, names in modules for name in names if inspect.isfunction(getattr(module, name))}
    assert {verb.partition("/")[0] for verb in TABLE} == verbs - NOBODY_S
    assert {verb.partition("/")[2] for verb in TABLE if verb.startswith("take_step/")} == IN_ROOM.keys()


@pytest.mark.parametrize("row", TABLE.values(), ids=TABLE)
def test_the_verb_itself_lets_through_whom_the_table_names_and_nobody_else(
    scene: Scene, untypeset: None, row: Row
) -> None:
    people = everybody(scene.cast)
    act = Deeds(scene, people).of(row.verb)
    assert tried(row.verb, people, act) == row


class Deeds:
    """How each row of the table is tried by `by`, in a review that is where the verb needs it."""

    def __init__(self, scene: Scene, people: dict[str, User]) -> None:
        self.scene, self.people, self.cast = scene, people, scene.cast

    def of(self, written: str) -> Callable[[User], object]:
        verb, _, about = written.partition("/")
        function = next(
            getattr(module, verb)
            for module in (actions, planning, sealing, packing, excerpts)
            if hasattr(module, verb)
        )
        with entered(SYSTEM):
            self._rows()
            if about in ("agreement", "refusal"):
                said = {"due_on": TODAY + timedelta(days=4), "reason": "The board", "by": self.cast.manager}
                agreed.ask_for_date(self.item, **said, now=EARLIER)
            if about == "ask:completion":
                agreed.back(self.asked["recommendation"], words="Yes", by=self.cast.manager, now=EARLIER)
            if about == "resumption":
                agreed.wait_on(self.item, on_side="ours", what_for="Access", by=self.cast.lead, now=EARLIER)
            if verb == "rebuild_agenda":
                actions.freeze_agenda(self.scene.review, EARLIER)
            if verb not in BEFORE:
                self._begin()
            if verb in AFTER:
                sealing.seal_review(
                    self.scene.review, by=self.cast.cio, now=self.scene.at(80), although_silent=BOTH
                )
                while make_next(now=self.scene.at(80)):
                    pass
                sponsor = {"forum": self.scene.forum, "person": self.cast.partner_sponsor}
                ForumMember.objects.create(partner=self.cast.partner, **sponsor)  # who has not had the pack
        now = EARLIER if verb in BEFORE - {"open_review"} else self.scene.at(81 if verb in AFTER else 5)
        return lambda by: self._act(function, verb, about, by, now)

    def _rows(self) -> None:
        partner = self.cast.partner
        self.item = promise(partner, self.cast.lead, "Index rebuild", due_on=TODAY)
        self.reported = reported(partner, self.cast.lead, "Archive")
        self.asked = {
            kind: ask(partner, self.cast.lead, kind=kind, title="Window")
            for kind in ("decision", "impediment", "recommendation")
        }
        self.asked["risk"] = agreed.raise_risk(
            partner,
            title="Window",
            on_side="ours",
            owner=self.cast.manager,
            risk_cause="x",
            risk_consequence="y",
            needed_by=TODAY,
            by=self.cast.lead,
            now=EARLIER,
        )

        said = {"kind": "decision", "state": "made", "answer": "Yes", "answered_on": TODAY}
        self.made = [ask(partner, self.cast.lead, title=title, **said) for title in ("Old", "New")]

    def _begin(self) -> None:
        review, chair = self.scene.review, self.cast.cio
        actions.open_review(review, by=chair, now=self.scene.at())
        for person in (self.cast.manager, self.cast.lead):
            actions.mark_attendance(review, person=person, state="present", by=chair, now=self.scene.at(1))
        actions.note(review, text="Begun", by=chair, now=self.scene.at(2))

    def _act(self, function: Callable[..., object], verb: str, about: str, by: User, now: Any) -> object:
        if about in ("presenter", "scribe"):
            with entered(SYSTEM):
                Review.objects.filter(pk=self.scene.review.pk).update(**{about: by})
        said = getattr(self, f"_{verb}", lambda about, by: {})(about, by)
        subject = said.pop("subject", (self.scene.fresh(),))
        if verb == "resume":
            with entered(SYSTEM):
                actions.pause(self.scene.review, by=self.cast.cio, now=now)
        return function(*subject, **said, by=by, now=now)

    def _line(self, **which: object) -> AgendaItem:
        lines = AgendaItem.objects.filter(review=self.scene.review, **which).select_related(
            "review__partner", "partner"
        )
        return lines.order_by("section", "position").first()  # type: ignore[return-value]

    def _schedule_review(self, about: str, by: User) -> dict[str, Any]:
        return {"subject": (self.scene.forum,), "starts_at": self.scene.review.starts_at + timedelta(days=30)}

    def _supersede(self, about: str, by: User) -> dict[str, Any]:
        old, new = (RegisteredDecision("ask", row, TODAY) for row in self.made)
        return {"subject": (old,), "new": new}

    def _stand_again(self, about: str, by: User) -> dict[str, Any]:
        return {"subject": self._supersede(about, by)["subject"]}

    def _change_forum(self, about: str, by: User) -> dict[str, Any]:
        people = [self.cast.cio, self.cast.manager, self.cast.lead, self.cast.contributor]
        said = {
            "name": "Board",
            "chair": self.cast.cio,
            "deputy_chair": None,
            "minutes": 60,
            "place": "Room 4",
        }
        said |= {"starts_at": time(9), "cadence": "weekly", "attends": people, "gets_pack": people}
        return {"subject": (self.scene.forum,), "version": 1, **said}

    def _close_forum(self, about: str, by: User) -> dict[str, Any]:
        actions.cancel_review(self.scene.review, reason="Ill", by=self.cast.cio, now=EARLIER)
        forum = Forum.objects.select_related("partner").get(pk=self.scene.forum.pk)
        return {"subject": (forum,), "version": forum.version}

    def _move_review(self, about: str, by: User) -> dict[str, Any]:
        return {"starts_at": self.scene.review.starts_at + timedelta(days=1), "reason": "Ill"}

    def _cancel_review(self, about: str, by: User) -> dict[str, Any]:
        return {"reason": "Ill"}

    def _change_chair(self, about: str, by: User) -> dict[str, Any]:
        return {"chair": self.cast.manager}

    def _answer_invitation(self, about: str, by: User) -> dict[str, Any]:
        with entered(SYSTEM):
            seat = {"review": self.scene.review, "person": by}
            Attendance.objects.get_or_create(partner=self.cast.partner, **seat)
        return {"says": "accepted", "sequence": 0}

    def _table_item(self, about: str, by: User) -> dict[str, Any]:
        return {"title": "A seat in planning"}

    def _answer_item(self, about: str, by: User) -> dict[str, Any]:
        return {"subject": (self._line(section=1, position=0),), "text": "We know."}

    def _say_news(self, about: str, by: User) -> dict[str, Any]:
        return {"text": "Audit has a new head"}

    def _bring_paper(self, about: str, by: User) -> dict[str, Any]:
        return {"subject": (self._on_the_agenda(),), "link": "https://example.com/plan"}

    def _remove_paper(self, about: str, by: User) -> dict[str, Any]:
        """One that their own side has brought."""
        with entered(SYSTEM):
            said = {"side": by.side, "name": "Plan", "link": "https://example.com", "added_by": by}
            line = self._on_the_agenda()
            paper = AgendaPaper.objects.create(partner=self.cast.partner, item=line, added_at=EARLIER, **said)
        return {"subject": (paper,)}

    def _ask_to_item(self, about: str, by: User) -> dict[str, Any]:
        return {"subject": (self._on_the_agenda(),), "person": self.cast.observer}

    def _ask_no_longer(self, about: str, by: User) -> dict[str, Any]:
        """Somebody for whom their own side has asked."""
        with entered(SYSTEM):
            said = {"side": by.side, "person": self.cast.observer, "asked_by": by, "asked_at": EARLIER}
            guest = ItemGuest.objects.create(partner=self.cast.partner, item=self._on_the_agenda(), **said)
        return {"subject": (guest,)}

    def _on_the_agenda(self) -> AgendaItem:
        """A line of the agenda as it follows the facts."""
        with entered(SYSTEM):
            actions.refresh_agenda(self.scene.review, now=EARLIER)
            return self._line(section=1, position__gt=0)

    def _send_excerpt(self, about: str, by: User) -> dict[str, Any]:
        with entered(SYSTEM):
            item = self._line(section=1, position__gt=0)
        return {"item": item.pk, "name": "Head of audit", "email": "audit@elsewhere.example"}

    def _take_up(self, about: str, by: User) -> dict[str, Any]:
        return {"subject": (self._line(section=2, position=0),)}

    def _hand_presenting(self, about: str, by: User) -> dict[str, Any]:
        return {"to": None if about else self.cast.lead}

    def _name_scribe(self, about: str, by: User) -> dict[str, Any]:
        return {"person": self.cast.lead}

    def _undo(self, about: str, by: User) -> dict[str, Any]:
        if about:
            with entered(SYSTEM):
                actions.note(self.scene.review, text="Mine", by=by, now=self.scene.at(4))
        return {}

    def _set_aside(self, about: str, by: User) -> dict[str, Any]:
        return {"subject": (self._line(section=1, position__gt=0),), "state": "deferred"}

    def _mark_attendance(self, about: str, by: User) -> dict[str, Any]:
        return {"person": by if about else self._another(by), "state": "following"}

    def _another(self, by: User) -> User:
        return self.cast.contributor if by != self.cast.contributor else self.cast.teammate

    def _keep_promise(self, about: str, by: User) -> dict[str, Any]:
        return {"title": "Plan", "owner": self.cast.lead, "due_on": TODAY + timedelta(days=9)}

    def _take_step(self, about: str, by: User) -> dict[str, Any]:
        if about.startswith("ask:"):
            step = IN_ROOM[about]
            (kind,) = step.kinds
            words = "words" if about == "ask:backing" else "answer"
            also = {"needed_by": TODAY + timedelta(days=20)} if about == "ask:look" else {}
            return {"subject": (self.scene.fresh(), self.asked[kind], step), words: "Yes", **also}
        item = self.reported if about in ("confirmation", "return") else self.item
        said: dict[str, dict[str, Any]] = {
            "return": {"word": "The log"}, "refusal": {"word": "It stays"}, "assignment": {"to": self.cast.contributor},
            "due-date": {"due_on": TODAY + timedelta(days=20), "reason": "Hardware"},
            "waiting": {"on_side": "ours", "what_for": "A window"},
        }  # fmt: skip
        return {"subject": (self.scene.fresh(), item, IN_ROOM[about]), **said.get(about, {})}

    def _confirm_list(self, about: str, by: User) -> dict[str, Any]:
        return {"subject": (self.scene.fresh(), [ActionItem.objects.get(pk=self.reported.pk)])}

    def _note(self, about: str, by: User) -> dict[str, Any]:
        return {"text": "Said so"}

    _park = _decide_aloud = _note

    def _thank_in_room(self, about: str, by: User) -> dict[str, Any]:
        return {"names": "Mei", "words": "for the purge"}

    def _say(self, about: str, by: User) -> dict[str, Any]:
        other = self.cast.lead if by != self.cast.lead else self.cast.partner_sponsor
        return {"stance": "agree", "on_word_of": other if about else None}

    def _rate_review(self, about: str, by: User) -> dict[str, Any]:
        with entered(SYSTEM):
            seat = {"partner": self.cast.partner, "review": self.scene.review, "person": by}
            Attendance.objects.get_or_create(**seat)
            Attendance.objects.filter(**seat).update(state="following")
            AgendaItem.objects.filter(review=self.scene.review, section=READ_BACK.number).update(
                state="discussed"
            )
        return {"tough": 3, "fair": 4}

    def _seal_review(self, about: str, by: User) -> dict[str, Any]:
        return {"although_silent": BOTH}

    def _plan_next_review(self, about: str, by: User) -> dict[str, Any]:
        with entered(SYSTEM):  # what was planned with the seal is not held
            Review.objects.filter(state="scheduled").update(
                state="cancelled", cancelled_reason="Ill", previous=None
            )
        return {}

    def _reply(self, about: str, by: User) -> dict[str, Any]:
        return {"text": "We see it differently."}
