"""Clients that post commands as fast as they are answered, or at their own pace: all of them in one process apart.

    with Senders() as senders:
        kiosk = Client(token, (("/tickets", {"field": "ho_tich"}),), most=100)
        load = senders.run(hub.port, [kiosk] * 8)
        load.rate, load.share_below(99)

One client that is to be asked from within a bench is :class:`Sender`.
"""

import json
import math
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property
from http import HTTPStatus
from typing import Any, NamedTuple, Self

from hub.messages import API
from tests.bench.figures import share_below
from tests.bench.posting import Wire
from tests.hub_nursery import ROOT

STOPS_WITHIN_S = 5.0
NO_END = 10**9

Step = tuple[str, dict[str, Any]]
"""A path below the API and the body that is posted there."""


@dataclass(frozen=True, slots=True)
class Client:
    """Posts its steps one after the other, again and again: at most ``most`` requests.

    It begins after ``wait_s`` and rests ``pause_s`` between an answer and its next request. When the time of a run is
    over, one that ``is_whole`` does the rest of its steps first.
    """

    token: str
    steps: tuple[Step, ...]
    most: int = NO_END
    pause_s: float = 0.0
    wait_s: float = 0.0
    is_whole: bool = False


class Sent(NamedTuple):
    """One request: which client's which step, when it was sent (``time.perf_counter``, the same in every process of a
    machine) and how long its answer took (s); its status, and the journal row that the answer names (0: none).
    """

    client: int
    step: int
    began_s: float
    took_s: float
    status: int
    row: int

    @property
    def answered_s(self) -> float:
        """When the answer had come."""
        return self.began_s + self.took_s

    @property
    def is_done(self) -> bool:
        """Whether the hub did it."""
        return self.status < HTTPStatus.BAD_REQUEST


@dataclass(frozen=True)
class Load:
    """What became of a run; ``cpu_s`` is the processor time that the sending process itself needed."""

    sent: Sequence[Sent]
    took_s: float
    cpu_s: float

    @property
    def rate(self) -> float:
        """Requests a second that were answered."""
        return len(self.sent) / self.took_s

    @cached_property
    def seconds(self) -> list[float]:
        """How long each answer took."""
        return [sent.took_s for sent in self.sent]

    def share_below(self, percent: int) -> float:
        """Within how many seconds so many of a hundred answers came."""
        return share_below(self.seconds, percent)

    def of(self, is_meant: Callable[[Sent], bool]) -> "Load":
        """Some of the requests, over the same time."""
        return replace(self, sent=[sent for sent in self.sent if is_meant(sent)])

    def all_done(self) -> Self:
        """Itself. Raises AssertionError, with the statuses: the hub refused something."""
        refused = [sent for sent in self.sent if not sent.is_done]
        assert not refused, f"{len(refused)} of {len(self.sent)} were refused, the first: {refused[0]}"
        return self


@dataclass
class Senders:
    """The process, begun with ``with``."""

    _process: "subprocess.Popen[str] | None" = field(default=None, repr=False)

    def run(self, port: int, clients: Sequence[Client], for_s: float = math.inf) -> Load:
        """Let the clients send until each has sent its ``most``, or no longer than ``for_s``.

        Raises AssertionError: a connection broke or an answer did not come.
        """
        self.begin(port, clients, for_s)
        return self.finish()

    def begin(self, port: int, clients: Sequence[Client], for_s: float = math.inf) -> None:
        """Let them begin; :meth:`finish` waits for their end."""
        assert self._process is not None
        assert self._process.stdin is not None
        asked = [asdict(client) for client in clients]
        for client in asked:
            client["steps"] = [(API + path, body) for path, body in client["steps"]]
        json.dump({"port": port, "clients": asked, "for_s": min(for_s, NO_END)}, self._process.stdin)
        self._process.stdin.write("\n")
        self._process.stdin.flush()

    def finish(self) -> Load:
        """What became of the run that has begun, once it has ended. Raises AssertionError as :meth:`run` does."""
        assert self._process is not None
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line, "the senders' process has died"
        told = json.loads(line)
        assert "error" not in told, told["error"]
        return Load([Sent(*one) for one in told["sent"]], told["took_s"], told["cpu_s"])

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.bench.posting"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        )
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process is not None
        self._process.terminate()
        self._process.communicate(timeout=STOPS_WITHIN_S)


class Sender:
    """One client of its own connection, in this process."""

    def __init__(self, port: int, token: str) -> None:
        self._wire = Wire(port)
        self._token = token

    def post(self, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        """Post a command and wait for its answer. Raises AssertionError: it was refused."""
        self._wire.send(self._wire.prepared(self._token, API + path, body or {}))
        while (heard := self._wire.hear()) is None:
            continue
        status, content = heard
        answer: dict[str, Any] = json.loads(content)
        assert status < HTTPStatus.BAD_REQUEST, f"{path} was refused: {answer}"
        return answer

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._wire.close()
