"""The page behind a mail, for an ask: an executive decides in two taps."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from governance import verbs
from governance.calendar.working_days import working_day_by
from governance.models import Ask, Reminder
from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.models import Side, User
from tests.cast import Cast
from tests.governance.by_mail.page.opened import page, saved, text_of
from tests.governance.mails import Mailed, mail_to

pytestmark = pytest.mark.django_db


@pytest.fixture
def decision(cast: Cast) -> Ask:
    """A decision that Meridian's lead needs of us."""
    with acting_as(cast.lead):
        return verbs.raise_decision(
            cast.partner,
            title="A window every week",
            on_side=Side.OURS,
            detail="The purge needs two hours.",
            forum_words="Finance board",
            needed_by=timezone.localdate() + timedelta(days=3),
            by=cast.lead,
            now=timezone.now(),
        )


def raised(cast: Cast, verb: str, by: User, **said: object) -> Ask:
    with acting_as(by):
        return getattr(verbs, verb)(cast.partner, title="Why not so", by=by, now=timezone.now(), **said)


def fresh(ask: Ask) -> Ask:
    with entered(SYSTEM):
        return Ask.objects.select_related("answered_by", "owner").get(pk=ask.pk)


@pytest.fixture
def mail(cast: Cast, decision: Ask) -> Mailed:
    return mail_to(cast.reader, decision, step=Reminder.Step.PACK)


def test_it_says_who_raised_it_why_by_when_and_where_it_is_decided(mail: Mailed) -> None:
    said = page(mail.all_of_it)
    assert "a decision is asked of you" in said
    assert "Jonas Stein of Meridian Systems raised it on" in said
    assert "The purge needs two hours." in said
    assert "Decided in: Finance board." in said
    assert "needed in 3 days" in said


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ({"quick": "yes"}, "Yes, as proposed."),
        ({"quick": "no"}, "No."),
        ({"quick": "yes", "answer": "From January on"}, "Yes, as proposed. From January on"),
        ({"answer": "Every second week"}, "Every second week"),
    ],
)
def test_an_executive_decides_in_two_taps(
    cast: Cast, decision: Ask, mail: Mailed, typed: dict[str, str], answer: str
) -> None:
    """The first opens the page from the mail; this is the second."""
    said = saved(mail, "decision", version=decision.version, **typed)
    made = fresh(decision)
    assert (made.state, made.answer, made.answered_by) == ("made", answer, cast.reader)
    assert "Decided by you on" in said
    assert answer in said


def test_without_a_word_nothing_is_decided(decision: Ask, mail: Mailed) -> None:
    answer = Client().post(mail.at(noun="decision"), {"answer": " "})
    assert answer.status_code == 422
    assert "Say what is decided." in text_of(answer.content.decode())
    assert fresh(decision).state == "pending"


def test_what_was_decided_meanwhile_is_told(cast: Cast, decision: Ask, mail: Mailed) -> None:
    with acting_as(cast.manager):
        verbs.decide(decision, answer="Every month", by=cast.manager, now=timezone.now())
    said = page(mail.at())
    assert "Every month" in said
    assert "Decided by Priya Raman on" in said
    answer = Client().post(mail.at(noun="decision"), {"answer": "Never"})
    assert answer.status_code == 409
    assert "Never" in text_of(answer.content.decode())
    assert fresh(decision).answer == "Every month"


def test_whoever_may_not_decide_reads_it_alone(cast: Cast, decision: Ask) -> None:
    mail = mail_to(cast.teammate, decision)
    said = page(mail.at())
    assert "It waits on" in said
    assert "Yes, as proposed" not in said
    assert Client().post(mail.at(noun="decision"), {"quick": "yes"}).status_code == 409
    assert fresh(decision).state == "pending"


def test_a_decision_needs_another_day(decision: Ask, cast: Cast) -> None:
    mail = mail_to(cast.manager, decision)
    saved(mail, "due-date", needed_by="in 3 weeks", reason="The board meets then")
    today = timezone.localdate()
    assert fresh(decision).needed_by == working_day_by(today + timedelta(days=21), earliest=today)


