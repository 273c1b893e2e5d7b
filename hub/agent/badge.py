"""What an agent is to its hub, kept on its own disk."""

import logging
import os
from contextlib import suppress
from pathlib import Path

import msgspec
from msgspec import Struct

log = logging.getLogger(__name__)

BADGE_FILE = "badge.json"
WISH_FILE = "asked.txt"


class Badge(Struct, frozen=True):
    """What this agent is to its hub: the hub's address and id, the screen (``kiosk:K1``) and the token, a secret."""

    hub_url: str
    screen: str
    token: str
    hub: str = ""

    @property
    def name(self) -> str:
        """The kiosk's name, ``K1``."""
        return self.screen.partition(":")[2]


class BadgeFile:
    """The badge on the agent's disk, readable by its owner only."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / BADGE_FILE
        self._wish = folder / WISH_FILE

    def read(self) -> Badge | None:
        """The badge, or None: this agent was never paired, or its file is of no use."""
        try:
            return msgspec.json.decode(self._path.read_bytes(), type=Badge)
        except FileNotFoundError:
            return None
        except msgspec.DecodeError as error:
            log.error("%s cannot be read and is not used: %s", self._path, error)
            return None

    def write(self, badge: Badge) -> None:
        """Keep a badge: whole on the disk, or the former one. Raises OSError."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        fresh = self._path.with_suffix(".fresh")
        descriptor = os.open(fresh, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(msgspec.json.encode(badge))
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self._path)

    def note_wish(self, wish: str) -> None:
        """Note what the agent was started to be, for whoever compares it with its badge; a full disk notes nothing."""
        with suppress(OSError):
            self._wish.write_text(wish, encoding="utf-8")

    def is_as_wished(self) -> bool:
        """Whether the agent is at its hub what it was started to be, as far as that was said."""
        wish = self._wish.read_text(encoding="utf-8") if self._wish.exists() else ""
        badge = self.read()
        return badge is None or ":" not in wish or badge.screen == wish
