"""What was sent to whom, and whether it arrived. What a mail says is opened in the demo alone."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_GET, require_POST

from partners.access import Permission, can
from partners.guards import PersonRequest, requires, signed_in
from partners.isolation.scope import SYSTEM, entered
from partners.mail.sending_again import NEVER_LEFT, kept_worth_sending, reasons_against
from partners.models import MailAttachment, MailContent, OutgoingMail, Partner, User
from partners.numbers import counted, noun
from partners.paging import newest_first
from partners.templatetags.mail import SIGNS
from partners.verb import Refused
from partners.verbs import send_again, send_kept
from partners.views.messages import telling
from partners.views.settings_tabs import settings_tabs

_SHOWN = 50
# Nothing is fetched and nothing runs; a link opens in the window around the frame.
_SEALED_OFF = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'self'; sandbox allow-top-navigation-by-user-activation"
)


@require_GET
@signed_in
def mails(request: PersonRequest) -> HttpResponse:
    """Envelopes, newest first; a page holds fifty."""
    state = request.GET.get("state", "")
    found = OutgoingMail.objects.visible_to(request.user).select_related("person", "partner")
    if state in OutgoingMail.State.values:
        found = found.filter(state=state)
    shown, beside = newest_first(found, request.GET, size=_SHOWN, kept={"state": state})
    administers = can(request.user, Permission.ADMINISTER)
    against = _why_they_stay(shown) if administers and settings.EMAIL_URL else {}
    page = {
        "tabs": settings_tabs(request.user, "settings_mail"),
        "chips": _chips(state),
        "state": state if state in OutgoingMail.State.values else "",
        "mails": [_ShownMail.to(request.user, mail, against.get(mail.pk)) for mail in shown],
        **beside,
        "mail_is_sent": bool(settings.EMAIL_URL),
        "administers": administers,
        "to_send": _to_send() if administers and settings.EMAIL_URL else 0,
    }
    return render(request, "mail/list.html", page)


@dataclass(frozen=True)
class _ShownMail:
    """A line of the list. `may_leave`: it never left and can now; where it cannot, `stays` says why."""

    mail: OutgoingMail
    subject: str
    opens: bool
    may_leave: bool
    stays: str

    @classmethod
    def to(cls, reader: User, mail: OutgoingMail, against: str | None) -> "_ShownMail":
        """`against`: why it cannot be sent again; None where nobody asks."""
        return cls(mail, subject_for(reader, mail), opens(reader, mail), against == "", against or "")


def _why_they_stay(mails: Iterable[OutgoingMail]) -> dict[int, str]:
    return reasons_against([mail for mail in mails if mail.state in NEVER_LEFT], now=timezone.now())


def _to_send() -> int:
    """How many kept mails the button would send."""
    return len(kept_worth_sending(OutgoingMail.objects.all(), now=timezone.now()))


@require_POST
@requires(Permission.ADMINISTER)
def sending(request: PersonRequest, envelope: int) -> HttpResponse:
    """Sends one mail that never left."""
    chosen = get_object_or_404(OutgoingMail.objects.visible_to(request.user), pk=envelope)
    whom = chosen.person.full_name if chosen.person else chosen.address
    with telling(request, f"The mail to {whom} is on its way."):
        send_again(chosen, by=request.user, now=timezone.now())
    return _back_to_list(request)


@require_POST
@requires(Permission.ADMINISTER)
def sending_of_kept(request: PersonRequest) -> HttpResponse:
    """Sends all that was kept and still makes sense."""
    try:
        count = send_kept(by=request.user, now=timezone.now())
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    else:
        said = counted(count, "mail")
        messages.success(request, f"{said[0].upper()}{said[1:]} {noun(count, 'is', 'are')} on the way.")
    return _back_to_list(request)


def _back_to_list(request: PersonRequest) -> HttpResponse:
    state = request.POST.get("state", "")
    mark = f"?state={state}" if state in OutgoingMail.State.values else ""
    return redirect(reverse("settings_mail") + mark)


def _chips(state: str) -> list[dict[str, object]]:
    address = reverse("settings_mail")
    everything = {"label": "All", "url": address, "current": not state}
    return [
        everything,
        *(
            {"label": word.capitalize(), "url": f"{address}?state={value}", "current": value == state}
            for value, (_, word) in SIGNS.items()
        ),
    ]


def opens(user: User, mail: OutgoingMail) -> bool:
    """Whether `user` may open what a mail says: only in the demo, only to invented people of their own side, and only
    where they read every partnership it speaks of: an administrator reads no content. What names none may still quote
    somebody's words; it is opened by whom it was sent to.
    """
    person = mail.person
    if not settings.DEMO or mail.secret or person is None:
        return False
    if not person.invented or person.side is not user.side:
        return False
    return _reads_along(user, mail) if mail.partnerships else person.pk == user.pk


def subject_for(user: User, mail: OutgoingMail) -> str:
    """What `user` reads as its subject: of partnerships they do not read, what kind of mail it is and no more."""
    return mail.subject if _reads_along(user, mail) else mail.kind.replace("_", " ").capitalize()


def _reads_along(user: User, mail: OutgoingMail) -> bool:
    return all(can(user, Permission.SEE_PARTNERSHIP, Partner(pk=partner)) for partner in mail.partnerships)


def _opened(user: User, mail: int) -> OutgoingMail:
    found = OutgoingMail.objects.visible_to(user).select_related("person", "partner")
    chosen = get_object_or_404(found, pk=mail)
    if not opens(user, chosen):
        raise Http404
    return chosen


@require_GET
@signed_in
def one_mail(request: PersonRequest, mail: int) -> HttpResponse:
    """A mail to an invented person of the demo, as they would read it."""
    chosen = _opened(request.user, mail)
    with entered(SYSTEM):
        content = MailContent.objects.get(mail=chosen)
        attachments = list(MailAttachment.objects.filter(mail=chosen).defer("content"))
    page = {
        "tabs": settings_tabs(request.user, "settings_mail"),
        "mail": chosen,
        "content": content,
        "attachments": attachments,
    }
    return render(request, "mail/mail.html", page)


@require_GET
@xframe_options_sameorigin
@signed_in
def body(request: PersonRequest, mail: int) -> HttpResponse:
    """The HTML of such a mail, in a frame where nothing runs and nothing is fetched."""
    chosen = _opened(request.user, mail)
    with entered(SYSTEM):
        html = MailContent.objects.get(mail=chosen).html
    response = HttpResponse(html.replace("<head>", '<head><base target="_top">', 1))
    response.headers["Content-Security-Policy"] = _SEALED_OFF
    return response


@require_GET
@signed_in
def attachment(request: PersonRequest, mail: int, attachment: int) -> HttpResponse:
    """A file that such a mail carries; it is saved, never shown as a page of ours."""
    chosen = _opened(request.user, mail)
    with entered(SYSTEM):
        file = get_object_or_404(MailAttachment, mail=chosen, pk=attachment)
    headers = {"Content-Security-Policy": _SEALED_OFF}
    response = HttpResponse(bytes(file.content), content_type=file.content_type, headers=headers)
    response.headers["Content-Disposition"] = _saved_as(file.file_name)
    return response


def _saved_as(name: str) -> str:
    from django.utils.http import content_disposition_header

    return content_disposition_header(as_attachment=True, filename=name)
