"""What is plugged in is listed with the line for devices.toml."""

import pytest
from click.testing import CliRunner

from config.devices import require_address
from drivers import registry
from drivers.devices import plugged
from drivers.devices.plugged import FoundKeys
from drivers.links.address import Address, Kind
from drivers.registry import Found
from hub.console.programs import devices

PLUGGED_IN = [
    Found(Address(Kind.LP, "/dev/usb/lp0"), "EPSON TM-T82X", "0000:00:14.0-usb-0:2:1.0"),
    Found(Address(Kind.USB, vendor=0x0DD4, product=0x01A8, serial="17"), "Custom VKP80", "0000:00:14.0-usb-0:3:1.0"),
    Found(Address(Kind.SERIAL, "/dev/serial/by-id/usb-FTDI-if00-port0"), "FTDI", "0000:00:14.0-usb-0:4:1.0"),
]


KEYS = [FoundKeys("/dev/input/by-path/pci-0000:00:14.0-usb-0:5:1.0-event-kbd", "SIGMACHIP USB Keyboard")]


def listed(monkeypatch: pytest.MonkeyPatch, found: list[Found], keys: list[FoundKeys] | None = None) -> list[str]:
    monkeypatch.setattr(registry, "attached_printers", lambda: found)
    monkeypatch.setattr(plugged, "attached_keys", lambda: keys or [])
    done = CliRunner().invoke(devices, ["list"])
    assert done.exit_code == 0, done.output
    return done.output.splitlines()


def test_each_printer_has_its_line(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = listed(monkeypatch, PLUGGED_IN)
    addresses = [line.partition(" = ")[2].strip('"') for line in lines if "printer = " in line]
    assert addresses == ["/dev/usb/lp0", "usb://0dd4:01a8/17", "/dev/serial/by-id/usb-FTDI-if00-port0"]
    for address in addresses:
        require_address(address)
    assert lines[0] == "EPSON TM-T82X, plugged in at 0000:00:14.0-usb-0:2:1.0"
    assert sum("?baud=19200" in line for line in lines) == 1
    assert not any(line.startswith("No serial line") for line in lines)


def test_a_machine_without_printers_says_what_an_address_looks_like(monkeypatch: pytest.MonkeyPatch) -> None:
    printer, line, keys = listed(monkeypatch, [])
    assert "socket://192.168.1.50:9100" in printer
    assert line.startswith("No serial line is plugged into this machine.")
    assert keys.startswith("Nothing with keys is plugged into this machine")


def test_what_else_a_device_list_may_name_has_its_line_too(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = listed(monkeypatch, PLUGGED_IN, KEYS)
    assert [line.strip() for line in lines if "address = " in line] == [
        'address = "/dev/serial/by-id/usb-FTDI-if00-port0?baud=9600"    (panels, boards, keypads, scanners)',
        'address = "/dev/input/by-path/pci-0000:00:14.0-usb-0:5:1.0-event-kbd"    (kind pad, scanner-pad or hot-keys)',
    ]
    assert "SIGMACHIP USB Keyboard, something with keys" in lines
