"""The real hub at other times: libfaketime shows its process any clock that a test wants, and sets it right later."""

import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from hub.store.audit import audit_folder
from tests.calendar.oracle import at
from tests.calendar.wall_clock import ClockOnTheWall
from tests.hub_process import HubProcess

PROGRAM = Path(__file__).parent / "with_hours.py"
NOTICED_WITHIN_S = 20.0
ASK_EVERY_S = 0.1


class Centre:
    """One data folder over many starts of its hub."""

    def __init__(self, folder: Path, clock: ClockOnTheWall) -> None:
        self._folder = folder
        self._clock = clock
        self.hub: HubProcess

    def __call__(self, day: str, hour: int, minute: int) -> "Centre":
        self._clock.show(at(day, hour, minute))
        return self

    def __enter__(self) -> "Centre":
        self.hub = HubProcess(self._folder, program=PROGRAM)
        self.hub.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.hub.__exit__(*error)

    def set_right(self, day: str, hour: int, minute: int) -> None:
        """A time server is found while people are in the hall, and a clerk says that they may go."""
        self._clock.show(at(day, hour, minute))
        until(lambda: any("the clock was set ahead" in line for line in self.hub.log))
        assert (self.day < day, self.draw("ho_tich")) == (True, "no_day_open")
        self.open_by_hand(day)

    def open_by_hand(self, day: str) -> None:
        """A clerk confirms the day that the clock shows."""
        opened = self.hub.post(self.hub.agent_token("counter:1"), "/day/open", {"confirmed_by": "person"})
        assert (opened.status_code, self.day) == (200, day)

    @property
    def day(self) -> str:
        day: str = self.hub.health()["day"]
        return day

    def draw(self, field: str, screen: str = "kiosk:K1") -> str:
        """The label of the number that a kiosk or a clerk draws, or why there is none."""
        granted_by = "kiosk" if screen.startswith("kiosk") else "staff"
        body = {"field": field, "granted_by": granted_by}
        answer = self.hub.post(self.hub.agent_token(screen), "/tickets", body).json()
        if "events" in answer:
            return str(answer["events"][0]["label"])
        params = answer["params"]
        return f"{answer['code']} {params.get('time', '')} {params.get('date', '')}".strip()

    def next_opening(self, field: str) -> dict[str, Any]:
        """What the kiosk's view says about a field's first opening after today."""
        view = self.hub.view(self.hub.agent_token("kiosk:K1"), "kiosk")
        (shown,) = (entry for entry in view["data"]["fields"] if entry["id"] == field)
        ahead: dict[str, Any] = next(opening for opening in shown["openings"] if opening["from_ms"] > view["at_ms"])
        return ahead


def until(is_so: Callable[[], bool]) -> None:
    deadline_s, never = time.monotonic() + NOTICED_WITHIN_S, threading.Event()
    while not is_so():
        assert time.monotonic() < deadline_s, "the hub has not noticed its clock"
        never.wait(ASK_EVERY_S)


@pytest.fixture
def centre(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Centre:
    return Centre(tmp_path / "data", ClockOnTheWall(tmp_path / "clock", monkeypatch))


def test_a_hub_that_is_started_now_and_then_keeps_the_calendar(centre: Centre, tmp_path: Path) -> None:
    with centre("2026-11-27", 16, 50):
        assert (centre.day, centre.draw("ho_tich")) == ("2026-11-27", "A001")
        assert centre.draw("cu_tru") == "outside_hours 07:30 30/11/2026"
    with centre("2026-11-28", 8, 0):
        assert (centre.day, centre.draw("ho_tich")) == ("2026-11-28", "A001")
        assert centre.draw("cu_tru") == "outside_hours 07:30 30/11/2026"
        assert centre.draw("cu_tru", "counter:8") == "C001"
    with centre("2026-11-30", 7, 31):
        assert (centre.day, centre.draw("cu_tru")) == ("2026-11-30", "C001")
    with centre("2027-02-03", 17, 5):
        assert (centre.day, centre.draw("ho_tich")) == ("2026-11-30", "no_day_open")
        centre.open_by_hand("2027-02-03")
        assert centre.draw("ho_tich") == "outside_hours 07:30 11/02/2027"
        opening = centre.next_opening("ho_tich")
        assert (opening["from_ms"], opening["reason"]["vi"]) == (at("2027-02-11", 7, 30), "Tết Nguyên Đán")
    with centre("1970-01-01", 8, 0):
        assert (centre.day, centre.draw("ho_tich")) == ("2027-02-03", "A001")
        centre.set_right("2027-02-11", 7, 31)
        assert centre.draw("ho_tich") == "A001"
    days = ("2026-11-27", "2026-11-28", "2026-11-30", "2027-02-03", "2027-02-11")
    assert [audit_folder(tmp_path / "data", day).status for day in days] == [0] * len(days)
