"""What one place gets in a round of the closings, and how long the round waits for it."""

import logging
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from msgspec.structs import replace

from config.closing import AnyPlace, MailPlace, PaperPlace
from hub.sending.ways import FileRefused, NotSent
from hub.service.ports import PlaceStatus
from hub.store.closing_shelf import Shelf

LOG = logging.getLogger("hub.closing")

BUSY_S = 60
"""After so long no further file is begun at a place; the rest waits for the next round."""

PATIENCE_S = 120
"""A place that has not answered after so long in all is given up. Paper is not: a printer has its own patience."""

Carry = Callable[[AnyPlace, Path], None]
"""Brings a file to a place. Raises NotSent."""


class PlaceRound:
    """Everything that waits for a place, the oldest first.

    A file that the place refuses holds up none behind it; a place that cannot be reached is left for this round.
    """

    def __init__(self, place: AnyPlace, known: PlaceStatus, shelf: Shelf, carry: Carry) -> None:
        self.place = place
        self._known = known
        self._shelf = shelf
        self._carry = carry
        self._has_sent = False
        self._failures: list[str] = []
        self._is_over = False

    def run(self) -> None:
        """Send; whatever goes wrong is kept for :meth:`result`."""
        begun = time.monotonic()
        try:
            for file in self._shelf.waiting(self.place.name):
                if time.monotonic() - begun > BUSY_S:
                    break
                self._bring(file)
        except NotSent as error:
            self._failures.append(str(error))
        except Exception as error:  # the edge of a place: the others go on
            LOG.exception("fault in sending to %s", self.place.name)
            self._failures.append(f"it failed in an unforeseen way ({type(error).__name__}: {error})")
        self._is_over = True

    def result(self, now_ms: int) -> PlaceStatus:
        """How it went (``now_ms`` is the round's instant, ms since the epoch, UTC)."""
        failures = self._failures if self._is_over else [*self._failures, f"no answer within {PATIENCE_S} seconds"]
        status = PlaceStatus(sent_ms=now_ms) if self._has_sent else self._known
        if failures:
            tries = self._known.tries + 1
            status = replace(status, tries=tries, failed_ms=now_ms, why=failures[0])
        return replace(status, waiting=len(self._shelf.waiting(self.place.name)))

    def _bring(self, file: Path) -> None:
        """One file, to those of the place who have it not yet."""
        name = self.place.name
        served = self._shelf.served(file, name)
        try:
            self._carry(_without(self.place, served), file)
        except FileRefused as error:
            self._failures.append(str(error))
            with suppress(OSError):
                self._shelf.note_served(file, name, [*served, *error.served])
            return
        self._shelf.arrived(file, name)
        self._has_sent = True


def run_together(rounds: Sequence[PlaceRound]) -> Sequence[PlaceRound]:
    """Serve all places at once; returns when each is done or given up. Who is given up does not outlive the program."""
    threads = [(one, threading.Thread(target=one.run, daemon=True)) for one in rounds]
    end = time.monotonic() + PATIENCE_S
    for _, thread in threads:
        thread.start()
    for one, thread in threads:
        thread.join(None if isinstance(one.place, PaperPlace) else max(0, end - time.monotonic()))
    return rounds


def _without(place: AnyPlace, served: Sequence[str]) -> AnyPlace:
    """A place without those of its mailboxes that are served."""
    left = tuple(mailbox for mailbox in place.to if mailbox not in served) if isinstance(place, MailPlace) else ()
    return replace(place, to=left) if isinstance(place, MailPlace) and left else place
