"""A call keypad over the real rules: what its keys ask for, and what its two lines say."""

import pytest

from config.texts import catalogue
from counter_app.desk.keypad import MOST_WAITING
from counter_app.desk.keypad_asking import AGAIN_S, PATIENCE_S
from counter_app.desk.keypad_faces import Shown, lines_of
from counter_app.desk.keypad_orders import Said
from counter_app.desk.plain import WIDTH, plain
from drivers.devices import Key
from hub.agent.hub_client import HubFault, HubNotPaired, NoAnswer
from hub.domain import commands as c
from hub.domain import events as e
from tests.counter_app.desk.keypad_kit import Table
from tests.domain.hall import DAY
from tests.domain.refusals import REFUSALS, codes_by_command

HALF_A_SECOND = 0.5
OWN_COMMANDS = (
    *(c.OpenCounter, c.PauseCounter, c.CloseCounter, c.CallNext, c.FinishAndCallNext, c.CallNumber, c.Recall),
    *(c.StartService, c.FinishService, c.MarkMissed, c.Hold, c.Resume, c.Transfer),
)
LONGEST = {"label": "AA-KIOSK1-12345", "counter": 99, "digits": "12345", "times": 12, "waiting": 120, "seconds": 3600}


@pytest.fixture
def table() -> Table:
    return Table()


def test_a_service_from_the_call_to_the_next(table: Table) -> None:
    assert table.lines == ("QUAY 3 MO", "KHONG AI CHO")
    table.desk.draw("E001", "E002", "E003")
    assert table.press(Key.NEXT) == ("E001 DANG GOI", "CHO 2 KE E002")
    assert table.press(Key.RECALL) == ("E001 DANG GOI x2", "CHO 2 KE E002")
    assert table.press(Key.START) == ("E001 PHUC VU", "CHO 2 KE E002")
    assert table.press(Key.NEXT) == ("E002 DANG GOI", "CHO 1 KE E003")
    assert table.press(Key.MISSED) == ("QUAY 3 MO", "CHO 1 KE E003")
    assert table.press(Key.NEXT, Key.START, Key.FINISH) == ("QUAY 3 MO", "KHONG AI CHO")
    wanted = ["call-next", "recall", "start", "finish-and-call-next", "missed", "call-next", "start", "finish"]
    assert table.asked == wanted
    assert len(set(table.desk.keys)) == len(wanted)


def test_each_order_names_the_ticket_that_the_clerk_saw(table: Table) -> None:
    table.desk.draw("E001", "E002")
    table.press(Key.NEXT, Key.RECALL, Key.START, Key.NEXT, Key.HOLD, Key.PAUSE, Key.CALL)
    seen = [body.get("seen", "") for _, body in table.desk.orders]
    assert seen == ["", *[f"{DAY}-E001"] * 3, f"{DAY}-E002", ""]


def test_who_was_only_called_must_be_started_first(table: Table) -> None:
    table.desk.draw("E001")
    table.press(Key.NEXT)
    beeps = table.faces[-1].beeps
    assert table.press(Key.NEXT) == ("DA DEN QUAY?", "BAM BAT DAU")
    assert table.faces[-1].beeps == beeps + 1
    table.later(HALF_A_SECOND)
    assert table.press(Key.FINISH) == ("DA DEN QUAY?", "BAM BAT DAU")
    table.later(3)
    assert table.lines == ("E001 DANG GOI", "KHONG AI CHO")
    assert table.asked == ["call-next"]


def test_start_opens_a_counter_and_pause_asks_why(table: Table) -> None:
    table.desk.act("close")
    assert table.press(Key.NEXT) == ("QUAY DANG DONG", "BAM BAT DAU")
    table.later(3)
    assert table.lines == ("QUAY 3 DONG", "BAT DAU: MO QUAY")
    assert table.press(Key.START) == ("QUAY 3 MO", "KHONG AI CHO")
    assert table.press(Key.PAUSE) == ("1/5 Nghi giai", "lao")
    assert table.press(Key.NEXT) == ("2/5 Xu ly ho so", "")
    assert table.press(Key.CALL) == ("QUAY 3 TAM DUNG", "KHONG AI CHO")
    assert table.press(Key.CALL) == ("DANG TAM DUNG", "BAM BAT DAU")
    assert table.press(Key.PAUSE) == ("QUAY 3 MO", "KHONG AI CHO")
    assert table.press(Key.PAUSE, Key.RECALL) == ("5/5 Dong quay", "")
    assert table.press(Key.START) == ("QUAY 3 DONG", "BAT DAU: MO QUAY")
    assert table.desk.orders[-4:] == [
        ("open", {}),
        ("pause", {"reason": "handling_dossiers", "for_waiting": "wait"}),
        ("open", {}),
        ("close", {"for_waiting": "wait"}),
    ]


