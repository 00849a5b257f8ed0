"""The people every test knows: our CIO and relationship manager, a partner's lead, and a rival."""

from dataclasses import dataclass
from datetime import date

from partners.access import InternalRole, Role
from partners.models import Membership, Partner, User
from partners.scope import SYSTEM, entered

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
    with entered(SYSTEM):
        meridian = Partner.objects.create(
            name="Meridian Systems", slug="meridian", kind="databases", country="IN"
        )
        halden = Partner.objects.create(name="Halden & Roy", slug="halden", kind="integrator", country="GB")
        return Cast(
            partner=meridian,
            rival=halden,
            administrator=_person("Ada Minster", internal_role=InternalRole.ADMINISTRATOR),
            cio=_person("Anand Kulkarni", internal_role=InternalRole.CIO),
            manager=_member("Priya Raman", meridian, Role.RELATIONSHIP_MANAGER),
            teammate=_member("Tom Okafor", meridian, Role.CONTRIBUTOR),
            reader=_member("Lena Moser", meridian, Role.EXECUTIVE_READER),
            lead=_member("Jonas Stein", meridian, Role.PARTNER_LEAD, employer=meridian),
            contributor=_member("Mei Chen", meridian, Role.CONTRIBUTOR, employer=meridian),
            partner_sponsor=_member("Hanna Weiss", meridian, Role.EXECUTIVE_SPONSOR, employer=meridian),
            observer=_member("Ravi Desai", meridian, Role.OBSERVER, employer=meridian),
            rival_lead=_member("Rhona Halden", halden, Role.PARTNER_LEAD, employer=halden),
            stranger=_person("Stan Stranger"),
            leaver=_member("Gone Away", meridian, Role.CONTRIBUTOR, is_active=False),
        )


def _person(full_name: str, **fields: object) -> User:
    person = User(email=f"{full_name.replace(' ', '.').lower()}@example.com", full_name=full_name, **fields)
    person.set_unusable_password()
    person.save()
    return person


def _member(full_name: str, partner: Partner, role: Role, **fields: object) -> User:
    person = _person(full_name, **fields)
    Membership.objects.create(partner=partner, person=person, role=role, since=date(2025, 9, 1))
    return person
