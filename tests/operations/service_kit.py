"""A service manager's end of the notification socket."""

import secrets
import socket
from pathlib import Path
from typing import Self

MOST_BYTES = 4096


class Manager:
    """Listens as systemd does; a program that gets ``environment`` believes that it was started by it.

    The socket is a file in ``folder``, or without one a name in Linux's abstract namespace.
    """

    def __init__(self, folder: Path | None, watchdog_s: float) -> None:
        self._name = f"@notify-{secrets.token_hex(8)}" if folder is None else str(folder / "notify")
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.bind(self._name.replace("@", "\0", 1) if folder is None else self._name)
        self._watchdog_s = watchdog_s

    @property
    def environment(self) -> dict[str, str]:
        return {"NOTIFY_SOCKET": self._name, "WATCHDOG_USEC": str(int(self._watchdog_s * 1_000_000))}

    def hear(self, within_s: float = 20.0) -> str | None:
        """The next message, or None when none comes in time."""
        self._socket.settimeout(within_s)
        try:
            return self._socket.recv(MOST_BYTES).decode()
        except (TimeoutError, BlockingIOError):
            return None

    def hear_all(self) -> list[str]:
        """What was said and not yet heard."""
        heard = []
        while (message := self.hear(0)) is not None:
            heard.append(message)
        return heard

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()