def test_a_number_is_called_by_its_figures_and_a_reason(table: Table) -> None:
    table.desk.draw("E001", "A005", "E005")
    assert table.press("0", "0", "0", "5") == ("QUAY 3 MO", "SO: 0005_")
    assert table.press(Key.CALL) == ("1/2 A005", "dang cho")
    assert table.press("2", Key.CALL) == ("1/3 CD dang co", "mat tai quay")
    assert table.press("3") == ("3/3 CD den muon", "sau khi duoc goi")
    assert table.press(Key.CALL) == ("E005 DANG GOI", "CHO 1 KE E001")
    assert table.desk.orders == [("call-number", {"label": "E005", "reason": "late_arrival"})]
    assert table.press(Key.MISSED, Key.CALL) == ("1/1 E005", "vang mat")
    assert table.press(Key.CALL, Key.CALL) == ("E005 DANG GOI x2", "CHO 1 KE E001")
    assert table.press("1", Key.CALL) == ("QUAY CON SO", "E005")


def test_figures_without_a_number(table: Table) -> None:
    assert table.press("7", "7", Key.CALL) == ("KHONG CO SO", "77 DANG CHO")
    assert table.press(Key.CALL) == ("GO SO TRUOC", "ROI BAM GOI SO")
    assert table.press("1", Key.NEXT) == ("DANG GO SO: BAM", "GOI SO HOAC XOA")
    table.later(3)
    assert table.lines == ("QUAY 3 MO", "SO: 1_")
    assert table.press(Key.CLEAR) == ("QUAY 3 MO", "KHONG AI CHO")
    assert table.press("1", "2", "3", "4", "5", "6") == ("QUAY 3 MO", "SO: 12345_")
    table.later(10)
    assert table.lines == ("QUAY 3 MO", "KHONG AI CHO")
    assert table.asked == []


def test_transfer_by_a_list_and_by_a_counters_number(table: Table) -> None:
    assert table.press(Key.TRANSFER) == ("QUAY CHUA CO SO", "")
    table.desk.draw("E001", "E002")
    table.press(Key.NEXT)
    assert table.press(Key.TRANSFER) == ("1/12 Ho tich", "")
    assert table.press("1", "1") == ("11/12 Quan su", "")
    assert table.press("1", Key.START) == ("QUAY 3 MO", "CHO 1 KE E002")
    assert table.press(Key.NEXT, "0", "4", Key.TRANSFER) == ("QUAY 4", "DANG DONG")
    table.desk.do([e.CounterOpened(counter=4)])
    assert table.press("4", Key.TRANSFER) == ("QUAY 3 MO", "KHONG AI CHO")
    assert table.press("0", Key.TRANSFER) == ("KHONG CO QUAY", "SO 0")
    orders = [body for action, body in table.desk.orders if action == "transfer"]
    assert orders == [
        {"to_field": "ho_tich", "seen": f"{DAY}-E001"},
        *[{"to_counter": 4, "seen": f"{DAY}-E002"}] * 2,
    ]


def test_hold_sets_aside_and_goes_on(table: Table) -> None:
    assert table.press(Key.HOLD) == ("KHONG CO SO", "DANG GIU")
    table.desk.draw("E001", "E002")
    table.press(Key.NEXT, Key.HOLD, Key.NEXT, Key.START, Key.HOLD)
    assert table.press(Key.HOLD) == ("1/2 E002", "")
    assert table.press("2", Key.CALL) == ("E001 PHUC VU", "KHONG AI CHO")


def test_a_list_is_left_by_clear_by_silence_and_when_the_ticket_changes(table: Table) -> None:
    home = ("QUAY 3 MO", "KHONG AI CHO")
    assert table.press(Key.PAUSE, Key.CLEAR) == home
    assert table.press(Key.PAUSE, Key.MISSED) == ("1/5 Nghi giai", "lao")
    table.later(10)
    assert table.lines == home
    table.desk.draw("E001")
    table.press(Key.PAUSE)
    table.desk.act("call-next")
    table.keypad.view_changed()
    assert table.lines == ("SO O QUAY VUA", "DOI XEM LAI")
    table.later(3)
    assert table.lines == ("E001 DANG GOI", "KHONG AI CHO")
    assert table.asked == []


def test_a_press_never_acts_on_another_ticket_than_it_was_meant_for(table: Table) -> None:
    table.desk.draw("E001", "E002", "E003")
    table.press(Key.NEXT, Key.START)
    table.later()
    table.desk.act("finish-and-call-next")
    table.keypad.view_changed()
    assert table.at_once(Key.MISSED) == ("SO O QUAY VUA", "DOI XEM LAI")
    assert table.press(Key.START, ago_s=1.5) == ("E002 DANG GOI", "CHO 1 KE E003")
    assert table.asked == ["call-next", "start"]
    assert table.press(Key.START) == ("E002 PHUC VU", "CHO 1 KE E003")


