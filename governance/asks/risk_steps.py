"""The steps of a risk: looked at, treated, happened; one side asks to live with it, the other answers."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms

from governance.asks.ask_step import AnswerInRoom, AskForm, AskStep, decides, is_near
from governance.asks.verbs.risks import (
    agree_to_live_with,
    ask_to_live_with,
    decline_to_live_with,
    look_at_risk,
    risk_happened,
    treat_risk,
)
from governance.forms.fields import DayField, words
from governance.models import Ask
from governance.step import InRoom, MailButton, SaidBy
from partners.access import Permission, can
from partners.models import User


class RiskStep(AskStep):
    """Base of the steps of risks."""

    kinds = (Ask.Kind.RISK,)
    permission = Permission.SEE_PARTNERSHIP


class CarrierStep(RiskStep):
    """What the side that carries the risk says: its owner, or who decides there."""

    def may(self, thing: Ask, reader: User, today: date) -> bool:
        owns = thing.owner_id == reader.pk and can(reader, Permission.KEEP_PROMISES, thing.partner)
        return reader.side == thing.on_side and (owns or decides(thing, reader))


class Looked(AskForm):
    verb = staticmethod(look_at_risk)
    success_message = "Looked at. The next look is promised."
    answer = words("What you found", missing="Say what you found: the other side reads it.")
    needed_by = DayField(label="Next look by")


class LookedInRoom(AnswerInRoom):
    verb = staticmethod(look_at_risk)
    needed_by = DayField(label="Next look by")


class LookAtRisk(CarrierStep):
    slug, route = "look", "ask_look"
    form = mail_form = Looked
    title, button = "Look at it", "It is looked at"
    in_room = InRoom("decided", "Looked at", LookedInRoom, goes_on=True, said_by=SaidBy.WHO_DECIDES)

    def mail_buttons(self, named: Any) -> Iterable[MailButton]:
        yield MailButton(self.title, "Say what you found, and when you look again", self.button)


class Treated(AskForm):
    verb = staticmethod(treat_risk)
    success_message = "Treated."
    answer = words("What makes it harmless now", missing="Say what makes it harmless now.")


class TreatedInRoom(AnswerInRoom):
    verb = staticmethod(treat_risk)


class TreatRisk(CarrierStep):
    slug, route = "treatment", "ask_treatment"
    form = mail_form = Treated
    title, button = "It is treated", "Say it is treated"
    in_room = InRoom("decided", "Treated", TreatedInRoom, goes_on=True, said_by=SaidBy.WHO_DECIDES)

    def mail_buttons(self, named: Any) -> Iterable[MailButton]:
        yield MailButton(self.title, "Say what makes it harmless now", self.button)


class Happened(AskForm):
    verb = staticmethod(risk_happened)
    success_message = "It goes on as an impediment, in the same hands."
    answer = words("What happened", missing="Say what happened.")
    cause = forms.ChoiceField(
        label="What kind of impediment it is now",
        choices=[("", "Choose one"), *Ask.Cause.choices],
        error_messages={"required": "Say what kind of impediment it is."},
    )


class RiskHappened(RiskStep):
    slug, route = "occurrence", "ask_occurrence"
    form = Happened
    title, button = "It happened", "It happened"

    def may(self, thing: Ask, reader: User, today: date) -> bool:
        return is_near(thing, reader)


class LivingWithAsked(AskForm):
    verb = staticmethod(ask_to_live_with)
    success_message = "Asked. Until the other side says yes, it is looked after as before."
    reason = words(
        "Why you would live with it", missing="Say why: the other side reads it before it answers."
    )


class AskToLiveWith(RiskStep):
    slug, route, permission = "acceptance-request", "ask_acceptance_request", Permission.DECIDE
    form = LivingWithAsked
    title, button = "Live with it", "Ask the other side to live with it"

    def stands(self, thing: Ask, today: date) -> bool:
        return super().stands(thing, today) and not thing.acceptance_side

    def may(self, thing: Ask, reader: User, today: date) -> bool:
        return decides(thing, reader)


class LivingWithAgreed(AskForm):
    verb = staticmethod(agree_to_live_with)
    success_message = "Both sides live with it. It stays on record why."
    answer = words("In your words, if you like")


class AgreeToLiveWith(RiskStep):
    slug, route, permission = "agreement", "ask_agreement", Permission.DECIDE
    form = LivingWithAgreed
    title, button = "Agree to live with it", "Agree"

    def stands(self, thing: Ask, today: date) -> bool:
        return super().stands(thing, today) and bool(thing.acceptance_side)

    def may(self, thing: Ask, reader: User, today: date) -> bool:
        return decides(thing, reader) and reader.side != thing.acceptance_side


class LivingWithDeclined(AskForm):
    verb = staticmethod(decline_to_live_with)
    success_message = "It is looked after as before."
    answer = words("Why not", rows=2)


class DeclineToLiveWith(RiskStep):
    slug, route, permission = "acceptance-refusal", "ask_acceptance_refusal", Permission.DECIDE
    form = LivingWithDeclined
    title, button = "Do not live with it", "Look after it as before"

    def stands(self, thing: Ask, today: date) -> bool:
        return super().stands(thing, today) and bool(thing.acceptance_side)

    def may(self, thing: Ask, reader: User, today: date) -> bool:
        return decides(thing, reader)

    def title_for(self, thing: Ask, reader: User, today: date) -> str:
        return "Take the question back" if reader.side == thing.acceptance_side else self.title


RISK_STEPS: tuple[AskStep, ...] = (
    AgreeToLiveWith(), LookAtRisk(), TreatRisk(), RiskHappened(), AskToLiveWith(), DeclineToLiveWith(),
)  # fmt: skip
