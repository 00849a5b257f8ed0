"""A reply to a mail that names nothing one can answer by mail, such as a pack or an agenda: it reaches somebody."""

from datetime import datetime

from governance.by_mail.reply_answers import Reply, no_place_for, told_apart
from governance.by_mail.reply_letters import write_passed_on
from governance.by_mail.reply_walls import walls_around
from partners.access import Role
from partners.models import IncomingMail, Membership, OutgoingMail, User

Fate = IncomingMail.Fate
_LEADS = (Role.RELATIONSHIP_MANAGER, Role.PARTNER_LEAD)


def pass_on(reply: Reply, *, now: datetime) -> str:
    """Sends the words to whoever leads on the person's own side, and says so; as a Fate. Runs within SYSTEM."""
    mail = reply.link.mail
    leads = _leads(mail, reply.person) if mail else []
    if not leads or mail is None or not reply.own.words:
        return no_place_for(reply, now=now)
    if not told_apart(reply, walls_around(reply.link), mail.partner_id):
        return no_place_for(reply, now=now)
    write_passed_on(reply.link, mail, leads, reply.own.words, message_id=reply.message_id, now=now)
    return Fate.PASSED_ON


def _leads(mail: OutgoingMail, person: User) -> list[User]:
    """Those who lead the partnership that the mail was about, on the side of whoever replies."""
    members = Membership.objects.current().filter(
        partner=mail.partner_id, role__in=_LEADS, person__is_active=True
    )
    people = [member.person for member in members.select_related("person").order_by("pk")]
    return [each for each in people if each.side == person.side and each.pk != person.pk]
