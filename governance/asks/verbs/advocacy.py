"""A recommendation that was backed is argued for: in a brief of the side that backs it, and on a record both read."""

from collections.abc import Iterable
from datetime import date, datetime

from django.conf import settings

from governance.local_day import day_of
from governance.locking import keep, lock
from governance.models import AdvocacyEntry, Ask, BusinessBrief, Forum
from governance.wording import in_words, one_line
from partners.access import Permission, can, require
from partners.mail.outbox import Attachment, Letter, Outgoing, queue_all, written
from partners.models import User
from partners.verb import Refused, Stale, verb

Kind, State = AdvocacyEntry.Kind, Ask.State
KIND = "brief"
_BY_HAND = (Kind.ARGUED, Kind.OBJECTED, Kind.ANSWERED, Kind.WON)


@verb(did="wrote the business brief")
def write_brief(
    ask: Ask,
    *,
    what: str,
    why: str,
    benefit: str,
    we_ask: str,
    by: User,
    now: datetime,
    objection: str = "",
    objection_answer: str = "",
    version: int | None = None,
) -> BusinessBrief:
    """One page for one's own house, of the side that backs it. `version`: that of the brief one has read."""
    _require_backing_side(ask, by)
    said = {
        "what": in_words(
            what, field="what", limit=1_000, missing="Say in a sentence or two what is to be done."
        ),
        "why": in_words(why, field="why", limit=1_000, missing="Say why."),
        "benefit": in_words(benefit, field="benefit", limit=1_000, missing="Say what it brings."),
        "objection": in_words(objection, field="objection", limit=1_000),
        "objection_answer": in_words(objection_answer, field="objection_answer", limit=1_000),
        "we_ask": in_words(we_ask, field="we_ask", limit=1_000, missing="Say what you ask for, and by when."),
    }
    if bool(said["objection"]) is not bool(said["objection_answer"]):
        raise Refused(
            "An objection needs its answer, and an answer its objection: give both, or neither.",
            field="objection_answer",
        )
    brief = _brief_of(ask, by)
    if brief is not None and version is not None and version != brief.version:
        raise Stale(
            "A colleague has changed the brief in the meantime. Your words are still here: look, then save."
        )
    made = brief or BusinessBrief(partner=ask.partner, ask=ask, side=by.side, version=0)
    for name, words in said.items():
        setattr(made, name, words)
    made.written_by, made.written_on = by, day_of(by, now)
    made.version += 1
    made.save()
    return made


@verb(did="wrote on the advocacy record")
def record_advocacy(
    ask: Ask,
    *,
    kind: str,
    words: str,
    by: User,
    now: datetime,
    whom: str = "",
    on: date | None = None,
    version: int | None = None,
) -> AdvocacyEntry:
    """What either side did for it, today or on a day before: both read it. What was won the side that backs it says."""
    require(by, Permission.RAISE, ask.partner)
    lock(ask, version=version)
    if ask.kind != Ask.Kind.RECOMMENDATION:
        raise Refused("Only a recommendation has an advocacy record.")
    if kind not in _BY_HAND:
        raise Refused("Say what happened.", field="kind")
    if kind == Kind.WON and not (by.side == ask.on_side and can(by, Permission.DECIDE, ask.partner)):
        raise Refused(
            "What policy or process was won says whoever decides on the side that was asked.", field="kind"
        )
    today = day_of(by, now)
    day = on or today
    if not ask.raised_on <= day <= today:
        raise Refused("Give a day from its raising until today.", field="on")
    about = one_line(whom, field="whom", limit=120)
    if kind == Kind.OBJECTED and not about:
        raise Refused("Say who objected: a forum, a function or a person.", field="whom")
    said = in_words(words, field="words", limit=1_000, missing="Say what was said, in a sentence.")
    return _noted(ask, kind, words=said, whom=about, on=day, by=by)


@verb(did="sent the business brief")
def send_brief(
    ask: Ask,
    *,
    pdf: Attachment,
    by: User,
    now: datetime,
    forum: Forum | None = None,
    person: User | None = None,
    version: int | None = None,
) -> AdvocacyEntry:
    """Sends the brief to those of one's own side in a forum, or to one of them. That it went is on the record."""
    _require_backing_side(ask, by)
    brief = _brief_of(ask, by)
    if brief is None:
        raise Refused("There is no brief yet. Write it first.")
    if version is not None and version != brief.version:
        raise Stale("A colleague has changed the brief in the meantime. Look at it, then send it.")
    if (forum is None) is (person is None):
        raise Refused("Choose a forum or one person, and not both.", field="person")
    people = list(_people(ask, by, forum, person))
    if not people:
        raise Refused("Nobody of your side belongs to this forum. Choose one person.", field="forum")
    letters = [Outgoing(_letter(ask, brief, pdf, each, by), each, KIND, ask.partner) for each in people]
    queue_all(letters, now=now)
    whom = forum.name if forum else people[0].full_name
    return _noted(ask, Kind.SENT, words="", whom=whom[:120], on=day_of(by, now), by=by)


def _brief_of(ask: Ask, by: User) -> BusinessBrief | None:
    return BusinessBrief.objects.filter(ask=ask, side=by.side).first()


def _people(ask: Ask, by: User, forum: Forum | None, person: User | None) -> Iterable[User]:
    """Those of the side of `by` who may read the partnership."""
    if person is not None:
        if person.side != by.side or not can(person, Permission.SEE_PARTNERSHIP, ask.partner):
            raise Refused(
                "The brief is your side's: choose somebody of your side who takes part.", field="person"
            )
        return [person]
    assert forum is not None, "one of the two is given"
    if forum.partner_id != ask.partner_id:
        raise Refused("This forum belongs to another partnership. Choose one of this one.", field="forum")
    members = User.objects.filter(pk__in=forum.members.values("person"), is_active=True).order_by("pk")
    return [
        each
        for each in members
        if each.side == by.side and can(each, Permission.SEE_PARTNERSHIP, ask.partner)
    ]


def _letter(ask: Ask, brief: BusinessBrief, pdf: Attachment, person: User, by: User) -> Letter:
    facts = {
        "brief": brief, "ask": ask, "partner": ask.partner, "by": by, "person": person, "reader": person,
        "address": settings.BASE_URL + ask.get_absolute_url(),
    }  # fmt: skip
    letter = written("asks/mail/brief", facts, subject=f"{ask.partner.named_to(person.side)}: {ask.title}")
    return Letter(letter.subject, letter.text, letter.html, (pdf,), letter.headers)


def _require_backing_side(ask: Ask, by: User) -> None:
    require(by, Permission.DECIDE, ask.partner)
    lock(ask)
    if by.side != ask.on_side:
        raise Refused("The brief is written by the side that backs it. Write on the advocacy record instead.")
    if ask.kind != Ask.Kind.RECOMMENDATION or ask.state != State.BACKED:
        raise Refused("Only a recommendation that is backed has a brief. Back it first.")


def _noted(ask: Ask, kind: str, *, words: str, whom: str, on: date, by: User) -> AdvocacyEntry:
    ask.touched_on = max(filter(None, (ask.touched_on, on)))
    keep(ask)
    return AdvocacyEntry.objects.create(
        partner=ask.partner, ask=ask, kind=kind, side=by.side, whom=whom, words=words, on=on, by=by
    )
