"""The key that makes a command's repetition harmless."""

import re

from flask import request

from hub.messages import REQUEST_KEY_HEADER

_VISIBLE = re.compile(r"[!-~]{1,128}")


def request_key() -> str | None:
    """The current request's key; None when it is missing or is not 1 to 128 visible ASCII characters."""
    key = request.headers.get(REQUEST_KEY_HEADER, "")
    return key if _VISIBLE.fullmatch(key) else None
