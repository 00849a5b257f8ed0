"""How each verb about outcomes and standing promises is tried, for tests/governance/test_verbs_by_role.py."""

from typing import Any

from governance import verbs
from governance.models import (
    ActionItem,
    BusinessOutcome,
    CapabilityBet,
    Initiative,
    MandateStep,
    OutcomeChange,
    OutcomeIntent,
    PromisedRole,
    StandingChange,
    StandingPromise,
    ValueClaim,
)
from partners.models import User
from tests.cast import Cast
from tests.governance.scene import NOW, in_days
from tests.reviews import scene


class DeedsOfOutcomes:
    """What is done with an outcome, what hangs on it, and with what is owed again and again."""

    def __init__(self, cast: Cast) -> None:
        self.cast, self.partner = cast, cast.partner

    def _owner(self, about: str) -> User:
        """A contributor of that side, so that the others act as their colleagues."""
        return self.cast.contributor if about == "theirs" else self.cast.teammate

    def _leads(self, about: str) -> User:
        return self.cast.lead if about == "theirs" else self.cast.manager

    def _rename_function(self, about: str) -> Any:
        User.objects.filter(pk=self._owner(about).pk).update(business_function="Finance")
        return ("Finance",), {"name": "Group finance"}

    def _end_function(self, about: str) -> Any:
        User.objects.filter(pk=self._owner(about).pk).update(business_function="Finance")
        return ("Finance",), {}

    def _open(self, about: str) -> ActionItem:
        return scene.promise(self.partner, self._owner(about), due_on=in_days(21))

    def _outcome(self, **fields: Any) -> OutcomeIntent:
        return scene.outcome(self.partner, **fields)

    def _draft_outcome(self, about: str) -> Any:
        return (self.partner,), {"statement": "Databases run by themselves", "target": "Twice the load"}

    def _agree_outcome(self, about: str) -> Any:
        return (self._outcome(state="draft"),), {}

    def _edit_outcome(self, about: str) -> Any:
        return (self._outcome(),), {"version": 1, "vision": "Nobody wakes up"}

    def _say_on_hand_over(self, about: str) -> Any:
        return (self._outcome(state="draft"),), {"words": "Twelve months.", "months": 12}

    def _ask_to_conclude(self, about: str) -> Any:
        return (self._outcome(),), {"becomes": "achieved", "reason": "Five hours, three months in a row."}

    def _change(self, about: str) -> OutcomeChange:
        """That side has asked to conclude it."""
        asked = {"becomes": "missed", "reason": "The time is over.", "by": self._leads(about), "now": NOW}
        return verbs.ask_to_conclude(self._outcome(), **asked)

    def _agree_change(self, about: str) -> Any:
        return (self._change(about),), {}

    def _decline_change(self, about: str) -> Any:
        return (self._change(about),), {"answer": "Not before the quarter closes."}

    def _take_back_change(self, about: str) -> Any:
        return (self._change(about),), {}

    def _valued(self) -> OutcomeIntent:
        return self._outcome(business_owner=self.cast.reader, value_expected="Two evenings a month")

    def _claim(self, about: str) -> ValueClaim:
        """That side has said what it has brought."""
        said = {"words": "One evening.", "by": self._leads(about), "now": NOW}
        return verbs.claim_value(self._valued(), **said)

    def _claim_value(self, about: str) -> Any:
        return (self._valued(),), {"words": "One evening."}

    def _answer_value(self, about: str) -> Any:
        return (self._claim(about),), {"verdict": "part"}

    def _take_back_value(self, about: str) -> Any:
        return (self._claim(about),), {}

    def _promised(self, about: str) -> PromisedRole:
        who = {"role": "Leads the nights", "name": "Ida Roth", "starts_on": in_days(2)}
        return verbs.promise_role(self.partner, **who, by=self._leads(about), now=NOW)

    def _promise_role(self, about: str) -> Any:
        return (self.partner,), {"role": "Leads the nights", "name": "Ida Roth", "starts_on": in_days(2)}

    def _correct_promised(self, about: str) -> Any:
        return (self._promised(about),), {"role": "Leads days", "name": "Ida Roth", "starts_on": in_days(2)}

    def _say_who_came(self, about: str) -> Any:
        return (self._promised(about),), {"person": self._owner(about), "on": in_days(0)}

    def _end_promised(self, about: str) -> Any:
        return (self._promised(about),), {"why": "Nobody works at night any more."}

    def _want_business_outcome(self, about: str) -> Any:
        return (), {"statement": "Results on day three", "function": "Finance", "owner": self.cast.teammate}

    def _wanted(self) -> BusinessOutcome:
        _, said = self._want_business_outcome("")
        return verbs.want_business_outcome(**said, by=self.cast.cio, now=NOW)

    def _edit_business_outcome(self, about: str) -> Any:
        return (self._wanted(),), {"stands": "day five today"}

    def _end_business_outcome(self, about: str) -> Any:
        return (self._wanted(),), {"becomes": "reached", "words": "Day three, twice."}

    def _resume_business_outcome(self, about: str) -> Any:
        (wanted,), said = self._end_business_outcome(about)
        return (verbs.end_business_outcome(wanted, **said, by=self.cast.cio, now=NOW),), {}

    def _serve(self, about: str) -> Any:
        return (self._outcome(),), {"wanted": self._wanted()}

    def _decide_mandate(self, about: str) -> Any:
        said = {"step": "trusted", "trusted_with": "The ERP basis", "reason": "Nine good months."}
        opening = {"kind": "seat", "title": "A seat in Q1 planning", "owner": self.cast.manager}
        return (self.partner,), {**said, **opening, "due_on": in_days(30)}

    def _mandate(self) -> MandateStep:
        _, said = self._decide_mandate("")
        return verbs.decide_mandate(self.partner, **said, by=self.cast.cio, now=NOW)

    def _correct_mandate(self, about: str) -> Any:
        return (self._mandate(),), {"trusted_with": "The ERP basis, at night", "reason": "Ten good months."}

    def _open_up(self, about: str) -> Any:
        return (self._mandate(),), {
            "kind": "scope",
            "title": "Standard changes without the board",
            "owner": self.cast.manager,
            "due_on": in_days(40),
        }

    def _correct_opening(self, about: str) -> Any:
        return (self._mandate().openings.get(),), {"kind": "business"}

    def _put_off_widening(self, about: str) -> Any:
        return (self.partner,), {}

    def _place_bet(self, about: str) -> Any:
        return (self.partner,), {"title": "They run the night alone", "look_back_on": in_days(90)}

    def _bet(self, about: str) -> CapabilityBet:
        _, said = self._place_bet("")
        return verbs.place_bet(self.partner, **said, by=self._leads(about), now=NOW)

    def _correct_bet(self, about: str) -> Any:
        return (self._bet(about),), {"title": "They run the night alone", "look_back_on": in_days(60)}

    def _say_what_became(self, about: str) -> Any:
        return (self._bet("ours"),), {"becomes": "paid_off", "words": "Six nights without a call."}

    def _standing(self, about: str) -> StandingPromise:
        """Asked of that side's contributor by the other side's lead."""
        terms = {"title": "Forecast", "owner": self._owner(about), "kind": "day", "number": 5}
        by = self._leads("ours" if about == "theirs" else "theirs")
        return verbs.ask_for_standing(self.partner, **terms, by=by, now=NOW)

    def _standing_agreed(self, about: str) -> StandingPromise:
        return verbs.agree_standing(self._standing(about), by=self._leads(about), now=NOW)

    def _standing_change(self, about: str) -> StandingChange:
        """Other terms, asked for by the side that does not owe it."""
        by = self._leads("ours" if about == "theirs" else "theirs")
        terms = {"title": "Forecast", "kind": "day", "number": 8, "reason": "Books close later."}
        return verbs.change_standing(self._standing_agreed(about), **terms, by=by, now=NOW)

    def _ask_for_standing(self, about: str) -> Any:
        return (self.partner,), {"title": "Plan", "owner": self._owner(about), "kind": "day", "number": 5}

    def _agree_standing(self, about: str) -> Any:
        return (self._standing(about),), {}

    _take_back_standing = _agree_standing

    def _decline_standing(self, about: str) -> Any:
        return (self._standing(about),), {"answer": "By the 10th we can."}

    def _change_standing(self, about: str) -> Any:
        terms = {"title": "Forecast", "kind": "day", "number": 8, "reason": "Books close later."}
        return (self._standing_agreed(about),), terms

    def _ask_to_end_standing(self, about: str) -> Any:
        return (self._standing_agreed(about),), {"reason": "Nobody reads it."}

    _release_standing = _ask_to_end_standing

    def _hand_over_standing(self, about: str) -> Any:
        return (self._standing_agreed(about),), {"to": self._leads(about)}

    def _agree_standing_change(self, about: str) -> Any:
        return (self._standing_change(about),), {}

    _take_back_standing_change = _agree_standing_change

    def _decline_standing_change(self, about: str) -> Any:
        return (self._standing_change(about),), {"answer": "Not before the quarter closes."}

    def _initiative(self) -> Initiative:
        begun = {"title": "The jobs in a new order", "by": self.cast.manager, "now": NOW}
        return verbs.begin_initiative(self._outcome(), **begun)

    def _begin_initiative(self, about: str) -> Any:
        return (self._outcome(),), {"title": "The jobs in a new order"}

    def _rename_initiative(self, about: str) -> Any:
        return (self._initiative(),), {"title": "The jobs of the close"}

    def _end_initiative(self, about: str) -> Any:
        return (self._initiative(),), {"becomes": "dropped", "words": "Nobody needs it."}

    def _resume_initiative(self, about: str) -> Any:
        ended = {"becomes": "done", "by": self.cast.manager, "now": NOW}
        return (verbs.end_initiative(self._initiative(), **ended),), {}

    def _set_milestone(self, about: str) -> Any:
        return (self._open("ours"),), {"initiative": self._initiative()}

    def _check_in(self, about: str) -> Any:
        return (self._outcome(),), {"health": "on_track", "progress": 40, "words": "Well"}

    def _give_free_hand(self, about: str) -> Any:
        return (self._outcome(sponsor=self.cast.cio),), {
            "until": in_days(90),
            "guardrails": "No night without a log",
        }
