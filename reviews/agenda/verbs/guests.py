"""Somebody of either side is asked to one line of the agenda, and to nothing else of the review."""

from datetime import datetime

from governance.wording import one_line
from partners.access import Permission, can, require
from partners.models import User
from partners.verb import Refused, verb
from reviews.agenda.guest_mail import guest_letter, send_to_guest
from reviews.agenda.verbs.preparing import before_the_meeting
from reviews.models import AgendaItem, ItemGuest

LONGEST_WHY = 200


@verb(did="asked somebody to one item")
def ask_to_item(item: AgendaItem, *, person: User, by: User, now: datetime, why: str = "") -> ItemGuest:
    """Either side asks for somebody of either side, who gets a mail whose link opens this item alone."""
    require(by, Permission.PREPARE_REVIEW, item.partner)
    review = before_the_meeting(item.review)
    if item.is_heading:
        raise Refused("Somebody is asked to one line of a section.", field="person")
    if not can(person, Permission.SEE_PARTNERSHIP, item.partner):
        raise Refused(
            f"{person.full_name} takes no part in this partnership. Invite them first.", field="person"
        )
    if review.attendance.filter(person=person).exists():
        raise Refused(f"{person.full_name} comes to the whole review already.", field="person")
    if item.guests.filter(person=person).exists():
        raise Refused(f"{person.full_name} is asked to this already.", field="person")
    guest = ItemGuest(
        partner=item.partner,
        item=item,
        person=person,
        why=one_line(why, field="why", limit=LONGEST_WHY),
        side=by.side,
        asked_by=by,
        asked_at=now,
    )
    letter, link = guest_letter(guest, now=now)
    send_to_guest(guest, letter, link, now=now)
    return guest


@verb(did="asked somebody no longer to one item")
def ask_no_longer(guest: ItemGuest, *, by: User, now: datetime) -> None:
    """The side that asked takes it back: the link of the mail opens nothing from then on."""
    require(by, Permission.PREPARE_REVIEW, guest.partner)
    before_the_meeting(guest.item.review)
    if by.side != guest.side:
        raise Refused(f"{guest.partner.side_names[guest.side]} asked for them: that side takes it back.")
    guest.delete()
