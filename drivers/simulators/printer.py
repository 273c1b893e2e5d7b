"""A thermal printer made of bytes: reads ESC/POS, paints 1-bit pictures, answers like a real one, fails on demand."""

from drivers.simulators.body import PrinterBody
from drivers.simulators.commands import Command, take_command, take_rows
from drivers.simulators.faults import AT_BYTES, OF_PRINTERS, STOPPING, Fault, FaultOrder, Mishap, find_word, parse_fault
from drivers.simulators.outlet import KNIFE_COMMANDS

LOST_BYTES = 3
SLOW_BYTES = 1024
"""How many bytes a slow printer takes at a time."""


class PrinterSimulator(PrinterBody):
    """The printer behind any link; safe for several threads.

    `on_ticket` gets each picture when it leaves towards a person, `on_change` is called when a fault changed; neither
    may call back. A stopped printer fills its receive buffer and then takes nothing more; questions in real time are
    answered wherever they stand in the stream, even inside a picture. When the link closes, what was received and not
    printed is forgotten, unless the model keeps it; what hangs out of the printer stays. `clock` counts seconds: it
    tells the model whether the sender paused, and a presenter when its time is over.
    """

    # What a person does to the printer.

    def fault(self, fault: Fault | str, is_on: bool = True) -> None:
        """Cause or repair a fault. Raises ValueError for an unknown name."""
        with self._lock:
            self._switch(Fault(find_word(fault, OF_PRINTERS)), is_on)
        self.on_change()

    def cause(self, order: FaultOrder | str) -> None:
        """Cause what an order says, now or after so many more bytes. Raises ValueError for a text that is none."""
        wanted = parse_fault(order, OF_PRINTERS) if isinstance(order, str) else order
        with self._lock:
            if wanted.what is Mishap.SHORT_ROLL:
                self._press.strip.rows_left = wanted.number
            elif wanted.what is Mishap.JAM_AT_CUT:
                self._will_jam = True
            elif wanted.number or wanted.what in AT_BYTES:
                self._schedule.add(wanted)
            else:
                self._switch(Fault(wanted.what), True)
        self.on_change()

    def call_off(self, mishap: Mishap) -> None:
        """Let a mishap that has not happened yet not happen."""
        with self._lock:
            if mishap is Mishap.SHORT_ROLL and self._press.strip.rows_left:
                self._press.strip.rows_left = None
            elif mishap is Mishap.JAM_AT_CUT:
                self._will_jam = False
            self._schedule.call_off(mishap)
        self.on_change()

    def load_short_roll(self, rows: int) -> None:
        """Put in a roll that ends after so many rows (8 a millimetre)."""
        self.cause(FaultOrder(Mishap.SHORT_ROLL, rows))

    def die_after(self, byte_count: int) -> None:
        """Lose power after so many more bytes; the next connection finds the printer switched on again."""
        self.cause(FaultOrder(Mishap.DISCONNECT, byte_count))

    def jam_at_next_cut(self) -> None:
        """Let the knife get stuck when it is next used; repairing the fault cutter_jam lets it cut after all."""
        self.cause(FaultOrder(Mishap.JAM_AT_CUT))

    def take_ticket(self) -> None:
        """Take what the presenter holds out."""
        with self._lock:
            self._outlet.eject()
            self._note_output()

    def tear_off(self) -> None:
        """Tear off and throw away what hangs out, as people do where no knife is, or half a ticket."""
        with self._lock:
            self._press.strip.cut()

    def release_replies(self) -> None:
        """Let go of the answers that LATE_REPLY held back."""
        with self._lock:
            self._voice.release()
        self.on_change()

    # What the link sees.

    def connected(self) -> None:
        """A link was opened."""
        with self._lock:
            self._is_hung_up = self._is_dead = False
            self._voice.release()

    def disconnected(self) -> None:
        """The link was closed."""
        with self._lock:
            self._voice.hang_up()
            if not self.model.keeps_received:
                self._received.clear()
                self._press.strip.forget_waiting()

    @property
    def is_hung_up(self) -> bool:
        """Whether the printer has dropped the connection."""
        return self._is_hung_up

    @property
    def can_answer(self) -> bool:
        """Whether the cable has a way back."""
        return Fault.ONE_WAY not in self._faults

    @property
    def has_room(self) -> bool:
        """Whether at least one more byte would be accepted."""
        with self._lock:
            return not self._is_stopped or len(self._received) < self.model.receive_bytes

    def feed(self, chunk: bytes) -> int:
        """Take bytes from the link; return how many were accepted."""
        with self._lock:
            self._press.bytes_came()
            self._note_output()
            if Fault.SLOW in self._faults:
                chunk = chunk[:SLOW_BYTES]
            taken = 0
            self._begin_due(0)
            while taken < len(chunk) and not self._is_hung_up:
                count = self._feed_until_order(chunk[taken:])
                if not count:
                    break
                taken += count
            return taken

    @property
    def answers_in_ms(self) -> float | None:
        """In how many milliseconds a slow answer is due; None when none is."""
        with self._lock:
            return self._voice.slow_ms

    def take_replies(self) -> bytes:
        """Return and forget what the printer has to say."""
        with self._lock:
            return self._voice.take()

    # Inside.

    @property
    def _is_stopped(self) -> bool:
        return bool(self._faults & STOPPING)

    def _switch(self, fault: Fault, is_on: bool) -> None:
        (self._faults.add if is_on else self._faults.discard)(fault)
        if fault is Fault.PAPER_OUT and not is_on:
            self._press.strip.rows_left = None
        if fault is Fault.TICKET_NOT_TAKEN and not is_on:
            self._outlet.eject()
        if fault is Fault.LATE_REPLY and not is_on:
            self._voice.release()
        self._note_output()
        self._voice.report_change()
        self._run()

    def _feed_until_order(self, chunk: bytes) -> int:
        """Take bytes up to the place where the next trouble is to begin, and begin it there."""
        if self._is_dead:
            return len(chunk)
        room = max(0, self.model.receive_bytes - len(self._received)) if self._is_stopped else len(chunk)
        accepted = chunk[: self._schedule.until_next(room)]
        self._take(accepted)
        self._begin_due(len(accepted))
        return len(accepted)

    def _begin_due(self, passed_bytes: int) -> None:
        for order in self._schedule.pass_bytes(passed_bytes):
            self._begin(order)

    def _take(self, accepted: bytes) -> None:
        """Take bytes, without those that are lost on the way."""
        lost = min(self._bytes_to_lose, len(accepted))
        self._bytes_to_lose -= lost
        self._voice.hear(accepted[lost:])
        self._received += accepted[lost:]
        self._run()

    def _begin(self, order: FaultOrder) -> None:
        if order.what is Mishap.LOST_BYTES:
            self._bytes_to_lose = LOST_BYTES
        elif order.what in AT_BYTES:
            self._is_hung_up = order.what is Mishap.DISCONNECT
            self._is_dead = True
            self._lose_power()
        else:
            self._switch(Fault(order.what), True)

    def _lose_power(self) -> None:
        self._voice.lose_power()
        self._received.clear()
        self._press.lose_power()

    def _run(self) -> None:
        self._go_on_printing()
        while not self._is_stopped and (command := self._next_command()) is not None:
            self._execute(command)
            self._go_on_printing()

    def _next_command(self) -> Command | None:
        """The next command, or the rows of a picture that have come so far: paper moves while they come."""
        command = take_command(self._received)
        return take_rows(self._received) if command is None and self.model.prints_by_rows else command

    def _go_on_printing(self) -> None:
        """Print the rows that wait; a roll at its end stops the printer."""
        strip = self._press.strip
        if not self._is_stopped:
            strip.go_on()
        if strip.rows_left == 0 and Fault.PAPER_OUT not in self._faults:
            self._faults.add(Fault.PAPER_OUT)
            self._voice.report_change()

    def _execute(self, command: Command) -> None:
        if command.code in KNIFE_COMMANDS:
            self._cut(command)
        elif not self._is_overrun and self._press.is_overrun(command):
            self._lose_in_burst(command)
        elif not (self._voice.obey(command) or self._outlet.obey(command)):
            self._is_overrun = False
            self._press.execute(command)

    def _lose_in_burst(self, command: Command) -> None:
        """Some bytes of a picture are lost: it takes as many of what follows for its own."""
        self._is_overrun = True
        self._received[:0] = command.code + command.parameters + command.body[LOST_BYTES:]

    def _cut(self, command: Command) -> None:
        """Cut; a knife that gets stuck has the command wait in the buffer."""
        if not self._will_jam:
            self._press.end_open_line()
            self._outlet.cut(command, Fault.TICKET_NOT_TAKEN not in self._faults)
            self._note_output()
            return
        self._will_jam = False
        self._faults.add(Fault.CUTTER_JAM)
        self._received[:0] = b"".join(command)
        self._voice.report_change()
