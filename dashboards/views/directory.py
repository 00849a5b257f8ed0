from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from dashboards.queries.directory import directory
from governance.local_day import day_of
from partners.access import Permission, can
from partners.guards import PersonRequest, requires
from partners.untrusted_text import clean_search


@requires(Permission.SEE_PARTNERSHIP)
def show(request: PersonRequest) -> HttpResponse:
    """The partnerships one can see."""
    words, ended = clean_search(request.GET.get("q", "")), request.GET.get("ended") == "1"
    after = request.GET.get("after", "").replace("\x00", "")
    found = directory(request.user, words=words, ended=ended, after=after)
    here, more = reverse("partnerships"), {"q": words, "after": found.after, "ended": int(ended)}
    context = {
        "directory": found,
        "words": words,
        "ended": ended,
        "today": day_of(request.user, timezone.now()),
        "chips": [
            {"url": here, "label": "Going on", "current": not ended},
            {"url": f"{here}?ended=1", "label": "Ended", "current": ended},
        ],
        "older_url": f"{here}?{urlencode(more)}" if found.after else "",
        "may_start": can(request.user, Permission.START_PARTNERSHIP),
        "may_import": can(request.user, Permission.RECORD_READINGS),
    }  # fmt: skip
    return render(request, "partnership/list.html", context)
