"""Drivers by their kinds, and what drivers of others may do wrong."""

import logging
import sys
import threading
from collections.abc import Callable, Iterator
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

import pytest

from drivers.devices import BoardFace, BoardRow, DeviceSettings, Key, Pressed, Rated, Shows, Standing, guarded
from drivers.devices.doubles import RecordingHost
from drivers.devices.guarded import attach_guarded
from drivers.devices.kinds import GROUP, OURS, attach, known_kinds
from drivers.devices.scanner import ScannerTalk
from drivers.errors import DeviceError
from drivers.lines import Lines
from tests.waiting import until

FACE = BoardFace((BoardRow("A105", 3),))
CARD = "001099012345"
FAULT = Standing("offline", "driver_fault")


@pytest.mark.parametrize("kind", OURS)
def test_each_kind_of_ours_has_its_driver(kind: str) -> None:
    assert callable(EntryPoint(kind, OURS[kind], GROUP).load())


def test_an_unknown_kind_is_told_with_those_that_are_near() -> None:
    with pytest.raises(DeviceError, match="p3: there is no kind of device «panell»; did you mean «panel»") as refused:
        attach(DeviceSettings("p3", "panell", ""), RecordingHost(), Lines())
    assert (refused.value.code, refused.value.retry) == ("device_kind", False)


