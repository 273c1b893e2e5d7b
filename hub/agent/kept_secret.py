"""A secret of an agent, made once and kept on its own disk."""

import os
import secrets
from pathlib import Path


def kept_secret(path: Path) -> str:
    """The secret of a file, made at the first call: 43 characters for its owner only. Raises OSError.

    To be called by the one agent that holds the folder.
    """
    kept = path.read_text(encoding="ascii") if path.exists() else ""
    return kept or _new_secret(path)


def _new_secret(path: Path) -> str:
    """Write it beside and move it into place whole: half a secret, or an empty one, must never count."""
    secret, fresh = secrets.token_urlsafe(32), path.with_suffix(".fresh")
    descriptor = os.open(fresh, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secret)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
    return secret
