"""How long what people write may be. Nothing is cut: what is too long is refused, with how much there is of it."""

from partners.verb import Refused

TOO_LONG = "Keep this under %(limit_value)d characters: it has %(show_value)d."


def require_within(text: str, limit: int, *, field: str) -> str:
    """`text`, which may have `limit` characters."""
    if len(text) > limit:
        raise Refused(TOO_LONG % {"limit_value": limit, "show_value": len(text)}, field=field)
    return text
