"""Where paper leaves a simulated printer: the knife, and the mouth of a kiosk printer that holds a ticket out.

Source of the presenter's commands: Custom's manual of the VKP80 family.
"""

from collections.abc import Callable

from drivers.printers.raster import Raster
from drivers.simulators import commands
from drivers.simulators.commands import Command
from drivers.simulators.paper import PaperStrip

Clock = Callable[[], float]

KNIFE_COMMANDS = frozenset((commands.CUT, *commands.OLD_CUTS, commands.PRESENT))
RETRACT_LATER = 0x52
"""The third parameter of 1C 50 (FS P n b e t); 0x45 ejects. Behind it stands the time in seconds."""

RETRACT_NOW, EJECT_NOW = 2, 5
"""GS e n."""


class Outlet:
    """Cuts, and holds at most one ticket; the next one pushes it out.

    `on_ticket` gets what leaves towards a person; `retracted` is what nobody took and the printer drew back in.
    """

    def __init__(
        self, strip: PaperStrip, has_presenter: bool, on_ticket: Callable[[Raster], object], clock: Clock
    ) -> None:
        self.retracted: list[Raster] = []
        self.held: Raster | None = None
        self._strip = strip
        self._has_presenter = has_presenter
        self._on_ticket = on_ticket
        self._clock = clock
        self._until_s = 0.0
        self._is_retracting = False

    def cut(self, command: Command, is_taken: bool) -> None:
        """Cut the paper off; one that is presented and taken, or cut without presenting, goes to a person at once."""
        if command.code == commands.PRESENT and not self._has_presenter:
            return
        ticket = self._strip.cut()
        if ticket is None:
            return
        if command.code != commands.PRESENT or is_taken:
            self.eject()
            self._on_ticket(ticket)
        else:
            self._hold(ticket, command)

    def obey(self, command: Command) -> bool:
        """Move the ticket in the output as asked; False when the command is another's."""
        if not self._has_presenter or command.code != commands.EJECTOR:
            return False
        if command.parameters[0] == RETRACT_NOW:
            self.retract()
        elif command.parameters[0] == EJECT_NOW:
            self.eject()
        return True

    def look(self) -> None:
        """Let go of a ticket whose time is over."""
        if self.held is not None and self._clock() >= self._until_s:
            (self.retract if self._is_retracting else self.eject)()

    def eject(self) -> None:
        """Push the ticket out; a person who takes it does the same."""
        ticket, self.held = self.held, None
        if ticket is not None:
            self._on_ticket(ticket)

    def retract(self) -> None:
        """Draw the ticket back in: nobody gets it."""
        ticket, self.held = self.held, None
        if ticket is not None:
            self.retracted.append(ticket)

    def _hold(self, ticket: Raster, command: Command) -> None:
        self.eject()
        _steps, _blinking, then, seconds = command.parameters
        self.held, self._is_retracting = ticket, then == RETRACT_LATER
        self._until_s = self._clock() + seconds if seconds else float("inf")
