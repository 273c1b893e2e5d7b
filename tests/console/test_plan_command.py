"""The plan of a running centre: looked at, compared, adopted by the console and on its page, never by just anybody."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from click.testing import CliRunner, Result

from hub.console.checks import check
from hub.console.hours import hours
from hub.console.plan import plan
from tests.hub_process import HubProcess
from tests.staff_kit import centre, signed_in

WHY = "Thêm người cho hộ tịch"


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HubProcess]:
    with centre(tmp_path_factory.mktemp("plan")) as running:
        yield running


def run(data: Path, *words: str) -> Result:
    return CliRunner().invoke(plan, [*words, "--data", str(data)])


def look(browser: requests.Session, hub: HubProcess, **form: object) -> requests.Response:
    return browser.post(f"{hub.url}/admin/plan/look", timeout=10, **form)  # type: ignore[arg-type]


def number_of(page: str) -> str:
    """The number of the look on a page."""
    return page.partition('name="look" value="')[2].partition('"')[0]


def adopt(browser: requests.Session, hub: HubProcess, looked: str, when: str = "now", why: str = WHY) -> str:
    form = {"why": why, "when": when, "look": number_of(looked)}
    return browser.post(f"{hub.url}/admin/plan/adopt", data=form, timeout=10).text


def quota(most: int, name: str = "quotas.csv") -> dict[str, tuple[str, str]]:
    return {"files": (name, f"field;per;walk_in;remote\nho_tich;session;{most};\n")}


def test_a_plan_goes_out_is_changed_and_comes_back(hub: HubProcess, tmp_path: Path) -> None:
    shown = run(hub.data, "show")
    assert ("Version 1" in shown.output, "hub" in shown.output) == (True, True)
    folder = tmp_path / "tables"
    assert run(hub.data, "export", str(folder)).exit_code == 0
    assert run(hub.data, "diff", str(folder)).exit_code == 0
    counters = folder / "counters.csv"
    served = counters.read_text(encoding="utf-8").replace(
        "Certification,chung_thuc,", "Certification,chung_thuc ho_tich,"
    )
    counters.write_text(served, encoding="utf-8")
    differs = run(hub.data, "diff", str(folder))
    assert (differs.exit_code, differs.output) == (1, "Quầy 3 phục vụ thêm Hộ tịch\n")
    stranger = run(hub.data, "adopt", str(counters), "--why", WHY, "--as", "lan")
    assert (stranger.exit_code, "«lan» is no administrator" in stranger.output) == (2, True)
    adopted = run(hub.data, "adopt", str(counters), "--why", WHY, "--now", "--as", "quantri")
    assert (adopted.exit_code, "phiên bản 2" in adopted.output) == (0, True), adopted.output
    again = run(hub.data, "adopt", str(counters), "--why", WHY)
    assert (again.exit_code, "Nothing has changed" in again.output) == (2, True)
    history = run(hub.data, "show").output
    assert [part in history for part in ("Version 2", "staff-1", "at once", WHY)] == [True] * 4
    assert run(hub.data, "diff", "1", "2").output == "Quầy 3 phục vụ thêm Hộ tịch\n"
    first = run(hub.data, "show", "--version", "1", "--toml").output
    opened = run(hub.data, "show", "--day", str(hub.health()["day"]), "--toml").output
    assert (first, first.count("[[fields]]")) == (opened, 12)


def test_a_centre_s_file_is_a_draft_until_it_is_adopted_on_the_page(hub: HubProcess) -> None:
    file = hub.data / "centre" / "centre.toml"
    file.write_text(file.read_text(encoding="utf-8").replace('"Đất đai"', '"Đất đai, nhà ở"'), encoding="utf-8")
    administrator, inspector = signed_in(hub, "quantri"), signed_in(hub, "thanhtra")
    page = f"{hub.url}/admin/plan"
    assert 'data-draft="' in inspector.get(page, timeout=10).text
    assert 'data-draft="2"' in inspector.get(hub.url, timeout=10).text
    assert re.search(r'"draft_differs": ?2', inspector.get(f"{hub.url}/supervisor/", timeout=10).text)
    checked = CliRunner().invoke(check, ["--data", str(hub.data)])
    assert ("in 2 places" in checked.output, checked.exit_code) == (True, 0), checked.output
    assert look(inspector, hub, data={"draft": "yes"}).status_code == 403
    looked = look(administrator, hub, data={"draft": "yes"}).text
    assert "Lĩnh vực Đất đai, nhà ở, tên: Đất đai → Đất đai, nhà ở" in looked
    form = {"why": " ", "when": "now", "look": number_of(looked)}
    assert "plan.refusal.why" in administrator.post(f"{page}/adopt", data=form, timeout=10).text
    told = adopt(administrator, hub, looked, when="next_day", why="Tên mới")
    assert ("data-refusal" in told, 'data-adopted="3"' in told, "Trần Văn Quản" in told) == (False, True, True)
    assert "Lĩnh vực Đất đai, nhà ở" in told.partition("phiên bản 3")[2]
    assert "plan.refusal.same" in look(administrator, hub, data={"draft": "yes"}).text
    toml = inspector.get(f"{page}/3/centre.toml", timeout=10)
    assert ("Đất đai, nhà ở" in toml.text, inspector.get(f"{page}/9/centre.toml", timeout=10).status_code) == (
        True,
        404,
    )
    assert inspector.get(f"{page}/3/tables.zip", timeout=10).content.startswith(b"PK")
    for browser in (administrator, inspector):
        browser.close()


def test_an_upload_with_a_slip_says_where_and_a_large_one_is_read(hub: HubProcess) -> None:
    administrator = signed_in(hub, "quantri")
    toml = administrator.get(f"{hub.url}/admin/plan/1/centre.toml", timeout=10).text
    long = f"{toml}# {'x' * 100_000}"
    slip = look(administrator, hub, files={"files": ("Plan.toml", toml.replace('"baby"', '"babby"'))}).text
    assert ("fields[ho_tich].icon" in slip, "centre.toml" in slip) == (True, True)
    assert 'id="looked-at"' in look(administrator, hub, files={"files": ("plan.toml", long)}).text
    for name in ("quotas.csv", "Quotas (1).csv", "C:\\Plan\\quotas(2).CSV"):
        assert "hạn mức số" in look(administrator, hub, files=quota(40, name)).text
    for name in ("quotas.xlsx", "hạn mức.csv", "plan-3.zip"):
        told = look(administrator, hub, files=[("files", file) for file in (quota(40)["files"], (name, "x"))])
        assert ("plan.refusal.unknown_file" in told.text, f"«{name}»" in told.text) == (True, True)
    both = [("files", quota(40)["files"]), ("files", quota(50, "quotas (1).csv")["files"])]
    assert "«quotas (1).csv» và «quotas.csv»" in look(administrator, hub, files=both).text
    large = look(administrator, hub, files={"files": ("plan.toml", "x" * 300_000)})
    assert (large.status_code, "plan.refusal.too_large" in large.text) == (422, True)
    nested = look(administrator, hub, files={"files": ("plan.toml", f"a = {'[' * 100_000}")})
    assert (nested.status_code, "too many brackets" in nested.text) == (422, True)
    assert look(administrator, hub, files={"files": ("", "")}).status_code == 422
    administrator.close()


def test_what_another_adopted_meanwhile_is_not_lost(hub: HubProcess) -> None:
    one, other = signed_in(hub, "quantri"), signed_in(hub, "quantri")
    looked, others = (look(browser, hub, files=quota(most)).text for browser, most in ((one, 40), (other, 50)))
    version = int(adopt(other, hub, others).partition('data-adopted="')[2].partition('"')[0])
    told = adopt(one, hub, looked)
    assert ('data-refusal="refusal.plan_changed_meanwhile"' in told, f"phiên bản {version} đã" in told) == (True, True)
    assert 'id="looked-at"' not in told
    shown = look(one, hub, files=quota(60)).text
    assert 'data-refusal="plan.refusal.gone"' in adopt(one, hub, looked)
    assert f'data-adopted="{version + 1}"' in adopt(one, hub, shown)
    one.close()
    other.close()


def test_a_plan_is_adopted_while_the_hub_rests(tmp_path: Path) -> None:
    with centre(tmp_path) as hub:
        folder = tmp_path / "out"
        assert run(hub.data, "export", str(folder)).exit_code == 0
    (folder / "clerks.csv").write_text("clerk;profile\nstaff-9;none\n", encoding="utf-8")
    assert "clerks" in run(tmp_path, "check", str(folder)).output
    (folder / "clerks.csv").unlink()
    toml = folder / "centre.toml"
    toml.write_text(
        toml.read_text(encoding="utf-8").replace("most_files_per_ticket = 50", "most_files_per_ticket = 9"),
        encoding="utf-8",
    )
    adopted = run(tmp_path, "adopt", str(folder), "--why", WHY)
    assert (adopted.exit_code, "Số hồ sơ nhiều nhất mỗi phiếu: 50 → 9" in adopted.output) == (0, True), adopted.output
    shown = run(tmp_path, "show").output
    assert ("console" in shown, "open day goes by version 1; version 2 counts" in shown) == (True, True)
    draft = tmp_path / "centre" / "centre.toml"
    draft.write_text(draft.read_text(encoding="utf-8").replace('"17:00"', '"16:00"'), encoding="utf-8")
    for command, told in ((check, "in 2 places"), (hours, "the adopted plan, which counts, has other ones")):
        assert told in CliRunner().invoke(command, ["--data", str(tmp_path)]).output
    draft.write_text("[polcy]", encoding="utf-8")
    with HubProcess(tmp_path, demo=False) as again:
        assert any("the draft cannot be read" in line for line in again.log)
        assert 'data-draft="unreadable"' in signed_in(again, "thanhtra").get(f"{again.url}/admin/plan", timeout=10).text
