"""Papers from the keyboard: pictures of layouts, slips on paper."""

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from PIL import Image

from drivers.printers import Raster
from drivers.simulators import PrinterSimulator, TcpCable
from hub.console.base import SAMPLE
from hub.console.checks import check
from hub.console.logo import store_logo
from hub.console.papers import preview, slip
from kiosk_app import printed_facts
from tests.drivers.desk import Tray
from tests.kiosk_app.paper_kit import PLAIN


def drawn(folder: Path, *arguments: str) -> Image.Image:
    """The picture of a layout."""
    file = folder / "paper.png"
    done = CliRunner().invoke(preview, [*arguments, "--png", str(file), "--data", str(folder)])
    assert done.exit_code == 0, done.output
    picture = opened(file)
    assert f"{picture.width} × {picture.height} dots" in done.output
    return picture


def opened(file: Path) -> Image.Image:
    """The picture of a file, which is closed again."""
    with Image.open(file) as picture:
        return picture.copy()


def run_slip(folder: Path, *arguments: str) -> Result:
    return CliRunner().invoke(slip, [*arguments, "--data", str(folder)])


def test_every_layout_is_drawn_as_it_is_printed(tmp_path: Path) -> None:
    for name, width in (("ticket-80", 576), ("ticket-58", 384), ("slip-80", 576), ("slip-58", 384)):
        assert drawn(tmp_path, name).width == width
        assert drawn(tmp_path, name, "--language", "en").tobytes() != drawn(tmp_path, name).tobytes()
    plain = drawn(tmp_path).height
    for state in ("test", "reprint", "priority"):
        assert drawn(tmp_path, "--with", state).height > plain
    assert drawn(tmp_path, "--with", "offline").height != plain
    assert drawn(tmp_path, "--copies", "2").height > 2 * plain
    assert drawn(tmp_path, "--width", "517").width == 512


def test_a_slip_is_drawn_or_printed(tmp_path: Path) -> None:
    file, tray = tmp_path / "slip.png", Tray()
    done = run_slip(tmp_path, "1.001193", "--png", str(file))
    height = opened(file).height
    assert done.output == f"{file}: 576 × {height} dots, {height / 8:.0f} mm of paper\n"
    simulator = PrinterSimulator(tray.append)
    server = TcpCable(simulator, 0)
    server.plug()
    try:
        url = f"socket://127.0.0.1:{server.port}"
        assert run_slip(tmp_path, "1.001193", "--printer", url).output == "Printed.\n"
        (paper,) = tray.wait_for(1)
        assert paper == Raster(576, bytes(byte ^ 0xFF for byte in opened(file).tobytes()))
        simulator.fault("cover_open")
        done = run_slip(tmp_path, "1.001193", "--printer", url)
        assert (done.exit_code, "its cover is open" in done.output) == (1, True)
    finally:
        server.unplug()
    why, said = run_slip(tmp_path, "1.001193", "--printer", url).stderr.splitlines()
    assert why.startswith("(link_refused: ")
    assert said.startswith("Not printed, or only in part: nobody answers at its address")


def test_a_number_drawn_without_the_hub_is_one_of_its_kiosk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    labels: list[str] = []
    monkeypatch.setattr(printed_facts, "TicketPaper", lambda label, **_: labels.append(label) or PLAIN)
    drawn(tmp_path, "--with", "offline")
    drawn(tmp_path)
    assert labels == ["A-K1-07", "A001"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["1.00119"], "has no procedure 1.00119; did you mean 1.001193?"),
        (["1.001193", "--language", "fr"], "There are no texts in «fr», only in vi, en."),
        (["1.001193", "--printer", "socet://x"], "socket://192.168.1.50:9100"),
        (["1.001193", "--layout", "slip-8"], "did you mean «slip-80»?"),
        (["1.001193", "--profile", "xprnter-80"], "xprinter-80"),
    ],
)
def test_a_slip_of_the_fingers_is_one_sentence(tmp_path: Path, arguments: list[str], words: str) -> None:
    done = run_slip(tmp_path, *arguments)
    assert done.exit_code == 2
    assert words in done.output
    assert done.output.count("\n") == 1


def test_a_logo_is_put_into_the_printers_memory_and_printed_from_there(tmp_path: Path) -> None:
    tray, logo = Tray(), tmp_path / "logo.png"
    Image.new("L", (100, 40), 0).save(logo)
    (tmp_path / "printers").mkdir()
    profile = 'logo_keys = ["L1"]\n'
    (tmp_path / "printers" / "ours.toml").write_text(profile, encoding="utf-8")
    server = TcpCable(PrinterSimulator(tray.append, "text"), 0)
    server.plug()
    try:
        arguments = [f"socket://127.0.0.1:{server.port}", str(logo), "--profile", "ours", "--data", str(tmp_path)]
        assert CliRunner().invoke(store_logo, arguments).output == "Printed.\n"
        assert sum(byte.bit_count() for byte in tray.wait_for(1)[0].bits) == 100 * 40
        refused = CliRunner().invoke(store_logo, [*arguments, "--key", "XX"])
        assert (refused.exit_code, "keeps no picture «XX»" in refused.output) == (2, True)
    finally:
        server.unplug()


def test_the_check_of_a_centre_reads_its_layouts_and_what_its_kiosks_name(tmp_path: Path) -> None:
    centre = shutil.copytree(SAMPLE, tmp_path / "centre")

    def said() -> str:
        return CliRunner().invoke(check, ["--centre", str(centre)]).output

    assert "all is well" in said()
    (centre / "layouts").mkdir()
    own = centre / "layouts" / "ours.toml"
    own.write_text('width = 576\n[[blocks]]\nkind = "rul"\n', encoding="utf-8")
    assert said().startswith(f"{own}: blocks[#1].kind: «rul» is not one of ")
    assert said().endswith("; did you mean «rule»?\n")
    own.unlink()
    devices = (centre / "devices.toml").read_text(encoding="utf-8")
    for line, words in (('layout = "our"', "no such layout"), ('profile = "xprnter-80"', "xprinter-80")):
        changed = devices.replace('id = "K1"\n', f'id = "K1"\n{line}\n')
        (centre / "devices.toml").write_text(changed, encoding="utf-8")
        assert words in said()
