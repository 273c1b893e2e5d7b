"""A kiosk's program that may die at any instant: between any two writes to its disk, and at any byte to its printer."""

import random
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from drivers.links.memory import MemoryLink
from drivers.printers import Cut, EscposPrinter, Part, Picture, Raster
from drivers.simulators import PrinterSimulator
from hub.agent.hub_client import HubAbsent, HubAnswer, NoAnswer
from kiosk_app.print_desk import PrintDesk
from kiosk_app.records import Job, JobState
from kiosk_app.spool_file import SpoolFile
from tests.drivers.desk import FakeClock as PrinterClock
from tests.faults.hub_at_hand import HubAtHand
from tests.kiosk_app import own_kit
from tests.models.puppet import Killed

BYTES_IN_A_ROW = 72
ROWS = 40
TRANSACTION = SpoolFile.transaction


class Fuse:
    """How many instants a life has left."""

    def __init__(self) -> None:
        self.left = 0

    def burn(self) -> None:
        """One instant goes by. Raises Killed at the last."""
        self.left -= 1
        if self.left <= 0:
            raise Killed


class Lossy:
    """A kiosk's way to the hub. ``asks_lost`` and ``answers_lost`` say how many of them never come (0 to 1)."""

    def __init__(self, actor: str, hub: HubAtHand, fuse: Fuse, chance: random.Random) -> None:
        self.is_away = False
        self.asks_lost = self.answers_lost = 0.0
        self._actor = actor
        self._hub = hub
        self._fuse = fuse
        self._chance = chance

    def post(self, path: str, body: dict[str, Any], key: str, timeout_s: float) -> HubAnswer:
        """See hub.agent.hub_client.Hub."""
        if self.is_away:
            raise HubAbsent("away")
        self._fuse.burn()
        if self._chance.random() < self.asks_lost:
            raise NoAnswer("it never arrived")
        answer = self._hub.answer(self._actor, path, body, key)
        self._fuse.burn()
        if self._chance.random() < self.answers_lost:
            raise NoAnswer("its answer was lost")
        return answer


class MortalLink(MemoryLink):
    """The line to the printer breaks off in the middle of what is written when the program dies."""

    def __init__(
        self, fuse: Fuse, chance: random.Random, device: PrinterSimulator, idle: Callable[[float], None]
    ) -> None:
        super().__init__(device, idle)
        self._fuse = fuse
        self._chance = chance

    def write(self, payload: bytes, stall_s: float) -> None:
        """See ByteLink.write."""
        try:
            self._fuse.burn()
        except Killed:
            super().write(payload[: self._chance.randrange(len(payload))], stall_s)
            raise
        super().write(payload, stall_s)


class MortalKiosk:
    """A kiosk with its printer. Its clock goes with the hub's, by ``ahead_s`` ahead."""

    def __init__(self, folder: Path, name: str, hub: HubAtHand, chance: random.Random) -> None:
        self.fuse = Fuse()
        self.deaths = 0
        self.papers: list[str] = []
        self._chance = chance
        self._hub = hub
        self._is_hearing = True
        self._printer_clock = PrinterClock()
        self._simulator = PrinterSimulator(self._take, clock=self._printer_clock)
        self.line = Lossy(f"kiosk:{name}", hub, self.fuse, chance)
        self.fuse.left = self._life()
        with self._mortal():
            self.program = own_kit.Kiosk(folder, self.line, name)
        self._begin()

    def _life(self) -> int:
        return self._chance.randrange(8, 160)

    @contextmanager
    def _mortal(self) -> Iterator[None]:
        """Within, the disk knows of the program's death."""
        fuse = self.fuse

        @contextmanager
        def transaction(file: SpoolFile) -> Iterator[Any]:
            fuse.burn()
            with TRANSACTION(file) as db:
                yield db
            fuse.burn()

        SpoolFile.transaction = transaction  # type: ignore[assignment,method-assign]
        try:
            yield
        finally:
            SpoolFile.transaction = TRANSACTION  # type: ignore[method-assign]

    def lives(self, act: Callable[[], Any]) -> Any:
        """Do something; whenever the program dies at it, it starts anew and does it again."""
        while True:
            try:
                with self._mortal():
                    return act()
            except Killed:
                self.rise()

    def rise(self, boot: str = "") -> None:
        """The agent is started anew, as often as it takes."""
        while True:
            self.deaths += 1
            self.fuse.left = self._life()
            try:
                with self._mortal():
                    self.program.restart(boot)
                    self._begin()
            except Killed:
                continue
            return

    def _begin(self) -> None:
        may_hang = self.program.jobs.half_ticket_may_hang()
        printer = EscposPrinter(self._open, clock=self._printer_clock, half_ticket_may_hang=may_hang)
        self._desk = PrintDesk(self.program.jobs, printer, own_kit.HASTY, drawn)  # type: ignore[arg-type]
        if self._is_hearing:
            self._hear()

    def _open(self) -> MortalLink:
        return MortalLink(self.fuse, self._chance, self._simulator, self._printer_clock.advance)

    def _take(self, picture: Raster) -> None:
        if picture.height >= ROWS:
            self.papers.append(picture.rows(picture.height - 1, 1).strip(b"\xff").decode())

    def _hear(self) -> None:
        self.program.board.hub_connected(True)
        self.program.absence.heard()
        self.program.board.hub_said(self._hub.view())
        self.program.own.look()

    def hear(self) -> None:
        """The hub is back."""
        self._is_hearing, self.line.is_away = True, False
        self.lives(self._hear)

    def lose(self) -> None:
        """The hub is gone."""
        self._is_hearing, self.line.is_away = False, True
        self.lives(self.program.lose)

    def visit(self, name: str) -> str:
        """Somebody gets a number and, if all goes well, a paper; returns the label. Who gets none presses again."""
        for press in range(100):
            answer = self.lives(lambda key=f"{name}-{press}": self.program.take(key, "civil"))
            self.lives(self._print_all)
            if answer.status == 201:
                return str(answer.body["label"])
        raise AssertionError(f"no number for {name}: {answer}")

    def _print_all(self) -> None:
        while (job := self.program.jobs.next()) is not None:
            self._desk.print_one(job)

    def jobs(self) -> list[Job]:
        """The papers on its disk that have come to an end."""
        return [job for state in (JobState.CONFIRMED, JobState.UNKNOWN) for job in self.program.spool.jobs_in(state)]

    def deliver(self) -> bool:
        """One turn of the courier; whether the hub knows all there is to know."""

        def turn() -> bool:
            try:
                self.program.deliver()
            except NoAnswer:
                return False
            return not self.program.spool.open_errands() and not self.program.spool.abandoned_requests()

        return bool(self.lives(turn))


def drawn(paper: str) -> Sequence[Part]:
    """A paper that bears its ticket's label in every row, as letters instead of dots, between two bytes of ink."""
    label = paper.partition('"label":"')[2].partition('"')[0].encode()
    row = b"\xff" + label + b"\xff" * (BYTES_IN_A_ROW - 1 - len(label))
    return Picture(Raster(8 * BYTES_IN_A_ROW, row * ROWS)), Cut()
