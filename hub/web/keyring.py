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

SEPARATOR = "."
"""Stands in every token, and in no secret of a device."""

LIFETIMES_S: dict[Kind, int | None] = {"access": 900, "demo": None}
"""How long each kind is good; the demo's own agent has one that lasts, and is worth nothing to another hub."""


MOST_REMEMBERED = 2_048
"""Tokens of which is remembered that they are ours; a page has a new one every few minutes."""


class Pass(NamedTuple):
    """What a token says: under which grant its bearer is which screen. Whether the grant is live, the hub knows."""

    grant: int
    screen: Screen


class Signed(NamedTuple):
    """A token that was found to be ours: what it says, its kind, and when it was signed (s since the epoch)."""

    said: Pass
    kind: Kind
    signed_s: int


class Keyring:
    """Signs and reads tokens with the hub's key; ``now_s`` is the clock (s since the epoch)."""

    def __init__(self, key: bytes, now_s: Callable[[], float] = time.time) -> None:
        self._key = key
        self._now_s = now_s
        self._serializers = {kind: self._serializer(kind) for kind in LIFETIMES_S}
        self._remembered: dict[str, Signed] = {}

    def sign(self, grant: int, screen: Screen) -> str:
        """An access token, safe in addresses and headers."""
        return str(self._serializers["access"].dumps([grant, str(screen)]))

    def sign_for_demo(self, screen: Screen) -> str:
        """The token of the demo's agent, without an end."""
        return str(self._serializers["demo"].dumps([DEMO, str(screen)]))

    def read(self, token: object) -> Pass | None:
        """What a token says; None when it is forged, too old or no token of ours.

        That one is ours holds for ever and is worked out once; its age counts each time.
        """
        if not isinstance(token, str) or SEPARATOR not in token:
            return None
        signed = self._remembered.get(token) or self._verified(token)
        return signed.said if signed is not None and self._is_good(signed) else None

    def derived(self, purpose: str) -> bytes:
        """A key of its own for something else, worked out of the hub's."""
        return hmac.digest(self._key, f"toi-luot {purpose}".encode(), "sha256")

    def _is_good(self, signed: Signed) -> bool:
        lifetime_s = LIFETIMES_S[signed.kind]
        return lifetime_s is None or 0 <= int(self._now_s()) - signed.signed_s <= lifetime_s

    def _verified(self, token: str) -> Signed | None:
        signed = self._signed("access", token) or self._signed("demo", token)
        if signed is not None:
            if len(self._remembered) >= MOST_REMEMBERED:
                self._remembered.clear()
            self._remembered[token] = signed
        return signed

    def _signed(self, kind: Kind, token: str) -> Signed | None:
        try:
            (grant, screen), signed_at = self._serializers[kind].loads(token, return_timestamp=True)
            return Signed(Pass(grant, parse_screen(screen)), kind, int(signed_at.timestamp()))
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
