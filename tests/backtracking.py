"""The steps that Python's `re` takes over a text, counted: a backtracking engine over re's own parse of a pattern.

It is slow and says nothing of speed. It takes the same decisions in the same order as `re`, so that a pattern whose
steps grow with the square of a text here does so there.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from re import _constants as op  # type: ignore[attr-defined]  # the parser that re itself uses
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

Then = Callable[[int], bool]
MOST_STEPS = 2_000_000
"""Are counted; a pattern whose steps double with each letter would never end."""


class _Enough(Exception):
    pass


_CATEGORIES = {
    op.CATEGORY_DIGIT: str.isdigit, op.CATEGORY_SPACE: str.isspace,
    op.CATEGORY_WORD: lambda letter: letter.isalnum() or letter == "_",
}  # fmt: skip
_NOT = {
    op.CATEGORY_NOT_DIGIT: op.CATEGORY_DIGIT, op.CATEGORY_NOT_SPACE: op.CATEGORY_SPACE,
    op.CATEGORY_NOT_WORD: op.CATEGORY_WORD,
}  # fmt: skip
_REPEATS = (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT)


def parsed(pattern: "re.Pattern[Any]") -> Any:
    """The pattern as re has understood it; one over bytes is read as letters."""
    written = pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1")
    flags = pattern.flags if isinstance(pattern.pattern, str) else pattern.flags | re.UNICODE & ~re.ASCII
    return parser.parse(written, flags & ~re.DEBUG)


def steps(pattern: "re.Pattern[Any]", text: str, *, whole: bool = False) -> int:
    """How many steps it takes to search all of `text`, from each of its places; or to match the `whole` of it.

    Ends at MOST_STEPS."""
    engine = _Engine(text, bool(pattern.flags & re.IGNORECASE))
    with suppress(_Enough):
        _walk(engine, list(parsed(pattern)), len(text), whole)
    return engine.taken


def _walk(engine: "_Engine", tree: list[Any], length: int, whole: bool) -> None:
    if whole:
        engine.sequence(tree, 0, 0, lambda end: end == length)
        return
    start = 0
    while start <= length:
        ends: list[int] = []
        engine.sequence(tree, 0, start, lambda end, ends=ends: ends.append(end) or True)  # type: ignore[misc]
        start = max(ends[0] if ends else 0, start + 1)


class _Engine:
    def __init__(self, text: str, folded: bool) -> None:
        self.text = text.lower() if folded else text
        self.folded, self.taken, self.groups = folded, 0, dict[int, str]()

    def sequence(self, items: list[Any], index: int, at: int, then: Then) -> bool:
        self.taken += 1
        if self.taken > MOST_STEPS:
            raise _Enough
        if index == len(items):
            return then(at)
        kind, said = items[index]

        def rest(end: int) -> bool:
            return self.sequence(items, index + 1, end, then)

        if kind in (op.LITERAL, op.NOT_LITERAL, op.ANY, op.IN):
            return at < len(self.text) and self._fits(kind, said, self.text[at]) and rest(at + 1)
        if kind is op.BRANCH:
            return any(self.sequence(list(branch), 0, at, rest) for branch in said[1])
        if kind is op.SUBPATTERN:
            return self._group(said, at, rest)
        if kind in _REPEATS:
            return self._repeat(kind, *said, at, rest)
        if kind in (op.ASSERT, op.ASSERT_NOT):
            return self._looks(*said, at) is (kind is op.ASSERT) and rest(at)
        if kind is op.AT:
            return self._stands(said, at) and rest(at)
        if kind is op.GROUPREF:
            seen = self.groups.get(said, "")
            return self.text.startswith(seen, at) and rest(at + len(seen))
        raise NotImplementedError(f"teach tests/backtracking.py {kind}")

    def _fits(self, kind: Any, said: Any, letter: str) -> bool:
        if kind is op.ANY:
            return letter != "\n"
        if kind is not op.IN:
            return (self._same(said, letter)) is (kind is op.LITERAL)
        negated = said[0][0] is op.NEGATE
        return any(self._is_in(one, of, letter) for one, of in said) is not negated

    def _is_in(self, kind: Any, said: Any, letter: str) -> bool:
        if kind is op.LITERAL:
            return self._same(said, letter)
        if kind is op.RANGE:
            letters = (letter, letter.upper()) if self.folded else (letter,)
            return any(said[0] <= ord(one[0]) <= said[1] for one in letters)
        if kind is op.CATEGORY:
            return not _CATEGORIES[_NOT[said]](letter) if said in _NOT else _CATEGORIES[said](letter)
        return False

    def _same(self, code: int, letter: str) -> bool:
        return chr(code) == letter or (self.folded and chr(code).lower() == letter)

    def _group(self, said: Any, at: int, rest: Then) -> bool:
        number, _, _, inside = said

        def closed(end: int) -> bool:
            before = self.groups.get(number)
            self.groups[number] = self.text[at:end]
            if rest(end):
                return True
            self.groups[number] = before or ""
            return False

        return self.sequence(list(inside), 0, at, closed)

    def _repeat(self, kind: Any, least: int, most: Any, inside: Any, at: int, rest: Then) -> bool:
        items = list(inside)

        def again(count: int, here: int) -> bool:
            def once_more() -> bool:
                return (most is op.MAXREPEAT or count < most) and self.sequence(
                    items, 0, here, lambda end: (end > here or count < least) and again(count + 1, end)
                )

            if kind is op.MIN_REPEAT:
                return (count >= least and rest(here)) or once_more()
            return once_more() or (count >= least and rest(here))

        return again(0, at)

    def _looks(self, direction: int, inside: Any, at: int) -> bool:
        begin = at if direction > 0 else at - inside.getwidth()[0]
        return begin >= 0 and self.sequence(list(inside), 0, begin, lambda end: direction > 0 or end == at)

    def _stands(self, where: Any, at: int) -> bool:
        if where in (op.AT_BEGINNING, op.AT_BEGINNING_STRING):
            return at == 0
        if where in (op.AT_END, op.AT_END_STRING):
            return at == len(self.text) or (where is op.AT_END and self.text[at:] == "\n")
        is_word = _CATEGORIES[op.CATEGORY_WORD]
        edges = [
            bool(side) and is_word(side)
            for side in (self.text[at - 1 : at] if at else "", self.text[at : at + 1])
        ]
        return (edges[0] != edges[1]) is (where is op.AT_BOUNDARY)


def pumps(pattern: "re.Pattern[Any]") -> Iterator[tuple[str, str]]:
    """Beginnings, and what to put behind each many times: what each repeat of the pattern takes, and what stands before
    it; nothing, and a whole match."""
    tree = parsed(pattern)
    yield "", _sample(tree)
    for before, inside in _repeats(tree, ""):
        taken = _sample(inside) or "x"
        yield from (("", taken), (before, taken), ("", before + taken), ("", before + taken * 3))


def most_repeats(pattern: "re.Pattern[Any]") -> int:
    """The largest bound of a repeat; beyond it a bounded one takes no more."""
    return max(_bounds(parsed(pattern)), default=0)


def _bounds(tree: Any) -> Iterator[int]:
    for kind, said in tree:
        if kind in _REPEATS and said[1] is not op.MAXREPEAT:
            yield int(said[1])
        for inside in _insides(kind, said):
            yield from _bounds(inside)


def _repeats(tree: Any, before: str) -> Iterator[tuple[str, Any]]:
    for kind, said in tree:
        if kind in _REPEATS:
            yield before, said[2]
        for inside in _insides(kind, said):
            yield from _repeats(inside, before)
        before += _sample([(kind, said)])


def _insides(kind: Any, said: Any) -> list[Any]:
    if kind in _REPEATS:
        return [said[2]]
    if kind is op.SUBPATTERN:
        return [said[3]]
    if kind is op.BRANCH:
        return list(said[1])
    return [said[1]] if kind in (op.ASSERT, op.ASSERT_NOT) else []


def _sample(tree: Any) -> str:
    """Something that fits, as short as can be; each repeat once."""
    return "".join(_one(kind, said) for kind, said in tree)


def _one(kind: Any, said: Any) -> str:
    if kind is op.LITERAL:
        return chr(said)
    if kind in (op.NOT_LITERAL, op.ANY):
        return "x"
    if kind is op.IN:
        engine = _Engine("", False)
        candidates = ["x", " ", "1", "-", ",", *(chr(code) for code in range(33, 127)), "–", "é"]
        return next((letter for letter in candidates if engine._fits(kind, said, letter)), "")
    if kind is op.BRANCH:
        return _sample(said[1][0])
    if kind is op.SUBPATTERN:
        return _sample(said[3])
    if kind in _REPEATS:
        return _sample(said[2]) * max(1, said[0])
    return ""
