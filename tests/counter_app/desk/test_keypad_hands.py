"""Hands that press twice, too early or without looking: a keypad does nothing that was not meant and seen."""

import pytest
from msgspec.structs import replace

from counter_app.desk.keypad_faces import Shown, lines_of
from counter_app.desk.keypad_lists import Entry, Listing
from drivers.devices import Key
from tests.counter_app.desk.keypad_kit import Table

CALL_E001 = {"label": "E001", "reason": "late_arrival"}


@pytest.fixture
def table() -> Table:
    return Table()


def with_missed(table: Table) -> None:
    """A counter where two numbers did not come."""
    table.desk.draw("E001", "E002")
    table.press(Key.NEXT, Key.MISSED, Key.NEXT, Key.MISSED)


@pytest.mark.parametrize("is_held_up", [False, True])
def test_a_double_call_for_an_unknown_number_opens_no_list_of_others(table: Table, is_held_up: bool) -> None:
    with_missed(table)
    table.press("9", "9")
    table.held_up = [] if is_held_up else None
    table.at_once(Key.CALL, Key.CALL)
    assert table.go_on() == ("KHONG CO SO", "99 DANG CHO")
    table.later(3)
    assert table.lines == ("QUAY 3 MO", "KHONG AI CHO")


def test_no_list_opens_behind_a_sentence(table: Table) -> None:
    with_missed(table)
    table.held_up = []
    table.press("9", "9", Key.CALL, Key.CALL)
    assert table.go_on() == ("KHONG CO SO", "99 DANG CHO")
    table.later(3)
    assert table.lines == ("QUAY 3 MO", "KHONG AI CHO")


def test_a_double_transfer_to_a_counter_opens_no_list_of_fields(table: Table) -> None:
    table.desk.draw("E001")
    table.press(Key.NEXT, "4")
    assert table.at_once(Key.TRANSFER, Key.TRANSFER) == ("QUAY 4", "DANG DONG")
    table.later(3)
    assert table.lines == ("E001 DANG GOI", "KHONG AI CHO")


def test_a_double_choice_is_one(table: Table) -> None:
    table.desk.draw("E001")
    table.press(Key.NEXT, Key.HOLD, Key.HOLD)
    table.later()
    assert table.at_once(Key.START, Key.START) == ("E001 PHUC VU", "KHONG AI CHO")
    assert table.asked == ["call-next", "hold", "resume"]


def test_the_only_number_with_these_figures_is_shown_before_it_is_called(table: Table) -> None:
    table.desk.draw("A007")
    assert table.press("7", Key.CALL) == ("1/1 A007", "dang cho")
    assert table.press(Key.CALL) == ("1/3 CD dang co", "mat tai quay")
    assert table.asked == []
    assert table.press(Key.CALL) == ("A007 DANG GOI", "KHONG AI CHO")


def test_clear_ends_the_search_for_a_number_and_what_waits_behind_it(table: Table) -> None:
    table.desk.draw("E001", "E002")
    table.held_up = []
    table.press("2", Key.CALL, Key.NEXT)
    assert table.press(Key.CLEAR) == ("QUAY 3 MO", "CHO 2 KE E001")
    assert table.go_on() == ("QUAY 3 MO", "CHO 2 KE E001")
    table.later(1)
    assert table.press("2", Key.CALL) == ("1/1 E002", "dang cho")
    assert table.asked == []


def test_a_number_that_the_display_has_not_taken_was_not_seen(table: Table) -> None:
    table.desk.draw("E001", "E002", "E003")
    table.press(Key.NEXT)
    table.keypad.taken(table.lines)
    table.desk.act("missed")
    table.desk.act("call-next")
    table.later()
    assert table.press(Key.MISSED) == ("SO O QUAY VUA", "DOI XEM LAI")
    assert table.press(Key.MISSED) == ("E002 DANG GOI", "CHO 1 KE E003")
    table.keypad.taken(table.lines)
    table.press(Key.MISSED)
    assert table.asked == ["call-next", "missed"]
    assert table.desk.orders[-1][1]["seen"].endswith("E002")


