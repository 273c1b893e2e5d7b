"""The simulated printer of the demo: its cable, the pile of what it printed, and all that may be wrong with it."""

from collections.abc import Sequence
from pathlib import Path

import msgspec

from drivers.simulators import Fault, FaultOrder, Mishap, PrinterSimulator, PtyCable, TcpCable
from drivers.simulators.faults import AT_BYTES
from kiosk_app.paper_pile import PaperPile

GROUPS: dict[str, tuple[str, ...]] = {
    "paper": (
        Fault.PAPER_OUT,
        Fault.PAPER_LOW,
        Mishap.SHORT_ROLL,
        Fault.PAPER_JAM,
        Fault.TICKET_NOT_TAKEN,
    ),
    "machine": (Fault.COVER_OPEN, Fault.OFFLINE, Fault.CUTTER_JAM, Mishap.JAM_AT_CUT),
    "cable": (
        Fault.UNPLUGGED,
        Mishap.DISCONNECT,
        Mishap.POWER_LOST,
        Mishap.LOST_BYTES,
        Fault.SLOW,
        Fault.SILENT,
        Fault.ONE_WAY,
        Fault.HALF_REPLY,
        Fault.SLOW_REPLY,
        Fault.LATE_REPLY,
        Fault.STATUS_NOISE,
    ),
}
"""The page's switches by what they are about."""

SWITCHES = tuple(name for names in GROUPS.values() for name in names)

STATES = (
    Fault.UNPLUGGED,
    Fault.COVER_OPEN,
    Fault.PAPER_OUT,
    Fault.PAPER_JAM,
    Fault.CUTTER_JAM,
    Fault.OFFLINE,
    Fault.SILENT,
    Fault.ONE_WAY,
    Mishap.DISCONNECT,
    Mishap.POWER_LOST,
    Mishap.LOST_BYTES,
    Mishap.SHORT_ROLL,
    Mishap.JAM_AT_CUT,
    Fault.HALF_REPLY,
    Fault.SLOW_REPLY,
    Fault.LATE_REPLY,
    Fault.STATUS_NOISE,
    Fault.TICKET_NOT_TAKEN,
    Fault.PAPER_LOW,
    Fault.SLOW,
)
"""What the printer's panel tells of, the most important trouble first."""

WHEN = {**dict.fromkeys(AT_BYTES, 4000), Mishap.SHORT_ROLL: 300, Mishap.JAM_AT_CUT: 0}
"""Bytes and rows that put a mishap into the middle of a ticket."""


class TraySettings(msgspec.Struct, frozen=True, kw_only=True):
    """What to simulate and where: the page's address, the printer's TCP port or pseudo-terminal (`pty`), its model, the
    troubles it begins with; `zone` is the centre's, so that times are those on the paper.
    """

    port: int
    host: str = "127.0.0.1"
    zone: str
    printer_port: int = 0
    pty: Path | None = None
    model: str = "generic"
    faults: Sequence[str] = ()


class Switch(msgspec.Struct, forbid_unknown_fields=True):
    """A button of the page: which trouble, and whether it begins or ends."""

    name: str
    is_on: bool


class PaperTray:
    """The simulated printer with its cable and the pile of what it printed.

    Raises ValueError: an unknown model or trouble, with a sentence for people.
    """

    def __init__(self, settings: TraySettings) -> None:
        self.pile = PaperPile()
        self.simulator = PrinterSimulator(self.pile.add, settings.model)
        self.cable: TcpCable | PtyCable
        if settings.pty is None:
            self.cable = TcpCable(self.simulator, settings.printer_port, settings.host)
        else:
            self.cable = PtyCable(self.simulator, settings.pty)
        for order in settings.faults:
            self.simulator.cause(order)

    def throw(self, switch: Switch) -> None:
        """Cause or repair a trouble. Raises PortTakenError when the printer cannot be plugged in again."""
        if switch.name == Fault.UNPLUGGED:
            (self.cable.unplug if switch.is_on else self.cable.plug)()
        elif switch.name in WHEN:
            self._order(Mishap(switch.name), switch.is_on)
        else:
            self.simulator.fault(switch.name, switch.is_on)

    def repair(self) -> None:
        """End every trouble. Raises PortTakenError."""
        for name in SWITCHES:
            self.throw(Switch(name, False))

    def tear_off(self) -> None:
        """Take all paper away, what hangs out of the printer too."""
        self.pile.tear_off()
        self.simulator.tear_off()

    def _order(self, mishap: Mishap, is_on: bool) -> None:
        self.simulator.call_off(mishap)
        if is_on:
            self.simulator.cause(FaultOrder(mishap, WHEN[mishap]))

    def view(self) -> dict[str, object]:
        """Everything the page shows, as JSON."""
        on = self.simulator.faults | self.simulator.impending
        switches = {name: name in on for name in SWITCHES} | {Fault.UNPLUGGED: not self.cable.is_plugged}
        held = self.simulator.held_out
        return {
            "switches": switches,
            "width": self.simulator.model.width_dots,
            "hanging_rows": self.simulator.hanging.height,
            "held_rows": held.height if held else 0,
            "pieces": [
                {"id": piece.id, "at_ms": piece.at_ms, "rows": piece.rows} for piece in self.pile.newest_first()
            ],
        }
