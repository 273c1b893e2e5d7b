"""The demo's paper tray: a simulated printer on a TCP port, and a page that shows what it printed and can annoy it."""

import logging
import threading
from pathlib import Path

import msgspec
from flask import Flask, Response, abort, render_template, request, send_from_directory
from werkzeug.exceptions import HTTPException
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from config.texts import area
from drivers.errors import PortTakenError
from drivers.links.listening import listen
from drivers.simulators import PrinterServer, PrinterSimulator
from drivers.simulators.paper import png
from kiosk_app.browser_policy import HEADERS, content_policy
from kiosk_app.paper_pile import PaperPile

log = logging.getLogger(__name__)

SHARED_STATIC = Path(__file__).parent.parent / "hub" / "web" / "static"
ACTION_HEADER = "X-Paper-Tray"
UNPLUGGED = "unplugged"
SWITCHES = ("paper_out", "cover_open", UNPLUGGED, "silent", "paper_low", "slow")
STATES = ("ready", *SWITCHES, "lost")
MOST_BODY_BYTES = 1024
EVERY_ADDRESS = ("0.0.0.0", "::")
SHUTDOWN_POLL_S = 0.05

SENT_WITH_ALL = {**HEADERS, "Content-Security-Policy": content_policy(), "Cache-Control": "no-cache"}


class Switch(msgspec.Struct, forbid_unknown_fields=True):
    """A button of the page: which trouble, and whether it begins or ends."""

    name: str
    is_on: bool


class PaperTray:
    """The simulated printer with its cable and the pile of what it printed."""

    def __init__(self, printer_port: int, host: str = "127.0.0.1") -> None:
        self.pile = PaperPile()
        self.simulator = PrinterSimulator(self.pile.add)
        self.cable = PrinterServer(self.simulator, printer_port, host)

    def throw(self, switch: Switch) -> None:
        """Cause or repair a trouble. Raises PortTakenError when the printer cannot be plugged in again."""
        if switch.name != UNPLUGGED:
            self.simulator.fault(switch.name, switch.is_on)
        elif switch.is_on:
            self.cable.unplug()
        else:
            self.cable.plug()

    def view(self) -> dict[str, object]:
        """Everything the page shows, as JSON."""
        faults = self.simulator.faults
        switches = {name: name in faults for name in SWITCHES} | {UNPLUGGED: not self.cable.is_plugged}
        pieces = [{"id": piece.id, "at_ms": piece.at_ms, "rows": piece.rows} for piece in self.pile.newest_first()]
        return {"switches": switches, "hanging_rows": self.simulator.hanging.height, "pieces": pieces}


def create_tray_app(tray: PaperTray, zone: str, host: str = "127.0.0.1") -> Flask:
    """The page, its pictures and its buttons; ``zone`` is the centre's, so that times are those on the paper.

    Buttons need a header no other site can send, and a host name we know, unless the page is for the whole network.
    """
    app = Flask(__name__, static_folder=None)
    names = None if host in EVERY_ADDRESS else [host, "localhost", "127.0.0.1"]
    app.config.update(TRUSTED_HOSTS=names, MAX_CONTENT_LENGTH=MOST_BODY_BYTES)
    _add_page(app, zone)
    _add_pictures(app, tray)
    _add_buttons(app, tray)
    app.after_request(_with_headers)
    app.register_error_handler(HTTPException, _problem)
    return app


def _add_page(app: Flask, zone: str) -> None:
    @app.get("/")
    def page() -> str:
        words = [_words("vi"), _words("en")]
        return render_template("paper_tray.html", words=words, zone=zone, switches=SWITCHES, states=STATES)

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


def _add_buttons(app: Flask, tray: PaperTray) -> None:
    @app.before_request
    def only_our_page() -> None:
        if request.method == "POST" and ACTION_HEADER not in request.headers:
            abort(403)

    @app.post("/api/tray/switches")
    def throw() -> dict[str, object]:
        try:
            switch = msgspec.json.decode(request.get_data(), type=Switch)
        except msgspec.MsgspecError as error:
            abort(400, str(error))
        if switch.name not in SWITCHES:
            abort(400, f"unknown switch {switch.name!r}; known are: {', '.join(SWITCHES)}")
        try:
            tray.throw(switch)
        except PortTakenError as error:
            abort(409, str(error))
        return tray.view()

    @app.post("/api/tray/tear-off")
    def tear_off() -> dict[str, object]:
        tray.pile.tear_off()
        return tray.view()


def _with_headers(response: Response) -> Response:
    for name, value in SENT_WITH_ALL.items():
        response.headers.setdefault(name, value)
    return response


def _problem(error: HTTPException) -> tuple[Response, int]:
    status = error.code or 500
    body = msgspec.json.encode({"status": status, "title": error.name, "detail": error.description})
    return Response(body, mimetype="application/problem+json"), status


class _QuietHandler(WSGIRequestHandler):
    """A page that asks every second must not fill the console."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        pass


def _serve_page(app: Flask, host: str, port: int) -> BaseWSGIServer:
    """The page's server on its own thread. Raises PortTakenError (werkzeug would end the process)."""
    with listen(host, port) as listener:
        server = make_server(host, port, app, threaded=True, request_handler=_QuietHandler, fd=listener.fileno())
    threading.Thread(target=server.serve_forever, args=(SHUTDOWN_POLL_S,), name="paper-tray", daemon=True).start()
    return server


def serve_simulators(printer_port: int, tray_port: int, host: str, zone: str, stop: threading.Event) -> None:
    """Run the printer simulator and the paper tray page until `stop` is set; returns within half a second then.

    Raises PortTakenError (an OSError) with a sentence for people when one of the two ports is taken.
    """
    tray = PaperTray(printer_port, host)
    tray.cable.plug()
    try:
        server = _serve_page(create_tray_app(tray, zone, host), host, tray_port)
        where = f"http://{host}:{tray_port}/"
        log.info("ready: the paper is at %s, the printer at socket://%s:%s", where, host, printer_port)
        stop.wait()
        server.shutdown()
        server.server_close()
    finally:
        tray.cable.unplug()
