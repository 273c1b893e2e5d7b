"""Signed tokens of the pages: they name a grant and a screen. Deleting ``hub.key`` ends them all."""

import hmac
import secrets
import time
from collections.abc import Callable
from pathlib import Path
from typing import Literal, NamedTuple

from itsdangerous import BadSignature, TimestampSigner, URLSafeTimedSerializer

from hub.private_file import make_once
from hub.service.grants import DEMO
from hub.web.screens import Screen, parse_screen

KEY_FILE = "hub.key"
KEY_BYTES = 32

Kind = Literal["access", "demo"]

LIFETIMES_S: dict[Kind, int | None] = {"access": 900, "demo": None}
"""How long each kind is good; the demo's own agent has one that lasts, and is worth nothing to another hub."""


class Pass(NamedTuple):
    """What a token says: under which grant its bearer is which screen. Whether the grant is live, the hub knows."""

    grant: int
    screen: Screen


class Keyring:
    """Signs and reads tokens with the hub's key; ``now_s`` is the clock (s since the epoch)."""

    def __init__(self, key: bytes, now_s: Callable[[], float] = time.time) -> None:
        self._key = key
        self._now_s = now_s

    def sign(self, grant: int, screen: Screen) -> str:
        """An access token, safe in addresses and headers."""
        return str(self._serializer("access").dumps([grant, str(screen)]))

    def sign_for_demo(self, screen: Screen) -> str:
        """The token of the demo's agent, without an end."""
        return str(self._serializer("demo").dumps([DEMO, str(screen)]))

    def read(self, token: object) -> Pass | None:
        """What a token says; None when it is forged, too old or no token of ours."""
        return self._read("access", token) or self._read("demo", token)

    def derived(self, purpose: str) -> bytes:
        """A key of its own for something else, worked out of the hub's."""
        return hmac.digest(self._key, f"toi-luot {purpose}".encode(), "sha256")

    def _read(self, kind: Kind, token: object) -> Pass | None:
        if not isinstance(token, str):
            return None
        try:
            grant, screen = self._serializer(kind).loads(token, max_age=LIFETIMES_S[kind])
            return Pass(grant, parse_screen(screen))
        except (BadSignature, ValueError):
            return None

    def _serializer(self, kind: Kind) -> URLSafeTimedSerializer:
        now_s = self._now_s

        class Signer(TimestampSigner):
            """itsdangerous' signer on our clock."""

            def get_timestamp(self) -> int:
                return int(now_s())

        return URLSafeTimedSerializer(self._key, salt=f"toi-luot {kind}", signer=Signer)


def open_keyring(folder: Path) -> Keyring:
    """The keyring of a data folder; makes the folder and its key (mode 0600) the first time. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / KEY_FILE
    if not file.exists():
        make_once(file, secrets.token_bytes(KEY_BYTES))
    return Keyring(_read_key(file))


def _read_key(file: Path) -> bytes:
    key = file.read_bytes()
    if len(key) != KEY_BYTES:
        raise OSError(f"{file} is damaged; delete it: open pages then load themselves anew")
    return key
