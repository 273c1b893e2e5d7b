"""Where the page's files lie. The hub's shared ones are found by their place, not through its code."""

from pathlib import Path

from hub.assembly.folders import Folders
from hub.assembly.joined import Parts

_HERE = Path(__file__).parent
_HUB_WEB = _HERE.parent / "hub" / "web"

STATIC = _HERE / "static"
HUB_STATIC = _HUB_WEB / "static"
HUB_TEMPLATES = _HUB_WEB / "templates"

FOLDERS = Folders({"/static/": HUB_STATIC, "/kiosk/": STATIC})
PAGE = "kiosk"
_SHEETS = (
    *("kiosk", "home", "cards", "ticket", "follow", "sights", "several", "tools", "modes", "home_large", "reach"),
    *(f"procedures/{name}" for name in ("rows", "finding", "keyboard", "procedure", "finding_low")),
)
PAGES = {PAGE: Parts("/kiosk/kiosk_page.js", (*(f"/kiosk/{name}.css" for name in _SHEETS), "/static/css/pairing.css"))}
"""The page's module and its style sheets, in the order in which they count."""