def test_a_display_of_which_nothing_is_known_gives_no_key_a_meaning(table: Table) -> None:
    table.desk.draw("E001")
    table.press(Key.NEXT)
    table.keypad.taken(table.lines)
    table.keypad.taken(None)
    table.press(Key.MISSED, Key.FINISH)
    table.keypad.taken(table.lines)
    assert table.asked == ["call-next"]
    assert table.press(Key.START) == ("E001 PHUC VU", "KHONG AI CHO")


def test_who_sees_nothing_can_do_what_is_about_no_number(table: Table) -> None:
    table.desk.act("close")
    table.keypad.taken(None)
    assert table.press(Key.START) == ("QUAY 3 MO", "KHONG AI CHO")
    table.desk.draw("E001")
    assert table.press(Key.NEXT) == ("E001 DANG GOI", "KHONG AI CHO")
    assert table.press(Key.START) == ("SO O QUAY VUA", "DOI XEM LAI")


def test_nothing_is_chosen_that_the_display_does_not_show(table: Table) -> None:
    table.keypad.taken(table.lines)
    table.press(Key.PAUSE)
    table.keypad.taken(table.lines)
    assert table.press("2", Key.CALL) == ("2/5 Xu ly ho so", "")
    assert table.asked == []
    table.keypad.taken(("1/5 Nghi giai", "lao"))
    table.press(Key.CALL)
    table.keypad.taken(table.lines)
    assert table.press(Key.CALL) == ("QUAY 3 TAM DUNG", "KHONG AI CHO")
    assert table.desk.orders == [("pause", {"reason": "handling_dossiers", "for_waiting": "wait"})]


def test_a_sentence_hides_the_number_behind_it(table: Table) -> None:
    table.desk.draw("E001")
    table.press(Key.PAUSE)
    table.desk.act("call-next")
    table.keypad.view_changed()
    table.later(1)
    assert table.press(Key.MISSED) == ("E001 DANG GOI", "KHONG AI CHO")
    assert table.asked == []
    table.press(Key.MISSED)
    assert table.asked == ["missed"]


def test_no_entry_loses_a_word_to_its_place_in_the_list() -> None:
    names = ["Ho tich"] * 9 + ["Văn hóa - hội - công thương", "Bảo trợ - người có công", "AA-KIOSK1-12345"]
    listing = Listing("transfer", tuple(Entry(name) for name in names))
    faces = [lines_of(Shown(3, listing=replace(listing, at=at)), "vi") for at in (8, 9, 10, 11)]
    assert faces == [
        ("9/12 Ho tich", ""),
        ("10 Van hoa - hoi", "- cong thuong"),
        ("11/12 Bao tro -", "nguoi co cong"),
        ("12/12", "AA-KIOSK1-12345"),
    ]
    number = Listing("numbers", (Entry("AA-KIOSK1-12345", code="waiting"),) * 2)
    assert lines_of(Shown(3, listing=number), "vi") == ("AA-KIOSK1-12345", "dang cho")


def test_a_number_is_seen_however_often_the_second_line_changes(table: Table) -> None:
    table.desk.draw("E001", "E002")
    table.keypad.taken(table.lines)
    table.press(Key.NEXT)
    table.keypad.taken((table.lines[0], None))
    table.desk.draw("E003")
    table.later()
    assert table.press(Key.START) == ("E001 PHUC VU", "CHO 2 KE E002")


def test_while_another_number_is_under_way_nobody_knows_which_was_read(table: Table) -> None:
    table.desk.draw("E001", "E002")
    table.press(Key.NEXT)
    first = table.lines
    table.keypad.taken(first)
    for steps in (("missed", {}), ("call-next", {}), ("missed", {}), ("call-number", CALL_E001)):
        action, body = steps
        table.desk.act(action, **body)
        table.later(0.3)
        table.keypad.taken((None, None))
    table.press(Key.MISSED)
    assert table.desk.counter(3).label == "E001"  # type: ignore[union-attr]
    table.press(Key.CLEAR)
    table.keypad.taken(table.lines)
    table.press(Key.MISSED)
    assert table.desk.counter(3).label == ""  # type: ignore[union-attr]
