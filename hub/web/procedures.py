"""The list of procedures, for kiosks and for whoever works in the hall."""

from functools import partial
from http import HTTPStatus

import msgspec
from flask import Blueprint, Response, request

from hub.messages import API
from hub.web.context import WebHub
from hub.web.routes import JSON


def make_procedures(hub: WebHub) -> Blueprint:
    """The blueprint of the one route."""
    procedures = Blueprint("procedures", __name__, url_prefix=API)
    procedures.add_url_rule("/procedures", "list", partial(_listed, hub), methods=["GET"])
    return procedures


def _listed(hub: WebHub) -> Response:
    """The whole list, or 304 for whoever names its version as known."""
    told = hub.procedures()
    response = Response(msgspec.json.encode(told), HTTPStatus.OK.value, content_type=JSON)
    response.set_etag(told.version)
    return response.make_conditional(request)  # type: ignore[return-value]
