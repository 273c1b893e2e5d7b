"""The API's routes beside the commands: what each one takes and gives, for its description."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Annotated, Any, Literal

from msgspec import Meta

from config.procedure_list import ProcedureList
from hub.domain.commands import CounterNumber
from hub.domain.figures import Report
from hub.domain.views import FoundNumbers, TicketStory
from hub.messages import DeviceReport, Envelope, Orders
from hub.service.devices import PairedDevice
from hub.service.pairing import Given, PairingCode
from hub.service.ports import ClosingStatus
from hub.web.explained import ToldStory
from hub.web.pairing import ClaimRequest, PairingRequest
from hub.web.scans import ScannedTicket, ScanRequest, TicketPlace
from hub.web.wall_programs import WallProgram
from hub.web.walls import CallShown, Kept, ShownCalls, WallReport


@dataclass(frozen=True, slots=True)
class Read:
    """One route: its endpoint in the access table, its path below the API, and its answer.

    ``answer`` is the type of a JSON answer (a list of them when ``is_list``), or None when ``media`` is text.
    ``pending`` is the status of an answer that is still empty. ``parameters`` are the types of the path's ``<…>``
    parts, ``query`` those of what may follow its ``?``, ``problems`` its problems if not the usual ones.
    """

    endpoint: str
    path: str
    summary: str
    answer: Any = None
    is_list: bool = False
    media: str = "application/json"
    method: str = "GET"
    body: type[Any] | None = None
    status: HTTPStatus = HTTPStatus.OK
    pending: HTTPStatus | None = None
    parameters: Mapping[str, Any] = field(default_factory=dict)
    query: Mapping[str, Any] = field(default_factory=dict)
    problems: tuple[int, ...] = ()


READS: tuple[Read, ...] = (
    Read("openapi", "/openapi.json", "This document."),
    Read("api.view", "/views/<topic>", "A topic's newest view, as on sockets.", Envelope, parameters={"topic": str}),
    Read(
        "api.ticket",
        "/tickets/<label>",
        "Today's ticket of a number, as somebody types it, with all its services and papers.",
        TicketStory,
        parameters={"label": str},
        problems=(401, 403, 404, 409),
    ),
    Read(
        "api.today",
        "/today.csv",
        "Today's numbers as a table, in a language.",
        media="text/csv",
        query={"language": Literal["vi", "en"]},
        problems=(401, 403, 409),
    ),
    Read(
        "explained.story",
        "/tickets/<label>/explained",
        "What a number of today went through, why, and how it stands with another number.",
        ToldStory,
        parameters={"label": str},
        query={"other": str},
        problems=(401, 403, 404, 409),
    ),
    Read(
        "figures.day",
        "/figures",
        "Today's figures of a mode by field, counter, clerk and class; a clerk is told their own alone.",
        Report,
        query={"mode": Literal["live", "test"]},
    ),
    Read(
        "figures.table",
        "/figures.csv",
        "Today's figures of a mode as a table, in a language.",
        media="text/csv",
        query={"language": Literal["vi", "en"], "mode": Literal["live", "test"]},
    ),
    Read(
        "scans.link",
        "/links/<token>",
        "The ticket whose link was scanned on a page of the staff.",
        ScannedTicket,
        parameters={"token": str},
        problems=(401, 403, 404, 409),
    ),
    Read(
        "scans.numbers",
        "/numbers/<digits>",
        "The waiting and missed numbers with these digits, those for a counter first.",
        FoundNumbers,
        parameters={"digits": Annotated[int, Meta(ge=0)]},
        query={"counter": CounterNumber},
        problems=(400, 401, 403, 404, 409),
    ),
    Read(
        "scans.counter",
        "/counters/<counter>/scan",
        "A ticket was scanned at a counter: its page shows the ticket, or that this was none (no code).",
        ScannedTicket,
        method="POST",
        body=ScanRequest,
        parameters={"counter": CounterNumber},
        problems=(400, 401, 403, 404, 409, 413, 415),
    ),
    Read(
        "scans.reception",
        "/reception/scan",
        "A ticket was scanned at the reception: its pages show the ticket, or that this was none (no code).",
        ScannedTicket,
        method="POST",
        body=ScanRequest,
        problems=(400, 401, 403, 404, 409, 413, 415),
    ),
    Read(
        "scans.kiosk",
        "/kiosk/scan",
        "A ticket was scanned at a kiosk: it says where the ticket stands.",
        TicketPlace,
        method="POST",
        body=ScanRequest,
        problems=(400, 401, 403, 404, 409, 413, 415),
    ),
    Read(
        "api.closings", "/closings", "How the signed closings went, and whether they get where they go.", ClosingStatus
    ),
    Read(
        "procedures.list",
        "/procedures",
        "The centre's procedures and what people call them; 304 where `If-None-Match` names their version.",
        ProcedureList,
        problems=(401, 403),
    ),
    Read("walls.program", "/walls/program", "What stands on this wall: its parts, and its playlist.", WallProgram),
    Read(
        "walls.told",
        "/walls/told",
        "A wall, or a tablet in front of a counter, tells which calls it showed and said; again is harmless.",
        Kept,
        method="POST",
        body=ShownCalls,
        problems=(400, 401, 403, 404, 413, 415, 503),
    ),
    Read("walls.unseen", "/walls/unseen", "Today's calls that no wall has shown though it is time.", WallReport),
    Read(
        "walls.shown",
        "/tickets/<label>/shown",
        "The calls of a number of today, and each screen that showed them.",
        CallShown,
        is_list=True,
        parameters={"label": str},
        problems=(401, 403, 409),
    ),
    Read("api.people", "/people", "The names of staff by the actors of the journal.", dict[str, str]),
    Read("devices.list", "/devices", "Every paired device as it is now.", PairedDevice, is_list=True),
    Read(
        "devices.report",
        "/devices/<name>/report",
        "An agent tells how it is, and is told what is ordered of it.",
        Orders,
        method="POST",
        body=DeviceReport,
        parameters={"name": str},
        problems=(400, 401, 403, 413, 415),
    ),
    Read(
        "pairing.ask",
        "/pairing",
        "A device that nobody knows asks for a code that an administrator enters.",
        PairingCode,
        method="POST",
        body=PairingRequest,
        status=HTTPStatus.CREATED,
        problems=(400, 413, 415, 429),
    ),
    Read(
        "pairing.claim",
        "/pairing/claim",
        "The device asks whether its code was entered (202: not yet) and gets its token, once.",
        Given,
        method="POST",
        body=ClaimRequest,
        pending=HTTPStatus.ACCEPTED,
        problems=(400, 410, 413, 415),
    ),
)
"""Every route below the API that is no command."""
