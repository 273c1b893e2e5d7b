"""Commands by HTTP at the price of a few system calls: raw sockets that stay open, answers read no further than needed.

`python -m tests.bench.posting` is the process of :class:`tests.bench.senders.Senders`: each line that it reads holds
what shall be sent, each that it writes what came of it. It imports the standard library alone.
"""

import heapq
import json
import math
import os
import selectors
import signal
import socket
import sys
import time
from itertools import count
from typing import Any

HEAD_ENDS = b"\r\n\r\n"
ANSWER_WITHIN_S = 20.0
KEYS = map(f"{os.getpid():x}-{os.urandom(6).hex()}-{{:x}}".format, count())
"""Request keys, each unlike any other; threads may take them side by side."""


class NotAnswered(Exception):
    """The other side has closed the connection or sent what is no answer."""


class Wire:
    """One connection that stays open; it posts one request and then hears its answer."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=ANSWER_WITHIN_S)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._host = b"127.0.0.1:%d" % port
        self._unread = b""

    def prepared(self, token: str, path: str, body: dict[str, Any]) -> tuple[bytes, bytes]:
        """A request before and behind its key; ``path`` is the whole one."""
        content = json.dumps(body, ensure_ascii=False).encode()
        before = b"POST %b HTTP/1.1\r\nHost: %b\r\nContent-Type: application/json\r\nAuthorization: Bearer %b\r\n"
        behind = b"\r\nContent-Length: %d\r\n\r\n%b" % (len(content), content)
        return before % (path.encode(), self._host, token.encode()) + b"Idempotency-Key: ", behind

    def send(self, request: tuple[bytes, bytes]) -> None:
        """Send a prepared request under a key of its own."""
        self.socket.sendall(next(KEYS).encode().join(request))

    def hear(self) -> tuple[int, bytes] | None:
        """Status and content, once all of it has come: reads once. Raises NotAnswered."""
        more = self.socket.recv(65536)
        if not more:
            raise NotAnswered("the connection was closed before the answer")
        self._unread += more
        head, ends, content = self._unread.partition(HEAD_ENDS)
        if not ends or len(content) < _length(head):
            return None
        self._unread = b""
        return int(head[9:12]), content

    def close(self) -> None:
        """Close the connection."""
        self.socket.close()


def _length(head: bytes) -> int:
    _, found, value = head.lower().partition(b"\r\ncontent-length:")
    if not found:
        raise NotAnswered("an answer without its length")
    return int(value.partition(b"\r\n")[0])


def row_of(content: bytes) -> int:
    """The journal row that an answer names first (``seq``), 0: none."""
    _, found, rest = content.partition(b'"seq":')
    digits = rest[:20].split(b",", 1)[0].rstrip(b"} ")
    return int(digits) if found and digits.isdigit() else 0


class Poster:
    """One client of a run: its requests in turn, each after the answer to the one before."""

    def __init__(self, number: int, wire: Wire, asked: dict[str, Any]) -> None:
        self.number, self.wire = number, wire
        self._requests = [wire.prepared(asked["token"], path, body) for path, body in asked["steps"]]
        self._left = asked["most"]
        self._pause_s = asked["pause_s"]
        self._is_whole = asked["is_whole"]
        self._step = -1
        self._began_s = 0.0
        self.due_s = time.perf_counter() + asked["wait_s"]
        self.sent: list[tuple[int, int, float, float, int, int]] = []

    def goes_on(self, until_s: float) -> bool:
        """Whether there is something to send yet that is due before the end, or belongs to what was begun."""
        is_within = self._is_whole and self._step + 1 < len(self._requests)
        return self._left > 0 and (is_within or self.due_s < until_s)

    def post(self) -> None:
        """Send the next request."""
        self._step = (self._step + 1) % len(self._requests)
        self._began_s = time.perf_counter()
        self.wire.send(self._requests[self._step])

    def hear(self) -> bool:
        """Whether the answer is complete; it is noted, and when the next request is due."""
        answer = self.wire.hear()
        if answer is None:
            return False
        now_s = time.perf_counter()
        status, content = answer
        self.sent.append((self.number, self._step, self._began_s, now_s - self._began_s, status, row_of(content)))
        self._left -= 1
        self.due_s = now_s + self._pause_s
        return True


def run(asked: dict[str, Any]) -> dict[str, Any]:
    """Let all clients send until each has sent its ``most``, or ``for_s`` are over."""
    posters = [Poster(n, Wire(asked["port"]), client) for n, client in enumerate(asked["clients"])]
    began_s, began_cpu_s = time.perf_counter(), time.process_time()
    try:
        _post_all(posters, began_s + asked["for_s"])
    finally:
        for poster in posters:
            poster.wire.close()
    took_s, cpu_s = time.perf_counter() - began_s, time.process_time() - began_cpu_s
    return {"sent": [one for poster in posters for one in poster.sent], "took_s": took_s, "cpu_s": cpu_s}


def _post_all(posters: list[Poster], until_s: float) -> None:
    due = [(poster.due_s, poster.number) for poster in posters]
    heapq.heapify(due)
    in_flight = 0
    with selectors.DefaultSelector() as selector:
        for poster in posters:
            selector.register(poster.wire.socket, selectors.EVENT_READ, poster)
        while due or in_flight:
            while due and due[0][0] <= time.perf_counter():
                posters[heapq.heappop(due)[1]].post()
                in_flight += 1
            answered = _answered(selector, due[0][0] - time.perf_counter() if due else math.inf)
            in_flight -= len(answered)
            for poster in filter(lambda answered: answered.goes_on(until_s), answered):
                heapq.heappush(due, (poster.due_s, poster.number))


def _answered(selector: selectors.BaseSelector, most_s: float) -> list[Poster]:
    """Who has a whole answer; waits ``most_s`` at most (infinite: until somebody hears something)."""
    ready = selector.select(min(max(0.0, most_s), ANSWER_WITHIN_S))
    if not ready and most_s == math.inf:
        raise NotAnswered(f"no answer within {ANSWER_WITHIN_S:.0f} s")
    return [key.data for key, _ in ready if key.data.hear()]


def main() -> None:
    """Do what each line asks; who has begun this process ends it, also when somebody presses Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for line in sys.stdin:
        try:
            told = run(json.loads(line))
        except (OSError, NotAnswered) as error:
            told = {"error": f"{type(error).__name__}: {error}"}
        sys.stdout.write(json.dumps(told) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