def test_packages_bring_kinds_and_take_none_of_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for package, code in (("bsign", "first"), ("asign", "second")):
        folder = tmp_path / f"{package}-1.0.dist-info"
        folder.mkdir()
        (folder / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {package}\nVersion: 1.0\n", encoding="utf-8")
        rows = f"[{GROUP}]\nsome-sign = {package}:attach\npanel = {package}:attach\n"
        (folder / "entry_points.txt").write_text(rows, encoding="utf-8")
        (tmp_path / f"{package}.py").write_text(
            f"def attach(*_):\n    raise RuntimeError('{code}')\n", encoding="utf-8"
        )
    monkeypatch.syspath_prepend(str(tmp_path))
    assert set(known_kinds()) == {*OURS, "some-sign"}
    host = RecordingHost()
    attach(DeviceSettings("s", "some-sign", ""), host, Lines())
    assert host.standing == FAULT
    with pytest.raises(DeviceError, match="link_url"):
        attach(DeviceSettings("p3", "panel", "nowhere"), host, Lines())


class Sign:
    """A driver of somebody else, who forgot something."""

    def __init__(self, host: Any) -> None:
        self.host = host
        self.shows: Any = Shows.CALL
        self.faces: list[Any] = []
        self.is_closed = False
        self.on_show: Callable[[], None] = lambda: None

    def show(self, face: Any) -> None:
        self.faces.append(face)
        self.on_show()

    def close(self) -> None:
        self.is_closed = True


class Stranger:
    """Attaches such a driver behind its fence."""

    def __init__(self) -> None:
        self.host = RecordingHost()
        self.sign: Sign
        self.devices: list[Any] = []
        self.before: Callable[[Sign], None] = lambda sign: None
        self.lines = Lines()
        self.own_lines: Any = None

    def attach(self) -> Any:
        settings = DeviceSettings("sign3", "some-sign", "", counter=3)
        device = attach_guarded(lambda: self._driver, settings, self.host, self.lines)
        self.devices.append(device)
        return device

    def _driver(self, _settings: Any, host: Any, lines: Any) -> Any:
        self.own_lines = lines
        self.sign = Sign(host)
        self.before(self.sign)
        return self.sign


@pytest.fixture
def stranger() -> Iterator[Stranger]:
    made = Stranger()
    yield made
    for device in made.devices:
        device.close()
    made.lines.close()


def fails() -> None:
    raise ValueError(f"bad reading {CARD}")


def test_a_driver_that_does_right_is_as_one_of_ours(stranger: Stranger) -> None:
    device = stranger.attach()
    assert device.shows is Shows.CALL
    device.show(FACE)
    assert until(lambda: stranger.sign.faces == [FACE], 5)
    told = stranger.sign.host
    told.stands(Standing("online", counts={"shown": 1}))
    told.pressed(Pressed(Key.NEXT))
    told.scanned("A105")
    told.taken(("a", "b"))
    assert told.rated(Rated("1-1", "T1", 2))
    assert (stranger.host.standing, stranger.host.scans) == (Standing("online", counts={"shown": 1}), ["A105"])
    device.close()
    assert stranger.sign.is_closed
    told.stands(Standing("offline"))
    told.pressed(Pressed(Key.NEXT))
    told.taken(None)
    assert not told.rated(Rated("1-2", "T1", 2))
    assert stranger.host.displays == [("a", "b")]
    assert (stranger.host.standing.link, len(stranger.host.presses), len(stranger.host.ratings)) == ("online", 1, 1)


def test_the_lines_of_a_driver_are_let_go_of_with_it(stranger: Stranger) -> None:
    device = stranger.attach()
    talk = stranger.own_lines.talk("socket://127.0.0.1:1", ScannerTalk)
    assert stranger.own_lines.talk("socket://127.0.0.1:1", ScannerTalk) is talk
    device.close()
    assert stranger.own_lines.talk("socket://127.0.0.1:1", ScannerTalk) is not talk


def test_what_fails_in_show_is_told_once_without_its_words_until_it_works(
    stranger: Stranger, caplog: pytest.LogCaptureFixture
) -> None:
    device = stranger.attach()
    stranger.sign.host.stands(Standing("online", counts={"shown": 0}))
    stranger.sign.on_show = fails
    for _ in range(3):
        before = len(stranger.sign.faces)
        device.show(FACE)
        assert until(lambda before=before: len(stranger.sign.faces) > before, 5)
    assert stranger.host.until(lambda told: told.standing == Standing("offline", "driver_fault", {"shown": 0}))
    stranger.sign.host.stands(Standing("online", counts={"shown": 1}))
    assert stranger.host.standing.trouble == "driver_fault"
    stranger.sign.on_show = lambda: None
    device.show(FACE)
    assert stranger.host.until(lambda told: told.standing == Standing("online", counts={"shown": 1}))
    (entry,) = caplog.records
    assert "the driver of some-sign sign3 met a fault in show: ValueError" in entry.getMessage()
    assert "in fails" in entry.getMessage()
    assert CARD not in caplog.text


def test_a_driver_that_cannot_be_attached_is_a_fault_and_no_end(stranger: Stranger) -> None:
    stranger.before = lambda sign: fails()
    device = stranger.attach()
    device.show(FACE)
    assert (device.shows, stranger.host.standing) == (Shows.NOTHING, FAULT)


def test_a_driver_that_would_end_the_program_ends_nothing(stranger: Stranger) -> None:
    device = stranger.attach()
    stranger.sign.on_show = lambda: sys.exit("a maker's library gives up")
    device.show(FACE)
    assert stranger.host.until(lambda told: told.standing == FAULT)
    stranger.sign.on_show = lambda: None
    device.show(FACE)
    assert stranger.host.until(lambda told: told.standing == Standing("unknown"))


def test_a_driver_that_shows_what_there_is_not_is_a_fault(stranger: Stranger) -> None:
    stranger.before = lambda sign: setattr(sign, "shows", "everything")
    assert stranger.attach().shows is Shows.NOTHING
    assert stranger.host.standing == FAULT


def test_what_a_driver_says_of_its_settings_is_refused_as_ever(stranger: Stranger) -> None:
    def refuses(_sign: Sign) -> None:
        raise DeviceError("device_options", retry=False, detail="sign3: between = '#'")

    stranger.before = refuses
    with pytest.raises(DeviceError, match="between"):
        stranger.attach()
    assert stranger.host.standings == []


def test_a_driver_that_comes_late_is_used_when_it_comes(stranger: Stranger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guarded, "ATTACH_S", 0.0)
    may_go_on = threading.Event()
    stranger.before = lambda sign: setattr(sign, "late", may_go_on.wait(5))
    device = stranger.attach()
    assert (device.shows, stranger.host.standing) == (Shows.NOTHING, FAULT)
    device.show(FACE)
    may_go_on.set()
    assert until(lambda: device.shows is Shows.CALL, 5)
    assert until(lambda: stranger.sign.faces == [FACE], 5)
    assert stranger.host.until(lambda told: told.standing == Standing("unknown"))


def test_a_driver_that_does_not_come_back_holds_up_nobody_and_gets_the_newest_face(
    stranger: Stranger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guarded, "BLOCKED_S", 0.05)
    device = stranger.attach()
    may_go_on = threading.Event()
    stranger.sign.on_show = lambda: setattr(stranger.sign, "waited", may_go_on.wait(5))
    faces = [BoardFace((BoardRow(f"A{number}", 3),)) for number in range(50)]
    device.show(faces[0])
    assert until(lambda: stranger.sign.faces == faces[:1], 5)
    for face in faces[1:]:
        device.show(face)
    assert stranger.host.until(lambda told: told.standing == FAULT)
    may_go_on.set()
    assert until(lambda: stranger.sign.faces == [faces[0], faces[-1]], 5)
    assert stranger.host.until(lambda told: told.standing == Standing("unknown"))


def test_a_driver_that_never_comes_back_is_left_behind(stranger: Stranger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guarded, "CLOSE_S", 0.05)
    device, may_go_on = stranger.attach(), threading.Event()
    stranger.sign.on_show = lambda: setattr(stranger.sign, "waited", may_go_on.wait(5))
    device.show(FACE)
    assert until(lambda: stranger.sign.faces == [FACE], 5)
    device.close()
    assert not stranger.sign.is_closed
    may_go_on.set()


@pytest.mark.parametrize(
    "report",
    [
        lambda host: host.rated(("1-1", "T1", 2)),
        lambda host: host.rated(Rated("1-1", "T1", "2")),  # type: ignore[arg-type]
        lambda host: host.pressed(Pressed("jump")),  # type: ignore[arg-type]
        lambda host: host.pressed(Pressed(Key.NEXT, float("nan"))),
        lambda host: host.pressed(Pressed(Key.NEXT, -1.0)),
        lambda host: host.scanned(b"A105"),
        lambda host: host.taken("ab"),
        lambda host: host.stands(Standing("fine")),
        lambda host: host.stands(Standing("online", counts={"shown": "many"})),  # type: ignore[dict-item]
        lambda host: host.stands(Standing("online", counts={"shown": -1})),
        lambda host: host.stands(Standing("online", counts=dict.fromkeys("abcdefgh", 1))),
        lambda host: host.stands(Standing("online", trouble="t" * 65)),
        lambda host: host.rated(Rated("e" * 65, "T1", 2)),
        lambda host: host.stands(object()),
    ],
)
def test_reports_of_another_form_are_faults_of_the_driver(stranger: Stranger, report: Callable[[Any], Any]) -> None:
    stranger.attach()
    assert not report(stranger.sign.host)
    host = stranger.host
    assert (host.ratings, host.presses, host.scans, host.standing) == ([], [], [], FAULT)


def test_faults_are_logged_once_each(stranger: Stranger, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    stranger.attach()
    for _ in range(5):
        stranger.sign.host.scanned(CARD.encode())
        stranger.sign.host.stands(None)
    assert [entry.getMessage() for entry in caplog.records] == [
        "the driver of some-sign sign3 met a fault in scanned",
        "the driver of some-sign sign3 met a fault in standing",
    ]
