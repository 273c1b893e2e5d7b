"""Papers of tickets: who shall print them, and how that ended."""

from hub.domain import commands as c
from hub.domain import events as e
from hub.domain.errors import Refused
from hub.domain.floor import Floor


def request(floor: Floor, command: c.RequestPrint, now_ms: int) -> list[e.Event]:
    """Have a paper printed, as a reprint if the ticket had one before.

    Raises Refused: no_day_open, unknown_ticket, ticket_is_over, unknown_device.
    """
    ticket = floor.ticket(command.ticket)
    if not ticket.is_open:
        raise Refused("ticket_is_over", label=ticket.label)
    require_device(floor, command.device)
    had = len(ticket.papers)
    return [
        e.PrintRequested(
            ticket=ticket.id,
            service=ticket.service.number,
            job=job_name(ticket.label, had + 1),
            device=command.device,
            is_reprint="yes" if had else "no",
        )
    ]


def require_device(floor: Floor, device: str) -> None:
    """Raises Refused: unknown_device, for one that has never told its status."""
    if device not in floor.devices:
        raise Refused("unknown_device", device=device)


def job_name(label: str, number: int) -> str:
    """The print job of a ticket's paper of this number, the first being 1."""
    return f"{label}-{number}"


def report(floor: Floor, command: c.ReportPrint, now_ms: int) -> list[e.Event]:
    """Note how a print job ended. Raises Refused: no_day_open, unknown_ticket."""
    ticket = floor.ticket(command.ticket)
    return [e.PrintEnded(ticket=ticket.id, job=command.job, result=command.result)]
