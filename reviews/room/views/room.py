"""The review room. Always in the shared scope: the partner's edition on every screen, whoever signed in."""

from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from governance.step import Step, StepForm, Thing
from partners.access import Permission
from partners.guards import PersonRequest, requires
from partners.isolation.scope import narrow, shared_edition
from partners.models import Partner, User
from partners.verb import Refused, Stale
from reviews.agenda.views.agenda import agenda_page
from reviews.finding import review_of
from reviews.meeting.place import Place
from reviews.meeting.room import Room
from reviews.meeting.shown import Shown
from reviews.models import Attendance, Review
from reviews.room.handed_on import BLANKS, OWN_SEAT, Drawn, follower, handed, keep
from reviews.room.presence import AtScreens, at_screens
from reviews.room.sections_shown import around, look_in, section_of
from reviews.room.verbs.meeting import follow, open_review
from reviews.room.verbs.steps import through_the_room
from reviews.silence import silence

OF_A_ROOM = ("partner", "version", "state", "chair", "presenter", "scribe")
"""What of a review says whether anything has moved, and for whom it is drawn."""
PEOPLE_ALONE = "X-Tandem-People"
"""The header of an answer that says who is here and nothing else (static/js/room.js)."""


@require_POST
@requires(Permission.RUN_REVIEW)
def opening(request: PersonRequest, pk: int, *, partner: Partner) -> HttpResponse:
    """The meeting begins; leads into the room."""
    review = review_of(request, partner, pk)
    try:
        open_review(review, by=request.user, now=timezone.now())
    except Refused as refused:
        return agenda_page(
            request, review, status=422, refusal=refused.sentence, no_chair=refused.field == "chair"
        )
    return redirect("reviews_room", partner.slug, pk)


@requires(Permission.SEE_PARTNERSHIP, shared=True)
def room(request: PersonRequest, pk: int, *, partner: Partner) -> HttpResponse:
    """The room, or the place for what is not open."""
    review = review_of(request, partner, pk)
    if review.state != Review.State.OPEN:
        return redirect("reviews_agenda", partner.slug, pk)
    if not request.htmx:
        follow(review, request.user)
    return show(request, review, Place.read(request.GET))


@requires(Permission.SEE_PARTNERSHIP, shared=True)
def close(request: PersonRequest, pk: int, *, partner: Partner) -> HttpResponse:
    """The read-back: what was promised today, whether each side agrees, its sentence; then the seal."""
    review = review_of(request, partner, pk)
    if review.state != Review.State.OPEN:
        return redirect("reviews_agenda", partner.slug, pk)
    room = look_in(review, reader=request.user, now=timezone.now(), place=Place())
    asked = silence(review) if request.GET.get("unheard") == "1" and room.may_move else None
    return show(request, review, Place(item=str(room.read_back.pk)), silence=asked)


@requires(Permission.SEE_PARTNERSHIP, shared=True)
def state(request: PersonRequest, pk: int, *, partner: Partner) -> HttpResponse:
    """What every screen asks every two seconds: 204 while nothing has moved, else everything that may have.

    What has not moved, and what was drawn already for somebody else, is answered before it comes here
    (reviews/room/nothing_moved.py).
    """
    review = Review.objects.filter(partner=partner, pk=pk).only(*OF_A_ROOM).first()
    if review is None:
        raise Http404
    if review.state != Review.State.OPEN:
        return HttpResponse(headers={"HX-Redirect": reverse("reviews_agenda", args=[partner.slug, pk])})
    seen = at_screens(pk, request.user.pk, timezone.now())
    if request.GET.get("v") != str(review.version):
        return _moved(request, partner, review, seen)
    if request.GET.get("here", seen.mark) == seen.mark:
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    return _people(request, review_of(request, partner, pk), seen)


def _moved(request: PersonRequest, partner: Partner, review: Review, seen: AtScreens) -> HttpResponse:
    """The regions anew: for whoever follows, drawn so that others who follow may have them as well."""
    place = Place.read(request.GET)
    for_whom = follower(request, request.user, review, place, seen)
    whole = review_of(request, partner, review.pk)
    if for_whom is None or whole.version != for_whom.version:
        return show(request, whole, place)
    reader = for_whom.reader(request.user.pk)
    narrow(shared_edition(None, partner))
    now = timezone.now()
    room = look_in(whole, reader=reader, now=now, place=place, seen=seen)
    context = _context(room, section_of(room)) | {"user": reader}
    nobody = _nobody_s(request, reader)
    drawn = Drawn(
        render_to_string("room/_regions.html", context | {"own_seat": OWN_SEAT}, nobody),
        render_to_string("room/_own_seat.html", context | BLANKS, nobody),
        now.timestamp(),
    )
    if not keep(for_whom, drawn):
        narrow(shared_edition(request.user, partner))
        return show(request, whole, place)
    return handed(request, drawn, request.user.pk, room.my_seat.state if room.my_seat else None)


