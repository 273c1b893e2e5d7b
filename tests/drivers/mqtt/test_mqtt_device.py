"""A device behind a broker, on a clock of our own and without the broker."""

import json
from typing import Any

import pytest

from drivers.devices import PanelFace, Shows
from drivers.devices.doubles import RecordingHost
from drivers.mqtt.broker import Message
from drivers.mqtt.device import MqttDevice
from drivers.mqtt.faces import keypad_draws, panel_draws

BOOT = "3FA20B71"
LONG_AGO_MS = 2**31 - 1
"""As many milliseconds as 31 bits hold: 24.8 days."""


class Behind:
    """A panel or keypad, what it says and what it is answered."""

    def __init__(self, shows: Shows = Shows.RATING) -> None:
        self.now_s = 1000.0
        self.host = RecordingHost(lambda: self.now_s)
        draws = panel_draws(4) if shows is Shows.RATING else keypad_draws()
        self.device = MqttDevice("t/d", shows, 4, draws, self.host)
        self.device.reached()
        self.seq = 0

    def due(self) -> dict[str, dict[str, Any]]:
        """What it publishes now, by the end of the topic."""
        return {one.topic.rpartition("/")[2]: json.loads(one.payload) for one in self.device.due()}

    def says(self, kind: str, **said: Any) -> None:
        """A new message of the device."""
        self.seq += 1
        self.raw(json.dumps({"boot": BOOT, "seq": self.seq, "kind": kind, **said}).encode())

    def raw(self, payload: bytes, *, retained: bool = False) -> None:
        self.device.heard(Message("t/d/said", payload, retained))


@pytest.mark.parametrize("shows", [Shows.RATING, Shows.KEYPAD])
def test_presses_count_however_long_the_host_has_been_running(shows: Shows) -> None:
    behind = Behind(shows)
    pressed = {"token": "K7", "button": 1} if shows is Shows.RATING else {"key": "next"}
    kind = "rate" if shows is Shows.RATING else "key"
    for days in (0.0, LONG_AGO_MS / 86_400_000, 3650.0):
        behind.now_s = 1000.0 + days * 86_400 + 1
        behind.device.show(PanelFace())
        told = behind.due()["show"]
        behind.says(kind, host=told["boot"], at_ms=told["clock_ms"] - 500, **pressed)
        assert behind.due()["taken"].get("refused") is None, f"after {days} days"
    heard = [*behind.host.ratings, *behind.host.presses]
    assert [one.ago_s for one in heard] == pytest.approx([0.5] * 3, abs=0.01)


def test_a_message_of_a_thousand_lists_is_only_broken() -> None:
    behind = Behind(Shows.KEYPAD)
    behind.raw(b'{"a":' + b"[" * 1010)
    behind.says("stat", bounced=3)
    behind.due()
    counts = behind.host.standing.counts
    assert (counts["broken"], counts["bounced"]) == (1, 3)


def test_what_the_broker_has_kept_of_its_words_is_said_by_nobody() -> None:
    behind = Behind(Shows.KEYPAD)
    told = behind.due()["show"]
    key = {"kind": "key", "boot": BOOT, "seq": 1, "host": told["boot"], "at_ms": told["clock_ms"], "key": "next"}
    behind.raw(json.dumps(key).encode(), retained=True)
    assert (behind.host.presses, behind.due()) == ([], {})
    behind.raw(json.dumps(key).encode())
    assert len(behind.host.presses) == 1


def test_after_close_the_host_hears_of_no_press() -> None:
    behind = Behind()
    told = behind.due()["show"]
    behind.device.close()
    behind.says("rate", host=told["boot"], at_ms=told["clock_ms"], token="K7", button=1)
    assert (behind.host.ratings, behind.due()) == ([], {}), "the panel keeps what nobody took"
