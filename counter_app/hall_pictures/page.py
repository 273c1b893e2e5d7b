"""The page "Thiết bị tại quầy" of the demo: shows the simulated devices of the hall, and presses them."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import msgspec
from flask import Flask, Response, abort, g, render_template, request, send_from_directory
from jinja2 import ChoiceLoader, FileSystemLoader

from config.texts import FIRST_LANGUAGE, area, languages
from counter_app.hall_pictures.pictured_hall import HallSettings, PicturedHall
from hub.assembly.folders import IMPORT_MAP
from hub.demo.device_page import make_page_app, page_served

log = logging.getLogger(__name__)

HERE = Path(__file__).parent
COUNTER_STATIC = HERE.parent / "static"
HUB_WEB = HERE.parents[1] / "hub" / "web"
ACTION_HEADER = "X-Hall-Pictures"

Asked = TypeVar("Asked")


class Press(msgspec.Struct, forbid_unknown_fields=True):
    """A button that is pressed."""

    device: str
    button: str


class Scan(msgspec.Struct, forbid_unknown_fields=True):
    """A code that is held under a scanner."""

    device: str
    text: str


class Throw(msgspec.Struct, forbid_unknown_fields=True):
    """A trouble that begins or ends."""

    device: str
    word: str
    is_on: bool


def create_pictures_app(hall: PicturedHall, host: str) -> Flask:
    """The page, what it shows, and its buttons."""
    app = make_page_app(__name__, host, ACTION_HEADER)
    app.jinja_loader = ChoiceLoader([FileSystemLoader(HERE / "templates"), FileSystemLoader(HUB_WEB / "templates")])
    app.register_error_handler(ValueError, lambda error: (Response(str(error), mimetype="text/plain"), 400))
    _add_page(app, hall)
    _add_buttons(app, hall)
    return app


def _add_page(app: Flask, hall: PicturedHall) -> None:
    @app.get("/")
    def page() -> str:
        boot = {
            "language": FIRST_LANGUAGE,
            "texts": {language: area(language, "pictures") for language in languages()},
            "views": [],
            "parts": hall.parts(),
            "words": hall.words(),
            "view": msgspec.to_builtins(hall.view()),
        }
        return render_template("hall_pictures.html", boot=boot, import_map=IMPORT_MAP, csp_nonce=g.csp_nonce)

    @app.get("/static/<path:name>")
    def shared_file(name: str) -> Response:
        return send_from_directory(HUB_WEB / "static", name)

    @app.get("/static/counter_app/<path:name>")
    def counter_file(name: str) -> Response:
        return send_from_directory(COUNTER_STATIC, name)

    @app.get("/static/hall_pictures/<path:name>")
    def own_file(name: str) -> Response:
        return send_from_directory(HERE / "static", name)


def _add_buttons(app: Flask, hall: PicturedHall) -> None:
    def view() -> Response:
        return Response(msgspec.json.encode(hall.view()), mimetype="application/json")

    @app.get("/api/hall")
    def look() -> Response:
        return view()

    @app.get("/api/hall/ticket")
    def ticket() -> dict[str, object]:
        return {"code": hall.ticket(request.args.get("device", ""))}

    @app.post("/api/hall/press")
    def press() -> Response:
        pressed = _asked(Press)
        hall.press(pressed.device, pressed.button)
        return view()

    @app.post("/api/hall/scan")
    def scan() -> Response:
        held = _asked(Scan)
        hall.scan(held.device, held.text)
        return view()

    @app.post("/api/hall/troubles")
    def throw() -> Response:
        thrown = _asked(Throw)
        hall.throw(thrown.device, thrown.word, thrown.is_on)
        return view()

    @app.post("/api/hall/repair")
    def repair() -> Response:
        hall.repair()
        return view()


def _asked(kind: type[Asked]) -> Asked:
    """What the page asks for."""
    try:
        return msgspec.json.decode(request.get_data(), type=kind)
    except msgspec.MsgspecError as error:
        abort(400, str(error))


@contextmanager
def hall_served(settings: HallSettings) -> Iterator[None]:
    """The simulated devices and their page, until the end.

    Raises PortTakenError (an OSError), ValueError for an unknown trouble; both with a sentence for people.
    """
    hall = PicturedHall(settings)
    try:
        hall.plug()
        with page_served(create_pictures_app(hall, settings.host), settings.host, settings.port):
            line = settings.bus_pty or f"socket://{settings.host}:{settings.bus_port}"
            log.info("ready: the devices are at http://%s:%s/, their line at %s", settings.host, settings.port, line)
            yield
    finally:
        hall.unplug()
