from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib import messages
from django.http import HttpRequest

from partners.verbs import Refused


@contextmanager
def telling(request: HttpRequest, done: str) -> Iterator[None]:
    """Tells the person on the next page that it is `done`, or why the verb in the block refused."""
    try:
        yield
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, done)
