"""Which devices an agent drives, what each is shown and when, and that one that cannot be driven harms no other."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from config.attached import AttachedEntry
from counter_app.desk.agent import DeskAgent, is_of
from counter_app.desk.attached_devices import AttachedDevices, Desks
from counter_app.desk.boards import BoardDesk
from counter_app.desk.hall_view import OpenRating
from counter_app.desk.settings import DeskSettings, DeskTiming
from drivers.devices import (
    Device,
    DeviceSettings,
    Face,
    Host,
    Key,
    KeypadFace,
    PanelFace,
    Pressed,
    Rated,
    Shows,
    Standing,
)
from drivers.errors import DeviceError
from drivers.lines import Lines
from tests.counter_app.desk.desk_kit import PANEL, Desk, counter, plain
from tests.hub_process import free_port

SHOWS = {"panel": Shows.RATING, "counter-board": Shows.CALL, "hall-board": Shows.CALLS, "keypad": Shows.KEYPAD}

SIGN = AttachedEntry("sign", "led-sign", "acme:7", 3)

ENTRIES = (
    PANEL,
    AttachedEntry("panel4", "panel", "socket://h:1", 4, 4, {"buttons": "3"}),
    AttachedEntry("board3", "counter-board", "socket://h:1", 3, 23),
    AttachedEntry("hall-board", "hall-board", "socket://h:1", 0, 90),
    AttachedEntry("pad3", "pad", "/dev/input/by-path/x", 3),
    AttachedEntry("keypad3", "keypad", "socket://h:1", 3, 43),
    AttachedEntry("scanner", "scanner", "socket://h:2"),
    SIGN,
    AttachedEntry("faulty", "faulty", "acme:8", 3),
    AttachedEntry("late", "other-keypad", "acme:9", 3),
    AttachedEntry("keys", "other-keys", "acme:9", 3),
)


class DeviceDouble:
    """Keeps what it is shown."""

    def __init__(self, settings: DeviceSettings, host: Host) -> None:
        self.host = host
        self.shows = SHOWS.get(settings.kind, Shows.NOTHING)
        self.faces: list[Face] = []
        self.is_closed = False

    def show(self, face: Face) -> None:
        """See Device."""
        self.faces.append(face)

    def close(self) -> None:
        """See Device."""
        self.is_closed = True


class Room:
    """The devices of a desk, each a double."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.doubles: dict[str, DeviceDouble] = {}
        desks = Desks(desk.hall, desk.ratings, BoardDesk(desk.hall, desk.clock, lambda: desk.now_s))
        self.devices = AttachedDevices(ENTRIES, desks, desk.standings, Lines(now_s=lambda: desk.now_s))
        desk.hall.on_view(self.devices.view_changed)

    def attach(self, settings: DeviceSettings, host: Host, _lines: Lines) -> Device:
        """See Attach."""
        if settings.kind == "led-sign":
            raise DeviceError("device_kind", retry=False, detail="there is no kind led-sign")
        if settings.kind == "faulty":
            raise ZeroDivisionError
        self.doubles[settings.name] = DeviceDouble(settings, host)
        return self.doubles[settings.name]

    def faces(self, name: str) -> list[Face]:
        """What a device was shown."""
        return self.doubles[name].faces

    def trouble(self, name: str) -> str:
        """What is wrong with a device."""
        return self.desk.standings.of(name).trouble


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Room]:
    desk = Desk(tmp_path, ENTRIES)
    made = Room(desk)
    monkeypatch.setattr("counter_app.desk.attached_devices.attach", made.attach)
    yield made
    made.devices.close()
    desk.end()


def test_what_cannot_be_attached_is_told_and_the_others_go_on(room: Room) -> None:
    room.devices.take(lambda _entry: True)
    assert (room.trouble("sign"), room.trouble("faulty")) == ("device_kind", "driver_fault")
    assert sorted(room.doubles) == [
        "board3",
        "hall-board",
        "keypad3",
        "keys",
        "late",
        "pad3",
        "panel3",
        "panel4",
        "scanner",
    ]


def test_a_face_is_shown_when_it_is_another(room: Room) -> None:
    room.devices.take(lambda _entry: True)
    assert room.faces("panel3") == [PanelFace()]
    window = room.desk.window()
    room.desk.heard(window)
    room.devices.look()
    room.desk.heard(window)
    lit = room.faces("panel3")[-1]
    assert isinstance(lit, PanelFace)
    assert lit.label == "A001"
    assert room.doubles["panel3"].host.rated(Rated("1-1", lit.token, 1))
    room.devices.look()
    assert [isinstance(face, PanelFace) and face.label for face in room.faces("panel3")] == ["", "A001", ""]
    assert len(room.faces("board3")) == len(room.faces("hall-board")) == 1
    assert room.faces("scanner") == []


def test_a_panel_whose_buttons_do_not_fit_the_scale_stays_dark_until_they_do(room: Room) -> None:
    room.devices.take(lambda _entry: True)
    room.doubles["panel4"].host.stands(Standing("online"))
    room.desk.heard(steps=4)
    assert (room.trouble("panel3"), room.trouble("panel4")) == ("", "buttons_differ")
    room.desk.heard(steps=3)
    assert (room.trouble("panel3"), room.trouble("panel4")) == ("buttons_differ", "")


