"""The hub's sockets: who may listen, what comes at once, and what happens to those who say something."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from tests.hub_process import HubProcess
from tests.realtime.raw_screen import RawScreen

ISSUE = {"field": "ho_tich"}


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HubProcess]:
    with HubProcess(tmp_path_factory.mktemp("hub")) as running:
        yield running


@pytest.fixture
def wall(hub: HubProcess) -> Iterator[RawScreen]:
    screen = RawScreen(hub.port, {"token": hub.token("wall"), "topic": "wall"})
    yield screen
    screen.close()


def _waiting(view: dict) -> int:
    return next(field["waiting"] for field in view["data"]["waiting"] if field["id"] == "ho_tich")


def test_a_screen_gets_the_whole_view_at_once_and_each_change(hub: HubProcess, wall: RawScreen) -> None:
    first = wall.view()
    assert first is not None
    assert first["topic"] == "wall"
    assert first["epoch"] == hub.health()["epoch"]
    assert first["rev"] == hub.health()["seq"]
    hub.post(hub.token("kiosk:K1"), "/tickets", ISSUE)
    second = wall.view()
    assert second is not None
    assert second["rev"] == first["rev"] + 1
    assert _waiting(second) == _waiting(first) + 1
    assert second["at_ms"] >= first["at_ms"]


def test_the_same_envelope_is_polled(hub: HubProcess, wall: RawScreen) -> None:
    pushed, polled = wall.view(), hub.view(hub.token("wall"), "wall")
    assert pushed is not None
    assert {**polled, "at_ms": 0} == {**pushed, "at_ms": 0}


def test_whoever_comes_in_the_middle_of_a_rush_is_greeted_first_and_hears_everything_in_order(hub: HubProcess) -> None:
    kiosk, tickets = hub.token("kiosk:K1"), 30
    until = _waiting(hub.view(hub.token("wall"), "wall")) + tickets
    with ThreadPoolExecutor(9) as people:
        posts = [people.submit(hub.post, kiosk, "/tickets", ISSUE) for _ in range(tickets // 2)]
        screens = [people.submit(_heard, hub, until) for _ in range(8)]
        posts += [people.submit(hub.post, kiosk, "/tickets", ISSUE) for _ in range(tickets - tickets // 2)]
        assert {post.result().status_code for post in posts} == {201}
        for screen in screens:
            welcome, revs = screen.result()
            assert welcome == ["0{", "42", "40"]
            assert revs == sorted(revs)


def _heard(hub: HubProcess, until: int) -> tuple[list[str], list[int]]:
    """How the first three texts of a wall's connection begin, and the revisions until so many wait."""
    screen = RawScreen(hub.port, {"token": hub.token("wall"), "topic": "wall"})
    texts = [screen.text() or "" for _ in range(3)]
    view, revs = json.loads(texts[1][2:])[1], []
    while _waiting(view) < until:
        revs.append(view["rev"])
        view = screen.view()
    screen.close()
    return [text[:2] for text in texts], [*revs, view["rev"]]


@pytest.mark.parametrize(
    ("screen", "topic", "code"),
    [
        ("wall", "counter:2", "unauthorised"),
        ("counter:3", "counter:2", "unauthorised"),
        ("wall", "kiosk", "unauthorised"),
        (None, "wall", "unauthorised"),
        ("wall", "counter:02", "unknown_topic"),
        ("wall", "everything", "unknown_topic"),
        ("wall", None, "unknown_topic"),
    ],
)
def test_who_may_not_listen_is_refused(hub: HubProcess, screen: str | None, topic: str | None, code: str) -> None:
    refused = RawScreen(hub.port, {"token": hub.token(screen) if screen else "forged", "topic": topic})
    assert (refused.text() or "").startswith("0")
    answer = refused.text() or ""
    assert answer.startswith("44")
    assert json.loads(answer[2:])["message"] == code
    refused.close()


def test_a_connection_without_auth_is_refused(hub: HubProcess) -> None:
    refused = RawScreen(hub.port)
    refused.text()
    assert (refused.text() or "").startswith("44")
    refused.close()


@pytest.mark.parametrize(
    "said",
    ['42["open",{"counter":2}]', '42["view",{}]', '421["call"]', '42["disconnect"]', '42["connect"]', "41"],
)
def test_a_screen_that_says_something_is_disconnected(hub: HubProcess, wall: RawScreen, said: str) -> None:
    loud = RawScreen(hub.port, {"token": hub.token("counter:2"), "topic": "counter:2"})
    loud.view()
    before = hub.health()
    loud.send_text(said)
    assert loud.view() is None
    assert hub.health() == before
    _is_undisturbed(hub, wall)
    loud.close()


@pytest.mark.parametrize(
    ("first", "payload"),
    [
        (0x81, b""),
        (0x81, b"9"),
        (0x81, b"x"),
        (0x81, b"4"),
        (0x81, b"4x"),
        (0x81, b"45"),
        (0x81, b'451-["a",{"_placeholder":true,"num":0}]'),
        (0x81, b"4" + b"9" * 300),
        (0x81, b"42[]"),
        (0x81, b'42{"a":1}'),
        (0x81, b"43[1]"),
        (0x81, b"42[" + b"[" * 3000),
        (0x81, b"42" + b'"' * 5000),
        (0x81, b"\xff\xfe\xfd"),
        (0x82, b"\x00\x01\x02"),
        (0xF1, b"42[]"),
        (0x83, b"42[]"),
        (0x88, b"\x00"),
    ],
)
def test_malformed_frames_disturb_nobody(hub: HubProcess, wall: RawScreen, first: int, payload: bytes) -> None:
    broken = RawScreen(hub.port, {"token": hub.token("wall"), "topic": "wall"})
    broken.view()
    before = hub.health()
    broken.send_frame(first, payload)
    assert hub.health() == before
    _is_undisturbed(hub, wall)
    broken.close()
    assert not any("Traceback" in line for line in hub.log)


def test_a_client_cannot_write_lines_of_its_own_into_the_log(hub: HubProcess) -> None:
    forged = "x%0a2026-11-22 00:00:00,000 INFO hub.office command=OpenDay"
    response = requests.get(f"{hub.url}/socket.io/?EIO=4&transport=websocket&sid={forged}", timeout=10)
    assert response.status_code == 400
    hub.post(hub.token("kiosk:K1"), "/tickets", ISSUE)
    assert not any(line.startswith("2026-11-22 00:00:00,000") for line in hub.log)


def _is_undisturbed(hub: HubProcess, wall: RawScreen) -> None:
    """The wall still gets the next change."""
    seq = hub.post(hub.token("kiosk:K1"), "/tickets", ISSUE).json()["seq"]
    while (view := wall.view()) is not None and view["rev"] < seq:
        continue
    assert view is not None