def test_what_waits_its_turn_is_about_the_ticket_of_its_press(table: Table) -> None:
    table.desk.draw("E001", "E002", "E003")
    table.press(Key.NEXT, Key.START)
    table.held_up = []
    assert table.press(Key.NEXT, Key.RECALL, Key.RECALL) == ("E001 PHUC VU", "DANG GUI...")
    assert table.go_on() == ("SO O QUAY VUA", "DOI XEM LAI")
    assert table.asked == ["call-next", "start", "finish-and-call-next"]
    assert table.press(Key.START) == ("E002 DANG GOI", "CHO 1 KE E003")
    assert table.press(Key.START) == ("E002 PHUC VU", "CHO 1 KE E003")
    table.held_up = []
    table.press(Key.FINISH, Key.NEXT)
    assert table.go_on() == ("E003 DANG GOI", "KHONG AI CHO")


def test_a_nervous_hand_presses_once(table: Table) -> None:
    table.desk.draw("E001", "E002")
    assert table.at_once(Key.NEXT, Key.NEXT, Key.NEXT) == ("E001 DANG GOI", "CHO 1 KE E002")
    assert table.asked == ["call-next"]
    table.press(Key.MISSED)
    assert table.at_once("2", Key.CALL, Key.CALL) == ("1/1 E002", "dang cho")
    assert table.asked == ["call-next", "missed"]


def test_no_more_presses_wait_than_somebody_can_mean(table: Table) -> None:
    table.desk.draw("E001")
    table.press(Key.NEXT)
    table.held_up = []
    keys = [Key.RECALL, Key.START, Key.FINISH, Key.MISSED, Key.HOLD]
    assert len(keys) == MOST_WAITING + 2
    assert table.press(*keys) == ("CHO MOT CHUT", "ROI BAM TIEP")
    table.go_on()
    assert table.asked[1:] == ["recall", "start", "finish"]


def test_what_was_pressed_while_an_answer_is_awaited_counts_once_and_not_behind_a_list(table: Table) -> None:
    table.desk.draw("E001")
    table.press(Key.NEXT)
    table.held_up = []
    table.press(Key.RECALL, Key.RECALL, Key.RECALL, Key.TRANSFER, Key.START)
    assert table.go_on() == ("1/12 Ho tich", "")
    assert table.asked == ["call-next", "recall"]


def test_an_order_is_repeated_under_one_key_and_given_up_in_time(table: Table) -> None:
    table.desk.draw("E001")
    table.desk.absent = [NoAnswer("away")] * 2
    assert table.press(Key.NEXT) == ("E001 DANG GOI", "KHONG AI CHO")
    assert len(table.desk.keys) == 3
    assert len(set(table.desk.keys)) == 1
    table.desk.absent = [NoAnswer("away")] * 100
    assert table.press(Key.START) == ("KHONG CO MAY CHU", "XEM ROI BAM LAI")
    attempts = 100 - len(table.desk.absent)
    assert 2 <= attempts <= PATIENCE_S / AGAIN_S
    table.desk.absent = [HubNotPaired("stranger"), *[HubFault("full disk")] * 20]
    assert table.press(Key.START) == ("CHUA GHEP NOI", "BAO QUAN TRI")
    assert table.press(Key.START) == ("MAY CHU GAP LOI", "XEM ROI BAM LAI")


def test_a_fault_leaves_no_keypad_silent(table: Table) -> None:
    table.desk.draw("E001")
    table.desk.absent = [RuntimeError("a fault of ours")]  # type: ignore[list-item]
    assert table.press(Key.NEXT) == ("KHONG LAM DUOC", "")
    assert table.press(Key.NEXT) == ("E001 DANG GOI", "KHONG AI CHO")


def test_what_stands_in_the_way_is_shown(table: Table) -> None:
    table.desk.is_up = False
    table.keypad.view_changed()
    assert table.lines == ("QUAY 3 MO", "KHONG CO MAY CHU")
    table.keypad.pairing("482913")
    assert table.lines == ("MA GHEP NOI", "482913")
    table.keypad.pairing("")
    table.desk.is_up = True
    table.desk.do([e.DayClosed(day=DAY)])
    table.keypad.view_changed()
    assert table.lines[0] == "QUAY 3"
    assert table.press(Key.NEXT) == ("CHUA MO NGAY", "LAM VIEC")


def test_every_refusal_that_a_keypad_can_meet_has_words_that_fit() -> None:
    by_command = codes_by_command(REFUSALS)
    codes = set().union(*(by_command[command] for command in OWN_COMMANDS))
    assert len(codes) > 15
    for language in ("vi", "en"):
        texts = catalogue(language)
        assert sorted(code for code in codes if f"keypad.said_{code}" not in texts) == []
        for code in (key.removeprefix("keypad.said_") for key in texts if key.startswith("keypad.said_")):
            whole = plain(texts[f"keypad.said_{code}"].format(**LONGEST))
            lines = lines_of(Shown(3, said=Said(code, LONGEST)), language)
            assert max(map(len, lines)) <= WIDTH
            assert " ".join(lines).split() == whole.split()


def test_the_display_speaks_the_language_of_its_options() -> None:
    table = Table("en")
    table.desk.draw("E001")
    assert table.press(Key.NEXT) == ("E001 CALLED", "NOBODY WAITS")
