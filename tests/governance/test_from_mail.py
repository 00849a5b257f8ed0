"""The page behind a mail, for an action: what is named in it and nothing else, without a password."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from governance import actions
from governance.from_mail.choices import NOUNS
from governance.models import ActionItem, ActionNote, QuietPeriod
from partners.models import AuditEvent, Membership, User
from partners.scope import SYSTEM, acting_as, entered
from tests.cast import Cast
from tests.governance.mails import Mailed, mail_to, over
from tests.governance.scene import promised_now

pytestmark = pytest.mark.django_db


@pytest.fixture
def owed(cast: Cast) -> ActionItem:
    """A promise of the partner's lead, due in three weeks."""
    with acting_as(cast.manager):
        return promised_now(cast, cast.lead)


@pytest.fixture
def mail(cast: Cast, owed: ActionItem) -> Mailed:
    """The lead's mail, which names it."""
    return mail_to(cast.lead, owed)


def page(address: str, *, status: int = 200, client: Client | None = None) -> str:
    answer = (client or Client()).get(address)
    assert answer.status_code == status
    return text_of(answer.content.decode())


def text_of(html: str) -> str:
    """What a page says, on one line."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).replace("&#x27;", "'").split())


def saved(mailed: Mailed, noun: str, place: int = 0, **typed: object) -> str:
    """Taps a button; what the page says to which it leads."""
    answer = Client().post(mailed.at(place, noun), typed, follow=True)
    assert [code for _, code in answer.redirect_chain] == [302], text_of(answer.content.decode())
    return text_of(answer.content.decode())


def fresh(item: ActionItem) -> ActionItem:
    with entered(SYSTEM):
        return ActionItem.objects.select_related("owner").get(pk=item.pk)


def changed(since: int = 0) -> int:
    """How many changes the history knows."""
    connection.check_constraints()
    with entered(SYSTEM):
        return AuditEvent.objects.count() - since


# --- what is owed -----------------------------------------------------------------------------------------------------


def test_it_says_for_whom_it_is_what_is_owed_to_whom_and_who_waits(cast: Cast, mail: Mailed) -> None:
    said = page(mail.all_of_it)
    assert "for Jonas Stein" in said
    assert "you owe" in said
    assert "Rebuild the index" in said
    assert "Priya waits for it." in said
    assert "Priya is asked to confirm" in said
    assert "Nothing has changed yet." in said


def test_it_is_done_with_one_tap_and_a_word_with_it(owed: ActionItem, mail: Mailed) -> None:
    said = saved(mail, "report", word="Ran in 40 minutes", version=owed.version)
    assert fresh(owed).state == "reported"
    with entered(SYSTEM):
        assert ActionNote.objects.get().text == "Ran in 40 minutes"
    assert "Reported done. The other side is asked to confirm." in said
    assert "Priya is asked to confirm. Nothing is left to do here." in said


def test_a_slip_is_taken_back_where_it_is_told(owed: ActionItem, mail: Mailed) -> None:
    client = Client()
    told = client.post(mail.at(0, "report"), follow=True).content.decode()
    assert f'action="{mail.at(0, "undoing")}"' in told
    back = client.post(mail.at(0, "undoing"), {"version": fresh(owed).version}, follow=True)
    assert "Taken back" in text_of(back.content.decode())
    assert fresh(owed).state == "open"


def test_a_word_alone_is_for_both_sides(owed: ActionItem, mail: Mailed) -> None:
    said = saved(mail, "notes", word="The second node is slower", version=owed.version)
    assert fresh(owed).state == "open"
    assert "Your word is on it." in said


def test_a_new_date_is_chosen_from_a_few(owed: ActionItem, mail: Mailed) -> None:
    html = Client().get(mail.at()).content.decode()
    offered = re.findall(r'name="quick" value="([\d-]+)"', html)
    assert len(offered) == 3
    saved(mail, "date", quick=offered[1], due_on="", reason="Hardware is late", version=owed.version)
    assert fresh(owed).due_on.isoformat() == offered[1]


def test_a_new_date_that_is_written_counts_more_than_one_that_is_chosen(
    owed: ActionItem, mail: Mailed
) -> None:
    day = timezone.localdate() + timedelta(days=42)
    saved(mail, "date", quick="2027-01-08", due_on="in 6 weeks", reason="Hardware is late")
    assert fresh(owed).due_on == day


@pytest.mark.parametrize(
    ("due_in", "sentence"),
    [
        (21, "Given today it counts as moved with notice, not as missed."),
        (2, "given today it counts as missed, unless it is done in time"),
        (-3, "Its day has passed: it counts as missed."),
    ],
)
def test_it_says_what_a_new_date_counts_as(cast: Cast, due_in: int, sentence: str) -> None:
    with acting_as(cast.manager):
        item = promised_now(cast, cast.lead, due_in=due_in)
    assert sentence in page(mail_to(cast.lead, item).at())


def test_after_a_move_without_notice_it_does_not_promise_that_another_counts(
    cast: Cast, owed: ActionItem
) -> None:
    with acting_as(cast.lead):
        item = promised_now(cast, cast.lead, due_in=1)
        actions.move_date(item, due_on=owed.due_on, reason="Ill", by=cast.lead, now=timezone.now())
    assert "An earlier new date came without notice" in page(mail_to(cast.lead, item).at())


def test_waiting_starts_the_other_sides_clock_and_the_ball_comes_back(
    cast: Cast, owed: ActionItem, mail: Mailed
) -> None:
    said = saved(mail, "waiting", on_side="ours", on_person=cast.teammate.pk, what_for="The firewall rule")
    assert "It waits for Tom Okafor since" in said
    assert "The firewall rule" in said
    assert "The wait is over" in said
    saved(mail, "ball")
    with entered(SYSTEM):
        assert fresh(owed).waiting is None


def test_somebody_else_of_the_same_side_does_it_and_then_nothing_is_left_to_do(
    cast: Cast, owed: ActionItem, mail: Mailed
) -> None:
    html = Client().get(mail.at()).content.decode()
    offered = re.search(r'<select name="to".*?</select>', html, re.DOTALL)
    assert offered
    assert cast.contributor.full_name in offered[0]
    assert cast.manager.full_name not in offered[0]
    said = saved(mail, "owner", to=cast.contributor.pk)
    assert fresh(owed).owner == cast.contributor
    assert "Handed over: Mei Chen has it now. Nothing is left to do here." in said
    answer = Client().post(mail.at(noun="report"))
    assert answer.status_code == 409
    assert fresh(owed).state == "open"


# --- the other kinds --------------------------------------------------------------------------------------------------


def proposed(cast: Cast) -> ActionItem:
    due_on = timezone.localdate() + timedelta(days=9)
    with acting_as(cast.manager):
        return actions.propose(
            cast.partner, title="One page for the board", owner=cast.lead, due_on=due_on, by=cast.manager,
            now=timezone.now(),
        )  # fmt: skip


def test_what_one_is_asked_for_is_promised_with_one_tap(cast: Cast) -> None:
    item = proposed(cast)
    mail = mail_to(cast.lead, item)
    html = Client().get(mail.at()).content.decode()
    assert "Priya Raman asks for it by" in html
    (day,) = re.findall(r'name="due_on" value="([\d-]+)"', html)
    saved(mail, "acceptance", due_on=day, version=item.version)
    assert (fresh(item).state, fresh(item).first_due_on) == ("open", item.due_on)


def test_or_for_another_day(cast: Cast) -> None:
    item = proposed(cast)
    saved(mail_to(cast.lead, item), "acceptance", due_on="in 4 weeks", version=item.version)
    assert fresh(item).first_due_on == timezone.localdate() + timedelta(days=28)


def test_or_declined_with_a_word(cast: Cast) -> None:
    item = proposed(cast)
    mail = mail_to(cast.lead, item)
    assert "Say why, in a few words" in text_of(Client().post(mail.at(noun="withdrawal")).content.decode())
    said = saved(mail, "withdrawal", reason="The board has it already")
    assert fresh(item).state == "withdrawn"
    assert "Declined." in said


def test_a_promise_is_not_withdrawn_from_a_mail(owed: ActionItem, mail: Mailed) -> None:
    assert Client().post(mail.at(noun="withdrawal"), {"reason": "No"}).status_code == 409
    assert fresh(owed).state == "open"


@pytest.fixture
def reported(cast: Cast, owed: ActionItem) -> ActionItem:
    with acting_as(cast.lead):
        return actions.report_done(owed, word="Ran twice", by=cast.lead, now=timezone.now())


def test_the_other_sides_work_is_confirmed_with_one_tap(cast: Cast, reported: ActionItem) -> None:
    mail = mail_to(cast.manager, reported)
    assert "Jonas Stein says that it is done." in page(mail.at())
    assert "Ran twice" in page(mail.at())
    said = saved(mail, "confirmation", version=reported.version)
    assert "Confirmed by you on" in said
    assert fresh(reported).confirmed_by == cast.manager


def test_or_given_back_with_what_is_missing(cast: Cast, reported: ActionItem) -> None:
    mail = mail_to(cast.manager, reported)
    saved(mail, "return", word="The second node", version=reported.version)
    assert fresh(reported).state == "open"
    assert "The second node" in page(mail_to(cast.lead, reported).at())


def test_what_has_been_settled_since_shows_as_settled(cast: Cast, reported: ActionItem, mail: Mailed) -> None:
    with acting_as(cast.manager):
        actions.confirm(reported, by=cast.manager, now=timezone.now())
    said = page(mail.at())
    assert "Confirmed by Priya Raman on" in said
    assert "Nothing is left to do here." in said
    assert "<button" not in Client().get(mail.at()).content.decode()


def test_whom_they_wait_on_gives_the_ball_back_or_sees_it_differently(cast: Cast, owed: ActionItem) -> None:
    with acting_as(cast.lead):
        actions.wait_on(
            owed,
            on_side="ours",
            on_person=cast.teammate,
            what_for="The rule",
            by=cast.lead,
            now=timezone.now(),
        )
    mail = mail_to(cast.teammate, owed)
    said = page(mail.at())
    assert "Jonas Stein waits on you" in said
    assert "It is done" not in said
    saved(mail, "dispute", words="It was open on Friday")
    saved(mail, "ball")
    with entered(SYSTEM):
        assert fresh(owed).waiting is None


# --- one after the other ----------------------------------------------------------------------------------------------


def test_after_each_thing_comes_the_next_and_in_the_end_all_of_them(cast: Cast) -> None:
    with acting_as(cast.manager):
        first, second = (promised_now(cast, cast.lead, title=title) for title in ("The first", "The second"))
    mail = mail_to(cast.lead, first, second)
    answer = Client().post(mail.at(0, "report"), follow=True)
    assert answer.redirect_chain[0][0].startswith(mail.at(1))
    said = text_of(answer.content.decode())
    assert "“The first”: Reported done." in said
    assert "2 of 2 in your mail" in said
    said = saved(mail, "report", 1)
    assert "Nothing waits for you" in said
    assert "Look at it again" in said
    assert "“The second”: Reported done." in said


def test_what_has_another_day_or_waits_on_the_other_side_waits_for_nobody_here_for_now(cast: Cast) -> None:
    with acting_as(cast.manager):
        items = [promised_now(cast, cast.lead, title=title) for title in ("Moved", "Waiting", "Left")]
    mail = mail_to(cast.lead, *items)
    saved(mail, "date", 0, due_on="in 6 weeks", reason="Hardware is late")
    saved(mail, "waiting", 1, on_side="ours", what_for="The rule")
    said = page(mail.all_of_it)
    assert "One thing waits for you" in said
    assert said.index("Left") < said.index("Nothing to do for now") < said.index("Moved")


def test_several_things_are_listed_what_waits_first(
    cast: Cast, owed: ActionItem, reported: ActionItem
) -> None:
    with acting_as(cast.manager):
        other = promised_now(cast, cast.lead, title="The other one")
    said = page(mail_to(cast.lead, reported, other).all_of_it)
    assert "One thing waits for you" in said
    assert said.index("The other one") < said.index("Rebuild the index")


# --- kindly -----------------------------------------------------------------------------------------------------------


def test_a_refusal_keeps_what_was_typed(owed: ActionItem, mail: Mailed) -> None:
    answer = Client().post(mail.at(noun="date"), {"due_on": "32 Foo", "reason": "Hardware is late"})
    assert answer.status_code == 422
    html = answer.content.decode()
    assert "is not a date we understand" in html
    assert 'value="32 Foo"' in html
    assert 'value="Hardware is late"' in html
    assert '<details class="from-mail-fold" open>' in html


def test_a_stale_page_saves_nothing_and_keeps_the_word(owed: ActionItem, mail: Mailed) -> None:
    answer = Client().post(mail.at(noun="report"), {"word": "Ran twice", "version": owed.version + 7})
    assert answer.status_code == 409
    html = answer.content.decode()
    assert "Somebody else changed this in the meantime." in html
    assert ">Ran twice</textarea>" in html
    assert f'name="version" value="{owed.version}"' in html
    assert fresh(owed).state == "open"


def test_what_comes_too_late_is_told_so_with_ones_words(
    cast: Cast, reported: ActionItem, mail: Mailed
) -> None:
    answer = Client().post(mail.at(noun="date"), {"due_on": "in 3 weeks", "reason": "Hardware is late"})
    assert answer.status_code == 409
    said = text_of(answer.content.decode())
    assert "This has changed since you opened it, so nothing was saved." in said
    assert "Hardware is late" in said
    assert "Reported done on" in said


# --- bound to person and things ---------------------------------------------------------------------------------------


def test_nothing_but_what_the_mail_names_is_opened(cast: Cast, owed: ActionItem, mail: Mailed) -> None:
    with acting_as(cast.manager):
        other = promised_now(cast, cast.lead, title="Another promise of theirs")
    elsewhere = mail_to(cast.lead, other)
    for noun in ("", "report", "date"):
        address = f"{mail.all_of_it}{elsewhere.numbers[0]}/{noun and noun + '/'}"
        assert Client().get(address).status_code == 404
        assert Client().post(address).status_code == 404
    assert fresh(other).state == "open"
    assert "Another promise of theirs" not in page(mail.all_of_it)


@pytest.mark.parametrize("noun", NOUNS)
def test_what_is_not_of_the_thing_s_kind_is_not_there(
    cast: Cast, owed: ActionItem, mail: Mailed, noun: str
) -> None:
    answer = Client().post(mail.at(noun=noun))
    assert answer.status_code in (302, 404, 409, 422)
    assert Client().get(mail.at(noun=noun)).headers.get("Location", mail.at()) == mail.at()


@pytest.mark.parametrize("method", ["get", "head", "options", "put", "patch", "delete"])
def test_looking_changes_nothing_by_whatever_method(owed: ActionItem, mail: Mailed, method: str) -> None:
    before = changed()
    for address in (mail.all_of_it, mail.at(), *(mail.at(noun=noun) for noun in NOUNS)):
        answer = getattr(Client(), method)(address, headers={"Sec-Purpose": "prefetch"})
        assert answer.status_code in (200, 302, 405)
    assert changed(since=before) == 0
    assert fresh(owed).version == owed.version


def test_a_form_needs_the_token_of_the_page_although_nobody_is_signed_in(
    owed: ActionItem, mail: Mailed
) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(mail.at(noun="report")).status_code == 403
    html = strict.get(mail.at()).content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', html)
    assert token
    assert strict.post(mail.at(noun="report")).status_code == 403
    assert fresh(owed).state == "open"
    assert strict.post(mail.at(noun="report"), {"csrfmiddlewaretoken": token[1]}).status_code == 302
    assert fresh(owed).state == "reported"
    assert "tandem" not in strict.cookies, "no session is begun"


@pytest.mark.parametrize("written", [str.upper, str.lower, str.title])
def test_the_secret_may_be_written_in_any_case(mail: Mailed, written: Callable[[str], str]) -> None:
    assert "Rebuild the index" in page(f"/m/{written(mail.secret)}/")


@pytest.mark.parametrize("cut", [".", ",", ")", ">", "/", "%20"])
def test_what_a_mail_program_adds_or_cuts_off_does_no_harm(mail: Mailed, cut: str) -> None:
    address = f"/m/{mail.secret}".rstrip("/") + cut.replace("/", "")
    answer = Client().get(address, follow=True)
    assert answer.status_code == 200
    assert "Rebuild the index" in answer.content.decode()


def test_an_address_all_in_capitals_leads_there_too(mail: Mailed) -> None:
    answer = Client().get(mail.at().upper(), follow=True)
    assert "Rebuild the index" in answer.content.decode()


def test_the_page_acts_for_its_person_whoever_is_signed_in(
    cast: Cast, owed: ActionItem, mail: Mailed, signed_in: Callable[[User], Client]
) -> None:
    somebody = signed_in(cast.rival_lead)
    said = page(mail.at(), client=somebody)
    assert "for Jonas Stein" in said
    assert "You are signed in as Rhona Halden in this browser." in said
    somebody.post(mail.at(noun="notes"), {"word": "Said from a borrowed telephone"})
    with entered(SYSTEM):
        assert ActionNote.objects.get().author == cast.lead


def test_a_link_that_is_over_opens_nothing_and_changes_nothing(owed: ActionItem, mail: Mailed) -> None:
    over(mail)
    assert "no longer opens anything" in page(mail.all_of_it, status=410)
    assert Client().post(mail.at(noun="report")).status_code == 410
    assert fresh(owed).state == "open"


def test_whose_access_has_ended_opens_nothing(cast: Cast, owed: ActionItem, mail: Mailed) -> None:
    with entered(SYSTEM):
        User.objects.filter(pk=cast.lead.pk).update(is_active=False)
    page(mail.all_of_it, status=410)
    assert Client().post(mail.at(noun="report")).status_code == 410
    assert fresh(owed).state == "open"


def test_of_a_partnership_one_has_left_nothing_is_told_any_more(cast: Cast, owed: ActionItem) -> None:
    mail = mail_to(cast.contributor, owed)
    with entered(SYSTEM):
        Membership.objects.filter(person=cast.contributor).update(until=timezone.localdate())
    said = page(mail.all_of_it, status=410)
    assert "no longer yours" in said
    assert "Rebuild the index" not in said
    assert Client().post(mail.at(noun="report")).status_code == 410
    assert fresh(owed).state == "open"


def test_a_lesser_role_takes_the_buttons_away(cast: Cast, owed: ActionItem, mail: Mailed) -> None:
    with entered(SYSTEM):
        Membership.objects.filter(person=cast.lead).update(role="observer")
    assert "It is done" not in page(mail.at())
    assert Client().post(mail.at(noun="report")).status_code == 409
    assert fresh(owed).state == "open"


def test_a_rival_s_person_is_nobody_to_hand_over_to_or_to_wait_on(
    cast: Cast, owed: ActionItem, mail: Mailed
) -> None:
    assert Client().post(mail.at(noun="owner"), {"to": cast.rival_lead.pk}).status_code == 422
    typed = {"on_side": "theirs", "on_person": cast.rival_lead.pk, "what_for": "A word"}
    assert Client().post(mail.at(noun="waiting"), typed).status_code == 422
    assert fresh(owed).owner == cast.lead


def test_whoever_steps_in_is_told_for_whom_and_until_when(cast: Cast) -> None:
    today = timezone.localdate()
    with acting_as(cast.manager):
        item = promised_now(cast, cast.manager)
    with entered(SYSTEM):
        QuietPeriod.objects.create(
            person=cast.manager, deputy=cast.teammate, first_on=today, last_on=today + timedelta(days=7)
        )
    said = page(mail_to(cast.teammate, item, instead_of=cast.manager).at())
    assert "for Tom Okafor" in said
    assert (
        re.search(r"For Priya Raman , who is away until \d+ \w+ .", said)
        or "For Priya Raman, who is away until" in said
    )


# --- what a secret in an address asks for -----------------------------------------------------------------------------


def test_the_secret_is_told_to_no_site_and_no_search_engine(mail: Mailed) -> None:
    for address in (mail.all_of_it, mail.at(), "/m/nothing/"):
        headers = Client().get(address).headers
        assert headers["Referrer-Policy"] == "strict-origin"
        assert "noindex" in headers["X-Robots-Tag"]
        assert headers["Cache-Control"] == "no-store"


def test_no_link_leads_to_a_page_that_asks_for_a_password_but_the_one_that_says_so(
    cast: Cast, reported: ActionItem
) -> None:
    mail = mail_to(cast.manager, proposed(cast), reported)
    for address in (mail.all_of_it, mail.at(0), mail.at(1)):
        html = Client().get(address).content.decode()
        links = set(re.findall(r'<a [^>]*href="([^"]+)"', html)) - {"#main"}
        assert {link for link in links if not link.startswith(mail.all_of_it)} == {"/accounts/login/"}
        assert "Sign in to see everything" in html


def test_hostile_words_are_shown_as_they_are_written(cast: Cast) -> None:
    with acting_as(cast.manager):
        item = promised_now(cast, cast.lead, title="<script>alert('title')</script>")
    mail = mail_to(cast.lead, item)
    Client().post(mail.at(noun="notes"), {"word": "<img src=x onerror=alert(1)>"})
    html = Client().post(mail.at(noun="report"), {"word": "<b>"}, follow=True).content.decode()
    html += Client().get(mail_to(cast.manager, item).at()).content.decode()
    assert "<script>alert" not in html
    assert "<img src=x" not in html
    assert "&lt;script&gt;" in html


def test_a_long_mail_costs_no_more_queries_than_a_short_one(cast: Cast) -> None:
    counts = []
    for many in (2, 12):
        with acting_as(cast.manager):
            items = [promised_now(cast, cast.lead, title=f"Promise {number}") for number in range(many)]
        address = mail_to(cast.lead, *items).all_of_it
        with CaptureQueriesContext(connection) as asked:
            assert Client().get(address).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 25
