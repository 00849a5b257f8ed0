"""What the pages of the settings list: for each condition a row that belongs and one that just does not."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import Settings

from partners.access import InternalRole, Role
from partners.first_steps import way_of_administrator
from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.models import AccountEvent, Invitation, Membership, OutgoingMail, Partner, SideRequest, User
from partners.side_requests import requests_seen, requests_to_answer
from partners.verbs import name_enterprise
from partners.views import mail
from partners.views.settings_tabs import settings_tabs
from tests.cast import Cast

In = Callable[[User], Client]
EVERYBODY = ["Overview", "Your account", "Signing in", "Away"]
LEADING = ["People", "Business functions", "Mail", "History"]


@pytest.mark.parametrize(
    ("who", "more"),
    [
        ("administrator", ["People", "Our people", "Enterprise", "Sign-in log", "Mail", "Operation"]),
        ("cio", LEADING), ("manager", LEADING), ("lead", LEADING), ("teammate", ["Mail"]), ("reader", ["Mail"]),
        ("stranger", ["Mail"]), ("leaver", ["Mail"]),
    ],
)  # fmt: skip
def test_each_sees_the_tabs_they_may_open_and_which_is_open(cast: Cast, who: str, more: list[str]) -> None:
    with acting_as(getattr(cast, who)):
        tabs = settings_tabs(getattr(cast, who), "settings_away")
    assert [tab["label"] for tab in tabs] == EVERYBODY + more
    assert [tab["label"] for tab in tabs if tab["current"]] == ["Away"]


def invited(cast: Cast, name: str, role: str = Role.OBSERVER, **fields: Any) -> Invitation:
    facts = {"partner": cast.partner, "theirs": False, "invited_by": cast.cio, **fields}
    return Invitation.objects.create(
        email=f"{name}@example.com",
        full_name=name,
        role=role,
        token_digest=name,
        **{"expires_at": timezone.now() + timedelta(days=1), **facts},
    )


# --- the first steps --------------------------------------------------------------------------------------------------


def done() -> list[bool] | None:
    """Which stages of an administrator's way are done: mail server, organisation, CIO. None once all are."""
    with entered(SYSTEM):
        way = way_of_administrator(now=timezone.now())
    return [stage.done for stage in way.stages] if way else None


def test_the_mail_server_comes_first_and_the_cio_last(cast: Cast, settings: Settings) -> None:
    settings.EMAIL_URL, settings.DEMO = "", False
    assert done() == [False, True, True]
    settings.DEMO = True
    assert done() is None
    settings.EMAIL_URL, settings.DEMO = "smtp://here", False
    assert done() is None
    settings.ENTERPRISE_NAME = settings.UNNAMED_ENTERPRISE
    assert done() == [True, False, True]
    with entered(SYSTEM):
        name_enterprise(name="Northgate", logo=None, by=cast.administrator, now=timezone.now())
    assert done() is None
    with entered(SYSTEM):
        User.objects.filter(internal_role=InternalRole.CIO).update(is_active=False)
    assert done() == [True, True, False]


