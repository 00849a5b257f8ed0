from django.urls import include, path

from governance.by_mail.page.views import in_capitals
from governance.former_steps import FORMER_SLUGS, OF_ACTIONS, OF_ASKS
from partners.former_addresses import NAME, former, leading_to
from reviews.advocacy import views as advocacy
from reviews.agenda.views import agenda, brief, forums, from_mail, lines, lists, one_item, scheduling
from reviews.decisions import views as decisions
from reviews.rating import views as rating
from reviews.room.former_answers import slug_of_answer
from reviews.room.views import capturing, moves, room

_review = "partnerships/<slug:partner>/reviews/<int:pk>/"
_room = f"{_review}room/"
_brief = "partnerships/<slug:partner>/asks/<int:pk>/brief/"

urlpatterns = [
    path(_brief, advocacy.brief, name="ask_brief"),
    path(f"{_brief}pdf/", advocacy.pdf, name="ask_brief_pdf"),
    path(f"{_brief}sending/", advocacy.sending, name="ask_brief_sending"),
    path("decisions/", decisions.across, name="decisions"),
    path("partnerships/<slug:partner>/decisions/", decisions.of_partnership, name="decisions_partner"),
    path(
        "partnerships/<slug:partner>/decisions/<slug:key>/",
        decisions.superseding,
        name="decision_superseding",
    ),
    path(
        "partnerships/<slug:partner>/decisions/<slug:key>/standing/",
        decisions.standing,
        name="decision_standing",
    ),
    path("reviews/", lists.across, name="reviews"),
    path("partnerships/<slug:partner>/reviews/", lists.of_partnership, name="reviews_partner"),
    path("partnerships/<slug:partner>/reviews/next/", lists.following, name="reviews_next"),
    path("partnerships/<slug:partner>/reviews/new/", scheduling.schedule, name="reviews_schedule"),
    path("partnerships/<slug:partner>/reviews/forum/", forums.set_up, name="reviews_forum"),
    path("partnerships/<slug:partner>/reviews/forum/<int:pk>/", forums.change, name="reviews_forum_change"),
    path("partnerships/<slug:partner>/reviews/forum/<int:pk>/end/", forums.end, name="reviews_forum_end"),
    path(_review, agenda.agenda, name="reviews_agenda"),
    path(f"{_review}answers/<int:item>/", agenda.answer, name="reviews_answer"),
    path(f"{_review}lines/<int:line>/", lines.show, name="reviews_line"),
    path(f"{_review}lines/<int:line>/papers/", lines.bring, name="reviews_paper_new"),
    path(f"{_review}lines/<int:line>/papers/<int:brought>/", lines.paper, name="reviews_paper"),
    path(f"{_review}lines/<int:line>/papers/<int:brought>/end/", lines.take_out, name="reviews_paper_end"),
    path(f"{_review}lines/<int:line>/people/", lines.ask, name="reviews_guest_new"),
    path(f"{_review}lines/<int:line>/people/<int:guest>/end/", lines.ask_not, name="reviews_guest_end"),
    path(f"{_review}tabled/", agenda.table, name="reviews_table"),
    path(f"{_review}news/", agenda.news, name="reviews_news"),
    path(f"{_review}rebuilding/", agenda.rebuild, name="reviews_rebuild"),
    path(f"{_review}opening/", room.opening, name="reviews_open"),
    path(f"{_review}move/", scheduling.move, name="reviews_move"),
    path(f"{_review}cancellation/", scheduling.cancel, name="reviews_cancel"),
    path(f"{_review}chair/", scheduling.chair, name="reviews_chair"),
    path(f"{_review}rating/", rating.rate, name="reviews_rate"),
    path(f"{_review}brief/", brief.brief, name="reviews_brief"),
    path(_room, room.room, name="reviews_room"),
    path(f"{_room}state/", room.state, name="reviews_room_state"),
    path(f"{_room}close/", room.close, name="reviews_close"),
    path(f"{_room}lines/", capturing.keep, name="reviews_room_keep"),
    path(f"{_room}lines/preview/", capturing.echo, name="reviews_room_echo"),
    *former(_room, {"consent": "confirmation"}),
    *former(f"{_room}lines/", {"echo": "preview"}),
    *former(f"{_room}actions/<int:action>/", FORMER_SLUGS, OF_ACTIONS),
    path(f"{_room}actions/<int:action>/<slug:move>/", moves.promise, name="reviews_room_promise"),
    path(f"{_room}asks/<int:ask>/answer/", leading_to(slug_of_answer), name=NAME),
    *former(f"{_room}asks/<int:ask>/", FORMER_SLUGS, OF_ASKS),
    path(f"{_room}asks/<int:ask>/<slug:move>/", moves.answer, name="reviews_room_answer"),
    path(f"{_room}confirmation/", moves.consent, name="reviews_room_consent"),
    path(f"{_room}agenda/<int:item>/turn/", moves.turn, name="reviews_room_turn"),
    path(f"{_room}agenda/<int:item>/aside/", moves.aside, name="reviews_room_aside"),
    path(f"{_room}clock/", moves.clock, name="reviews_room_clock"),
    path(f"{_room}undo/", moves.undo, name="reviews_room_undo"),
    path(f"{_room}attendance/", moves.attendance, name="reviews_room_attendance"),
    path(f"{_room}chair/", moves.take_the_chair, name="reviews_room_chair"),
    path(f"{_room}presenting/", moves.presenting, name="reviews_room_presenting"),
    path(f"{_room}scribe/", moves.scribe, name="reviews_room_scribe"),
    path(f"{_room}statement/", moves.say, name="reviews_room_say"),
    path("agenda/<str:secret>/", from_mail.agenda, name="reviews_from_mail"),
    path("agenda/<str:secret>/papers/<int:brought>/", from_mail.paper, name="reviews_from_mail_paper"),
    path("agenda/<str:secret>/answers/<int:item>/", from_mail.answer, name="reviews_from_mail_answer"),
    path("one-item/<str:secret>/", one_item.item, name="reviews_one_item"),
    path("one-item/<str:secret>/papers/<int:brought>/", one_item.paper, name="reviews_one_item_paper"),
    path("ONE-ITEM/<path:rest>", in_capitals, name="reviews_one_item_in_capitals"),
    path("AGENDA/<path:rest>", in_capitals, name="reviews_from_mail_in_capitals"),
    path("", include("reviews.urls_packs")),
]
