"""The device list names kiosks and printers; places in an address are filled with the ports of the start."""

from pathlib import Path

import pytest

from config.devices import EXAMPLES, KioskDevice, load_devices
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
            "kiosks[K1].printer: no port is called «printr_port»; did you mean «printer_port»?",
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