def test_what_is_in_the_way_is_taken_in_hand_with_one_tap_and_cleared_with_a_word(cast: Cast) -> None:
    ask = raised(cast, "raise_impediment", cast.lead, on_side=Side.OURS, cause="trust")
    mail = mail_to(cast.manager, ask)
    assert "I take it in hand" in page(mail.at())
    saved(mail, "assignment", owner=cast.manager.pk, version=ask.version)
    assert fresh(ask).owner == cast.manager
    assert "I take it in hand" not in page(mail.at())
    saved(mail, "clearance", answer="The probe may be restarted by Meridian")
    assert fresh(ask).state == "cleared"


def test_advice_is_backed_or_answered_with_not_now(cast: Cast) -> None:
    for noun, name, state in (("backing", "words", "backed"), ("refusal", "answer", "not_now")):
        ask = raised(cast, "raise_recommendation", cast.lead)
        saved(mail_to(cast.manager, ask), noun, **{name: "Three hours every night"})
        assert fresh(ask).state == state


def test_the_same_for_the_other_side(cast: Cast) -> None:
    ask = raised(
        cast,
        "raise_decision",
        cast.manager,
        on_side=Side.THEIRS,
        needed_by=timezone.localdate() + timedelta(days=3),
    )
    saved(mail_to(cast.partner_sponsor, ask), "decision", quick="yes")
    assert fresh(ask).answered_by == cast.partner_sponsor


def refused(mail: Mailed, status: int, **typed: object) -> str:
    answer = Client().post(mail.at(0, "undoing"), typed)
    assert answer.status_code == status
    return text_of(answer.content.decode())


def test_before_the_tap_it_says_what_is_proposed_and_what_follows(
    cast: Cast, mail: Mailed, decision: Ask
) -> None:
    with acting_as(cast.lead):
        verbs.promise(
            cast.partner,
            title="Run the purge",
            owner=cast.lead,
            due_on=timezone.localdate() + timedelta(days=9),
            ask=decision,
            by=cast.lead,
            now=timezone.now(),
        )
    said = page(mail.all_of_it)
    assert "What is proposed" in said
    assert "A window every week" in said.split("What is proposed")[1]
    follows = said.split("What follows from your answer")[1]
    assert "closed as decided today, in time" in follows
    assert "Jonas Stein of Meridian Systems" in follows
    assert "“Run the purge” (Jonas Stein)" in follows
    assert "take it back for ten minutes" in follows


def test_a_decision_taken_from_a_mail_is_undone_for_ten_minutes(decision: Ask, mail: Mailed) -> None:
    said = saved(mail, "decision", version=decision.version, quick="yes")
    assert "You can take it back until" in said
    assert "Undo my answer" in said
    undone = saved(mail, "undoing", version=decision.version + 1)
    assert "Taken back. It is as it was before" in undone
    assert "Yes, as proposed" in undone
    after = fresh(decision)
    assert (after.state, after.answer, after.answered_on, after.answered_by) == ("pending", "", None, None)


def test_after_ten_minutes_it_stays_and_the_page_offers_no_undo(
    cast: Cast, decision: Ask, mail: Mailed
) -> None:
    with acting_as(cast.reader):
        earlier = timezone.now() - timedelta(minutes=10, seconds=1)
        verbs.decide(decision, answer="Yes.", by=cast.reader, now=earlier)
    assert "Undo my answer" not in page(mail.all_of_it)
    assert "More than ten minutes have passed" in refused(mail, 422, version=2)
    assert fresh(decision).state == "made"


def test_what_somebody_else_decided_is_not_undone_from_one_s_own_mail(
    cast: Cast, decision: Ask, mail: Mailed
) -> None:
    with acting_as(cast.cio):
        verbs.decide(decision, answer="Yes.", by=cast.cio, now=timezone.now())
    assert "Undo my answer" not in page(mail.all_of_it)
    assert "only they can take it back" in refused(mail, 422, version=2)


def test_what_has_changed_since_is_not_undone(cast: Cast, decision: Ask, mail: Mailed) -> None:
    saved(mail, "decision", version=decision.version, quick="yes")
    saved(mail, "undoing", version=2)
    saved(mail, "decision", version=3, quick="no")
    assert "This has changed since" in refused(mail, 409, version=2)
    assert fresh(decision).answer == "No."
