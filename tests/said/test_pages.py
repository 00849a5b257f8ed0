"""Every page says what it said: its words are kept beside this test, one file a page, to be read and compared.

A page that is meant to say something else is read anew with SAID_ANEW=1; what then differs is for the eye.
"""

import os
from collections.abc import Callable
from itertools import chain
from pathlib import Path

import time_machine
from django.test import Client

from governance.models import ActionItem
from partners.isolation.scope import SYSTEM, entered
from partners.models import User
from tests.cast import Cast
from tests.reading import doors_of, faults_of, lines_of, with_labels
from tests.said.branches import not_among, noted
from tests.said.elsewhere import elsewhere
from tests.said.further import Reading, further
from tests.said.rivals import row_security_off, tell_of_the_rival
from tests.said.story import NOW, Told, tell
from tests.turned import turned_round

SAID = Path(__file__).parent / "pages"
HERE = "/partnerships/meridian/"
NOT_DRAWN = 390
"""Branches of templates that say something and that no page here draws: a new one wants a page that draws it."""
ACTIONS = {
    "proposed": "Share the forecast", "late": "Archive the invoices", "waiting": "Rotate the keys",
    "reported": "Test the restore", "closed": "Rebuild the index", "moved": "Write the runbook",
    "asked": "Order licences", "open": "Give access",
}  # fmt: skip


def pages(told: Told) -> dict[str, tuple[User, str]]:
    """The name of a page → who reads it, and where it is."""
    cast = told.cast
    ours, theirs, chair, administrator = cast.manager, cast.lead, cast.cio, cast.administrator
    found = {
        "desk of ours": (ours, "/"),
        "desk of theirs": (theirs, "/"),
        "partnership of ours": (ours, HERE),
        "partnership of theirs": (theirs, HERE),
        "portfolio": (chair, "/portfolio/"),
        "our house": (ours, "/our-house/"),
        "room of our house": (chair, "/our-house/function/?function=Finance"),
        "partnerships": (chair, "/partnerships/"),
        "charter": (chair, f"{HERE}charter/"),
        "ledger": (ours, f"{HERE}ledger/"),
        "ledger across": (chair, "/ledger/"),
        "performance": (chair, "/performance/"),
        "performance of a partner": (theirs, f"{HERE}performance/"),
        "tracker of ours": (ours, f"{HERE}tracker/"),
        "tracker of theirs": (theirs, f"{HERE}tracker/"),
        "tracker done": (ours, f"{HERE}tracker/?show=done"),
        "tracker across": (chair, "/tracker/"),
        "asks": (theirs, f"{HERE}asks/"),
        "recommendations of ours": (ours, f"{HERE}asks/recommendations/"),
        "recommendations of theirs": (theirs, f"{HERE}asks/recommendations/"),
        "outcome of ours": (ours, f"{HERE}outcomes/{told.outcome.pk}/"),
        "outcome of theirs": (theirs, f"{HERE}outcomes/{told.outcome.pk}/"),
        "raci": (ours, f"{HERE}raci/"),
        "matrix of ours": (ours, f"{HERE}raci/{told.matrix.pk}/"),
        "matrix being edited": (ours, f"{HERE}raci/{told.matrix.pk}/edit/"),
        "matrix of an observer": (cast.observer, f"{HERE}raci/{told.matrix.pk}/"),
        "reminders": (ours, f"{HERE}reminders/"),
        "cover": (chair, f"{HERE}cover/"),
        "away": (cast.contributor, "/settings/away/"),
        "reviews": (ours, "/reviews/"),
        "agenda of ours": (ours, f"{HERE}reviews/{told.review.pk}/"),
        "agenda of theirs": (theirs, f"{HERE}reviews/{told.review.pk}/"),
        "brief": (chair, f"{HERE}reviews/{told.review.pk}/brief/"),
        "people": (ours, "/settings/people/?partner=meridian"),
        "functions": (ours, "/settings/functions/"),
        "colleagues": (administrator, "/settings/our-people/"),
        "settings of ours": (ours, "/settings/"),
        "settings of an administrator": (administrator, "/settings/"),
        "mails": (ours, "/settings/mail/"),
    }
    for name, title in ACTIONS.items():
        with entered(SYSTEM):
            item = ActionItem.objects.get(title=title, partner=cast.partner)
        for reader in (ours, theirs):
            found[f"action {name} of {reader.side}"] = (reader, f"{HERE}actions/{item.pk}/")
    for title, ask in told.asks.items():
        for reader in (ours, theirs):
            found[f"ask {title.rstrip('?').lower()} of {reader.side}"] = (reader, f"{HERE}asks/{ask.pk}/")
    return found


def test_every_page_says_what_it_said(cast: Cast, signed_in: Callable[[User], Client]) -> None:
    with time_machine.travel(NOW, tick=False), turned_round(), row_security_off(), noted() as drawn:
        told = tell(cast)
        tell_of_the_rival(cast)
        said = {}
        for name, (reader, address) in pages(told).items():
            answer = signed_in(reader).get(address)
            assert answer.status_code == 200, f"{name}: {address}"
            html = answer.content.decode()
            assert faults_of(html) == [], name
            said[name] = _words(html)
        reading = Reading(told, signed_in)
        for name, html in chain(further(reading), elsewhere(reading)):
            assert name not in said
            assert faults_of(html) == [], name
            said[name] = _words(html)
    if os.environ.get("SAID_ANEW"):
        SAID.mkdir(exist_ok=True)
        for name, words in said.items():
            (SAID / f"{name}.txt").write_text(words)
    for name, words in said.items():
        assert words == (SAID / f"{name}.txt").read_text(), name
    missing = not_among(drawn)
    assert len(missing) <= NOT_DRAWN, "\n".join(missing)


def _words(html: str) -> str:
    return "\n".join([*lines_of(with_labels(html)), "---", *doors_of(html)]) + "\n"
