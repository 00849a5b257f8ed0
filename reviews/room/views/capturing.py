"""The capture line: a promise, a note, a decision, something parked, thanks. Nothing typed is ever lost."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from http import HTTPStatus

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST

from governance.calendar.dates import DateNotUnderstood, understand_date
from governance.capture.lines import Captured, Problem, capture
from governance.people import people_who
from governance.sheets.people_matching import Candidate
from partners.access import Permission, can
from partners.guards import PersonRequest, requires
from partners.lengths import require_within
from partners.models import Partner, User
from partners.once import once
from partners.untrusted_text import is_primary_key
from partners.verb import Refused
from reviews.clock import today_of
from reviews.finding import review_of
from reviews.meeting.place import Place
from reviews.models import Review
from reviews.room.captured_already import CapturedAlready, Twin, captured_already
from reviews.room.mentions import Mentioned, named_in_full
from reviews.room.verbs.answers import decide_aloud, note, park, thank_in_room
from reviews.room.verbs.moving import require_to_write
from reviews.room.verbs.steps import keep_promise
from reviews.room.views.room import arrive, show

LONGEST_LINE = 2000


@dataclass(frozen=True)
class Understood:
    """A captured line with what was put right by hand: the owner and the day count over what the line says."""

    captured: Captured
    people: tuple[User, ...]
    owner: User | None
    due: date | None
    problems: tuple[Problem, ...]
    twins: Sequence[Twin] = ()
    """What was captured before and says the same, latest first."""
    other_than: int | None = None
    """What this was said to be another one than, by its number."""

    @property
    def line(self) -> str:
        return self.captured.line

    @property
    def title(self) -> str:
        return self.captured.title

    @property
    def twin(self) -> Twin | None:
        """What was captured before and says the same, until somebody says that this is another one."""
        return next((twin for twin in self.twins[:1] if twin.item.pk != self.other_than), None)

    @property
    def is_complete(self) -> bool:
        return not self.problems

    @property
    def pieces(self) -> list[tuple[str, str]]:
        """The line cut at what was understood: text and kind, "" where it is plain."""
        pieces, at = [], 0
        for span in self.captured.spans:
            pieces += [(self.line[at : span.start], ""), (self.line[span.start : span.end], span.kind)]
            at = span.end
        return [piece for piece in (*pieces, (self.line[at:], "")) if piece[0]]


def understand(request: PersonRequest, review: Review, now: datetime) -> Understood:
    """The line of the request among the people of the partnership, with its owner and day as put right. Refused where
    it is too long."""
    typed = request.POST
    line = _line(request)
    today = today_of(review.chair, now)
    country = review.chair.country if review.chair else ""
    people = tuple(people_who(Permission.KEEP_PROMISES, review.partner))
    captured = capture(line, people=_as_named(people), today=today, country=country)
    by_id: dict[object, User] = {person.pk: person for person in people}
    # What was put right belongs to the line it was put right for, not to one typed since; an answer goes on with it.
    fixes: Mapping[str, str] = typed if typed.get("fixed_line", line) in (line, typed.get("line")) else {}
    owner = fixes.get("owner", "")
    fixed_owner = by_id.get(int(owner)) if is_primary_key(owner) else None
    fixed_due, due_problem = _day(fixes.get("due", ""), today, country)
    solved = {"owner": fixed_owner is not None, "date": fixed_due is not None or due_problem is not None}
    problems = [problem for problem in captured.problems if not solved.get(problem.field)]
    named_owner = by_id.get(captured.owner.id) if captured.owner else None
    if owner and fixed_owner is None and named_owner is not None:
        # Somebody else was chosen, who cannot be read: it is not whom the line names.
        named_owner = None
        problems.append(Problem("owner", "Choose who owes it."))
    problems += [due_problem] if due_problem else []
    is_asked = any(problem.field == "date" for problem in problems)
    owes, seen = fixed_owner or named_owner, typed.get("other_than", "")
    other_than = int(seen) if is_primary_key(seen) else None
    return Understood(
        captured,
        people,
        owes,
        # A day that is asked about is nobody's yet: it would be sent as if it had been put right.
        fixed_due or (None if is_asked else captured.due),
        tuple(problems),
        captured_already(review, title=captured.title, owner=owes, reader=request.user),
        other_than,
    )


@require_POST
@requires(Permission.SEE_PARTNERSHIP, shared=True)
def echo(request: PersonRequest, pk: int, *, partner: Partner) -> HttpResponse:
    """What was understood of the line so far. Changes nothing."""
    review = review_of(request, partner, pk)
    require_to_write(review, request.user)
    understood, too_long = None, ""
    if request.POST.get("line", "").strip():
        try:
            understood = understand(request, review, timezone.now())
        except Refused as refused:
            too_long = refused.sentence
    context = {
        "understood": understood,
        "capture_refusal": too_long,
        "reader": request.user,
        "may_decide": can(request.user, Permission.RUN_REVIEW, partner),
        "today": today_of(review.chair, timezone.now()),
    }
    return render(request, "room/_echo.html", context)


@require_POST
@requires(Permission.SEE_PARTNERSHIP, shared=True)
@once
def keep(request: PersonRequest, pk: int, *, partner: Partner) -> HttpResponse:
    """Keeps the line as what the button says; what cannot be understood stays, and asks. An answer to what was asked
    is the line as it reads with it, and is kept by the next Enter."""
    review, now = review_of(request, partner, pk), timezone.now()
    require_to_write(review, request.user)
    place, keep_as = Place.read(request.POST), _KEEP.get(request.POST.get("as", "promise"))
    if keep_as is None:
        raise Http404
    try:
        problem = keep_as(request, review, now)
    except Refused as refused:
        problem = None, refused.sentence
    if problem:
        understood, sentence = problem
        return show(
            request,
            review,
            place,
            status=HTTPStatus.UNPROCESSABLE_ENTITY,
            understood=understood,
            line=request.POST.get("instead") or request.POST.get("line", ""),
            capture_refusal=sentence,
            reader=request.user,
            capture_swap=True,
        )
    return arrive(request, review, place)


Problems = tuple[Understood | None, str] | None
_GONE_SINCE = "What was captured before has been taken back since. Yours is not captured yet: Enter saves it."


def _promise(request: PersonRequest, review: Review, now: datetime) -> Problems:
    understood = understand(request, review, now)
    if request.POST.get("instead"):
        return understood, ""
    same_as = request.POST.get("same_as", "")
    if same_as:
        stands = any(str(twin.item.pk) == same_as for twin in understood.twins)
        return None if stands else (understood, _GONE_SINCE)
    if understood.twin or not understood.is_complete or understood.owner is None or understood.due is None:
        return understood, ""
    try:
        keep_promise(
            review,
            title=understood.title,
            owner=understood.owner,
            due_on=understood.due,
            by=request.user,
            now=now,
            other_than=understood.other_than,
        )
    except CapturedAlready as already:
        return replace(understood, twins=[already.twin, *understood.twins]), ""
    except Refused as refused:
        return understood, refused.sentence
    return None


def _note(request: PersonRequest, review: Review, now: datetime) -> Problems:
    note(review, text=_mentioned(request, review).line, by=request.user, now=now)
    return None


def _decision(request: PersonRequest, review: Review, now: datetime) -> Problems:
    decide_aloud(review, text=_mentioned(request, review).line, by=request.user, now=now)
    return None


def _parked(request: PersonRequest, review: Review, now: datetime) -> Problems:
    park(review, text=_mentioned(request, review).line, by=request.user, now=now)
    return None


def _thanks(request: PersonRequest, review: Review, now: datetime) -> Problems:
    """ "Mei and Tom: for the purge": names before the colon, or before "for"."""
    mentioned = _mentioned(request, review)
    if mentioned.unknown:
        raise Refused(
            f"Nobody here is called “{mentioned.unknown[0]}”, or several people are. Write the name in full, "
            "or without the @."
        )
    line = mentioned.line
    names, colon, words = line.partition(":")
    if not colon:
        names, _, words = line.partition(" for ")
        words = f"for {words}" if words else ""
    thank_in_room(review, names=names, words=words, by=request.user, now=now)
    return None


_KEEP: dict[str, Callable[[PersonRequest, Review, datetime], Problems]] = {
    "promise": _promise,
    "note": _note,
    "decision": _decision,
    "parked": _parked,
    "thanks": _thanks,
}


def _line(request: PersonRequest) -> str:
    line = request.POST.get("instead") or request.POST.get("line", "")
    return require_within(line, LONGEST_LINE, field="line")


def _mentioned(request: PersonRequest, review: Review) -> Mentioned:
    """The line with everybody behind an @ named in full: it is read by those who were not there."""
    people = people_who(Permission.SEE_PARTNERSHIP, review.partner)
    return named_in_full(_line(request), _as_named(people))


def _as_named(people: Iterable[User]) -> list[Candidate]:
    """`people` by every name somebody may write."""
    return [Candidate(p.pk, p.full_name, p.side, (p.email, p.email.split("@")[0])) for p in people]


def _day(text: str, today: date, country: str) -> tuple[date | None, Problem | None]:
    if not text.strip():
        return None, None
    try:
        return understand_date(text, today=today, country=country), None
    except DateNotUnderstood as unclear:
        return None, Problem("date", str(unclear))
