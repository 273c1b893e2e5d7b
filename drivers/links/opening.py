"""From a URL in the device list to an open link."""

from collections.abc import Callable
from urllib.parse import SplitResult, urlsplit

from drivers.errors import DeviceError
from drivers.links.link import ByteLink
from drivers.links.tcp import TcpLink


def open_link(url: str, connect_s: float = 2.0) -> ByteLink:
    """Open the link named by a pyserial-style URL, for example `socket://192.168.1.50:9100`.

    Raises DeviceError `link_url` (the URL is wrong: no retry) or `link_refused` (nobody answers within `connect_s`).
    """
    parts = urlsplit(url)
    opener = _OPENERS.get(parts.scheme)
    if opener is None:
        known = ", ".join(sorted(_OPENERS))
        raise DeviceError("link_url", retry=False, detail=f"{url!r} has an unknown scheme; known are: {known}")
    return opener(parts, connect_s)


def _open_tcp(parts: SplitResult, connect_s: float) -> ByteLink:
    try:
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise DeviceError("link_url", retry=False, detail=f"{parts.geturl()!r}: {error}") from error
    if not host or not port:
        raise DeviceError("link_url", retry=False, detail=f"{parts.geturl()!r} must look like socket://host:port")
    return TcpLink(host, port, connect_s)


_OPENERS: dict[str, Callable[[SplitResult, float], ByteLink]] = {"socket": _open_tcp}
