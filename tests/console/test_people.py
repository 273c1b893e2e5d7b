"""``run.py setup`` and ``run.py staff``: the first start, once, and accounts beside a running hub and without one."""

from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from config.centre import load_centre
from hub.console.setup import is_confirmed, setup
from hub.console.staff import staff
from tests.hub_process import HubProcess
from tests.staff_kit import PASSWORD, sign_in, signed_in

OPTIONS = ["--office", "UBND Phường Thử", "--name", "Trung tâm Thử", "--login", "quantri", "--person", "Trần Văn Quản"]


def set_up(data: Path, *more: str, password: str = PASSWORD) -> Result:
    arguments = ["--data", str(data), *OPTIONS, *more, "--password-file", "-"]
    return CliRunner().invoke(setup, arguments, input=f"{password}\nnext line\n")


def run_staff(data: Path, *arguments: str, typed: str = "") -> Result:
    return CliRunner().invoke(staff, [*arguments, "--data", str(data)], input=typed)


def test_a_first_start_names_the_centre_and_makes_an_administrator(tmp_path: Path) -> None:
    done = set_up(tmp_path, "--name-en", "Test Centre")
    assert (done.exit_code, "Đồng hồ của máy này" in done.output) == (0, True)
    assert done.output.endswith(f"then start run.py hub --data {tmp_path}\n")
    plan = load_centre(tmp_path / "centre")
    assert (plan.centre.office.vi, plan.centre.office.en) == ("UBND Phường Thử", "UBND Phường Thử")
    assert (plan.centre.name.vi, plan.centre.name.en) == ("Trung tâm Thử", "Test Centre")
    assert (tmp_path / "centre" / "centre.toml").read_text(encoding="utf-8").count("#") > 5
    with HubProcess(tmp_path, demo=False) as hub, signed_in(hub, "quantri") as browser:
        assert browser.get(f"{hub.url}/admin/staff", timeout=10).ok


def test_it_is_done_once(tmp_path: Path) -> None:
    assert set_up(tmp_path).exit_code == 0
    before = (tmp_path / "centre" / "centre.toml").read_bytes()
    again = set_up(tmp_path, password="another password")
    assert (again.exit_code, "has been set up" in again.output) == (2, True)
    assert (tmp_path / "centre" / "centre.toml").read_bytes() == before


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (["--office", " "], "need a name"),
        (["--login", "quan tri"], "no blanks"),
        (["--person", " "], "full name"),
    ],
)
def test_what_cannot_be_leaves_nothing_half_made(tmp_path: Path, change: list[str], said: str) -> None:
    failed = set_up(tmp_path, *change)
    assert (failed.exit_code, said in failed.output) == (2, True)
    assert not (tmp_path / "centre").exists()
    assert not list(tmp_path.glob(".centre*"))
    assert set_up(tmp_path).exit_code == 0


@pytest.mark.parametrize("password", ["", "short", "matkhau123", "quantri1234"])
def test_there_is_no_default_password_and_no_weak_one(tmp_path: Path, password: str) -> None:
    assert set_up(tmp_path, password=password).exit_code == 2
    assert not (tmp_path / "centre").exists()


def test_an_earlier_try_that_was_cut_off_is_gone_on_with(tmp_path: Path) -> None:
    assert set_up(tmp_path).exit_code == 0
    (tmp_path / "centre").rename(tmp_path / ".centre.new")
    assert set_up(tmp_path, password="trúc vàng bên sông").exit_code == 0
    listed = run_staff(tmp_path, "list").output
    assert listed.count("quantri") == 1


def test_what_a_demo_has_left_becomes_no_centre(tmp_path: Path) -> None:
    with HubProcess(tmp_path) as demo:
        assert demo.health()["status"] == "ok"
    refused = set_up(tmp_path)
    assert (refused.exit_code, "Choose an empty folder" in refused.output) == (2, True)
    assert not (tmp_path / "centre").exists()


def test_it_asks_for_what_is_not_said(tmp_path: Path) -> None:
    typed = ["UBND Phường Thử", "Trung tâm Thử", "quantri", "Trần Văn Quản", "too short", "too short"]
    refused = CliRunner().invoke(setup, ["--data", str(tmp_path)], input="\n".join(typed) + "\n")
    assert (refused.exit_code, "ít nhất 10 ký tự" in refused.output) == (2, True)
    typed[-2:] = [PASSWORD, PASSWORD]
    done = CliRunner().invoke(setup, ["--data", str(tmp_path)], input="\n".join(typed) + "\n")
    assert (done.exit_code, PASSWORD in done.output) == (0, False)
    assert load_centre(tmp_path / "centre").centre.name.vi == "Trung tâm Thử"


