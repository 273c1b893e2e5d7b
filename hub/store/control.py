"""The control socket: other programs of the same user ask the running hub, which alone can read its database.

``<data>/hub.sock`` (mode 0600), one JSON object a line each way: ``{"do": "status"}`` or ``{"do": "copy", "to": path}``
is answered by ``{"ok": 1, …}`` or ``{"error": sentence}``; what else a hub does, it is given as actions. Works with
threads and, in a patched process, greenlets.
"""

import json
import logging
import socket
import threading
from collections.abc import Callable, Mapping
from contextlib import ExitStack, suppress
from pathlib import Path
from types import MappingProxyType
from typing import Any

from hub.local_socket import connected_in, listen_in
from hub.service.ports import StorageError
from hub.store.chain import StoreFault
from hub.store.copying import copy_database
from hub.store.database import hold_database

LOG = logging.getLogger("hub.control")

SOCKET_NAME = "hub.sock"
DATABASE_NAME = "hub.db"
MOST_BYTES = 2**20
"""The longest request line; a plan goes on one."""

ANSWER_S = 1800
"""How long a client waits: a copy of a large file takes its time."""

Action = Callable[[Mapping[str, Any]], Mapping[str, Any]]
"""What is done for a request; returns the answer in JSON types.

What it raises is told: OSError and StorageError as they are, KeyError, TypeError and ValueError as a bad request.
"""


class HubNotRunning(Exception):
    """Nobody answers on the control socket."""


class ControlServer:
    """Answers on the control socket until stopped.

    ``copy`` makes a consistent copy of the database at a path that does not exist yet; the hub gives one that works in
    its pool. ``status`` tells how the hub is, in JSON types. ``actions`` are what else it does, by name.
    """

    def __init__(
        self,
        data: Path,
        copy: Callable[[Path], None],
        status: Callable[[], dict[str, Any]],
        actions: Mapping[str, Action] = MappingProxyType({}),
    ) -> None:
        self._data = data
        self._copy = copy
        self._actions: dict[str, Action] = {**actions, "status": lambda _: status(), "copy": self._copied}
        self._listener: socket.socket | None = None

    def start(self) -> None:
        """Listen, and answer beside the caller. The caller holds the database, so a socket left behind is dead."""
        listener = listen_in(self._data, SOCKET_NAME)
        self._listener = listener
        threading.Thread(target=self._accept, args=(listener,), daemon=True, name="control").start()

    def stop(self) -> None:
        """Stop listening and remove the socket."""
        if self._listener is None:
            return
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._listener = None
        (self._data / SOCKET_NAME).unlink(missing_ok=True)

    def _accept(self, listener: socket.socket) -> None:
        with suppress(OSError):
            while True:
                connection, _ = listener.accept()
                threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with connection, suppress(OSError):
            connection.settimeout(ANSWER_S)
            line = connection.makefile("rb").readline(MOST_BYTES)
            connection.sendall(json.dumps(self._answer(line)).encode() + b"\n")

    def _answer(self, line: bytes) -> dict[str, Any]:
        try:
            request = json.loads(line)
            action = self._actions.get(request["do"])
            if action is None:
                return {"error": "the hub does not do that"}
            return {"ok": 1, **action(request)}
        except (ValueError, KeyError, TypeError):
            return {"error": "the request cannot be understood"}
        except (OSError, StorageError) as error:
            return {"error": str(error)}
        except Exception:  # the edge of a request
            LOG.exception("fault in a control request")
            return {"error": "the hub met a fault; its log says more"}

    def _copied(self, request: Mapping[str, Any]) -> dict[str, Any]:
        self._copy(Path(request["to"]))
        return {}


def ask(data: Path, **request: Any) -> dict[str, Any]:
    """The running hub's answer. Raises HubNotRunning, StoreFault (what the hub could not do, or its silence)."""
    with ExitStack() as closing:
        try:
            connection = closing.enter_context(connected_in(data, SOCKET_NAME, ANSWER_S))
        except OSError as error:
            raise HubNotRunning(f"no hub answers in {data}: {error}") from error
        answer = _answer_on(connection, request)
    if "error" in answer:
        raise StoreFault(f"The hub could not do it: {answer['error']}.")
    return answer


def _answer_on(connection: socket.socket, request: Mapping[str, Any]) -> dict[str, Any]:
    try:
        connection.sendall(json.dumps(request).encode() + b"\n")
        answer: dict[str, Any] = json.loads(connection.makefile("rb").readline())
    except (OSError, ValueError) as error:
        raise StoreFault("The hub stopped, or took too long, before it had answered. Try again.") from error
    return answer


def consistent_copy(data: Path, to: Path) -> None:
    """A copy of the database, from the hub if one runs and else from the file; ``to`` must not exist yet.

    Raises StoreFault, FileExistsError.
    """
    try:
        ask(data, do="copy", to=str(to.absolute()))
    except HubNotRunning:
        _copy_file(data / DATABASE_NAME, to)


def _copy_file(database: Path, to: Path) -> None:
    if not database.exists():
        raise StoreFault(f"There is no journal at {database}. Choose the folder of the hub with --data.")
    connection = hold_database(database)
    try:
        copy_database(connection, to)
    finally:
        connection.close()
