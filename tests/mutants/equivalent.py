"""Drawn faults that nobody could notice, each with its reason: they are not drawn again."""

EQUIVALENT: dict[str, str] = {
    "partners/views/partnerships.py: permission widened: Permission.CLASSIFY → Permission.SEE_PARTNERSHIP": (
        "of those who may start a partnership, whoever sees any may classify as well"
    ),
}
