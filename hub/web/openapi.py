"""The API's description as OpenAPI 3.1, made of the definitions that check what comes in and build what goes out."""

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from http import HTTPStatus
from typing import Any

import msgspec
from flask import Flask, Response
from msgspec import NODEFAULT, Struct, structs

from hub.domain import views
from hub.domain.commands import IssueTicket, OpenDay, RequestKey
from hub.domain.errors import RefusalCode
from hub.domain.views.parts import Header
from hub.messages import API, PROBLEM_TYPE, REQUEST_KEY_HEADER, Envelope
from hub.service.access import ACCESS, ANYBODY
from hub.web.described import READS, Read
from hub.web.problems import ProblemDetails
from hub.web.routes import ROUTES, CommandRoute, OpenDayRequest

Schema = dict[str, Any]

JSON = "application/json"
VERSION = "1"
"""Of the API; it is part of its path."""

_REF = "#/components/schemas/{name}"
_IN_PATH = re.compile(r"<(?:int:)?(\w+)>")
_COMMAND_PROBLEMS = (400, 401, 403, 404, 409, 413, 415, 422, 503)
_READ_PROBLEMS = (400, 401, 403, 404)

ANSWER: Schema = {
    "type": "object",
    "description": "What the command led to: the journal rows, in order. The same key always gets the same answer.",
    "required": ["seq", "events"],
    "properties": {
        "seq": {"type": "integer", "description": "The last journal row of the answer."},
        "events": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["kind", "at_ms"],
                "properties": {
                    "kind": {"type": "string", "examples": ["TicketIssued"]},
                    "at_ms": {"type": "integer", "description": "Milliseconds since 1970, UTC."},
                    "link": {"type": "string", "description": "Of a number that was drawn: its page for phones."},
                },
            },
        },
    },
}


class RefusedView(Struct, frozen=True):
    """What a topic tells while there is nothing to show yet: no day is open, or the plan has no such counter."""

    header: Header
    refused: RefusalCode


VIEWS: tuple[type[Struct], ...] = (
    views.WallView,
    views.KioskView,
    views.CounterView,
    views.RatingView,
    views.DeskView,
    views.ReceptionView,
    views.FloorView,
    RefusedView,
)


def add_openapi(app: Flask) -> None:
    """Serve the document at ``/api/v1/openapi.json``, for everybody; it is built at the first request."""

    @cache
    def document() -> bytes:
        return msgspec.json.encode(describe())

    def told() -> Response:
        return Response(document(), content_type=JSON)

    app.add_url_rule(f"{API}/openapi.json", "openapi", told, methods=["GET"])


