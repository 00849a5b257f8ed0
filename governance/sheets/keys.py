"""How a row of an export is known when it comes back: a short key that spreadsheets leave as it is.

"ACT-1042-Y" names the kind of thing, the number of its row, and ends with a letter that is reckoned from both. Excel
counts up a text that ends with a figure when it is dragged down a column, and reads figures and months as numbers and
dates; it does neither to this one. The letter finds a mistyped figure and two that changed places. A key is no secret
and gives no right: whoever reads one looks the row up among those the person may see.
"""

from typing import NamedTuple

import re2
from django.apps import apps
from django.db import models

from partners.untrusted_text import legible

KEY_HEADER = "Tandem"
"""What the column of keys is called."""

_KINDS = {
    "ACT": "governance.ActionItem",
    "ASK": "governance.Ask",
    "LOO": "governance.RiskLook",
    "OUT": "governance.OutcomeIntent",
    "RDG": "dashboards.Reading",
    "MEM": "partners.Membership",
}
"""By label, since what is measured stands on a higher floor. A kind is never given to another model."""
_OF_MODEL = {label.lower(): kind for kind, label in _KINDS.items()}
_LETTERS = "ABCDEFGHJKLMNPQRSTVWXYZ"
"""As many as a prime, so that one wrong figure and two that changed places are found; none that looks like a figure."""
_DASH = "[-\u2010-\u2015\u2212 ]?"
_KEY = re2.compile(rf"\s*([A-Za-z]{{3}}){_DASH}([1-9][0-9]{{0,17}}){_DASH}([A-Za-z])\s*")


class Key(NamedTuple):
    """The row a key names."""

    model: type[models.Model]
    pk: int


def key_of(model: type[models.Model] | models.Model, pk: int) -> str:
    """The key of a row. Raises KeyError for a model whose rows are in no export."""
    kind = _OF_MODEL[model._meta.label_lower]
    return f"{kind}-{pk}-{_letter(kind, pk)}"


def read_key(text: str) -> Key | None:
    """The row that `text` names, as it stood in an export; None where it is no key of ours.

    Capitals, blanks around it and a dash that a word processor made longer do not matter; a wrong figure does.
    """
    found = _KEY.fullmatch(legible(text))
    if found is None:
        return None
    kind, pk = found[1].upper(), int(found[2])
    if kind not in _KINDS or found[3].upper() != _letter(kind, pk):
        return None
    return Key(apps.get_model(_KINDS[kind]), pk)


def _letter(kind: str, pk: int) -> str:
    return _LETTERS[(pk + _WEIGHTS[kind]) % len(_LETTERS)]


_WEIGHTS = {kind: sum(place * ord(letter) for place, letter in enumerate(kind, 1)) for kind in _KINDS}
"""A number for each kind, no two alike to the letters, so that a key with another kind typed before it is none."""
