"""The hub's port on its own machine, and the hub as another machine reaches it."""

import socket
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Any

import requests

from hub.agent.hub_session import hub_session
from hub.doctor.clock import clock_of_hub
from hub.doctor.finding import Finding, doubtful, fine, wrong

ABOUT = "hub"
ANSWER_S = 5
TRUST_IT = "Bring it to /usr/local/share/ca-certificates/hub.crt and run: sudo update-ca-certificates"


def stopped_hub(host: str, port: int) -> Finding:
    """A hub that does not run: could it have its port?"""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except (OSError, OverflowError) as error:
            seen = f"does not run, and something else has port {port} ({error})"
            return wrong(ABOUT, seen, f"Find out who (ss -ltnp 'sport = :{port}'), or choose another --port.")
    return doubtful(ABOUT, f"does not run; port {port} is free", "Start it: systemctl start toi-luot-hub")


def running_hub(status: dict[str, Any], url: str) -> Iterator[Finding]:
    """A hub that runs on this machine's data, by its own word and by its address."""
    if status.get("trouble"):
        yield wrong(ABOUT, f"cannot store anything: {status['trouble']}", "Look at the disk; it goes on by itself.")
    if not _answers(url):
        yield wrong(ABOUT, f"runs, but not at {url}", "Say where with --port; or look who else has that port.")
    elif not status.get("trouble"):
        yield fine(ABOUT, f"answers at {url}, {status.get('screens', 0)} screens are connected")


def distant_hub(url: str, now_s: float) -> Iterator[Finding]:
    """The hub as a kiosk, a wall or a desk reaches it; its clock beside ours, ``now_s`` since 1970."""
    try:
        answer = _answered(url)
    except requests.exceptions.SSLError:
        yield wrong(ABOUT, f"this machine does not trust the certificate of {url}", TRUST_IT)
        return
    except (requests.RequestException, ValueError):
        to_do = "Is its address right? Is the hub on, and the cable in? No firewall may be between."
        yield wrong(ABOUT, f"nobody answers at {url}", to_do)
        return
    if answer.status_code == HTTPStatus.OK and _is_ours(answer):
        yield fine(ABOUT, f"answers at {url}")
    elif _is_ours(answer):
        yield wrong(ABOUT, f"{url} cannot store anything", "Run the doctor on the hub's own machine.")
    else:
        yield wrong(ABOUT, f"something else answers at {url}", "Write the hub's own address, or a name it knows.")
    if told := answer.headers.get("Date"):
        yield clock_of_hub(now_s - parsedate_to_datetime(told).timestamp())


def _answered(url: str) -> requests.Response:
    """What the hub says of its health. Raises requests.RequestException, ValueError."""
    with hub_session() as session:
        return session.get(f"{url.rstrip('/')}/healthz", timeout=ANSWER_S)


def _answers(url: str) -> bool:
    try:
        return bool(_answered(url).status_code)
    except (requests.RequestException, ValueError):
        return False


def _is_ours(answer: requests.Response) -> bool:
    try:
        return "epoch" in answer.json()
    except (requests.JSONDecodeError, TypeError):
        return False
