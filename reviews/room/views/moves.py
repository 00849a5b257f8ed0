"""What the chair does in the room: every move is a form, and answers with the room as it stands then."""

from collections.abc import Iterable

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from governance.models import ActionItem, Ask
from governance.step import Step, StepForm, Thing
from partners.access import Permission, require
from partners.guards import PersonRequest, requires
from partners.models import Partner, User
from partners.once import once
from partners.untrusted_text import is_primary_key
from partners.verb import Refused, Stale
from reviews.agenda.verbs.scheduling import change_chair
from reviews.finding import review_of, someone_of
from reviews.meeting.place import Place
from reviews.meeting.rows import AskRow, PromiseRow
from reviews.models import AgendaItem, Review, RoomMove
from reviews.room.verbs import closing, undoing
from reviews.room.verbs.meeting import mark_all_here, mark_attendance, pause, resume, set_aside, take_up
from reviews.room.verbs.moving import require_to_write
from reviews.room.verbs.presenting import hand_presenting, name_scribe
from reviews.room.verbs.steps import confirm_list
from reviews.room.views.room import arrive, moving, refused_at, room_form, show, status_of
from reviews.sections import READ_BACK

_NO_MOVE = 0


@require_POST
@requires(Permission.SEE_PARTNERSHIP, shared=True)
@once
def promise(request: PersonRequest, pk: int, action: int, move: str, *, partner: Partner) -> HttpResponse:
    """One thing said of one promise."""
    visible = ActionItem.objects.visible_to(request.user).filter(partner=partner)
    item = get_object_or_404(visible.select_related("partner", "owner"), pk=action)
    return _step(
        request, review_of(request, partner, pk), PromiseRow.STEPS, item, move, at=f"action-{action}"
    )


@require_POST
@requires(Permission.RUN_REVIEW, shared=True)
@once
def answer(request: PersonRequest, pk: int, ask: int, move: str, *, partner: Partner) -> HttpResponse:
    """One thing said of one ask."""
    visible = Ask.objects.visible_to(request.user).filter(partner=partner)
    asked = get_object_or_404(visible.select_related("partner"), pk=ask)
    return _step(request, review_of(request, partner, pk), AskRow.STEPS, asked, move, at=f"ask-{ask}")


def _step(
    request: PersonRequest, review: Review, steps: Iterable[Step[Thing]], thing: Thing, slug: str, *, at: str
) -> HttpResponse:
    """Any of `steps` is said of `thing`, and the room goes on from the row `at`, or stays there with what was typed."""
    step = next((step for step in steps if step.slug == slug), None)
    if step is None or step.in_room is None:
        raise Http404
    if step.in_room.by_scribe:
        require_to_write(review, request.user)
    else:
        require(request.user, Permission.RUN_REVIEW, review.partner)
    form = room_form(step, thing, request.user, timezone.now(), review, request.POST)
    place = Place.read(request.POST).with_(at=at)
    if not form.carried_out():
        refusal = " ".join(map(str, form.non_field_errors())) if form.visible_fields() else _first_error(form)
        return show(request, review, place.with_(do=slug), status=form.status, tried=form, refusal=refusal)
    following = request.POST.get("next", "")[:40] if step.in_room.goes_on else at
    return arrive(request, review, place.with_(at=following, do=""))


@require_POST
@requires(Permission.RUN_REVIEW, shared=True)
def consent(request: PersonRequest, pk: int, *, partner: Partner) -> HttpResponse:
    """Confirms everything on the consent list that is still ticked."""
    ticked = request.POST.getlist("confirm")
    if not all(map(is_primary_key, ticked)):
        raise Http404
    visible = ActionItem.objects.visible_to(request.user).filter(partner=partner, pk__in=map(int, ticked))
    return moving(
        request,
        partner,
        pk,
        lambda review: confirm_list(review, list(visible), by=request.user, now=timezone.now()),
    )


@require_POST
@requires(Permission.SEE_PARTNERSHIP, shared=True)
def turn(request: PersonRequest, pk: int, item: int, *, partner: Partner) -> HttpResponse:
    """Turns to a line of the agenda, for everyone: whoever presents, or may chair."""
    line = _line(request, partner, pk, item)
    now = timezone.now()
    try:
        take_up(line, by=request.user, now=now)
    except Refused:
        return redirect("reviews_agenda", partner.slug, pk)
    if line.is_heading and line.section == READ_BACK.number and not request.htmx:
        return redirect("reviews_close", partner.slug, pk)
    return arrive(request, review_of(request, partner, pk), Place())


@require_POST
@requires(Permission.RUN_REVIEW, shared=True)
def aside(request: PersonRequest, pk: int, item: int, *, partner: Partner) -> HttpResponse:
    """Defers or drops a line of the agenda, or says that it was discussed."""
    line = _line(request, partner, pk, item)
    state = request.POST.get("state", "")
    if state not in (AgendaItem.State.DEFERRED, AgendaItem.State.DROPPED, AgendaItem.State.DISCUSSED):
        raise Http404
    return moving(
        request,
        partner,
        pk,
        lambda review: set_aside(line, state=state, by=request.user, now=timezone.now()),
    )


@require_POST
@requires(Permission.RUN_REVIEW, shared=True)
def clock(request: PersonRequest, pk: int, *, partner: Partner) -> HttpResponse:
    """Pauses the clock, or lets it run."""
    change = {"pause": pause, "run": resume}.get(request.POST.get("clock", ""))
    if change is None:
        raise Http404
    return moving(request, partner, pk, lambda review: change(review, by=request.user, now=timezone.now()))


