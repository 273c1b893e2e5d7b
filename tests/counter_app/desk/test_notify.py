"""The small notification on a clerk's screen, by a program that writes down how it was called."""

import json
import logging
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from msgspec.structs import replace

from counter_app.desk.hall_view import DeskCounter, Words
from counter_app.desk.keypad_faces import CONNECTING, Shown
from counter_app.desk.keypad_lists import Entry, Listing
from counter_app.desk.keypad_notices import Notice, notice_of
from counter_app.desk.keypad_orders import Said
from counter_app.desk.notify import NOTIFY_SEND, Notifier
from drivers.devices import Key
from tests.counter_app.desk.keypad_kit import Table
from tests.waiting import until

WITHIN_S = 10.0
COUNTER = DeskCounter(3, Words("Chứng thực", "Certification"), "open", waiting=2, next_label="E001")
PROGRAM = """\
import json, sys
with open(sys.argv[1], "a", encoding="utf-8") as log:
    log.write(json.dumps(sys.argv[2:]) + "\\n")
print(41)
"""


def calls_in(log: Path) -> list[list[str]]:
    return [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()] if log.exists() else []


def test_the_number_just_called_and_the_next_replace_what_was_shown_before(tmp_path: Path) -> None:
    program, log = tmp_path / "show.py", tmp_path / "calls"
    program.write_text(PROGRAM, encoding="utf-8")
    command = (sys.executable, str(program), str(log), "--replace-id={id}", "{title}", "{text}")
    notifier = Notifier(command)

    def shows(shown: Shown, count: int) -> list[str]:
        notifier.tell(shown, "vi")
        assert until(lambda: len(calls_in(log)) >= count, WITHIN_S)
        return calls_in(log)[-1]

    free = Shown(3, COUNTER)
    assert shows(free, 1) == ["--replace-id=0", "Quầy 3 đang mở", "2 người đang chờ, kế tiếp là số E001."]
    called = replace(COUNTER, ticket="t", label="E001", ticket_state="called", times_called=1, next_label="E002")
    assert shows(Shown(3, called), 2)[:2] == ["--replace-id=41", "Đang gọi số E001"]
    again = replace(called, times_called=2)
    assert shows(Shown(3, again), 3)[1] == "Đang gọi số E001 (lần 2)"
    assert len(calls_in(log)) == 3


def test_one_more_who_waits_is_no_news() -> None:
    shown: list[str] = []

    def run(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        shown.append(command[-1])
        return subprocess.CompletedProcess(command, 0, "", "")

    notifier = Notifier(("show", "{text}"), run)

    def tell(waiting: int) -> list[str]:
        notifier.tell(Shown(3, replace(COUNTER, waiting=waiting)), "vi")
        assert until(lambda: all(thread.name != "notifier" for thread in threading.enumerate()), WITHIN_S)
        return shown

    assert tell(0) == ["Không có ai chờ quầy này."]
    assert tell(2)[1:] == ["2 người đang chờ, kế tiếp là số E001."]
    assert len(tell(3)) == 2


def test_nothing_in_a_text_is_taken_for_markup_or_an_entity() -> None:
    shown: list[list[str]] = []

    def run(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        shown.append(command)
        return subprocess.CompletedProcess(command, 0, "", "")

    notifier = Notifier(("show", "{title}", "{text}"), run)
    entry = Entry("Hộ <b>tịch</b> & cư trú")
    notifier.tell(Shown(3, listing=Listing("transfer", (entry,), label="A<1&2>")), "vi")
    assert until(lambda: shown, WITHIN_S)
    said = " ".join(shown[0])
    assert not set("<>&") & set(said)
    assert "Hộ ‹b›tịch‹/b› ＆ cư trú" in said


def test_an_absent_program_is_told_once_and_calling_goes_on(caplog: pytest.LogCaptureFixture) -> None:
    shown: list[str] = []

    def missing(command: list[str], **_: object) -> object:
        shown.append(command[-1])
        raise FileNotFoundError(command[0])

    notifier = Notifier(("no-such-program", "{title}"), missing)  # type: ignore[arg-type]
    with caplog.at_level(logging.WARNING):
        for digits in ("1", "12", "123"):
            notifier.tell(Shown(3, COUNTER, digits=digits), "vi")
            assert until(lambda typed=digits: shown[-1:] == [f"Đang gõ số: {typed}"], WITHIN_S)
    assert len(caplog.records) == 1
    assert "no-such-program" in caplog.text


def test_neither_a_start_nor_a_missing_command_shows_anything() -> None:
    shown: list[object] = []
    Notifier((), shown.append).tell(Shown(3, COUNTER), "vi")  # type: ignore[arg-type]
    Notifier(("show", "{title}"), shown.append).tell(Shown(3, trouble=CONNECTING), "vi")  # type: ignore[arg-type]
    assert shown == []


def test_notifications_replace_each_other_under_the_desktops_own_rules() -> None:
    assert NOTIFY_SEND[0] == "notify-send"
    assert {"--print-id", "--replace-id={id}"} <= set(NOTIFY_SEND)


def test_what_is_typed_chosen_and_refused_is_said_in_whole_words() -> None:
    table = Table()
    table.desk.draw("E001", "E002")

    def notice(*keys: Key | str) -> Notice:
        table.press(*keys)
        return notice_of(table.shown[-1], "vi")

    assert notice("1") == Notice("Đang gõ số: 1", "Gọi số: gọi số này · Chuyển: đến quầy này · Xóa: bỏ")
    assert notice(Key.CALL) == Notice("Gọi số nào?", "1/1: E001 – đang chờ\nGọi số: chọn · Xóa: bỏ")
    first = notice(Key.CALL)
    assert first.title == "Gọi số E001 vì lý do gì?"
    assert first.text == "1/3: Công dân đang có mặt tại quầy\nGọi số: chọn · Xóa: bỏ"
    assert notice(Key.CALL) == Notice("Đang gọi số E001", "1 người đang chờ, kế tiếp là số E002.")
    assert notice(Key.NEXT).text == "ĐÃ ĐẾN QUẦY? BẤM BẮT ĐẦU"
    assert notice(Key.HOLD, Key.HOLD).title == "Tiếp tục số nào?"
    assert notice(Key.CLEAR, Key.RECALL) == Notice("Quầy 3", "Quầy 3 hiện không có số nào.")


def test_what_stands_in_the_way_has_words_in_both_languages() -> None:
    for language in ("vi", "en"):
        for trouble in ("connecting", "no_hub", "no_day", "no_counter"):
            assert notice_of(Shown(3, trouble=trouble), language).text
        assert "482913" in notice_of(Shown(3, pairing="482913"), language).title
        assert notice_of(Shown(3, said=Said("unheard_of")), language).text
        assert notice_of(Shown(3, said=Said("ticket_not_held")), language).text
        for state in ("paused", "closed"):
            assert notice_of(Shown(3, replace(COUNTER, state=state, waiting=0)), language).text
