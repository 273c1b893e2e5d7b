"""The simulated devices of a device list: their line, their scanners' lines, what is pressed and what goes wrong."""

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from config.attached import AttachedEntry
from config.devices import Devices
from drivers.simulators import Fault, PtyCable, TcpCable
from drivers.simulators.hall import (
    BoardSimulator,
    Bus,
    HallBoardSimulator,
    KeypadSimulator,
    OnTheLine,
    PanelSimulator,
    ScannerSimulator,
    Station,
)

LINE = "line"
"""By this name the page speaks of the line that the devices share."""

SCANNER = "scanner"
HERE = "socket://127.0.0.1:"
MAKERS: Mapping[str, Callable[[AttachedEntry], Station]] = {
    "panel": lambda entry: PanelSimulator(entry.number, int(entry.options.get("buttons", "4"))),
    "counter-board": lambda entry: BoardSimulator(entry.number),
    "hall-board": lambda entry: HallBoardSimulator(entry.number, int(entry.options.get("rows", "4"))),
    "keypad": lambda entry: KeypadSimulator(entry.number),
}


class HallSettings(msgspec.Struct, frozen=True, kw_only=True):
    """What to simulate and where: the page's address, the line's TCP port or pseudo-terminal (`bus_pty`), the
    installation's devices, and troubles to begin with, as `panel3:bouncing` or `line:line_noise@20`. `newest` knows the
    code on the newest ticket that waits for a counter (0: for any), "" for none.
    """

    port: int
    host: str = "127.0.0.1"
    bus_port: int = 0
    bus_pty: Path | None = None
    devices: Devices
    faults: Sequence[str] = ()
    newest: Callable[[int], str] = lambda _counter: ""


class NoSuchDevice(ValueError):
    """Nothing here has that name, or it has no such part."""


class _Scanner(NamedTuple):
    """A scanner with its line; `counter` is 0 at a kiosk."""

    name: str
    counter: int
    simulator: ScannerSimulator
    cable: TcpCable


