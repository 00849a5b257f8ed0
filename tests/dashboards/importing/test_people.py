"""A list of people becomes invitations to one's own side, and is taken back as a whole."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from dashboards.importing.people_sheet import MOST_PEOPLE, PEOPLE, PeoplePlan, PeopleSheet
from dashboards.models import SheetImport
from dashboards.verbs import import_people, take_back_import
from governance.sheets.reading import read_book
from governance.sheets.sides import Sides, names_of
from partners.access import Role
from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.models import Invitation, MailContent, Membership, Partner, Side, User
from partners.verb import Refused, Stale
from tests.cast import Cast
from tests.governance.scene import NOW

SignedIn = Callable[[User], Client]
LIST = """Name,E-mail,Role,Company
Nina Roth,Nina.Roth@example.com,Observer,Northgate
Omar Vance,omar.vance@example.com,team member,
Jonas Neu,jonas.neu@example.org,Lead,Meridian Systems
Broken,not an address,,
,nobody@example.com,,
Nina Roth,nina.roth@example.com,,
"""


def sheet(text: str, partner: Partner, side: Side = Side.OURS, **said: object) -> PeopleSheet:
    names = {"ours": names_of("Northgate Group"), "theirs": names_of(partner.name)}
    return PeopleSheet(
        read_book(text, "", PEOPLE), said, partner, side, Sides(side.value, names), frozenset(), frozenset()
    )


def brought(cast: Cast, text: str = LIST, **about: object) -> SheetImport | None:
    with acting_as(cast.manager):
        return import_people(cast.partner, sheet(text, cast.partner), by=cast.manager, now=NOW, **about)  # type: ignore[arg-type]


def invited() -> set[tuple[str, str, str, bool]]:
    with entered(SYSTEM):
        rows = Invitation.objects.pending().values_list("full_name", "email", "role", "theirs")
        return set(rows)


def test_each_row_is_somebody_to_invite_or_says_why_not(cast: Cast) -> None:
    plan = PeoplePlan(sheet(LIST, cast.partner).rows)
    assert [(row.full_name, row.email, row.role) for row in plan.added] == [
        ("Nina Roth", "nina.roth@example.com", Role.OBSERVER),
        ("Omar Vance", "omar.vance@example.com", Role.CONTRIBUTOR),
    ]
    assert plan.complaints == [
        ("People of Meridian Systems are invited by their own side.", [4]),
        ("“not an address” is no e-mail address.", [5]),
        ("There is no name in it.", [6]),
        ("The same address stands above already.", [7]),
    ]


def test_the_other_side_s_list_invites_the_other_side_s_people(cast: Cast) -> None:
    plan = PeoplePlan(sheet(LIST, cast.partner, Side.THEIRS).rows)
    assert [(row.full_name, row.role) for row in plan.added][-1] == ("Jonas Neu", Role.PARTNER_LEAD)
    ours = cast.partner.name_of(Side.OURS)
    assert plan.complaints[0][0] == f"People of {ours} are invited by their own side."


@pytest.mark.parametrize(
    ("words", "role"),
    [
        ("Executive Sponsor", Role.EXECUTIVE_SPONSOR), ("vendor manager", Role.RELATIONSHIP_MANAGER),
        ("Partner lead", Role.CONTRIBUTOR), ("executive_reader", Role.EXECUTIVE_READER),
        ("Bürovorstand", Role.CONTRIBUTOR),
    ],
)  # fmt: skip
def test_a_part_is_known_by_its_words_and_is_one_of_that_side(cast: Cast, words: str, role: Role) -> None:
    (row,) = sheet(f"Name,Mail,Role\nNina,n@example.com,{words}\n", cast.partner).rows
    assert row.role == role


def test_what_was_said_of_the_parts_counts(cast: Cast) -> None:
    said = {"roles": {"Guest": "executive_reader", "Boss": "partner_lead"}, "rest": "observer"}
    text = "Name,Mail,Role\nA,a@example.com,Guest\nB,b@example.com,Boss\nC,c@example.com,\n"
    assert [row.role for row in sheet(text, cast.partner, **said).rows] == [
        Role.EXECUTIVE_READER, Role.OBSERVER, Role.OBSERVER,
    ]  # fmt: skip


def test_a_column_of_addresses_needs_no_name(cast: Cast) -> None:
    (row,) = sheet("Name,Kontaktdaten\nNina,n@example.com\n", cast.partner).rows
    assert row.email == "n@example.com"


def test_a_list_invites_each_and_tells_the_other_side_once(cast: Cast) -> None:
    found = brought(cast, filename="people.csv")
    assert found is not None
    assert (found.kind, found.added, found.left_out, str(found)) == ("people", 2, 4, "people.csv")
    assert invited() == {
        ("Nina Roth", "nina.roth@example.com", "observer", False),
        ("Omar Vance", "omar.vance@example.com", "contributor", False),
    }
    with entered(SYSTEM):
        told = MailContent.objects.filter(mail__kind="people_invited", mail__person=cast.lead)
        assert [content.mail.subject for content in told] == [
            "Northgate Group: Nina Roth as Observer and Omar Vance as Contributor are invited"
        ]
        assert MailContent.objects.filter(mail__kind="invitation").count() == 2


def test_somebody_who_is_known_by_now_stops_all_of_it(cast: Cast) -> None:
    with entered(SYSTEM):
        cast.observer.email = "omar.vance@example.com"
        cast.observer.save(update_fields=["email"])
    with pytest.raises(Refused, match="already takes part"):
        brought(cast)
    assert invited() == set()


def test_what_was_looked_at_is_what_is_invited(cast: Cast) -> None:
    seen = PeoplePlan(sheet(LIST, cast.partner).rows).fingerprint
    with pytest.raises(Stale):
        brought(cast, LIST.replace("Observer", "Executive reader"), seen=seen)
    assert brought(cast, seen=seen) is not None


def test_what_is_unticked_is_not_invited_and_of_nobody_nothing_is_written_down(cast: Cast) -> None:
    assert brought(cast, left={2, 3}) is None
    found = brought(cast, left={2})
    assert found is not None
    assert {email for _, email, _, _ in invited()} == {"omar.vance@example.com"}


def test_a_list_has_an_end(cast: Cast) -> None:
    rows = "".join(f"P{number},p{number}@example.com\n" for number in range(MOST_PEOPLE + 1))
    with pytest.raises(Refused, match="at most 200 people"):
        brought(cast, f"Name,Mail\n{rows}")
    assert invited() == set()


def test_who_speaks_for_nobody_invites_nobody(cast: Cast) -> None:
    for person in (cast.administrator, cast.contributor, cast.observer, cast.stranger):
        with acting_as(person), pytest.raises(PermissionDenied):
            import_people(cast.partner, sheet(LIST, cast.partner), by=person, now=NOW)


def test_taken_back_the_invitations_that_nobody_followed_are_withdrawn(cast: Cast) -> None:
    found = brought(cast)
    assert found is not None
    with entered(SYSTEM):
        Invitation.objects.filter(full_name="Nina Roth").update(accepted_at=NOW)
    later = NOW + timedelta(days=2)
    with acting_as(cast.cio):
        assert take_back_import(found, by=cast.cio, now=later) == 1
    with entered(SYSTEM):
        found.refresh_from_db()
        assert (found.taken_back_at, found.stayed) == (later, 1)
        assert not Invitation.objects.pending().exists()


def test_the_other_side_does_not_take_it_back(cast: Cast) -> None:
    found = brought(cast)
    assert found is not None
    with acting_as(cast.lead), pytest.raises(Refused, match="The other side imported this"):
        take_back_import(found, by=cast.lead, now=NOW)


@pytest.mark.parametrize(("who", "theirs"), [("manager", False), ("lead", True)])
def test_the_pages_lead_from_the_list_to_the_invitations_and_back(
    cast: Cast, signed_in: SignedIn, who: str, theirs: bool
) -> None:
    client = signed_in(getattr(cast, who))
    assert "/import/people/" in client.get(f"/settings/people/?partner={cast.partner.slug}").content.decode()
    text = "Name,E-mail\nNina Roth,nina@example.com\nOmar Vance,omar@example.com\n"
    begun = client.post(f"/partnerships/{cast.partner.slug}/import/people/", {"pasted": text})
    asked = client.get(begun["Location"]).content.decode()
    assert "2 rows." in asked
    said = {"header": "1", "header_was": "1", "column_name": "0", "column_email": "1", "rest": "observer"}
    preview = client.post(begun["Location"], said)["Location"]
    page = client.get(preview).content.decode()
    seen = re.search(r'name="seen" value="(\w+)"', page)
    assert seen
    assert "Nobody is invited yet." in page
    answer = client.post(preview, {"seen": seen[1], "shown": ["2", "3"], "take": ["3"]}, follow=True)
    shown = answer.content.decode()
    assert "One person is invited by mail." in shown
    assert "Whom it invited" in shown
    assert invited() == {("Omar Vance", "omar@example.com", "observer", theirs)}
    at_a_loss = client.get(preview, follow=True).content.decode()
    assert "Choose it again." in at_a_loss
    with entered(SYSTEM):
        address = SheetImport.objects.select_related("partner").get(kind="people").get_absolute_url()
    client.post(f"{address}withdrawal/")
    assert invited() == set()


def test_what_came_in_is_no_list_of_people_to_whoever_may_not_invite(cast: Cast, signed_in: SignedIn) -> None:
    found = brought(cast)
    assert found is not None
    page = signed_in(cast.contributor).get(found.get_absolute_url()).content.decode()
    assert "2 added" in page
    assert "Nina Roth" not in page


def test_an_address_of_the_other_side_s_house_is_set_aside(cast: Cast, signed_in: SignedIn) -> None:
    with entered(SYSTEM):
        User.objects.filter(pk=cast.manager.pk).update(email="somebody.else@house.example")
    domain = "house.example"
    client = signed_in(cast.lead)
    text = f"Name,E-mail\nSomebody,somebody@{domain}\nNina,nina@example.org\n"
    begun = client.post(f"/partnerships/{cast.partner.slug}/import/people/", {"pasted": text})
    page = " ".join(client.get(f"{begun['Location']}preview/").content.decode().split())
    assert "1 person will get a mail" in page
    assert "1 row is set aside." in page
    assert domain in page.split('id="complaints"')[1]


def test_who_is_here_already_is_known(cast: Cast, signed_in: SignedIn) -> None:
    with entered(SYSTEM):
        here = Membership.objects.current().filter(partner=cast.partner).first()
        assert here is not None
        text = f"Name,E-mail\nSomebody,{here.person.email.upper()}\n"
    client = signed_in(cast.manager)
    begun = client.post(f"/partnerships/{cast.partner.slug}/import/people/", {"pasted": text})
    page = client.get(f"{begun['Location']}preview/").content.decode()
    assert "Everybody in it is here or invited already." in page
