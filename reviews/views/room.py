"""The review room. Always in the shared scope: the partner's edition on every screen, whoever signed in."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from partners.access import Permission
from partners.models import Partner
from partners.routes import PersonRequest, requires
from partners.verbs import Refused, Stale
from reviews import actions
from reviews.models import Attendance, Review
from reviews.queries.place import Place
from reviews.queries.room import Room
from reviews.queries.room_rows import AskRow
from reviews.queries.room_sections import look_in, section_of
from reviews.queries.room_shown import Shown
from reviews.room_forms import ROOM_FORMS, Answer, RoomForm
from reviews.silence import silence
from reviews.views.finding import review_of


@requires(Permission.SEE_PARTNERSHIP, shared=True)
def room(request: PersonRequest, pk: int, *, partner: Partner) -> HttpResponse:
    """The room, or the place for what is not open."""
    review = review_of(request, partner, pk)
    if review.state != Review.State.OPEN:
        return redirect("reviews_agenda", partner.slug, pk)
    if not request.htmx:
        actions.follow(review, request.user)
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
    """What every screen asks every two seconds: 204 while nothing has moved, else everything that may have."""
    now = Review.objects.filter(partner=partner, pk=pk).values_list("version", "state").first()
    if now is None:
        raise Http404
    if now[1] != Review.State.OPEN:
        return HttpResponse(headers={"HX-Redirect": reverse("reviews_agenda", args=[partner.slug, pk])})
    if request.GET.get("v") == str(now[0]):
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    return show(request, review_of(request, partner, pk), Place.read(request.GET))


def show(
    request: PersonRequest, review: Review, place: Place, *, status: int = HTTPStatus.OK,
    tried: RoomForm | Answer | None = None, line: str = "", refusal: str = "", **context: Any,
) -> HttpResponse:  # fmt: skip
    """The whole room, or for htmx the regions of it. `tried` is a form that was refused, with what was typed."""
    room = look_in(review, reader=request.user, now=timezone.now(), place=place)
    shown = section_of(room)
    template = "reviews/room/_regions.html" if request.htmx else "reviews/room.html"
    context |= {
        "room": room, "review": review, "partner": review.partner, "shown": shown, "place": place,
        "strip": tried or _strip(room, shown), "line": line, "refusal": refusal, "today": room.today,
        "attendance_states": Attendance.State,
    }  # fmt: skip
    return render(request, template, context, status=status)


def moving(
    request: PersonRequest, partner: Partner, pk: int, move: Callable[[Review], object], *, at: str | None = None,
) -> HttpResponse:  # fmt: skip
    """Carries out one move and shows the room, with a refusal kept on screen beside what was typed."""
    review = review_of(request, partner, pk)
    place = Place.read(request.POST).with_(do="")
    try:
        move(review)
    except Refused as refused:
        return refused_at(request, review, place, refused)
    return arrive(request, review, place if at is None else place.with_(at=at))


def refused_at(request: PersonRequest, review: Review, place: Place, refused: Refused) -> HttpResponse:
    """The room with the sentence that says why not."""
    status = HTTPStatus.CONFLICT if isinstance(refused, Stale) else HTTPStatus.UNPROCESSABLE_ENTITY
    return show(request, review, place, status=status, refusal=refused.sentence)


def arrive(request: PersonRequest, review: Review, place: Place) -> HttpResponse:
    """After a move: the regions for htmx, else a fresh page at the same place."""
    if request.htmx:
        return show(request, review_of(request, review.partner, review.pk), place)
    return redirect(reverse("reviews_room", args=[review.partner.slug, review.pk]) + place.query)


def _strip(room: Room, shown: Shown) -> RoomForm | Answer | None:
    """The form opened on the row in hand, if any."""
    if not room.may_move or not shown.at:
        return None
    row = next((row for column in shown.columns for row in column.rows if row.key == shown.at), None)
    if row is None or not row.to_discuss:
        return None
    if isinstance(row, AskRow):
        return Answer(review=room.review, ask=row.ask, by=room.reader, now=room.now)
    form = ROOM_FORMS.get(room.place.do)
    return form(review=room.review, item=row.item, by=room.reader, now=room.now) if form else None