def test_a_cio_who_is_invited_is_waited_for_until_they_are_in_or_the_link_is_over(
    cast: Cast, settings: Settings
) -> None:
    settings.EMAIL_URL = "smtp://here"
    with entered(SYSTEM):
        User.objects.filter(internal_role=InternalRole.CIO).update(is_active=False)
        of_house = {"partner": None, "internal_role": InternalRole.CIO}
        sent = invited(cast, "clara", "", **of_house)
        way = way_of_administrator(now=timezone.now())
        assert way is not None
        assert way.next_step is None
        assert way.current.waits == (
            "clara is invited, and goes on from here once they open the mail to clara@example.com."
        )
        Invitation.objects.filter(pk=sent.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
        way = way_of_administrator(now=timezone.now())
        assert way is not None
        assert way.next_step is not None
        assert way.next_step.action == "Invite the CIO"


@pytest.mark.usefixtures("drawn_from")
def test_an_administrator_sees_the_way_until_all_is_done_and_nobody_else_does(
    cast: Cast, signed_in: In, settings: Settings
) -> None:
    settings.EMAIL_URL, settings.DEMO = "", False
    for page in ("/settings/", "/"):
        shown = signed_in(cast.administrator).get(page).context
        assert shown["way"].next_step.title == "Name the mail server"
    assert signed_in(cast.administrator).get("/settings/").context["starts_partnerships"]
    settings.EMAIL_URL = "smtp://here"
    assert signed_in(cast.administrator).get("/settings/").context["way"] is None
    settings.EMAIL_URL = ""
    shown = signed_in(cast.manager).get("/settings/").context
    assert (shown["way"], shown["starts_partnerships"]) == (None, False)
    assert [role.value for role in shown["internal_roles"]] == ["administrator", "cio", "portfolio_reader"]


@pytest.mark.parametrize(
    ("sought", "found"),
    [
        ("", ["Ada Minster", "Anand Kulkarni", "Priya Raman"]), ("raman", ["Priya Raman"]),
        ("jonas", ["Jonas Stein"]), ("ROMEO@berlin", ["Priya Raman"]), ("berlin", ["Priya Raman"]), ("nobody", []),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("drawn_from")
def test_our_people_are_found_by_name_and_by_address_of_either_side(
    cast: Cast, signed_in: In, sought: str, found: list[str]
) -> None:
    """By neither they are those of the house."""
    with entered(SYSTEM):
        User.objects.filter(pk=cast.manager.pk).update(email="romeo@berlin.example")
    shown = signed_in(cast.administrator).get("/settings/our-people/", {"q": sought}).context["people"]
    names = [person.full_name for person in shown]
    assert [name for name in names if name in found] == found
    assert "Jonas Stein" not in names or "Jonas Stein" in found
    assert not sought or names == found


@pytest.mark.parametrize(
    ("who", "found"),
    [
        ("administrator", "own here there nobody's"), ("cio", "own here there nobody's"), ("manager", "own here"),
        ("lead", "own here"), ("partner_sponsor", "own here"), ("teammate", "own"), ("reader", "own"),
        ("observer", "own"), ("rival_lead", "own there"), ("stranger", "own"),
    ],
)  # fmt: skip
def test_a_mail_is_followed_by_its_reader_by_who_leads_there_and_by_who_looks_after_all(
    cast: Cast, who: str, found: str
) -> None:
    reader = getattr(cast, who)
    with entered(SYSTEM):
        for kind, partner, person in (
            ("own", None, reader), ("here", cast.partner, cast.contributor), ("there", cast.rival, cast.stranger),
            ("nobody's", None, None),
        ):  # fmt: skip
            facts = {"address": "a@example.com", "subject": "Due", "message_id": kind}
            day = timezone.now()
            OutgoingMail.objects.create(
                kind=kind, partner=partner, person=person, queued_at=day, next_attempt_at=day, **facts
            )
        kinds = set(OutgoingMail.objects.visible_to(reader).values_list("kind", flat=True))
    expected = set(found.split()) | ({"there"} if who == "stranger" else set())
    assert kinds == expected


# --- people -----------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("drawn_from")
def test_the_people_of_a_partnership_stand_on_their_side_by_part_and_by_name(
    cast: Cast, signed_in: In
) -> None:
    with entered(SYSTEM):
        ada = User.objects.create(email="a@example.com", full_name="Ada Before", employer=cast.partner)
        Membership.objects.create(
            partner=cast.partner, person=ada, role=Role.CONTRIBUTOR, since=timezone.now().date()
        )
        Membership.objects.filter(person=cast.observer).update(until=timezone.now().date())
        ours, mine = invited(cast, "b_ours"), invited(cast, "a_mine", theirs=True, invited_by=cast.manager)
        others = invited(cast, "c_theirs", theirs=True)
        own = invited(cast, "d_own", theirs=True, invited_by=cast.lead)
        over = invited(cast, "over", expires_at=timezone.now() - timedelta(seconds=1))
        invited(cast, "rivals", partner=cast.rival)
    page = signed_in(cast.manager).get(f"/settings/people/?partner={cast.partner.slug}").context
    here, there = page["sides"]
    assert (here["name"], there["name"]) == ("Northgate Group", "Meridian Systems")
    assert [member.person.full_name for member in here["members"]] == [
        "Priya Raman", "Gone Away", "Tom Okafor", "Lena Moser",
    ]  # fmt: skip
    assert [member.person.full_name for member in there["members"]] == [
        "Hanna Weiss", "Jonas Stein", "Ada Before", "Mei Chen",
    ]  # fmt: skip
    seen = [
        [(each.invitation, each.may_withdraw, each.is_over) for each in side["invitations"]]
        for side in (here, there)
    ]
    assert seen == [
        [(ours, True, False), (over, True, True)],
        [(mine, True, False), (others, True, False), (own, False, False)],
    ]
    assert [(each["at_once"], each["hands_over"]) for each in page["sides"]] == [(True, True), (False, False)]
    assert [(chip["label"], chip["current"]) for chip in page["chips"]] == [("Meridian Systems", True)]


@pytest.mark.usefixtures("drawn_from")
def test_the_first_partnership_is_shown_unless_another_is_asked_for(cast: Cast, signed_in: In) -> None:
    client = signed_in(cast.administrator)
    page = client.get("/settings/people/").context
    assert [(chip["label"], chip["current"]) for chip in page["chips"]] == [
        ("Halden & Roy", True),
        ("Meridian Systems", False),
    ]
    assert [(each["at_once"], each["hands_over"]) for each in page["sides"]] == [(False, False)] * 2
    assert client.get("/settings/people/?partner=nowhere").status_code == 404
    assert signed_in(cast.lead).get(f"/settings/people/?partner={cast.rival.slug}").status_code == 404


@pytest.mark.parametrize(
    ("who", "role", "theirs"),
    [
        ("manager", "", "no"), ("lead", "", "yes"), ("manager", "partner_lead", "yes"),
        ("lead", "relationship_manager", "no"), ("manager", "observer", "no"), ("lead", "observer", "yes"),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("drawn_from")
def test_whoever_invites_is_offered_the_side_it_is_for_as_a_rule(
    cast: Cast, signed_in: In, who: str, role: str, theirs: str
) -> None:
    asked = f"?role={role}" if role else ""
    form = signed_in(getattr(cast, who)).get(f"/settings/people/invitations/{asked}").context["form"]
    assert (form.initial["theirs"], form.initial["role"]) == (theirs, role or "contributor")


def test_an_invitation_is_withdrawn_by_its_own_side_and_not_found_by_a_rival(
    cast: Cast, signed_in: In
) -> None:
    with entered(SYSTEM):
        ours, of_house = invited(cast, "ours"), invited(cast, "cio", "", partner=None, internal_role="cio")
    client = signed_in(cast.manager)
    address = reverse("settings_withdrawal", args=[ours.pk])
    assert signed_in(cast.rival_lead).post(address).status_code == 404
    assert client.post(address).headers["Location"].endswith(f"?partner={cast.partner.slug}")
    administrator = signed_in(cast.administrator)
    address = reverse("settings_withdrawal", args=[of_house.pk])
    assert administrator.post(address).headers["Location"] == reverse("settings_colleagues")


# --- requests ---------------------------------------------------------------------------------------------------------


def asked(
    cast: Cast, name: str, side: str, by: User, partner: Partner | None = None, **fields: Any
) -> SideRequest:
    now = timezone.now()
    return SideRequest.objects.create(
        partner=partner,
        kind="invite",
        side=side,
        theirs=side == "theirs",
        email=f"{name}@example.com",
        full_name=name,
        role="observer",
        asked_by=by,
        asked_at=now,
        expires_at=now + timedelta(days=fields.pop("days", 9)),
        **fields,
    )


def test_a_request_is_answered_by_the_side_asked_and_taken_back_by_the_side_that_asked(cast: Cast) -> None:
    now, here = timezone.now(), cast.partner
    with entered(SYSTEM):
        theirs, ours = (
            asked(cast, "theirs", "theirs", cast.cio, here),
            asked(cast, "ours", "ours", cast.lead, here),
        )
        asked(cast, "rival", "ours", cast.rival_lead, cast.rival)
        asked(cast, "over", "ours", cast.lead, here, days=-1)
        asked(cast, "answered", "ours", cast.lead, here, answered_at=now, answered_by=cast.manager)
        asked(cast, "taken back", "ours", cast.lead, here, withdrawn_at=now)
    for who, seen, waiting in (
        ("manager", [(ours, True, False), (theirs, False, True)], [ours]),
        ("lead", [(theirs, True, False), (ours, False, True)], [theirs]),
        ("teammate", [(theirs, False, False), (ours, False, False)], []),
        ("cio", [(ours, True, False), (theirs, False, True)], None),
    ):
        reader = User.objects.get(pk=getattr(cast, who).pk)
        with acting_as(reader):
            shown = requests_seen(reader, here, now=now)
            assert sorted(
                (each.request.full_name, each.may_answer, each.may_withdraw) for each in shown
            ) == sorted((request.full_name, answers, withdraws) for request, answers, withdraws in seen), who
            assert [each.may_answer for each in shown] == sorted(
                (each.may_answer for each in shown), reverse=True
            )
            if waiting is not None:
                assert [each.request for each in requests_to_answer(reader, now=now)] == waiting, who


# --- mails and the sign-in log ----------------------------------------------------------------------------------------


def enveloped(cast: Cast, count: int, state: str = "queued") -> None:
    now = timezone.now()
    OutgoingMail.objects.bulk_create(
        OutgoingMail(
            partner=cast.partner,
            person=cast.lead,
            address=cast.lead.email,
            kind="review_pack",
            subject=f"Pack {number}",
            message_id=f"{state}{number}",
            queued_at=now,
            next_attempt_at=now,
            state=state,
        )
        for number in range(count)
    )


@pytest.mark.usefixtures("drawn_from")
def test_a_page_of_mails_holds_fifty_and_leads_to_the_older_ones_of_the_same_kind(
    cast: Cast, signed_in: In
) -> None:
    client = signed_in(cast.manager)
    with entered(SYSTEM):
        enveloped(cast, 50)
    page = client.get("/settings/mail/").context
    assert (len(page["mails"]), page["older_url"], page["newer_url"]) == (50, "", "")
    with entered(SYSTEM):
        enveloped(cast, 51, "failed")
    page = client.get("/settings/mail/?state=failed").context
    assert [line.subject for line in page["mails"]][::49] == ["Pack 50", "Pack 1"]
    assert [chip["label"] for chip in page["chips"] if chip["current"]] == ["Failed"]
    page = client.get(f"/settings/mail/{page['older_url']}").context
    assert [line.subject for line in page["mails"]] == ["Pack 0"]
    assert (page["older_url"], page["newer_url"]) == ("", "?state=failed")
    page = client.get("/settings/mail/?state=anything&before=x").context
    assert len(page["mails"]) == 50
    assert not page["administers"]
    assert signed_in(cast.administrator).get("/settings/mail/").context["administers"]


def test_the_subject_of_a_mail_is_read_by_who_reads_every_partnership_it_speaks_of(cast: Cast) -> None:
    both = OutgoingMail(kind="review_pack", subject="Pack", concerns=[cast.partner.pk, cast.rival.pk])
    one = OutgoingMail(kind="review_pack", subject="Pack", partner=cast.partner)
    for who, of_one, of_both in (
        ("cio", "Pack", "Pack"), ("lead", "Pack", "Review pack"), ("administrator", "Review pack", "Review pack"),
    ):  # fmt: skip
        with acting_as(reader := getattr(cast, who)):
            assert (mail.subject_for(reader, one), mail.subject_for(reader, both)) == (of_one, of_both)


@pytest.mark.usefixtures("drawn_from")
def test_a_page_of_the_sign_in_log_holds_a_hundred(cast: Cast, signed_in: In) -> None:
    client, now = signed_in(cast.administrator), timezone.now()
    with entered(SYSTEM):
        before = AccountEvent.objects.count()
        AccountEvent.objects.bulk_create(
            AccountEvent(person=cast.lead, what="refused", how=str(number), at=now)
            for number in range(100 - before)
        )
    page = client.get("/settings/sign-ins/").context
    assert (len(page["events"]), page["older_url"], page["newer_url"], page["narrowed"]) == (
        100,
        "",
        "",
        False,
    )
    with entered(SYSTEM):
        AccountEvent.objects.create(person=cast.lead, what="refused", how="newest", at=now)
    page = client.get("/settings/sign-ins/").context
    assert (len(page["events"]), page["events"][0].how) == (100, "newest")
    older = client.get(f"/settings/sign-ins/{page['older_url']}").context
    assert len(older["events"]) == 1
    assert older["events"][0].pk < page["events"][-1].pk
    assert (older["older_url"], older["newer_url"]) == ("", "?")


@pytest.mark.usefixtures("drawn_from")
def test_the_sign_ins_told_of_one_s_own_account_are_eight_and_one_s_own(cast: Cast, signed_in: In) -> None:
    client = signed_in(cast.lead)
    with entered(SYSTEM):
        for number in range(9):
            AccountEvent.objects.create(person=cast.lead, what="refused", how=str(number), at=timezone.now())
        AccountEvent.objects.create(person=cast.rival_lead, what="refused", how="rival", at=timezone.now())
    lately = client.get("/settings/sign-in/").context["lately"]
    assert [event.how for event in lately] == [str(number) for number in range(8, 0, -1)]
