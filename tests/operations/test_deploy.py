"""The files for a real centre's machines say what they must, and name nothing that is not there."""

import configparser
import json
import re
import shlex
import subprocess
from pathlib import Path

import click
import pytest

from drivers.links.address import Kind, parse_address
from drivers.registry import PRINTER_MAKERS
from hub.console.desk import desk
from hub.console.programs import devices, hub
from tests.hub_process import ROOT

DEPLOY = ROOT / "config" / "deploy"
UNITS = sorted(DEPLOY.glob("*/*.service"))
OF_SESSIONS = {DEPLOY / "desk" / "toi-luot-keys.service"}
"""Units of the user who sits at the screen; all others are the machine's."""
POLICIES = sorted(DEPLOY.glob("*/policies.json"))
SCRIPTS = [DEPLOY / "hub" / "toi-luot", DEPLOY / "kiosk" / "kiosk-browser", DEPLOY / "wall" / "wall-browser"]
INSTALLED = re.compile(r"/opt/toi-luot/([\w./-]+)")
OF_A_VENV = ".venv/"


def unit(path: Path) -> configparser.SectionProxy:
    """The Service section; of an option that is given twice the last one counts here."""
    parser = configparser.ConfigParser(strict=False, interpolation=None, delimiters=("=",))
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read(path, encoding="utf-8")
    assert parser["Unit"]["StartLimitIntervalSec"] == "0"
    target = "graphical-session.target" if path in OF_SESSIONS else "multi-user.target"
    assert parser["Install"]["WantedBy"] == target
    return parser["Service"]


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_every_unit_starts_again_whatever_happens(path: Path) -> None:
    service = unit(path)
    assert service["Restart"] == "always"
    assert service["RestartSec"] in {"100ms", "1s"}
    assert service.get("User", "root") != "root" or path in OF_SESSIONS


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_every_file_of_ours_that_a_unit_names_is_there(path: Path) -> None:
    named = [name for name in INSTALLED.findall(path.read_text(encoding="utf-8")) if not name.startswith(OF_A_VENV)]
    assert named
    assert [name for name in named if not (ROOT / name).exists()] == []


@pytest.mark.parametrize(
    ("name", "command"),
    [("hub/toi-luot-hub", hub), ("devices/toi-luot-devices", devices), ("desk/toi-luot-desk", desk)],
    ids=["hub", "devices", "desk"],
)
def test_a_unit_with_a_watchdog_starts_what_feeds_it(name: str, command: click.Command) -> None:
    service = unit(DEPLOY / f"{name}.service")
    assert (service["Type"], service["RestartSec"]) == ("notify", "100ms")
    assert int(service["WatchdogSec"].removesuffix("s")) >= 10
    program, script, subcommand, *options = shlex.split(service["ExecStart"])
    assert (program, script) == ("/opt/toi-luot/.venv/bin/python", "/opt/toi-luot/run.py")
    assert subcommand == command.name
    given = [option for option in options if not option.startswith("$")]
    command.make_context(str(command.name), given)
    folder = f"/var/lib/{service['StateDirectory']}"
    assert options[options.index("--data") + 1] == folder


def test_every_kind_of_printers_port_may_be_opened_even_if_it_is_plugged_in_later() -> None:
    """/dev/usb/lp* belong to the kernel's group "usb"; other groups are there only once their module is loaded."""
    text = (DEPLOY / "devices" / "toi-luot-devices.service").read_text(encoding="utf-8")
    allowed = set(re.findall(r"^DeviceAllow=char-(\w+) rw$", text, re.MULTILINE))
    assert allowed == {"lp", "usb", "usb_device", "ttyS", "ttyUSB", "ttyACM"}
    loaded = {"modprobe@lp.service", "modprobe@usbserial.service", "modprobe@cdc_acm.service"}
    for order in ("Wants", "After"):
        (named,) = re.findall(rf"^{order}=(.*)$", text, re.MULTILINE)
        assert loaded <= set(named.split())


def test_a_desk_may_open_lines_and_input_devices_and_nothing_else() -> None:
    service = (DEPLOY / "desk" / "toi-luot-desk.service").read_text(encoding="utf-8")
    allowed = dict(re.findall(r"^DeviceAllow=char-(\w+) (\w+)$", service, re.MULTILINE))
    assert allowed == {"ttyS": "rw", "ttyUSB": "rw", "ttyACM": "rw", "input": "r"}
    assert unit(DEPLOY / "desk" / "toi-luot-desk.service")["SupplementaryGroups"].split() == ["dialout", "input"]


def test_udev_gives_printers_names_that_are_addresses() -> None:
    rules = (DEPLOY / "devices" / "60-toi-luot-printers.rules").read_text(encoding="utf-8")
    (link,) = re.findall(r'SYMLINK\+="([^"$]+)\$env\{ID_PATH_TAG\}"', rules)
    assert parse_address(f"/dev/{link}pci-0000_00_14_0-usb-0_2_1_0").kind is Kind.LP
    assert named_vendors('GROUP="lp"') == PRINTER_MAKERS


def test_no_search_for_modems_prints_on_paper() -> None:
    adapters = {"0403", "067b", "1a86", "10c4"}
    assert named_vendors('ENV{ID_MM_DEVICE_IGNORE}="1"') == adapters | PRINTER_MAKERS


def named_vendors(order: str) -> set[str]:
    """Whose devices udev is given an order for."""
    rules = (DEPLOY / "devices" / "60-toi-luot-printers.rules").read_text(encoding="utf-8")
    (vendors,) = re.findall(rf'^SUBSYSTEM=="usb".*idVendor\}}=="([^"]+)".*{re.escape(order)}', rules, re.MULTILINE)
    return set(vendors.split("|"))


def test_the_hub_may_ask_whether_its_clock_is_kept_in_step() -> None:
    service = unit(DEPLOY / "hub" / "toi-luot-hub.service")
    assert "ProtectClock" not in service
    assert "clock_adjtime" in service["SystemCallFilter"]


@pytest.mark.parametrize("path", POLICIES, ids=lambda path: path.parent.name)
def test_a_browsers_policy_lets_our_page_in_and_sound_out(path: Path) -> None:
    policy = json.loads(path.read_text(encoding="utf-8"))
    assert policy["AutoplayAllowed"] is True
    assert policy["TranslateEnabled"] is False
    if "URLBlocklist" in policy:
        assert policy["URLBlocklist"] == ["*"]
        assert policy["URLAllowlist"][0].startswith("http://")


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_a_script_can_be_run(script: Path) -> None:
    assert script.stat().st_mode & 0o111 == 0o111
    subprocess.run(["sh", "-n", str(script)], check=True)


def test_the_wall_runs_what_is_there_and_never_goes_dark() -> None:
    parser = configparser.ConfigParser()
    parser.read(DEPLOY / "wall" / "weston.ini", encoding="utf-8")
    assert parser["core"]["idle-time"] == "0"
    path = parser["autolaunch"]["path"]
    assert (ROOT / INSTALLED.fullmatch(path)[1]).exists()  # type: ignore[index]


def test_the_folders_that_the_centres_files_name_may_be_written() -> None:
    """A service may write nowhere else: what one is told to enter there must work."""
    told = re.findall(r'"(/[^"]+)"', (ROOT / "config/sample/backup.toml").read_text(encoding="utf-8"))
    told += re.findall(r'path = "(/[^"]+)"', (ROOT / "config/sample/closing.toml").read_text(encoding="utf-8"))
    assert len(told) > 1
    assert set(told) <= {
        path.removeprefix("-") for path in unit(DEPLOY / "hub/toi-luot-hub.service")["ReadWritePaths"].split()
    }
