"""A board on a Modbus line: against another maker's server, and the line's time on a clock of our own."""

import random

import pytest
from pymodbus.constants import ExcCodes
from pymodbus.framer import FramerRTU
from pymodbus.pdu import DecodePDU, ExceptionResponse
from pymodbus.pdu.register_message import WriteMultipleRegistersRequest, WriteMultipleRegistersResponse

from drivers.devices import BoardFace, BoardRow, DeviceSettings, Shows
from drivers.devices.doubles import RecordingHost
from drivers.devices.kinds import attach
from drivers.errors import DeviceError
from drivers.lines import Lines
from drivers.modbus.board import BLINKING, DARK, LIT, ModbusBoard
from drivers.modbus.frames import Answer, Write, find_answer, request
from drivers.modbus.rtu import PATIENCE_S, POLL_S, TRIES, RtuLine
from tests.drivers.modbus.modbus_server import FIRST_REGISTER, ModbusBoards
from tests.waiting import until

WITHIN_S = 10.0
A105 = [0x4131, 0x3035, 0x2020, 0x2020, 0x2020]
NOTHING = [0x2020] * 5
WRITE = Write(3, FIRST_REGISTER, (LIT, *A105, 3))


def call(label: str = "A105", blink_until_s: float = 0.0) -> BoardFace:
    return BoardFace((BoardRow(label, 3, blink_until_s),))


def test_boards_of_another_maker_show_calls() -> None:
    lines, hosts = Lines(), {unit: RecordingHost() for unit in (3, 5, 9)}
    with ModbusBoards(3, 5) as boards:
        settings = [
            DeviceSettings(f"board{unit}", "modbus-board", boards.address, unit, unit, {"register": "100"})
            for unit in hosts
        ]
        third, fifth, absent = (attach(one, hosts[one.number], lines) for one in settings)
        assert third.shows == Shows.CALL
        third.show(call(blink_until_s=hosts[3].now_s() + 0.5))
        assert until(lambda: boards.written[3] == [BLINKING, *A105, 3], WITHIN_S)
        assert until(lambda: boards.written[3] == [LIT, *A105, 3], WITHIN_S)
        assert until(lambda: boards.written[5] == [DARK, *NOTHING, 5], WITHIN_S)
        assert hosts[3].until(lambda host: host.standing.link == "online")
        assert hosts[9].until(lambda host: host.standing.trouble == "device_silent")
        boards.failure = ExcCodes.ILLEGAL_ADDRESS
        fifth.show(call("B007"))
        assert hosts[5].until(lambda host: host.standing.trouble == "device_options")
        boards.failure = None
        fifth.show(call("B008"))
        assert hosts[5].until(lambda host: (host.standing.link, host.standing.trouble) == ("online", ""))
    assert hosts[3].until(lambda host: (host.standing.link, host.standing.trouble) == ("offline", "line_lost"))
    third.close()
    assert len(lines.turns()) == 1
    fifth.close()
    absent.close()
    assert lines.turns() == []
    lines.close()


def test_requests_and_answers_are_those_of_the_standard() -> None:
    framer = FramerRTU(DecodePDU(is_server=True))
    as_theirs = WriteMultipleRegistersRequest(address=WRITE.register, registers=list(WRITE.values), dev_id=WRITE.unit)
    assert request(WRITE) == framer.buildFrame(as_theirs)
    answer = WriteMultipleRegistersResponse(address=WRITE.register, count=len(WRITE.values), dev_id=WRITE.unit)
    assert find_answer(framer.buildFrame(answer), WRITE) == Answer(0)


def test_only_a_whole_answer_of_the_unit_counts() -> None:
    refusal = FramerRTU(DecodePDU(is_server=True)).buildFrame(ExceptionResponse(0x10, 2, device_id=3))
    assert find_answer(refusal, WRITE) == Answer(2)
    assert find_answer(b"\x00\x03\x90" + refusal, WRITE) == Answer(2)
    for other in (b"", refusal[:-1], b"\x05" + refusal[1:], refusal[:2] + b"\x03" + refusal[3:]):
        assert find_answer(other, WRITE) is None
    chance = random.Random(5)
    assert not any(find_answer(chance.randbytes(40), WRITE) for _ in range(2000))


