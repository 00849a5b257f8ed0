"""Words that only whoever built Tandem understands stand nowhere that people read: one plain word for each thing."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from tests.product import texts_of_modules

ROOT = Path(settings.BASE_DIR)
OLD = {
    r"\bthe ball\b": "who is waited for",
    r"\bnod(?:s|ded|ding)?\b": "confirmed, or confirmation",
    r"\btold upwards\b|\bupwards\b": "escalated",
    r"\bin the way\b": "an impediment",
    r"\bout of the way\b": "cleared",
    r"\badvi(?:ce|se|ses|sed)\b": "a recommendation",
    r"\bnot now\b": "declined; what leads back says back",
    r"\bput (?:itself|themselves) on\b": "added automatically",
    r"\b(?:it|they|each) came to\b": "result",
    r"\basks? for a look\b": "needs attention",
    r"\btabl(?:ed|ing)\b": "one item from each side",
    r"\b(?:is|are|was|were|be|been) (?:not )?kept\b": "saved, stored, recorded or still here: kept is a promise",
    r"(?:^|[.!] )kept(?: as |[.:] )|\bhave kept (?:it|them)\b": "saved, recorded",
    r"\b(?:you|then|to|not) keep (?:it|them|this|views)\b|\byou keep\b": "save",
}
"""A word of before → what people read instead."""
_OLD = re.compile("|".join(OLD), re.IGNORECASE)
_NOT_SAID = re.compile(r"\{#.*?#\}|\{%.*?%\}|<[^>]*>", re.DOTALL)
_FILLED_IN = re.compile(r"\{\{.*?\}\}", re.DOTALL)
_QUOTED = re.compile(r'"([^"]*)"')
NOT_READ = {
    ("governance/replies/parsed_reply.py", "not now"): "what a mail may still say",
    ("governance/former_steps.py", "tabled"): "an address of before",
    ("ledger/how_counted.html", "is kept"): "a promise is",
    ("tracker/importing/upload.html", "you keep"): "a list that goes on being kept",
    ("governance/models/closed_books.py", "are kept"): "what the database says",
    ("config/environment.py", "are kept"): "back-ups and mails, for whoever runs Tandem",
    ("config/backups/keeping.py", "are kept"): "back-ups, on a terminal",
    ("config/backups/restoring.py", "is kept"): "the same",
    ("config/management/commands/restore.py", "is kept"): "the same",
    ("config/management/commands/backup.py", "to keep it"): "the same",
}
"""Module and the old word in it → why nobody reads it."""


def _sentences_in(tag: re.Match[str]) -> str:
    """What a tag says in quotation marks: what has no space in it is a name."""
    return " ".join(words for words in _QUOTED.findall(tag[0]) if " " in words)


def _texts_of_templates() -> Iterator[tuple[str, str]]:
    for file in (ROOT / "templates").rglob("*"):
        name = str(file.relative_to(ROOT / "templates"))
        if file.suffix in (".html", ".txt"):
            yield name, _NOT_SAID.sub(_sentences_in, _FILLED_IN.sub("", file.read_text()))


@pytest.mark.parametrize("texts", [_texts_of_templates, texts_of_modules])
def test_people_read_the_plain_word(texts: object) -> None:
    found = {(name, word[0].casefold()) for name, text in texts() for word in _OLD.finditer(text)}  # type: ignore[operator]
    assert sorted(found - NOT_READ.keys()) == []


def test_what_is_said_in_scripts_is_plain_as_well() -> None:
    scripts = {file.name: file.read_text() for file in (ROOT / "static" / "js").glob("*.js")}
    assert len(scripts) > 5
    said = {
        (name, word[0])
        for name, text in scripts.items()
        for line in text.splitlines()
        if not line.lstrip().startswith("//")
        for word in _OLD.finditer(line)
    }
    assert said == set()


@pytest.mark.parametrize(
    "words", ["The ball: 3 d", "told upwards", "Something in the way", "Their advice", "Not now", "What they came to",
              "One thing put itself on the agenda.", "asks for a look", "Tabled by each side", "A nod is enough",
              "What you typed is kept.", "Kept. Only you see it.", "Kept: both sides read it.",
              "Write a word before you keep it.", "I have kept them"]
)  # fmt: skip
def test_each_of_the_words_of_before_would_be_found(words: str) -> None:
    assert _OLD.search(words)
