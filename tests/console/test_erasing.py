"""``run.py erase``: a clerk's notes are gone from the hub, from its screens and from the disk."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from hub.console.erasing import erase
from tests.hub_process import HubProcess

HELD, SENT = "căn cước của bà Tư", "gặp anh Hùng phòng 5"


def run_erase(data: Path, day: str, label: str) -> str:
    done = CliRunner().invoke(erase, [day, label, "--data", str(data)])
    assert done.exit_code == 0, done.output
    return done.output


def on_disk(data: Path, text: str) -> bool:
    return any(text.encode() in file.read_bytes() for file in data.iterdir() if file.is_file())


@pytest.mark.parametrize("is_running", [True, False])
def test_notes_of_a_number_are_erased(tmp_path: Path, is_running: bool) -> None:
    with HubProcess(tmp_path) as hub:
        day, clerk = hub.health()["day"], hub.token("counter:2")
        for _ in range(2):
            assert hub.post(hub.token("kiosk:K1"), "/tickets", {"field": "ho_tich"}).status_code == 201
        for step in ("open", "call-next", "start"):
            assert hub.post(clerk, f"/counters/2/{step}").ok
        assert hub.post(clerk, "/counters/2/hold", {"note": HELD}).ok
        for step in ("call-next", "start"):
            assert hub.post(clerk, f"/counters/2/{step}").ok
        assert hub.post(clerk, "/counters/2/transfer", {"to_field": "dat_dai", "note": SENT}).ok
        before = hub.health()["seq"]
        assert (on_disk(tmp_path, HELD), HELD in str(hub.view(clerk, "counter:2"))) == (True, True)
        if not is_running:
            hub.stop()
        assert "no notes" in run_erase(tmp_path, day, "A099")
        assert "A001 erased: 1" in run_erase(tmp_path, day, "a001")
        assert (on_disk(tmp_path, HELD), on_disk(tmp_path, SENT)) == (False, True)
        assert "A002 erased: 1" in run_erase(tmp_path, day, "A002")
        assert not on_disk(tmp_path, SENT)
        if is_running:
            assert (hub.health()["seq"], HELD in str(hub.view(clerk, "counter:2"))) == (before, False)
    with HubProcess(tmp_path) as again:
        assert again.health()["seq"] >= before


def test_where_no_hub_was_there_is_nothing_to_erase(tmp_path: Path) -> None:
    done = CliRunner().invoke(erase, ["2026-11-22", "A001", "--data", str(tmp_path)])
    assert (done.exit_code, "no journal" in done.output) == (2, True)
    assert not list(tmp_path.iterdir())