def describe(reads: Iterable[Read] = READS) -> Schema:
    """The whole document, in JSON types."""
    commands = (*ROUTES, CommandRoute("/day/open", OpenDay))
    bodies = {route.path: _body(route) for route in commands}
    answers = [read.answer for read in reads if read.answer is not None]
    asked = [read.body for read in reads if read.body is not None]
    structs_told = (*bodies.values(), *VIEWS, *answers, *asked, ProblemDetails, Envelope)
    _, components = msgspec.json.schema_components(structs_told, ref_template=_REF)
    components["Envelope"]["properties"]["data"] = {"anyOf": [_ref(view) for view in VIEWS]}
    components["Answer"] = ANSWER
    paths: dict[str, Schema] = {}
    for route in commands:
        paths[_path(route.path)] = {"post": _command(route, bodies[route.path])}
    for read in reads:
        paths.setdefault(_path(read.path), {})[read.method.lower()] = _read(read)
    document = {
        "openapi": "3.1.0",
        "info": {"title": "Tới Lượt", "version": VERSION, "license": {"name": "MIT", "identifier": "MIT"}},
        "servers": [{"url": API}],
        "security": [{"bearer": []}],
        "paths": paths,
        "components": {"schemas": components, "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}}},
    }
    told: Schema = _ecma(document)
    return told


def _command(route: CommandRoute, body: type[Struct]) -> Schema:
    name = route.command.__name__
    status = HTTPStatus.CREATED if route.command is IssueTicket else HTTPStatus.OK
    return {
        "operationId": name,
        "summary": _first_sentence(route.command),
        "x-roles": sorted(ACCESS[f"api.{name}"]),
        "parameters": [_key_header(), *_path_parameters(route.path, _types(route.command))],
        "requestBody": {"required": True, "content": {JSON: {"schema": _ref(body)}}},
        "responses": _responses(status, {JSON: {"schema": {"$ref": _REF.format(name="Answer")}}}, _COMMAND_PROBLEMS),
    }


def _read(read: Read) -> Schema:
    content = {read.media: {"schema": _answer(read)}}
    told: Schema = {
        "operationId": read.endpoint.rpartition(".")[2],
        "summary": read.summary,
        "x-roles": sorted(ACCESS[read.endpoint]),
        "parameters": [*_path_parameters(read.path, read.parameters), *_query_parameters(read.query)],
        "responses": _responses(read.status, content, read.problems or _READ_PROBLEMS),
    }
    if read.pending is not None:
        told["responses"][str(read.pending.value)] = {"description": read.pending.phrase}
    if read.body is not None:
        told["requestBody"] = {"required": True, "content": {JSON: {"schema": _ref(read.body)}}}
    if ANYBODY in ACCESS[read.endpoint]:
        told["security"] = []
    return told


def _answer(read: Read) -> Schema:
    if read.answer is None:
        return {} if read.media == JSON else {"type": "string"}
    one: Schema = msgspec.json.schema_components([read.answer], ref_template=_REF)[0][0]
    return {"type": "array", "items": one} if read.is_list else one


def _body(route: CommandRoute) -> type[Struct]:
    """A command's fields without those of the path: what its body may hold."""
    source = OpenDayRequest if route.command is OpenDay else route.command
    in_path = set(_IN_PATH.findall(route.path))
    fields = [
        (f.name, f.type) if f.default is NODEFAULT else (f.name, f.type, f.default)
        for f in structs.fields(source)
        if f.name not in in_path
    ]
    name = f"{route.command.__name__}Body"
    return msgspec.defstruct(name, fields, kw_only=True, forbid_unknown_fields=True)


def _types(command: type[Any]) -> dict[str, Any]:
    return {f.name: f.type for f in structs.fields(command)}


def _path_parameters(path: str, types: Mapping[str, Any]) -> list[Schema]:
    return [
        {"name": name, "in": "path", "required": True, "schema": msgspec.json.schema(types[name])}
        for name in _IN_PATH.findall(path)
    ]


def _query_parameters(types: Mapping[str, Any]) -> list[Schema]:
    return [{"name": name, "in": "query", "schema": msgspec.json.schema(kind)} for name, kind in types.items()]


def _key_header() -> Schema:
    return {
        "name": REQUEST_KEY_HEADER,
        "in": "header",
        "required": True,
        "description": "Made by the sender; the same for every repetition of this very command.",
        "schema": msgspec.json.schema(RequestKey),
    }


def _responses(status: HTTPStatus, content: Schema, problems: Iterable[int]) -> Schema:
    problem = {"description": "A problem", "content": {PROBLEM_TYPE: {"schema": _ref(ProblemDetails)}}}
    told = {str(code): {**problem, "description": HTTPStatus(code).phrase} for code in problems}
    return {str(status.value): {"description": status.phrase, "content": content}, **told}


def _ref(struct: type[Any]) -> Schema:
    return {"$ref": _REF.format(name=struct.__name__)}


def _path(path: str) -> str:
    return _IN_PATH.sub(r"{\1}", path)


def _first_sentence(documented: Callable[..., Any]) -> str:
    return (documented.__doc__ or "").strip().partition("\n")[0]


def _ecma(node: Any) -> Any:
    """Patterns are Python's here and ECMAScript's in the document, where the end of the text is written ``$``."""
    if isinstance(node, dict):
        return {
            key: value.replace(r"\Z", "$") if key == "pattern" and isinstance(value, str) else _ecma(value)
            for key, value in node.items()
        }
    return [_ecma(entry) for entry in node] if isinstance(node, list | tuple) else node
