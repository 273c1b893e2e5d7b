"""Numeric pads, scanners that type, and chords on a keyboard: the kernel's bytes on a real file."""

import errno
import logging
import os
import random
import sys
import time
from collections.abc import Iterator
from tempfile import TemporaryDirectory

import pytest

from drivers.devices import DeviceSettings, Key, hot_keys, input_link, pad, scanner_pad
from drivers.devices.doubles import RecordingHost
from drivers.devices.input_codes import CODES
from drivers.devices.input_events import EVENT, GAP, InputEvents
from drivers.devices.input_link import InputLink, claim_alone
from drivers.errors import DeviceError
from drivers.lines import Lines
from tests.drivers.devices.input_kit import Desk, Keyboard


@pytest.fixture
def keyboard() -> Iterator[Keyboard]:
    made = Keyboard()
    yield made
    made.terminal.pull()


@pytest.fixture
def desk() -> Iterator[Desk]:
    made = Desk()
    yield made
    made.lines.close()


def keys(desk: Desk) -> list[str]:
    return [str(pressed.key) for pressed in desk.host.presses]


def test_a_pad_presses_what_its_keys_mean_once_each(desk: Desk, keyboard: Keyboard) -> None:
    device = desk.attach(pad, keyboard.path)
    assert (len(desk.claims), desk.host.standing.link) == (1, "online")
    keyboard.press("KPENTER", repeats=30)
    for name in ("NUMLOCK", "KP1", "KP0", "KP5", "KPDOT", "F5", "KPMINUS"):
        keyboard.press(name)
    assert desk.host.until(lambda told: len(told.presses) == 6)
    assert keys(desk) == ["next", "1", "0", "5", "call", "missed"]
    assert max(pressed.ago_s for pressed in desk.host.presses) < 3
    device.close()
    assert desk.lines.turns() == []
    keyboard.press("KPENTER")
    keyboard.terminal.pull()
    assert len(keys(desk)) == 6


def test_the_keys_of_a_pad_can_be_named(desk: Desk, keyboard: Keyboard) -> None:
    desk.attach(pad, keyboard.path, keys="kpplus = next, F13=Recall", language="en")
    for name in ("KPENTER", "KPPLUS", "F13"):
        keyboard.press(name)
    assert desk.host.until(lambda told: len(told.presses) == 2)
    assert keys(desk) == [Key.NEXT, Key.RECALL]


def test_what_was_pressed_while_the_program_stood_still_is_counted_only(desk: Desk, keyboard: Keyboard) -> None:
    desk.attach(pad, keyboard.path)
    keyboard.ago_s = 3.5
    keyboard.press("KPENTER")
    assert desk.host.until(lambda told: told.standing.counts.get("stale") == 1)
    assert keys(desk) == []


def test_a_pad_that_is_pulled_out_and_plugged_in_again_goes_on(desk: Desk, keyboard: Keyboard) -> None:
    with TemporaryDirectory(dir="/dev/shm") as names:
        name, again = f"{names}/usb-pad-event-kbd", Keyboard()
        os.symlink(keyboard.path, name)
        desk.attach(pad, name)
        os.unlink(name)
        keyboard.terminal.pull()
        assert desk.host.until(lambda told: told.standing.trouble == "line_lost")
        os.symlink(again.path, name)
        assert desk.host.until(lambda told: told.standing.link == "online")
        again.press("KPENTER")
        assert desk.host.until(lambda told: len(told.presses) == 1)
        again.terminal.pull()


@pytest.mark.parametrize(
    "refusal",
    [OSError(errno.EBUSY, "busy"), OSError(errno.ENOTTY, "no"), DeviceError("cannot_grab", retry=True)],
    ids=["another holds it", "no input device", "a key is down"],
)
def test_a_device_that_cannot_be_held_is_not_used(desk: Desk, keyboard: Keyboard, refusal: Exception) -> None:
    desk.refusal = refusal
    desk.attach(pad, keyboard.path)
    assert (desk.host.standing.link, desk.host.standing.trouble) == ("offline", "cannot_grab")
    keyboard.press("KPENTER")
    desk.refusal = None
    assert desk.host.until(lambda told: told.standing.link == "online")


def test_what_is_no_input_device_is_let_go_of_at_once(keyboard: Keyboard) -> None:
    before = len(os.listdir("/proc/self/fd"))
    with pytest.raises(DeviceError, match="cannot_grab: .*: this is no input device"):
        InputLink(keyboard.path, claim_alone)
    assert len(os.listdir("/proc/self/fd")) == before


@pytest.mark.parametrize("down", [b"", bytes([0, 0, 0, 16])], ids=["nothing is down", "ENTER is down"])
def test_a_pad_is_held_from_a_moment_on_at_which_no_key_is_down(monkeypatch: pytest.MonkeyPatch, down: bytes) -> None:
    asked: list[tuple[int, object]] = []

    def ioctl(_file: int, request: int, argument: object) -> bytes:
        asked.append((request, argument))
        return down.ljust(input_link.KEY_BYTES, b"\0")

    monkeypatch.setattr("fcntl.ioctl", ioctl)
    clock = (input_link.EVIOCSCLOCKID, (time.CLOCK_MONOTONIC).to_bytes(4, sys.byteorder))
    if down:
        with pytest.raises(DeviceError, match="cannot_grab: a key is held down"):
            claim_alone(7)
        assert [request for request, _ in asked] == [clock[0], input_link.EVIOCGKEY]
    else:
        claim_alone(7)
        assert (asked[0], asked[-1]) == (clock, (input_link.EVIOCGRAB, 1))


