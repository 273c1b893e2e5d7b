"""A counter that is free for long enough gets the next one by itself: only where somebody is, and only once."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from hub.domain import commands as c
from hub.domain import events as e
from hub.domain.plan import CounterRules
from hub.messages import AttachedDevice, DeviceReport
from hub.service.idle_calls import IdleCalls, has_keys
from tests.service.kit import DAY, HOUR_MS, PLAN, Hall

IDLE_S = 20
IDLE_PLAN = replace(PLAN, counter_rules=CounterRules(call_when_idle_s=IDLE_S))


class Idle:
    """A hall whose counter 2 is open, with a clock for the wall and one that nobody sets."""

    def __init__(self, path: Path) -> None:
        self.hall = Hall(path)
        self.steady_ms = 0
        self.attended = {2}
        self.told: list[tuple[int, int]] = []
        self.calls = IdleCalls(
            self.hall.office, lambda number: number in self.attended, lambda: self.steady_ms, self.tell
        )
        self.hall.do(c.OpenDay(day=DAY, plan=IDLE_PLAN))
        self.hall.do(c.OpenCounter(counter=2), actor="staff-7")

    def wait(self, seconds: float, wall_ms: int | None = None) -> None:
        """Let time pass, look once."""
        self.steady_ms += round(seconds * 1000)
        self.hall.clock.at_ms += round(seconds * 1000) if wall_ms is None else wall_ms
        self.calls.tick(self.hall.clock.now_ms())

    def tell(self, counter: int, left_ms: int) -> None:
        self.told.append((counter, left_ms))

    def somebody_comes(self, field: str = "civil") -> None:
        self.hall.do(c.IssueTicket(field=field))

    def called(self) -> list[tuple[str, int]]:
        """Who called to which counter."""
        told = [entry for entry in self.hall.heard.entries if isinstance(entry.event, e.TicketCalled)]
        return [(entry.actor, entry.event.counter) for entry in told]


@pytest.fixture
def idle(tmp_path: Path) -> Iterator[Idle]:
    idle = Idle(tmp_path / "hub.db")
    idle.wait(0)
    yield idle
    idle.hall.close()


def test_the_next_one_is_called_once_and_the_clerk_stays_the_clerk(idle: Idle) -> None:
    idle.somebody_comes()
    idle.somebody_comes()
    idle.wait(IDLE_S - 0.1)
    assert idle.called() == []
    idle.wait(0.1)
    idle.wait(IDLE_S)
    counter = idle.hall.office.floor.counters[2]
    assert idle.called() == [("hub", 2)]
    assert (counter.clerk, idle.hall.office.floor.tickets[counter.ticket or ""].service.clerk) == ("staff-7", "staff-7")

    idle.hall.do(c.StartService(counter=2), actor="staff-7")
    idle.hall.do(c.FinishService(counter=2), actor="staff-7")
    idle.wait(0)
    idle.wait(IDLE_S)
    assert idle.called() == [("hub", 2)] * 2


def test_whoever_comes_to_a_counter_that_has_been_free_for_long_first_takes_the_paper(idle: Idle) -> None:
    idle.wait(10 * IDLE_S)
    idle.somebody_comes("land")
    idle.wait(1)
    assert idle.called() == [], "nobody for this counter"
    assert idle.told == []
    idle.somebody_comes()
    idle.wait(1)
    idle.wait(IDLE_S - 1)
    assert (idle.called(), idle.told) == ([], [(2, IDLE_S * 1000), (2, 1000)])
    idle.wait(1)
    assert (idle.called(), len(idle.told)) == ([("hub", 2)], 2)


def test_a_page_that_opens_is_told_of_its_own_count(idle: Idle) -> None:
    idle.somebody_comes()
    idle.attended.clear()
    idle.wait(10 * IDLE_S)
    idle.attended.add(2)
    idle.wait(1)
    assert (idle.called(), idle.told) == ([], [(2, IDLE_S * 1000)])


def test_nobody_is_called_in_a_pause_or_to_where_nobody_is(idle: Idle) -> None:
    idle.somebody_comes()
    idle.attended.clear()
    idle.wait(10 * IDLE_S)
    idle.attended.add(2)
    idle.wait(1)
    idle.hall.do(c.PauseCounter(counter=2, reason="lunch", for_waiting="wait"), actor="staff-7")
    idle.wait(10 * IDLE_S)
    idle.hall.do(c.OpenCounter(counter=2), actor="staff-7")
    idle.wait(1)
    idle.wait(IDLE_S - 1)
    assert idle.called() == []
    idle.wait(1)
    assert idle.called() == [("hub", 2)]


def test_a_clock_that_is_set_calls_nobody_and_neither_does_a_day_that_is_over(idle: Idle) -> None:
    idle.somebody_comes()
    idle.wait(1, wall_ms=HOUR_MS)
    idle.wait(1, wall_ms=-2 * HOUR_MS)
    assert idle.called() == []
    idle.wait(IDLE_S, wall_ms=48 * HOUR_MS)
    assert idle.called() == []


def test_without_the_plans_word_nobody_is_called(tmp_path: Path) -> None:
    idle = Idle(tmp_path / "hub.db")
    plan = replace(PLAN, counter_rules=CounterRules())
    idle.hall.do(c.AdoptPlan(plan=plan, when="now", why="too quick"))
    idle.somebody_comes()
    idle.wait(0)
    idle.wait(1000)
    assert idle.called() == []
    idle.hall.close()


def test_keys_at_the_counter_can_answer_a_call() -> None:
    def report(**device: object) -> dict[str, DeviceReport]:
        attached = AttachedDevice(**{"name": "keys", "kind": "keypad", "counter": 2, "link": "online", **device})
        return {"hall:H1": DeviceReport(version="1", clock_offset_ms=0, started_ms=0, devices=(attached,))}

    assert has_keys(report(), 2)
    assert not has_keys(report(), 1)
    assert not has_keys(report(kind="panel"), 2)
    assert not has_keys(report(link="offline"), 2)
