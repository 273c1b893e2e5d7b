"""A real hub: its day is closed, its closing is there and elsewhere, and a changed byte is named."""

import shutil
from pathlib import Path
from typing import Any

import click
import requests
from click.testing import CliRunner, Result

from hub.console.base import SAMPLE
from hub.console.checks import audit
from hub.console.closing import export
from hub.store.closing_due import days_unsigned
from hub.store.closing_shelf import read_status
from tests.hub_process import HubProcess
from tests.sending.servers import HOST, PostServer, running
from tests.waiting import until


def run(command: click.Command, *arguments: object) -> Result:
    return CliRunner().invoke(command, [*map(str, arguments)])


def told(hub: HubProcess) -> dict[str, Any]:
    """How the hub says that its closings go."""
    asking = {"Authorization": f"Bearer {hub.token('supervisor')}"}
    answer: dict[str, Any] = requests.get(f"{hub.url}/api/v1/closings", headers=asking, timeout=10).json()
    return answer


def and_then_fails(hub: HubProcess, centre: Path) -> None:
    """Its process fails before it can note anything; the hub says so, the doctor finds the day without a closing."""
    (centre / "closing.toml").write_text("chekpoint_every_min = 1\n", encoding="utf-8")
    assert hub.post(hub.token("supervisor"), "/day/reopen").status_code == 200
    assert hub.post(hub.token("supervisor"), "/day/close").status_code == 200
    assert until(lambda: "did you mean «checkpoint_every_min»" in told(hub)["why"], 30)
    assert days_unsigned(hub.data, read_status(hub.data))


def test_a_closed_day_is_signed_leaves_and_is_proved_elsewhere(tmp_path: Path) -> None:
    centre, away, server = tmp_path / "centre", tmp_path / "away", PostServer()
    shutil.copytree(SAMPLE, centre)
    away.mkdir()
    (centre / "closing.toml").write_text(
        f"""
        checkpoint_every_min = 1
        [[post]]
        name = "so"
        url = "http://{HOST}:{server.port}/closings"
        [[folder]]
        name = "usb"
        path = "{away}"
        """,
        encoding="utf-8",
    )
    with running(server), HubProcess(tmp_path / "data", "--centre", str(centre)) as hub:
        assert hub.post(hub.token("kiosk:K1"), "/tickets", {"field": "ho_tich"}).status_code == 201
        assert hub.post(hub.token("supervisor"), "/day/close").status_code == 200
        assert until(lambda: any("-closing-" in name for name in server.kept), 30)
        assert until(lambda: any(away.glob("*-closing-*.json")), 30)
        journal = tmp_path / "so.jsonl"
        assert run(export, "--data", hub.data, "--to", journal).exit_code == 0
        and_then_fails(hub, centre)
    signed = sorted(away.glob("*.json"))
    assert {file.stem: file.read_bytes() for file in signed} == server.kept
    files = [option for file in signed for option in ("--closing", file)]
    proved = run(audit, *files, "--journal", journal)
    assert proved.exit_code == 0, proved.output
    content = bytearray(journal.read_bytes())
    row = content.index(b'"seq":3')
    content[content.index(b'"actor":"', row) + 9] ^= 1
    journal.write_bytes(content)
    found = run(audit, *files, "--journal", journal)
    assert found.exit_code == 2
    assert "  row 3 (" in found.output
