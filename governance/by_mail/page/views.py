"""The page behind a mail: what it names and nothing else, for whom its link stands, whoever is signed in there.

Looking changes nothing, so that scanners may follow every link; each button is a POST to a noun of its own.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from governance.by_mail.page.choices import choices, words_of
from governance.by_mail.page.reading import things_of
from governance.by_mail.page.thing import NamedThing
from governance.by_mail.steps import step_called
from governance.step import StepForm
from partners.fields import TextField
from partners.guards import by_mail, public
from partners.models import MailLink
from partners.once import once
from partners.undo_link import UndoLink
from partners.untrusted_text import is_primary_key

UNDOING = "undoing"
"""Offered with what was just saved and, while it can be, below what one has answered; by no button of its own."""
TOO_LATE = "This has changed since you opened it, so nothing was saved."


@dataclass(frozen=True)
class OpenedMail:
    """The things of one mail, at the address it was opened by."""

    link: MailLink
    secret: str
    now: datetime

    @cached_property
    def things(self) -> list[NamedThing]:
        return things_of(self.link, self.now)

    def find(self, number: int) -> NamedThing | None:
        return next((thing for thing in self.things if thing.number == number), None)

    def place_of(self, number: int) -> int:
        """Counted from one, as people count."""
        return [thing.number for thing in self.things].index(number) + 1

    def after(self, number: int) -> NamedThing | None:
        """The next thing that waits for the reader."""
        return next((each for each in self.things[self.place_of(number) :] if each.waits_for_reader), None)

    def address(self, thing: NamedThing | None = None, slug: str = "") -> str:
        if thing is None:
            return reverse("from_mail", args=[self.secret])
        if not slug:
            return reverse("from_mail_item", args=[self.secret, thing.number])
        return reverse("from_mail_step", args=[self.secret, thing.number, slug])


@by_mail
def from_mail(request: HttpRequest, link: MailLink) -> HttpResponse:
    """Everything the mail names; the thing itself where it names but one."""
    mail = _opened(request, link)
    if not mail.things:
        raise Http404
    if len(mail.things) == 1:
        return _page(request, mail, mail.things[0])
    listed = [(thing, mail.address(thing)) for thing in mail.things]
    page = {
        "mail": mail, "reader": link.person, "asked": [each for each in listed if each[0].waits_for_reader],
        "done": [each for each in listed if not each[0].waits_for_reader], "saved": _saved(request, mail),
    }  # fmt: skip
    return render(request, "by_mail/list.html", page)


@by_mail
def item(request: HttpRequest, link: MailLink, reminder: int) -> HttpResponse:
    """One thing of the mail."""
    mail = _opened(request, link)
    return _page(request, mail, _named(mail, reminder))


@by_mail
@once
def update(request: HttpRequest, link: MailLink, reminder: int, step: str) -> HttpResponse:
    """What is done with one thing. The verb asks anew whether the person may."""
    mail = _opened(request, link)
    thing = _named(mail, reminder)
    if request.method != "POST":
        return redirect(mail.address(thing))
    if not thing.subject:
        return _page(request, mail, thing)
    taken = step_called(thing.subject, step)
    if taken is None or taken.mail_form is None:
        raise Http404
    form = taken.mail_form(request.POST, thing=thing.subject, by=link.person, now=mail.now)
    if step != UNDOING and not thing.offers(step):
        return _page(request, mail, thing, too_late=form)
    if form.carried_out():
        return _on_to_the_next(request, mail, thing, form)
    mail = _opened(request, link)  # read again: a refused verb may have left its changes on the rows
    thing = _named(mail, reminder)
    form.having_seen(int(thing.version or 0))
    return _page(request, mail, thing, failed=form)


@public("Tells nothing and leads to the same address in small letters, which asks who is there.")
def in_capitals(request: HttpRequest, rest: str) -> HttpResponse:
    """An address that a mail server has written in capitals."""
    return redirect(request.path.lower())


def _opened(request: HttpRequest, link: MailLink) -> OpenedMail:
    assert request.resolver_match is not None
    return OpenedMail(link, request.resolver_match.kwargs["secret"], timezone.now())


def _named(mail: OpenedMail, number: int) -> NamedThing:
    thing = mail.find(number)
    if thing is None:
        raise Http404
    return thing


def _saved(request: HttpRequest, mail: OpenedMail) -> NamedThing | None:
    """What was saved on the page before, so that one can look at it again."""
    number = request.GET.get("saved", "")
    return mail.find(int(number)) if is_primary_key(number) else None


def _on_to_the_next(
    request: HttpRequest, mail: OpenedMail, thing: NamedThing, form: StepForm
) -> HttpResponse:
    back = form.undo_link
    undo_link = UndoLink(mail.address(thing, UNDOING), back.version).tag if back else ""
    messages.success(
        request, f"“{thing.title}”: {form.success_message}{form.undone_until}", extra_tags=undo_link
    )
    if request.path == mail.address(thing, UNDOING):
        return redirect(mail.address(thing))
    after = OpenedMail(mail.link, mail.secret, mail.now).after(thing.number)
    return redirect(f"{mail.address(after)}?saved={thing.number}")


def _page(
    request: HttpRequest,
    mail: OpenedMail,
    thing: NamedThing,
    failed: StepForm | None = None,
    too_late: StepForm | None = None,
) -> HttpResponse:
    status = failed.status if failed else HTTPStatus.CONFLICT if too_late else HTTPStatus.OK
    if not thing.subject:
        status = HTTPStatus.GONE
    offered = [(choice, mail.address(thing, choice.slug)) for choice in choices(thing, mail.now, failed)]
    in_place = any(choice.is_open for choice, _ in offered)
    slug, words = words_of(thing) or ("", None)
    typed = failed.data.get(words.name, "") if words and failed and not in_place else ""
    page = {
        "mail": mail, "reader": mail.link.person, "thing": thing, "choices": offered, "failed": failed, "words": words,
        "words_typed": typed, "words_url": words and mail.address(thing, slug), "saved": _saved(request, mail),
        "in_place": in_place, "undo_url": mail.address(thing, UNDOING) if thing.taken_back_until else "",
        "too_late": TOO_LATE if too_late else "", "kept": _typed(too_late) if too_late else [],
        "place": mail.place_of(thing.number), "all_url": mail.address(),
    }  # fmt: skip
    return render(request, "by_mail/item.html", page, status=status)


def _typed(form: StepForm) -> list[str]:
    """The words somebody wrote into a form that comes too late, so that they can take them elsewhere."""
    names = [name for name, field in form.fields.items() if isinstance(field, TextField)]
    return [form.data[name] for name in names if form.data.get(name, "").strip()]
