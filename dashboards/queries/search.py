"""One search over all that a person may see: partnerships, what is owed and wanted there, people, and pages.

A kind costs one query however much it finds, and no kind shows more than is wanted: candidates are read in the order
of their own list, the open ones first, and ranked here.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db.models import BooleanField, ExpressionWrapper, F, Func, Model, Q, QuerySet, TextField, Value
from django.db.models.fields import DateField, DateTimeField
from django.db.models.functions import Cast, Coalesce, NullIf
from django.urls import reverse
from django.utils.http import urlencode

from dashboards.models import Indicator
from dashboards.places import BESIDE, IN_THE_BAR, WITHIN, open_to, settings_places
from dashboards.queries.portfolio import next_reviews
from governance.local_day import day_in
from governance.models import ActionItem, Ask, BusinessOutcome, CapabilityBet, OutcomeIntent, RaciMatrix
from governance.models.outcomes import Health
from governance.owed import Status, owed_of, status_of
from governance.sheets.keys import read_key
from partners.access import Permission, can
from partners.finding import found_in, in_order, words_of
from partners.models import Membership, Partner, Side, User, enterprise_name
from partners.normalize import fold
from partners.voice import name_to, voice

CANDIDATES = 60
"""Of a kind, how many are read to find the best among them."""
_LIVE = (ActionItem.State.PROPOSED, ActionItem.State.OPEN, ActionItem.State.REPORTED)


@dataclass(frozen=True)
class Hit:
    """One thing that was found: what it is called, what stands beneath and beside it, and where it is."""

    title: str
    url: str
    about: str = ""
    side: str = ""
    """Whose it is, where it is one side's."""
    owes: str = ""
    """ "we owe": the same in words."""
    status: Status | None = None
    word: str = ""
    """How it stands, where that is a word without a colour."""
    exact: bool = False
    """It was named by its number, key or code."""
    over: bool = False
    """Nothing is to be done with it any more: it comes after what goes on."""
    narrows_to: str = ""
    """Of a partnership, its name in addresses: the search can go on within it alone."""


@dataclass(frozen=True)
class Group:
    """What was found of one kind. `more` says that there is more of it than is shown."""

    heading: str
    icon: str
    hits: tuple[Hit, ...]
    more: bool = False


@dataclass(frozen=True)
class Wanted:
    """Who looks for what, on which day."""

    reader: User
    typed: str
    words: tuple[str, ...]
    today: date
    within: Partner | None = None
    """The one partnership in which is looked."""

    def seen(self, rows: Any) -> Any:
        """Those of the `rows` of partnerships that the reader may see and looks among."""
        found = rows.visible_to(self.reader)
        return found.filter(partner=self.within) if self.within else found

    def name(self, partner: Partner) -> str:
        return name_to(partner, self.reader.side)

    def key_of(self, model: type[Model]) -> int | None:
        """The number of the row that is named by its key in an export, "ACT-1042-Y"."""
        key = read_key(self.typed)
        return key.pk if key and key.model is model else None


def search(reader: User, typed: str, *, today: date, most: int, within: Partner | None = None) -> list[Group]:
    """What `reader` may see that holds the words, `most` of each kind; without a word, the pages one can go to.

    `within`: the one partnership in which is looked, and whose pages are named.
    """
    wanted = Wanted(reader, typed, words_of(typed), today, within)
    pages = _PAGES_WITHIN if within else _PAGES
    kinds = [*_KINDS, pages] if wanted.words else [pages]
    if within:
        kinds = [each for each in kinds if each[2] is not _partners]
        most = most if wanted.words else len(WITHIN)
    found = [_best(heading, icon, hits(wanted), wanted, most) for heading, icon, hits in kinds]
    # What was named exactly stands first, whatever its kind: Enter opens it.
    return sorted((group for group in found if group.hits), key=lambda group: not group.hits[0].exact)


def _best(heading: str, icon: str, hits: Iterable[Hit], wanted: Wanted, most: int) -> Group:
    ranked = sorted(hits, key=lambda hit: _rank(hit, wanted.words))
    return Group(heading, icon, tuple(ranked[:most]), len(ranked) > most)


