"""The centre's list of procedures: fetched from the hub, kept on this kiosk's disk for when the hub is away."""

import logging
import threading
import time
from collections.abc import Callable
from http import HTTPStatus
from typing import Protocol

import msgspec

from config.procedure_list import ProcedureList
from config.procedures import Procedure
from hub.agent.hub_client import HubAnswer, NoAnswer
from hub.agent.trouble import Trouble
from kiosk_app.own_book import OwnBook

log = logging.getLogger(__name__)

PATH = "/procedures"
MEMORY = "procedures"
EVERY_S = 60.0
"""How often the hub is asked whether somebody has edited the list; it is asked at once when it is back."""


class Reader(Protocol):
    """Where the list comes from."""

    def read(self, path: str, timeout_s: float, known: str = "") -> HubAnswer:
        """See HubHttp.read."""


class Procedures:
    """Keeps the newest list that the hub told; ``on_change`` is called with its version whenever it is another one."""

    def __init__(self, hub: Reader, book: OwnBook, patience_s: float) -> None:
        self.on_change: Callable[[str], None] = lambda _version: None
        self.list = ProcedureList()
        self.turned_s = time.monotonic()
        """When the thread last went on, by the steady clock."""
        self._hub = hub
        self._book = book
        self._patience_s = patience_s
        self._bell = threading.Event()
        self._trouble = Trouble(log)

    def recall(self) -> None:
        """Take up the list that an earlier run had. One that cannot be read counts as none."""
        if (known := self._book.recall(MEMORY)) is None:
            return
        try:
            self._take(msgspec.json.decode(known, type=ProcedureList))
        except (msgspec.ValidationError, msgspec.DecodeError) as error:
            log.error("the list of procedures that this kiosk remembers cannot be read: %s", error)

    def wake(self) -> None:
        """The hub is back, or there is something to stop for."""
        self._bell.set()

    def find(self, field: str, name: str) -> Procedure | None:
        """The procedure of a name in a field, or None."""
        return next((one for one in self.list.procedures if (one.field, one.name) == (field, name)), None)

    def run(self, stop: threading.Event) -> None:
        """Ask the hub now and then until ``stop`` is set and the list was woken."""
        while not stop.is_set():
            self.turned_s = time.monotonic()
            self._bell.clear()
            try:
                self.look()
                self._trouble.over()
            except Exception as error:  # noqa: BLE001 - the edge of this thread
                if stop.is_set():
                    return
                self._trouble.fault("the list of procedures", error)
            self.turned_s = time.monotonic() + EVERY_S  # so long it may rest
            if not stop.is_set():
                self._bell.wait(EVERY_S)

    def look(self) -> None:
        """Ask once. A hub that does not answer leaves the list as it is. Raises sqlite3.Error where the disk fails."""
        try:
            answer = self._hub.read(PATH, self._patience_s, self.list.version)
        except NoAnswer:
            return
        if answer.status != HTTPStatus.OK:
            return
        told = msgspec.convert(answer.body, ProcedureList)
        if told.version != self.list.version:
            self._book.remember(MEMORY, msgspec.json.encode(told).decode())
            self._take(told)

    def _take(self, told: ProcedureList) -> None:
        self.list = told
        self.on_change(told.version)
