"""The guides call things as the screens do."""

import pytest

from config.texts import text
from drivers.devices import Key
from hub.console.staff import ROLES
from tests.hub_process import ROOT

NO_BREAK = "\xa0"
DOCS = ROOT / "docs"
NAMED = {
    "huong-dan-can-bo.md": (
        "kiosk.noted",
        *(f"pictures.key_{key.value}" for key in Key if not key.value.isdigit()),
        *(f"counter.act_{act}" for act in ("start", "finish", "finish_next", "return", "call_number", "close")),
        *(
            f"counter.{code}"
            for code in ("print_list", "served_offline", "nobody_offline", "sheet_served", "row_resume")
        ),
    ),
    "huong-dan-thiet-lap.md": (
        *(f"staff.role_{role}" for role in ROLES),
        *(f"supervisor.{code}" for code in ("handle", "release", "close_day", "reopen_day", "do_open")),
    ),
    "operations.md": (
        *("kiosk.noted", "counter.print_list", "counter.served_offline", "supervisor.alert_seen"),
        *("devices.test_print", "devices.restart", "devices.rename", "devices.revoke", "supervisor.all_devices"),
        *(f"staff.role_{role}" for role in ROLES),
    ),
}


@pytest.mark.parametrize("guide", NAMED)
def test_a_guide_names_what_the_screens_name(guide: str) -> None:
    told = (DOCS / guide).read_text(encoding="utf-8")
    assert [name for code in NAMED[guide] if (name := text("vi", code).replace(NO_BREAK, " ")) not in told] == []


@pytest.mark.parametrize("trouble", ["device_silent", "line_lost", "ratings_waiting", "agent_away"])
def test_the_clerks_guide_says_what_to_do_about_a_device_in_trouble(trouble: str) -> None:
    said = text("vi", f"desk.alert_{trouble}").removeprefix("{device}")
    assert f"{said}”" in (DOCS / "huong-dan-can-bo.md").read_text(encoding="utf-8")


def test_keypads_and_guides_call_the_keys_alike() -> None:
    for key, said in (("start", "said_start_first"), ("call", "said_type_first"), ("clear", "said_finish_typing")):
        assert text("vi", f"pictures.key_{key}").upper() in text("vi", f"keypad.{said}")


def test_in_vietnamese_the_machine_has_one_name() -> None:
    for guide in (*DOCS.glob("huong-dan-*.md"), ROOT / "README.vi.md"):
        assert "máy lấy số" not in guide.read_text(encoding="utf-8").lower()


def test_the_dialog_of_a_counter_is_quoted_as_it_stands() -> None:
    guide = (DOCS / "huong-dan-thiet-lap.md").read_text(encoding="utf-8")
    assert f"*{text('vi', 'supervisor.do_release', label='…')}*" in guide
