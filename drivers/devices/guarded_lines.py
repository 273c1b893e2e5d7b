"""Lines as drivers of others meet them: what goes wrong in a talk of theirs ends on that line."""

import functools
import threading
from collections.abc import Callable, Hashable
from typing import Protocol, TypeVar, cast

from drivers.lines import Lines, Talk
from drivers.lines.lines import AnyShared, AnyTalk
from drivers.links import ByteLink

BLOCKED_S = 5.0
"""A call that has not come back after so long is told."""
LOOK_S = 1.0
SHORTEST_WAIT_S = 0.005
"""A talk that always has something due would keep the processor from everybody else."""

T = TypeVar("T")


class TellsFaults(Protocol):
    """Where the faults of a driver are told."""

    def fault(self, call: str, error: BaseException | None = None) -> None:
        """Something of the driver went wrong in `call`."""

    def went_well(self, call: str) -> None:
        """What had failed in `call` is over."""


class FencedTalk:
    """A talk behind a fence: each of its calls comes back with something that can be used."""

    make: Callable[[], Talk]

    def __init__(self) -> None:
        self.inner = self.make()
        self._lock = threading.Lock()
        self._tellers: tuple[TellsFaults, ...] = ()
        self._faults: dict[str, BaseException | None] = {}
        self.call = ""
        """Under way at the moment, "" for none; since when is in `since_s`."""
        self.since_s = 0.0

    @property
    def wake(self) -> Callable[[], None]:
        """See Talk."""
        return self.inner.wake

    @wake.setter
    def wake(self, wake: Callable[[], None]) -> None:
        self.inner.wake = wake

    def opened(self, now_s: float, baud: int | None) -> None:
        """See Talk."""
        self._fenced("opened", now_s, lambda: self.inner.opened(now_s, baud), None)

    def received(self, chunk: bytes, now_s: float) -> None:
        """See Talk."""
        self._fenced("received", now_s, lambda: self.inner.received(chunk, now_s), None)

    def due(self, now_s: float) -> bytes:
        """See Talk."""
        return self._fenced("due", now_s, lambda: bytes(memoryview(self.inner.due(now_s))), b"")

    def next_s(self, now_s: float) -> float | None:
        """See Talk."""
        earliest_s, unknown = now_s + SHORTEST_WAIT_S, cast(float | None, now_s + LOOK_S)
        return self._fenced("next_s", now_s, lambda: _not_before(self.inner.next_s(now_s), earliest_s), unknown)

    def lost(self, code: str, now_s: float) -> None:
        """See Talk."""
        self._fenced("lost", now_s, lambda: self.inner.lost(code, now_s), None)

    def _fenced(self, call: str, now_s: float, made: Callable[[], T], otherwise: T) -> T:
        self.since_s, self.call = now_s, call
        try:
            done = made()
        except BaseException as error:  # noqa: BLE001 - the edge to code that is not ours; the teller logs it
            self.tell_fault(call, error)
            return otherwise
        finally:
            self.call = ""
        if call in self._faults:
            self._tell_mended(call)
        return done

    def tell_to(self, teller: TellsFaults) -> None:
        """From now on tell it what goes wrong, and at once what already did: the line may be faster than its driver."""
        with self._lock:
            self._tellers = (*self._tellers, teller)
            for call, error in self._faults.items():
                teller.fault(call, error)

    def tell_fault(self, call: str, error: BaseException | None = None) -> None:
        """Tell it to all whose devices are on this line."""
        with self._lock:
            self._faults[call] = error
            for teller in self._tellers:
                teller.fault(call, error)

    def _tell_mended(self, call: str) -> None:
        with self._lock:
            del self._faults[call]
            for teller in self._tellers:
                teller.went_well(call)


class LinesOfOthers(Lines):
    """All lines that drivers of others have in one process. Whether they go on is told to who lists the devices; it
    says nothing of whether this program does.
    """

    def __init__(self, lines: Lines) -> None:
        super().__init__(lines.open_way, lines.now_s)
        self._has_ended = threading.Event()
        self._fenced_lock = threading.Lock()
        self._fenced: set[FencedTalk] = set()
        threading.Thread(target=self._watch, name="lines-of-others", daemon=True).start()

    @property
    def turned_s(self) -> float:
        """See Shared."""
        return self.now_s()

    def close(self) -> None:
        """See Lines."""
        self._has_ended.set()
        super().close()

    def fenced(
        self, address: str, make: type[AnyTalk], open_way: Callable[[], ByteLink] | None, teller: TellsFaults
    ) -> AnyTalk:
        """As `Lines.talk`, with a fence around it."""
        talk = self.talk(address, _fence_of(make), open_way)
        talk.tell_to(teller)
        with self._fenced_lock:
            self._fenced = self._fenced | {talk}
        return cast(AnyTalk, talk.inner)

    def _watch(self) -> None:
        while not self._has_ended.wait(LOOK_S):
            for talk in self._fenced:
                _tell_blocked(talk, self.now_s())


class LinesOfOne(Lines):
    """What a driver of others is given as its lines."""

    def __init__(self, lines: Lines, teller: TellsFaults) -> None:
        super().__init__(lines.open_way, lines.now_s)
        self._all = lines.shared("drivers of others", lambda: LinesOfOthers(lines))
        self._teller = teller
        self._taken: list[str] = []

    def talk(self, address: str, make: type[AnyTalk], open_way: Callable[[], ByteLink] | None = None) -> AnyTalk:
        """See Lines."""
        talk = self._all.fenced(address, make, open_way, self._teller)
        self._taken.append(address)
        return talk

    def let_go(self, address: str) -> None:
        """See Lines."""
        if address in self._taken:
            self._taken.remove(address)
            self._all.let_go(address)

    def close(self) -> None:
        """Let go of all that this driver has not given back itself."""
        for address in list(self._taken):
            self.let_go(address)

    def shared(self, address: str, make: Callable[[], AnyShared], whose: Hashable = None) -> AnyShared:
        """See Lines."""
        return self._all.shared(address, make, whose)


@functools.cache
def _fence_of(make: type[Talk]) -> type[FencedTalk]:
    """One class for each, since a line knows its talk by the class."""
    return type(f"Fenced{make.__name__}", (FencedTalk,), {"make": staticmethod(make)})


def _not_before(due_s: float | None, earliest_s: float) -> float | None:
    return None if due_s is None else max(earliest_s, due_s + 0.0)


def _tell_blocked(talk: FencedTalk, now_s: float) -> None:
    """What blocks now and comes back later tells that itself."""
    if (call := talk.call) and now_s > talk.since_s + BLOCKED_S:
        talk.tell_fault(call)
