"""The vocabulary of faults: read from words, begun at a byte, called off."""

import pytest

from drivers.printers import Raster
from drivers.simulators import Fault, FaultOrder, Mishap, PrinterSimulator, parse_fault

ROWS = b"\x1dv0\x00\x48\x00\x0a\x00" + b"\xff" * 720


@pytest.fixture
def simulator() -> PrinterSimulator:
    return PrinterSimulator(lambda ticket: None, clock=lambda: 0.0)


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("paper_low", FaultOrder(Fault.PAPER_LOW)),
        (" silent@40 ", FaultOrder(Fault.SILENT, 40)),
        ("disconnect@1200", FaultOrder(Mishap.DISCONNECT, 1200)),
        ("disconnect@0", FaultOrder(Mishap.DISCONNECT)),
        ("short_roll@300", FaultOrder(Mishap.SHORT_ROLL, 300)),
        ("jam_at_cut", FaultOrder(Mishap.JAM_AT_CUT)),
    ],
)
def test_words_are_read(text: str, order: FaultOrder) -> None:
    assert parse_fault(text) == order


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "known are: paper_out"),
        ("on_fire", "Unknown trouble 'on_fire'"),
        ("paper_out@", "whole number"),
        ("paper_out@-1", "whole number"),
        ("paper_out@³", "whole number"),
        ("disconnect", "after how many bytes"),
        ("short_roll", "after how many rows"),
        ("jam_at_cut@5", "takes no number"),
    ],
)
def test_what_cannot_be_read_is_told_in_a_sentence(text: str, words: str) -> None:
    with pytest.raises(ValueError, match=words) as raised:
        parse_fault(text)
    assert str(raised.value).endswith(".")


@pytest.mark.parametrize("chunk_bytes", [1, 7, 10_000])
@pytest.mark.parametrize("rows", [0, 1, 5, 9])
def test_a_fault_begins_at_its_byte_however_the_bytes_come(
    simulator: PrinterSimulator, rows: int, chunk_bytes: int
) -> None:
    simulator.cause(f"cover_open@{8 + 72 * rows}")
    for first in range(0, len(ROWS), chunk_bytes):
        simulator.feed(ROWS[first : first + chunk_bytes])
    assert simulator.faults == {Fault.COVER_OPEN}
    assert simulator.hanging.height == rows
    simulator.fault("cover_open", is_on=False)
    assert simulator.hanging == Raster(576, b"\xff" * 720)


def test_two_faults_in_one_job(simulator: PrinterSimulator) -> None:
    simulator.cause("paper_low@3")
    simulator.cause("disconnect@11")
    assert simulator.impending == {Mishap.DISCONNECT}
    assert simulator.feed(b"\x10\x04\x04\x10\x04\x04\x10\x04\x01more") == 11
    assert (simulator.is_hung_up, simulator.take_replies(), simulator.impending) == (True, b"", frozenset())
    simulator.connected()
    assert not simulator.is_hung_up
    assert simulator.faults == {Fault.PAPER_LOW}


@pytest.mark.parametrize("order", ["disconnect@5", "short_roll@5", "jam_at_cut"])
def test_a_mishap_may_be_called_off(simulator: PrinterSimulator, order: str) -> None:
    mishap = parse_fault(order).what
    assert isinstance(mishap, Mishap)
    simulator.cause(order)
    assert simulator.impending == {mishap}
    simulator.call_off(mishap)
    assert not simulator.impending
    assert simulator.feed(ROWS + b"\x1dV\x00\x1dr\x01") == len(ROWS) + 6
    assert simulator.take_replies() == b"\x00"


QUESTIONS = b"\x10\x04\x01\x10\x04\x04\x1dr\x01\x1d(H\x06\x0000abcd\x1dI\x42"
ANSWERS = (b"\x12", b"\x12", b"\x00", b"\x37\x22abcd\x00", b"_TOI LUOT\x00")
NOISE = b"\x10\x00\x00\x00"


@pytest.mark.parametrize(
    ("fault", "replies"),
    [
        ("paper_jam", b"\x1a\x12"),
        ("silent", b""),
        ("one_way", b""),
        ("half_reply", b"\x12" + b"\x00" + b"\x37\x22a" + b"_TOI "),
        ("status_noise", b"".join(NOISE + answer for answer in ANSWERS)),
        ("ticket_not_taken", b"".join(ANSWERS)),
    ],
)
def test_what_becomes_of_answers(simulator: PrinterSimulator, fault: str, replies: bytes) -> None:
    simulator.cause(fault)
    simulator.feed(QUESTIONS)
    assert simulator.take_replies() == replies
    assert simulator.can_answer is (fault != "one_way")


def test_late_answers_come_with_the_next_connection_or_when_let_go(simulator: PrinterSimulator) -> None:
    simulator.fault("late_reply")
    simulator.feed(QUESTIONS[:3])
    assert simulator.take_replies() == b""
    simulator.disconnected()
    simulator.connected()
    assert simulator.take_replies() == b"\x12"
    simulator.feed(QUESTIONS[:3])
    simulator.release_replies()
    assert simulator.take_replies() == b"\x12"
    simulator.feed(QUESTIONS[:3])
    simulator.die_after(0)
    assert simulator.feed(b"x") == 0
    simulator.connected()
    assert simulator.take_replies() == b""


def test_slow_answers_come_when_their_time_has_come() -> None:
    now_s = [0.0]
    simulator = PrinterSimulator(lambda ticket: None, clock=lambda: now_s[0])
    simulator.fault("slow_reply")
    simulator.feed(QUESTIONS[:6])
    assert (simulator.take_replies(), simulator.answers_in_ms) == (b"", 700)
    simulator.fault("slow_reply", is_on=False)
    simulator.feed(QUESTIONS[:3])
    now_s[0] = 0.7
    assert (simulator.take_replies(), simulator.answers_in_ms) == (b"\x12" * 3, None)


@pytest.mark.parametrize(("model", "kept"), [("generic", b""), ("text", b"\x12")])
def test_an_answer_that_nobody_read_is_kept_by_some(model: str, kept: bytes) -> None:
    simulator = PrinterSimulator(lambda ticket: None, model, lambda: 0.0)
    simulator.feed(QUESTIONS[:3])
    simulator.disconnected()
    simulator.connected()
    assert simulator.take_replies() == kept


def test_power_may_fail_without_a_word(simulator: PrinterSimulator) -> None:
    simulator.cause(f"power_lost@{8 + 72 * 3}")
    assert simulator.feed(ROWS + QUESTIONS) == len(ROWS + QUESTIONS)
    assert (simulator.is_hung_up, simulator.take_replies(), simulator.hanging.height) == (False, b"", 3)
    simulator.disconnected()
    simulator.connected()
    simulator.feed(QUESTIONS[:3])
    assert simulator.take_replies() == b"\x12"


def test_bytes_that_are_lost_are_taken_from_what_follows(simulator: PrinterSimulator) -> None:
    """The limit of a fence in order: it is answered although the ticket is not whole."""
    simulator.cause("lost_bytes@80")
    simulator.feed(ROWS + b"\x00\x00\x00" + QUESTIONS[6:9])
    assert (simulator.hanging.height, simulator.take_replies()) == (10, b"\x00")
    assert simulator.hanging.bits == b"\xff" * 717 + b"\x00\x00\x00"
