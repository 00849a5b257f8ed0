"""The logo of our organisation stands on page one of the pack, with its name for whoever hears the page read."""

import io
import re
from dataclasses import replace

from PIL import Image
from pypdf import PageObject, PdfReader

from reviews.record.pack.rendering import html_of, printed
from tests.reviews.record.pack_story import sealed


def drawn() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (80, 20), "navy").save(file, "PNG")
    return file.getvalue()


def test_page_one_shows_it_and_no_other_page_does() -> None:
    with_logo = replace(sealed(), logo=drawn())
    assert f'alt="{with_logo.snapshot.enterprise}"' in html_of(with_logo)
    reader = PdfReader(io.BytesIO(printed(with_logo).content))  # its pages are read through it
    first, *others = reader.pages
    assert _pictures_drawn(first) == 1
    assert not any(_pictures_drawn(page) for page in others)


def _pictures_drawn(page: PageObject) -> int:
    """WeasyPrint gives every page the names of all pictures: what counts is what the page draws."""
    words = page.get_contents()
    return len(re.findall(rb"/i[0-9a-f]{16,} Do", words.get_data())) if words is not None else 0


def test_without_one_the_pack_has_no_picture() -> None:
    assert "<img" not in html_of(sealed())
