"""Phones that show tickets' pages: each asks again after a while, by a connection that stays open, as a browser does.

`python -m tests.bench.polling PORT EVERY_S` reads the pages' paths as a JSON list in one line; each further line is a
number of seconds to go on for, and is answered with what came of it. It imports the standard library alone.
"""

import json
import re
import selectors
import socket
import sys
import time
from collections import deque
from typing import Any

HEAD_ENDS = b"\r\n\r\n"
TAG = re.compile(rb"\r\nETag: ([^\r]+)", re.IGNORECASE)
LENGTH = re.compile(rb"\r\nContent-Length: (\d+)", re.IGNORECASE)
ANSWER_WITHIN_S = 20.0
REQUEST = b"""GET %b?lang=vi HTTP/1.1\r
Host: 127.0.0.1:%d\r
Connection: keep-alive\r
User-Agent: Mozilla/5.0 (Linux; Android 14; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile\r
Accept: */*\r
Referer: http://127.0.0.1:%d%b\r
Accept-Encoding: gzip, deflate\r
Accept-Language: vi-VN,vi;q=0.9\r
If-None-Match: %b\r
\r
"""


class Phone:
    """One page: asks, and knows the tag of what it shows."""

    def __init__(self, port: int, path: str) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=ANSWER_WITHIN_S)
        self._port, self._path, self._tag = port, path.encode(), b'""'
        self._asked_s = 0.0
        self._heard = b""

    def ask(self) -> None:
        self._asked_s = time.perf_counter()
        self.socket.sendall(REQUEST % (self._path, self._port, self._port, self._path, self._tag))

    def hear(self) -> tuple[int, int, float] | None:
        """Status, bytes and seconds of an answer that is whole."""
        more = self.socket.recv(65_536)
        assert more, "the hub has closed a phone's connection"
        self._heard += more
        head, ends, content = self._heard.partition(HEAD_ENDS)
        length = LENGTH.search(head)
        if not ends or (length and len(content) < int(length[1])):
            return None
        taken_s, size, self._heard = time.perf_counter() - self._asked_s, len(self._heard), b""
        if found := TAG.search(head):
            self._tag = found[1]
        return int(head[9:12]), size, taken_s


def poll(phones: deque[Phone], every_s: float, for_s: float) -> list[tuple[int, int, float]]:
    """Let one phone after the other ask, evenly spread; what was answered."""
    answers: list[tuple[int, int, float]] = []
    step_s, begin_s, asked = every_s / len(phones), time.perf_counter(), 0
    due = int(for_s / step_s)
    with selectors.DefaultSelector() as selector:
        for phone in phones:
            selector.register(phone.socket, selectors.EVENT_READ, phone)
        while len(answers) < due:
            left_s = begin_s + asked * step_s - time.perf_counter() if asked < due else ANSWER_WITHIN_S
            heard = [key.data.hear() for key, _ in selector.select(max(0.0, left_s))]
            answers += filter(None, heard)
            if asked < due and left_s <= 0:
                phones[0].ask()
                phones.rotate(-1)
                asked += 1
    return answers


def main(port: int, every_s: float) -> None:
    """See the module."""
    paths: list[Any] = json.loads(sys.stdin.readline())
    phones = deque(Phone(port, path) for path in paths)
    for line in sys.stdin:
        sys.stdout.write(f"{json.dumps(poll(phones, every_s, float(line)))}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(int(sys.argv[1]), float(sys.argv[2]))
