"""HTTP to the hub in the building."""

from pathlib import Path

import requests

CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")
"""Whom a Debian machine trusts; ``update-ca-certificates`` adds a centre's own authority to it."""


def hub_session(certificates: Path = CERTIFICATES) -> requests.Session:
    """A session for the hub alone: no proxy of the machine's environment, and whoever this machine trusts."""
    session = requests.Session()
    session.trust_env = False
    if certificates.exists():
        session.verify = str(certificates)
    return session
