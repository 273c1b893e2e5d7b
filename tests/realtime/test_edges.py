"""The edges of a connection: deadlines, full queues, the lobby."""

import socket as plain
from typing import Any

import gevent
import pytest
from gevent.event import Event
from gevent.socket import socketpair

from hub.realtime.sockets import QuietEnd
from hub.realtime.whole_frames import SOCKET_KEY, OutgoingQueue, WholeFrameSocket


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


def test_a_copy_is_guarded_too_and_lives_longer_than_the_first() -> None:
    ours, theirs = socketpair()
    first = WholeFrameSocket(ours)
    copy = first.dup()
    first.close()
    assert copy.send(b"still here") == 10
    assert theirs.recv(100) == b"still here"
    copy.close()
    theirs.close()


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
