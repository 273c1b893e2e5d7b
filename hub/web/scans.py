"""What a desk agent finds: numbers by their digits, and a scanned ticket shown on the page of who had it scanned."""

from functools import partial
from http import HTTPStatus
from typing import Annotated

import msgspec
from flask import Blueprint, Response, request
from msgspec import Meta, Struct

from hub.domain.calling import people_ahead_of
from hub.domain.explaining import CalledBefore
from hub.domain.floor import Ticket
from hub.domain.transitions import AT_COUNTER, State
from hub.domain.views import calls_are_blind, numbers_of
from hub.messages import API, SCAN_EVENT, Topic
from hub.service.access import is_at_counter
from hub.web.context import WebHub
from hub.web.guard import asking
from hub.web.problems import Problem
from hub.web.routes import JSON, body_of, malformed

OUR_CODE = "TL1:"
"""How the code on a ticket of ours begins; the ticket's id follows."""

LINK = "/t/"
"""How the path of a ticket's link begins; its token follows."""


class ScanRequest(Struct, frozen=True, forbid_unknown_fields=True):
    """A code of ours as a scanner read it from a ticket; "" where it read something else, of which nothing is told."""

    code: Annotated[
        str, Meta(pattern=rf"^(?:{OUR_CODE}\d{{4}}-\d{{2}}-\d{{2}}-[A-Z0-9-]{{1,20}}|{LINK}[a-z2-7]{{26}})?\Z")
    ]


class ScannedTicket(Struct, frozen=True):
    """The ticket that was scanned, as it stands; both are "" where it was none."""

    label: str
    state: str


class TicketPlace(Struct, frozen=True):
    """Where a ticket stands, for who holds it: how many are before it while it waits, if anybody could count them, and
    the counter that called it, serves it or holds it. ``passed`` tells how many that came later were called before it
    and why, while it waits.
    """

    label: str
    state: str
    people_ahead: int | None
    counter: int | None
    passed: tuple[CalledBefore, ...] = ()


def make_scans(hub: WebHub) -> Blueprint:
    """The blueprint of what scanners and number keys look for. Nothing of it is kept, and no code is logged."""
    scans = Blueprint("scans", __name__, url_prefix=API)
    scans.add_url_rule("/links/<token>", "link", partial(_linked, hub), methods=["GET"])
    scans.add_url_rule("/numbers/<int:digits>", "numbers", partial(_numbers, hub), methods=["GET"])
    scans.add_url_rule("/counters/<int:counter>/scan", "counter", partial(_at_counter, hub), methods=["POST"])
    scans.add_url_rule(
        "/reception/scan", "reception", partial(_scanned, hub, Topic("reception", None)), methods=["POST"]
    )
    scans.add_url_rule("/kiosk/scan", "kiosk", partial(_at_kiosk, hub), methods=["POST"])
    return scans


def _linked(hub: WebHub, token: str) -> Response:
    """The ticket of a link that was scanned on a page of the staff. Raises as _ticket."""
    ticket = hub.links.find(hub.office.floor, token) or hub.office.floor.ticket("")
    return _json(ScannedTicket(ticket.label, ticket.state))


def _numbers(hub: WebHub, digits: int) -> Response:
    """Raises Refused: no_day_open, unknown_counter, and Problem: malformed, of a counter that is no number; forbidden.

    Where clerks call blindly, no list of who waits is theirs at their counter.
    """
    if is_at_counter(asking()) and calls_are_blind(hub.office.floor.plan):
        raise Problem(HTTPStatus.FORBIDDEN, "forbidden")
    counter = request.args.get("counter")
    if counter is not None and not (counter.isascii() and counter.isdecimal() and len(counter) <= 2):
        raise malformed(f"`{counter}` is no counter")
    return _json(numbers_of(hub.office.floor, digits, None if counter is None else int(counter)))


def _at_counter(hub: WebHub, counter: int) -> Response:
    """Raises Refused, and Problem: forbidden (403), at the counter of somebody else."""
    if asking().counter not in (None, counter):
        raise Problem(HTTPStatus.FORBIDDEN, "forbidden")
    hub.office.floor.counter(counter)
    return _scanned(hub, Topic("counter", counter))


def _scanned(hub: WebHub, topic: Topic) -> Response:
    """Raises as _ticket. The pages are told too that something else was scanned: the scanner works."""
    scan: ScanRequest = body_of(ScanRequest)
    ticket = _ticket(hub, scan) if scan.code else None
    scanned = ScannedTicket(ticket.label, ticket.state) if ticket else ScannedTicket("", "")
    hub.tell(SCAN_EVENT, {"topic": str(topic), "label": scanned.label}, str(topic))
    return _json(scanned)


def _at_kiosk(hub: WebHub) -> Response:
    """Raises as _ticket. The kiosk alone hears of it."""
    ticket, floor = _ticket(hub, body_of(ScanRequest)), hub.office.floor
    is_waiting = ticket.state is State.WAITING
    ahead = people_ahead_of(floor, ticket, floor.at_ms) if is_waiting else None
    counter = ticket.service.counter if ticket.state in (State.PREPARED, *AT_COUNTER, State.HELD) else None
    passed = hub.book.called_before(ticket.id) if is_waiting else ()
    return _json(TicketPlace(ticket.label, ticket.state, ahead, counter, passed))


def _ticket(hub: WebHub, scan: ScanRequest) -> Ticket:
    """The ticket of a scan, also where a former day's was carried over. Raises Refused: no_day_open, unknown_ticket."""
    if not scan.code.startswith(LINK):
        return hub.office.floor.ticket_on_paper(scan.code.removeprefix(OUR_CODE))
    found = hub.links.find(hub.office.floor, scan.code.removeprefix(LINK))
    return found or hub.office.floor.ticket("")


def _json(body: Struct) -> Response:
    return Response(msgspec.json.encode(body), HTTPStatus.OK.value, content_type=JSON)
