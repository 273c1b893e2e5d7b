"""What proves that a job was printed, and what does not."""

from itertools import pairwise

import pytest

from drivers.links.memory import MemoryLink
from drivers.printers import EscposPrinter, JobEnd, PrinterStatus, Profile, Raster
from drivers.printers.profile import Reliability
from drivers.simulators import Fault
from tests.drivers.desk import ALL_WELL, Desk, FakeClock, Parrot, printer_of, ticket

SMALL = Raster(576, b"\xaa" * 72 * 40)
NAMED = Profile("named", feed_unit=2, reliability=Reliability(fence="process_id"))
ONE_WAY = Profile("one-way", reliability=Reliability(fence="one_way"))
ASK_IN_ORDER = b"\x1dr\x01"


def test_a_process_id_bears_the_number_of_its_own_job() -> None:
    desk = Desk("text", NAMED)
    fed: list[bytes] = []
    desk.simulator.feed, feed = lambda chunk: fed.append(chunk) or feed(chunk), desk.simulator.feed  # type: ignore[method-assign,func-returns-value]
    assert [desk.printer.print(ticket(SMALL)).end for _ in range(3)] == [JobEnd.CONFIRMED] * 3
    questions = [chunk for chunk in fed if chunk.startswith(b"\x1d(H\x06\x00\x30\x30")]
    assert len({question[7:] for question in questions}) == 3
    assert all(len(question) == 11 and question[7:].isalnum() for question in questions)
    assert ASK_IN_ORDER not in b"".join(fed)


def test_the_answer_to_another_job_confirms_nothing() -> None:
    desk = Desk("text", NAMED)
    desk.simulator.fault(Fault.LATE_REPLY)
    ends = [desk.printer.print(ticket(SMALL)) for _ in range(3)]
    assert [(report.end, report.code) for report in ends] == [(JobEnd.UNKNOWN, "no_answer")] * 3
    desk.simulator.fault(Fault.LATE_REPLY, is_on=False)
    assert desk.printer.print(ticket(SMALL)).end is JobEnd.CONFIRMED


@pytest.mark.parametrize("block", [b"\x37\x22ZZZZ\x00", b"\x37\x22\x00", b"_EPSON\x00", b"\x00", b"\x37\x22"])
def test_a_foreign_block_is_no_process_id(block: bytes) -> None:
    device = Parrot({**ALL_WELL, b"\x1d(H": block})
    assert printer_of(device, FakeClock(), NAMED).print(ticket(SMALL)).end is JobEnd.UNKNOWN


def test_a_process_id_is_known_behind_the_ruins_of_another_block() -> None:
    class Epson(Parrot):
        def feed(self, chunk: bytes) -> int:
            if chunk.startswith(b"\x1d(H"):
                self._replies += b"\x37\x22AB" + b"\x37\x22" + chunk[7:] + b"\x00"
            return super().feed(chunk)

    assert printer_of(Epson(ALL_WELL), FakeClock(), NAMED).print(ticket(SMALL)).end is JobEnd.CONFIRMED


def test_one_answer_is_counted_off_for_the_question_before_the_job() -> None:
    device = Parrot({**ALL_WELL, ASK_IN_ORDER: b"\x00"})
    assert printer_of(device, FakeClock()).print(ticket(SMALL)).end is JobEnd.CONFIRMED
    body = device.heard.index(b"\x1b@")
    assert [device.heard.count(ASK_IN_ORDER, *place) for place in pairwise((0, body, len(device.heard)))] == [1, 1]


@pytest.mark.parametrize("turn", range(1, 25))
def test_an_answer_that_was_kept_confirms_no_other_job_whenever_it_comes(turn: int) -> None:
    """The printer itself never answers GS r; one old answer comes at any moment of the conversation."""
    device = Parrot(ALL_WELL, {turn: b"\x00"})
    report = printer_of(device, FakeClock()).print(ticket(SMALL))
    assert report.end is JobEnd.UNKNOWN
    assert report.code in ("no_answer", "printer_silent")


def test_an_answer_that_comes_late_is_not_taken_for_the_next_one() -> None:
    """The question before the job is answered while the fence is waited for, the fence never."""
    device = Parrot(ALL_WELL)
    clock = FakeClock()

    def idle(seconds: float) -> None:
        clock.advance(seconds)
        if device.heard.count(ASK_IN_ORDER) == 2 and not device._unasked:
            device._unasked[device.turn + 1] = b"\x00"

    report = EscposPrinter(lambda: MemoryLink(device, idle), clock=clock).print(ticket(SMALL))
    assert (report.end, report.code) == (JobEnd.UNKNOWN, "no_answer")


