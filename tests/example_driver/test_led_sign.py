"""The driver of the LED sign, as its makers try it: without a sign, and without the rest of Tới Lượt."""

from drivers.devices import BoardFace, BoardRow, Standing
from drivers.devices.doubles import RecordingHost
from tests.example_driver.led_sign import LedSign

FACE = BoardFace((BoardRow("A105", 3),))


def test_the_sign_shows_the_number_and_the_counter() -> None:
    sign, host = LedSign(), RecordingHost()
    sign.begin(host, ">")
    sign.opened(0.0, None)
    assert sign.due(0.0) == b"\x02\x03"
    sign.received(b"\x06", 0.1)
    sign.show(FACE)
    assert sign.due(0.2) == b"\x02A105>3\x03"
    assert sign.due(0.2) == b""
    assert host.standing == Standing("online")


def test_what_is_not_answered_is_said_again() -> None:
    sign, host = LedSign(), RecordingHost()
    sign.begin(host, ">")
    sign.opened(0.0, None)
    sign.due(0.0)
    assert sign.next_s(0.0) == 2.0
    assert sign.due(2.0) == b"\x02\x03"
    assert host.standing == Standing("unknown", "device_silent")
    sign.lost("link_lost", 3.0)
    assert host.standing == Standing("offline", "line_lost")
    assert sign.next_s(3.0) is None
