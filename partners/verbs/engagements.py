"""Contracts of a partnership: put on record, corrected, ended, and renewed by one that follows."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Model

from partners.access import Permission, require
from partners.ended_partnerships import require_to_begin
from partners.models import Engagement, EngagementTerms, Partner, User
from partners.verb import Refused, verb

State = Engagement.State


@dataclass(frozen=True)
class _Unsaid:
    """What whoever corrects does not speak of, because it is not theirs to see: it stays."""


UNSAID = _Unsaid()


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
    state: str = State.ACTIVE,
    notice_days: int | None = None,
    notice_by: date | None = None,
    value: Decimal | None = None,
    currency: str = "",
) -> Engagement:
    """Adds a contract. Notice and value are ours alone and need the permission to classify."""
    require_to_begin(by, Permission.KEEP_CHARTER, partner)
    engagement = Engagement(partner=partner, state=state)
    _say(engagement, title=title, scope=scope, starts_on=starts_on, ends_on=ends_on)
    terms = _terms(by, partner, notice_days=notice_days, notice_by=notice_by, value=value, currency=currency)
    engagement.save()
    if terms:
        EngagementTerms.objects.create(partner=partner, engagement=engagement, **terms)
    return engagement


@verb(did="corrected the engagement")
def edit_engagement(
    engagement: Engagement,
    *,
    title: str,
    starts_on: date,
    by: User,
    now: datetime,
    ends_on: date | None = None,
    scope: str = "",
    notice_by: date | _Unsaid | None = UNSAID,
    value: Decimal | _Unsaid | None = UNSAID,
    currency: str | _Unsaid = UNSAID,
) -> Engagement:
    """Corrects what a contract says. One that somebody has ended runs on where it is given a later last day, or none.

    What is ours alone stays where it is left unsaid; value and currency are said together.
    """
    engagement = _locked(engagement, by)
    if engagement.ends_on and engagement.was_ended and (ends_on is None or ends_on > engagement.ends_on):
        engagement.state = State.ACTIVE
    _say(engagement, title=title, scope=scope, starts_on=starts_on, ends_on=ends_on)
    said = {"notice_by": notice_by, "value": value, "currency": currency}
    said = {name: each for name, each in said.items() if not isinstance(each, _Unsaid)}
    if said:
        _correct_terms(engagement, said, by)
    engagement.save()
    return engagement


@verb(did="ended the engagement")
def end_engagement(engagement: Engagement, *, on: date, by: User, now: datetime) -> Engagement:
    """Ends a contract: `on` is its last day, past or to come. No notice has to be given any more."""
    engagement = _locked(engagement, by)
    if engagement.was_ended:
        raise Refused(
            f"It has been ended already{_last_day(engagement)}. Correct its last day instead.", field="on"
        )
    if on < engagement.starts_on:
        raise Refused("That is before it began. Give a later last day.", field="on")
    if engagement.ends_on and on > engagement.ends_on:
        raise Refused(
            f"It ends on {engagement.ends_on:%-d %B %Y} by itself. Correct its last day, or renew it.",
            field="on",
        )
    engagement.ends_on, engagement.state = on, State.TERMINATED
    engagement.save(update_fields=["ends_on", "state"])
    return engagement


@verb(did="renewed the engagement")
def renew_engagement(
    engagement: Engagement, *, title: str, starts_on: date, by: User, now: datetime, **said: Any
) -> Engagement:
    """Adds the contract that follows this one; `said` is the rest of what `add_engagement` takes.

    They do not overlap: one without a last day ends the day before the new one begins.
    """
    require_to_begin(by, Permission.KEEP_CHARTER, engagement.partner)
    engagement = _locked(engagement, by)
    following = Engagement.objects.filter(renews=engagement).first()
    if following:
        raise Refused(
            f"It has been renewed already, by “{following.title}” from {following.starts_on:%-d %B %Y}."
        )
    if starts_on <= engagement.starts_on:
        raise Refused(
            f"The former one began on {engagement.starts_on:%-d %B %Y}. Give a later day.", field="starts_on"
        )
    if engagement.ends_on is None:
        engagement.ends_on = starts_on - timedelta(days=1)
        engagement.save(update_fields=["ends_on"])
    elif starts_on <= engagement.ends_on:
        raise Refused(
            f"The former one runs until {engagement.ends_on:%-d %B %Y}. Begin after that, or end it before.",
            field="starts_on",
        )
    renewed = add_engagement(engagement.partner, title=title, starts_on=starts_on, by=by, now=now, **said)
    renewed.renews = engagement
    renewed.save(update_fields=["renews"])
    return renewed


def _locked(engagement: Engagement, by: User) -> Engagement:
    require(by, Permission.KEEP_CHARTER, engagement.partner)
    return Engagement.objects.select_for_update(of=("self",)).select_related("partner").get(pk=engagement.pk)


def _last_day(engagement: Engagement) -> str:
    return f", with {engagement.ends_on:%-d %B %Y} for its last day" if engagement.ends_on else ""


def _say(engagement: Engagement, *, title: str, scope: str, starts_on: date, ends_on: date | None) -> None:
    if not title.strip():
        raise Refused("Say what the engagement is called.", field="title")
    if ends_on and ends_on < starts_on:
        raise Refused("The engagement ends before it begins. Give a later last day.", field="ends_on")
    engagement.title, engagement.scope = title.strip(), scope.strip()
    engagement.starts_on, engagement.ends_on = starts_on, ends_on


def _terms(
    by: User,
    partner: Partner,
    *,
    notice_by: date | None,
    value: Decimal | None,
    currency: str,
    notice_days: int | None = None,
) -> dict[str, Any]:
    """What is ours alone, as it is kept; nothing where nothing is said."""
    if (value is None) != (not currency):
        raise Refused("A value needs its currency, and a currency its value.", field="currency")
    if notice_days is None and notice_by is None and value is None:
        return {}
    require(by, Permission.CLASSIFY, partner)
    return {"notice_days": notice_days, "notice_by": notice_by, "value": value, "currency": currency.upper()}


def _correct_terms(engagement: Engagement, said: dict[str, Any], by: User) -> None:
    require(by, Permission.CLASSIFY, engagement.partner)
    rows = EngagementTerms.objects.select_for_update(of=("self",))
    kept: Model | None = rows.filter(engagement=engagement).first()
    names = ("notice_days", "notice_by", "value", "currency")
    before = (
        {name: getattr(kept, name) for name in names}
        if kept
        else {"notice_by": None, "value": None, "currency": ""}
    )
    terms = _terms(by, engagement.partner, **(before | said))
    if kept:
        emptied = dict.fromkeys(names[:3]) | {"currency": ""}
        for name, each in (terms or emptied).items():
            setattr(kept, name, each)
        kept.save()
    elif terms:
        EngagementTerms.objects.create(partner=engagement.partner, engagement=engagement, **terms)
