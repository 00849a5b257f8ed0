"""The operator's page: whether back-up, mail and clocks run. It shows no content, and only administrators see it."""

from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from config import operations
from config.backups.asking import ask_for_backup
from config.backups.making import megabytes
from partners.access import Permission
from partners.guards import PersonRequest, requires
from partners.numbers import in_figures
from partners.views.messages import telling
from partners.views.settings_tabs import settings_tabs


@require_GET
@requires(Permission.ADMINISTER)
def operation(request: PersonRequest) -> HttpResponse:
    """The state of the installation, worst things first in words."""
    now = timezone.now()
    backups, mail = operations.backups(now), operations.mail(now)
    clocks = operations.clocks(now, backing_up=backups.under_way is not None)
    stopped = [clock for clock in clocks if clock.level != operations.GOOD]
    room, seen = operations.disk(now)
    page = {
        "room": room,
        "free": f"{seen.free / 1e9:,.0f} GB free",
        "size": f"{seen.size / 1e9:,.0f} GB",
        "tabs": settings_tabs(request.user, "settings_operation"),
        "backups": backups,
        "backup_words": f"{in_words(backups.age)} old" if backups.age is not None else "never",
        "backup_size": megabytes(backups.last.size) if backups.last else "",
        "mail": mail,
        "mail_words": _mail_words(mail),
        "oldest": in_words(mail.oldest) if mail.oldest is not None else "",
        "clocks": clocks,
        "clock_level": operations.BAD if stopped else operations.GOOD,
        "clock_words": f"{len(stopped)} of {len(clocks)} stopped" if stopped else "all on time",
        "last_tick": max((clock.seen for clock in clocks if clock.seen), default=None),
        "well": {backups.level, mail.level, room} == {operations.GOOD} and not stopped,
        "today": timezone.localdate(now),
    }
    return render(request, "config/operation.html", page)


@require_POST
@requires(Permission.ADMINISTER)
def backup_now(request: PersonRequest) -> HttpResponse:
    """Asks for a back-up."""
    with telling(request, "A back-up is made within a minute."):
        ask_for_backup(by=request.user, now=timezone.now())
    return redirect("settings_operation")


def in_words(length: timedelta) -> str:
    """A length of time in its largest unit: 7 hours."""
    for unit, seconds in (("day", 86_400), ("hour", 3600), ("minute", 60)):
        count = int(length.total_seconds() // seconds)
        if count >= (2 if unit == "day" else 1):
            return in_figures(count, unit)
    return "less than a minute"


def _mail_words(mail: operations.Mail) -> str:
    if not mail.is_sent:
        return "no server is set"
    if mail.failed_today:
        return f"{mail.failed_today} refused today"
    return f"{mail.waiting} waiting" if mail.waiting else "nothing waits"
