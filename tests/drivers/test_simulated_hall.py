"""The simulated devices of the hall: they must be as strict, forgetful and unlucky as real ones."""

import random
from collections.abc import Callable
from itertools import pairwise

import pytest

from drivers.simulators.hall import (
    KEYS,
    BoardSimulator,
    Bus,
    HallBoardSimulator,
    KeypadSimulator,
    PanelSimulator,
    ScannerSimulator,
    Station,
    SteppedClock,
)
from drivers.simulators.hall.frames import Ear, Heard, crc, pack

OPEN = ("OPEN", "T1", "A105", "4", "200")


class Host:
    """The simplest host: says frames, notes what it hears, acknowledges what `answer` does not answer otherwise."""

    def __init__(self, *stations: Station, baud: int | None = None, seed: int = 7) -> None:
        self.clock = SteppedClock(1000.0)
        self.bus = Bus(stations, random.Random(seed), baud)
        self.bus.switch_on(self.clock())
        self.heard: list[Heard] = []
        self.answer: Callable[[Heard], tuple[str, ...] | None] = lambda frame: ("ACK", "00")
        self._ear = Ear()
        self._seq = 50
        self.run(1)
        self.heard.clear()

    def say(self, to: int, verb: str, *args: str, seq: int | None = None) -> list[Heard]:
        """Say something; returns what is heard within a fifth of a second."""
        self._seq = (self._seq + 1) % 100 if seq is None else seq
        before = len(self.heard)
        self.bus.feed(pack(to, self._seq, verb, *args), self.clock())
        self.run(0.2)
        return self.heard[before:]

    def run(self, seconds: float) -> None:
        end_s = self.clock() + seconds
        while self.clock() < end_s:
            self._listen(self.bus.take(self.clock()))
            next_s = self.bus.next_s(self.clock())
            self.clock.now_s = end_s if next_s is None else min(end_s, max(next_s, self.clock() + 1e-6))

    def _listen(self, chunk: bytes) -> None:
        for frame in self._ear.feed(chunk):
            self.heard.append(frame)
            words = self.answer(frame) if frame.verb in ("HELO", "RATE", "KEY") else None
            if words is not None:
                self.bus.feed(pack(int(frame.args[0]), frame.seq, *words), self.clock())

    def all(self, verb: str) -> list[tuple[str, ...]]:
        return [frame.args for frame in self.heard if frame.verb == verb]


def deaf(frame: Heard) -> tuple[str, ...] | None:
    """A host that acknowledges nothing but the hello."""
    return ("ACK", "00") if frame.verb == "HELO" else None


def chance() -> random.Random:
    return random.Random(3)


@pytest.fixture
def panel() -> PanelSimulator:
    return PanelSimulator(3, chance=chance())


@pytest.fixture
def host(panel: PanelSimulator) -> Host:
    return Host(panel)


def test_frames_are_those_of_the_protocol() -> None:
    assert crc(b"123456789") == 0x4B37
    frame = pack(3, 7, "DISP", "A105", "5")
    assert frame == b"$03,07,DISP,A105,5*A4D4\r\n"
    ear = Ear()
    whole = Heard(3, 7, "DISP", ("A105", "5"))
    assert ear.feed(b"noise$03,0" + frame[:7]) == []
    assert ear.feed(frame[7:] + frame) == [whole, whole]
    assert ear.noise == 1
    assert ear.feed(frame.replace(b"A105", b"A106") + b"$" + b"9" * 90) == []
    assert (ear.noise, ear.feed(frame)) == (3, [whole])


def test_a_panel_lights_up_for_one_service_and_for_its_time(panel: PanelSimulator, host: Host) -> None:
    assert host.say(3, *OPEN) == [Heard(0, 51, "ACK", ("03",))]
    lit = panel.picture(host.clock())
    assert (lit.is_lit, lit.label, 19 < lit.left_s < 20) == (True, "A105", True)
    host.say(3, "OPEN", "T1", "A105", "4", "600")
    assert panel.picture(host.clock()).left_s > 59
    host.say(3, "SHUT")
    assert not panel.picture(host.clock()).is_lit
    host.say(3, *OPEN)
    host.run(20)
    assert not panel.picture(host.clock()).is_lit
    panel.press(1, host.clock())
    host.run(1)
    assert (host.all("RATE"), panel.picture(host.clock()).outside) == ([], 1)


