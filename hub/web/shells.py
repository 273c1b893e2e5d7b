"""The shells of the live pages: which files each is made of, and how they get to browsers."""

import secrets
from pathlib import Path
from typing import Any

from flask import Flask, Response, g, make_response, render_template, request

from hub.assembly.folders import IMPORT_MAP, Folders
from hub.assembly.joined import BASE, LOOSE, WITH_SEMIBOLD, JoinedPages, Parts
from hub.assembly.serving import files_of, joined_of

ROOT = Path(__file__).parent.parent.parent
STATIC = ROOT / "hub" / "web" / "static"
SCREEN_PACKAGES = {"static_counter": "counter_app", "static_wall": "display_app"}
"""Endpoints and the packages whose ``static`` folders they serve, below ``/static/<package>/``."""

_SCREEN_FOLDERS = {f"/static/{package}/": ROOT / package / "static" for package in SCREEN_PACKAGES.values()}


def _of(package: str, module: str, sheet: str) -> Parts:
    return Parts(f"/static/{package}/{module}.js", (f"/static/{package}/{sheet}.css",), WITH_SEMIBOLD)


PAGES = {
    "counter": _of("counter_app", "counter_page", "counter"),
    "rating": _of("counter_app", "rating/page", "rating/rating"),
    "reception": _of("counter_app", "reception/page", "reception/reception"),
    "supervisor": _of("counter_app", "supervisor/page", "supervisor/supervisor"),
    "wall": _of("display_app", "wall_page", "wall"),
    "front": _of("display_app", "front_page", "front"),
    "pair": Parts("/static/js/pair_page.js", ("/static/css/pairing.css",)),
}
"""Each live page's module and its style sheets. A front is a wall that shows one counter."""

FOLDERS = Folders({"/static/": STATIC, **_SCREEN_FOLDERS})
_joined = JoinedPages(FOLDERS, PAGES)


def add_files(site: Flask) -> None:
    """Serve what pages load."""
    site.add_url_rule(f"{BASE}<version>/<name>", "joined", joined_of(_joined))
    site.add_url_rule("/static/<path:filename>", "static", files_of(STATIC))
    for endpoint, package in SCREEN_PACKAGES.items():
        site.add_url_rule(f"/static/{package}/<path:filename>", endpoint, files_of(ROOT / package / "static"))


def drawn(name: str, title: str, boot: dict[str, Any]) -> Response:
    """The shell of a live page; the shape of ``boot`` is described in ``static/js/link.js``."""
    shell = _joined.shell(name, may_join=LOOSE not in request.args)
    wanted: dict[str, Any] = {"title": title, "shell": shell, "boot": boot}
    if not shell.is_joined:
        g.csp_nonce = secrets.token_urlsafe(16)
        wanted |= {"import_map": IMPORT_MAP, "csp_nonce": g.csp_nonce}
    return make_response(render_template("screen.html", **wanted))
