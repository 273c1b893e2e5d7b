"""A keypad's mind behind a simulated line: what it may do while the display cannot be reached."""

import random
from typing import cast

from counter_app.desk.keypad import Keypad
from drivers.devices import DeviceSettings, Display, Key, Pressed
from drivers.devices.doubles import RecordingHost
from drivers.devices.keypad import attach
from drivers.lines import Lines
from drivers.simulators.hall import KeypadSimulator
from tests.counter_app.desk.keypad_kit import RulesDesk
from tests.drivers.devices.a_line import ALine

NUMBER = 43


class Minded(RecordingHost):
    """A host that hands on what its keypad tells to the mind of counter 3."""

    mind: Keypad

    def pressed(self, pressed: Pressed) -> None:
        self.mind.pressed(pressed)

    def taken(self, lines: Display | None) -> None:
        self.mind.taken(lines)


class KeypadOnLine:
    """The keypad of counter 3 on a line at 9600 baud, over the hub's rules, on a clock that is stepped."""

    def __init__(self) -> None:
        self.keypad = KeypadSimulator(NUMBER, chance=random.Random(8))
        self.line = ALine(self.keypad)
        self.desk = RulesDesk()
        host = Minded(self.line.clock)
        settings = DeviceSettings("keypad3", "keypad", "the line", NUMBER, 3)
        device = attach(settings, host, cast(Lines, self.line))
        host.mind = self.mind = Keypad(settings, self.desk, device.show, self.line.clock)
        self.mind.begin = lambda task: task()
        self.mind.view_changed()
        self.line.switch_on()

    def act(self, *actions: str) -> None:
        """Somebody at the page does something."""
        for action in actions:
            self.desk.act(action)
        self.mind.view_changed()
        self.wait(2)

    def press(self, key: Key) -> None:
        self.keypad.press(key.upper(), self.line.clock.now_s)
        self.wait(1)

    def wait(self, seconds: float) -> None:
        self.line.hall.run(seconds)
        self.mind.look()

    @property
    def shown(self) -> str:
        """The first line as it can be read."""
        return self.keypad.picture(self.line.clock.now_s).lines[0]

    @property
    def label(self) -> str:
        counter = self.desk.counter(3)
        return counter.label if counter else ""


def test_a_display_that_hears_nothing_does_nothing_to_the_number_that_it_does_not_show() -> None:
    end = KeypadOnLine()
    end.desk.draw("E001", "E002")
    end.act("call-next")
    assert end.shown == "E001 DANG GOI"
    feed, end.line.bus.feed = end.line.bus.feed, lambda _chunk, _now_s: None  # type: ignore[method-assign]
    end.act("missed", "call-next")
    for _ in range(3):
        end.press(Key.MISSED)
    assert (end.shown, end.label, end.desk.orders) == ("E001 DANG GOI", "E002", [])
    end.line.bus.feed = feed  # type: ignore[method-assign]
    end.wait(8)
    end.wait(1)
    assert end.shown == "E002 DANG GOI"
    end.press(Key.MISSED)
    assert [action for action, _ in end.desk.orders] == ["missed"]
