"""What belongs to one kiosk alone: the numbers that it drew, and their papers.

Which actor asks is not the rules' business, and not yet known where rights are checked by command alone: a kiosk may
cancel, but not the number that another kiosk has just handed to somebody.
"""

from typing import cast

from hub.domain import commands as c
from hub.domain.errors import RefusalCode, Refused
from hub.domain.floor import Floor, Ticket
from hub.domain.offline import offline_label, offline_tag
from hub.service.scopes import printer_of

OF_ANOTHER = cast("RefusalCode", "ticket_of_another")
"""The refusal of a kiosk that speaks of another one's number: the office's own, beside those of the rules."""


def require_own(floor: Floor, actor: str, command: c.Command) -> None:
    """Let a kiosk settle, report and hand in only its own numbers; other commands pass, and unknown numbers as well.

    Raises Refused: ticket_of_another.
    """
    match command:
        case c.JoinTicket(series=series, tag=tag, number=number) if offline_tag(_name_of(actor)) != tag:
            raise Refused(OF_ANOTHER, label=offline_label(series, tag, number))
        case c.CancelTicket(ticket=ticket_id, reason=reason) if reason in c.KIOSK_REASONS:
            _require(floor.tickets.get(ticket_id), actor)
        case c.ReportPrint(ticket=ticket_id, job=job):
            _require(floor.tickets.get(ticket_id), actor, job)


def _name_of(actor: str) -> str:
    """The kiosk's name: ``K2`` of ``kiosk:K2``."""
    return actor.partition(":")[2]


def _require(ticket: Ticket | None, actor: str, job: str = "") -> None:
    """A paper that staff asked of a kiosk's printer is that kiosk's to report, whoever drew the number."""
    if ticket is None or ticket.drawn_by == actor:
        return
    was_asked = any(job and paper.job == job and paper.device == printer_of(actor) for paper in ticket.papers)
    if not was_asked:
        raise Refused(OF_ANOTHER, label=ticket.label)
