"""The secret with which the kiosk's page shows that it is this agent's own."""

import os
import secrets
from pathlib import Path

TOKEN_FILE = "page.token"


def page_token(folder: Path) -> str:
    """The page's own token, made at the first start and kept, so that an open page survives a restart of the agent.

    To be called by the one agent that holds the folder's spool.
    """
    path = folder / TOKEN_FILE
    kept = path.read_text(encoding="ascii") if path.exists() else ""
    return kept or _new_page_token(path)


def _new_page_token(path: Path) -> str:
    """Write the token beside and move it into place whole: half a token, or an empty one, must never count."""
    token, fresh = secrets.token_urlsafe(32), path.with_suffix(".fresh")
    descriptor = os.open(fresh, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(token)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
    return token
