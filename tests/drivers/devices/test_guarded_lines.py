"""A talk of somebody else: what it raises, and that it does not come back, is told and harms no other line."""

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from drivers.devices import guarded_lines
from drivers.devices.guarded_lines import FencedTalk, LinesOfOne
from drivers.errors import DeviceError
from drivers.lines import Lines
from tests.waiting import until

ADDRESS = "socket://127.0.0.1:1"


class Teller:
    def __init__(self) -> None:
        self.faults: dict[str, str] = {}
        self.mended: list[str] = []

    def fault(self, call: str, error: BaseException | None = None) -> None:
        self.faults[call] = type(error).__name__

    def went_well(self, call: str) -> None:
        if self.faults.pop(call, None):
            self.mended.append(call)


class EchoTalk:
    """A talk of somebody else; `wrong` is done in the calls that are named there."""

    def __init__(self) -> None:
        self.wake: Callable[[], None] = lambda: None
        self.wrong: dict[str, Callable[[], Any]] = {}
        self.calls: list[str] = []

    def _call(self, name: str, usual: Any = None) -> Any:
        self.calls.append(name)
        return self.wrong[name]() if name in self.wrong else usual

    def opened(self, now_s: float, baud: int | None) -> None:
        self._call("opened")

    def received(self, chunk: bytes, now_s: float) -> None:
        self._call("received")

    def due(self, now_s: float) -> bytes:
        return self._call("due", b"")

    def next_s(self, now_s: float) -> float | None:
        return self._call("next_s")

    def lost(self, code: str, now_s: float) -> None:
        self._call("lost")


class Link:
    """Always open; every other time there is something to read."""

    can_read = True
    is_silent = False

    def write(self, payload: bytes, stall_s: float) -> None:
        """It goes nowhere."""

    def read(self, wait_s: float) -> bytes:
        self.is_silent = not self.is_silent
        return b"x" if self.is_silent else b""

    def close(self) -> None:
        """Nothing is held."""


def fails() -> None:
    raise ValueError("bad reading")


def gives_up() -> None:
    raise SystemExit("a maker's library ends the program")


@pytest.fixture
def lines() -> Iterator[Lines]:
    made = Lines(lambda address: Link())
    yield made
    made.close()


@pytest.mark.parametrize("wrong", [fails, gives_up])
@pytest.mark.parametrize("call", ["opened", "received", "due", "next_s"])
def test_what_a_talk_raises_is_told_until_it_raises_no_more(lines: Lines, call: str, wrong: Callable[[], None]) -> None:
    teller = Teller()

    class Wrong(EchoTalk):
        def __init__(self) -> None:
            super().__init__()
            self.wrong = {call: wrong}

    talk = LinesOfOne(lines, teller).talk(ADDRESS, Wrong)
    assert until(lambda: teller.faults == {call: "ValueError" if wrong is fails else "SystemExit"}, 5)
    assert until(lambda: talk.calls.count("due") > 3, 5)
    if call != "opened":
        talk.wrong = {}
        assert until(lambda: teller.mended == [call], 5)


def test_what_is_no_answer_is_a_fault() -> None:
    teller, talk = Teller(), guarded_lines._fence_of(EchoTalk)()
    talk.tell_to(teller)
    talk.inner.wrong = {"due": lambda: "text", "next_s": lambda: "soon", "lost": fails}  # type: ignore[attr-defined]
    assert (talk.due(1.0), talk.next_s(1.0)) == (b"", 2.0)
    talk.lost("link_lost", 1.0)
    assert teller.faults == {"due": "TypeError", "next_s": "TypeError", "lost": "ValueError"}


def test_a_talk_that_always_has_something_due_leaves_time_to_others() -> None:
    talk = guarded_lines._fence_of(EchoTalk)()
    talk.inner.wrong = {"next_s": lambda: 0.0}  # type: ignore[attr-defined]
    assert talk.next_s(1.0) == 1.005


def test_a_talk_that_does_not_come_back_is_told_and_holds_up_no_other_line(
    lines: Lines, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guarded_lines, "BLOCKED_S", 0.05)
    monkeypatch.setattr(guarded_lines, "LOOK_S", 0.02)
    may_go_on, teller, other = threading.Event(), Teller(), Teller()

    class Blocking(EchoTalk):
        def __init__(self) -> None:
            super().__init__()
            self.wrong = {"received": lambda: may_go_on.wait(5)}

    LinesOfOne(lines, teller).talk(ADDRESS, Blocking)
    assert until(lambda: "received" in teller.faults, 5)
    goes_on = LinesOfOne(lines, other).talk("socket://127.0.0.1:2", EchoTalk)
    assert until(lambda: goes_on.calls.count("received") > 3, 5)
    assert other.faults == {}
    # The agent's watchdog looks at its own lines: it must not start everything anew for a stranger's.
    assert [address for address, _ in lines.turns()] == ["drivers of others"]
    assert lines.turns()[0][1] == pytest.approx(lines.now_s(), abs=1)
    may_go_on.set()
    assert until(lambda: "received" in teller.mended, 5)


def test_devices_of_one_line_share_its_talk_and_its_faults(lines: Lines) -> None:
    first, second = Teller(), Teller()
    talk = LinesOfOne(lines, first).talk(ADDRESS, EchoTalk)
    assert LinesOfOne(lines, second).talk(ADDRESS, EchoTalk) is talk
    talk.wrong = {"due": fails}
    assert until(lambda: bool(first.faults and second.faults), 5)
    with pytest.raises(DeviceError, match="line_speaks_otherwise"):
        LinesOfOne(lines, first).talk(ADDRESS, FencedTalk)


def test_what_a_driver_does_not_give_back_is_let_go_of_when_it_is_closed(lines: Lines) -> None:
    first, second = LinesOfOne(lines, Teller()), LinesOfOne(lines, Teller())
    talk = first.talk(ADDRESS, EchoTalk)
    assert second.talk(ADDRESS, EchoTalk) is talk
    first.close()
    first.close()
    assert first.talk(ADDRESS, EchoTalk) is talk
    first.let_go(ADDRESS)
    second.close()
    assert second.talk(ADDRESS, EchoTalk) is not talk