def _rank(hit: Hit, words: tuple[str, ...]) -> tuple[bool, bool, bool, bool]:
    """What was named exactly, then what goes on; there what begins with the first word, then what holds a word that
    begins so. Those of a rank stay in their own order."""
    title = fold(hit.title)
    begins = title.startswith(words[:1])
    return not hit.exact, hit.over, not begins, not any(f" {word}" in f" {title}" for word in words)


# --- the kinds, each in the order of its own list ---


def _partners(wanted: Wanted) -> Iterator[Hit]:
    called = {Side.OURS: Value(enterprise_name()), Side.THEIRS: F("name")}[wanted.reader.side.other]
    seen = Partner.objects.visible_to(wanted.reader).annotate(called=called)
    holds = found_in(wanted.typed, "called", "name", "kind", "expertise")
    ended = _flag(Q(status=Partner.Status.ENDED))
    partners = _read(
        seen.filter(holds | Q(code__iexact=wanted.typed)).order_by(ended, in_order("name"), "pk")
    )
    days = next_reviews(partners) if partners else {}
    for partner in partners:
        yield Hit(
            title=wanted.name(partner),
            url=reverse("partnership", args=[partner.slug]),
            about=" · ".join(filter(None, (partner.kind, partner.expertise))),
            word=_coming(days.get(partner.pk), wanted.today),
            exact=bool(partner.code) and partner.code.lower() == wanted.typed.lower(),
            over=partner.status == Partner.Status.ENDED,
            narrows_to=partner.slug,
        )


def _coming(review_on: date | None, today: date) -> str:
    if review_on is None or review_on < today:
        return ""
    return "review today" if review_on == today else f"review {review_on:%-d %b}"


def _actions(wanted: Wanted) -> Iterator[Hit]:
    rows = wanted.seen(ActionItem.objects).filter(never_was=False)
    rows = rows.select_related("partner", "owner").defer("detail", "partner__expertise")
    same = {wanted.typed, wanted.typed.upper(), wanted.typed.lower()}
    named = _read(rows.filter(_or_key(Q(reference__in=same), wanted.key_of(ActionItem))))
    holds = rows.filter(found_in(wanted.typed, "title"))
    live = _read(holds.filter(state__in=_LIVE).order_by("due_on", "pk"))
    # Whoever finds enough to do is not shown what is done: those are many, and few look for them.
    done = _read(holds.exclude(state__in=_LIVE).order_by("-pk")) if len(live) < CANDIDATES else []
    exact = {item.pk for item in named}
    done.sort(key=lambda item: item.state == ActionItem.State.WITHDRAWN)
    for item in {item.pk: item for item in chain(named, live, done)}.values():
        yield Hit(
            title=item.title,
            url=reverse("tracker_action", args=[item.partner.slug, item.pk]),
            about=f"{item.owner.full_name} · {wanted.name(item.partner)}",
            side=item.side,
            owes=f"{voice(item.side, wanted.reader.side).subject} {'owe' if item.state in _LIVE else 'owed'}",
            status=status_of(owed_of(item), wanted.today, wanted.reader.side),
            exact=item.pk in exact,
            over=item.state not in _LIVE,
        )


def _asks(wanted: Wanted) -> Iterator[Hit]:
    rows = wanted.seen(Ask.objects).select_related("partner", "owner").defer("partner__expertise")
    key = wanted.key_of(Ask)
    closed = _flag(~Q(state__in=Ask.OPEN_STATES))
    for ask in _read(
        rows.filter(_or_key(found_in(wanted.typed, "title"), key)).order_by(closed, "raised_on", "pk")
    ):
        held = f" · {ask.owner.full_name}" if ask.owner else ""
        yield Hit(
            title=ask.title,
            url=ask.get_absolute_url(),
            about=f"{ask.get_kind_display()}{held} · {wanted.name(ask.partner)}",
            side=ask.on_side,
            owes=f"on {voice(ask.on_side, wanted.reader.side).possessive} side",
            status=status_of(owed_of(ask), wanted.today, wanted.reader.side),
            exact=ask.pk == key,
            over=not ask.is_open,
        )


