"""A hub that was off over a weekend, Tết or three weeks, at midnight, or whose clock has lost its time."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from hub.domain import commands as c
from hub.domain.views import kiosk_view
from tests.calendar.machine import TICK_MS, Machine
from tests.calendar.oracle import DAY_MS, HOUR_MS, MINUTE_MS, at

FRIDAY, SATURDAY, MONDAY = "2026-11-27", "2026-11-28", "2026-11-30"


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[Machine]:
    machine = Machine(tmp_path)
    yield machine
    machine.hall.close()


def work_until_evening(machine: Machine, day: str) -> None:
    """A day that ends as days do: one ticket was forgotten at its counter, one still waits; then the power goes."""
    machine.switch_on(at(day, 7))
    machine.tick(at(day, 16, 50))
    assert [machine.draw(), machine.draw()] == [f"{day}-A001", f"{day}-A002"]
    machine.do(c.OpenCounter(counter=2))
    machine.do(c.CallNext(counter=2))
    machine.switch_off()


@pytest.mark.parametrize(
    ("last", "back"),
    [
        (FRIDAY, SATURDAY),
        (FRIDAY, MONDAY),
        (FRIDAY, "2026-12-04"),
        ("2026-12-31", "2027-01-04"),
        ("2027-02-03", "2027-02-11"),
        ("2027-02-03", "2027-02-18"),
        ("2028-02-28", "2028-02-29"),
    ],
)
def test_after_a_time_off_the_day_is_there_before_the_first_visitor(machine: Machine, last: str, back: str) -> None:
    work_until_evening(machine, last)
    machine.switch_on(at(back, 7, 20))
    assert (machine.day, machine.opened) == (back, [last, back])
    assert machine.draw() == "outside_hours"
    machine.tick(at(back, 7, 30))
    assert machine.draw() == f"{back}-A001"


def test_after_three_weeks_a_person_is_asked_and_until_then_nobody_draws_a_number_of_a_day_long_past(
    machine: Machine,
) -> None:
    work_until_evening(machine, FRIDAY)
    machine.switch_on(at("2026-12-21", 8))
    assert (machine.day, machine.opened) == (FRIDAY, [FRIDAY])
    assert [machine.draw(), machine.draw(granted_by="staff")] == ["no_day_open", "no_day_open"]
    assert kiosk_view(machine.hall.office.floor).header.trusted_until < "2026-12-21"
    assert machine.vouch() == "2026-12-21"
    assert machine.draw() == "2026-12-21-A001"
    assert machine.tick(at("2026-12-22", 0)) == "2026-12-22"


def test_after_three_weeks_a_time_servers_word_is_enough(machine: Machine) -> None:
    work_until_evening(machine, FRIDAY)
    machine.is_synchronised = True
    machine.switch_on(at("2026-12-21", 8))
    assert machine.draw() == "2026-12-21-A001"


def test_a_time_server_that_is_found_late_ends_the_question(machine: Machine) -> None:
    work_until_evening(machine, FRIDAY)
    machine.switch_on(at("2026-12-21", 7))
    machine.is_synchronised = True
    assert machine.tick(at("2026-12-21", 7) + TICK_MS) == "2026-12-21"


def test_power_that_fails_over_midnight_leaves_an_empty_hall_its_new_day(machine: Machine) -> None:
    machine.switch_on(at(FRIDAY, 23, 58))
    machine.switch_off()
    machine.switch_on(at(SATURDAY, 0, 1))
    assert (machine.day, machine.opened) == (SATURDAY, [FRIDAY, SATURDAY])


def test_power_that_fails_over_midnight_does_not_end_the_evening_of_those_who_wait(machine: Machine) -> None:
    machine.switch_on(at(FRIDAY, 23, 50))
    assert machine.draw(granted_by="staff") == f"{FRIDAY}-A001"
    machine.switch_off()
    machine.switch_on(at(SATURDAY, 0, 1))
    assert machine.day == FRIDAY
    assert machine.tick(at(SATURDAY, 0, 50)) == FRIDAY
    assert machine.tick(at(SATURDAY, 0, 50) + TICK_MS) == SATURDAY


def test_a_service_that_lasts_over_a_midnight_without_power_is_finished_on_its_own_day(machine: Machine) -> None:
    machine.switch_on(at(FRIDAY, 22))
    machine.draw(granted_by="staff")
    for command in (c.OpenCounter(counter=2), c.CallNext(counter=2), c.StartService(counter=2)):
        machine.do(command)
    machine.switch_off()
    machine.switch_on(at(SATURDAY, 0, 1))
    finished = machine.do(c.FinishService(counter=2))
    assert (finished.answer["events"][0]["ticket"], machine.day) == (f"{FRIDAY}-A001", FRIDAY)
    assert machine.tick(at(SATURDAY, 0, 2)) == SATURDAY


def test_power_that_fails_in_the_day_changes_nothing(machine: Machine) -> None:
    machine.switch_on(at(MONDAY, 7, 40))
    machine.draw()
    machine.switch_off()
    machine.switch_on(at(MONDAY, 7, 42))
    assert (machine.opened, machine.draw()) == ([MONDAY], f"{MONDAY}-A002")


def test_a_machine_that_slept_gives_nobody_a_number_of_its_last_day(machine: Machine) -> None:
    machine.switch_on(at(FRIDAY, 16))
    machine.hall.clock.at_ms = at(MONDAY, 7, 31)  # it wakes up, and somebody is faster than the next tick
    assert [machine.draw(), machine.draw(granted_by="staff")] == ["no_day_open", "no_day_open"]
    machine.tick(at(MONDAY, 7, 31) + TICK_MS)
    assert machine.draw() == f"{MONDAY}-A001"


@pytest.mark.parametrize("shown_ms", [0, 22 * HOUR_MS, at("2020-01-01", 9), at("2026-11-25", 3)])
def test_with_a_clock_behind_the_last_day_the_hall_goes_on_until_the_clock_is_right(
    machine: Machine, shown_ms: int
) -> None:
    work_until_evening(machine, FRIDAY)
    machine.switch_on(shown_ms)
    assert (machine.day, machine.opened) == (FRIDAY, [FRIDAY])
    assert machine.draw() == f"{FRIDAY}-A003"
    assert machine.vouch() in {"clock_wrong", "day_not_later"}
    machine.tick(shown_ms + 20 * MINUTE_MS)
    assert machine.draw() == f"{FRIDAY}-A004"
    machine.is_synchronised = True
    assert machine.tick(at(MONDAY, 7, 50)) == MONDAY
    assert machine.draw() == f"{MONDAY}-A001"
    assert machine.opened == [FRIDAY, MONDAY]


@pytest.mark.parametrize("shown_ms", [0, at("2020-01-01", 9)])
def test_a_clock_that_never_was_right_opens_no_first_day(machine: Machine, shown_ms: int) -> None:
    machine.switch_on(shown_ms)
    assert (machine.day, machine.vouch(), machine.draw()) == (None, "clock_wrong", "no_day_open")
    machine.switch_off()
    machine.switch_on(shown_ms + DAY_MS)
    assert machine.opened == []
    assert machine.tick(at(MONDAY, 8)) == MONDAY
    assert machine.draw() == f"{MONDAY}-A001"


def test_a_day_that_a_clock_ahead_opened_goes_on_after_its_end_until_its_date_has_passed(machine: Machine) -> None:
    machine.switch_on(at(FRIDAY, 7))
    machine.tick(at("2026-12-07", 7))
    machine.tick(at(FRIDAY, 17))
    machine.do(c.CloseDay())
    for day in (SATURDAY, MONDAY, "2026-12-07"):
        machine.tick(at(day, 7, 30))
        assert (machine.day, machine.vouch()) == (None, "day_not_later")
        machine.do(c.ReopenDay())
        assert machine.draw().startswith("2026-12-07-A00")
        machine.do(c.CloseDay())
    assert machine.tick(at("2026-12-08", 7, 30)) == "2026-12-08"
    assert machine.draw() == "2026-12-08-A001"


def test_a_clock_that_runs_back_an_hour_opens_nothing_twice(machine: Machine) -> None:
    machine.switch_on(at(MONDAY, 0, 30))
    assert machine.tick(at(FRIDAY, 23, 30)) == MONDAY
    assert machine.tick(at(MONDAY, 0, 31)) == MONDAY
    assert machine.opened == [MONDAY]
