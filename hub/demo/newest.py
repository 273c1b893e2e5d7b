"""The number that was taken last, for whoever wants to hold its ticket under a scanner of the demo."""

from collections.abc import Iterable
from typing import Any

import requests

from hub.demo.lively import Wire


def newest_waiting(wire: Wire, counters: Iterable[int]) -> str:
    """The code on the newest ticket that waits for one of the counters, as TL1:2026-11-22-A012; "" where nobody waits
    or the hub does not say.
    """
    try:
        views = [wire.view(f"counter:{counter}") for counter in counters]
    except requests.RequestException:
        return ""
    found = [(line["arrived_ms"], _code(view, line)) for view in views for line in _lines(view)]
    return max(found, default=(0, ""))[1]


def _lines(view: dict[str, Any]) -> list[dict[str, Any]]:
    return [*view["waiting"]["tickets"], *view["further_waiting"]]


def _code(view: dict[str, Any], line: dict[str, Any]) -> str:
    return f"TL1:{view['header']['day']}-{line['label']}"