@require_POST
@requires(Permission.SEE_PARTNERSHIP, shared=True)
def undo(request: PersonRequest, pk: int, *, partner: Partner) -> HttpResponse:
    """Takes back the last move, and has its row in hand: the move the form shows, and no other in its place."""
    shown = request.POST.get("latest", "")
    latest = int(shown) if is_primary_key(shown) else _NO_MOVE
    review, place = review_of(request, partner, pk), Place.read(request.POST).with_(do="")
    try:
        undone = undoing.undo(review, by=request.user, now=timezone.now(), latest=latest)
    except Refused as refused:
        return refused_at(request, review, place, refused)
    return arrive(request, review, _where(undone, place))


@require_POST
@requires(Permission.SEE_PARTNERSHIP, shared=True)
def attendance(request: PersonRequest, pk: int, *, partner: Partner) -> HttpResponse:
    """Who is here: "7:present". The chair marks anyone, everybody themselves; "all" are those who did not leave."""
    who, _, state = request.POST.get("seat", "").partition(":")
    if who == "all":
        return moving(
            request, partner, pk, lambda review: mark_all_here(review, by=request.user, now=timezone.now())
        )
    if state not in ("present", "following", "excused", "invited"):
        raise Http404
    person = someone_of(review_of(request, partner, pk), who)
    return moving(
        request,
        partner,
        pk,
        lambda review: mark_attendance(
            review, person=person, state=state, by=request.user, now=timezone.now()
        ),
    )


@require_POST
@requires(Permission.RUN_REVIEW, shared=True)
def take_the_chair(request: PersonRequest, pk: int, *, partner: Partner) -> HttpResponse:
    """In the middle of the meeting somebody else who may chair takes over."""
    return moving(
        request,
        partner,
        pk,
        lambda review: change_chair(review, chair=request.user, by=request.user, now=timezone.now()),
    )


@require_POST
@requires(Permission.SEE_PARTNERSHIP, shared=True)
def presenting(request: PersonRequest, pk: int, *, partner: Partner) -> HttpResponse:
    """Whoever is chosen turns the agenda for everyone from now on; nobody: the chair does again."""
    to = _chosen(request, partner, pk)
    return moving(
        request,
        partner,
        pk,
        lambda review: hand_presenting(review, to=to, by=request.user, now=timezone.now()),
    )


@require_POST
@requires(Permission.RUN_REVIEW, shared=True)
def scribe(request: PersonRequest, pk: int, *, partner: Partner) -> HttpResponse:
    """Whoever is chosen writes down beside the chair; nobody: the chair alone."""
    person = _chosen(request, partner, pk)
    return moving(
        request,
        partner,
        pk,
        lambda review: name_scribe(review, person=person, by=request.user, now=timezone.now()),
    )


@require_POST
@requires(Permission.SPEAK_FOR_SIDE, shared=True)
@once
def say(request: PersonRequest, pk: int, *, partner: Partner) -> HttpResponse:
    """A side agrees or differs, and says its sentence; the chair may record what a lead in the room says."""
    review, typed = review_of(request, partner, pk), request.POST
    voice, side, seen = typed.get("voice", ""), typed.get("side", ""), typed.get("version", "")
    speaker = someone_of(review, voice) if voice else request.user
    try:
        if side and speaker.side != side:
            raise Refused("Choose who says it: nobody speaks for the other side.")
        closing.say(
            review,
            by=request.user,
            on_word_of=speaker,
            now=timezone.now(),
            stance=typed.get("stance", ""),
            differs_on=typed.get("differs_on", ""),
            sentence=typed.get("sentence", ""),
            version=int(seen) if is_primary_key(seen) else None,
        )
    except Refused as refused:
        return show(
            request,
            review,
            _read_back(request, partner, pk),
            status=status_of(refused),
            refusal=refused.sentence,
            typed=typed,
            typed_side=side or speaker.side,
            is_overtaken=isinstance(refused, Stale),
        )
    if request.htmx:
        return arrive(request, review, Place.read(typed))
    return redirect("reviews_close", partner.slug, pk)


def _chosen(request: PersonRequest, partner: Partner, pk: int) -> User | None:
    """Who is given a part in the room, by the form of that part; None for nobody."""
    key = request.POST.get("person", "")
    return someone_of(review_of(request, partner, pk), key) if key else None


def _read_back(request: PersonRequest, partner: Partner, pk: int) -> Place:
    heading = AgendaItem.objects.filter(
        partner=partner, review=pk, section=READ_BACK.number, position=0
    ).first()
    return Place(item=str(heading.pk) if heading else "")


def _where(undone: RoomMove, place: Place) -> Place:
    """The row that the move was about, in the section in which it was made."""
    if not undone.row:
        return place
    elsewhere = undone.item is not None and undone.item.state != AgendaItem.State.NOW
    return place.with_(at=undone.row, item=str(undone.item_id) if elsewhere else "")


def _line(request: PersonRequest, partner: Partner, pk: int, item: int) -> AgendaItem:
    visible = AgendaItem.objects.visible_to(request.user).filter(partner=partner, review=pk)
    return get_object_or_404(visible.select_related("partner", "review__partner"), pk=item)


def _first_error(form: StepForm) -> str:
    return next((str(error) for errors in form.errors.values() for error in errors), "")
