"""What walls need to say calls: the rules of the voice, and the sound of each call that the hall is being told."""

from functools import partial
from http import HTTPStatus

import msgspec
from flask import Blueprint, Response, send_file

from hub.messages import API
from hub.web.context import WebHub
from hub.web.routes import JSON


def make_speech(hub: WebHub) -> Blueprint:
    """The blueprint of the voice."""
    voice = Blueprint("speech", __name__, url_prefix=f"{API}/speech")
    voice.add_url_rule("/rules", "rules", partial(_rules, hub), methods=["GET"])
    voice.add_url_rule("/calls/<int:call>/<language>.wav", "call", partial(_call, hub), methods=["GET"])
    return voice


def _rules(hub: WebHub) -> Response:
    told = {**hub.speech.rules(), "zone": hub.plan.zone}
    return Response(msgspec.json.encode(told), HTTPStatus.OK.value, content_type=JSON)


def _call(hub: WebHub, call: int, language: str) -> Response:
    """The sound of a call, or nothing (204) for what nobody is told now or what cannot be said: nobody asked amiss."""
    path = hub.speech.clip(call, language)
    if path is None:
        return Response(status=HTTPStatus.NO_CONTENT.value)
    return send_file(path.absolute(), mimetype="audio/wav", conditional=True)