class Backlog(Parrot):
    """Prints at its own pace, answers in order, keeps what it has when the link closes, and is always well."""

    def __init__(self, clock: FakeClock, seconds_a_ticket: dict[int, float]) -> None:
        super().__init__(ALL_WELL)
        self.printed: list[int] = []
        self._clock = clock
        self._seconds = seconds_a_ticket
        self._queue: list[float | None] = []
        self._free_at = 0.0
        self._tickets = 0

    def feed(self, chunk: bytes) -> int:
        if not self._queue:
            self._free_at = max(self._free_at, self._clock())
        if b"\x1dv0" in chunk:
            self._tickets += 1
            self._queue.append(self._seconds.get(self._tickets, 0.5))
        self._queue += [None] * chunk.count(ASK_IN_ORDER)
        return super().feed(chunk)

    def take_replies(self) -> bytes:
        while self._queue and self._free_at + (self._queue[0] or 0) <= self._clock():
            seconds = self._queue.pop(0)
            self._free_at += seconds or 0
            if seconds is None:
                self._replies += b"\x00"
            else:
                self.printed.append(len(self.printed) + 1)
        return super().take_replies()


@pytest.mark.parametrize("first_s", [*range(7, 24), 1000])
@pytest.mark.parametrize("second_s", [0.5, 3, 9, 1000])
def test_a_backlog_confirms_nothing_that_is_not_printed(first_s: float, second_s: float) -> None:
    """Three jobs at once: answers to the first come while the second is sent, and so on, at every instant."""
    clock = FakeClock()
    device = Backlog(clock, {1: first_s, 2: second_s, 3: second_s})
    printer = printer_of(device, clock)
    assert printer.print(ticket(SMALL)).end is (JobEnd.CONFIRMED if 1 in device.printed else JobEnd.UNKNOWN)
    for number in (2, 3, 4):
        is_confirmed = printer.print(ticket(SMALL)).end is JobEnd.CONFIRMED
        assert is_confirmed <= (number in device.printed), f"job {number}"
    clock.advance(10_000)
    assert printer.print(ticket(SMALL)).end is JobEnd.CONFIRMED


@pytest.mark.parametrize("first_s", range(7, 24))
@pytest.mark.parametrize("second_s", [0.5, 9, 1000])
@pytest.mark.parametrize("pause_s", [0, 5, 12])
def test_a_backlog_confirms_nothing_to_the_next_process_either(first_s: float, second_s: float, pause_s: float) -> None:
    clock = FakeClock()
    device = Backlog(clock, {1: first_s, 2: second_s})
    printer_of(device, clock).print(ticket(SMALL))
    printer = printer_of(device, clock)
    printer.expect_late_answers()
    if pause_s:
        clock.advance(pause_s)
        printer.status()
    is_confirmed = printer.print(ticket(SMALL)).end is JobEnd.CONFIRMED
    assert is_confirmed <= (2 in device.printed)
    clock.advance(10_000)
    assert printer.print(ticket(SMALL)).end is JobEnd.CONFIRMED


def test_late_answers_are_cleared_up_while_nobody_waits() -> None:
    desk = Desk()
    desk.printer.expect_late_answers()
    desk.printer.status()
    cleared_s = desk.clock.now
    assert desk.printer.print(ticket(SMALL)).end is JobEnd.CONFIRMED
    assert 1 < cleared_s == desk.clock.now


class Keeper(Parrot):
    """A USB printer: what nobody has read is there again at the next connection, when somebody waits for bytes."""

    def __init__(self, answers: dict[bytes, bytes], late: dict[bytes, int]) -> None:
        super().__init__(answers)
        self._late = late

    def connected(self) -> None:
        """Nothing is forgotten."""

    def take_replies(self) -> bytes:
        said = bytes(self._replies)
        for question, times in self._late.items():
            if times > 0 and self.heard.endswith(question):
                return b""
        self._replies.clear()
        return said

    def disconnected(self) -> None:
        self._late = {question: times - 1 for question, times in self._late.items()}


@pytest.mark.parametrize("kind", [1, 2, 3, 4])
def test_one_late_answer_does_not_shift_all_that_follow(kind: int) -> None:
    """The drawer's bit of the first answer would be an open cover in the second."""
    answers = {**ALL_WELL, b"\x10\x04\x01": b"\x16", ASK_IN_ORDER: b"\x00"}
    printer = printer_of(Keeper(answers, {b"\x10\x04" + bytes((kind,)): 1}), FakeClock())
    first, *others = [printer.status() for _ in range(4)]
    assert first.trouble == "printer_silent"
    assert [status.is_ready for status in others] == [True] * 3
    assert printer.print(ticket(SMALL)).end is JobEnd.CONFIRMED