class PicturedHall:
    """All simulators of the device list. Raises ValueError: an unknown trouble, with a sentence for people."""

    def __init__(self, settings: HallSettings, now_s: Callable[[], float] = time.monotonic) -> None:
        self._now_s = now_s
        self._newest = settings.newest
        self._entries = {entry.name: entry for entry in _on_the_line(settings)}
        self._stations = {name: MAKERS[entry.kind](entry) for name, entry in self._entries.items()}
        self._bus = Bus(self._stations.values())
        line = OnTheLine(self._bus, now_s)
        pty = settings.bus_pty
        self._cable = PtyCable(line, pty) if pty else TcpCable(line, settings.bus_port, settings.host)
        self._scanners = {scanner.name: scanner for scanner in _scanners(settings)}
        self._bus.switch_on(now_s())
        for text in settings.faults:
            name, _, order = text.partition(":")
            self._cause(name, order)

    def plug(self) -> None:
        """Let everything be reached. Raises PortTakenError."""
        self._cable.plug()
        for scanner in self._scanners.values():
            scanner.cable.plug()

    def unplug(self) -> None:
        """Let go of all lines."""
        self._cable.unplug()
        for scanner in self._scanners.values():
            scanner.cable.unplug()

    # What a person does.

    def press(self, name: str, button: str) -> None:
        """Press a panel's button (1 the best) or a keypad's key. Raises NoSuchDevice."""
        station = self._stations.get(name)
        try:
            if isinstance(station, PanelSimulator):
                return station.press(int(button), self._now_s())
            if isinstance(station, KeypadSimulator):
                return station.press(button, self._now_s())
        except ValueError as error:
            raise NoSuchDevice(str(error)) from error
        raise NoSuchDevice(f"There is nothing to press at {name!r}.")

    def scan(self, name: str, text: str) -> None:
        """Hold a code under a scanner. Raises NoSuchDevice."""
        if name not in self._scanners:
            raise NoSuchDevice(f"There is no scanner {name!r}.")
        self._scanners[name].simulator.scan(text, self._now_s())

    def ticket(self, name: str) -> str:
        """The code on the newest ticket that somebody may hold under a scanner, "" for none. Raises NoSuchDevice."""
        if name not in self._scanners:
            raise NoSuchDevice(f"There is no scanner {name!r}.")
        return self._newest(self._scanners[name].counter)

    def throw(self, name: str, word: str, is_on: bool) -> None:
        """Cause or end a trouble. Raises NoSuchDevice, PortTakenError, ValueError: a trouble that it has not."""
        if name == LINE and word == Fault.UNPLUGGED:
            (self._cable.unplug if is_on else self._cable.plug)()
        elif name == LINE:
            self._bus.fault(word, is_on)
        elif name in self._scanners:
            self._throw_at(self._scanners[name], word, is_on)
        elif name in self._stations:
            self._stations[name].fault(word, is_on, self._now_s())
        else:
            raise NoSuchDevice(f"There is no device {name!r}.")

    def repair(self) -> None:
        """End every trouble. Raises PortTakenError."""
        for name, words in self.words().items():
            for word in words:
                self.throw(name, word, False)

    def words(self) -> dict[str, list[str]]:
        """The troubles that each device knows."""
        return {
            LINE: [Fault.UNPLUGGED, *self._bus.WORDS],
            **{name: [*station.WORDS] for name, station in self._stations.items()},
            **{name: [*scanner.simulator.WORDS] for name, scanner in self._scanners.items()},
        }

    # What the page shows.

    def parts(self) -> list[dict[str, object]]:
        """What there is, for as long as the process lives."""
        kinds = {name: (entry.kind, entry.counter) for name, entry in self._entries.items()}
        kinds |= {scanner.name: (SCANNER, scanner.counter) for scanner in self._scanners.values()}
        return [{"name": name, "kind": kind, "counter": counter} for name, (kind, counter) in kinds.items()]

    def view(self) -> dict[str, object]:
        """What is seen at this moment, and the troubles of each."""
        now_s = self._now_s()
        line = {*self._bus.faults, *self._bus.impending, *(() if self._cable.is_plugged else (Fault.UNPLUGGED,))}
        troubles: dict[str, Iterable[Fault]] = {name: each.faults for name, each in self._stations.items()}
        for scanner in self._scanners.values():
            pulled = () if scanner.cable.is_plugged else (Fault.UNPLUGGED,)
            troubles[scanner.name] = {*scanner.simulator.faults, *pulled}
        return {
            "pictures": {name: station.picture(now_s) for name, station in self._stations.items()},
            "troubles": {name: sorted(words) for name, words in {LINE: line, **troubles}.items()},
        }

    # Inside.

    def _cause(self, name: str, order: str) -> None:
        if name == LINE:
            self._bus.cause(order)
        elif name in self._stations:
            self._stations[name].cause(order, self._now_s())
        else:
            known = ", ".join((LINE, *self._stations))
            raise ValueError(f"There is no simulated device {name!r} on the line; there are: {known}.")

    def _throw_at(self, scanner: _Scanner, word: str, is_on: bool) -> None:
        if word == Fault.UNPLUGGED:
            (scanner.cable.unplug if is_on else scanner.cable.plug)()
        else:
            scanner.simulator.fault(word, is_on)


def _on_the_line(settings: HallSettings) -> list[AttachedEntry]:
    """The devices whose line is the simulated one."""
    line = str(settings.bus_pty or f"{HERE}{settings.bus_port}")
    return [entry for entry in settings.devices.devices if _way(entry.address) == line and entry.kind in MAKERS]


def _way(address: str) -> str:
    return address.partition("?")[0]


def _scanners(settings: HallSettings) -> list[_Scanner]:
    """The scanners of counters and kiosks that are looked for at a port of this machine."""
    at_counters = [(each.name, each.counter, each.address) for each in settings.devices.devices if each.kind == SCANNER]
    at_kiosks = [(kiosk.id, 0, kiosk.scanner) for kiosk in settings.devices.kiosks]
    return [
        _scanner(name, counter, int(_way(address).removeprefix(HERE)))
        for name, counter, address in (*at_counters, *at_kiosks)
        if address.startswith(HERE)
    ]


def _scanner(name: str, counter: int, port: int) -> _Scanner:
    simulator = ScannerSimulator()
    return _Scanner(name, counter, simulator, TcpCable(OnTheLine(simulator), port))
