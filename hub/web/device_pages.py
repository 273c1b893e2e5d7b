"""The paired devices: who and how they are, how one is let in, given another place, ordered about or shown out."""

import logging
from collections.abc import Iterator, Mapping
from functools import partial
from http import HTTPStatus
from typing import Any, NamedTuple, get_args

import msgspec
from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as AnyResponse

from hub.messages import API, DeviceReport, OrderKind
from hub.service.access import ADMINISTRATOR, INSPECTOR
from hub.service.pairing import MOST_OF_A_PLACE, Entering, PairingRefused, written_code, written_place
from hub.service.ports import Grant
from hub.web.context import WebHub
from hub.web.device_words import DeviceRow, kind_of, row_of
from hub.web.forms import form_page, see
from hub.web.guard import asking
from hub.web.pairing import known_screen, told
from hub.web.problems import Problem
from hub.web.routes import body_of
from hub.web.words import Words

LOG = logging.getLogger("hub.pairing")

PAGE = "/admin/devices"
KIOSKS = tuple(f"K{number}" for number in range(1, 10))
"""The names that the page offers for kiosks; the command line takes others, too."""

HALLS = tuple(f"H{number}" for number in range(1, 5))
"""The names that the page offers for agents with the devices of many counters."""

ORDERS: tuple[OrderKind, ...] = get_args(OrderKind)


class Notice(NamedTuple):
    """What came of the last entry: a code of the texts with its parameters, and whether it went well."""

    code: str
    params: Mapping[str, Any]
    is_good: bool = False


def make_devices(hub: WebHub) -> Blueprint:
    """The blueprint of the devices: the page of those who lead, the list for programs, and the agents' reports."""
    devices = Blueprint("devices", __name__)
    devices.add_url_rule(f"{API}/devices", "list", partial(_list, hub), methods=["GET"])
    devices.add_url_rule(f"{API}/devices/<name>/report", "report", partial(_report, hub), methods=["POST"])
    devices.add_url_rule(PAGE, "page", partial(_page, hub), methods=["GET"])
    devices.add_url_rule(f"{PAGE}/pair", "pair", partial(_pair, hub), methods=["POST"])
    devices.add_url_rule(f"{PAGE}/<int:grant>/rename", "rename", partial(_rename, hub), methods=["POST"])
    devices.add_url_rule(f"{PAGE}/<int:grant>/revoke", "revoke", partial(_revoke, hub), methods=["POST"])
    devices.add_url_rule(f"{PAGE}/<screen>/order", "order", partial(_order, hub), methods=["POST"])
    return devices


def _list(hub: WebHub) -> Response:
    return _json(hub.devices())


def _report(hub: WebHub, name: str) -> Response:
    """Take what an agent says of itself, and tell it what is ordered. Raises Problem: forbidden, malformed, …"""
    report: DeviceReport = body_of(DeviceReport)
    identity = asking()
    if identity.actor.partition(":")[2] != name:
        raise Problem(HTTPStatus.FORBIDDEN, "forbidden")
    return _json(hub.fleet.reported(identity.actor, identity.grant, report))


def _page(hub: WebHub) -> AnyResponse:
    return _shown(hub, _done(hub))


def _pair(hub: WebHub) -> AnyResponse:
    """Let the device in that shows the code, and say what has come of it."""
    try:
        grant = hub.pairing.enter(_entering(hub), asking().actor, f"at {request.remote_addr}")
    except PairingRefused as refused:
        problem = told(refused)
        return _shown(hub, Notice(refused.code, refused.params), problem.status)
    return see(f"{PAGE}?paired={grant.id}")


def _rename(hub: WebHub, grant: int) -> AnyResponse:
    """Say where a device stands. What it is stays: its numbers and its papers go by that name."""
    known, place = _device(hub, grant), written_place(request.form.get("place", ""))
    if known is None:
        return _shown(hub, Notice("gone", {}), HTTPStatus.NOT_FOUND)
    if not place:
        return _shown(hub, Notice("place_missing", {}), HTTPStatus.UNPROCESSABLE_ENTITY)
    hub.credentials.grants.place(grant, place)
    LOG.info("moved grant=%d screen=%s by=%s", grant, known.screen, asking().actor)
    return see(f"{PAGE}?renamed={grant}")


