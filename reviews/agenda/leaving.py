"""Who is invited to a review and takes part in the partnership no more."""

from collections.abc import Sequence

from partners.mail.recipient_rights import who_take_part
from reviews.models import Attendance


def without_part(seats: Sequence[Attendance]) -> list[Attendance]:
    """Those whose access or part has ended. Reads within the scope it is called in, with two queries for all."""
    still = who_take_part([(seat.partner_id, seat.person) for seat in seats])
    return [seat for seat in seats if (seat.partner_id, seat.person_id) not in still]
