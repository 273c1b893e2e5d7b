"""The key with which a hub signs what it says of its days: Ed25519 (RFC 8032), ``closing.key`` in the data folder.

It is a file of its own (PKCS #8 as PEM, mode 0600, unencrypted, because the hub signs with nobody there). It is in no
backup: whoever holds one must not be able to sign for the hub. Its public half is 64 hex digits; people compare the
fingerprint.
"""

import hashlib
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from hub.private_file import make_once
from hub.store.chain import StoreFault

KEY_FILE = "closing.key"
GROUPS = 8


class SigningKey:
    """A hub's own key."""

    def __init__(self, private: Ed25519PrivateKey) -> None:
        self._private = private

    @property
    def public(self) -> str:
        """The public key as 64 hex digits."""
        return self._private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw).hex()

    def sign(self, content: bytes) -> str:
        """The signature as 128 hex digits; the same content has the same signature."""
        return self._private.sign(content).hex()


def open_signing_key(data: Path) -> SigningKey:
    """The key of a data folder, made the first time. Raises StoreFault: it is damaged; OSError."""
    file = data / KEY_FILE
    if not file.exists():
        fresh = Ed25519PrivateKey.generate()
        make_once(file, fresh.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return _read(file)


def known_key(data: Path) -> str | None:
    """The public key of a data folder, None before there is one. Raises StoreFault, OSError."""
    file = data / KEY_FILE
    return _read(file).public if file.exists() else None


def is_signed(public: str, content: bytes, signature: str) -> bool:
    """Whether the holder of the key with this public half has signed the content."""
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public)).verify(bytes.fromhex(signature), content)
    except (InvalidSignature, ValueError):
        return False
    return True


def fingerprint(public: str) -> str:
    """What people compare and write down: the first half of the key's SHA-256 in groups of four hex digits."""
    digits = hashlib.sha256(bytes.fromhex(public)).hexdigest()
    return " ".join(digits[4 * group : 4 * group + 4] for group in range(GROUPS))


def is_meant(said: str, public: str) -> bool:
    """Whether somebody means this key, by its fingerprint, with or without gaps, or the whole of it."""
    bare = "".join(said.split()).replace(":", "").replace("-", "").lower()
    return bare in (public, fingerprint(public).replace(" ", ""))


def _read(file: Path) -> SigningKey:
    try:
        private = load_pem_private_key(file.read_bytes(), password=None)
    except (ValueError, TypeError) as error:
        raise StoreFault(f"{file} is no key ({error}). Move it away: the hub makes another one.") from error
    if not isinstance(private, Ed25519PrivateKey):
        raise StoreFault(f"{file} is a key of another kind. Move it away: the hub makes another one.")
    return SigningKey(private)
