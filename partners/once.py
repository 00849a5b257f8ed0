"""A form that makes something acts once, however often it is sent: by an impatient finger, a browser, a bad line.

The template draws `{% once %}`, a key of that form alone; the view is marked `@once`, beneath its door. What was sent
is written down in the transaction that makes the thing. The same once more waits for the first on the unique index and
then leads where the first led. With other words in it, it is another form: whoever goes back in their browser and
writes something else loses nothing.
"""

import hashlib
import secrets
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import wraps
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django_htmx.http import HttpResponseClientRedirect, HttpResponseClientRefresh

from partners.isolation.scope import SYSTEM, entered
from partners.models import MailLink, SentForm, User
from partners.verb import Watched, watching

FIELD = "once"
KEPT_FOR = timedelta(days=3)
_NOT_SAID = "csrfmiddlewaretoken"
_SUCCESS_BELOW = 400
_LONGEST_ADDRESS = 2_000

View = Callable[..., HttpResponse]


def once(view: View) -> View:
    """The view carries out the same form once. A form without a key is carried out each time it is sent."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "POST" or not request.POST.get("once"):
            return view(request, *args, **kwargs)
        sent, is_new = SentForm.objects.get_or_create(
            person=_sender(request, args), act=_act(request), defaults={"sent_at": timezone.now()}
        )
        if not is_new:
            return _led_there_again(request, sent.leads_to)
        request.sent_form = watched = Watched()  # type: ignore[attr-defined]  # read by key_of_form
        with watching(watched):
            answer = view(request, *args, **kwargs)
        if watched.done and answer.status_code < _SUCCESS_BELOW:
            sent.leads_to = _leads_to(answer)[:_LONGEST_ADDRESS]
            sent.save(update_fields=["leads_to"])
        else:
            sent.delete()
        return answer

    guarded.acts_once = True  # type: ignore[attr-defined]  # read by tests/demo/rivals/test_once.py
    return guarded


def key_of_form(request: HttpRequest | None) -> str:
    """The key a form is drawn with: the one it was sent with where it comes back for an error, else a new one."""
    tried: Watched | None = getattr(request, "sent_form", None)
    if request is not None and tried is not None and not tried.done:
        return request.POST["once"]
    return secrets.token_urlsafe(16)


def sweep(*, now: datetime) -> None:
    """Forgets what was sent so long ago that nobody sends it once more."""
    with entered(SYSTEM):
        SentForm.objects.filter(sent_at__lt=now - KEPT_FOR).delete()


def _sender(request: HttpRequest, args: tuple[Any, ...]) -> User:
    """Whoever is signed in, or whom the link of a mail stands for (guards.by_mail)."""
    if args and isinstance(args[0], MailLink):
        return args[0].person
    assert isinstance(request.user, User)
    return request.user


def _act(request: HttpRequest) -> str:
    """SHA-256 of all that was sent, with its key and to where. Each part goes in with its length."""
    digest = hashlib.sha256()
    for part in _parts(request):
        digest.update(f"{len(part)}:".encode() + part)
    return digest.hexdigest()


def _parts(request: HttpRequest) -> Iterator[bytes]:
    yield request.path.encode()
    for name, values in sorted(request.POST.lists()):
        if name != _NOT_SAID:
            yield from (said.encode() for said in (name, *values))
    for name in sorted(request.FILES):
        yield name.encode()
        for file in request.FILES.getlist(name):
            yield _digest_of(file)


def _digest_of(file: UploadedFile) -> bytes:
    digest = hashlib.sha256(str(file.name).encode())
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.digest()


def _leads_to(answer: HttpResponse) -> str:
    return answer.headers.get("Location") or answer.headers.get("HX-Redirect", "")


def _led_there_again(request: HttpRequest, address: str) -> HttpResponse:
    """Where the form led the first time. A page that it changed in place shows itself anew, as it stands by now."""
    if not request.headers.get("HX-Request"):
        return HttpResponseRedirect(address or request.path)
    return HttpResponseClientRedirect(address) if address else HttpResponseClientRefresh()
