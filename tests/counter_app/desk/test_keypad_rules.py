"""What the plan wants to be told is chosen from lists at a keypad, too; and a clerk can call for help by it."""

import pytest
from msgspec.structs import replace

from drivers.devices import Key
from hub.domain.floor import Floor
from hub.domain.plan import CounterRules, Outcomes, Reason, Wording
from tests.counter_app.desk.keypad_kit import Table

CHOICES = tuple(Reason(code, Wording(words, words)) for code, words in (("taken", "Da nhan"), ("back", "Tra lai")))


@pytest.fixture
def table() -> Table:
    return Table()


def rule(table: Table, outcomes: Outcomes, **rules: str) -> Floor:
    """Let the open day go on under other rules."""
    floor = table.desk.floor
    reasons = replace(floor.the_plan.reasons, missed=CHOICES)
    floor.plan = replace(floor.the_plan, counter_rules=CounterRules(**rules), outcomes=outcomes, reasons=reasons)
    return floor


def test_an_outcome_that_is_needed_is_chosen_by_its_figure(table: Table) -> None:
    floor = rule(table, Outcomes(ask="needed", choices=CHOICES))
    table.desk.draw("E001", "E002")
    table.press(Key.NEXT, Key.START)
    assert table.press(Key.NEXT) == ("1/2 Da nhan", "")
    assert table.press("2", Key.START) == ("E002 DANG GOI", "KHONG AI CHO")
    first, second = floor.tickets.values()
    assert first.service.outcome == "back"
    assert table.desk.orders[-1] == ("finish-and-call-next", {"outcome": "back", "seen": first.id})
    table.press(Key.START)
    assert table.press(Key.FINISH, Key.CALL) == ("QUAY 3 MO", "KHONG AI CHO")
    assert second.service.outcome == "taken"


def test_pieces_cannot_be_told_by_keys(table: Table) -> None:
    rule(table, Outcomes(ask="needed", quantity="needed", choices=CHOICES))
    table.desk.draw("E001")
    table.press(Key.NEXT, Key.START)
    assert table.press(Key.FINISH) == ("NHAP SO LUONG", "TREN MAY TINH")
    assert table.asked == ["call-next", "start"]


def test_missing_needs_its_reason_and_services_may_start_with_the_call(table: Table) -> None:
    rule(table, Outcomes(), missed_reason="yes", start_on_call="yes")
    table.desk.draw("E001")
    assert table.press(Key.NEXT) == ("E001 PHUC VU", "KHONG AI CHO")
    table.press(Key.RECALL)
    assert table.desk.floor.tickets["2026-11-22-E001"].times_called == 2
    assert table.press(Key.MISSED) == ("1/2 Da nhan", "")
    assert table.press(Key.CALL)[0] == "QUAY 3 MO"
    assert table.desk.orders[-1] == ("missed", {"reason": "taken", "seen": next(iter(table.desk.floor.tickets))})


def test_with_a_number_at_hand_the_key_of_calling_calls_for_help(table: Table) -> None:
    table.desk.draw("E001")
    table.press(Key.NEXT, Key.START)
    counter = table.desk.floor.counters[3]
    assert table.press(Key.CALL) == ("1/1 Goi ho tro", "")
    assert counter.help_since_ms is None, "one press calls nobody"
    table.press(Key.CALL)
    assert counter.help_since_ms is not None
    assert table.press(Key.CALL) == ("1/1 Ket thuc goi", "ho tro")
    table.press(Key.START)
    assert counter.help_since_ms is None
    rule(table, Outcomes(), help_call="no")
    assert table.press(Key.CALL) == ("QUAY CON SO", "E001")