def _outcomes(wanted: Wanted) -> Iterator[Hit]:
    rows = wanted.seen(OutcomeIntent.objects).select_related("partner").defer("partner__expertise")
    key = wanted.key_of(OutcomeIntent)
    over = _flag(~Q(state__in=[OutcomeIntent.State.DRAFT, OutcomeIntent.State.AGREED]))
    holds = found_in(wanted.typed, "statement", "target", "business_function")
    for intent in _read(rows.filter(_or_key(holds, key)).order_by(over, "position", "pk")):
        agreed = intent.state == OutcomeIntent.State.AGREED
        of = f"for {intent.business_function} · " if intent.business_function else ""
        yield Hit(
            title=intent.statement,
            url=intent.get_absolute_url(),
            about=f"{of}{wanted.name(intent.partner)}",
            status=_health(intent) if agreed else None,
            word="" if agreed else str(intent.get_state_display()),
            exact=intent.pk == key,
            over=not agreed and intent.state != OutcomeIntent.State.DRAFT,
        )


def _health(intent: OutcomeIntent) -> Status:
    health, words = Health(intent.health), str(intent.get_health_display())
    return Status(health.level, words, words, words)


def _business_outcomes(wanted: Wanted) -> Iterator[Hit]:
    """What the outcomes of partnerships serve: of no single one, and no content of an administrator's."""
    if wanted.within or not can(wanted.reader, Permission.SEE_PARTNERSHIP):
        return
    over = _flag(~Q(state=BusinessOutcome.State.UNDER_WAY))
    rows = BusinessOutcome.objects.visible_to(wanted.reader).select_related("owner")
    holds = found_in(wanted.typed, "statement", "target", "function")
    for found in _read(rows.filter(holds).order_by(over, "function", "pk")):
        ended = found.state != BusinessOutcome.State.UNDER_WAY
        yield Hit(
            title=found.statement,
            url=found.get_absolute_url(),
            about=f"for {found.function} · {found.owner.full_name}",
            word=str(found.get_state_display()) if ended else "",
            over=ended,
        )


def _bets(wanted: Wanted) -> Iterator[Hit]:
    rows = wanted.seen(CapabilityBet.objects).select_related("partner").defer("partner__expertise")
    over = _flag(~Q(state=CapabilityBet.State.OPEN))
    for bet in _read(
        rows.filter(found_in(wanted.typed, "title", "detail")).order_by(over, "look_back_on", "pk")
    ):
        yield Hit(
            title=bet.title,
            url=bet.get_absolute_url(),
            about=f"capability bet · {wanted.name(bet.partner)}",
            side=bet.side,
            word="" if bet.state == CapabilityBet.State.OPEN else str(bet.get_state_display()),
            over=bet.state != CapabilityBet.State.OPEN,
        )


def _people(wanted: Wanted) -> Iterator[Hit]:
    seen = User.objects.visible_to(wanted.reader).filter(is_active=True).select_related("employer")
    if wanted.within:
        present = Membership.objects.current().filter(partner=wanted.within)
        seen = seen.filter(pk__in=present.values("person"))
    reads = can(wanted.reader, Permission.SEE_PARTNERSHIP)
    holds = found_in(wanted.typed, "full_name", "job_title", "business_function")
    for person in _read(
        seen.filter(holds | Q(email__iexact=wanted.typed)).order_by(in_order("full_name"), "pk")
    ):
        of = person.employer.name if person.employer else enterprise_name()
        yield Hit(
            title=person.full_name,
            url=_where_they_stand(person) if reads else _where_they_are_kept(person),
            about=" · ".join(filter(None, (person.job_title, of))),
            exact=person.email == wanted.typed.lower(),
        )


def _where_they_stand(person: User) -> str:
    """What they owe, to whoever reads it."""
    return f"{reverse('tracker')}?{urlencode({'owner': person.pk})}"


def _where_they_are_kept(person: User) -> str:
    """Where whoever looks after people finds them."""
    if person.employer:
        return f"{reverse('settings_people')}?{urlencode({'partner': person.employer.slug})}"
    return f"{reverse('settings_colleagues')}?{urlencode({'q': person.full_name})}"


def _indicators(wanted: Wanted) -> Iterator[Hit]:
    rows = wanted.seen(Indicator.objects).select_related("partner").defer("partner__expertise")
    retired = _flag(Q(retired_on__isnull=False))
    for indicator in _read(
        rows.filter(found_in(wanted.typed, "name")).order_by(retired, in_order("name"), "pk")
    ):
        yield Hit(
            title=indicator.name,
            url=indicator.get_absolute_url(),
            about=f"{indicator.get_kind_display()} · {wanted.name(indicator.partner)}",
            word="measured no more" if indicator.retired_on else "",
            over=indicator.retired_on is not None,
        )


