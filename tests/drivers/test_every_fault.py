"""Every fault at every moment of a job, on every kind of printer: the job's end never claims what the paper denies.

The table of ends is reasoned, not recorded: before a byte of the job left, a printer that says why it stopped makes the
job fail; behind that byte nobody can know, unless the fence was answered; what does not keep paper from coming out does
not keep a job from being confirmed.
"""

import itertools
from collections.abc import Iterator, Sequence

import pytest

from drivers.printers import NO_ANSWER, EscposPrinter, JobEnd, JobReport, Part
from drivers.printers.fences import CountedFence
from drivers.simulators import Fault
from drivers.simulators.faults import STOPPING
from tests.drivers.desk import ticket
from tests.drivers.fault_kit import KINDS, OURS, Bench, Case, complaints, moments, run

CONFIRMED, FAILED, UNKNOWN = JobEnd.CONFIRMED, JobEnd.FAILED, JobEnd.UNKNOWN
PHASES = ("before", "start", "picture", "cut", "fence")
HARMLESS = (Fault.PAPER_LOW, Fault.SLOW, Fault.STATUS_NOISE, Fault.TICKET_NOT_TAKEN)
LOSSES = ("disconnect", "power_lost")
MUTE = (Fault.SILENT, Fault.ONE_WAY, Fault.LATE_REPLY)

ENDS: dict[str, Sequence[set[JobEnd]]] = {
    **dict.fromkeys(sorted(STOPPING), ({FAILED, UNKNOWN}, {UNKNOWN}, {UNKNOWN}, {UNKNOWN}, {CONFIRMED})),
    **dict.fromkeys(sorted(HARMLESS), [{CONFIRMED}] * 5),
    **dict.fromkeys(sorted(MUTE), ({UNKNOWN}, {UNKNOWN}, {UNKNOWN}, {UNKNOWN}, {CONFIRMED})),
    Fault.HALF_REPLY: (*[{CONFIRMED, UNKNOWN}] * 4, {CONFIRMED}),
    Fault.SLOW_REPLY: [{CONFIRMED, UNKNOWN}] * 5,
    "power_lost": ({FAILED, UNKNOWN}, {FAILED, UNKNOWN}, {UNKNOWN}, {UNKNOWN}, {UNKNOWN}),
    "disconnect": ({FAILED}, {FAILED}, {UNKNOWN}, {UNKNOWN}, {UNKNOWN}),
}
"""Ends by phase: the fault begins before the job's first byte, right before it, in the picture, from the cut to the
middle of the fence, or when the fence was answered. A stopped printer may have stopped right behind its last good
answer: then the job is sent and its end unknown, though nothing is printed yet."""

CODES = {
    Fault.PAPER_OUT: "paper_out",
    Fault.COVER_OPEN: "cover_open",
    Fault.OFFLINE: "printer_offline",
    Fault.CUTTER_JAM: "cutter_error",
    **dict.fromkeys(sorted(MUTE), NO_ANSWER),
}
"""The reason that is given when the trouble was there from the start."""


def cases(kind: str, earlier: str = "") -> Iterator[tuple[int, Case]]:
    """All faults at all moments with the number of the phase."""
    spots = moments(kind, earlier)
    numbered = [(phase, at) for phase, name in enumerate(PHASES) for at in spots[name]]
    for (phase, at), fault in itertools.product(numbered, ENDS):
        if at or fault not in LOSSES:
            yield phase, Case(fault, at, earlier=earlier)


@pytest.mark.parametrize("kind", KINDS)
def test_the_end_is_the_right_one_and_the_paper_agrees(kind: str) -> None:
    wrong: list[str] = []
    for phase, case in cases(kind):
        outcome = run(kind, case)
        wrong += complaints(case, outcome)
        if outcome.report.end not in ENDS[case.fault][phase]:
            wrong.append(f"{case}: {outcome.report} in phase {PHASES[phase]}")
        if not case.at and outcome.report.code != CODES.get(Fault(case.fault), outcome.report.code):
            wrong.append(f"{case}: {outcome.report.code}")
    assert not wrong


@pytest.mark.parametrize("kind", ["generic", "custom"])
@pytest.mark.parametrize("fault", ENDS)
def test_a_look_never_calls_a_printer_fine_that_is_not(kind: str, fault: str) -> None:
    for at in range(13):
        bench = Bench(kind)
        bench.simulator.cause(f"{fault}@{at}")
        seen = bench.printer.status()
        began = fault in LOSSES or Fault(fault) in bench.simulator.faults
        assert seen.is_online or seen.trouble in ("printer_silent", "link_lost")
        if fault in HARMLESS or not began:
            assert seen.is_ready
        elif at == 0:
            silent = dict.fromkeys((*MUTE, "power_lost"), "printer_silent")
            expected = {**CODES, **silent, "disconnect": "link_lost"}
            assert not seen.is_ready
            assert seen.trouble == expected.get(fault, seen.trouble)


