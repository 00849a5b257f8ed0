"""Who is invited to a review and takes part in the partnership no more."""

from django.db.models import QuerySet

from partners.mail.recipient_rights import takes_part
from reviews.models import Attendance


def without_part(seats: QuerySet[Attendance]) -> QuerySet[Attendance]:
    """Those whose access or part has ended. Reads within the scope it is called in."""
    return seats.exclude(takes_part())
