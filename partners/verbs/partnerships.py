from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.text import slugify

from partners.access import Permission, require
from partners.lengths import require_within
from partners.models import Partner, PartnerNote, PartnerStanding, User
from partners.untrusted_text import marked, unmarked
from partners.verb import Refused, verb
from partners.verbs.partner_names import checked_code, checked_name, name_taken
from partners.verbs.places import checked_country, checked_time_zone

# Words that stand where a slug stands in an address.
LONGEST_NOTE = 4_000
_TAKEN_WORDS = {"new", "import", "export"}


@verb(did="started the partnership")
def start_partnership(
    name: str,
    *,
    by: User,
    now: datetime,
    kind: str = "",
    country: str = "",
    time_zone: str = "",
    code: str = "",
    expertise: str = "",
    segment: str = "",
) -> Partner:
    """Adds a partner. `segment` is our own classification and needs the permission to classify."""
    require(by, Permission.START_PARTNERSHIP)
    name, code = checked_name(name), checked_code(code)
    try:
        with transaction.atomic():
            partner = Partner.objects.create(
                name=name,
                slug=_free_slug(name),
                kind=kind.strip(),
                country=checked_country(country),
                time_zone=checked_time_zone(time_zone),
                code=code,
                expertise=expertise.strip(),
            )
    except IntegrityError:
        raise name_taken(name) from None
    if segment:
        require(by, Permission.CLASSIFY, partner)
        PartnerStanding.objects.create(partner=partner, segment=segment)
    return partner


def _free_slug(name: str) -> str:
    wanted = slugify(name)[:50].strip("-") or "partner"
    taken = set(Partner.objects.filter(slug__startswith=wanted).values_list("slug", flat=True)) | _TAKEN_WORDS
    slug, count = wanted, 1
    while slug in taken:
        count += 1
        slug = f"{wanted}-{count}"
    return slug


@verb(did="wrote a private note")
def write_note(partner: Partner, *, text: str, by: User, now: datetime) -> PartnerNote:
    """Keeps a private note of the writer's own side."""
    require(by, Permission.WRITE_NOTES, partner)
    words = unmarked(marked(text)).strip()
    if not words:
        raise Refused("Write the note first.", field="text")
    require_within(words, LONGEST_NOTE, field="text")
    return PartnerNote.objects.create(partner=partner, side=by.side, text=words, author=by, written_at=now)