def test_one_service_is_rated_once_however_the_button_bounces(panel: PanelSimulator, host: Host) -> None:
    host.say(3, *OPEN)
    panel.press(2, host.clock(), bounces=5)
    host.run(0.5)
    panel.press(1, host.clock())
    host.run(3)
    host.say(3, *OPEN)
    assert not panel.picture(host.clock()).is_lit
    ((sender, entry, token, button, ago),) = host.all("RATE")
    assert (sender, entry.partition("-")[2], token, button, ago) == ("03", "1", "T1", "2", "0")
    picture = panel.picture(host.clock())
    assert (picture.bounced, picture.outside, picture.kept) == (6, 0, 0)
    assert host.say(3, "PING")[0].args == ("03", "6", "0", "0", "0")


def test_a_rating_is_told_with_its_age_until_it_is_taken(panel: PanelSimulator, host: Host) -> None:
    host.answer = deaf
    host.say(3, *OPEN)
    panel.press(4, host.clock())
    host.run(8)
    told = [frame for frame in host.heard if frame.verb == "RATE"]
    assert {(frame.seq, frame.args[:4]) for frame in told} == {(told[0].seq, told[0].args[:4])}
    ages = [int(frame.args[4]) for frame in told]
    assert ages == sorted(ages)
    pauses = [later - earlier for earlier, later in pairwise(ages)]
    assert max(pauses[:1]) <= 4 < max(pauses)
    assert max(pauses) <= 25
    host.answer = lambda frame: ("NAK", "00", "LATER")
    host.run(5)
    assert panel.picture(host.clock()).kept == 1
    host.answer = lambda frame: ("ACK", "00")
    host.run(5)
    assert panel.picture(host.clock()).kept == 0
    count = len(host.all("RATE"))
    host.run(10)
    assert len(host.all("RATE")) == count


def test_ten_ratings_are_kept_and_the_eleventh_is_not_taken(panel: PanelSimulator, host: Host) -> None:
    host.answer = deaf
    for number in range(11):
        host.say(3, "OPEN", f"T{number}", "A105", "4", "100")
        panel.press(1, host.clock())
    picture = panel.picture(host.clock())
    assert (picture.kept, picture.outside, picture.is_lit) == (10, 1, True)
    host.answer = lambda frame: ("ACK", "00")
    host.run(10)
    tokens = list(dict.fromkeys(args[2] for args in host.all("RATE")))
    assert tokens == [f"T{number}" for number in range(10)]


@pytest.mark.parametrize("keeps", [False, True])
def test_a_restart_forgets_all_but_what_a_lasting_memory_holds(keeps: bool) -> None:
    panel = PanelSimulator(3, keeps_over_restart=keeps, chance=chance())
    host = Host(panel)
    host.answer = deaf
    host.say(3, *OPEN)
    panel.press(1, host.clock())
    host.run(1)
    first = host.all("RATE")[0][1]
    panel.restart(host.clock())
    assert (panel.picture(host.clock()).is_lit, panel.picture(host.clock()).kept) == (False, int(keeps))
    host.heard.clear()
    host.answer = lambda frame: ("ACK", "00")
    host.run(1)
    ((_, kind, boot, _),) = host.all("HELO")
    assert (kind, boot != first[:4]) == ("PANEL", True)
    assert [args[1] for args in host.all("RATE")] == [first] * keeps
    host.say(3, *OPEN)
    assert panel.picture(host.clock()).is_lit is not keeps


def test_the_same_sequence_number_is_the_same_frame(host: Host) -> None:
    keypad = KeypadSimulator(5, chance=chance())
    host = Host(keypad)
    for _ in range(3):
        assert [frame.verb for frame in host.say(5, "BEEP", "1", seq=9)] == ["ACK"]
    assert keypad.picture(host.clock()).beeps == 1
    keypad.restart(host.clock())
    host.run(1)
    host.say(5, "BEEP", "1", seq=9)
    assert keypad.picture(host.clock()).beeps == 1


