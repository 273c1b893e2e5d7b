"""The agent's own door for keys: a desktop's shortcut runs a command that presses one, whatever program is in front.

One JSON object a line each way: ``{"key": "next", "counter": 3, "ago_s": 0.3}`` is answered by ``{"pressed": 3}`` or
``{"error": code}``; a counter of 0 means the only one. Where there are Unix sockets the door is ``press.sock`` in the
agent's folder (mode 0600), elsewhere a port of this machine alone, with a secret: both in ``press.json`` beside it.
"""

import hmac
import json
import logging
import math
import secrets
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from drivers.devices import Key, Pressed
from drivers.devices.reports import STALE_S
from hub.agent.trouble import Trouble
from hub.local_socket import connected_in, listen_in

log = logging.getLogger(__name__)

SOCKET_NAME = "press.sock"
PORT_FILE = "press.json"
HAS_UNIX_SOCKETS = hasattr(socket, "AF_UNIX") and Path("/proc/self/fd").is_dir()
"""The path goes by way of /proc, as Linux has it; Windows has no such sockets that Python knows."""

MOST_BYTES = 512
PATIENCE_S = 2.0
PAUSE_S = 0.2

Press = Callable[[Pressed, int], str]
"""Presses a key at a counter (0: the only one); returns the code of what keeps it from working, or ""."""


class AgentAbsent(Exception):
    """Nobody answers at the door."""


class PressSocket:
    """Hears of keys until stopped; whoever may write to the agent's folder may press."""

    def __init__(self, folder: Path, press: Press, is_unix: bool = HAS_UNIX_SOCKETS) -> None:
        self._folder = folder
        self._press = press
        self._is_unix = is_unix
        self._secret = "" if is_unix else secrets.token_urlsafe(24)
        self._listener: socket.socket | None = None
        self._has_ended = threading.Event()
        self._thread: threading.Thread | None = None
        self._trouble = Trouble(log)

    def start(self) -> None:
        """Open the door. Raises OSError."""
        self._listener = listener = listen_in(self._folder, SOCKET_NAME) if self._is_unix else self._port()
        self._thread = threading.Thread(target=self._accept, args=(listener,), name="press-socket", daemon=True)
        self._thread.start()

    def is_alive(self) -> bool:
        """Whether a door that could be opened is still answered."""
        return self._thread is None or self._thread.is_alive()

    def stop(self) -> None:
        """Close the door and take its traces away."""
        self._has_ended.set()
        if self._listener is None:
            return
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._listener = None
        (self._folder / (SOCKET_NAME if self._is_unix else PORT_FILE)).unlink(missing_ok=True)

    def _port(self) -> socket.socket:
        listener = socket.create_server(("127.0.0.1", 0), backlog=8)
        file = self._folder / PORT_FILE
        file.unlink(missing_ok=True)
        file.touch(mode=0o600)
        file.write_text(json.dumps({"port": listener.getsockname()[1], "secret": self._secret}), encoding="ascii")
        return listener

    def _accept(self, listener: socket.socket) -> None:
        """Until stopped: a process that may open no more files just now may do so again in a moment."""
        while not self._has_ended.is_set():
            try:
                connection, _ = listener.accept()
            except OSError as error:
                if not self._has_ended.wait(PAUSE_S):
                    self._trouble.absence("run.py desk press waits: nobody can be let in", error)
                continue
            self._trouble.over()
            threading.Thread(target=self._serve, args=(connection,), name="press", daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with connection, suppress(OSError):
            connection.settimeout(PATIENCE_S)
            line = connection.makefile("rb").readline(MOST_BYTES)
            connection.sendall(json.dumps(self._answer(line)).encode() + b"\n")

    def _answer(self, line: bytes) -> dict[str, Any]:
        try:
            asked = json.loads(line)
            pressed = Pressed(Key(asked["key"]), _age(asked.get("ago_s", 0.0)))
            counter, secret = int(asked.get("counter", 0)), str(asked.get("secret", ""))
        except (ValueError, KeyError, TypeError, AttributeError):
            return {"error": "malformed"}
        if not hmac.compare_digest(secret.encode(), self._secret.encode()):
            return {"error": "forbidden"}
        error = "stale" if pressed.ago_s > STALE_S else self._press(pressed, counter)
        return {"error": error} if error else {"pressed": counter}


def _age(told: object) -> float:
    """Raises ValueError, TypeError: no time that has passed."""
    if not isinstance(told, int | float) or not 0 <= told < math.inf:
        raise ValueError(told)
    return float(told)


def press_key(folder: Path, key: Key, counter: int = 0, ago_s: float = 0.0) -> str:
    """Press a key, as it was done so long ago, at the agent of a folder.

    Returns the code of what it could not do, empty when it was pressed.
    Raises AgentAbsent.
    """
    try:
        with _connected(folder) as (connection, secret):
            connection.settimeout(PATIENCE_S)
            asked = {"key": key.value, "counter": counter, "ago_s": ago_s, "secret": secret}
            connection.sendall(json.dumps(asked).encode() + b"\n")
            answer = json.loads(connection.makefile("rb").readline(MOST_BYTES))
            return str(answer.get("error", ""))
    except (OSError, ValueError, KeyError) as error:
        raise AgentAbsent(f"no agent answers in {folder}: {error}") from error


@contextmanager
def _connected(folder: Path) -> Iterator[tuple[socket.socket, str]]:
    """A connection to the agent and the secret that it wants. Raises OSError, ValueError, KeyError."""
    if (folder / PORT_FILE).exists() or not HAS_UNIX_SOCKETS:
        door = json.loads((folder / PORT_FILE).read_text(encoding="ascii"))
        with socket.create_connection(("127.0.0.1", int(door["port"])), PATIENCE_S) as connection:
            yield connection, str(door["secret"])
    else:
        with connected_in(folder, SOCKET_NAME, PATIENCE_S) as connection:
            yield connection, ""
