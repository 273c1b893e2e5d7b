"""Everything that the hub answers by HTTP, put on its Flask application in the one order that is safe."""

from collections.abc import Iterable
from pathlib import Path

from flask import Flask

from hub.web.api import add_health, make_api
from hub.web.context import WebHub
from hub.web.day_figures import make_figures
from hub.web.device_pages import make_devices
from hub.web.explained import make_explained
from hub.web.forms import add_forms
from hub.web.guard import guard
from hub.web.hosts import answer_to
from hub.web.metrics import HubMetrics, add_metrics
from hub.web.openapi import add_openapi
from hub.web.pages import make_pages
from hub.web.pairing import make_pairing
from hub.web.phone import make_phone
from hub.web.plan_pages import make_plan_pages
from hub.web.procedures import make_procedures
from hub.web.scans import make_scans
from hub.web.security import secure
from hub.web.shells import add_files
from hub.web.sign_in import make_sign_in
from hub.web.speech import make_speech
from hub.web.staff_pages import make_staff_pages
from hub.web.walls import make_walls

TEMPLATES = Path(__file__).parent / "templates"
MOST_BYTES_IN = 16_384


def empty_site() -> Flask:
    """The application without a route yet."""
    site = Flask("hub", static_folder=None, template_folder=str(TEMPLATES))
    site.config["MAX_CONTENT_LENGTH"] = MOST_BYTES_IN
    return site


def fill_site(site: Flask, hub: WebHub, metrics: HubMetrics, names: Iterable[str]) -> None:
    """Put every page and route of the hub on it; ``names`` are the hosts that it answers to besides its own."""
    secure(site)  # first, because what the next two refuse are pages, too
    answer_to(site, names)
    guard(site, hub.credentials)
    add_forms(site, hub)
    for make in (
        make_api,
        make_figures,
        make_explained,
        make_pages,
        make_sign_in,
        make_staff_pages,
        make_plan_pages,
        make_pairing,
        make_devices,
        make_scans,
        make_phone,
        make_speech,
        make_walls,
        make_procedures,
    ):
        site.register_blueprint(make(hub))
    add_health(site, hub)
    add_openapi(site)
    add_metrics(site, metrics)
    add_files(site)
