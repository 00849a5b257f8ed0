"""The other side asks how a promise stands: the owner's next mail carries it, and both read the answer."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from governance import verbs
from governance.models import ActionItem, ActionNote, OutcomeIntent, Reminder
from governance.step import steps_for
from governance.tracker.steps.of_actions import ACTION_STEPS
from governance.verbs import send_reminders
from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.models import Side, User
from partners.verb import Refused
from tests.cast import Cast
from tests.governance.by_mail.page.opened import saved
from tests.governance.by_mail.replying.answers import words_on
from tests.governance.mails import mail_to
from tests.governance.reminders.test_reminding import sent_to, somebody
from tests.governance.scene import NOW, TODAY, counterpart, in_days, promised, promised_now

pytestmark = pytest.mark.django_db
SIDES = pytest.mark.parametrize("side", list(Side))
SignedIn = Callable[[User], Client]


def asked_about(cast: Cast, side: Side, **facts: object) -> tuple[ActionItem, User, User]:
    """A promise of somebody on `side` about which the other side's lead has asked; its owner, and who asks."""
    owner = somebody(cast, side)
    asker = counterpart(cast, owner)
    with acting_as(asker):
        item = promised(cast, owner, **facts)
        verbs.ask_how_it_stands(item, by=asker, now=NOW)
    return item, owner, asker


def fresh(item: ActionItem) -> ActionItem:
    with entered(SYSTEM):
        return ActionItem.objects.with_facts().get(pk=item.pk)


@SIDES
def test_a_promise_that_is_due_in_months_stands_in_the_list_of_the_week_once_it_is_asked_about(
    cast: Cast, side: Side
) -> None:
    item, owner, asker = asked_about(cast, side, due_on=in_days(120))
    assert send_reminders(now=NOW + timedelta(minutes=5)) == 1
    [said] = sent_to(owner)
    assert f"{asker.full_name} asks how it stands" in said
    with entered(SYSTEM):
        assert Reminder.objects.get().action_id == item.pk


@SIDES
def test_it_comes_along_with_whatever_mail_goes_next_and_once(cast: Cast, side: Side) -> None:
    owner = somebody(cast, side)
    with acting_as(counterpart(cast, owner)):
        promised(cast, owner, title="The one due on Thursday", due_on=in_days(3))
    send_reminders(now=NOW)  # Monday's list, in which there is nothing of it yet
    item, *_ = asked_about(cast, side, due_on=in_days(120))
    for day, told in ((1, []), (2, []), (3, ["question"]), (4, ["question"])):
        send_reminders(now=NOW + timedelta(days=day))
        assert _steps_told(item) == told


def _steps_told(item: ActionItem) -> list[str]:
    with entered(SYSTEM):
        return list(Reminder.objects.filter(action=item).values_list("step", flat=True))


@pytest.mark.parametrize(
    "say",
    [
        lambda item, by: verbs.add_note(item, text="It runs on Friday", by=by, now=NOW),
        lambda item, by: verbs.move_date(item, due_on=in_days(40), reason="Hardware", by=by, now=NOW),
        lambda item, by: verbs.wait_on(
            item, on_side=Side(item.side).other, what_for="A window", by=by, now=NOW
        ),
        lambda item, by: verbs.report_done(item, by=by, now=NOW),
    ],
)
@SIDES
def test_whatever_its_owner_s_side_says_next_answers_it(
    cast: Cast, side: Side, say: Callable[[ActionItem, User], object]
) -> None:
    item, owner, _ = asked_about(cast, side)
    with acting_as(owner):
        say(fresh(item), owner)
    assert (fresh(item).question_by_id, fresh(item).question_on) == (None, None)
    send_reminders(now=NOW + timedelta(minutes=5))
    assert [said for said in sent_to(owner) if "asks how it stands" in said] == []


@SIDES
def test_a_word_of_whoever_asks_is_no_answer(cast: Cast, side: Side) -> None:
    item, _, asker = asked_about(cast, side)
    with acting_as(asker):
        verbs.add_note(item, text="The board meets on Friday", by=asker, now=NOW)
    assert fresh(item).question_by_id == asker.pk


