"""The troubles of one device of the hall: those of this moment, and those that wait for their byte."""

from collections.abc import Iterator

from drivers.simulators.faults import AT_BYTES, USUAL_NOISE, Fault, FaultOrder, Mishap, find_word, parse_fault
from drivers.simulators.schedule import Schedule

Words = tuple[Fault | Mishap, ...]


class Troubles:
    """What goes wrong with a device that knows these words of the vocabulary; the others are refused by a sentence."""

    def __init__(self, known: Words) -> None:
        self.known = known
        self.on: set[Fault] = set()
        self.noise_per_mille = 0
        self._schedule = Schedule()

    @property
    def impending(self) -> frozenset[Mishap]:
        """The mishaps that were ordered and have not happened yet."""
        return self._schedule.mishaps

    def order(self, text: str) -> FaultOrder | None:
        """Read an order; what waits for its byte is kept, anything else is to begin now. Raises ValueError."""
        order = parse_fault(text, self.known)
        if order.what is Fault.LINE_NOISE:
            self.noise_per_mille = order.number
            return order
        if order.number or order.what in AT_BYTES:
            self._schedule.add(order)
            return None
        return order

    def switch(self, word: str, is_on: bool) -> Fault | Mishap:
        """Begin or end a lasting trouble; a mishap that waits is called off. Raises ValueError."""
        what = find_word(word, self.known)
        if what is Fault.LINE_NOISE and is_on:
            self.noise_per_mille = self.noise_per_mille or USUAL_NOISE
        if isinstance(what, Mishap):
            self._schedule.call_off(what)
        else:
            (self.on.add if is_on else self.on.discard)(what)
        return what

    def pieces(self, chunk: bytes) -> Iterator[tuple[bytes, list[FaultOrder]]]:
        """The chunk in pieces, each with what begins behind it."""
        while chunk:
            begun = self._schedule.pass_bytes(0)
            if begun:
                yield b"", begun
            count = self._schedule.until_next(len(chunk))
            piece, chunk = chunk[:count], chunk[count:]
            yield piece, self._schedule.pass_bytes(count)
