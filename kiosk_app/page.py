"""The kiosk's page and what it may ask of its agent, for the browser of this machine alone."""

import hmac
import logging
import re
import secrets
from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path
from typing import Any, TypeVar

import msgspec
from flask import Flask, Response, g, render_template, request, send_file
from jinja2 import FileSystemLoader
from werkzeug.exceptions import HTTPException

from config.procedure_list import ProcedureList
from config.texts import FIRST_LANGUAGE, area, languages, text
from hub.agent.browser_policy import HEADERS, content_policy
from hub.agent.own_file import DISK_ERRORS
from hub.assembly.folders import IMPORT_MAP
from hub.assembly.joined import BASE, LOOSE, JoinedPages
from hub.assembly.serving import files_of, joined_of
from hub.messages import PROBLEM_TYPE, REQUEST_KEY_HEADER
from hub.voice.free_text import MOST_CHARACTERS
from kiosk_app.board import Board
from kiosk_app.heartbeat import Heartbeat
from kiosk_app.issuing import IssueDesk, KeyReused, Wish
from kiosk_app.offline import DISK_FAILED
from kiosk_app.print_jobs import NoSuchJob, NotFailed, PrintJobs, SettledOtherwise
from kiosk_app.problems import problem
from kiosk_app.read_aloud import ReadAloud
from kiosk_app.records import PageAnswer
from kiosk_app.settings import Panel
from kiosk_app.slips import NO_PROCEDURE, SlipWish
from kiosk_app.web_files import FOLDERS, HUB_STATIC, HUB_TEMPLATES, PAGE, PAGES, STATIC

log = logging.getLogger(__name__)

W = TypeVar("W")

API = "/api"
MOST_BYTES = 16 * 1024
KEY = re.compile(r"[\x21-\x7e]{1,128}")
AREAS = ("common", "kiosk", "kiosk_find", "pair")

THIS_MACHINE = frozenset({"127.0.0.1", "::1"})

FILES = ("file", "hub_file")
"""Endpoints of what lies in folders; browsers ask each time whether it has changed."""

HTTP_CODES = {404: "not_found", 405: "method_not_allowed", 413: "too_large", 415: "content_type"}

ERRORS: dict[type[Exception], PageAnswer] = {
    KeyReused: problem(HTTPStatus.UNPROCESSABLE_ENTITY, "request_reused", "problem"),
    NoSuchJob: problem(HTTPStatus.NOT_FOUND, "no_print_job"),
    NotFailed: problem(HTTPStatus.CONFLICT, "not_failed"),
    SettledOtherwise: problem(HTTPStatus.CONFLICT, "settled_otherwise"),
    **dict.fromkeys(DISK_ERRORS, problem(HTTPStatus.SERVICE_UNAVAILABLE, DISK_FAILED)),
}


