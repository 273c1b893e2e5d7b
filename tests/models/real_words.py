"""What the real classes have on their disks, in the words of the offline protocol's model."""

from typing import NamedTuple

from hub.domain.floor import Ticket
from hub.domain.transitions import State
from kiosk_app.records import Job, JobState, RequestState
from kiosk_app.spool import Spool
from tests.models import wishes as w
from tests.models.real_kiosks import RealKiosks

REQUESTS = {
    RequestState.ASKED: w.ASKED,
    RequestState.ANSWERED: w.ANSWERED,
    RequestState.ABANDONED: w.ABANDONED,
    RequestState.CLOSED: w.CLOSED,
}
JOBS = {JobState.QUEUED: w.QUEUED, JobState.SENT: w.PRINTING, JobState.CONFIRMED: w.ENDED, JobState.UNKNOWN: w.ENDED}
TICKETS = {State.WAITING: w.LIVE, State.CANCELLED: w.VOID}


class Seen(NamedTuple):
    """A wish as far as it can be seen from outside."""

    request: str
    memory: str
    own: str
    own_number: int
    job: str
    paper: int
    key: str
    joined: str


def of_model(wish: w.Wish) -> Seen:
    """A wish of the model."""
    return Seen(*(getattr(wish, name) for name in Seen._fields))


def of_program(real: RealKiosks, which: int) -> Seen:
    """A wish of the real classes."""
    spool, wisher = real.kiosk(which).spool, real.wishers[which]
    request, job = spool.request(wisher.key), real.job(which)
    own = _own(spool, job)
    return Seen(
        request=_request(spool, own, REQUESTS[request.state]) if request else w.NONE,
        memory=wisher.memory,
        own=w.NONE if own is None else w.TOLD if own.outcome else w.DRAWN,
        own_number=own.number if own else 0,
        job=_job(spool, job),
        paper=real.printed(which),
        key=_key(real, which),
        joined=_at_hub(real.hub.hall.office.floor.tickets.get(own.ticket)) if own else w.NONE,
    )


class Own(NamedTuple):
    """An own number on the disk; ``outcome`` is empty until the hub has answered."""

    key: str
    ticket: str
    number: int
    outcome: str


def _own(spool: Spool, job: Job | None) -> Own | None:
    sql = "SELECT key, ticket, number, outcome FROM own_tickets WHERE ticket = ?"
    rows = spool.file.rows(sql, job.ticket) if job else []
    return Own(**rows[0]) if rows else None  # type: ignore[arg-type]


def _request(spool: Spool, own: Own | None, state: str) -> str:
    if own is None:
        return state
    (row,) = spool.file.rows("SELECT body FROM errands WHERE key = ?", own.key)
    return w.HANDED_ON if '"abandoned"' in str(row["body"]) else w.CLOSED


def _job(spool: Spool, job: Job | None) -> str:
    if job is None:
        return w.NONE
    if job.state is not JobState.FAILED:
        return JOBS[job.state]
    is_open = any(errand.key == f"cancel-{job.id}" for errand in spool.open_errands())
    return w.FAILED if is_open or not job.settled else w.OVER


def _key(real: RealKiosks, which: int) -> str:
    actor, key = f"kiosk:K{real.wishers[which].kiosk + 1}", real.wishers[which].key
    return w.REFUSED if real.hub.gave_up(actor, key) else _at_hub(real.hub.drawn(actor, key))


def _at_hub(ticket: Ticket | None) -> str:
    return TICKETS.get(ticket.state, w.CALLED) if ticket else w.NONE
