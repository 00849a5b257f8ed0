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

from governance.forms.actions import Undoing
from governance.forms.asks import Undoing as UndoingOfAnswer
from governance.forms.verb_form import VerbForm
from governance.from_mail.choices import UNDOING, choices, form_of, words_of
from governance.from_mail.reading import things_of
from governance.from_mail.thing import Thing
from partners.fields import TextField
from partners.keys import is_key
from partners.models import MailLink
from partners.once import once
from partners.routes import by_mail, public
from partners.way_back import WayBack

TOO_LATE = "This has changed since you opened it, so nothing was saved."


@dataclass(frozen=True)
class Mail:
    """The things of one mail, at the address it was opened by."""

    link: MailLink
    secret: str
    now: datetime

    @cached_property
    def things(self) -> list[Thing]:
        return things_of(self.link, self.now)

    def find(self, number: int) -> Thing | None:
        return next((thing for thing in self.things if thing.number == number), None)

    def place_of(self, number: int) -> int:
        """Counted from one, as people count."""
        return [thing.number for thing in self.things].index(number) + 1

    def after(self, number: int) -> Thing | None:
        """The next thing that waits for the reader."""
        return next((each for each in self.things[self.place_of(number) :] if each.waits_for_reader), None)

    def address(self, thing: Thing | None = None, noun: str = "") -> str:
        name = f"from_mail_{noun or 'item'}" if thing else "from_mail"
        return reverse(name, args=[self.secret, *([thing.number] if thing else [])])


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
        "mail": mail, "asked": [each for each in listed if each[0].waits_for_reader],
        "done": [each for each in listed if not each[0].waits_for_reader], "saved": _saved(request, mail),
    }  # fmt: skip
    return render(request, "governance/from_mail/list.html", page)


@by_mail
def item(request: HttpRequest, link: MailLink, reminder: int) -> HttpResponse:
    """One thing of the mail."""
    mail = _opened(request, link)
    return _page(request, mail, _named(mail, reminder))


@by_mail
@once
def update(request: HttpRequest, link: MailLink, reminder: int, noun: str) -> HttpResponse:
    """What is done with one thing. The verb asks anew whether the person may."""
    mail = _opened(request, link)
    thing = _named(mail, reminder)
    if request.method != "POST":
        return redirect(mail.address(thing))
    form_class = form_of(thing, noun)
    if not thing.subject:
        return _page(request, mail, thing)
    if form_class is None:
        raise Http404
    form = form_class(request.POST, by=link.person, now=mail.now, **thing.subject)
    if noun not in thing.nouns and noun != UNDOING:
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


def _opened(request: HttpRequest, link: MailLink) -> Mail:
    assert request.resolver_match is not None
    return Mail(link, request.resolver_match.kwargs["secret"], timezone.now())


def _named(mail: Mail, number: int) -> Thing:
    thing = mail.find(number)
    if thing is None:
        raise Http404
    return thing


def _saved(request: HttpRequest, mail: Mail) -> Thing | None:
    """What was saved on the page before, so that one can look at it again."""
    number = request.GET.get("saved", "")
    return mail.find(int(number)) if is_key(number) else None


def _on_to_the_next(request: HttpRequest, mail: Mail, thing: Thing, form: VerbForm) -> HttpResponse:
    back = form.way_back
    way_back = WayBack(mail.address(thing, UNDOING), back.version).tag if back else ""
    messages.success(request, f"“{thing.title}”: {form.said}{form.undone_until}", extra_tags=way_back)
    if isinstance(form, Undoing | UndoingOfAnswer):
        return redirect(mail.address(thing))
    after = Mail(mail.link, mail.secret, mail.now).after(thing.number)
    return redirect(f"{mail.address(after)}?saved={thing.number}")


def _page(
    request: HttpRequest,
    mail: Mail,
    thing: Thing,
    failed: VerbForm | None = None,
    too_late: VerbForm | None = None,
) -> HttpResponse:
    status = failed.status if failed else HTTPStatus.CONFLICT if too_late else HTTPStatus.OK
    if not thing.subject:
        status = HTTPStatus.GONE
    offered = [(choice, mail.address(thing, choice.noun)) for choice in choices(thing, mail.now, failed)]
    in_place = any(choice.is_open for choice, _ in offered)
    words = words_of(thing, None if in_place else failed)
    page = {
        "mail": mail, "thing": thing, "choices": offered, "failed": failed, "words": words,
        "words_url": words and mail.address(thing, words.noun), "saved": _saved(request, mail),
        "in_place": in_place, "undo_url": mail.address(thing, UNDOING) if thing.taken_back_until else "",
        "too_late": TOO_LATE if too_late else "", "kept": _typed(too_late) if too_late else [],
        "place": mail.place_of(thing.number), "all_url": mail.address(),
    }  # fmt: skip
    return render(request, "governance/from_mail/item.html", page, status=status)


def _typed(form: VerbForm) -> list[str]:
    """The words somebody wrote into a form that comes too late, so that they can take them elsewhere."""
    names = [name for name, field in form.fields.items() if isinstance(field, TextField)]
    return [form.data[name] for name in names if form.data.get(name, "").strip()]
