"""How an ask was answered in the room before each answer had an address: a button named the state it came to."""

from django.http import HttpRequest

_SLUGS = {
    "made": "decision", "cleared": "clearance", "lived_with": "acceptance", "backed": "backing",
    "in_place": "completion", "not_now": "refusal",
}  # fmt: skip


def slug_of_answer(request: HttpRequest) -> str:
    """The slug of the step that the form of a screen opened before the upgrade means."""
    return _SLUGS.get(request.POST.get("how", ""), "decision")
