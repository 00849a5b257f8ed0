"""The people of the demo. All are invented; so are their organisations."""

from dataclasses import dataclass, field
from typing import NamedTuple

from partners.access import InternalRole, Role
from partners.models import Partner, User

PASSWORD = "two sides one table"
"""Of everyone in the demo; printed by `manage.py sign_ins`, and valid nowhere else."""


@dataclass(frozen=True)
class Part:
    """A person of the demo and the part they play."""

    full_name: str
    job_title: str
    role: str = ""
    function: str = ""
    """The business function of ours they work in, or serve."""
    country: str = "DE"


class Contract(NamedTuple):
    """A contract: signed and ending so many days from today, the last day to give notice, its value in euros."""

    title: str
    days_ago: int
    ends_in: int
    notice_in: int
    notice_days: int
    value: int


@dataclass(frozen=True)
class House:
    """A partner and its people, with those of ours who are members of the partnership."""

    name: str
    kind: str
    country: str
    time_zone: str
    segment: str
    expertise: str
    people: tuple[Part, ...]
    ours: dict[str, Role] = field(default_factory=dict)
    contracts: tuple[Contract, ...] = ()
    answers: dict[str, str] = field(default_factory=dict)
    """Business function → who of its people answers for what it owes."""


CIO, MANAGER, READER, ADMINISTRATOR = "Anand Kulkarni", "Priya Raman", "Lena Moser", "Ada Lund"
LEAD = "Jonas Stein"

OURS = (
    Part(CIO, "Chief information officer", InternalRole.CIO, "IT"),
    Part(ADMINISTRATOR, "Service administrator", InternalRole.ADMINISTRATOR, "IT"),
    Part(MANAGER, "Relationship manager", function="IT"),
    Part(READER, "Chief financial officer", function="Finance"),
    Part("Tom Okafor", "Head of infrastructure", function="IT operations"),
    Part("Ines Duarte", "Head of financial systems", function="Finance"),
    Part("Farid Haddad", "Change manager", function="IT operations"),
    Part("Grace Lindqvist", "Relationship manager", function="IT", country="SE"),
    Part("Paul Anders", "Head of order management", function="Sales and service"),
)

OURS_ANSWERS = {
    "IT": CIO, "IT operations": "Tom Okafor", "Finance": "Lena Moser", "Sales and service": "Paul Anders",
}  # fmt: skip
"""Business function → who answers for what it owes."""

_DAILY = {
    "Tom Okafor": Role.CONTRIBUTOR, "Farid Haddad": Role.CONTRIBUTOR, "Lena Moser": Role.EXECUTIVE_READER,
    "Anand Kulkarni": Role.EXECUTIVE_SPONSOR,
}  # fmt: skip

