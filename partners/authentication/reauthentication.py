"""What changes a way in asks whether it is still you; allauth asks those alone who have a password or a factor."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from partners.authentication.sessions import began_at

View = Callable[..., HttpResponse]


def by_someone_sure(view: View) -> View:
    """Lets in who can be asked again, or has just signed in; everybody else signs in once more."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated and not _is_sure(request):
            logout(request)
            messages.info(request, "This changes how you come in, so please sign in once more first.")
            return redirect_to_login(request.get_full_path())
        return view(request, *args, **kwargs)

    return guarded


def _is_sure(request: HttpRequest) -> bool:
    can_be_asked = bool(get_adapter().get_reauthentication_methods(request.user))
    age = timezone.now().timestamp() - began_at(request)
    return can_be_asked or age < app_settings.REAUTHENTICATION_TIMEOUT