class ALine:
    """A line at 9600 baud whose time is stepped by hand, and a board on it."""

    def __init__(self) -> None:
        self.now_s = 50.0
        self.line = RtuLine()
        self.host = RecordingHost(lambda: self.now_s)
        self.board = self.another(3)

    def another(self, unit: int) -> ModbusBoard:
        board = ModbusBoard(FIRST_REGISTER, unit, self.host, self.line)
        self.line.add(unit, board)
        return board

    def step(self) -> bytes:
        """Go on to the next moment at which something is due; returns what is sent then."""
        next_s = self.line.next_s(self.now_s)
        assert next_s is not None
        self.now_s = max(self.now_s, next_s)
        return self.line.due(self.now_s)

    def sent(self) -> bytes:
        """The next request."""
        return next(filter(None, iter(self.step, None)))

    def answer(self, unit: int = 3) -> None:
        write = Write(unit, FIRST_REGISTER, (0,) * 7)
        framer = FramerRTU(DecodePDU(is_server=True))
        answer = WriteMultipleRegistersResponse(address=write.register, count=7, dev_id=unit)
        self.line.received(framer.buildFrame(answer), self.now_s)


def test_the_line_is_silent_between_frames_and_patient_for_its_speed() -> None:
    a_line = ALine()
    assert a_line.line.next_s(50.0) is None
    a_line.line.opened(50.0, 9600)
    first = a_line.sent()
    assert a_line.now_s == pytest.approx(50.0 + 3.5 * 11 / 9600)
    assert a_line.line.due(a_line.now_s) == b""
    awaited_s = a_line.line.next_s(a_line.now_s)
    assert awaited_s == pytest.approx(a_line.now_s + (len(first) + 8) * 11 / 9600 + PATIENCE_S)
    a_line.answer()
    a_line.board.show(call())
    answered_s = a_line.now_s
    assert a_line.sent() == request(WRITE)
    assert a_line.now_s == pytest.approx(answered_s + 3.5 * 11 / 9600)


def test_a_face_that_comes_while_the_former_is_written_down_goes_out_next(monkeypatch: pytest.MonkeyPatch) -> None:
    a_line = ALine()
    a_line.line.opened(50.0, 9600)
    former = a_line.board.registers

    def registers(now_s: float) -> tuple[int, tuple[int, ...]]:
        """Another thread shows a call behind the last look at the face."""
        values = former(now_s)
        monkeypatch.undo()
        a_line.board.show(call())
        return values

    monkeypatch.setattr(a_line.board, "registers", registers)
    a_line.sent()
    a_line.answer()
    answered_s = a_line.now_s
    assert a_line.sent() == request(WRITE)
    assert a_line.now_s < answered_s + 0.1


def test_a_silent_unit_is_asked_less_and_hinders_nobody() -> None:
    a_line = ALine()
    a_line.another(5)
    a_line.line.opened(50.0, None)
    units = []
    while a_line.now_s < 60.0:
        units.append(a_line.sent()[0])
        if units[-1] == 5:
            a_line.answer(5)
    assert units[: TRIES + 1].count(3) <= TRIES
    assert {(one.link, one.trouble) for one in a_line.host.standings} >= {("unknown", "device_silent"), ("online", "")}
    assert abs(units.count(3) - units.count(5)) <= TRIES
    assert units.count(5) == pytest.approx(10.0 / POLL_S, abs=1)


def test_a_lost_answer_is_asked_for_again_and_a_changed_face_goes_out_whole() -> None:
    a_line = ALine()
    a_line.line.opened(50.0, None)
    first = a_line.sent()
    a_line.line.received(first[:3], a_line.now_s)
    assert a_line.sent() == first
    a_line.board.show(call("A-K2-07-TOO-LONG"))
    a_line.answer()
    again = a_line.sent()
    assert again[9:19] == b"A-K2-07-TO"
    a_line.answer()
    assert a_line.host.standing.link == "online"
    a_line.line.lost("link_lost", a_line.now_s)
    assert (a_line.host.standing.link, a_line.host.standing.trouble) == ("offline", "line_lost")
    assert a_line.line.due(a_line.now_s + 60) == b""
    a_line.board.close()
    a_line.line.opened(a_line.now_s, None)
    assert a_line.line.next_s(a_line.now_s) is None


@pytest.mark.parametrize("unit", [0, 3, 248])
def test_two_units_cannot_have_one_number(unit: int) -> None:
    with pytest.raises(DeviceError, match="device_options"):
        ALine().another(unit)
