"""Templates lie where their noun says, each is used, and they can be read."""

import re
import tomllib
from pathlib import Path

from tests.product import FOLDERS, ROOT

TEMPLATES = ROOT / "templates"
LONGEST = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["djlint"]["max_line_length"]
NAMED = re.compile(r"[\"']([a-z0-9_/]+\.(?:html|txt|css))[\"']")
LETTER = re.compile(r"\"([a-z_]+/mail/[a-z_]+)\"")
DICTATED = {"account", "allauth", "mfa", "socialaccount"}
"""Where allauth looks for its own, by names of its own."""
LOOSE = re.compile(r"base(_[a-z]+)?\.html|\d{3}(_csrf)?\.html|unsent\.html")
"""What pages extend, and the pages that answer with an error."""


def _stored() -> dict[str, str]:
    return {
        str(file.relative_to(TEMPLATES)): file.read_text(encoding="utf-8")
        for file in sorted(TEMPLATES.rglob("*"))
        if file.is_file()
    }


def _code() -> str:
    return "\n".join(
        file.read_text(encoding="utf-8")
        for folder in FOLDERS
        for file in sorted((ROOT / folder).rglob("*.py"))
    )


def test_every_template_is_used_and_each_that_is_named_is_there() -> None:
    stored, code = _stored(), _code()
    named = {name for text in (code, *stored.values()) for name in NAMED.findall(text)}
    letters = {name for name in LETTER.findall(code) if f"{name}.txt" in stored}
    assert len(letters) > 12
    named |= {f"{letter}.{ending}" for letter in letters for ending in ("txt", "html")}
    by_name = {name for name in stored if name.split("/")[0] in DICTATED or re.match(r"\d{3}", name)}
    assert set(stored) - named - by_name == set()
    shown = {
        name for text in stored.values() for name in re.findall(r'{% (?:include|extends) "([^"]+)"', text)
    }
    shown |= {name for name in NAMED.findall(code) if name.endswith(".html") and "/" in name}
    assert len(shown) > 200
    assert shown - set(stored) == set()


def test_a_template_lies_in_the_folder_of_its_noun() -> None:
    loose = [name for name in _stored() if "/" not in name]
    assert loose
    assert [name for name in loose if not LOOSE.fullmatch(name)] == []
    folders = {Path(name).parts[0] for name in _stored() if "/" in name}
    assert folders.isdisjoint(set(FOLDERS) - {"config"}), "by noun, not by app: docs/building.md"


def test_no_line_of_a_template_is_longer_than_a_screen_is_wide() -> None:
    texts = {name: text for name, text in _stored().items() if name.endswith((".html", ".txt"))}
    assert len(texts) > 250
    long = [
        f"{name}:{number} has {len(line)} characters"
        for name, text in texts.items()
        for number, line in enumerate(text.splitlines(), start=1)
        if len(line) > LONGEST
    ]
    assert long == [], "docs/building.md says where a line may be broken"
