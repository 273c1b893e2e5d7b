"""`python tests/bench/stamped.py COMMAND …` is `run.py COMMAND …` that notes when it comes to certain places.

At its end it writes what it noted into the folder of `--data`: `stamps-<process>.json`, a list of place and instant
(s of CLOCK_MONOTONIC, which all processes of a machine share). The program itself knows nothing of it.
"""

import json
import os
import sys
import time
from collections.abc import Callable
from functools import wraps
from importlib import import_module
from pathlib import Path
from typing import Any

if sys.argv[1:2] == ["hub"]:
    from gevent import monkey

    monkey.patch_all()

PLACES = {
    "hub": {
        "hub heard": ("hub.realtime.sockets", "QuietEnd", "__call__"),
        "hub asked office": ("hub.service.office", "Office", "submit"),
        "hub commits": ("hub.store.journal", "Journal", "append"),
    },
    "devices": {
        "agent heard": ("kiosk_app.issuing", "IssueDesk", "take"),
        "key kept": ("kiosk_app.spool", "Spool", "open_request"),
        "asks hub": ("hub.agent.hub_client", "HubHttp", "post"),
        "answer kept": ("kiosk_app.spool", "Spool", "answer_request"),
        "print desk": ("kiosk_app.print_desk", "PrintDesk", "print_one"),
        "composes": ("kiosk_app.paper_parts", "Composer", "__call__"),
        "sent kept": ("kiosk_app.spool", "Spool", "mark_sent"),
        "encodes": ("drivers.printers.escpos_printer", "EscposPrinter", "_chunks"),
        "opens link": ("drivers.links.tcp", "TcpLink", "__init__"),
        "prepares fence": ("drivers.printers.fences", "CountedFence", "prepare"),
        "asks fence": ("drivers.printers.fences", "CountedFence", "ask"),
        "prints": ("drivers.printers.escpos_printer", "EscposPrinter", "print"),
        "end kept": ("kiosk_app.spool", "Spool", "end_job"),
    },
}
"""By command: what is noted at the begin and the end of which method."""

_noted: list[tuple[str, float]] = []


def _watch(name: str, owner: Any, method: str) -> None:
    work: Callable[..., Any] = getattr(owner, method)

    @wraps(work)
    def watched(*args: Any, **named: Any) -> Any:
        _noted.append((f"{name}: begin", time.perf_counter()))
        try:
            return work(*args, **named)
        finally:
            _noted.append((f"{name}: end", time.perf_counter()))

    setattr(owner, method, watched)


def main() -> None:
    """Run the command and write what was noted."""
    from run import main as run

    for name, (module, owner, method) in PLACES[sys.argv[1]].items():
        _watch(name, getattr(import_module(module), owner), method)
    data = Path(sys.argv[sys.argv.index("--data") + 1])
    try:
        run()
    finally:
        (data / f"stamps-{os.getpid()}.json").write_text(json.dumps(_noted))


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent.parent.parent))
    main()