@pytest.mark.parametrize(
    ("frame", "reason"),
    [
        (("WALK",), "VERB"),
        (("DISP", "A105", "5"), "VERB"),
        (("OPEN", "T1", "A105", "5", "200"), "ARGS"),
        (("OPEN", "T1", "A105", "4"), "ARGS"),
        (("OPEN", "t1", "A105", "4", "200"), "ARGS"),
        (("SHUT", "1"), "ARGS"),
    ],
)
def test_what_is_not_understood_is_refused(panel: PanelSimulator, frame: tuple[str, ...], reason: str) -> None:
    host = Host(panel)
    assert [frame.args for frame in host.say(3, *frame)] == [("03", reason)]
    assert not panel.picture(host.clock()).is_lit
    assert host.say(4, "PING") == []
    assert host.say(99, *OPEN) == []
    assert panel.picture(host.clock()).is_lit


def test_keys_are_told_within_two_seconds_or_never() -> None:
    keypad = KeypadSimulator(5, chance=chance())
    host = Host(keypad)
    for key in ("0", "1", "0", "5", "CALL"):
        keypad.press(key, host.clock())
        host.run(0.2)
    assert [args[1] for args in host.all("KEY")] == ["0", "1", "0", "5", "CALL"]
    host.heard.clear()
    host.answer = deaf
    keypad.press("NEXT", host.clock())
    host.run(5)
    assert {args[1] for args in host.all("KEY")} == {"NEXT"}
    assert max(int(args[2]) for args in host.all("KEY")) <= 20
    host.heard.clear()
    host.answer = lambda frame: ("ACK", "00")
    keypad.press("RECALL", host.clock())
    host.run(1)
    assert [args[1] for args in host.all("KEY")] == ["RECALL"]
    with pytest.raises(ValueError, match="it has NEXT"):
        keypad.press("B", host.clock())
    assert len(KEYS) == len(set(KEYS)) == 20


def test_a_keypad_shows_two_lines(host: Host) -> None:
    keypad = KeypadSimulator(5, chance=chance())
    host = Host(keypad)
    host.say(5, "TEXT", "1", "A105 DANG GOI")
    host.say(5, "TEXT", "2", "CHO 12")
    assert keypad.picture(host.clock()).lines == ("A105 DANG GOI", "CHO 12")
    assert [frame.verb for frame in host.say(5, "TEXT", "2", "seventeen letters")] == ["NAK"]
    keypad.switch_off()
    assert keypad.picture(host.clock()).lines == ("", "")
    assert host.say(5, "PING") == []


def test_boards_show_and_blink_by_the_clock() -> None:
    board, hall = BoardSimulator(4, chance=chance()), HallBoardSimulator(6, rows=3, chance=chance())
    host = Host(board, hall)
    host.say(4, "DISP", "A105", "5", "30")
    host.say(6, "LINE", "2", "A105", "5", "0")
    seen = set()
    for _ in range(20):
        host.run(0.1)
        (row,) = board.picture(host.clock()).rows
        seen.add((row.label, row.counter, row.is_lit))
    assert seen == {("A105", "5", True), ("A105", "5", False)}
    host.run(2)
    assert board.picture(host.clock()).rows[0].is_lit
    assert not board.picture(host.clock()).rows[0].is_blinking
    assert [(row.label, row.is_lit) for row in hall.picture(host.clock()).rows] == [
        ("", False),
        ("A105", True),
        ("", False),
    ]
    assert [frame.args for frame in host.say(6, "LINE", "4", "A105", "5", "0")] == [("06", "ARGS")]
    host.say(4, "DISP", "", "0")
    assert not board.picture(host.clock()).rows[0].is_lit


@pytest.mark.parametrize(
    ("word", "answers"),
    [("silent", []), ("unplugged", []), ("half_reply", []), ("slow_reply", ["ACK"])],
)
def test_troubles_of_a_device(panel: PanelSimulator, host: Host, word: str, answers: list[str]) -> None:
    panel.fault(word, True, host.clock())
    assert host.say(3, *OPEN) == []
    host.run(0.3)
    assert [frame.verb for frame in host.heard] == answers
    assert panel.picture(host.clock()).is_lit is (word != "unplugged")
    panel.fault(word, False, host.clock())
    assert [frame.verb for frame in host.say(3, "SHUT")] == ["ACK"]


def test_a_button_that_is_stuck_presses_once(panel: PanelSimulator, host: Host) -> None:
    panel.cause("stuck_button", host.clock())
    panel.cause("bouncing", host.clock())
    for token in ("T1", "T2"):
        host.say(3, "OPEN", token, "A105", "4", "100")
        panel.press(1, host.clock())
        host.run(1)
    assert [args[2] for args in host.all("RATE")] == ["T1"]
    panel.press(2, host.clock())
    host.run(1)
    assert [args[2:4] for args in host.all("RATE")] == [("T1", "1"), ("T2", "2")]
    assert panel.picture(host.clock()).bounced == 6
    panel.fault("stuck_button", False, host.clock())
    host.say(3, "OPEN", "T3", "A105", "4", "100")
    panel.press(1, host.clock())
    assert panel.picture(host.clock()).kept == 1


