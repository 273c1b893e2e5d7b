"""A real hub for tests: ``run.py hub`` as a process of its own, on a free port, with a data folder of its own.

    with HubProcess(tmp_path) as hub:
        hub.post(hub.token("kiosk:K1"), "/tickets", {"field": "ho_tich"})

It is started as a demo's hub, whose built-in grant is live: ``token(screen)`` signs an access token for any screen
with the hub's own key, and every page opens by itself. With ``demo=False`` it is a hub as in a centre: staff sign in,
devices are paired.
"""

import os
import signal
import socket
import subprocess
import sys
import threading
import uuid
from pathlib import Path
from typing import Any, Self

import requests

from hub.messages import API, REQUEST_KEY_HEADER
from hub.service.grants import DEMO
from hub.web.keyring import Keyring, open_keyring
from hub.web.screens import parse_screen
from tests.hub_nursery import AS_INSTALLED, NURSERY, ROOT, Born

READY_WITHIN_S = 15.0
READY = " ready port="


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class HubProcess:
    """The hub over ``data``; started by ``with`` or :meth:`start`, stopped with the block or by :meth:`kill`.

    Its process has everything imported when it begins (:mod:`tests.hub_nursery`), unless ``program`` is another one.
    """

    is_forked = True

    def __init__(
        self,
        data: Path,
        *options: str,
        port: int | None = None,
        program: Path | None = None,
        demo: bool = True,
    ) -> None:
        self.data = data
        self.port = port or free_port()
        self._options = (*options, "--demo") if demo else options
        self._program = program
        self._process: subprocess.Popen[str] | Born | None = None
        self._reader = threading.Thread()
        self._http = requests.Session()
        self._http.trust_env = False
        self.log: list[str] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def start(self) -> Self:
        """Start and wait until it answers; says what the hub wrote if it does not."""
        where = ["--host", "127.0.0.1", "--port", str(self.port), "--data", str(self.data)]
        self._process = self._begin(["hub", *where, *self._options])
        has_spoken = threading.Event()
        self._reader = threading.Thread(target=self._read_log, args=(has_spoken,), daemon=True)
        self._reader.start()
        has_spoken.wait(READY_WITHIN_S)
        if not any(READY in line for line in self.log):
            self.close()
            raise AssertionError("the hub did not start:\n" + "".join(self.log))
        self.health()
        return self

    def _begin(self, arguments: list[str]) -> "subprocess.Popen[str] | Born":
        if self.is_forked and self._program is None:
            return NURSERY.bear(arguments)
        return subprocess.Popen(
            [sys.executable, str(self._program or ROOT / "run.py"), *arguments],
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONUNBUFFERED": "1", "PYTHONPATH": f"{AS_INSTALLED}{os.pathsep}{ROOT}"},
        )

    def stop(self, number: signal.Signals = signal.SIGTERM, within_s: float = 15.0) -> int:
        """Stop it by a signal; returns its exit status. Raises subprocess.TimeoutExpired: not gone by then."""
        assert self._process is not None
        self._process.send_signal(number)
        return self._process.wait(within_s)

    def kill(self) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.kill()
            self._process.wait()

    def health(self) -> dict[str, Any]:
        response = self._http.get(f"{self.url}/healthz", timeout=5)
        body: dict[str, Any] = response.json()
        return body

    @property
    def keyring(self) -> Keyring:
        return open_keyring(self.data)

    def token(self, screen: str) -> str:
        """An access token, good for 15 minutes, as a page of the demo has it.

        ``counter:3`` and ``reception`` (clerks), ``supervisor``, ``administrator``, ``inspector``, ``rating:3``,
        ``wall``, ``kiosk:K1``, ``monitor``.
        """
        return self.keyring.sign(DEMO, parse_screen(screen))

    def agent_token(self, screen: str) -> str:
        """What the demo's agent has in its file: a token without an end."""
        return self.keyring.sign_for_demo(parse_screen(screen))

    def page(self, screen: str) -> str:
        """The address of a screen's page."""
        return f"{self.url}{parse_screen(screen).path}"

    def post(self, token: str, path: str, body: Any = None, key: str | None = None) -> requests.Response:
        """Post a command, ``path`` below the API; with a key of its own unless one is given."""
        headers = {"Authorization": f"Bearer {token}", REQUEST_KEY_HEADER: key or uuid.uuid4().hex}
        return self._http.post(f"{self.url}{API}{path}", json={} if body is None else body, headers=headers, timeout=10)

    def view(self, token: str, topic: str) -> dict[str, Any]:
        """A topic's envelope by HTTP."""
        headers = {"Authorization": f"Bearer {token}"}
        response = self._http.get(f"{self.url}{API}/views/{topic}", headers=headers, timeout=10)
        response.raise_for_status()
        envelope: dict[str, Any] = response.json()
        return envelope

    def __enter__(self) -> Self:
        try:
            return self.start()
        except BaseException:  # somebody does not want to wait for it: nothing is left behind
            self.close()
            raise

    def close(self) -> None:
        """Kill what still runs and give everything back."""
        self.kill()
        self._http.close()
        if self._process is not None and self._process.stderr is not None:
            self._reader.join(5)
            self._process.stderr.close()

    def __exit__(self, *_: object) -> None:
        try:
            if self._process is not None and self._process.poll() is None:
                self.stop()
        finally:
            self.close()

    def _read_log(self, has_spoken: threading.Event) -> None:
        assert self._process is not None
        assert self._process.stderr is not None
        for line in self._process.stderr:
            self.log.append(line)
            if READY in line:
                has_spoken.set()
        has_spoken.set()


class InstalledHub(HubProcess):
    """A hub that is started as an installed one is: everything is imported anew."""

    is_forked = False
