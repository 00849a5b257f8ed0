"""A kept file as it is understood so far: for the page that asks about it, and for the worker that brings it in."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cache

from django.db.models import Min, Q
from django.db.models.functions import Lower

from dashboards.importing.drafts import content_of
from dashboards.importing.figures import PERCENTS, READINGS
from dashboards.importing.people_sheet import PEOPLE, PeopleSheet
from dashboards.importing.readings_file import ReadingsSheet
from dashboards.importing.tracker_sheet import TrackerSheet
from dashboards.models import Reading, SheetDraft
from governance.local_day import day_of
from governance.people import people_who
from governance.sheets.reading import read_book
from governance.sheets.sides import Sides, names_of
from partners.access import Permission
from partners.models import Invitation, Membership, Partner, Side, User, enterprise_name
from partners.verb import Refused
from partners.verbs.addresses import refuse_address_of_the_other_side


def tracker_of(draft: SheetDraft, partner: Partner, *, now: datetime) -> TrackerSheet:
    """The list, as whoever chose it has explained it."""
    members: Sequence[User] = list(people_who(Permission.KEEP_PROMISES, partner))
    onlookers = people_who(Permission.SEE_PARTNERSHIP, partner).exclude(pk__in=[each.pk for each in members])
    return TrackerSheet(
        book=read_book(content_of(draft), draft.filename),
        members=members,
        onlookers=list(onlookers),
        said=draft.said,
        today=day_of(draft.person, now),
        invited=list(Invitation.objects.open(now).filter(partner=partner)),
        speaking=_speaking(draft, partner),
    )


def people_of(draft: SheetDraft, partner: Partner, *, now: datetime) -> PeopleSheet:
    """The list of people, as whoever chose it has explained it."""
    members = Membership.objects.current().filter(partner=partner).select_related("person")
    invited = Invitation.objects.open(now).filter(partner=partner)
    return PeopleSheet(
        book=read_book(content_of(draft), draft.filename, PEOPLE),
        said=draft.said,
        partner=partner,
        side=draft.person.side,
        speaking=_speaking(draft, partner),
        here=frozenset(member.person.email for member in members),
        invited=frozenset(invited.values_list("email", flat=True)),
        refused=_of_the_other_side(partner, draft.person.side),
    )


def _of_the_other_side(partner: Partner, side: Side) -> Callable[[str], str]:
    """Asks once for each domain."""

    @cache
    def refusal(domain: str) -> str:
        try:
            refuse_address_of_the_other_side(f"somebody@{domain}", side=side, partner=partner)
        except Refused as refused:
            return refused.sentence
        return ""

    return lambda email: refusal(email.rpartition("@")[2])


def _speaking(draft: SheetDraft, partner: Partner) -> Sides:
    return Sides(
        speaker=draft.person.side.value,
        names={
            Side.OURS.value: names_of(enterprise_name()),
            Side.THEIRS.value: names_of(partner.name, partner.code, partner.slug),
        },
    )


def readings_of(draft: SheetDraft) -> ReadingsSheet:
    """The file of readings; what this house has in percent is in percent there, too.

    While it comes in, as it was when that began: what a piece of it has written explains nothing to the next one.
    """
    comes_in = draft.started_at is not None and draft.finished_at is None
    percents = draft.said.get("percents") if comes_in else None
    said = {**draft.said, "percents": percents_here(draft.person) if percents is None else percents}
    return ReadingsSheet(read_book(content_of(draft), draft.filename, READINGS), said)


def percents_here(person: User) -> dict[str, str]:
    """What is measured in percent among what they see, with the lowest value above one."""
    known = (
        Reading.objects.visible_to(person).annotate(unit=Lower("indicator__unit")).filter(unit__in=PERCENTS)
    )
    lowest = known.values_list("indicator__name").annotate(lowest=Min("value", filter=Q(value__gt=1)))
    return {name: str(value or "") for name, value in lowest}
