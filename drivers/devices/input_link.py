"""Link to an input device of the kernel (evdev), only to be read."""

import errno
import fcntl
import os
import re
import select
import struct
import time
from collections.abc import Callable
from pathlib import Path

from drivers.devices.input_events import EVENT
from drivers.devices.options import Options
from drivers.errors import DeviceError
from drivers.lines.places import lasting_names
from drivers.links.device_file import FLAGS, refused, require_device
from drivers.links.patience import is_ready

EVIOCGRAB = 0x40044590
EVIOCSCLOCKID = 0x400445A0
EVIOCGKEY = 0x80604518
"""From linux/input.h, as x86 and ARM number them: hold for oneself, choose the clock, which keys are down."""

KEY_BYTES = 96
READ_EVENTS = 64

_CHANGING = re.compile(r"/dev/input/event\d+")

INPUT = Path("/dev/input")

Claim = Callable[[int], None]
"""Makes an opened device ours. Raises OSError, or DeviceError `cannot_grab`."""


def claim_shared(file: int) -> None:
    """Others hear it too; only its instants become those of the steady clock."""
    fcntl.ioctl(file, EVIOCSCLOCKID, struct.pack("I", time.CLOCK_MONOTONIC))


def claim_alone(file: int) -> None:
    """Nobody else hears it. Not while a key is down: who heard it go down would never hear it go up."""
    claim_shared(file)
    if any(fcntl.ioctl(file, EVIOCGKEY, bytes(KEY_BYTES))):
        raise DeviceError("cannot_grab", retry=True, detail="a key is held down")
    fcntl.ioctl(file, EVIOCGRAB, 1)


class InputLink:
    """One opening of an input device; closing it lets go of it.

    Raises DeviceError `link_refused`, `not_a_device`, `cannot_grab` (no input device, or another program holds it).
    """

    can_read = True

    def __init__(self, path: str, claim: Claim) -> None:
        require_device(path)
        try:
            self._file = os.open(path, os.O_RDONLY | FLAGS)
        except OSError as error:
            raise refused(path, error) from error
        try:
            claim(self._file)
        except (OSError, DeviceError) as error:
            os.close(self._file)
            raise _not_ours(path, error) from error

    def fileno(self) -> int:
        """See HasFileno."""
        return self._file

    def write(self, payload: bytes, stall_s: float) -> None:  # noqa: ARG002 - there is nothing to wait for
        """See ByteLink.write."""
        raise DeviceError("link_stalled", retry=False, detail=f"an input device takes none of {len(payload)} bytes")

    def read(self, wait_s: float) -> bytes:
        """See ByteLink.read."""
        if not is_ready(self._file, select.POLLIN, wait_s):
            return b""
        try:
            chunk = os.read(self._file, READ_EVENTS * EVENT.size)
        except BlockingIOError:
            return b""
        except OSError as error:
            raise DeviceError("link_lost", retry=True, detail=str(error)) from error
        if not chunk:
            raise DeviceError("link_lost", retry=True, detail="the device was pulled out")
        return chunk

    def close(self) -> None:
        """See ByteLink.close."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1


def lasting_path(address: str, options: Options) -> str:
    """The path of an input device. Raises DeviceError `device_options`: it is none, or changes with each replugging."""
    if not address.startswith("/dev/"):
        raise options.wrong(
            f"{address!r} is no input device; they are called /dev/input/by-id/… or /dev/input/by-path/…"
        )
    if _CHANGING.fullmatch(address):
        names = lasting_names(address, INPUT)
        advice = f"it is called {names[0]} now" if names else "take the one in /dev/input/by-path"
        raise options.wrong(f"{address} is another device after the next start; use a name that stays, {advice}")
    return address


def _not_ours(path: str, error: OSError | DeviceError) -> DeviceError:
    if isinstance(error, DeviceError):
        return DeviceError(error.code, retry=error.retry, detail=f"{path}: {error.detail}")
    if error.errno == errno.ENODEV:
        return DeviceError("link_refused", retry=True, detail=f"{path}: it was pulled out")
    why = "another program holds it" if error.errno == errno.EBUSY else "this is no input device"
    return DeviceError("cannot_grab", retry=True, detail=f"{path}: {why}")
