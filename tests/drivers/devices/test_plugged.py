"""What has keys, on a machine that is played in files."""

from pathlib import Path

import pytest

from drivers.devices import input_link
from drivers.devices.device import DeviceSettings
from drivers.devices.options import Options
from drivers.devices.plugged import FoundKeys, attached_keys
from drivers.errors import DeviceError
from drivers.registry import Roots

PAD = "pci-0000:00:14.0-usb-0:5:1.0-event-kbd"


def test_each_thing_with_keys_is_found_once_by_its_place(tmp_path: Path) -> None:
    roots = Roots(tmp_path / "dev", tmp_path / "sys")
    assert attached_keys(roots) == []
    names = roots.dev / "input" / "by-path"
    names.mkdir(parents=True)
    for number, link in (
        (3, PAD),
        (3, PAD.replace("-usb-", "-usbv2-")),
        (4, "pci-0-event-mouse"),
        (0, "isa-event-kbd"),
    ):
        (roots.dev / "input" / f"event{number}").touch()
        (names / link).symlink_to(roots.dev / "input" / f"event{number}")
    said = roots.sys / "class/input/event3/device/name"
    said.parent.mkdir(parents=True)
    said.write_text("SIGMACHIP USB Keyboard\n", encoding="utf-8")
    assert attached_keys(roots) == [
        FoundKeys(str(names / "isa-event-kbd"), "isa-event-kbd"),
        FoundKeys(str(names / PAD), "SIGMACHIP USB Keyboard"),
    ]


def test_a_name_that_changes_is_refused_with_the_one_that_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "by-path").mkdir()
    (tmp_path / "by-path" / PAD).symlink_to("/dev/input/event3")
    monkeypatch.setattr(input_link, "INPUT", tmp_path)
    with pytest.raises(DeviceError, match=f"it is called {tmp_path}/by-path/{PAD} now"):
        input_link.lasting_path("/dev/input/event3", Options(DeviceSettings("pad3", "pad", "")))
