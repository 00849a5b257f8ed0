"""A file kept between its preview and its import: on the server, for one person, for a day."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils.crypto import salted_hmac

from dashboards.models import SheetDraft
from partners.isolation.scope import SYSTEM, entered
from partners.models import Partner, User
from partners.numbers import lasting

KEPT_FOR = timedelta(days=1)
GONE = f"The file stays here for {lasting(KEPT_FOR)} only. Choose it again."


def keep(
    content: bytes | str, *, kind: str, filename: str, by: User, now: datetime, partner: Partner | None = None
) -> SheetDraft:
    """Keeps a file for `by`: one and the same draft for the same file, chosen once more."""
    is_text = isinstance(content, str)
    whole = content.encode("utf-8", "replace") if isinstance(content, str) else content
    about = f"{kind}/{partner.pk if partner else ''}/{by.pk}/{filename}/".encode()
    token = salted_hmac("dashboards.drafts", about + whole, algorithm="sha256").hexdigest()
    draft, _ = SheetDraft.objects.update_or_create(
        person=by,
        token=token,
        defaults={
            "kind": kind, "partner": partner, "filename": filename, "content": whole, "is_text": is_text,
            "chosen_at": now,
        },
        create_defaults={
            "kind": kind, "partner": partner, "filename": filename, "content": whole, "is_text": is_text,
            "chosen_at": now, "said": {},
        },
    )  # fmt: skip
    return draft


def kept(token: str, *, by: User, now: datetime, partner: Partner | None = None) -> SheetDraft | None:
    """The file, or None when a day has passed or somebody else kept it."""
    held = SheetDraft.objects.filter(person=by, token=token, chosen_at__gt=now - KEPT_FOR, partner=partner)
    return held.first()


def content_of(draft: SheetDraft) -> bytes | str:
    """The file as it was chosen: bytes, or the pasted text."""
    whole = bytes(draft.content)
    return whole.decode() if draft.is_text else whole


def say(draft: SheetDraft, **said: Any) -> None:
    """Adds to what is said about a kept file."""
    draft.said = {**draft.said, **said}
    draft.save(update_fields=["said"])


def begun_by(
    person: User, *, kind: str, now: datetime, partner: Partner | None = None
) -> "QuerySet[SheetDraft]":
    """The files they have chosen and not imported yet, or that come in just now, the newest first."""
    held = SheetDraft.objects.filter(person=person, kind=kind, partner=partner, chosen_at__gt=now - KEPT_FOR)
    return held.defer("content").order_by("-chosen_at")


def discard(token: str, *, by: User) -> SheetDraft | None:
    """Forgets a file at once, and returns it; None where it is gone already, or comes in just now."""
    held = SheetDraft.objects.select_for_update(of=("self",)).filter(person=by, token=token)
    draft = held.exclude(started_at__isnull=False, finished_at=None).select_related("partner").first()
    if draft:
        draft.delete()
    return draft


def sweep(*, now: datetime) -> None:
    """Forgets what nobody has imported for a day."""
    with entered(SYSTEM):
        SheetDraft.objects.filter(chosen_at__lt=now - KEPT_FOR).delete()