def _revoke(hub: WebHub, grant: int) -> AnyResponse:
    """Show a device out: its page and its sockets end at once."""
    known = _device(hub, grant)
    if known is None:
        return _shown(hub, Notice("gone", {}), HTTPStatus.NOT_FOUND)
    hub.credentials.grants.end([grant])
    LOG.info("revoked grant=%d screen=%s by=%s", grant, known.screen, asking().actor)
    return see(f"{PAGE}?revoked={grant}")


def _order(hub: WebHub, screen: str) -> AnyResponse:
    """Order a test print or a new start of an agent that is there. Raises Problem: not_found (404)."""
    kind = next((kind for kind in ORDERS if kind == request.form.get("order")), None)
    if kind is None or not any(
        row.screen == screen and row.takes_orders and (row.prints or kind != "test_print") for row in _rows(hub)
    ):
        raise Problem(HTTPStatus.NOT_FOUND, "not_found")
    hub.fleet.order(screen, kind, asking().actor)
    return see(f"{PAGE}?ordered={kind}")


def _entering(hub: WebHub) -> Entering:
    """What the form says. Raises PairingRefused: say_what, of a screen that this hall does not have."""
    said = request.form
    name = said.get("screen", "")
    screen = known_screen(hub.plans, name)
    if name and screen is None:
        raise PairingRefused("say_what")
    code, place = written_code(said.get("code", "")), written_place(said.get("place", ""))
    return Entering(code, str(screen or ""), place, "replace" in said)


def _shown(hub: WebHub, done: Notice | None, status: HTTPStatus = HTTPStatus.OK) -> AnyResponse:
    role = asking().role
    return form_page(
        "devices",
        status,
        rows=_rows(hub),
        kinds=list(_kinds(hub)),
        done=done,
        said=request.form if "code" in request.form else {},
        most_place=MOST_OF_A_PLACE,
        may_order=role != INSPECTOR,
        may_pair=role == ADMINISTRATOR,
    )


def _rows(hub: WebHub) -> list[DeviceRow]:
    return [row_of(device, hub.plan.zone, hub.fleet.now_ms()) for device in hub.devices()]


def _kinds(hub: WebHub) -> Iterator[tuple[str, Words]]:
    """Everything that a device can become here, with its words."""
    kiosks = (f"kiosk:{name}" for name in KIOSKS)
    counters = sorted({counter.number for plan in hub.plans for counter in plan.counters})
    panels = (f"rating:{number}" for number in counters)
    desks = (f"desk:{number}" for number in counters)
    halls = (f"hall:{name}" for name in HALLS)
    walls = dict.fromkeys(["wall", *(f"wall:{hall.id}" for plan in hub.plans for hall in plan.halls)])
    for screen in (*kiosks, *walls, *panels, *halls, *desks):
        yield screen, kind_of(screen)


def _done(hub: WebHub) -> Notice | None:
    """What was done just before this page, when it came by a redirect."""
    said = request.args
    paired = _device(hub, said.get("paired", type=int))
    if paired is not None:
        return Notice("paired", {"address": paired.address}, is_good=True)
    if said.get("ordered") in ORDERS:
        return Notice(f"done_{said['ordered']}", {}, is_good=True)
    return next((Notice(code, {}, is_good=True) for code in ("renamed", "revoked") if code in said), None)


def _device(hub: WebHub, grant: int | None) -> Grant | None:
    known = None if grant is None else hub.credentials.grants.live(grant)
    return known if known is not None and known.kind == "device" and known.screen else None


def _json(body: object) -> Response:
    return Response(msgspec.json.encode(body), HTTPStatus.OK.value, content_type="application/json")
