"""The demo's paper tray: a simulated printer on a TCP port, and a page that shows what it printed and can annoy it."""

import logging
import threading
from pathlib import Path

import msgspec
from flask import Flask, Response, abort, render_template, request, send_from_directory

from config.texts import area
from drivers.simulators import Fault
from drivers.simulators.paper import png
from hub.demo.device_page import make_page_app, page_served
from kiosk_app.tray_printer import GROUPS, STATES, SWITCHES, PaperTray, Switch, TraySettings

log = logging.getLogger(__name__)

SHARED_STATIC = Path(__file__).parent.parent / "hub" / "web" / "static"
ACTION_HEADER = "X-Paper-Tray"


def create_tray_app(tray: PaperTray, settings: TraySettings) -> Flask:
    """The page, its pictures and its buttons."""
    app = make_page_app(__name__, settings.host, ACTION_HEADER)
    _add_page(app, tray, settings.zone)
    _add_pictures(app, tray)
    _add_buttons(app, tray)
    return app


def _add_page(app: Flask, tray: PaperTray, zone: str) -> None:
    @app.get("/")
    def page() -> str:
        words = [_words("vi"), _words("en")]
        left_out = () if tray.simulator.model.has_presenter else (Fault.TICKET_NOT_TAKEN,)
        groups = {group: [name for name in names if name not in left_out] for group, names in GROUPS.items()}
        states = ("ready", *STATES, "lost")
        return render_template("paper_tray.html", words=words, zone=zone, groups=groups, states=states)

    @app.get("/static/<path:name>")
    def shared_file(name: str) -> Response:
        return send_from_directory(SHARED_STATIC, name)

    @app.get("/static/kiosk_app/<path:name>")
    def own_file(name: str) -> Response:
        return send_from_directory(Path(__file__).parent / "static", name)


def _words(language: str) -> dict[str, str]:
    """The page's texts without the name of their area."""
    return {code.partition(".")[2]: text for code, text in area(language, "tray").items()}


def _add_pictures(app: Flask, tray: PaperTray) -> None:
    @app.get("/api/tray")
    def view() -> dict[str, object]:
        return tray.view()

    @app.get("/api/tray/pieces/<int:number>.png")
    def picture(number: int) -> Response:
        if (piece := tray.pile.find(number)) is None:
            abort(404)
        return Response(piece.png, mimetype="image/png", headers={"Cache-Control": "no-store"})

    @app.get("/api/tray/hanging.png")
    def hanging() -> Response:
        half = tray.simulator.hanging
        if not half.height:
            abort(404)
        return Response(png(half), mimetype="image/png")

    @app.get("/api/tray/held.png")
    def held() -> Response:
        if (ticket := tray.simulator.held_out) is None:
            abort(404)
        return Response(png(ticket), mimetype="image/png")


def _add_buttons(app: Flask, tray: PaperTray) -> None:
    @app.post("/api/tray/switches")
    def throw() -> dict[str, object]:
        try:
            switch = msgspec.json.decode(request.get_data(), type=Switch)
        except msgspec.MsgspecError as error:
            abort(400, str(error))
        if switch.name not in SWITCHES:
            abort(400, f"unknown switch {switch.name!r}; known are: {', '.join(SWITCHES)}")
        tray.throw(switch)
        return tray.view()

    @app.post("/api/tray/repair")
    def repair() -> dict[str, object]:
        tray.repair()
        return tray.view()

    @app.post("/api/tray/take")
    def take() -> dict[str, object]:
        tray.simulator.take_ticket()
        return tray.view()

    @app.post("/api/tray/tear-off")
    def tear_off() -> dict[str, object]:
        tray.tear_off()
        return tray.view()


def serve_simulators(settings: TraySettings, stop: threading.Event) -> None:
    """Run the printer simulator and the paper tray page until `stop` is set; returns within half a second then.

    Raises PortTakenError (an OSError) when one of the two ports is taken, ValueError for an unknown model or trouble;
    both with a sentence for people.
    """
    tray = PaperTray(settings)
    tray.cable.plug()
    try:
        with page_served(create_tray_app(tray, settings), settings.host, settings.port):
            where = f"http://{settings.host}:{settings.port}/"
            printer = settings.pty or f"socket://{settings.host}:{settings.printer_port}"
            log.info("ready: the paper is at %s, the printer at %s", where, printer)
            stop.wait()
    finally:
        tray.cable.unplug()