@SIDES
def test_both_read_what_is_asked_and_what_is_answered(cast: Cast, side: Side, signed_in: SignedIn) -> None:
    item, owner, asker = asked_about(cast, side)
    page = f"/partnerships/meridian/actions/{item.pk}/"
    for reader in (owner, asker):
        said = " ".join(signed_in(reader).get(page).content.decode().split())
        assert f"{asker.full_name}</b></span> asks how it stands" in said
    signed_in(owner).post(f"{page}notes/", {"word": "It runs on Friday"})
    for reader in (owner, asker):
        text = signed_in(reader).get(page).content.decode()
        assert "How does it stand?" in text
        assert "It runs on Friday" in text
        assert "asks how it stands" not in text


def refused(item: ActionItem, by: User) -> str:
    with acting_as(by), pytest.raises(Refused) as refusal:
        verbs.ask_how_it_stands(item, by=by, now=NOW)
    return str(refusal.value)


@SIDES
def test_nobody_asks_beneath_a_free_hand_and_it_is_not_offered(cast: Cast, side: Side) -> None:
    owner = somebody(cast, side)
    asker = counterpart(cast, owner)
    with acting_as(asker):
        item = promised(cast, owner)
    for until, is_free in ((TODAY - timedelta(days=1), False), (TODAY, True)):
        with entered(SYSTEM):
            outcome = OutcomeIntent.objects.create(
                partner=cast.partner,
                statement=f"Faster, until {until}",
                target="Two hours",
                free_hand_until=until,
            )
            ActionItem.objects.filter(pk=item.pk).update(outcome=outcome.pk)
        with acting_as(asker):
            slugs = [step.slug for step in steps_for(ACTION_STEPS, fresh(item), asker, TODAY)]
        assert ("question" in slugs) is not is_free
    assert "free hand" in refused(item, asker)
    with entered(SYSTEM):
        assert not ActionNote.objects.filter(item=item).exists()


def test_who_owes_it_says_how_it_stands_instead(cast: Cast) -> None:
    with acting_as(cast.manager):
        item = promised(cast, cast.lead)
    assert "Your own side owes this" in refused(item, cast.contributor)


def test_it_is_asked_once_and_not_of_what_waits(cast: Cast) -> None:
    item, owner, asker = asked_about(cast, Side.THEIRS)
    assert f"{asker.full_name} has asked already" in refused(item, cast.cio)
    with acting_as(owner):
        verbs.wait_on(fresh(item), on_side="ours", what_for="A window", by=owner, now=NOW)
    assert "It waits, and says for whom" in refused(item, asker)


def test_a_row_offers_it_only_where_it_hurts(cast: Cast, signed_in: SignedIn) -> None:
    with acting_as(cast.manager):
        far, late = promised_now(cast, cast.lead, due_in=40), promised_now(cast, cast.lead, due_in=-2)
    page = signed_in(cast.manager).get("/partnerships/meridian/tracker/").content.decode()
    asks = f'formaction="/partnerships/meridian/actions/{late.pk}/question/"'
    assert asks in page
    assert f"actions/{far.pk}/question/" not in page
    row = (
        signed_in(cast.manager)
        .post(
            f"/partnerships/meridian/actions/{late.pk}/question/",
            {"version": late.version},
            headers={"HX-Request": "true"},
        )
        .content.decode()
    )
    assert "Asked. Their next mail carries it" in row
    assert "we asked how it stands" in row
    assert asks not in row
    assert (
        "they ask how it stands"
        in signed_in(cast.lead).get("/partnerships/meridian/tracker/").content.decode()
    )


def test_from_a_mail_it_is_one_tap(cast: Cast) -> None:
    with acting_as(cast.manager):
        item = promised_now(cast, cast.lead, due_in=-12)
    mailed = mail_to(cast.manager, item)
    assert "Asked. Their next mail carries it" in saved(mailed, "question")
    assert fresh(item).question_by_id == cast.manager.pk
    with entered(SYSTEM):
        assert ActionNote.objects.get(item=item).text == "How does it stand?"


def test_it_is_taken_back_within_a_minute_with_its_word(cast: Cast, signed_in: SignedIn) -> None:
    with acting_as(cast.manager):
        item = promised_now(cast, cast.lead)
        now = timezone.now()
        verbs.ask_how_it_stands(item, by=cast.manager, now=now, word="Is the second node there?")
        verbs.take_back(item, by=cast.manager, now=now + timedelta(seconds=20))
    assert fresh(item).question_by_id is None
    assert words_on(item) == []
