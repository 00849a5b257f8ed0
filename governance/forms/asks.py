"""Forms of asks: three ways to raise one, and the answers to each kind."""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils import timezone

from governance import actions
from governance.actions.undoing import TEN_MINUTES
from governance.forms.fields import DayField, OutcomeField, PersonField, SideField, line, words
from governance.forms.verb_form import VerbForm
from governance.models import Ask
from partners.access import Permission
from partners.way_back import WayBack

_NO_DATE = "Give a day, such as 15 Dec or next Friday."


class _Raised(VerbForm):
    """Base of the three kinds."""

    kind: Ask.Kind
    outcome = OutcomeField()

    def __init__(self, *args: Any, **options: Any) -> None:
        options["initial"] = {"on_side": options["by"].side.other, **options.get("initial", {})}
        super().__init__(*args, **options)
        self.fields["outcome"] = self.fields.pop("outcome")  # last, after each kind's own


class NewDecision(_Raised):
    said = "Raised. It is on the list, and on the agenda of the next review."
    kind = Ask.Kind.DECISION
    title = line("What has to be decided", missing="Say what has to be decided.")
    on_side = SideField(label="Who has to decide")
    needed_by = DayField(label="Needed by", error_messages={"required": _NO_DATE})
    forum_words = line("Where it is decided", limit=120, help_text="Such as “Finance board, 2 December”.")
    owner = PersonField(permission=Permission.KEEP_PROMISES, label="Who takes care of it", required=False)
    detail = words("What one has to know to decide it")

    def act(self) -> Ask:
        return actions.raise_decision(self.partner, **self.said_by_form(), **self.who_and_when)


class NewImpediment(_Raised):
    said = "Raised. It stays on the list until it is out of the way."
    kind = Ask.Kind.IMPEDIMENT
    title = line("What is in the way", missing="Say in one line what is in the way.")
    on_side = SideField(label="On whose side")
    cause = forms.ChoiceField(
        label="What kind of thing", choices=[("", "Choose one"), *Ask.Cause.choices],
        error_messages={"required": "Say what kind of thing is in the way."},
    )  # fmt: skip
    owner = PersonField(label="Who takes it in hand", required=False)
    detail = words("What it holds up")

    def act(self) -> Ask:
        return actions.raise_impediment(self.partner, **self.said_by_form(), **self.who_and_when)


class NewRecommendation(_Raised):
    said = "Said. The other side is asked to back it, or to say why not now."
    kind = Ask.Kind.RECOMMENDATION
    title = line("What you advise", missing="Say in one line what you advise.")
    detail = words("Why, and what it would bring")

    def act(self) -> Ask:
        return actions.raise_recommendation(self.partner, **self.said_by_form(), **self.who_and_when)


NEW: dict[str, type[VerbForm]] = {form.kind: form for form in (NewDecision, NewImpediment, NewRecommendation)}


class AskForm(VerbForm):
    """Base of what happens to one ask. Its answer can be taken back for ten minutes."""

    can_be_taken_back = False
    stands_on_page = True
    """Whether a refusal is shown in the form itself; else on top of the page."""

    def __init__(self, *args: Any, ask: Ask, **options: Any) -> None:
        self.ask = ask
        options.setdefault("initial", {}).setdefault("version", ask.version)
        super().__init__(*args, partner=ask.partner, **options)

    @property
    def facts(self) -> dict[str, Any]:
        return {**self.who_and_when, "version": self.cleaned_data.get("version")}

    @property
    def way_back(self) -> WayBack | None:
        if not self.can_be_taken_back:
            return None
        return WayBack(reverse("ask_undoing", args=[self.ask.partner.slug, self.ask.pk]), self.ask.version)

    @property
    def undone_until(self) -> str:
        """ "You can take it back until 10:12." Said with what can."""
        until = timezone.localtime(self.now + TEN_MINUTES)
        return f" You can take it back until {until:%H:%M}." if self.can_be_taken_back else ""


class Undoing(AskForm):
    stands_on_page = False
    said = "Taken back. It is as it was before, and waits for an answer."

    def act(self) -> Ask:
        return actions.take_back_answer(self.ask, **self.facts)


class Decision(AskForm):
    can_be_taken_back = True
    said = "Decided. Everybody who asked can read it now."
    answer = words("What is decided", missing="Say what is decided.")

    def act(self) -> Ask:
        return actions.decide(self.ask, answer=self.cleaned_data["answer"], **self.facts)


class InHand(AskForm):
    can_be_taken_back = True
    said = "It has a name now."
    owner = PersonField(label="Who takes care of it", error_messages={"required": "Choose somebody."})

    @property
    def side_offered(self) -> str:
        return self.ask.on_side

    def act(self) -> Ask:
        return actions.own(self.ask, owner=self.cleaned_data["owner"], **self.facts)


class Cleared(AskForm):
    can_be_taken_back = True
    said = "Cleared. It is out of the way."
    answer = words("How it was cleared", missing="Say how it was cleared.")

    def act(self) -> Ask:
        return actions.clear(self.ask, answer=self.cleaned_data["answer"], **self.facts)


class LivedWith(AskForm):
    can_be_taken_back = True
    said = "It stays on record that both sides live with it."
    answer = words("Why we live with it", missing="Say why we live with it.")

    def act(self) -> Ask:
        return actions.live_with(self.ask, answer=self.cleaned_data["answer"], **self.facts)


class Backing(AskForm):
    can_be_taken_back = True
    said = "Backed. It is our advice too from now on."
    words = words("Why you back it", missing="Say in a few words why you back it.")

    def act(self) -> Ask:
        return actions.back(self.ask, words=self.cleaned_data["words"], **self.facts)


class InPlace(AskForm):
    can_be_taken_back = True
    said = "In place."
    answer = words("What is in place now", missing="Say what is in place now.")

    def act(self) -> Ask:
        return actions.put_in_place(self.ask, answer=self.cleaned_data["answer"], **self.facts)


class NotNow(AskForm):
    can_be_taken_back = True
    said = "Answered: not now, with your reason."
    answer = words("Why not now", missing="Say why not now: they will read it.")

    def act(self) -> Ask:
        return actions.not_now(self.ask, answer=self.cleaned_data["answer"], **self.facts)


class OtherDay(AskForm):
    said = "The new day is on record, beside the first one."
    needed_by = DayField(label="New day", error_messages={"required": _NO_DATE})
    reason = line("Why", missing="Say why, in a few words.", limit=1000)

    def act(self) -> Ask:
        return actions.move_needed_by(self.ask, **self.said_by_form("needed_by", "reason"), **self.facts)