class SignOfLife(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the page says of itself."""

    is_leaving: bool


class Page:
    """The routes of the agent. ``token`` is what the page must show with everything it asks."""

    def __init__(self, board: Board, desk: IssueDesk, jobs: PrintJobs, token: str, is_demo: bool = False) -> None:
        self._board = board
        self._desk = desk
        self._jobs = jobs
        self._token = token
        self._is_demo = is_demo
        self._joined = JoinedPages(FOLDERS, PAGES)
        self.heartbeat = Heartbeat()
        self.panel = Panel()
        self.read_aloud = ReadAloud(None, Path())
        self.procedures: Callable[[], ProcedureList] = ProcedureList
        self.print_slip: Callable[[str, SlipWish], PageAnswer] = lambda _key, _wish: NO_PROCEDURE

    def may_ask(self, token: object) -> bool:
        """Whether a token is the page's own."""
        return isinstance(token, str) and hmac.compare_digest(token.encode(), self._token.encode())

    def make_app(self) -> Flask:
        """The Flask application: shell, files, three commands, a sign of life, health."""
        app = Flask(__name__, static_folder=None)
        app.config["MAX_CONTENT_LENGTH"] = MOST_BYTES
        app.jinja_loader = FileSystemLoader(HUB_TEMPLATES)
        app.after_request(_secure)
        app.register_error_handler(Exception, _told)
        app.add_url_rule("/", "shell", self._shell)
        app.add_url_rule("/static/<path:filename>", "hub_file", files_of(HUB_STATIC))
        app.add_url_rule("/kiosk/<path:filename>", "file", files_of(STATIC))
        app.add_url_rule(f"{BASE}<version>/<name>", "joined", joined_of(self._joined))
        app.add_url_rule("/healthz", "health", self._health)
        app.add_url_rule("/token", "token", _no_new_token, methods=["POST"])
        app.add_url_rule(f"{API}/tickets", "take", self._asked(self._take), methods=["POST"])
        app.add_url_rule(f"{API}/tickets/<ticket>/noted", "noted", self._asked(self._note), methods=["POST"])
        app.add_url_rule(f"{API}/tickets/<ticket>/cancel", "cancel", self._asked(self._cancel), methods=["POST"])
        app.add_url_rule(f"{API}/procedures", "procedures", self._known(self._list))
        app.add_url_rule(f"{API}/slips", "slip", self._asked(self._print_slip), methods=["POST"])
        app.add_url_rule(f"{API}/speech", "speech", self._known(self._speak))
        app.add_url_rule(f"{API}/alive", "alive", self._asked(self._hear), methods=["POST"])
        return app

    def _shell(self) -> str:
        boot = {
            "token": self._token,
            "topic": "kiosk",
            "api": API,
            "language": FIRST_LANGUAGE,
            "texts": {language: area(language, *AREAS) for language in languages()},
            "views": self._board.views(),
            "is_demo": self._is_demo,
            **msgspec.to_builtins(self.panel),
        }
        shell = self._joined.shell(PAGE, may_join=LOOSE not in request.args)
        wanted: dict[str, Any] = {"title": text(FIRST_LANGUAGE, "kiosk.title"), "shell": shell, "boot": boot}
        if not shell.is_joined:
            g.csp_nonce = secrets.token_urlsafe(16)
            wanted |= {"import_map": IMPORT_MAP, "csp_nonce": g.csp_nonce}
        return render_template("screen.html", **wanted)

    def _health(self) -> Response:
        page = self.heartbeat.page.value
        return _json({"status": "ok", "hub_is_reachable": self._board.hub_is_reachable, "page": page})

    def _known(self, act: Callable[..., Response]) -> Callable[..., Response]:
        """Whatever is asked comes with the page's own token."""

        def checked(**in_path: str) -> Response:
            scheme, _, token = request.headers.get("Authorization", "").partition(" ")
            if scheme != "Bearer" or not self.may_ask(token):
                return _response(problem(HTTPStatus.UNAUTHORIZED, "unauthorised", "problem"))
            return act(**in_path)

        return checked

    def _asked(self, act: Callable[..., Response]) -> Callable[..., Response]:
        """A command: the page's own token and JSON, nothing else."""

        def checked(**in_path: str) -> Response:
            if request.mimetype != "application/json":
                return _response(problem(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "content_type", "problem"))
            return act(**in_path)

        return self._known(checked)

    def _speak(self) -> Response:
        """The sound of a short text of the page."""
        text, language = request.args.get("text", ""), request.args.get("language", "")
        path = self.read_aloud.clip(text, language) if len(text) <= MOST_CHARACTERS else None
        if path is None:
            return _response(problem(HTTPStatus.NOT_FOUND, "not_found", "problem"))
        return send_file(path.absolute(), mimetype="audio/wav")

    def _take(self) -> Response:
        """A number. That its paper is printed is told once the page has it."""
        response = _wished(Wish, self._desk.take)
        response.call_on_close(self._jobs.show_newest)
        return response

    def _list(self) -> Response:
        """The centre's procedures, as the hub told them last."""
        return _json(msgspec.to_builtins(self.procedures()))

    def _print_slip(self) -> Response:
        return _wished(SlipWish, self.print_slip)

    def _note(self, ticket: str) -> Response:
        self._jobs.note(ticket)
        return _json({"ticket": ticket})

    def _cancel(self, ticket: str) -> Response:
        self._jobs.cancel(ticket)
        return _json({"ticket": ticket})

    def _hear(self) -> Response:
        """The page says that it draws, or that it will not be seen from now on."""
        try:
            is_leaving = msgspec.json.decode(request.get_data(), type=SignOfLife).is_leaving
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            return _response(problem(HTTPStatus.BAD_REQUEST, "malformed", "problem"))
        tell = self.heartbeat.leave if is_leaving else self.heartbeat.beat
        tell(is_near=request.remote_addr in THIS_MACHINE)
        return _json({})


def _wished(kind: type[W], act: Callable[[str, W], PageAnswer]) -> Response:
    """A wish under a key of its own, as the same key may come again."""
    key = request.headers.get(REQUEST_KEY_HEADER, "")
    if not KEY.fullmatch(key):
        return _response(problem(HTTPStatus.BAD_REQUEST, "request_key", "problem"))
    try:
        wish = msgspec.json.decode(request.get_data(), type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return _response(problem(HTTPStatus.BAD_REQUEST, "malformed", "problem"))
    return _response(act(key, wish))


def _no_new_token() -> Response:
    """The token changes only with the kiosk's own files, so a page whose token is refused must load anew."""
    return _response(problem(HTTPStatus.UNAUTHORIZED, "unauthorised", "problem"))


def _secure(response: Response) -> Response:
    response.headers.update(HEADERS)
    response.headers["Content-Security-Policy"] = content_policy(g.get("csp_nonce", ""))
    if response.status_code >= HTTPStatus.BAD_REQUEST or request.endpoint not in (*FILES, "joined"):
        response.headers["Cache-Control"] = "no-store"
    elif request.endpoint in FILES:
        response.headers["Cache-Control"] = "no-cache"
    return response


def _told(error: Exception) -> Response:
    """The edge of every request: any error as a problem."""
    if (known := ERRORS.get(type(error))) is not None:
        return _response(known)
    if isinstance(error, HTTPException) and error.code is not None:
        return _response(problem(HTTPStatus(error.code), HTTP_CODES.get(error.code, "malformed"), "problem"))
    log.error("fault in %s %s", request.method, request.path, exc_info=error)
    return _response(problem(HTTPStatus.INTERNAL_SERVER_ERROR, "fault", "problem"))


def _response(answer: PageAnswer) -> Response:
    kind = PROBLEM_TYPE if answer.status >= HTTPStatus.BAD_REQUEST else "application/json"
    return Response(msgspec.json.encode(answer.body), answer.status, content_type=kind)


def _json(body: dict[str, Any]) -> Response:
    return _response(PageAnswer(HTTPStatus.OK, body))
