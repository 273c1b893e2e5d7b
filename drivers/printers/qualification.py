"""Learns the profile of an unknown printer: prints trials with the very driver that will use it, and has a person look.

What the printer can say itself (what kind it is, how it answers) nobody is asked.
"""

import time
from collections.abc import Callable, Sequence
from typing import Protocol

from msgspec.structs import replace

from drivers.links import ByteLink
from drivers.printers import calibration
from drivers.printers.conversation import Clock
from drivers.printers.escpos_printer import EscposPrinter, PrinterTiming
from drivers.printers.job import NO_ANSWER, JobEnd
from drivers.printers.parts import Part
from drivers.printers.profile import GENERIC, Fence, Profile, Reliability
from drivers.printers.status import Output

PACES = (
    Reliability(slice_rows=256, pause_ms=0),
    Reliability(slice_rows=128, pause_ms=0),
    Reliability(slice_rows=128, pause_ms=20),
    Reliability(slice_rows=64, pause_ms=60),
)
"""From the fastest to the most careful."""

LETTER_DOTS = 12
"""A letter of font A is that wide on every model."""

QUICK = PrinterTiming(fence_s=3.0)
COMMANDS = ("raster", "column")
FENCES: tuple[Fence, ...] = ("process_id", "status")
YES, NO = "y", "n"


class Person(Protocol):
    """Who stands before the printer."""

    def ask(self, question: str, choices: Sequence[str]) -> str:
        """Put a question by its code; one of the choices is the answer."""

    def tell(self, step: str) -> None:
        """Say by its code what is printed now."""


class TrialFailed(Exception):
    """The printer did not take a trial; `code` is the trouble, or `nothing_clean`: no way of sending suits it."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Qualification:
    """Finds out the profile of the printer behind `open_way`."""

    def __init__(
        self, open_way: Callable[[], ByteLink], person: Person, name: str, clock: Clock = time.monotonic
    ) -> None:
        self._open_way = open_way
        self._person = person
        self._clock = clock
        self._profile = replace(GENERIC, name=name)
        self._is_confused = False

    def run(self) -> Profile:
        """Go through all trials. Raises TrialFailed."""
        self._answers()
        self._width()
        self._knife()
        self._pace()
        self._feed()
        self._centring()
        self._letters()
        self._qr()
        self._output()
        return self._profile

    def _answers(self) -> None:
        """What kind it is, and by what it confirms."""
        self._person.tell("answers")
        presenter = replace(self._profile, commands="custom", cutter="full")
        if self._printer(presenter).status().output is not Output.UNKNOWN:
            self._profile = presenter
        self._learn(reliability=Reliability(fence="one_way"))
        for fence in FENCES:
            if fence == "process_id" and self._profile.commands == "custom":
                continue
            trial = replace(self._profile, reliability=Reliability(fence=fence))
            if self._print(calibration.nothing(), trial) is JobEnd.CONFIRMED:
                self._profile = trial
                return

    def _width(self) -> None:
        """What the head's width is, and by which command a picture comes out at all."""
        for command in COMMANDS:
            self._learn(picture_command=command)
            self._person.tell("width")
            widest = replace(self._profile, width_dots=max(calibration.WIDTHS), centers_pictures=False)
            self._print(calibration.rulers(), widest)
            dots = int(self._person.ask("width", [str(each) for each in calibration.WIDTHS] + ["0"]))
            if dots:
                self._learn(width_dots=dots, columns=dots // LETTER_DOTS)
                return
            self._is_confused = True
        raise TrialFailed("nothing_clean")

    def _knife(self) -> None:
        """How the paper of the rulers was cut."""
        if self._profile.commands == "custom":
            return
        if self._person.ask("cut_partial", (YES, NO)) == YES:
            return
        full = replace(self._profile, cutter="full")
        self._print(calibration.centring(full.width_dots), full)
        self._learn(cutter="full" if self._person.ask("cut_full", (YES, NO)) == YES else "none")

    def _pace(self) -> None:
        self._person.tell("pace")
        for pace in PACES:
            trial = replace(self._profile, reliability=replace(pace, fence=self._profile.reliability.fence))
            self._print(calibration.pace(trial.width_dots), trial)
            if self._person.ask("pace", (YES, NO)) == YES:
                self._profile = trial
                return
            self._is_confused = True
        raise TrialFailed("nothing_clean")

    def _feed(self) -> None:
        self._person.tell("feed")
        self._print(calibration.feed_gap(self._profile.width_dots), replace(self._profile, feed_unit=1))
        self._learn(feed_unit=int(self._person.ask("feed", ("1", "2"))))

    def _centring(self) -> None:
        self._person.tell("centring")
        trial = replace(self._profile, centers_pictures=True)
        self._print(calibration.centring(trial.width_dots), trial)
        self._learn(centers_pictures=self._person.ask("centring", (YES, NO)) == YES)

    def _letters(self) -> None:
        self._person.tell("letters")
        last = len(calibration.CODE_PAGES)
        for number, page in enumerate(calibration.CODE_PAGES, 1):
            self._print(calibration.letters(number, number == last), replace(self._profile, code_page=page))
        right = int(self._person.ask("letters", [str(number) for number in range(last + 1)]))
        self._learn(code_page=calibration.CODE_PAGES[right - 1] if right else None)

    def _qr(self) -> None:
        self._person.tell("qr")
        self._print(calibration.qr_codes(), replace(self._profile, has_qr=True))
        self._learn(has_qr=self._person.ask("qr", (YES, NO)) == YES)

    def _output(self) -> None:
        if self._profile.commands == "custom":
            fate = self._person.ask("output", ("retract", "eject"))
            self._learn(presenter=replace(self._profile.presenter, if_not_taken=fate))

    def _learn(self, **found: object) -> None:
        self._profile = replace(self._profile, **found)

    def _printer(self, profile: Profile) -> EscposPrinter:
        return EscposPrinter(
            self._open_way, profile, timing=QUICK, clock=self._clock, half_ticket_may_hang=self._is_confused
        )

    def _print(self, parts: Sequence[Part], profile: Profile) -> JobEnd:
        """Print a trial; whatever nobody confirms may have come out all the same. Raises TrialFailed."""
        report = self._printer(profile).print(parts)
        self._is_confused = False
        if report.end is JobEnd.FAILED or report.code not in ("", NO_ANSWER):
            raise TrialFailed(report.code)
        return report.end
