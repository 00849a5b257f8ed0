"""The people every test knows: our CIO and relationship manager, a partner's lead, and a rival."""

from dataclasses import dataclass
from datetime import date

from partners.access import InternalRole, Role
from partners.isolation.scope import SYSTEM, entered
from partners.models import Membership, Partner, User

PASSWORD = "correct horse battery staple"


@dataclass(frozen=True)
class Cast:
    """`partner` is Meridian, `rival` is Halden & Roy; a stranger belongs to neither."""

    partner: Partner
    rival: Partner
    administrator: User
    cio: User
    manager: User
    teammate: User
    reader: User
    lead: User
    contributor: User
    partner_sponsor: User
    observer: User
    rival_lead: User
    stranger: User
    leaver: User


def assemble() -> Cast:
    """Writes the cast into the database. The CIO sees all; everyone else sees what they are a member of."""
    meridian = Partner(name="Meridian Systems", slug="meridian", kind="databases", country="IN")
    halden = Partner(name="Halden & Roy", slug="halden", kind="integrator", country="GB")
    cast = Cast(
        partner=meridian,
        rival=halden,
        administrator=_person("Ada Minster", internal_role=InternalRole.ADMINISTRATOR),
        cio=_person("Anand Kulkarni", internal_role=InternalRole.CIO),
        manager=_person("Priya Raman"),
        teammate=_person("Tom Okafor"),
        reader=_person("Lena Moser"),
        lead=_person("Jonas Stein", employer=meridian),
        contributor=_person("Mei Chen", employer=meridian),
        partner_sponsor=_person("Hanna Weiss", employer=meridian),
        observer=_person("Ravi Desai", employer=meridian),
        rival_lead=_person("Rhona Halden", employer=halden),
        stranger=_person("Stan Stranger"),
        leaver=_person("Gone Away", is_active=False),
    )
    members = (
        (meridian, cast.manager, Role.RELATIONSHIP_MANAGER),
        (meridian, cast.teammate, Role.CONTRIBUTOR),
        (meridian, cast.reader, Role.EXECUTIVE_READER),
        (meridian, cast.lead, Role.PARTNER_LEAD),
        (meridian, cast.contributor, Role.CONTRIBUTOR),
        (meridian, cast.partner_sponsor, Role.EXECUTIVE_SPONSOR),
        (meridian, cast.observer, Role.OBSERVER),
        (halden, cast.rival_lead, Role.PARTNER_LEAD),
        (meridian, cast.leaver, Role.CONTRIBUTOR),
    )
    with entered(SYSTEM):
        Partner.objects.bulk_create([meridian, halden])
        User.objects.bulk_create([person for person in vars(cast).values() if isinstance(person, User)])
        Membership.objects.bulk_create(
            Membership(partner=partner, person=person, role=role, since=date(2025, 9, 1))
            for partner, person, role in members
        )
    return cast


def _person(full_name: str, **fields: object) -> User:
    person = User(email=f"{full_name.replace(' ', '.').lower()}@example.com", full_name=full_name, **fields)
    person.set_unusable_password()
    return person
