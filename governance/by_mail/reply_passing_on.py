"""A reply that answers nothing by mail, such as a word about a pack or an agenda: it reaches somebody.

It goes to whoever chairs that review, where they are of the writer's own side, and else to those who lead there: what
one side says about a pack is not for the other.
"""

from datetime import datetime, timedelta
from typing import Any

from django.dispatch import Signal

from governance.by_mail.reply_answers import Reply, no_place_for, told_apart
from governance.by_mail.reply_letters import MOST_A_DAY, PassedOn, write_not_decided, write_passed_on
from governance.by_mail.reply_walls import walls_around
from governance.models import Ask, Reminder
from governance.replies import Kind
from partners.access import Role
from partners.models import IncomingMail, Membership, OutgoingMail, User

chair_asked_for = Signal()
"""With `link`, of a mail about a review. Whoever sent that mail, on a floor above this one, returns who chairs the
review; None where it is none of theirs. Runs within the scope SYSTEM."""
Fate = IncomingMail.Fate
_LEADS = (Role.RELATIONSHIP_MANAGER, Role.PARTNER_LEAD)


def pass_on(reply: Reply, *, now: datetime) -> str:
    """Sends the words to whoever they are for, and says so; as a Fate. Runs within SYSTEM."""
    passed = _passed_on(reply, now)
    if passed is None:
        return no_place_for(reply, now=now)
    write_passed_on(reply.link, passed, message_id=reply.message_id, now=now)
    return Fate.PASSED_ON


def pass_on_word(reply: Reply, *, now: datetime) -> str | None:
    """The same for plain words about a pack that names decisions, which decide none of them; None for a reply that
    answers something, or that nobody is there for.
    """
    passed = _passed_on(reply, now) if _is_a_word_about_a_pack(reply, now) else None
    if passed is None:
        return None
    write_not_decided(
        reply.link, passed, reply.things, secret=reply.secret, message_id=reply.message_id, now=now
    )
    return Fate.PASSED_ON


def _passed_on(reply: Reply, now: datetime) -> PassedOn | None:
    mail, words = reply.link.mail, reply.own.words
    if mail is None or not words or not told_apart(reply, walls_around(reply.link), mail.partner_id):
        return None
    chair = _chair(reply)
    to = [chair] if chair else _leads(mail, reply.person)
    if not to:
        return None
    lately = IncomingMail.objects.filter(
        person=reply.person, fate=Fate.PASSED_ON, received_at__gt=now - timedelta(days=1)
    )
    to_send = to if lately.count() < MOST_A_DAY else []
    return PassedOn(mail, to_send, to, words, [file.name for file in reply.files], chairs=chair is not None)


def _is_a_word_about_a_pack(reply: Reply, now: datetime) -> bool:
    if reply.own.is_doubtful or not all(isinstance(thing.row, Ask) for thing in reply.things):
        return False
    if not Reminder.objects.filter(link=reply.link, step=Reminder.Step.PACK).exists():
        return False
    said = [answer.parsed for answer in reply.answers(now)]
    return bool(said) and all(each.kind is Kind.WORD and not each.unclear for each in said)


def _chair(reply: Reply) -> User | None:
    """Whoever chairs the review of the mail, where they are another person of the writer's own side."""
    people: list[tuple[Any, Any]] = chair_asked_for.send(sender=Reply, link=reply.link)
    chair: User | None = next((each for _, each in people if each is not None), None)
    person = reply.person
    if chair is None or not chair.is_active or chair.pk == person.pk:
        return None
    return chair if chair.side == person.side else None


def _leads(mail: OutgoingMail, person: User) -> list[User]:
    """Those who lead the partnership that the mail was about, on the side of whoever replies."""
    members = Membership.objects.current().filter(
        partner=mail.partner_id, role__in=_LEADS, person__is_active=True
    )
    people = [member.person for member in members.select_related("person").order_by("pk")]
    return [each for each in people if each.side == person.side and each.pk != person.pk]
