"""What the matrix of faults stands on: a printer of each kind, one job in the middle of a fault, and a judge."""

import random
from collections.abc import Callable, Iterator
from typing import NamedTuple

from drivers.printers import EscposPrinter, JobEnd, JobReport, Raster
from drivers.printers.profile import Profile, Reliability
from drivers.simulators import Fault, PrinterSimulator
from drivers.simulators.commands import take_command
from tests.drivers.desk import Desk, ticket

MakePrinter = Callable[..., EscposPrinter]


def picture(seed: int, rows: int) -> Raster:
    """Rows full of ink: nothing of them is fed instead of printed, and every byte value may occur."""
    return Raster(576, bytes(byte | 1 for byte in random.Random(seed).randbytes(72 * rows)))


EARLIER, OURS, NEXT = picture(1, 90), picture(2, 90), picture(3, 10)
"""Tickets: one before, the one that meets the fault, one after the repair. Two are longer than a printer's buffer."""

KINDS: dict[str, tuple[str, Profile]] = {
    "generic": ("generic", Profile()),
    "text": ("text", Profile("named", feed_unit=2, reliability=Reliability(fence="process_id"))),
    "clone": ("clone", Profile("clone", reliability=Reliability(slice_rows=40, pause_ms=20))),
    "custom": ("custom", Profile("custom", commands="custom")),
}
"""Simulated models with the profiles that fit them."""


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
        model, profile = KINDS[kind]
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
    """What became of one case: the report, and the paper when the job was over and after the next job."""

    report: JobReport
    pieces: list[Raster]
    hanging: Raster
    next_report: JobReport
    later_pieces: list[Raster]


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
    assert bench.printer.print(ticket(OURS)).end is JobEnd.CONFIRMED
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
    rest = bytearray(stream)
    while take_command(rest) is not None:
        yield len(stream) - len(rest)


def run(kind: str, case: Case, make: MakePrinter = EscposPrinter) -> Outcome:
    """Print a ticket in the middle of a fault, repair it, print the next ticket."""
    bench = Bench(kind, make)
    print_earlier(bench, case.earlier)
    bench.simulator.cause(f"{case.fault}@{case.at}" if case.at else case.fault)
    if case.repaired_at_idle:
        _repair_at(bench, case.repaired_at_idle)
    report = bench.printer.print(ticket(OURS))
    pieces, hanging = bench.all_pieces(), bench.simulator.hanging
    bench.on_idle = lambda: None
    bench.repair()
    next_report = bench.printer.print(ticket(NEXT))
    bench.simulator.take_ticket()
    return Outcome(report, pieces, hanging, next_report, bench.all_pieces())


def _repair_at(bench: Bench, idle: int) -> None:
    waits = iter(range(1, 10**6))
    bench.on_idle = lambda: bench.repair() if next(waits) == idle else None


def complaints(case: Case, outcome: Outcome) -> list[str]:
    """What a job's end claims wrongly; nobody has asked for a second paper here."""
    end, later = outcome.report.end, outcome.later_pieces
    found = {
        "confirmed, and no whole ticket is there": end is JobEnd.CONFIRMED and outcome.pieces.count(OURS) != 1,
        "failed, and something of it was printed": end is JobEnd.FAILED
        and any(map(_has_ours, [outcome.hanging, *later])),
        "printed twice": later.count(OURS) > 1,
        "the next ticket is not confirmed": outcome.next_report.end is not JobEnd.CONFIRMED,
        "the next ticket is not there once, alone on its paper": later.count(NEXT) != 1,
        "a reason is missing": (end is JobEnd.CONFIRMED) == bool(outcome.report.code),
        "the earlier ticket came again": later.count(EARLIER) != (case.earlier == "late_reply"),
    }
    return [f"{case}: {words} ({end}, {outcome.report.code})" for words, is_so in found.items() if is_so]


def _has_ours(piece: Raster) -> bool:
    """Whether the beginning of a row of our ticket is on a piece, at any place."""
    return any(OURS.rows(row, 1)[:24] in piece.bits for row in range(OURS.height))
