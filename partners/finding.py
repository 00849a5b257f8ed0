"""Words found, and names in order, as people mean them, whatever their accents and capitals: “zurich” finds Zürich.

`full_name__found="zurich"` asks the database; PostgreSQL takes the letters apart by itself and needs no extension.
"""

import unicodedata
from typing import Any

from django.db.models import CharField, F, Func, Lookup, TextField
from django.db.models.sql.compiler import SQLCompiler

_APART = {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ı": "i"}
"""Letters that no accent parts from the plain one."""
_FIRST_ACCENT, _LAST_ACCENT = 0x300, 0x36F
_WILD = str.maketrans({"\\": r"\\", "%": r"\%", "_": r"\_"})


def plain(text: str) -> str:
    """`text` in small letters without accents."""
    parted = unicodedata.normalize("NFKD", text.lower())
    bare = "".join(each for each in parted if not _FIRST_ACCENT <= ord(each) <= _LAST_ACCENT)
    return "".join(_APART.get(each, each) for each in bare)


def plain_sql(column: str) -> str:
    """The same, of a column, as SQL."""
    bare = f"regexp_replace(normalize(lower({column}), NFKD), '[\\u0300-\\u036f]', '', 'g')"
    for letter, letters in _APART.items():
        bare = f"replace({bare}, '{letter}', '{letters}')"
    return bare


@CharField.register_lookup
@TextField.register_lookup
class Found(Lookup):
    """Whether the words stand somewhere in the column."""

    lookup_name = "found"
    prepare_rhs = False

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> tuple[str, tuple[Any, ...]]:
        column, params = self.process_lhs(compiler, connection)
        return f"{plain_sql(column)} LIKE %s", (*params, f"%{plain(str(self.rhs)).translate(_WILD)}%")


def in_order(column: str) -> Func:
    """What a list is sorted by that people read by name: Österreich stands among the O, and not behind the Z."""
    return Func(F(column), template=plain_sql("%(expressions)s"), output_field=TextField())
