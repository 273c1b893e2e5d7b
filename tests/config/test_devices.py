"""The device list names kiosks and printers; places in an address are filled with the ports of the start."""

from pathlib import Path

import pytest

from config.devices import EXAMPLES, KioskDevice, kiosk_of, load_devices
from config.loader import ConfigError


def write(tmp_path: Path, *kiosks: tuple[str, str]) -> Path:
    file = tmp_path / "devices.toml"
    tables = (f'[[kiosks]]\nid = "{name}"\nprinter = "{printer}"\n' for name, printer in kiosks)
    file.write_text("".join(tables), encoding="utf-8")
    return file


def test_places_are_filled_and_real_addresses_stay(tmp_path: Path) -> None:
    file = write(tmp_path, ("K1", "socket://127.0.0.1:{printer_port}"), ("K2", "socket://192.168.1.50:9100"))
    assert load_devices(file, {"printer_port": 8083}).kiosks == (
        KioskDevice("K1", "socket://127.0.0.1:8083"),
        KioskDevice("K2", "socket://192.168.1.50:9100"),
    )


@pytest.mark.parametrize(
    ("kiosks", "expected"),
    [
        (
            [("K1", "socket://127.0.0.1:{printr_port}")],
            "kiosks[K1].printer: no line or port is called «printr_port»; did you mean «printer_port»?",
        ),
        ([("K1", "socket://h:1"), ("K1", "socket://h:2")], "kiosks[K1].id: «K1» is used twice"),
        ([("K1", "lp0")], f"kiosks[K1].printer: «lp0» is not an address such as {EXAMPLES}"),
        ([("K1", "sokcet://h:1")], f"kiosks[K1].printer: «sokcet://h:1» is not an address such as {EXAMPLES}"),
    ],
)
def test_a_slip_names_the_kiosk(tmp_path: Path, kiosks: list[tuple[str, str]], expected: str) -> None:
    file = write(tmp_path, *kiosks)
    with pytest.raises(ConfigError) as caught:
        load_devices(file, {"printer_port": 8083})
    assert str(caught.value) == f"{file}: {expected}"


def test_a_printer_may_be_of_a_model_with_a_layout_and_two_copies(tmp_path: Path) -> None:
    file = write(tmp_path, ("K1", "/dev/usb/lp0"))
    assert load_devices(file, {}).kiosks == (KioskDevice("K1", "/dev/usb/lp0", "generic-80", "", 1),)
    more = 'profile = "xprinter-80"\nlayout = "ours"\ncopies = 2\n'
    file.write_text(file.read_text(encoding="utf-8") + more, encoding="utf-8")
    assert kiosk_of(tmp_path, "", {}) == KioskDevice("K1", "/dev/usb/lp0", "xprinter-80", "ours", 2)


def test_a_ticket_has_one_paper_or_two(tmp_path: Path) -> None:
    file = write(tmp_path, ("K1", "/dev/usb/lp0"))
    file.write_text(file.read_text(encoding="utf-8") + "copies = 3\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"kiosks\[K1\]\.copies"):
        load_devices(file, {})