def test_a_scanner_that_types_is_read_and_writes_its_letters(desk: Desk, keyboard: Keyboard) -> None:
    desk.attach(scanner_pad, keyboard.path)
    readings = ["TL1:2026-11-22-A105", "001099012345|012345678|NGUYEN THI ANH|01021999", "H29.18.9-261122-0001/~`{}"]
    for reading in readings:
        keyboard.type(reading)
    assert desk.host.until(lambda told: len(told.scans) == 3)
    assert desk.host.scans == readings


def test_a_scanner_that_types_with_alt_codes_loses_those_letters_only(desk: Desk, keyboard: Keyboard) -> None:
    desk.attach(scanner_pad, keyboard.path)
    keyboard.press("1")
    keyboard.press("LEFTALT", "KP0", "KP1")
    keyboard.type("2")
    assert desk.host.until(lambda told: told.scans == ["12"])


def test_a_reading_with_a_gap_is_no_reading(desk: Desk, keyboard: Keyboard) -> None:
    desk.attach(scanner_pad, keyboard.path)
    keyboard.press("1")
    keyboard.lose("2", "LEFTSHIFT")
    keyboard.type("3")
    keyboard.type("a105")
    assert desk.host.until(lambda told: told.scans == ["a105"])
    assert desk.host.until(lambda told: told.standing.counts == {"read": 1, "dropped": 1})


def test_chords_are_heard_on_a_keyboard_that_stays_everybodys(
    desk: Desk, keyboard: Keyboard, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    desk.attach(hot_keys, keyboard.path)
    for letter in "mat khau bi mat n":
        keyboard.terminal.say(keyboard._letter(letter))
    for chord in (("LEFTCTRL", "N"), ("LEFTSHIFT", "LEFTCTRL", "LEFTALT", "N"), ("RIGHTALT", "LEFTCTRL", "N")):
        keyboard.press(*chord)
    keyboard.press("LEFTCTRL", "LEFTALT", "5", repeats=3)
    assert desk.host.until(lambda told: len(told.presses) == 2)
    assert keys(desk) == [Key.NEXT, Key.DIGIT_5]
    assert "keys" not in caplog.text


def test_after_a_gap_no_chord_is_half_old(desk: Desk, keyboard: Keyboard) -> None:
    desk.attach(hot_keys, keyboard.path, keys="CTRL+META+F9=recall")
    keyboard.terminal.say(keyboard.turn(CODES["LEFTCTRL"], 1) + keyboard.turn(CODES["RIGHTMETA"], 1))
    keyboard.lose()
    keyboard.press("F9")
    keyboard.press("RIGHTCTRL", "LEFTMETA", "F9")
    assert desk.host.until(lambda told: len(told.presses) == 1)
    assert desk.host.standing.counts["keys"] == 1


def test_events_are_the_same_however_they_are_cut(keyboard: Keyboard) -> None:
    stream = b"".join(keyboard.turn(code, value) for code in range(1, 60) for value in (1, 2, 0))
    whole = InputEvents().feed(stream)
    assert [(stroke.code, stroke.is_down) for stroke in whole] == [
        (code, down) for code in range(1, 60) for down in (True, False)
    ]
    chance, cut, pieces = random.Random(6), InputEvents(), []
    while stream:
        size = chance.randrange(1, 3 * EVENT.size)
        pieces += cut.feed(stream[:size])
        stream = stream[size:]
    assert pieces == whole
    assert GAP not in whole


@pytest.mark.parametrize(
    ("module", "address", "given", "why"),
    [
        (pad, "/dev/input/event4", "", "/dev/input/event4 is another device after the next start"),
        (pad, "COM3", "", "'COM3' is no input device"),
        (pad, "/dev/input/by-id/usb-pad-event-kbd", "KPENTR=next", "there is no key 'KPENTR'"),
        (pad, "/dev/input/by-id/usb-pad-event-kbd", "KPENTER=nxt", "'nxt' is none of next, recall"),
        (pad, "/dev/input/by-id/usb-pad-event-kbd", "KPENTER=next,kpenter=hold", "'kpenter' stands there twice"),
        (pad, "/dev/input/by-id/usb-pad-event-kbd", "CTRL+N=next", "those of a pad are pressed alone"),
        (hot_keys, "/dev/input/by-id/usb-pad-event-kbd", "CTRL+N=next", "each needs two of CTRL, ALT, SHIFT and META"),
        (hot_keys, "/dev/input/by-id/usb-pad-event-kbd", "CTRL+HYPER+N=next", "there is no key 'CTRL\\+HYPER\\+N'"),
    ],
)
def test_settings_that_cannot_be_used_are_refused(module: object, address: str, given: str, why: str) -> None:
    settings = DeviceSettings("pad3", "pad", address, options={"keys": given} if given else {})
    with pytest.raises(DeviceError, match=why) as refused:
        module.attach(settings, RecordingHost(), Lines())  # type: ignore[attr-defined]
    assert refused.value.code == "device_options"