def _nobody_s(request: PersonRequest, reader: User) -> HttpRequest:
    """A request for the same page without anything a browser has sent along."""
    nobody = HttpRequest()
    nobody.path, nobody.path_info, nobody.resolver_match = (
        request.path,
        request.path_info,
        request.resolver_match,
    )
    nobody.user = reader
    return nobody


def _people(request: PersonRequest, review: Review, seen: AtScreens) -> HttpResponse:
    """Somebody came or went and nothing else has changed: who is here, drawn anew alone."""
    place = Place.read(request.GET)
    room = around(review, (), reader=request.user, now=timezone.now(), place=place, seen=seen)
    shown = {"at": place.at}
    context = {"room": room, "review": review, "partner": review.partner, "shown": shown, "place": place}
    answer = render(request, "room/_people.html", context)
    answer.headers[PEOPLE_ALONE] = "1"
    return answer


def show(
    request: PersonRequest,
    review: Review,
    place: Place,
    *,
    status: int = HTTPStatus.OK,
    tried: StepForm | None = None,
    line: str = "",
    refusal: str = "",
    **context: Any,
) -> HttpResponse:
    """The whole room, or for htmx the regions of it. `tried` is a form that was refused, with what was typed: it stands
    in its row, and where that has left the section its words are said beside the refusal."""
    now = timezone.now()
    seen = at_screens(review.pk, request.user.pk, now)
    room = look_in(review, reader=request.user, now=now, place=place, seen=seen)
    shown = section_of(room)
    template = "room/_regions.html" if request.htmx else "room/room.html"
    writes = request.GET.get("writes")
    context.setdefault("capture_swap", writes is not None and bool(writes) != room.may_write)
    return render(
        request, template, context | _context(room, shown, status, tried, line, refusal), status=status
    )


def _context(
    room: Room,
    shown: Shown,
    status: int = HTTPStatus.OK,
    tried: StepForm | None = None,
    line: str = "",
    refusal: str = "",
) -> dict[str, Any]:
    """What the regions of the room are drawn from."""
    place, review, (opened, form) = room.place, room.review, _opened(room, shown)
    is_there = tried is not None and shown.at == place.at
    return {
        "room": room, "review": review, "partner": review.partner, "shown": shown, "place": place,
        "opened": opened, "strip": tried if is_there else None if tried else form,
        "is_refused": is_there,
        "is_stale": is_there and status == HTTPStatus.CONFLICT,
        "kept_words": [] if is_there or tried is None else _typed(tried),
        "line": line, "refusal": refusal, "today": room.today,
        "attendance_states": Attendance.State, "may_decide": room.may_move,
    }  # fmt: skip


def moving(
    request: PersonRequest,
    partner: Partner,
    pk: int,
    move: Callable[[Review], object],
) -> HttpResponse:
    """Carries out one move and shows the room, with a refusal kept on screen beside what was typed."""
    review = review_of(request, partner, pk)
    place = Place.read(request.POST).with_(do="")
    try:
        move(review)
    except Refused as refused:
        return refused_at(request, review, place, refused)
    return arrive(request, review, place)


def refused_at(request: PersonRequest, review: Review, place: Place, refused: Refused) -> HttpResponse:
    """The room with the sentence that says why not."""
    return show(request, review, place, status=status_of(refused), refusal=refused.sentence)


def status_of(refused: Refused) -> int:
    """409 where somebody else was quicker, else 422."""
    return HTTPStatus.CONFLICT if isinstance(refused, Stale) else HTTPStatus.UNPROCESSABLE_ENTITY


def arrive(request: PersonRequest, review: Review, place: Place) -> HttpResponse:
    """After a move: the regions for htmx, else a fresh page at the same place."""
    if request.htmx:
        return show(request, review_of(request, review.partner, review.pk), place)
    return redirect(reverse("reviews_room", args=[review.partner.slug, review.pk]) + place.query)


def _opened(room: Room, shown: Shown) -> tuple[Step[Any], StepForm] | tuple[None, None]:
    """The step that stands open in the row in hand, and its form, if any."""
    at = shown.at if shown.may_answer else ""
    row = next((row for column in shown.columns for row in column.rows if row.key == at), None)
    step: Step[Any] | None = row.opened(room.place.do) if row and row.to_discuss else None
    if row is None or step is None:
        return None, None
    thing: Any = row.thing
    return step, room_form(step, thing, room.reader, room.now, room.review)


def _typed(form: StepForm) -> list[str]:
    """What somebody wrote into the fields of the form."""
    return [words for field in form.visible_fields() if (words := str(field.value() or "").strip())]


def room_form(
    step: Step[Thing], thing: Thing, by: User, now: datetime, review: Review, data: Any = None
) -> StepForm:
    """Its form, which writes it down in the minutes besides."""
    assert step.in_room is not None
    return step.in_room.form(data, thing=thing, by=by, now=now, through=through_the_room(review, step))
