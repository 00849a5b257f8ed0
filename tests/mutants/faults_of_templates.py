"""The faults that can be planted in a template, found by its text."""

import re
from collections.abc import Iterator

from tests.mutants.kinds import Cut, Kind

_TAG = re.compile(r"\{%-?\s*(\w+)([^%]*(?:%(?!\})[^%]*)*)%\}")
_VALUE = re.compile(r"\{\{[^}]*\}\}")
_ELEMENT = re.compile(r"<(li|td|th|p|dt|dd|small|button)\b[^>]*>((?:(?!<\1\b).)*?)</\1>", re.DOTALL)
_IN_A_TAG = re.compile(r"<[^<>]*$")
_COMMENT = re.compile(r"\{#.*?#\}|\{% comment %\}.*?\{% endcomment %\}", re.DOTALL)
_SHOWN = ("include", "day", "stands", "side_pill", "with_whom", "paragraph", "form_field", "field", "subject")
"""Tags that draw something themselves."""


def faults_of_template(text: str) -> list[Cut]:
    """All of one template, in the order they stand there."""
    hidden = [found.span() for found in _COMMENT.finditer(text)]
    cuts = [*_branches(text), *_values(text), *_elements(text), *_conditions(text)]
    seen = [cut for cut in cuts if not any(start <= cut.start < end for start, end in hidden)]
    return sorted(set(seen), key=lambda cut: (cut.start, cut.end, cut.new))


def _branches(text: str) -> Iterator[Cut]:
    """What stands in one branch of an `{% if %}`, and what an `{% include %}` shows."""
    open_tags: list[tuple[str, int, bool]] = []
    for tag in _TAG.finditer(text):
        word = tag[1]
        if word in ("if", "for", "with", "block"):
            open_tags.append((word, tag.end(), _in_a_tag(text, tag.start())))
        elif word in ("elif", "else", "empty") and open_tags:
            opened, begins, inside = open_tags.pop()
            if opened == "if" and text[begins : tag.start()].strip() and not inside:
                yield Cut(Kind.SECTION, begins, tag.start(), "")
            open_tags.append((opened, tag.end(), inside))
        elif word.startswith("end") and open_tags and word[3:] == open_tags[-1][0]:
            opened, begins, inside = open_tags.pop()
            if opened in ("if", "for") and text[begins : tag.start()].strip() and not inside:
                yield Cut(Kind.SECTION, begins, tag.start(), "")
        elif word == "include" and not _in_a_tag(text, tag.start()):
            yield Cut(Kind.SECTION, tag.start(), tag.end(), "")


def _values(text: str) -> Iterator[Cut]:
    """What is written out, outside of the attributes that nobody reads."""
    for value in _VALUE.finditer(text):
        if not _in_a_tag(text, value.start()):
            yield Cut(Kind.VALUE, value.start(), value.end(), "")
    for tag in _TAG.finditer(text):
        if tag[1] in _SHOWN[1:] and " as " not in tag[2] and not _in_a_tag(text, tag.start()):
            yield Cut(Kind.VALUE, tag.start(), tag.end(), "")


def _elements(text: str) -> Iterator[Cut]:
    """A cell, an entry, a paragraph, a button, whole."""
    for element in _ELEMENT.finditer(text):
        if _balanced(element[0]) and element[2].strip():
            yield Cut(Kind.SECTION, element.start(), element.end(), "")


def _conditions(text: str) -> Iterator[Cut]:
    for tag in _TAG.finditer(text):
        if tag[1] not in ("if", "elif"):
            continue
        for word, new in ((" and ", " or "), (" or ", " and "), (" not ", " ")):
            for found in re.finditer(re.escape(word), tag[2]):
                at = tag.start(2) + found.start()
                yield Cut(Kind.AND_OR, at, at + len(word), new)
        for word, new in ((" == ", " != "), (" != ", " == "), (" < ", " <= "), (" > ", " >= ")):
            for found in re.finditer(re.escape(word), tag[2]):
                at = tag.start(2) + found.start()
                yield Cut(Kind.COMPARISON, at, at + len(word), new)


def _balanced(text: str) -> bool:
    """Whether no tag of the template is opened within and closed behind it."""
    depth = 0
    for tag in _TAG.finditer(text):
        if tag[1] in ("if", "for", "with", "block", "blocktranslate"):
            depth += 1
        elif tag[1].startswith("end"):
            depth -= 1
        elif tag[1] in ("else", "elif", "empty") and depth == 0:
            return False
        if depth < 0:
            return False
    return depth == 0


def _in_a_tag(text: str, at: int) -> bool:
    before = re.sub(r"\{%.*?%\}|\{\{.*?\}\}", "", text[max(0, at - 600) : at], flags=re.DOTALL)
    return _IN_A_TAG.search(before) is not None