MERIDIAN = House(
    "Meridian Systems", "databases, ERP basis", "IN", "Asia/Kolkata", "strategic",
    "Databases at bank and telecom scale",
    (
        Part("Hanna Weiss", "Managing director", Role.EXECUTIVE_SPONSOR, country="DE"),
        Part(LEAD, "Delivery lead", Role.PARTNER_LEAD, function="IT", country="DE"),
        Part("Mei Chen", "Database architect", Role.CONTRIBUTOR, function="Sales and service", country="SG"),
        Part("Ravi Desai", "ERP basis lead", Role.CONTRIBUTOR, function="Finance", country="IN"),
    ),
    {**_DAILY, MANAGER: Role.RELATIONSHIP_MANAGER, "Ines Duarte": Role.CONTRIBUTOR, "Paul Anders": Role.OBSERVER},
    (Contract("Running databases and ERP basis", 420, 675, 125, 180, 3_400_000),
     Contract("Standby site, second phase", 180, 185, 95, 90, 460_000)),
    {"Finance": "Ravi Desai", "Sales and service": "Mei Chen"},
)  # fmt: skip
HALDEN = House(
    "Halden & Roy", "integrator", "GB", "Europe/London", "strategic",
    "Order and billing integration for utilities",
    (
        Part("Rhona Halden", "Partner", Role.EXECUTIVE_SPONSOR, country="GB"),
        Part("Callum Reid", "Programme lead", Role.PARTNER_LEAD, function="Sales and service", country="GB"),
        Part("Isla Grant", "Integration architect", Role.CONTRIBUTOR, function="Sales and service", country="GB"),
    ),
    {**_DAILY, "Grace Lindqvist": Role.RELATIONSHIP_MANAGER, "Paul Anders": Role.CONTRIBUTOR},
    (Contract("Order and billing integration", 415, 315, 41, 270, 2_150_000),),
    {"Sales and service": "Isla Grant"},
)  # fmt: skip
CORVID = House(
    "Corvid Quality", "testing", "PL", "Europe/Warsaw", "tactical",
    "Risk-based testing, and finding the defect nobody ordered",
    (
        Part("Zofia Krol", "Founder", Role.EXECUTIVE_SPONSOR, country="PL"),
        Part("Noor Aziz", "Test lead", Role.PARTNER_LEAD, function="Sales and service", country="PL"),
        Part("Janek Wolski", "Test engineer", Role.CONTRIBUTOR, function="Sales and service", country="PL"),
    ),
    {**_DAILY, MANAGER: Role.RELATIONSHIP_MANAGER, "Paul Anders": Role.CONTRIBUTOR},
    (Contract("Test of four releases a year", 400, 70, 27, 45, 280_000),),
)  # fmt: skip
NIMBUS = House(
    "Nimbus Cloud",
    "platform",
    "IE",
    "Europe/Dublin",
    "strategic",
    "Running platforms for millions of users",
    (
        Part("Aoife Byrne", "Vice president", Role.EXECUTIVE_SPONSOR, country="IE"),
        Part("Declan Shaw", "Customer lead", Role.PARTNER_LEAD, function="IT operations", country="IE"),
    ),
    {**_DAILY, "Grace Lindqvist": Role.RELATIONSHIP_MANAGER},
    (Contract("Platform, pay as used", 410, 1050, 870, 180, 1_900_000),),
)
LARKSPUR = House(
    "Larkspur Networks",
    "network",
    "NL",
    "Europe/Amsterdam",
    "operational",
    "Networks that heal themselves",
    (
        Part("Sanne de Wit", "Director", Role.EXECUTIVE_SPONSOR, country="NL"),
        Part("Bram Visser", "Service lead", Role.PARTNER_LEAD, function="IT operations", country="NL"),
    ),
    {**_DAILY, "Grace Lindqvist": Role.RELATIONSHIP_MANAGER},
    (Contract("Network of all branches", 405, 690, 510, 180, 1_250_000),),
)
OSTRAVA = House(
    "Ostrava Devices",
    "workplace",
    "CZ",
    "Europe/Prague",
    "tactical",
    "Ten thousand desks, one afternoon",
    (
        Part("Petr Novak", "Director", Role.EXECUTIVE_SPONSOR, country="CZ"),
        Part("Jana Horak", "Service lead", Role.PARTNER_LEAD, function="IT operations", country="CZ"),
    ),
    {**_DAILY, MANAGER: Role.RELATIONSHIP_MANAGER},
    (Contract("Ten thousand desks", 400, 330, 150, 180, 2_700_000),),
)

HOUSES = (MERIDIAN, HALDEN, CORVID, NIMBUS, LARKSPUR, OSTRAVA)
SIGN_INS = (CIO, MANAGER, LEAD, READER, ADMINISTRATOR)


_ZONES = {
    "DE": "Europe/Berlin", "SE": "Europe/Stockholm", "GB": "Europe/London", "PL": "Europe/Warsaw",
    "IE": "Europe/Dublin", "NL": "Europe/Amsterdam", "CZ": "Europe/Prague", "IN": "Asia/Kolkata",
    "SG": "Asia/Singapore",
}  # fmt: skip


def address(name: str, organisation: str) -> str:
    """The invented address of a person; `.example` is reserved and reaches nobody."""
    return f"{name.replace(' ', '.').lower()}@{organisation.split()[0].lower()}.example"


def hire(
    parts: tuple[Part, ...], *, employer: Partner | None, organisation: str, hashed: str
) -> dict[str, User]:
    """Writes people into the database. `hashed` is the one password of all, hashed once: that is slow by intent."""
    hired = {}
    for part in parts:
        internal = part.role if part.role in InternalRole.values else ""
        hired[part.full_name] = User.objects.create(
            email=address(part.full_name, organisation),
            full_name=part.full_name,
            job_title=part.job_title,
            business_function=part.function,
            country=part.country,
            time_zone=_ZONES[part.country],
            employer=employer,
            internal_role=internal,
            invented=True,
            password=hashed,
        )
    return hired
