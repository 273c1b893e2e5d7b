"""What stands on and over the counters is listed with good sentences for whatever slips in."""

from pathlib import Path

import pytest

from config.attached import BROKER_EXAMPLES, INPUT_EXAMPLES, LINE_EXAMPLES
from config.centre import load_centre
from config.devices import attached_devices_of, kiosk_of, load_devices
from config.fitting import require_fitting
from config.loader import ConfigError

SAMPLE = Path(__file__).parents[2] / "config" / "sample"
BUS = '[lines]\nbus = "/dev/serial/by-path/platform-usb-0:1?baud=9600"\n'


def device(name: str, kind: str, address: str, **more: object) -> str:
    keys = {"name": name, "kind": kind, "address": address, **more}
    rows = (f'{key} = "{value}"' if isinstance(value, str) else f"{key} = {value}" for key, value in keys.items())
    return "[[devices]]\n" + "\n".join(rows) + "\n"


def slip(tmp_path: Path, *tables: str) -> str:
    file = tmp_path / "devices.toml"
    file.write_text("".join(tables), encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        load_devices(file, {})
    return str(caught.value).removeprefix(f"{file}: ")


def test_devices_share_a_line_by_its_name(tmp_path: Path) -> None:
    panel = device("panel3", "panel", "{bus}", counter=3, number=3)
    board = device("board3", "counter-board", "{bus}", counter=3, number=23)
    (tmp_path / "devices.toml").write_text(BUS + panel + board, encoding="utf-8")
    found = attached_devices_of(tmp_path, {})
    assert {entry.address for entry in found.devices} == {"/dev/serial/by-path/platform-usb-0:1?baud=9600"}
    assert [(entry.name, entry.counter, entry.number) for entry in found.devices] == [
        ("panel3", 3, 3),
        ("board3", 3, 23),
    ]


def test_a_kind_of_others_says_itself_what_it_takes(tmp_path: Path) -> None:
    (tmp_path / "devices.toml").write_text(device("sign", "led-sign", "acme:7"), encoding="utf-8")
    assert attached_devices_of(tmp_path, {}).devices[0].address == "acme:7"


@pytest.mark.parametrize(
    ("tables", "expected"),
    [
        (
            BUS + device("p", "panel", "{bsu}", counter=3, number=3),
            "devices[p].address: no line or port is called «bsu»; did you mean «bus»?",
        ),
        (
            device("p", "panel", "COM3", counter=3, number=3),
            f"devices[p].address: «COM3» is not an address such as {LINE_EXAMPLES}",
        ),
        (
            device("p", "panel", "socket://h:1", counter=3, number=3) + "options = { buttons = 4 }\n",
            'devices[p].options: expected a text, got a whole number; write it in quotation marks, as in "4"',
        ),
        (
            device("hall-board-north", "hall-board", "{bus}", number=3) + BUS,
            "devices[hall-board-north].name: a device's name has at most 15 characters",
        ),
        (
            device("printer", "led-sign", "acme:7"),
            "devices[printer].name: «printer» is what a kiosk's printer is called; choose another name",
        ),
        (
            "".join(device(f"sign{n}", "led-sign", f"acme:{n}") for n in range(65)),
            "devices: these are 65; one agent runs 64 at most, take another PC as well",
        ),
        (
            device("p", "pad", "socket://h:1", counter=3),
            f"devices[p].address: «socket://h:1» is not an address such as {INPUT_EXAMPLES}",
        ),
        (
            device("p", "mqtt-panel", "mqtt://user:secret@h:1", counter=3),
            f"devices[p].address: «mqtt://user:secret@h:1» is not an address such as {BROKER_EXAMPLES}",
        ),
        (
            device("p", "panel", "socket://h:1", counter=3),
            "devices[p].number: a panel has a number of its own on its line, 1 to 98",
        ),
        (
            device("k", "keypad", "socket://h:1", number=4),
            "devices[k].counter: say which counter this keypad belongs to, as in counter = 3",
        ),
        (
            device("p", "panel", "socket://h:1", counter=3, number=3)
            + device("b", "counter-board", "socket://h:1", counter=3, number=3),
            "devices[b].number: «p» has number 3 on this line already",
        ),
        (
            device("s", "scanner", "socket://h:1") + device("s", "scanner", "socket://h:2"),
            "devices[s].name: «s» is used twice",
        ),
        (
            device("p", "panel", "/dev/serial/by-id/x?baud=9600", counter=3, number=3)
            + device("b", "panel", "/dev/serial/by-id/x", counter=4, number=4),
            "devices[b].address: «p» names this line /dev/serial/by-id/x?baud=9600: "
            "give it once in [lines] and use that in both",
        ),
        (device("p", "panel", "x", counter=100), "devices[p].counter: expected a whole number <= 99"),
    ],
)
def test_a_slip_names_the_device(tmp_path: Path, tables: str, expected: str) -> None:
    assert slip(tmp_path, tables).startswith(expected)


def test_an_expression_for_receipts_must_be_one(tmp_path: Path) -> None:
    assert slip(tmp_path, "[scanning]\nreceipt = 'H(12'\n").startswith("scanning: ")


@pytest.mark.parametrize(
    ("tables", "expected"),
    [
        (
            device("k", "keypad", "socket://h:1", number=4, counter=77),
            "devices[k].counter: the plan has no counter 77; give this device another one, or take it out",
        ),
        (
            device("p", "panel", "socket://h:1", number=4, counter=3) + 'options = { buttons = "5" }\n',
            "devices[p].options.buttons: it has 5 buttons, the scale has 4 steps; one of them must change",
        ),
        (
            "[scanning]\nreceipt = 'H1'\nleads_to = \"tra_ket_q\"\n",
            "scanning.leads_to: the plan has no field «tra_ket_q»; did you mean «tra_ket_qua»?",
        ),
    ],
)
def test_devices_have_to_fit_the_plan(tmp_path: Path, tables: str, expected: str) -> None:
    file = tmp_path / "devices.toml"
    file.write_text(tables, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        require_fitting(file, load_devices(file, {}), load_centre(SAMPLE))
    assert str(caught.value) == f"{file}: {expected}"


@pytest.mark.parametrize(
    ("tables", "expected"),
    [
        (
            device("s", "scanner", "socket://h:1", counter=2)
            + device("q", "panel", "socket://h:1", counter=3, number=3),
            "devices[q].address: «s» has this line, a panel needs another one than a scanner",
        ),
        (
            device("s", "scanner", "/dev/ttyS0", counter=3) + device("q", "scanner", "/dev/ttyS0", counter=3),
            "devices[q].address: «s» has this line, a scanner needs another one than a scanner",
        ),
        (
            device("s", "scanner", "socket://h:1", counter=3)
            + '[[kiosks]]\nid = "K1"\nprinter = "/dev/usb/lp0"\nscanner = "socket://h:1?baud=9600"\n',
            "kiosks[K1].scanner: «s» has this line, and a kiosk's scanner needs one of its own",
        ),
        *(
            (
                device("s", kind, name, counter=3),
                f"devices[s].address: «{name}» may be another device after the next replugging;"
                " run.py devices list shows a name that stays",
            )
            for kind, name in (("scanner", "/dev/ttyUSB0"), ("pad", "/dev/input/event3"))
        ),
    ],
)
def test_a_check_finds_lines_that_cannot_be_shared_or_do_not_stay(tmp_path: Path, tables: str, expected: str) -> None:
    file = tmp_path / "devices.toml"
    file.write_text(tables, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        require_fitting(file, load_devices(file, {}), load_centre(SAMPLE))
    assert str(caught.value) == f"{file}: {expected}"


def test_the_same_place_may_be_at_two_pcs(tmp_path: Path) -> None:
    file = tmp_path / "devices.toml"
    tables = (device(f"s{counter}", "scanner", "/dev/serial/by-path/x", counter=counter) for counter in (2, 3))
    file.write_text("".join(tables), encoding="utf-8")
    require_fitting(file, load_devices(file, {}), load_centre(SAMPLE))


def test_the_sample_fits() -> None:
    require_fitting(SAMPLE, load_devices(SAMPLE / "devices.toml", {}), load_centre(SAMPLE))


def test_a_desk_without_devices_is_told_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"there is no such file; make it and add a \[\[devices\]\] table"):
        attached_devices_of(tmp_path, {})
    (tmp_path / "devices.toml").write_text("", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"there is no device for a counter; add a \[\[devices\]\] table"):
        attached_devices_of(tmp_path, {})
    with pytest.raises(ConfigError, match=r"there is no kiosk; add a \[\[kiosks\]\] table"):
        kiosk_of(tmp_path, "", {})
