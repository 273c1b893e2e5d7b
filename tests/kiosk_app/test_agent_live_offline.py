"""A real hub that dies, falls silent and comes back, before real agents."""

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from drivers.simulators import Fault
from tests.hub_process import HubProcess
from tests.kiosk_app.agent_kit import FakeClock, Tray, listening, seconds_since
from tests.kiosk_app.test_agent_live import Kiosk, standing


class RunningClock(FakeClock):
    """Goes on by itself as well, so that the times of two kiosks can be compared."""

    def __init__(self) -> None:
        super().__init__()
        self._since_s = time.monotonic()

    def __call__(self) -> int:
        return super().__call__() + int(seconds_since(self._since_s) * 1000)

    def steady_s(self) -> float:
        return super().steady_s() + seconds_since(self._since_s)


@pytest.fixture
def tray() -> Iterator[Tray]:
    tray = Tray()
    yield tray
    tray.cable.unplug()


def test_a_hub_that_is_gone_is_said_at_once_and_found_again(tray: Tray, tmp_path: Path) -> None:
    with HubProcess(tmp_path / "hub") as hub, standing(hub, hub.url, tray, tmp_path / "kiosk") as kiosk:
        hub.kill()
        started_s = time.monotonic()
        kiosk.screen.wait_until("agent", lambda view: not view["hub_is_reachable"])
        assert seconds_since(started_s) < 1
        kiosk.clock.advance(3)
        own = kiosk.page.take("press-9")
        assert (own.status_code, own.json()["label"]) == (201, "A-K1-51")
        kiosk.wait_for_job(own.json()["ticket"], "confirmed")
        refused = kiosk.page.take("press-15", "nowhere")
        assert (refused.status_code, refused.json()["code"]) == (503, "offline_field_closed")
        assert "Retry-After" not in refused.headers
        tray.simulator.fault(Fault.PAPER_OUT)
        kiosk.screen.wait_until("agent", lambda view: view["printer"]["paper"] == "out")
        with HubProcess(hub.data, port=hub.port) as again:
            kiosk.screen.wait_until("agent", lambda view: view["hub_is_reachable"])
            with listening(again.url, again.token("counter:1"), "counter:1") as clerk:
                clerk.wait_until("counter:1", lambda view: view["alerts"])
            kiosk.wait_until_handed_in("A-K1", 51)
            # The press never reached a hub, so it leaves no gap in the hub's own numbers.
            assert kiosk.page.take("press-9").json() == own.json()
            assert kiosk.page.take("press-10").json()["label"] == "A001"
            kiosk.wait_for_waiting("ho_tich", 2)


def test_a_hub_that_falls_silent_is_said_and_what_it_made_of_a_press_found_out(tray: Tray, tmp_path: Path) -> None:
    with HubProcess(tmp_path / "hub") as hub, standing(hub, hub.url, tray, tmp_path / "kiosk") as kiosk:
        os.kill(hub.pid, signal.SIGSTOP)
        started_s = time.monotonic()
        assert kiosk.page.take("press-11").json()["label"] == "A-K1-51"
        kiosk.screen.wait_until("agent", lambda view: not view["hub_is_reachable"])
        assert seconds_since(started_s) < 7
        os.kill(hub.pid, signal.SIGCONT)
        # Whether the press that was given up drew a number or not: nobody holds one, so only the kiosk's own stays.
        kiosk.screen.wait_until("agent", lambda view: view["hub_is_reachable"])
        assert kiosk.page.take("press-12").status_code == 201
        kiosk.wait_until_handed_in("A-K1", 51)
        kiosk.wait_for_waiting("ho_tich", 2)
        assert len(tray.wait_for(2)) == 2


def test_people_of_two_kiosks_are_called_in_the_order_in_which_they_came(tray: Tray, tmp_path: Path) -> None:
    other = Tray()
    with (
        HubProcess(tmp_path / "hub") as hub,
        standing(hub, hub.url, tray, tmp_path / "K1", ("K1", RunningClock())) as first,
        standing(hub, hub.url, other, tmp_path / "K2", ("K2", RunningClock())) as second,
    ):
        hub.kill()
        for kiosk in (first, second):
            kiosk.screen.wait_until("agent", lambda view: not view["hub_is_reachable"])
            kiosk.clock.advance(4)
        drawn = [taken(first, "one")]
        for kiosk in (first, second):
            kiosk.clock.advance(1)
        second.clock.jump(-600)
        drawn.append(taken(second, "two"))
        first.restart(tmp_path / "K1")
        drawn.append(taken(first, "three"))
        assert drawn == ["A-K1-51", "A-K2-51", "A-K1-52"]
        with HubProcess(hub.data, port=hub.port) as again:
            second.wait_until_handed_in("A-K2", 51)
            second.wait_until_handed_in("A-K1", 52)
            last = second.page.take("four").json()["label"]
            token = again.token("counter:2")
            again.post(token, "/counters/2/open").raise_for_status()
            called = [call(again, token) for _ in range(4)]
        assert called == [*drawn, last] == [*drawn, "A001"]
        assert (len(tray.papers), len(other.papers)) == (2, 2)
    other.cable.unplug()


def taken(kiosk: Kiosk, key: str) -> str:
    """A number of a kiosk; its paper is awaited."""
    printed = len(kiosk.tray.papers)
    label: str = kiosk.page.take(key).json()["label"]
    kiosk.tray.wait_for(printed + 1)
    return label


def call(hub: HubProcess, token: str) -> str:
    """Call the next at counter 2 and miss them, so that another can be called."""
    answer = hub.post(token, "/counters/2/call-next")
    hub.post(token, "/counters/2/missed").raise_for_status()
    label: str = answer.json()["events"][0]["ticket"][11:]
    return label
