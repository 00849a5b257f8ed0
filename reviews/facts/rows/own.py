"""What our edition adds and the partner's leaves out. The partner's scope could not read it anyway."""

from datetime import datetime

from partners.models import EngagementTerms, Partner, PartnerNote, PartnerStanding, Side
from reviews.facts import NoteFacts, OursOnly, PersonId, TermsFacts


def ours_only(partner: Partner, since: datetime) -> OursOnly:
    """Our classification, the notice dates, and the private notes written after `since`."""
    standing = PartnerStanding.objects.filter(partner=partner).first()
    terms = EngagementTerms.objects.running().filter(partner=partner).exclude(notice_by=None)
    notes = PartnerNote.objects.filter(partner=partner, side=Side.OURS, written_at__gt=since)
    return OursOnly(
        segment=standing.get_segment_display() if standing else "",
        terms=tuple(
            TermsFacts(row.engagement.title, row.engagement.ends_on, row.notice_by)
            for row in terms.select_related("engagement").order_by("notice_by", "id")
        ),
        notes=tuple(
            NoteFacts(row.text, PersonId(row.author_id), row.written_at)
            for row in notes.order_by("written_at", "id")
        ),
    )
