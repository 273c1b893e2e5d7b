"""What the matrix of faults stands on: a printer of each kind, one job in the middle of a fault, and a judge."""

import random
from collections.abc import Callable, Iterator
from functools import cache
from typing import NamedTuple

from msgspec.structs import replace

from drivers.printers import NO_ANSWER, Cut, EscposPrinter, JobEnd, JobReport, Part, Raster
from drivers.printers.parts import QrCode, TextLine
from drivers.printers.profile import CodePage, Profile, Reliability
from drivers.simulators import Fault, PrinterSimulator
from drivers.simulators.commands import take_command
from tests.drivers.desk import Desk, ticket

LEAST_ROW_BYTES = 4
"""Fewer bytes of a row may lie on any paper by chance."""

MakePrinter = Callable[..., EscposPrinter]


def picture(seed: int, rows: int) -> Raster:
    """Rows full of ink: nothing of them is fed instead of printed, and every byte value may occur."""
    return Raster(576, bytes(byte | 1 for byte in random.Random(seed).randbytes(72 * rows)))


EARLIER, OURS, COPY, NEXT = picture(1, 90), picture(2, 90), picture(4, 20), picture(3, 10)
"""Tickets: one before, the one that meets the fault and its copy, one after the repair. The first
two are longer than a printer's buffer."""


class Kind(NamedTuple):
    """A simulated model, the profile that fits it, and the job that meets the fault."""

    model: str
    profile: Profile
    job: tuple[Part, ...] = ticket(OURS)


NAMED = Profile("named", feed_unit=2, has_qr=True, reliability=Reliability(fence="process_id"))
LETTERED = replace(NAMED, code_page=CodePage("tcvn3", (30, 31)))
LETTERS = (TextLine("Hộ tịch – Đất đai"), TextLine("A007", height_times=4, width_times=4), QrCode("TL1:A007"), Cut())

KINDS = {
    "generic": Kind("generic", Profile()),
    "copies": Kind("generic", Profile(), (*ticket(OURS), *ticket(COPY))),
    "named": Kind("text", NAMED),
    "letters": Kind("text", LETTERED, LETTERS),
    "clone": Kind("clone", Profile("clone", reliability=Reliability(slice_rows=40, pause_ms=20))),
    "custom": Kind("custom", Profile("custom", commands="custom")),
}


class Case(NamedTuple):
    """One fault at one moment.

    `at`: bytes of the connection after which it begins (0 = before it); `repaired_at_idle`: the how manieth wait of the
    driver ends it (0 = it lasts until the job is over); `earlier`: a job before it, of which the answers come now
    ("late_reply"), or which broke off in the middle ("cover_open@400").
    """

    fault: str
    at: int
    repaired_at_idle: int = 0
    earlier: str = ""


class Bench(Desk):
    """A driver, in memory, on a simulated printer of one kind."""

    def __init__(self, kind: str, make: MakePrinter = EscposPrinter) -> None:
        model, profile, self.job = KINDS[kind]
        super().__init__(model, profile)
        self.printer = make(self._open, profile, clock=self.clock)

    def all_pieces(self) -> list[Raster]:
        """Everything that was cut off, wherever it is."""
        held = self.simulator.held_out
        return [*self.pictures, *self.simulator.retracted, *([held] if held else [])]

    def repair(self) -> None:
        """End whatever is wrong, and put in a new roll."""
        for fault in (Fault.PAPER_OUT, *sorted(self.simulator.faults)):
            self.simulator.fault(fault, is_on=False)


def heard(simulator: PrinterSimulator) -> bytearray:
    """Collects what the printer takes from now on."""
    stream, feed = bytearray(), simulator.feed

    def noting(chunk: bytes) -> int:
        taken = feed(chunk)
        stream.extend(chunk[:taken])
        return taken

    simulator.feed = noting
    return stream


class Outcome(NamedTuple):
    """What became of one case: the report, and the paper when the job was over and after the next job.

    `ours` is the paper that the job should give.
    """

    ours: list[Raster]
    report: JobReport
    pieces: list[Raster]
    hanging: Raster
    next_report: JobReport
    later_pieces: list[Raster]


@cache
def pieces_of(kind: str) -> list[Raster]:
    """What a good job prints."""
    bench = Bench(kind)
    assert bench.printer.print(bench.job).end is JobEnd.CONFIRMED
    return bench.pictures


