"""The edges of a connection: deadlines, full queues, the lobby."""

import socket as plain
from collections.abc import Iterator
from typing import Any

import gevent
import pytest
from gevent.event import Event
from gevent.socket import socketpair
from wsproto.frame_protocol import FrameProtocol

from hub.realtime.broadcast import text_frame
from hub.realtime.outgoing import OutgoingQueue
from hub.realtime.sockets import QuietEnd
from hub.realtime.whole_frames import OWN_CONNECTION, SOCKET_KEY, WholeFrameSocket


def test_a_frame_that_does_not_go_out_in_time_breaks_the_connection() -> None:
    ours, theirs = socketpair()
    guarded = WholeFrameSocket(ours, deadline_s=0.05)
    with pytest.raises(BrokenPipeError):
        guarded.send(b"x" * 10_000_000)
    with pytest.raises(BrokenPipeError):
        guarded.send(b"y")
    received = b"".join(iter(lambda: theirs.recv(65_536), b""))
    assert set(received) == {ord("x")}
    guarded.close()
    theirs.close()


def test_frames_of_two_senders_do_not_mix() -> None:
    ours, theirs = socketpair()
    guarded = WholeFrameSocket(ours)
    size = 1_000_000
    senders = [gevent.spawn(guarded.send, letter * size) for letter in (b"a", b"b", b"c")]
    received = b""
    while len(received) < 3 * size:
        received += theirs.recv(65_536)
    assert [sender.get() for sender in senders] == [size] * 3
    assert [set(received[start : start + size]) for start in range(0, 3 * size, size)] == [{97}, {98}, {99}]
    guarded.close()
    theirs.close()


def test_it_may_be_closed_twice_as_the_copy_and_as_itself() -> None:
    ours, theirs = socketpair()
    first = WholeFrameSocket(ours)
    copy = first.dup()
    assert copy.send(b"still here") == 10
    assert theirs.recv(100) == b"still here"
    copy.close()
    first.close()
    assert theirs.recv(100) == b""
    theirs.close()


class Served:
    """A connection with the queue that its engine made for it."""

    def __init__(self, deadline_s: float = 5.0) -> None:
        self.ours, self.theirs = socketpair()
        self.socket = WholeFrameSocket(self.ours, deadline_s)
        OWN_CONNECTION.set(self.socket)
        self.queue = OutgoingQueue()

    def close(self) -> None:
        self.socket.close()
        self.theirs.close()


@pytest.fixture
def served() -> Iterator[Served]:
    made = Served()
    yield made
    made.close()


def test_a_frame_goes_out_at_once_where_nothing_waits(served: Served) -> None:
    assert served.socket.offer(b"frame")
    assert served.theirs.recv(100) == b"frame"


def test_no_frame_goes_past_what_waits_in_the_queue(served: Served) -> None:
    served.queue.put("packet")
    assert not served.socket.offer(b"frame")
    served.queue.get()
    assert served.socket.offer(b"frame")


def test_no_frame_goes_out_before_there_is_a_queue() -> None:
    ours, theirs = socketpair()
    connection = WholeFrameSocket(ours)
    assert not connection.offer(b"frame")
    connection.close()
    theirs.close()


def test_what_a_screen_does_not_take_at_once_is_sent_before_anything_else(served: Served) -> None:
    size = 5_000_000
    assert served.socket.offer(b"a" * size)
    assert not served.socket.offer(b"x")
    second = gevent.spawn(served.socket.send, b"b" * size)
    gevent.idle()
    assert not served.socket.offer(b"x")
    received = b"".join(_exactly(served.theirs, 2 * size))
    assert second.get() == size
    assert (set(received[:size]), set(received[size:])) == ({97}, {98})
    assert served.socket.offer(b"x")


def test_a_frame_of_which_only_a_part_goes_out_in_time_breaks_the_connection() -> None:
    slow = Served(deadline_s=0.05)
    assert slow.socket.offer(b"x" * 10_000_000)
    with pytest.raises(BrokenPipeError):
        slow.socket.send(b"y")
    assert set(b"".join(iter(lambda: slow.theirs.recv(65_536), b""))) == {ord("x")}
    slow.close()


def test_who_is_gone_is_offered_nothing_more(served: Served) -> None:
    served.theirs.close()
    assert served.socket.offer(b"frame")
    assert served.socket.offer(b"frame")
    with pytest.raises(BrokenPipeError):
        served.socket.send(b"frame")


@pytest.mark.parametrize("size", [0, 125, 126, 65_535, 65_536])
def test_a_text_is_framed_as_another_implementation_frames_it(size: int) -> None:
    text = b"x" * size
    assert text_frame(text) == bytes(FrameProtocol(client=False, extensions=[]).send_data(text.decode()))


def _exactly(connection: plain.socket, size: int) -> Iterator[bytes]:
    while size:
        received = connection.recv(65_536)
        size -= len(received)
        yield received


def test_a_full_queue_is_emptied_closes_and_never_blocks() -> None:
    queue = OutgoingQueue(most=3)
    for packet in range(10):
        queue.put(packet)
    assert queue.get(block=False) is None
    assert queue.empty()


def test_a_queue_that_is_not_full_keeps_order_and_its_end() -> None:
    queue = OutgoingQueue(most=4)
    for packet in (1, 2, None, 3):
        queue.put(packet)
    assert [queue.get(block=False) for _ in range(4)] == [1, 2, None, 3]


class Caller:
    """A connection that waits in the lobby until it is shown out."""

    def __init__(self, is_admitted: bool) -> None:
        self.is_admitted = is_admitted
        self.shown_out = Event()

    def break_off(self) -> None:
        self.shown_out.set()


def test_who_shows_no_token_is_shown_out() -> None:
    caller = Caller(is_admitted=False)
    waits_until_it_ends = QuietEnd(lambda *_: [caller.shown_out.wait(10)], lobby_s=0.01)
    assert waits_until_it_ends({SOCKET_KEY: caller}, _no_response) == [True]


def test_who_showed_one_stays() -> None:
    caller = Caller(is_admitted=True)
    assert QuietEnd(lambda *_: [caller.shown_out.wait(0.05)], lobby_s=0.01)({SOCKET_KEY: caller}, _no_response) == [
        False
    ]


def test_other_requests_are_none_of_its_business() -> None:
    def fails(*_: Any) -> list[bytes]:
        raise TimeoutError

    with pytest.raises(plain.timeout):
        QuietEnd(fails)({}, _no_response)


def _no_response(*_: Any) -> None:
    raise AssertionError("a websocket has no HTTP response")
