"""Where a text asks how the work is done, instead of for its result: pure, and only to tell whoever wrote it."""

import re2

from governance.outcomes.prescribing.plain import plain_ascii

_WAY = re2.compile(
    r"(?i)\b(?:how|why|with what|with which \w+|(?:what|which) (?:tools?|methods?|technology|product|approach|way))"
    r" (?:exactly )?(?:do|did|will|would|are|were|have|should|can|could) (?:you|they|your \w+)\b"
    r"|\b(?:wie|warum|womit|mit welche[mnr] \w+) \w+ (?:ihr|sie|euer \w+)\b"
)
_RESULT = re2.compile(r"(?i)\bhow (?:do|will|would|can|should) (?:you|they) (?:know|stand)\b")


def asks_for_the_way(text: str) -> bool:
    """Whether it asks how somebody goes about it: "How will you move the data?", and not "How does it stand?"."""
    plain = plain_ascii(text)
    return bool(_WAY.search(_RESULT.sub(" ", plain)))
