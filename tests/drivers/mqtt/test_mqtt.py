"""Devices behind a real broker with the configuration that is handed out."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from drivers.devices import BoardFace, BoardRow, DeviceSettings, Key, KeypadFace, PanelFace, Shows
from drivers.devices.doubles import RecordingHost
from drivers.devices.kinds import attach
from drivers.errors import DeviceError
from drivers.lines import Lines
from drivers.mqtt.device import MqttDevice
from tests.drivers.mqtt.broker_kit import HOST_USER, PASSWORDS, WITHIN_S, Mosquitto, PlayedDevice

MINUTE_S = 60.0
Attached = Callable[..., tuple[MqttDevice, RecordingHost]]
Played = Callable[..., PlayedDevice]


@pytest.fixture(scope="module")
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mosquitto]:
    mosquitto = Mosquitto(tmp_path_factory.mktemp("mosquitto"))
    mosquitto.start()
    yield mosquitto
    mosquitto.stop()


@pytest.fixture
def attached(broker: Mosquitto) -> Iterator[Attached]:
    lines = Lines()

    def make(name: str, kind: str, address: str = "", **options: str) -> tuple[MqttDevice, RecordingHost]:
        way = {"user": HOST_USER, "password_file": str(broker.password_file(HOST_USER))}
        host = RecordingHost()
        where = address or f"mqtt://127.0.0.1:{broker.port}"
        device = attach(DeviceSettings(name, kind, where, options={**way, **options}), host, lines)
        return device, host

    yield make
    lines.close()


@pytest.fixture
def played(broker: Mosquitto) -> Iterator[Played]:
    devices: list[PlayedDevice] = []

    def make(name: str, **login: str) -> PlayedDevice:
        devices.append(PlayedDevice(broker, name, **login))
        assert devices[-1].is_there.wait(10)
        return devices[-1]

    yield make
    for device in devices:
        device.close()


def is_told(host: RecordingHost, link: str, trouble: str = "") -> bool:
    """Whether the device comes to stand so."""
    return host.until(lambda told: (told.standing.link, told.standing.trouble) == (link, trouble), WITHIN_S)


def has_counted(host: RecordingHost, **counts: int) -> bool:
    """Whether so many are told, in the end."""
    return host.until(lambda told: told.standing.counts.items() >= counts.items(), WITHIN_S)


def lit(host: RecordingHost, token: str = "K7") -> PanelFace:
    return PanelFace(token, "A105", 4, host.now_s() + MINUTE_S)


def test_a_panel_is_lit_rated_once_and_dark_again(attached: Attached, played: Played) -> None:
    panel, host = attached("panel3", "mqtt-panel")
    assert panel.shows == Shows.RATING
    device = played("panel3")
    assert is_told(host, "online")
    panel.show(lit(host))
    assert device.shows(kind="panel", token="K7", label="A105", buttons=4)
    assert 0 < device.face["left_ms"] <= MINUTE_S * 1000
    rating = device.numbered(kind="rate", token="K7", button=1)
    device.say(rating)
    device.say(rating)
    assert device.has_taken(rating, times=2)
    assert [(one.token, one.button, one.entry) for one in host.ratings] == [("K7", 1, f"{device.boot}-1")]
    assert host.ratings[0].ago_s < MINUTE_S
    panel.show(PanelFace())
    assert device.shows(token="", left_ms=0)
    panel.show(PanelFace("K8", "A106", 4, host.now_s() + 0.3))
    assert device.shows(token="K8")
    assert device.shows(token="", label=""), "the broker keeps no lit panel for later"
    assert has_counted(host, repeated=1)


def test_what_the_host_did_not_keep_is_not_taken(attached: Attached, played: Played) -> None:
    panel, host = attached("panel3", "mqtt-panel")
    device = played("panel3")
    panel.show(lit(host))
    assert device.shows(token="K7")
    host.keeps = False
    rating, stat = device.numbered(kind="rate", token="K7", button=4), device.numbered(kind="stat", bounced=3, kept=1)
    device.say(rating)
    device.say(stat)
    assert device.has_taken(stat)
    assert not [one for one in device.taken if one["seq"] == rating["seq"]]
    assert has_counted(host, bounced=3, kept=1)
    host.keeps = True
    device.say(rating)
    assert device.has_taken(rating)
    assert len({one.entry for one in host.ratings}) == 1


def test_another_scale_leaves_a_panel_dark(attached: Attached, played: Played) -> None:
    panel, host = attached("panel3", "mqtt-panel", buttons="3")
    device = played("panel3")
    panel.show(lit(host))
    assert is_told(host, "online", "buttons_differ")
    assert device.shows(kind="panel", token="")


def test_keys_count_once_and_only_while_they_are_fresh(attached: Attached, played: Played) -> None:
    keypad, host = attached("keypad3", "mqtt-keypad")
    device = played("keypad3")
    keypad.show(KeypadFace(("A105 MOI", "CHO 12"), beeps=2))
    assert device.shows(kind="keypad", lines=["A105 MOI", "CHO 12"], beeps=2)
    fresh = device.numbered(kind="key", key="next")
    old = device.numbered(kind="key", key="next")
    old["at_ms"] = max(0, old["at_ms"] - 4000)
    stranger = device.numbered(kind="key", key="next", host="00000000")
    left_out = device.numbered(kind="key", key="next")
    last = device.numbered(kind="key", key="7")
    for said in (fresh, fresh, stranger, last):
        device.say(said)
    assert device.has_taken(last)
    assert [pressed.key for pressed in host.presses] == [Key.NEXT, Key.DIGIT_7]
    assert has_counted(host, repeated=1, stale=1, missing=2)
    device.say(left_out)
    assert device.has_taken(left_out)
    assert has_counted(host, missing=1)


def test_nonsense_is_counted_and_changes_nothing(attached: Attached, played: Played) -> None:
    _, host = attached("keypad3", "mqtt-keypad")
    device = played("keypad3")
    assert device.shows(kind="keypad")
    wrong_key = device.numbered(kind="key", key="open_the_safe")
    nonsense = [b"", b"\xff\xfe", b"[]", b'{"boot": "3FA2"}', b'{"boot": "x", "seq": 1}', b'"' + b"a" * 2000 + b'"']
    for payload in nonsense:
        device.say(payload)
    device.say(wrong_key)
    assert device.has_taken(wrong_key)
    assert device.taken[-1]["refused"] == "form"
    assert has_counted(host, broken=len(nonsense) + 1)
    assert host.presses == []


def test_boards_show_their_rows(attached: Attached, played: Played) -> None:
    board, _ = attached("board3", "mqtt-board")
    hall, host = attached("hall", "mqtt-hall-board", rows="2")
    assert (board.shows, hall.shows) == (Shows.CALL, Shows.CALLS)
    calls = BoardFace((BoardRow("A105", 3, host.now_s() + 5), BoardRow("B002", 5), BoardRow("C001", 7)))
    board.show(BoardFace(calls.rows[:1]))
    hall.show(calls)
    of_counter, of_hall = played("board3"), played("hall")
    assert of_counter.shows_rows("A105")
    assert of_counter.face["rows"][0]["counter"] == 3
    assert 0 < of_counter.face["rows"][0]["blink_ms"] <= 5000
    assert of_hall.shows_rows("A105", "B002")
    hall.show(BoardFace())
    assert of_hall.shows_rows("", "")


def test_nobody_speaks_for_another(attached: Attached, played: Played) -> None:
    panel, host = attached("panel3", "mqtt-panel")
    panel.show(lit(host))
    device, liar = played("panel3"), played("panel3", user="board3")
    assert device.shows(token="K7")
    liar.say(device.numbered(kind="rate", token="K7", button=4))
    liar.publish("toi-luot/panel3/there", b"offline")
    liar.publish("toi-luot/panel3/show", b"{}")
    rating = device.numbered(kind="rate", token="K7", button=1)
    device.say(rating)
    assert device.has_taken(rating)
    assert [one.button for one in host.ratings] == [1]
    assert is_told(host, "online")
    assert liar.shown == []
    assert all(face["kind"] == "panel" for face in device.shown)


def test_a_fault_of_one_device_parts_no_other_from_the_broker(
    attached: Attached, played: Played, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, faulty = attached("panel3", "mqtt-panel")
    _, host = attached("keypad3", "mqtt-keypad")
    device, other = played("panel3"), played("keypad3")
    assert device.shows(kind="panel")
    assert other.shows(kind="keypad")
    rating, key = device.numbered(kind="rate", token="K7", button=1), other.numbered(kind="key", key="next")
    before = len(host.standings)
    with monkeypatch.context() as patch:
        patch.setattr(faulty, "rated", fails)
        device.say(b'{"a":' + b"[" * 1010)
        device.say(rating)
        assert is_told(faulty, "offline", "driver_fault")
        other.say(key)
        assert other.has_taken(key)
    assert "line_lost" not in [told.trouble for told in host.standings[before:]]
    device.say(rating)
    assert device.has_taken(rating)
    assert is_told(faulty, "online")


def fails(*_: object) -> bool:
    raise RecursionError


def test_it_is_told_who_does_not_get_in(attached: Attached, broker: Mosquitto, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong"
    wrong.write_text("no such secret")
    wrong.chmod(0o600)
    _, host = attached("panel3", "mqtt-panel", password_file=str(wrong))
    assert is_told(host, "offline", "broker_refused")
    _, elsewhere = attached("board3", "mqtt-board", address="mqtt://127.0.0.1:9")
    assert is_told(elsewhere, "offline", "line_lost")


def test_a_device_that_vanishes_is_told(attached: Attached, played: Played) -> None:
    _, host = attached("board3", "mqtt-board")
    device = played("board3")
    assert is_told(host, "online")
    device.vanish()
    assert is_told(host, "unknown", "device_silent")


def test_the_broker_may_come_and_go(attached: Attached, played: Played, broker: Mosquitto) -> None:
    panel, host = attached("panel3", "mqtt-panel")
    board, _ = attached("board3", "mqtt-board")
    device = played("panel3")
    panel.show(lit(host))
    assert device.shows(token="K7")
    rating = device.numbered(kind="rate", token="K7", button=2)
    broker.stop()
    assert is_told(host, "offline", "line_lost")
    panel.show(lit(host, "K8"))
    board.show(BoardFace((BoardRow("B007", 3),)))
    broker.start()
    assert is_told(host, "online")
    assert device.shows(token="K8")
    device.say(rating)
    assert device.has_taken(rating)
    assert [(one.token, one.button) for one in host.ratings] == [("K7", 2)]
    assert played("board3").shows_rows("B007")


def test_an_encrypted_broker_is_believed_by_its_certificate(
    attached: Attached, played: Played, broker: Mosquitto
) -> None:
    address = f"mqtts://localhost:{broker.tls_port}"
    board, host = attached("board3", "mqtt-board", address=address, ca_file=str(broker.ca_file))
    _, doubting = attached("panel3", "mqtt-panel", address=address)
    board.show(BoardFace((BoardRow("B007", 3),)))
    assert played("board3").shows_rows("B007")
    assert is_told(host, "online")
    assert is_told(doubting, "offline", "line_lost")


WRONG = [
    ({"address": "http://127.0.0.1"}, "must look like"),
    ({"address": "mqtt://toi-luot:secret@127.0.0.1"}, "are options"),
    ({"address": "mqtt://127.0.0.1:0"}, "must look like"),
    ({"user": "", "password_file": "/nowhere"}, "go together"),
    ({"password_file": "/nowhere"}, "No such file"),
    ({"ca_file": "/nowhere"}, "mqtts://"),
    ({"device": "panel/3"}, "part of a topic"),
    ({"prefix": "#"}, "part of a topic"),
    ({"buttons": "7"}, "from 3 to 5"),
    ({"rows": "2"}, "no option 'rows'"),
]


@pytest.mark.parametrize(("settings", "why"), WRONG)
def test_settings_that_cannot_be_used(attached: Attached, settings: dict[str, str], why: str) -> None:
    with pytest.raises(DeviceError, match=why) as refused:
        attached("panel3", "mqtt-panel", **settings)
    assert refused.value.code == "device_options"


def test_a_password_that_others_may_read_is_none(attached: Attached, tmp_path: Path) -> None:
    path = tmp_path / "open"
    path.write_text(PASSWORDS[HOST_USER])
    path.chmod(0o640)
    with pytest.raises(DeviceError, match="chmod 600") as refused:
        attached("panel3", "mqtt-panel", password_file=str(path))
    assert PASSWORDS[HOST_USER] not in str(refused.value)