def test_a_device_restarts_at_its_byte(panel: PanelSimulator, host: Host) -> None:
    panel.cause("restart@40", host.clock())
    host.say(3, *OPEN)
    assert panel.picture(host.clock()).is_lit
    host.say(3, "PING")
    host.run(1)
    assert (len(host.all("HELO")), panel.picture(host.clock()).is_lit) == (1, False)


@pytest.mark.parametrize(
    "cause",
    [
        lambda panel, bus: panel.cause("paper_out", 0.0),
        lambda panel, bus: panel.fault("line_noise", True, 0.0),
        lambda panel, bus: bus.cause("bouncing"),
        lambda panel, bus: BoardSimulator(4).cause("bouncing", 0.0),
        lambda panel, bus: ScannerSimulator().fault("restart", True),
    ],
)
def test_each_kind_refuses_the_troubles_that_it_has_not(
    panel: PanelSimulator, host: Host, cause: Callable[[PanelSimulator, Bus], None]
) -> None:
    with pytest.raises(ValueError, match=r"known are: .*\."):
        cause(panel, host.bus)


def test_noise_breaks_frames_and_is_counted_but_nothing_false_is_done(panel: PanelSimulator, host: Host) -> None:
    host.bus.cause("line_noise@30")
    acknowledged = sum(bool(host.say(3, "SHUT")) for _ in range(100))
    assert 10 < acknowledged < 90
    host.bus.fault("line_noise", False)
    assert len(host.say(3, "PING")) == 1
    assert panel.picture(host.clock()).noise > 5


def test_bytes_are_lost_and_the_line_breaks_at_their_byte(panel: PanelSimulator, host: Host) -> None:
    host.bus.cause("lost_bytes@4")
    assert host.say(3, "PING") == []
    assert len(host.say(3, "PING")) == 1
    host.bus.cause("disconnect@4")
    host.say(3, "PING")
    assert (host.bus.is_hung_up, host.bus.impending) == (True, frozenset())
    host.bus.connected()
    assert len(host.say(3, "PING")) == 1
    host.bus.fault("one_way", True)
    assert host.say(3, *OPEN) == []
    assert panel.picture(host.clock()).is_lit


def test_on_a_slow_line_bytes_take_their_time_and_who_speaks_at_once_is_not_understood() -> None:
    stations = [PanelSimulator(number, chance=random.Random(number)) for number in range(1, 9)]
    host = Host(*stations, baud=9600)
    begun_s = host.clock()
    host.bus.feed(pack(3, 1, "PING"), begun_s)
    host.bus.feed(pack(4, 1, "PING"), begun_s)
    while not host.heard:
        host.run(0.001)
    assert host.clock() - begun_s > 0.03
    for station in stations:
        while not station.picture(host.clock()).is_lit:
            host.say(station.address, "OPEN", f"T{station.address}", "A105", "4", "600")
    host.heard.clear()
    for station in stations:
        station.press(1, host.clock())
    host.run(20)
    told = {args[2] for args in host.all("RATE")}
    assert told == {f"T{number}" for number in range(1, 9)}
    assert sum(station.picture(host.clock()).noise for station in stations) > 0
    assert all(station.picture(host.clock()).kept == 0 for station in stations)


def test_a_scanner_sends_what_it_reads_sometimes_twice() -> None:
    scanner = ScannerSimulator(prefix="]Q1")
    scanner.connected()
    scanner.scan("TL1:2026-11-22-A105", 10.0)
    assert (scanner.take(9.9), scanner.next_s(9.0)) == (b"", 10.0)
    assert scanner.take(10.0) == b"]Q1TL1:2026-11-22-A105\r"
    scanner.fault("double_read", True)
    scanner.scan("Nguyễn", 11.0)
    assert scanner.take(12.0) == "]Q1Nguyễn\r]Q1Nguyễn\r".encode()
    scanner.fault("silent", True)
    scanner.scan("x", 13.0)
    assert scanner.next_s(13.0) is None
