"""Where the page's files lie. The hub's shared ones are found by their place, not through its code."""

from pathlib import Path

_HERE = Path(__file__).parent
_HUB_WEB = _HERE.parent / "hub" / "web"

STATIC = _HERE / "static"
TEMPLATES = _HERE / "templates"
HUB_STATIC = _HUB_WEB / "static"
HUB_TEMPLATES = _HUB_WEB / "templates"
