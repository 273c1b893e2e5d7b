"""The crowd's reading: frames however they are cut, and views that count as delivered when all have them."""

import json

import pytest

from tests.bench.bare.asyncio_rooms import frame
from tests.bench.listeners import Deliveries
from tests.bench.screen import Screen

UPGRADED = b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n"
TEXTS = ("0{}", "x" * 200, "y" * 70_000, "2")
STREAM = UPGRADED + b"".join(map(frame, TEXTS))


def heard(screen: Screen, *pieces: bytes) -> list[str]:
    """The beginnings of all messages."""
    return [stream[start : start + 3].decode() for piece in pieces for stream, start in screen.messages(piece)]


@pytest.mark.parametrize(
    "cut", [1, 30, len(UPGRADED) + 1, len(UPGRADED) + 5, len(UPGRADED) + 8, 5_000, len(STREAM) - 1]
)
def test_messages_are_whole_wherever_the_stream_is_cut(cut: int) -> None:
    assert heard(Screen("wall", ""), STREAM[:cut], STREAM[cut:]) == ["0{}", "xxx", "yyy", "2"]


def test_the_end_of_a_connection_is_no_message() -> None:
    screen = Screen("wall", "")
    assert heard(screen, UPGRADED + b"\x88\x02\x03\xe8" + frame("2")) == ["", "2"]


@pytest.fixture
def screens() -> tuple[Deliveries, Screen, Screen]:
    deliveries, one, other = Deliveries(), Screen("wall", ""), Screen("wall", "")
    deliveries.enter(one)
    deliveries.enter(other)
    return deliveries, one, other


def arrived(capsys: pytest.CaptureFixture[str]) -> list[list[object]]:
    """Row, screens, first and last instant of what has been told to have reached everybody."""
    return [json.loads(line)["arrived"][1:5] for line in capsys.readouterr().out.splitlines()]


def test_a_view_has_arrived_when_the_last_screen_has_it(
    screens: tuple[Deliveries, Screen, Screen], capsys: pytest.CaptureFixture[str]
) -> None:
    deliveries, one, other = screens
    deliveries.note(one, 7, 100)
    assert (arrived(capsys), deliveries.missing) == ([], 1)
    deliveries.note(other, 7, 130)
    assert (arrived(capsys), deliveries.missing) == ([[7, 2, 100, 130]], 0)


def test_who_has_a_newer_view_waits_for_no_older_one_but_has_lost_it(
    screens: tuple[Deliveries, Screen, Screen], capsys: pytest.CaptureFixture[str]
) -> None:
    deliveries, one, other = screens
    deliveries.note(one, 7, 100)
    deliveries.note(other, 8, 150)
    assert (arrived(capsys), deliveries.missing, deliveries.skipped) == ([[7, 2, 100, 150]], 1, 1)


def test_a_lost_view_is_counted_also_where_the_newer_one_is_read_first(
    screens: tuple[Deliveries, Screen, Screen],
) -> None:
    deliveries, one, other = screens
    deliveries.note(other, 8, 150)
    deliveries.note(one, 7, 100)
    deliveries.note(one, 8, 160)
    assert (deliveries.missing, deliveries.skipped) == (0, 1)


def test_nothing_is_lost_to_who_was_greeted_with_it_or_hears_it_twice(
    screens: tuple[Deliveries, Screen, Screen],
) -> None:
    deliveries, one, other = screens
    late = Screen("wall", "")
    deliveries.enter(late, 7)
    for screen, rev in ((one, 7), (one, 7), (other, 7), (other, 7), (late, 8), (one, 8), (other, 8)):
        deliveries.note(screen, rev, 100)
    assert (deliveries.missing, deliveries.skipped) == (0, 0)


def test_who_leaves_is_not_waited_for(
    screens: tuple[Deliveries, Screen, Screen], capsys: pytest.CaptureFixture[str]
) -> None:
    deliveries, one, other = screens
    deliveries.note(one, 7, 100)
    deliveries.leave(other)
    assert arrived(capsys) == [[7, 1, 100, 100]]
    assert (deliveries.here, deliveries.missing, deliveries.views) == (1, 0, 1)