def test_a_sign_in_name_that_cannot_be_is_asked_for_again_where_it_was_typed(tmp_path: Path) -> None:
    typed = ["UBND Phường Thử", "Trung tâm Thử", "Quản Trị", "quantri", "Trần Văn Quản", PASSWORD, PASSWORD]
    done = CliRunner().invoke(setup, ["--data", str(tmp_path)], input="\n".join(typed) + "\n")
    assert (
        done.exit_code,
        done.output.count("không có khoảng trắng"),
        "quantri" in run_staff(tmp_path, "list").output,
    ) == (0, 1, True)


def test_a_centre_of_ones_own_does_not_call_itself_a_sample(tmp_path: Path) -> None:
    assert set_up(tmp_path).exit_code == 0
    written = (tmp_path / "centre" / "centre.toml").read_text(encoding="utf-8")
    assert written.startswith("# Trung tâm của bạn.")
    assert "Trung tâm mẫu" not in written
    assert 'zone = "Asia/Ho_Chi_Minh"' in written


@pytest.mark.parametrize(
    ("typed", "means"), [("\n", True), ("có\n", True), ("Y\n", True), ("hả\nkhông\n", False), ("n\n", False)]
)
def test_a_question_is_answered_in_vietnamese_or_english(typed: str, means: bool) -> None:
    command = click.Command("asks", callback=lambda: click.echo(f"means {is_confirmed('Đúng không?')}"))
    asked = CliRunner().invoke(command, input=typed)
    assert asked.output.endswith(f"means {means}\n")
    assert asked.output.count("Gõ «có»") == typed.count("\n") - 1


def test_a_hub_says_to_set_the_centre_up_first(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match=r"run\.py setup"), HubProcess(tmp_path / "new", demo=False):
        pytest.fail("a hub runs without a centre")
    assert not (tmp_path / "new").exists()
    assert "run.py setup" in run_staff(tmp_path, "list").output


def test_a_password_is_no_option(tmp_path: Path) -> None:
    for command in (setup, *staff.commands.values()):
        names = {name for option in command.params for name in option.opts}
        assert "--password" not in names
        assert "password" not in names


@pytest.mark.parametrize("is_running", [True, False])
def test_accounts_by_command(tmp_path: Path, is_running: bool) -> None:
    assert set_up(tmp_path).exit_code == 0
    with HubProcess(tmp_path, demo=False) as hub:
        if not is_running:
            hub.stop()
        made = run_staff(tmp_path, "add", "lan", "Nguyễn Thị Lan", "clerk")
        assert (made.exit_code, "One-time password" in made.output) == (0, True)
        one_time = made.output.rsplit(" ", 1)[1].strip()
        typed = run_staff(
            tmp_path, "add", "minh", "Phạm Văn Minh", "clerk", "--password-file", "-", typed=f"{PASSWORD}\n"
        )
        assert (typed.exit_code, PASSWORD in typed.output) == (0, False)
        taken = run_staff(tmp_path, "add", "LAN", "Another", "clerk")
        assert (taken.exit_code, "đã có người dùng" in taken.output, "is taken" in taken.output) == (2, True, True)
        assert run_staff(tmp_path, "role", "minh", "supervisor").exit_code == 0
        assert run_staff(tmp_path, "name", "minh", "Phạm Nhật Minh").exit_code == 0
        assert run_staff(tmp_path, "name", "minh", " ").exit_code == 2
        assert run_staff(tmp_path, "name", "nobody", "Somebody").exit_code == 2
        assert run_staff(tmp_path, "close", "quantri").exit_code == 2
        assert run_staff(tmp_path, "close", "nobody").exit_code == 2
        listed = run_staff(tmp_path, "list").output.splitlines()
        assert [line.split()[:2] for line in listed] == [
            ["quantri", "administrator"],
            ["lan", "clerk"],
            ["minh", "supervisor"],
        ]
        assert "not changed yet" in listed[1]
        assert listed[2].endswith("Phạm Nhật Minh")
        if is_running:
            _the_first_password_must_be_changed(hub, one_time)


def _the_first_password_must_be_changed(hub: HubProcess, one_time: str) -> None:
    with signed_in(hub, "lan", one_time) as browser:
        for path in ("/", "/counter/3/", "/reception/"):
            assert browser.get(f"{hub.url}{path}", timeout=10).url == f"{hub.url}/password"
        assert browser.post(f"{hub.url}/counter/3/token", timeout=10).status_code == 403
        assert browser.get(f"{hub.url}/api/v1/people", timeout=10).status_code == 403
        form = {"former": one_time, "password": PASSWORD, "again": PASSWORD}
        for wrong in ({"again": "x"}, {"password": "short", "again": "short"}, {"former": PASSWORD}):
            assert browser.post(f"{hub.url}/password", data={**form, **wrong}, timeout=10).status_code == 422
        assert browser.post(f"{hub.url}/password", data=form, timeout=10).url == f"{hub.url}/"
        assert browser.get(f"{hub.url}/counter/3/", timeout=10).url == f"{hub.url}/counter/3/"
        assert sign_in(hub, browser, "lan", one_time).status_code == 422
