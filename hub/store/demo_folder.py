"""Whether a folder of all data may be a demo's: there everybody may do everything, so a real centre's never is."""

from pathlib import Path

from hub.store.archive import CENTRE_NAME
from hub.store.chain import StoreFault
from hub.store.register import Register

MARK_NAME = "demo"
"""The empty file by which a demo knows its own folder: accounts and devices there were tried out in it."""


class NotForDemo(StoreFault):
    """The folder is a real centre's."""

    def __init__(self, data: Path) -> None:
        super().__init__(
            f"{data} is a real centre's: a demo, in which everybody may do everything, does not run on it. "
            "Choose another folder with --data, for instance --data demo. The centre's own hub is run.py hub."
        )


def require_no_centre(data: Path) -> None:
    """Raises NotForDemo: the folder holds a centre's configuration."""
    if (data / CENTRE_NAME).exists():
        raise NotForDemo(data)


def claim_for_demo(data: Path, register: Register) -> None:
    """Make a folder a demo's. Raises NotForDemo (accounts or devices that no demo made), StorageError, OSError."""
    require_no_centre(data)
    mark = data / MARK_NAME
    if not mark.exists() and (register.accounts() or register.live_grants()):
        raise NotForDemo(data)
    mark.touch(mode=0o600)
