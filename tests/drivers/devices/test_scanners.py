"""Scanners on serial lines: what arrives in pieces becomes readings, and nothing else does."""

import logging
import random

import pytest

from drivers.devices import DeviceSettings, Shows
from drivers.devices.doubles import RecordingHost
from drivers.devices.kinds import attach
from drivers.devices.options import Options
from drivers.devices.readings import MOST_BYTES
from drivers.devices.scanner import ScannerTalk
from drivers.errors import DeviceError
from drivers.lines import Lines
from drivers.simulators.hall import ScannerSimulator, SteppedClock
from tests.drivers.hall_kit import Hall
from tests.drivers.terminal import Terminal

CARD = "001099012345|012345678|Nguyễn Thị Ánh|01021999|Nữ|Số 1 phố Huế, Hà Nội|01012021"


def heard(chunks: list[bytes], ends: str = "line") -> tuple[list[str], dict[str, int]]:
    """The readings in these pieces, a tenth of a millisecond apart; then long silence."""
    talk, host = ScannerTalk(), RecordingHost()
    talk.attached(host, Options(DeviceSettings("scanner", "scanner", "")), list)
    talk.readings.ends = ends
    talk.opened(0.0, 9600)
    for place, chunk in enumerate(chunks):
        talk.received(chunk, place / 10_000)
    while (next_s := talk.next_s(0.0)) is not None:
        assert talk.due(next_s) == b""
    return host.scans, dict(host.standing.counts)


@pytest.mark.parametrize("end", ["\r", "\n", "\r\n"])
def test_readings_are_the_same_however_they_are_cut(end: str) -> None:
    stream = f"TL1:2026-11-22-A105{end}{CARD}{end}{end}H29.18.9-261122-0001 {end}".encode()
    expected = ["TL1:2026-11-22-A105", CARD, "H29.18.9-261122-0001"]
    chance = random.Random(5)
    for _ in range(50):
        cuts = sorted(chance.sample(range(len(stream)), 6))
        pieces = [stream[begin:stop] for begin, stop in zip([0, *cuts], [*cuts, len(stream)], strict=True)]
        assert heard(pieces) == (expected, {"read": 3, "dropped": 0})


@pytest.mark.parametrize(
    "damaged",
    [b"\xff\xfeabc", b"abc\x00def", b"a" * (MOST_BYTES + 1), "Ánh".encode()[:1] + b"|1", b"\x1b[A"],
    ids=["no text", "a control character", "too long", "half a letter", "an escape"],
)
def test_what_is_damaged_is_counted_and_what_follows_is_read(damaged: bytes) -> None:
    assert heard([damaged + b"\r", b"A105\r"]) == (["A105"], {"read": 1, "dropped": 1})


def test_a_long_stream_without_an_end_fills_no_memory() -> None:
    talk = ScannerTalk()
    for _ in range(1000):
        talk.received(b"x" * 1000, 0.0)
    assert len(talk.readings._pieces) <= MOST_BYTES


def test_what_began_and_does_not_go_on_is_no_part_of_the_next() -> None:
    talk, host = ScannerTalk(), RecordingHost()
    talk.attached(host, Options(DeviceSettings("scanner", "scanner", "")), list)
    talk.received(b"0010990", 1.0)
    talk.received(b"A105\r", 2.5)
    talk.received(b"A10", 3.0)
    talk.lost("link_lost", 3.1)
    talk.opened(3.2, 9600)
    talk.received(b"6\r", 3.3)
    assert (host.scans, host.standing.counts) == (["A105", "6"], {"read": 2, "dropped": 2})


def test_readings_may_end_with_a_tab_or_with_silence() -> None:
    assert heard([b"A105\tA1", b"06\t"], "tab")[0] == ["A105", "A106"]
    assert heard([b"A1", b"05"], "silence")[0] == ["A105"]


def test_the_simulated_scanner_is_read_and_stands_as_it_is_known() -> None:
    clock, scanner, talk = SteppedClock(), ScannerSimulator(), ScannerTalk()
    host = RecordingHost(clock)
    device = talk.attached(host, Options(DeviceSettings("scanner", "scanner", "")), list)
    hall = Hall(talk, scanner, clock)
    hall.run(1)
    assert (device.shows, host.standing.link, host.standing.trouble) == (Shows.NOTHING, "unknown", "")
    scanner.scan(CARD, clock.now_s)
    hall.run(1)
    assert (host.scans, host.standing.link) == ([CARD], "online")
    hall.unplug()
    assert (host.standing.link, host.standing.trouble) == ("offline", "line_lost")
    device.close()
    hall.plug()
    assert host.standing.link == "offline"


def test_a_scanner_on_a_real_line_leaves_no_trace_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    lines, host, terminal = Lines(), RecordingHost(), Terminal()
    settings = DeviceSettings("scanner1", "scanner", f"{terminal.path}?baud=9600")
    try:
        device = attach(settings, host, lines)
        assert host.until(lambda told: told.standing.counts == {"read": 0, "dropped": 0})
        terminal.say(CARD.encode() + b"\r\xff\r")
        assert host.until(lambda told: told.standing.counts == {"read": 1, "dropped": 1})
        assert host.scans == [CARD]
        with pytest.raises(DeviceError, match="has this address to itself"):
            attach(settings, RecordingHost(), lines)
        assert [address for address, _ in lines.turns()] == [settings.address]
        terminal.pull()
        assert host.until(lambda told: told.standing.trouble == "line_lost")
        device.close()
        assert lines.turns() == []
    finally:
        lines.close()
        terminal.pull()
    assert "0010990" not in caplog.text


def test_a_terminator_is_one_of_three() -> None:
    settings = DeviceSettings("scanner1", "scanner", "/dev/ttyS0", options={"terminator": "cr"})
    with pytest.raises(DeviceError, match="scanner1: terminator = 'cr' is none of line, tab, silence"):
        attach(settings, RecordingHost(), Lines())