def test_a_printer_that_falls_silent_in_the_middle_may_have_lost_its_power() -> None:
    """Neither TCP nor a serial line tells of that: there is no hang-up."""

    class Dying(Parrot):
        def feed(self, chunk: bytes) -> int:
            if chunk.startswith(b"\x1b@"):
                self._answers = {}
            return super().feed(chunk)

    device = Dying({**ALL_WELL, ASK_IN_ORDER: b"\x00"})
    printer = printer_of(device, FakeClock())
    report = printer.print(ticket(SMALL))
    assert (report.end, report.code, report.leaves_half_a_ticket) == (JobEnd.UNKNOWN, "printer_silent", True)
    device._answers = {**ALL_WELL, ASK_IN_ORDER: b"\x00"}
    printer.print(ticket(SMALL))
    assert b"\x1b@\x1dV\x42\x00\x1dr\x01\x1b@" in device.heard, "a cut before the next ticket"


def test_a_fence_that_is_missing_where_others_came_leaves_no_half_to_the_next() -> None:
    """Bytes were lost on the line, and the question was taken for dots of the picture."""
    device = Parrot({**ALL_WELL, ASK_IN_ORDER: b"\x00"})
    printer = printer_of(device, FakeClock())
    assert printer.print(ticket(SMALL)).end is JobEnd.CONFIRMED
    device._answers = dict(ALL_WELL)
    report = printer.print(ticket(SMALL))
    assert (report.code, report.leaves_half_a_ticket) == ("printer_silent", True)


@pytest.mark.parametrize("turn", range(1, 12))
@pytest.mark.parametrize("noise", [b"\x14\x00\x00\x0f", b"\x10\x00\x03\x00\x10\x00\x00\x00", b"\x11\x13", b"\x41\x6d"])
def test_what_nobody_asked_for_neither_proves_nor_hides(noise: bytes, turn: int) -> None:
    answering = Parrot({**ALL_WELL, ASK_IN_ORDER: b"\x00"}, {turn: noise})
    assert printer_of(answering, FakeClock()).print(ticket(SMALL)).end is JobEnd.CONFIRMED
    deaf = Parrot(ALL_WELL, {turn: noise})
    assert printer_of(deaf, FakeClock()).print(ticket(SMALL)).end is JobEnd.UNKNOWN


def test_the_end_of_the_roll_in_the_answer_is_no_confirmation() -> None:
    device = Parrot({**ALL_WELL, ASK_IN_ORDER: b"\x0f"})
    report = printer_of(device, FakeClock()).print(ticket(SMALL))
    assert (report.end, report.code) == (JobEnd.UNKNOWN, "paper_out")


def test_nothing_is_waited_for_where_nothing_comes_back() -> None:
    desk = Desk("generic", ONE_WAY)
    desk.simulator.fault(Fault.SILENT)
    report = desk.printer.print(ticket(SMALL))
    assert (report.end, report.code) == (JobEnd.UNKNOWN, "no_answer")
    asked_s = desk.clock.now
    assert desk.printer.print(ticket(SMALL)).code == "no_answer"
    assert 0 < asked_s == desk.clock.now < 1
    assert desk.pictures == [SMALL, SMALL]
    assert desk.printer.status() == PrinterStatus(trouble="printer_silent")


def test_nothing_is_asked_over_a_line_without_a_way_back() -> None:
    class OneWayLink(MemoryLink):
        can_read = False

        def read(self, wait_s: float) -> bytes:
            raise AssertionError(f"listened for {wait_s} s")

    device, clock = Parrot({}), FakeClock()
    printer = EscposPrinter(lambda: OneWayLink(device, clock.advance), clock=clock)
    assert printer.can_confirm
    report = printer.print(ticket(SMALL))
    assert (report.end, report.code) == (JobEnd.UNKNOWN, "no_answer")
    assert not printer.can_confirm
    assert printer.status() == PrinterStatus(trouble="printer_silent")
    assert b"\x10\x04" not in device.heard
    assert ASK_IN_ORDER not in device.heard


def test_a_one_way_printer_that_tells_of_trouble_is_believed() -> None:
    desk = Desk("generic", ONE_WAY)
    desk.simulator.fault(Fault.PAPER_OUT)
    assert desk.printer.print(ticket(SMALL)).code == "paper_out"


def test_a_model_that_loses_bytes_gets_its_pauses() -> None:
    tall = Raster(576, b"\x55" * 72 * 700)
    for pause_ms, is_whole in ((0, False), (20, True)):
        desk = Desk("clone", Profile("clone", reliability=Reliability(slice_rows=128, pause_ms=pause_ms)))
        assert desk.printer.print(ticket(tall)).end is JobEnd.CONFIRMED
        assert (desk.pictures == [tall]) is is_whole
        assert desk.clock.now == pytest.approx(pause_ms / 1000 * 5)


def test_a_job_that_its_printer_cannot_print_fails_before_a_byte_is_sent() -> None:
    desk = Desk()
    report = desk.printer.print(ticket(Raster(640, bytes(80))))
    assert (report.end, report.code) == (JobEnd.FAILED, "not_drawn")
    assert not desk.simulator.strays
