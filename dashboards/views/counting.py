from django.http import HttpResponse
from django.shortcuts import render

from governance.calendar.notice import NOTICE_WORKING_DAYS
from governance.models.leadership import COVERS_A_QUARTER, LONGEST_COVER
from governance.owed.status import DAYS_TO_HURT
from partners.guards import PersonRequest, signed_in


@signed_in
def show(request: PersonRequest) -> HttpResponse:
    """How promises are counted, for whoever asks: docs/counting.md in the words of a reader."""
    return render(
        request,
        "ledger/how_counted.html",
        {
            "notice": NOTICE_WORKING_DAYS,
            "longest_cover": LONGEST_COVER,
            "covers_a_quarter": COVERS_A_QUARTER,
            "patience": DAYS_TO_HURT,
        },
    )
