"""Boxes that Tandem alone opens: what lies outside of it for a while, or in a copy of its database, tells nothing."""

import base64
import hashlib

from cryptography.fernet import Fernet
from django.conf import settings


def fernet_for(purpose: str) -> Fernet:
    """A box of its own for each purpose, keyed by SECRET_KEY: with a new one, what was put in stays closed."""
    key = hashlib.sha256(f"tandem {purpose}\0{settings.SECRET_KEY}".encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
