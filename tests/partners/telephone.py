"""The app on somebody's telephone: RFC 6238 as it stands there, so that another reading of it would not pass."""

import base64
import hmac
import struct
import time


def code_of(secret: str, *, at: float | None = None) -> str:
    """The six digits that are shown for `secret`, now or at a time given in seconds."""
    counter = struct.pack(">Q", int((time.time() if at is None else at) // 30))
    digest = hmac.digest(base64.b32decode(secret), counter, "sha1")
    start = digest[-1] & 0xF
    (number,) = struct.unpack(">I", digest[start : start + 4])
    return f"{(number & 0x7FFFFFFF) % 10**6:06}"
