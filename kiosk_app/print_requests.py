"""Papers that staff want from this kiosk's printer: taken out of the hall's view, each once."""

import logging
import time
from collections.abc import Callable

from kiosk_app.board import Now
from kiosk_app.hall import Hall, PrintRequest
from kiosk_app.paper import requested_paper, stored_paper
from kiosk_app.print_jobs import PrintJobs
from kiosk_app.records import Job
from kiosk_app.timing import KioskTiming

log = logging.getLogger(__name__)


class PrintRequests:
    """Turns the requests for the printer ``device`` into jobs; ``on_job`` is called when there may be new ones.

    The view repeats a request until the hub has heard of its end, so a request goes by the hub's name for it and the
    instant at which it was made. That pair is on the disk before a byte leaves, and means the same paper also after a
    restart and in a restored journal.
    """

    def __init__(
        self,
        jobs: PrintJobs,
        device: Callable[[], str],
        now: Now,
        timing: KioskTiming,
        steady_s: Callable[[], float] = time.monotonic,
    ) -> None:
        self.on_job: Callable[[], None] = lambda: None
        self._jobs = jobs
        self._device = device
        self._now = now
        self._fresh_ms = int(timing.request_s * 1000)
        self._steady_s = steady_s
        self._seen: frozenset[str] = frozenset()

    def take(self, hall: Hall, at_ms: int) -> None:
        """Take what is new in a view that the hub built at ``at_ms``; safe for several threads."""
        new = [request for request in hall.print_requests if _id(request) not in self._seen]
        for request in new:
            self._jobs.keep_number(request.ticket)
            if request.device == self._device():
                self._take(request, hall, at_ms)
        self._seen = frozenset(map(_id, hall.print_requests))

    def _take(self, request: PrintRequest, hall: Hall, at_ms: int) -> None:
        """Queue it. What is too old by the hub's clock, or was made in its future, fails when its turn comes."""
        age_ms = at_ms - request.requested_ms
        left_ms = self._fresh_ms - age_ms if age_ms > -self._fresh_ms else -1
        job = Job(
            _id(request),
            request.ticket,
            request.label,
            stored_paper(request.ticket, lambda: requested_paper(request, hall)),
            self._now(),
            requested_as=request.job,
        )
        self._jobs.request(job, self._steady_s() + left_ms / 1000)
        self.on_job()


def _id(request: PrintRequest) -> str:
    return f"{request.job}@{request.requested_ms}"
