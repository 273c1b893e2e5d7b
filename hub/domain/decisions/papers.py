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
    service, had = ticket.service.number, len(ticket.papers)
    return [requested(ticket.id, service, label=ticket.label, device=command.device, had=had)]


def requested(ticket: str, service: int, *, label: str, device: str, had: int) -> e.PrintRequested:
    """The event that asks a device for a paper of a ticket which has ``had`` so many; they count in the job's name."""
    return e.PrintRequested(
        ticket=ticket, service=service, job=f"{label}-{had + 1}", device=device, is_reprint="yes" if had else "no"
    )


def require_device(floor: Floor, device: str) -> None:
    """Raises Refused: unknown_device, for one that has never told its status, or that has no paper to print on."""
    known = floor.devices.get(device)
    if known is None or known.paper == "none":
        raise Refused("unknown_device", device=device)


def report(floor: Floor, command: c.ReportPrint, now_ms: int) -> list[e.Event]:
    """Note how a print job ended. Raises Refused: no_day_open, unknown_ticket."""
    ticket = floor.ticket(command.ticket)
    return [e.PrintEnded(ticket=ticket.id, job=command.job, result=command.result)]
