"""How citizens follow their number on a phone: `phone.toml` of a centre's folder, which may be missing."""

from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from msgspec import Meta, Struct

from config.loader import ConfigError, load_toml

Offer = Literal["cancel", "defer", "rate"]
EVERYTHING: tuple[Offer, ...] = ("cancel", "defer", "rate")

PublicUrl = Annotated[str, Meta(max_length=100)]


class PhonePlan(Struct, frozen=True, forbid_unknown_fields=True):
    """`public_url` is where phones reach the hub, without a path; empty: tickets have no link. `offers` are what
    a citizen may do there besides looking.
    """

    public_url: PublicUrl = ""
    offers: tuple[Offer, ...] = EVERYTHING

    @property
    def host(self) -> str:
        """The name under which phones ask; empty without an address."""
        return urlsplit(self.public_url).hostname or ""

    def at(self, public_url: str) -> "PhonePlan":
        """The same with an address, where the file has none."""
        return self if self.public_url else PhonePlan(public_url, self.offers)


def load_phone_plan(path: Path) -> PhonePlan:
    """Read the file, or take what holds without one. Raises ConfigError: as `load_toml`, an address that is none."""
    plan = load_toml(path, PhonePlan) if path.exists() else PhonePlan()
    if problem := _slip_in(plan.public_url):
        raise ConfigError(path, "public_url", problem)
    return plan


def _slip_in(url: str) -> str:
    if not url:
        return ""
    try:
        parts = urlsplit(url)
        is_whole = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_whole = False
    if not is_whole or not url.isascii() or " " in url:
        return 'is no address; write it as in "https://so.phuong-mau.gov.vn"'
    if parts.username or parts.password:
        return "must hold no name and no password"
    if parts.path or parts.query or parts.fragment:
        return "ends with the host or its port; links are made of it and /t/"
    return ""
