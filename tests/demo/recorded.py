"""What the pages of the demo say to somebody who follows every link: of each kind of page the one that says most.

`tests/said` reads small scenes made for it; here the fourteen months of the demo bring two of everything beside each
other. `SAID_ANEW=1` writes the record anew; each line that changes must be meant.
"""

import os
import re
from pathlib import Path
from urllib.parse import urlsplit

from django.urls import resolve

from tests.demo.walking import Visited
from tests.reading import doors_of, lines_of, with_labels

RECORD = Path(__file__).parent / "pages"
_BY_LOT = re.compile(r"\b[0-9a-f]{64}\b|(?<=/)[\w-]{22,}(?=/)|(?<=Link )[0-9]+|<[0-9.]+@[^>]+>")
"""Seals, links of the chain, secrets and numbers of mails: others in each demo that is told."""
_IN_NO_ORDER = re.compile(
    r"(?<=\nWhat we can do better\n)(.+\n)((?:.+\n)+?)(?=Without names and in no order)"
)
LEFT_OUT = {"settings_operation"}
"""What says how the machine is doing that runs the tests."""


def words_of_pages(found: Visited) -> dict[str, str]:
    """Name of a route → what its wordiest page says and where it leads."""
    of: dict[str, str] = {}
    for path, html in found.texts.items():
        route = resolve(urlsplit(path).path).url_name or ""
        words = "\n".join([*lines_of(with_labels(html)), "---", *doors_of(html)]) + "\n"
        words = _IN_NO_ORDER.sub(lambda said: said[1] + "".join(sorted(said[2].splitlines(True))), words)
        words = _BY_LOT.sub("…", words)
        if route not in LEFT_OUT and len(words) > len(of.get(route, "")):
            of[route] = words
    return of


def differing(name: str, words: dict[str, str]) -> list[str]:
    """The pages of whoever is called `name` that do not say what they said, and those that are gone."""
    folder = RECORD / name
    if os.environ.get("SAID_ANEW"):
        folder.mkdir(parents=True, exist_ok=True)
        for file in folder.glob("*.txt"):
            file.unlink()
        for route, text in words.items():
            (folder / f"{route}.txt").write_text(text)
    before = {file.stem: file.read_text() for file in folder.glob("*.txt")}
    return sorted(route for route in {*before, *words} if before.get(route) != words.get(route))
