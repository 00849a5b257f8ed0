"""How each verb about what was agreed is tried, for tests/governance/test_verbs_by_role.py."""

from collections.abc import Callable
from datetime import UTC, datetime, time
from typing import Any

from governance import verbs
from governance.charter.words import charter_words
from governance.models import (
    ActionItem,
    Ask,
    AwaitedAction,
    Forum,
    RaciMatrix,
)
from governance.raci.content import GridLine
from governance.raci.versions import latest
from governance.tracker.filters import Filters
from governance.tracker.importing.plan import ActionPlan
from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.mail.outbox import Attachment
from partners.models import Invitation, User
from tests.governance.scene import NOW, TODAY, in_days
from tests.governance.verb_calls_of_outcomes import DeedsOfOutcomes
from tests.reviews import scene


class Deeds(DeedsOfOutcomes):
    """How each row of the table is tried by `by`."""

    def of(self, written: str) -> Callable[[User], object]:
        verb, _, about = written.partition("/")
        with entered(SYSTEM):
            subject, said = getattr(self, f"_{verb}")(about)

        def act(by: User) -> object:
            fresh = [
                type(each)._base_manager.get(pk=each.pk) if hasattr(each, "pk") else each for each in subject
            ]
            more = said(by) if callable(said) else said
            return getattr(verbs, verb)(*fresh, **{"now": NOW, **more}, by=by)

        return act

    def _reported(self, about: str) -> ActionItem:
        return scene.reported(self.partner, self._owner(about), due_on=in_days(21))

    def _asked_for(self, about: str) -> ActionItem:
        """The other side's contributor has asked for another date."""
        item, by = self._open(about), self._owner("ours" if about == "theirs" else "theirs")
        verbs.ask_for_date(item, due_on=in_days(30), reason="The board", by=by, now=NOW)
        return item

    def _propose(self, about: str) -> Any:
        return (self.partner,), {"title": "Plan", "owner": self.cast.contributor, "due_on": in_days(9)}

    def _promise(self, about: str) -> Any:
        return (self.partner,), {"title": "Plan", "owner": self._owner(about), "due_on": in_days(9)}

    _bring_in = _promise

    def _accept(self, about: str) -> Any:
        owner = self._owner(about)
        by = self.cast.lead if about == "ours" else self.cast.manager
        return (
            verbs.propose(self.partner, title="Plan", owner=owner, due_on=in_days(9), by=by, now=NOW),
        ), {}

    def _accept_all(self, about: str) -> Any:
        (item,), _ = self._accept(about)
        return (), lambda by: {"items": [ActionItem.objects.get(pk=item.pk)]}

    def _report_done(self, about: str) -> Any:
        return (self._open(about),), {}

    def _confirm(self, about: str) -> Any:
        return (self._reported(about),), {}

    def _confirm_all(self, about: str) -> Any:
        item = self._reported(about)
        return (), lambda by: {"items": [ActionItem.objects.get(pk=item.pk)]}

    def _give_back(self, about: str) -> Any:
        return (self._reported(about),), {"word": "The log is missing."}

    def _move_date(self, about: str) -> Any:
        return (self._open(about),), {"due_on": in_days(30), "reason": "Hardware"}

    _ask_for_date = _move_date
    _ask_how_it_stands = _report_done

    def _accept_date(self, about: str) -> Any:
        return (self._asked_for(about),), {}

    _take_back_request = _accept_date

    def _decline_date(self, about: str) -> Any:
        return (self._asked_for(about),), {"word": "It stands."}

    def _withdraw(self, about: str) -> Any:
        return (self._open(about),), {"reason": "No longer wanted"}

    def _reassign(self, about: str) -> Any:
        return (self._open(about),), {"to": self._leads(about)}

    def _reword(self, about: str) -> Any:
        return (self._open(about),), {"title": "Better words"}

    def _reassign_all(self, about: str) -> Any:
        item = self._open(about)
        return (), lambda by: {"items": [ActionItem.objects.get(pk=item.pk)], "to": self._leads(about)}

    def _hand_over_all(self, about: str) -> Any:
        self._open(about)
        scene.ask(
            self.partner, self._leads("ours" if about == "theirs" else "theirs"), owner=self._owner(about)
        )
        return (self._owner(about), self.partner), {"to": self._leads(about)}

    def _wait_on(self, about: str) -> Any:
        return (self._open(about),), {
            "on_side": "ours" if about == "theirs" else "theirs",
            "what_for": "Access",
        }

    def _waiting(self, about: str) -> Any:
        return verbs.wait_on(
            item := self._open(about), **self._wait_on(about)[1], by=self._owner(about), now=NOW
        ), item

    def _stop_waiting(self, about: str) -> Any:
        return (self._waiting(about)[1],), {}

    def _dispute_wait(self, about: str) -> Any:
        return (self._waiting(about)[0],), {"words": "It was there on Monday."}

    def _take_back(self, about: str) -> Any:
        item = self._open(about)
        verbs.report_done(item, by=self._leads(about), now=NOW)
        return (item,), {}

    def _add_note(self, about: str) -> Any:
        return (self._open(about),), {"text": "We know."}

    _note_privately = _add_note

    def _add_evidence(self, about: str) -> Any:
        return (self._open(about),), {"link": "https://example.com/log"}

    def _take_out_evidence(self, about: str) -> Any:
        said = {"link": "https://example.com/log", "by": self._owner(about), "now": NOW}
        return (verbs.add_evidence(self._open(about), **said),), {}

    def _follow_action(self, about: str) -> Any:
        return (self._open("ours"),), {}

    _stop_following = _follow_action

    def _import_actions(self, about: str) -> Any:
        return (self.partner, []), {}

    def _carry_out(self, about: str) -> Any:
        return (self.partner, ActionPlan()), {}

    def _take_back_actions(self, about: str) -> Any:
        return (self.partner, {}), {}

    def _invited(self, about: str) -> Invitation:
        return Invitation.objects.create(
            partner=self.partner,
            email="zoe@example.com",
            full_name="Zoe Park",
            role="contributor",
            theirs=about == "theirs",
            invited_by=self._leads(about),
            token_digest="of nobody",
            expires_at=NOW + Invitation.VALID_FOR,
        )

    def _await_owner(self, about: str) -> Any:
        return (self.partner,), {"title": "Plan", "invitation": self._invited(about), "due_on": in_days(9)}

    def _awaited(self, about: str) -> AwaitedAction:
        said = {"title": "Plan", "due_on": in_days(9), "created_by": self._leads(about), "created_at": NOW}
        return AwaitedAction.objects.create(partner=self.partner, invitation=self._invited(about), **said)

    def _propose_awaited(self, about: str) -> Any:
        return (self._awaited(about),), {"to": self._owner(about)}

    def _take_out_awaited(self, about: str) -> Any:
        return (self._awaited(about),), {}

    def _raised(self, about: str, kind: str, **fields: Any) -> Ask:
        """Raised by the contributor of the side that does not have to answer it."""
        asker = self._owner("ours" if about == "theirs" else "theirs")
        return scene.ask(self.partner, asker, kind=kind, on_side=about, **fields)

    def _raise_decision(self, about: str) -> Any:
        return (self.partner,), {"title": "The window", "on_side": "ours", "needed_by": in_days(9)}

    def _raise_impediment(self, about: str) -> Any:
        return (self.partner,), {"title": "The firewall", "on_side": "ours", "cause": Ask.Cause.values[0]}

    def _raise_recommendation(self, about: str) -> Any:
        return (self.partner,), {"title": "A smaller window"}

    def _raise_risk(self, about: str) -> Any:
        said = {"title": "The disk fills", "on_side": about, "owner": self._owner(about)}
        said |= {"risk_cause": "It grows", "risk_consequence": "It stands still", "needed_by": in_days(9)}
        return (self.partner,), said

    def _risk(self, about: str) -> Ask:
        (partner,), said = self._raise_risk(about)
        return verbs.raise_risk(partner, **said, by=self._leads(about), now=NOW)

    def _look_at_risk(self, about: str) -> Any:
        return (self._risk(about),), {"answer": "It grows on", "needed_by": in_days(30)}

    def _treat_risk(self, about: str) -> Any:
        return (self._risk(about),), {"answer": "A larger disk"}

    def _risk_happened(self, about: str) -> Any:
        return (self._risk(about),), {"answer": "It is full", "cause": Ask.Cause.values[0]}

    def _ask_to_live_with(self, about: str) -> Any:
        return (self._risk(about),), {"reason": "Too dear"}

    def _agree_to_live_with(self, about: str) -> Any:
        """Asked by the lead of the side it is about."""
        risk = self._risk(about)
        verbs.ask_to_live_with(risk, reason="Too dear", by=self._leads(about), now=NOW)
        return (risk,), {"answer": "So be it"}

    _decline_to_live_with = _agree_to_live_with

    def _decide(self, about: str) -> Any:
        return (self._raised(about, "decision"),), {"answer": "Yes"}

    def _backed(self, about: str) -> Ask:
        return self._raised(about, "recommendation", state="backed")

    def _write_brief(self, about: str) -> Any:
        return (self._backed(about),), {"what": "It", "why": "So", "benefit": "Time", "we_ask": "A yes"}

    def _send_brief(self, about: str) -> Any:
        (ask,), said = self._write_brief(about)
        leads = self._leads(about)
        with acting_as(leads):
            verbs.write_brief(ask, **said, by=leads, now=NOW)
        return (ask,), {"pdf": Attachment("b.pdf", "application/pdf", b"%PDF"), "person": leads}

    def _record_advocacy(self, about: str) -> Any:
        return (self._backed(about),), {"kind": "argued", "words": "So"}

    def _look_back(self, about: str) -> Any:
        made = self._raised(about, "decision")
        Ask.objects.filter(pk=made.pk).update(
            state="made", answer="Yes", answered_on=TODAY, answered_by=self._leads(about), worked_due_on=TODAY
        )
        return (made,), {"worked": "yes", "answer": "It is faster"}

    def _move_needed_by(self, about: str) -> Any:
        return (self._raised(about, "decision"),), {"needed_by": in_days(9), "reason": "The board"}

    def _own(self, about: str) -> Any:
        return (self._raised(about, "impediment"),), {"owner": self._owner(about)}

    def _clear(self, about: str) -> Any:
        return (self._raised(about, "impediment", owner=self._owner(about)),), {"answer": "It is open."}

    _live_with = _clear

    def _back(self, about: str) -> Any:
        return (self._raised(about, "recommendation"),), {"words": "It saves a night."}

    def _put_in_place(self, about: str) -> Any:
        return (self._raised(about, "recommendation", state="backed"),), {"answer": "It runs."}

    def _not_now(self, about: str) -> Any:
        return (self._raised(about, "recommendation"),), {"answer": "After the audit."}

    def _take_back_answer(self, about: str) -> Any:
        ask = self._raised(about, "decision")
        verbs.decide(ask, answer="Yes", by=self._leads(about), now=NOW)
        return (ask,), {}

    def _grid(self) -> RaciMatrix:
        said = {"by": self.cast.manager, "now": NOW}
        held = {self.cast.teammate.pk: "A", self.cast.contributor.pk: "R"}
        return verbs.draft_matrix(
            self.partner, title="Running it", lines=(GridLine(0, "Patch", held),), **said
        )

    def _proposed(self, about: str) -> RaciMatrix:
        grid = self._grid()
        verbs.record_matrix(grid, lines=latest(grid), propose=True, by=self._leads(about), now=NOW)
        return grid

    def _draft_matrix(self, about: str) -> Any:
        return (self.partner,), {"title": "Running it"}

    def _record_matrix(self, about: str) -> Any:
        grid = self._grid()
        return (grid,), {"lines": (*latest(grid), GridLine(0, "Restore")), "propose": False}

    def _agree_charter(self, about: str) -> Any:
        return (self.partner,), {"sha256": charter_words(self.partner, self.cast.manager).sha256}

    def _agree_matrix(self, about: str) -> Any:
        return (self._proposed(about),), {}

    def _send_back_matrix(self, about: str) -> Any:
        return (self._proposed(about),), {"words": "Tom is away."}

    def _take_back_matrix(self, about: str) -> Any:
        return (self._proposed(about),), {}

    def _forum(self) -> Forum:
        return scene.forum_of(self.cast, chair=self.cast.cio)

    def _set_up_forum(self, about: str) -> Any:
        return (self.partner,), {}

    def _add_forum_member(self, about: str) -> Any:
        return (self._forum(),), {"person": self.cast.observer}

    def _remove_forum_member(self, about: str) -> Any:
        return (self._forum(),), {"person": self.cast.contributor if about == "theirs" else self.cast.manager}

    def _edit_forum(self, about: str) -> Any:
        """With everybody who belongs to it already."""
        people = [self.cast.cio, self.cast.manager, self.cast.lead, self.cast.contributor]
        said = {
            "name": "Board",
            "chair": self.cast.cio,
            "deputy_chair": None,
            "minutes": 60,
            "place": "Room 4",
        }
        said |= {
            "starts_at": time(9),
            "cadence": "weekly",
            "attends": people,
            "gets_pack": people,
            "version": 1,
        }
        return (self._forum(),), said

    def _end_forum(self, about: str) -> Any:
        return (self._forum(),), {"version": 1}

    def _set_reminders(self, about: str) -> Any:
        return (self._forum(),), {"weekly_list_on": 2, "reminds_when_due": True, "escalates": True}

    def _give_cover(self, about: str) -> Any:
        return (self.partner,), {"words": "Let them work.", "until": in_days(9)}

    def _end_cover(self, about: str) -> Any:
        giver = self.cast.partner_sponsor if about == "theirs" else self.cast.cio
        return (verbs.give_cover(self.partner, **self._give_cover("")[1], by=giver, now=NOW),), {}

    def _add_to_cover(self, about: str) -> Any:
        return self._end_cover(about)[0], {"cause": "The freeze", "concession": "A week", "version": 1}

    def _answer_pulse(self, about: str) -> Any:
        return (self.partner,), {"answers": {"trust": 4}, "now": datetime(2026, 10, 5, 9, tzinfo=UTC)}

    def _thank(self, about: str) -> Any:
        return (self.partner,), {"names": "Mei", "words": "for the purge"}

    def _be_away(self, about: str) -> Any:
        return (), {"first_on": in_days(1), "last_on": in_days(5)}

    def _come_back(self, about: str) -> Any:
        return (verbs.be_away(**self._be_away("")[1], by=self.cast.contributor, now=NOW),), {}

    def _keep_view(self, about: str) -> Any:
        return (self.partner,), {"name": "Late", "filters": Filters(show="overdue")}

    def _remove_view(self, about: str) -> Any:
        by = self.cast.contributor
        with acting_as(by):
            return (verbs.keep_view(self.partner, **self._keep_view("")[1], by=by, now=NOW),), {}
