"""The seal: canonical text, its SHA-256, and whether the two still belong together."""

import hashlib

from partners.models import User
from reviews.facts.canonical import read
from reviews.facts.names import Names, people_in
from reviews.facts.whole import Snapshot
from reviews.models import Seal


def digest(text: str) -> str:
    """SHA-256 of the text's UTF-8 bytes, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def verify_seal(seal: Seal) -> bool:
    """Whether the sealed text is still the one that was hashed. Names stand beside it and may be erased."""
    return digest(seal.content) == seal.sha256


def snapshot_of(seal: Seal) -> Snapshot:
    """What was sealed. Raises ValueError when the text no longer matches its hash: such a seal says nothing."""
    if not verify_seal(seal):
        raise ValueError(f"Seal {seal.pk} no longer matches its hash.")
    return read(seal.content)


def names_of(seal: Seal) -> Names:
    return Names(seal.names)


def names_for(snapshot: Snapshot) -> dict[str, str]:
    """Id → full name of everyone the snapshot names, to be kept beside it."""
    people = User.objects.filter(pk__in=people_in(snapshot)).values_list("pk", "full_name")
    return {str(pk): full_name for pk, full_name in people}
