from datetime import date, datetime
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils.text import slugify

from partners.access import Permission, require
from partners.ended_partnerships import require_to_begin
from partners.lengths import require_within
from partners.models import Engagement, EngagementTerms, Partner, PartnerNote, PartnerStanding, User
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


@verb(did="added an engagement")
def add_engagement(
    partner: Partner,
    *,
    title: str,
    starts_on: date,
    by: User,
    now: datetime,
    ends_on: date | None = None,
    scope: str = "",
    state: str = Engagement.State.ACTIVE,
    notice_days: int | None = None,
    notice_by: date | None = None,
    value: Decimal | None = None,
    currency: str = "",
) -> Engagement:
    """Adds a contract. Notice and value are ours alone and need the permission to classify."""
    require_to_begin(by, Permission.KEEP_CHARTER, partner)
    if ends_on and ends_on < starts_on:
        raise Refused("The engagement ends before it begins. Give a later last day.", field="ends_on")
    if (value is None) != (not currency):
        raise Refused("A value needs its currency, and a currency its value.", field="currency")
    engagement = Engagement.objects.create(
        partner=partner,
        title=title.strip(),
        scope=scope.strip(),
        starts_on=starts_on,
        ends_on=ends_on,
        state=state,
    )
    if notice_days is not None or notice_by or value is not None:
        require(by, Permission.CLASSIFY, partner)
        EngagementTerms.objects.create(
            partner=partner,
            engagement=engagement,
            notice_days=notice_days,
            notice_by=notice_by,
            value=value,
            currency=currency.upper(),
        )
    return engagement


@verb(did="wrote a private note")
def write_note(partner: Partner, *, text: str, by: User, now: datetime) -> PartnerNote:
    """Keeps a private note of the writer's own side."""
    require(by, Permission.WRITE_NOTES, partner)
    words = unmarked(marked(text)).strip()
    if not words:
        raise Refused("Write the note first.", field="text")
    require_within(words, LONGEST_NOTE, field="text")
    return PartnerNote.objects.create(partner=partner, side=by.side, text=words, author=by, written_at=now)
