"""The closing, the export and their check from the keyboard; the paper whose photograph is a proof."""

import shutil
from pathlib import Path

import pytest
import zxingcpp
from click.testing import CliRunner, Result
from PIL import Image

from drivers.simulators import PrinterSimulator, TcpCable
from hub.console.base import SAMPLE
from hub.console.checks import audit
from hub.console.closing import closing, export
from hub.store.closing_shelf import Shelf, read_status
from hub.store.signing_key import fingerprint, known_key
from tests.drivers.desk import Tray
from tests.service.kit import DAY
from tests.store.closed_day import ClosedDay


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The folder of a hub that stopped after a day was closed, without any closing yet."""
    data = tmp_path / "data"
    data.mkdir()
    closed = ClosedDay(data)
    closed.closing.unlink()
    shutil.copytree(SAMPLE, data / "centre")
    return data


def shown(data: Path, *arguments: object) -> Result:
    return CliRunner().invoke(closing, ["--data", str(data), *map(str, arguments)])


def test_a_day_is_signed_exported_and_checked_by_somebody_else(data: Path, tmp_path: Path) -> None:
    done = shown(data, DAY)
    assert done.exit_code == 0, done.output
    (made,) = Shelf(data).closings(DAY)
    assert str(made) in done.output
    assert "Dãy A: 3 số, A001 đến A003" in done.output
    assert shown(data, DAY).output == done.output, "it is made once"
    away = tmp_path / "away"
    away.mkdir()
    shutil.copy(made, away)
    exported = CliRunner().invoke(export, [DAY, "--data", str(data), "--to", str(away / "so.jsonl")])
    assert exported.exit_code == 0, exported.output
    shutil.rmtree(data)
    checked = ["--closing", str(away / made.name), "--journal", str(away / "so.jsonl")]
    proved = CliRunner().invoke(audit, checked)
    assert proved.exit_code == 0, proved.output
    lines = (away / "so.jsonl").read_bytes().splitlines(keepends=True)
    lines[9] = lines[9].replace(b"2026-11-22T02", b"2026-11-22T01")
    (away / "so.jsonl").write_bytes(b"".join(lines))
    found = CliRunner().invoke(audit, checked)
    assert found.exit_code == 2
    assert "  row 9 (2026-11-22T01:00:00.000Z, " in found.output
    assert "was changed" in found.output
    foreign = CliRunner().invoke(audit, [*checked, "--key", "0000 1111"])
    assert "FOREIGN KEY" in foreign.output


def test_it_says_whose_key_it_is_and_how_the_places_do(data: Path) -> None:
    (data / "closing.key").unlink()
    assert "none yet; the first closing makes one" in shown(data).output
    (data / "centre" / "closing.toml").write_text('[[folder]]\nname = "usb"\npath = "/nowhere"\n', encoding="utf-8")
    assert shown(data, "--due").exit_code == 0
    told = shown(data).output
    public = known_key(data)
    assert public is not None
    assert fingerprint(public) in told
    assert f"last closing: {DAY}" in told
    assert "usb: nothing sent yet, 1 waiting" in told
    assert "is its disk mounted?" in told
    again = shown(data, DAY, "--again")
    assert again.exit_code == 1
    assert "not sent to usb" in again.stderr


def test_what_cannot_be_made_is_said_and_remembered(data: Path) -> None:
    (data / "closing.key").write_bytes(b"nonsense")
    failed = shown(data, "--due")
    assert failed.exit_code == 2
    assert "is no key" in failed.stderr
    assert "is no key" in read_status(data).why
    assert "the last attempt failed" in shown(data).output or "is no key" in shown(data).stderr
    assert shown(data, "2026-01-01").exit_code == 2


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_photograph_of_the_paper_is_a_proof(data: Path, tmp_path: Path, language: str) -> None:
    picture = tmp_path / "closing.png"
    assert shown(data, DAY, "--png", picture, "--language", language).exit_code == 0
    with Image.open(picture) as paper:
        (code,) = zxingcpp.read_barcodes(paper)
    (tmp_path / "from-paper.json").write_text(code.text, encoding="utf-8")
    export_to = tmp_path / "so.jsonl"
    CliRunner().invoke(export, [DAY, "--data", str(data), "--to", str(export_to)])
    arguments = ["--closing", str(tmp_path / "from-paper.json"), "--journal", str(export_to)]
    assert CliRunner().invoke(audit, arguments).exit_code == 0


def test_it_comes_out_of_a_printer_once(data: Path) -> None:
    tray = Tray()
    server = TcpCable(PrinterSimulator(tray.append), 0)
    server.plug()
    try:
        url = f"socket://127.0.0.1:{server.port}"
        (data / "centre" / "closing.toml").write_text(f'[[paper]]\nname = "in"\nprinter = "{url}"\n', encoding="utf-8")
        for _ in range(2):
            done = shown(data, "--due")
            assert done.exit_code == 0, done.output
            assert "not sent" not in done.output
        assert len(tray.wait_for(1)) == 1
    finally:
        server.unplug()
    (data / "centre" / "closing.toml").write_text('[[paper]]\nname = "in"\nprinter = "nonsense"\n', encoding="utf-8")
    assert "not sent to in" in shown(data, DAY, "--again").stderr


def test_files_and_a_day_are_different_things() -> None:
    for arguments in ([], [DAY, "--closing", __file__, "--journal", __file__], ["--closing", __file__]):
        assert CliRunner().invoke(audit, arguments).exit_code == 2
