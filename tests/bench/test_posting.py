"""The clients of the benches: each request under a key of its own, in turn, until all are answered."""

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import suppress

import pytest

from tests.bench.posting import NotAnswered, row_of, run
from tests.bench.senders import Load, Sent

CONTENT = b'{"seq":7,"events":[]}'
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%b" % (len(CONTENT), CONTENT)


class Server:
    """Answers every request the same; ``pieces`` are what is sent for each."""

    def __init__(self, *pieces: bytes) -> None:
        self.requests: list[bytes] = []
        self._pieces = pieces
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port = self._door.getsockname()[1]
        self._threads = [threading.Thread(target=self._accept)]
        self._threads[0].start()

    def close(self) -> None:
        self._door.shutdown(socket.SHUT_RDWR)
        self._door.close()
        for thread in self._threads:
            thread.join(5)

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                self._threads.append(threading.Thread(target=self._answer, args=(self._door.accept()[0],)))
                self._threads[-1].start()

    def _answer(self, connection: socket.socket) -> None:
        with connection, suppress(ConnectionError):
            while request := connection.recv(65536):
                self.requests.append(request)
                for piece in self._pieces:
                    connection.sendall(piece)
                if not self._pieces:
                    return


@pytest.fixture
def server(request: pytest.FixtureRequest) -> Iterator[Server]:
    answering = Server(*request.param)
    yield answering
    answering.close()


def client(most: int, steps: int = 2, is_whole: bool = False) -> dict[str, object]:
    asked = [(f"/step/{number}", {"number": number}) for number in range(steps)]
    return {"token": "secret", "steps": asked, "most": most, "pause_s": 0.0, "wait_s": 0.0, "is_whole": is_whole}


@pytest.mark.parametrize("server", [(ANSWER,), (ANSWER[:20], ANSWER[20:45], ANSWER[45:])], indirect=True)
def test_all_are_sent_in_turn_and_answers_are_read_whole(server: Server) -> None:
    told = run({"port": server.port, "clients": [client(5), client(3)], "for_s": 60})
    load = Load([Sent(*one) for one in told["sent"]], told["took_s"], told["cpu_s"]).all_done()
    assert [sent.step for sent in load.sent if sent.client == 0] == [0, 1, 0, 1, 0]
    assert [sent.row for sent in load.sent] == [7] * 8
    keys = {line for asked in server.requests for line in asked.split(b"\r\n") if line.startswith(b"Idempotency-Key")}
    assert len(keys) == 8
    assert json.loads(server.requests[0].partition(b"\r\n\r\n")[2]) == {"number": 0}
    assert load.of(lambda sent: sent.client == 1).rate == pytest.approx(3 / told["took_s"])


@pytest.mark.parametrize("server", [(ANSWER,)], indirect=True)
def test_when_time_is_over_who_has_begun_does_the_rest_of_its_steps(server: Server) -> None:
    told = run({"port": server.port, "clients": [client(99, 3, is_whole=True), client(99, 3)], "for_s": 0})
    assert [(number, step) for number, step, *_ in told["sent"]] == [(0, 0), (0, 1), (0, 2), (1, 0)]


@pytest.mark.parametrize("server", [()], indirect=True)
def test_a_connection_that_ends_without_an_answer_is_told(server: Server) -> None:
    with pytest.raises(NotAnswered):
        run({"port": server.port, "clients": [client(1)], "for_s": 60})


def test_the_row_of_an_answer() -> None:
    assert row_of(b'{"events":[],"seq":12}') == 12
    assert row_of(b'{"code":"queue_empty"}') == 0


def test_what_was_refused_is_not_passed_over() -> None:
    with pytest.raises(AssertionError, match="1 of 2"):
        Load([Sent(0, 0, 0.0, 0.1, 200, 1), Sent(0, 1, 0.1, 0.1, 409, 0)], 1.0, 0.1).all_done()
