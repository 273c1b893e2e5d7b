"""Opening a device's file: what is no device is never written to, and never made."""

import errno
import os
import stat

from drivers.errors import DeviceError

NOT_ALLOWED = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})
FLAGS = os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC


def open_device_file(path: str) -> tuple[int, bool]:
    """The descriptor, and whether it can be read too: some devices may only be written to.

    Raises DeviceError as `require_device` and `link_refused`.
    """
    require_device(path)
    try:
        return os.open(path, os.O_RDWR | FLAGS), True
    except OSError as error:
        if error.errno not in NOT_ALLOWED:
            raise refused(path, error) from error
    try:
        return os.open(path, os.O_WRONLY | FLAGS), False
    except OSError as error:
        raise refused(path, error) from error


def require_device(path: str) -> None:
    """Raises DeviceError `link_refused`: it is not there, so plug it in; `not_a_device`: it is something else."""
    try:
        mode = os.stat(path).st_mode
    except OSError as error:
        raise refused(path, error) from error
    if not stat.S_ISCHR(mode):
        raise DeviceError("not_a_device", retry=True, detail=f"{path} is no device; delete it, then plug the device in")


def refused(path: str, error: OSError) -> DeviceError:
    """What to tell about a device that cannot be opened now."""
    why = error.strerror or str(error)
    if error.errno in NOT_ALLOWED:
        why = f"{why}; the user of this program needs the group lp or dialout"
    elif error.errno in (errno.EBUSY, errno.EWOULDBLOCK):
        why = f"{why}; another program uses it"
    return DeviceError("link_refused", retry=True, detail=f"{path}: {why}")