def _matrices(wanted: Wanted) -> Iterator[Hit]:
    rows = wanted.seen(RaciMatrix.objects).select_related("partner").defer("partner__expertise")
    superseded = _flag(Q(state=RaciMatrix.State.SUPERSEDED))
    for matrix in _read(
        rows.filter(found_in(wanted.typed, "title")).order_by(superseded, in_order("title"), "-pk")
    ):
        yield Hit(
            title=matrix.title,
            url=matrix.get_absolute_url(),
            about=f"RACI · {wanted.name(matrix.partner)}",
            word=str(matrix.get_state_display()),
            over=matrix.state == RaciMatrix.State.SUPERSEDED,
        )


def _day_of(review: Any) -> date:
    """The day of the meeting, where its chair lives; once it has begun, where they lived then."""
    return review.held_on or day_in(review.chair.time_zone if review.chair else "", review.starts_at)


_ZONE = Coalesce(NullIf("chair__time_zone", Value("")), Value(settings.TIME_ZONE))
_DAY = Coalesce(
    "held_on",
    Cast(Func(_ZONE, F("starts_at"), function="timezone", output_field=DateTimeField()), DateField()),
)
"""The same day (`_day_of`), to look for its words."""


def _reviews(wanted: Wanted) -> Iterator[Hit]:
    """By forum, partnership, month and headline; the model stands on a higher floor."""
    reviews: Any = apps.get_model("reviews.Review")
    when = Func(_DAY, Value("FMDD FMMonth YYYY"), function="to_char", output_field=TextField())
    rows = wanted.seen(reviews.objects).exclude(state=reviews.State.CANCELLED)
    rows = rows.select_related("partner", "forum", "chair").defer("partner__expertise").annotate(when=when)
    holds = found_in(wanted.typed, "headline", "forum__name", "partner__name", "when")
    for review in _read(rows.filter(holds).order_by("-starts_at", "-pk")):
        sealed = review.state == reviews.State.SEALED
        yield Hit(
            title=f"{wanted.name(review.partner)}, {_day_of(review):%-d %B %Y}",
            url=reverse(
                "reviews_record" if sealed else "reviews_agenda", args=[review.partner.slug, review.pk]
            ),
            about=" · ".join(filter(None, (review.forum.name, review.headline))),
            word=str(review.get_state_display()),
        )


def _pages(wanted: Wanted) -> Iterator[Hit]:
    """The pages of one's own, by their names."""
    places = chain(IN_THE_BAR, BESIDE, settings_places() if wanted.words else settings_places()[:1])
    for place in open_to(wanted.reader, tuple(places)):
        if all(word in fold(place.label) for word in wanted.words):
            exact = bool(wanted.words) and fold(place.label) == fold(wanted.typed)
            yield Hit(title=place.label, url=reverse(place.route), exact=exact)


def _pages_within(wanted: Wanted) -> Iterator[Hit]:
    """The pages of the one partnership."""
    assert wanted.within is not None
    for place in open_to(wanted.reader, WITHIN, wanted.within):
        if all(word in fold(place.label) for word in wanted.words):
            yield Hit(title=place.label, url=reverse(place.route, args=[wanted.within.slug]))


_Kind = tuple[str, str, Callable[[Wanted], Iterator[Hit]]]
_PAGES: _Kind = ("Pages", "file-text", _pages)
_PAGES_WITHIN: _Kind = ("Pages", "file-text", _pages_within)
_KINDS: list[_Kind] = [
    ("Partners", "handshake", _partners),
    ("Actions", "check", _actions),
    ("Asks", "message-square", _asks),
    ("Outcomes", "target", _outcomes),
    ("Business outcomes", "target", _business_outcomes),
    ("People", "user", _people),
    ("Indicators", "chart-line", _indicators),
    ("Reviews", "gavel", _reviews),
    ("Who does what", "table", _matrices),
    ("Capability bets", "scale", _bets),
]


def _flag(condition: Q) -> ExpressionWrapper:
    """To order by: those to which it applies come last."""
    return ExpressionWrapper(condition, output_field=BooleanField())


def _or_key(holds: Q, pk: int | None) -> Q:
    return holds | Q(pk=pk) if pk else holds


def _read(rows: QuerySet[Any, Any]) -> list[Any]:
    return list(rows[:CANDIDATES])
