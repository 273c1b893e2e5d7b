"""The secret with which the kiosk's page shows that it is this agent's own."""

from pathlib import Path

from hub.agent.kept_secret import kept_secret

TOKEN_FILE = "page.token"


def page_token(folder: Path) -> str:
    """The page's own token, made at the first start and kept, so that an open page survives a restart of the agent.

    To be called by the one agent that holds the folder's spool.
    """
    return kept_secret(folder / TOKEN_FILE)