@pytest.mark.parametrize("kind", ["generic", "named", "clone", "custom"])
def test_one_slow_answer_does_not_darken_what_is_seen_later(kind: str) -> None:
    """The model "text" keeps answers that nobody read, as USB does: each may be taken for that to the next question."""
    for at in range(13):
        bench = Bench(kind)
        bench.simulator.cause(f"slow_reply@{at}")
        first = bench.printer.status()
        if Fault.SLOW_REPLY not in bench.simulator.faults:
            break
        bench.repair()
        looks = [bench.printer.status() for _ in range(3)]
        assert {look.trouble for look in (first, *looks)} <= {"", "printer_silent"}
        assert looks[-1].is_ready
        assert bench.printer.print(bench.job).end is CONFIRMED


@pytest.mark.parametrize("kind", KINDS)
def test_a_trouble_that_ends_while_the_driver_waits(kind: str) -> None:
    numbered = enumerate(case for _, case in cases(kind))
    ran = [(case, run(kind, case)) for case in (case._replace(repaired_at_idle=1 + n % 3) for n, case in numbered)]
    assert [words for case, outcome in ran for words in complaints(case, outcome)] == []
    saved = {case.fault for case, outcome in ran if case.at and outcome.report.end is CONFIRMED}
    assert saved >= {Fault.COVER_OPEN, Fault.LATE_REPLY, *HARMLESS}


@pytest.mark.parametrize(
    ("kind", "earlier"),
    [*itertools.product(("generic", "named"), ("late_reply", "cover_open@400")), ("clone", "cover_open@400")],
)
def test_what_an_earlier_job_left_proves_nothing_and_spoils_nothing(kind: str, earlier: str) -> None:
    ran = [(case, run(kind, case)) for _, case in cases(kind, earlier)]
    assert [words for case, outcome in ran for words in complaints(case, outcome)] == []


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("rows", [0, 1, 39, 40, 41, 89, OURS.height, OURS.height + 1, OURS.height + 60])
def test_a_roll_that_ends(kind: str, rows: int) -> None:
    case = Case(f"short_roll@{rows}", 0)
    outcome = run(kind, case)
    assert complaints(case, outcome) == []
    if rows <= OURS.height:
        assert outcome.report.end is (UNKNOWN if rows else FAILED)
    assert outcome.report.code in ("", "paper_out", "link_stalled")


@pytest.mark.parametrize("kind", KINDS)
def test_a_knife_that_gets_stuck(kind: str) -> None:
    outcome = run(kind, Case("jam_at_cut", 0))
    assert complaints(Case("jam_at_cut", 0), outcome) == []
    assert (outcome.report.end, outcome.report.code) == (UNKNOWN, "cutter_error")


def test_a_ticket_that_nobody_takes_is_printed_and_the_next_one_waits_for_it() -> None:
    bench = Bench("custom")
    bench.simulator.fault("ticket_not_taken")
    ends = [bench.printer.print(ticket(OURS)).end for _ in range(2)]
    assert (ends, bench.simulator.retracted, bench.pictures) == ([CONFIRMED] * 2, [OURS], [])
    assert bench.simulator.held_out == OURS
    assert bench.clock.now >= 10


class PrintsAgain(EscposPrinter):
    """Nobody knows whether it came out, so it prints it once more."""

    def print(self, parts: Sequence[Part]) -> JobReport:
        report = super().print(parts)
        return super().print(parts) if report.end is UNKNOWN else report


class TakesSilenceForConsent(EscposPrinter):
    """It was sent, so it will have been printed."""

    def print(self, parts: Sequence[Part]) -> JobReport:
        report = super().print(parts)
        return JobReport(CONFIRMED) if report.code in (NO_ANSWER, "link_lost") else report


class CallsItFailed(EscposPrinter):
    """The link broke, so nothing was printed."""

    def print(self, parts: Sequence[Part]) -> JobReport:
        report = super().print(parts)
        return JobReport(FAILED, report.code) if report.end is UNKNOWN else report


class ForgetsTheHalf(EscposPrinter):
    """It begins each ticket as if nothing hung out of the printer."""

    def print(self, parts: Sequence[Part]) -> JobReport:
        report = super().print(parts)
        self._half_ticket_may_hang = False
        return report


class ForgetsWhatItIsOwed(EscposPrinter):
    """The first answer that comes is the one it waits for."""

    def print(self, parts: Sequence[Part]) -> JobReport:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(CountedFence, "prepare", lambda self, is_answering: None)
            patch.setattr(CountedFence, "ask", lambda self: self._talk.say(b"\x1dr\x01"))
            return super().print(parts)


@pytest.mark.parametrize(
    ("mutant", "words"),
    [
        (PrintsAgain, "printed twice"),
        (TakesSilenceForConsent, "confirmed, and no whole ticket"),
        (CallsItFailed, "failed, and something of it was printed"),
        (ForgetsTheHalf, "alone on its paper"),
        (ForgetsWhatItIsOwed, "confirmed, and no whole ticket"),
    ],
)
def test_a_driver_that_is_wrong_is_caught(mutant: type[EscposPrinter], words: str) -> None:
    found = [
        complaint
        for earlier in ("", "late_reply")
        for _, case in itertools.islice(cases("generic", earlier), 0, None, 3)
        for complaint in complaints(case, run("generic", case, mutant))
    ]
    assert any(words in complaint for complaint in found)
