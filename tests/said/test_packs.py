"""The mail of a pack says what it said, in text and in HTML, of a review with at least two of everything."""

import os
from pathlib import Path

import pytest
from django.conf import settings

from reviews.record.pack.mailing import letter_of
from reviews.record.pack.page_one import page_one
from tests.reading import lines_of
from tests.reviews.record.pack_of_two import pack_of_two
from tests.reviews.record.pack_people import NAMES
from tests.reviews.record.pack_story import sealed, story

SAID = Path(__file__).parent / "packs"


@pytest.mark.django_db
@pytest.mark.parametrize("edition", ["ours", "partner"])
@pytest.mark.parametrize(("name", "told"), [("two of everything", pack_of_two), ("November", story)])
def test_the_mail_of_a_pack_says_what_it_said(name: str, told: object, edition: str) -> None:
    snapshot = told(edition)  # type: ignore[operator]
    letter = letter_of(sealed(snapshot), snapshot, page_one(snapshot, NAMES), b"", "a decision is yours")
    html = "\n".join(lines_of(letter.html, "<body", "</body>"))
    said = f"{letter.subject}\n\n{letter.text.strip()}\n\n---\n\n{html}\n".replace(
        settings.BASE_URL, "https://here"
    )
    kept = SAID / f"{name} of the {edition} edition.txt"
    if os.environ.get("SAID_ANEW"):
        SAID.mkdir(exist_ok=True)
        kept.write_text(said)
    assert said == kept.read_text()