def print_earlier(bench: Bench, trouble: str) -> None:
    """Print the ticket before, in a trouble that is over then."""
    if trouble:
        bench.simulator.cause(trouble)
        bench.printer.print(ticket(EARLIER))
        bench.repair()


def moments(kind: str, earlier: str = "") -> dict[str, list[int]]:
    """Byte counts of a good job's connection: phase → where its bytes begin, their neighbours, and some between."""
    bench = Bench(kind)
    print_earlier(bench, earlier)
    noted = heard(bench.simulator)
    assert bench.printer.print(bench.job).end is JobEnd.CONFIRMED
    stream = bytes(noted)
    start = stream.index(b"\x1b@")
    cut = max(stream.rfind(code) for code in (b"\x1dVB", b"\x1dV\x01", b"\x1cP"))
    marks = {0, *_edges(stream)}
    near = {min(len(stream), max(0, mark + step)) for mark in marks for step in (-1, 0, 1)}
    between = set(range(start, cut, 701)) | set(range(cut, len(stream) + 1))
    spots = sorted(near | between)
    return {
        "before": [spot for spot in spots if spot < start],
        "start": [start],
        "picture": [spot for spot in spots if start < spot < cut],
        "cut": [spot for spot in spots if cut <= spot < len(stream)],
        "fence": [len(stream)],
    }


def _edges(stream: bytes) -> Iterator[int]:
    """The ends of all commands; letters are none."""
    rest = bytearray(stream)
    while (command := take_command(rest)) is not None:
        if len(command.code) > 1:
            yield len(stream) - len(rest)


def run(kind: str, case: Case, make: MakePrinter = EscposPrinter) -> Outcome:
    """Print a ticket in the middle of a fault, repair it, print the next ticket."""
    bench = Bench(kind, make)
    print_earlier(bench, case.earlier)
    bench.simulator.cause(f"{case.fault}@{case.at}" if case.at else case.fault)
    if case.repaired_at_idle:
        _repair_at(bench, case.repaired_at_idle)
    report = bench.printer.print(bench.job)
    pieces, hanging = bench.all_pieces(), bench.simulator.hanging
    bench.on_idle = lambda: None
    bench.repair()
    next_report = bench.printer.print(ticket(NEXT))
    bench.simulator.take_ticket()
    return Outcome(pieces_of(kind), report, pieces, hanging, next_report, bench.all_pieces())


def _repair_at(bench: Bench, idle: int) -> None:
    waits = iter(range(1, 10**6))
    bench.on_idle = lambda: bench.repair() if next(waits) == idle else None


def complaints(case: Case, outcome: Outcome) -> list[str]:
    """What a job's end claims wrongly; nobody has asked for a second paper here."""
    end, ours, later = outcome.report.end, outcome.ours, outcome.later_pieces
    found = {
        "confirmed, and no whole ticket is there": end is JobEnd.CONFIRMED
        and any(outcome.pieces.count(piece) != 1 for piece in ours),
        "failed, and something of it was printed": end is JobEnd.FAILED
        and any(_has_rows(piece, ours) for piece in (outcome.hanging, *later)),
        "printed twice": any(later.count(piece) > 1 for piece in ours),
        "the next ticket is not confirmed": outcome.next_report.end is not JobEnd.CONFIRMED,
        "the next ticket is not there once, alone on its paper": later.count(NEXT) != 1,
        "no answer, and half a ticket hangs there": outcome.report.code == NO_ANSWER
        and _has_rows(outcome.hanging, ours),
        "a reason is missing": (end is JobEnd.CONFIRMED) == bool(outcome.report.code),
        "the earlier ticket came again": later.count(EARLIER) != (case.earlier == "late_reply"),
    }
    return [f"{case}: {words} ({end}, {outcome.report.code})" for words, is_so in found.items() if is_so]


def _has_rows(piece: Raster, ours: list[Raster]) -> bool:
    """Whether a row of ours is on a piece, at any place."""
    rows = {each.rows(row, 1).strip(b"\x00")[:24] for each in ours for row in range(each.height)}
    return any(len(row) >= LEAST_ROW_BYTES and row in piece.bits for row in rows)