def test_a_desk_of_one_counter_lets_go_of_what_is_not_its_own(room: Room) -> None:
    room.devices.take(lambda entry: is_of("hall:H1", entry))
    room.devices.take(lambda entry: is_of("desk:4", entry))
    assert [name for name, double in room.doubles.items() if not double.is_closed] == ["panel4"]
    assert room.trouble("keypad3") == room.trouble("scanner") == "not_ours"
    assert room.devices.keypads() == []
    room.devices.take(lambda entry: is_of("desk:3", entry))
    assert room.trouble("keypad3") == ""
    assert room.trouble("panel4") == "not_ours"
    assert not room.doubles["panel3"].is_closed


def test_keys_and_readings_go_where_they_belong(room: Room) -> None:
    read: list[tuple[int, str]] = []
    notices: list[bool] = []
    room.devices.on_scanned = lambda number, text: read.append((number, text))
    room.devices.on_keypad = lambda _keypad, has_none: notices.append(has_none)
    room.devices.take(lambda _entry: True)
    assert notices == [True, False]
    assert room.devices.keypad_of(0) is room.devices.keypad_of(3) is room.devices.keypads()[0]
    assert room.devices.keypad_of(4) is None
    room.desk.hall.hub_connected(True)
    room.desk.heard(counter())
    room.doubles["keypad3"].host.pressed(Pressed(Key.DIGIT_7))
    shown = room.faces("keypad3")[-1]
    assert isinstance(shown, KeypadFace)
    assert any("7" in line for line in shown.lines)
    assert room.faces("pad3") == []
    room.doubles["scanner"].host.scanned("TL1:x")
    assert read == [(0, "TL1:x")]


def test_a_key_that_names_no_counter_is_nobodys_where_several_have_keys(room: Room) -> None:
    room.devices._entries = (*ENTRIES, AttachedEntry("pad4", "pad", "/dev/input/by-path/y", 4))
    room.devices.take(lambda _entry: True)
    assert room.devices.keypad_of(0) is None
    assert None not in (room.devices.keypad_of(3), room.devices.keypad_of(4))


def test_what_a_keypad_has_taken_is_told_to_its_mind_also_before_there_is_one(room: Room) -> None:
    room.devices.take(lambda _entry: True)
    late = room.doubles["late"]
    late.host.taken(None)
    late.shows = Shows.KEYPAD
    room.devices.show()
    shown = room.faces("late")[-1]
    assert isinstance(shown, KeypadFace)
    mind = room.devices._served["late"].keypad
    assert mind is not None
    assert mind._seen.shown_s > room.desk.now_s
    late.host.taken(shown.lines)
    assert mind._seen.shown_s == room.desk.now_s


def test_keys_of_others_have_the_mind_of_a_keypad_whenever_they_come(room: Room) -> None:
    notices: list[bool] = []
    room.devices.on_keypad = lambda _keypad, has_none: notices.append(has_none)
    room.devices.take(lambda entry: entry.kind.startswith("other"))
    late, keys = room.doubles["late"], room.doubles["keys"]
    assert notices == []
    late.shows = Shows.KEYPAD
    room.devices.look()
    keys.host.pressed(Pressed(Key.DIGIT_7))
    assert notices == [False, True]
    assert late.faces != []
    assert keys.faces == []


def test_a_new_day_is_told_everything_and_a_restart_is_carried_out(tmp_path: Path) -> None:
    agent = DeskAgent(DeskSettings(f"http://127.0.0.1:{free_port()}", tmp_path, (), wish="hall:H1"))
    anew: list[str] = []
    agent.on_restart = lambda: anew.append("restart")
    agent._courier.hub_is_back = lambda: anew.append("told")  # type: ignore[method-assign]
    for rev, day in enumerate(("2026-11-22", "", "2026-11-22", "2026-11-23")):
        data = {"header": {"day": day, "mode": "live", "zone": "Asia/Ho_Chi_Minh"}}
        agent._hall.hub_said(plain({"topic": "hall", "epoch": "e", "rev": rev, "at_ms": 1, "data": data}))
    agent._ordered("test_print")
    agent._ordered("restart")
    assert agent.is_alive()
    agent.close()
    assert anew == ["told", "restart"]


def test_ratings_that_the_hub_does_not_hear_of_are_told_as_their_panels_trouble(tmp_path: Path) -> None:
    settings = DeskSettings(f"http://127.0.0.1:{free_port()}", tmp_path, (SIGN,), wish="hall:H1")
    agent = DeskAgent(settings, DeskTiming(waiting_s=-1.0))
    now_ms = agent._clock.now_ms()
    rating = OpenRating("2026-11-22-A001", 1, "A001", now_ms, now_ms + 60_000)
    view = {"counters": (counter(rating=rating),), "rating_steps": 4}
    agent._hall.hub_said(plain({"topic": "hall", "epoch": "e", "rev": 1, "at_ms": now_ms, "data": view}))
    assert agent._ratings.rated("sign", Rated("1-1", agent._ratings.face(3).token, 1))
    agent._next_slow_s = 0.0
    agent._look()
    (device,) = agent._state.report(()).devices
    agent.close()
    assert device.trouble == "device_kind"
    agent._standings.overrule("sign", "")
    assert agent._standings.of("sign").trouble == "ratings_waiting"
