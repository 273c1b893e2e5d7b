"""A press at a panel becomes one rating at the hub, whenever the hub, the line or this program was away."""

import sqlite3
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from counter_app.desk.hall_view import DeskView
from counter_app.desk.outbox import RESOLUTION_MS
from counter_app.desk.ratings import buttons_differ
from drivers.devices import DeviceSettings, PanelFace, Rated
from hub.agent.hub_client import HubAbsent, HubAnswer, HubFault, HubNotPaired, NoAnswer, TokenRefused
from tests.counter_app.desk.desk_kit import Desk, counter


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path)
    yield made
    made.end()


def away(*_: object) -> HubAnswer:
    raise HubAbsent("away")


def told(desk: Desk) -> None:
    with suppress(NoAnswer):
        desk.courier.deliver()


def refusal(code: str) -> HubAnswer:
    return HubAnswer(409, {"code": code})


def test_a_panel_is_lit_while_its_service_may_be_rated_and_half_a_second_less(desk: Desk) -> None:
    assert desk.ratings.face(3) == PanelFace()
    desk.heard(desk.window(for_s=60))
    face = desk.ratings.face(3)
    assert (face.label, face.buttons, face.until_s) == ("A001", 4, desk.now_s + 59.5)
    assert desk.ratings.face(4) == PanelFace()
    desk.now_s += 59.4
    assert desk.ratings.face(3) == face
    desk.now_s += 0.2
    assert desk.ratings.face(3) == PanelFace()


def test_the_end_is_told_anew_only_if_it_moved(desk: Desk) -> None:
    window = desk.window()
    desk.heard(window)
    before = desk.ratings.face(3)
    desk.now_s += 5.0
    desk.machine_ms += 50_000
    desk.heard(window)
    assert desk.ratings.face(3) == before
    desk.heard(counter())
    assert desk.ratings.face(3) == PanelFace()


def test_a_press_is_told_with_the_hubs_time_of_it_and_the_panel_goes_dark(desk: Desk) -> None:
    desk.heard(desk.window())
    token = desk.ratings.face(3).token
    desk.now_s += 12.0
    assert desk.ratings.rated("panel3", Rated("3FA2-1", token, 1, ago_s=2.0))
    assert desk.ratings.face(3) == PanelFace()
    told(desk)
    assert [path for path, _body, _key in desk.hub.asked if "/rate" in path] == ["/counters/3/rate"]
    body = {"ticket": "2026-11-22-A001", "service": 1, "score": 4, "pressed_ms": desk.hub_ms() - 2000 - RESOLUTION_MS}
    assert desk.hub.rated() == [body]
    told(desk)
    assert desk.hub.rated() == [body]
    assert desk.outbox.outcomes["panel3", "accepted"] == 1


def test_the_same_entry_is_the_same_press_and_another_is_another(desk: Desk) -> None:
    desk.heard(desk.window())
    token = desk.ratings.face(3).token
    assert desk.ratings.rated("panel3", Rated("3FA2-1", token, 4))
    told(desk)
    assert desk.ratings.rated("panel3", Rated("3FA2-1", token, 4, ago_s=9.0))
    assert desk.ratings.rated("tablet3", Rated("3FA2-1", token, 1))
    desk.hub.answer = lambda _path, _body: refusal("already_rated")
    told(desk)
    assert [body["score"] for body in desk.hub.rated()] == [1, 4]
    assert (desk.outbox.outcomes["panel3", "accepted"], desk.outbox.outcomes["tablet3", "double"]) == (1, 1)


def test_without_the_hub_ratings_wait_on_the_disk_also_over_a_restart(desk: Desk) -> None:
    desk.hub.answer = away
    pressed = []
    for number in range(10):
        desk.heard(desk.window(f"A{number:03}"))
        desk.now_s += 3.0
        assert desk.ratings.rated("panel3", Rated(f"3FA2-{number}", desk.ratings.face(3).token, 2))
        pressed.append((f"2026-11-22-A{number:03}", desk.hub_ms() - RESOLUTION_MS))
        told(desk)
    desk.end()
    desk.now_s += 30.0
    desk.start()
    assert {body["ticket"] for body in desk.hub.rated()} == {pressed[0][0]}
    key = desk.hub.keys()[0]
    desk.hub.asked.clear()
    desk.hub.answer = lambda _path, _body: HubAnswer(200, {})
    told(desk)
    assert desk.hub.rated() == [], "the hub's clock is not known yet"
    desk.heard()
    told(desk)
    assert [(body["ticket"], body["pressed_ms"]) for body in desk.hub.rated()] == pressed
    assert desk.hub.keys()[0] == key
    told(desk)
    assert len(desk.hub.rated()) == 10


def test_what_the_hub_fails_at_keeps_nothing_else_waiting(desk: Desk) -> None:
    for number in range(3):
        desk.heard(desk.window(f"A{number:03}"))
        desk.ratings.rated("panel3", Rated(f"3FA2-{number}", desk.ratings.face(3).token, 2))

    def fails_at_the_first(_path: str, body: dict[str, object]) -> HubAnswer:
        if body["ticket"] == "2026-11-22-A000":
            raise HubFault("500")
        return HubAnswer(200, {})

    desk.hub.answer = fails_at_the_first
    told(desk)
    assert desk.outbox.outcomes["panel3", "accepted"] == 2
    assert [rating.ticket for rating in desk.outbox.waiting()] == ["2026-11-22-A000"]
    assert list(desk.outbox.waiting_since_ms()) == ["panel3"]


@pytest.mark.parametrize(
    ("code", "outcome"),
    [("rating_window_closed", "late"), ("unknown_ticket", "unknown"), ("forbidden", "refused")],
)
def test_a_refused_rating_is_counted_and_done(desk: Desk, code: str, outcome: str) -> None:
    desk.heard(desk.window())
    desk.ratings.rated("panel3", Rated("3FA2-1", desk.ratings.face(3).token, 2))
    desk.hub.answer = lambda _path, _body: refusal(code)
    told(desk)
    assert desk.outbox.outcomes["panel3", outcome] == 1
    assert desk.outbox.waiting() == []


def test_what_nobody_can_make_anything_of_is_taken_from_the_panel_and_counted(desk: Desk) -> None:
    desk.heard(desk.window())
    token = desk.ratings.face(3).token
    assert desk.ratings.rated("panel3", Rated("3FA2-1", "NOTOKEN", 2))
    assert desk.ratings.rated("panel3", Rated("3FA2-2", token, 5))
    assert desk.ratings.rated("panel3", Rated("3FA2-1", "NOTOKEN", 2))
    told(desk)
    assert desk.hub.rated() == []
    assert desk.outbox.outcomes["panel3", "unknown"] == 2


def test_the_token_of_a_service_outlives_a_restart_and_not_another_hub(desk: Desk) -> None:
    window = desk.window()
    desk.heard(window)
    token = desk.ratings.face(3).token
    desk.end()
    desk.start()
    desk.heard(window)
    assert desk.ratings.face(3).token == token
    desk.ratings.rated("panel3", Rated("3FA2-1", token, 2))
    desk.outbox.other_hub("another")
    desk.heard(window, epoch="other")
    assert desk.ratings.face(3).token not in ("", token)
    desk.ratings.rated("panel3", Rated("3FA2-2", token, 2))
    told(desk)
    assert desk.hub.rated() == []


def test_a_press_before_the_clock_was_known_gets_its_right_time_later(desk: Desk) -> None:
    desk.heard(desk.window())
    token = desk.ratings.face(3).token
    desk.end()
    desk.now_s += 20.0
    desk.machine_ms -= 7_200_000
    desk.start()
    desk.ratings.rated("panel3", Rated("3FA2-1", token, 3, ago_s=5.0))
    pressed_ms = desk.hub_ms() - 5000 - RESOLUTION_MS
    desk.now_s += 60.0
    desk.heard()
    told(desk)
    assert [body["pressed_ms"] for body in desk.hub.rated()] == [pressed_ms]


def test_after_the_machine_was_off_the_remembered_clock_counts(desk: Desk) -> None:
    desk.heard(desk.window())
    token = desk.ratings.face(3).token
    desk.outbox.remember_clock()
    desk.end()
    desk.boot, desk.now_s, desk.machine_ms = "boot-2", 5.0, desk.machine_ms + int(desk.now_s * 1000) + 30_000
    desk.start()
    desk.ratings.rated("panel3", Rated("3FA2-1", token, 3))
    (rating,) = desk.outbox.waiting()
    assert rating.told_ms == desk.machine_ms + 5000 + 3_600_000 - RESOLUTION_MS


def test_a_panel_keeps_what_the_disk_does_not_take(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    desk.heard(desk.window())
    token = desk.ratings.face(3).token
    sound: list[bool] = []
    desk.ratings.on_disk = sound.append
    desk.file.connection.execute("PRAGMA query_only = 1")
    assert not desk.ratings.rated("panel3", Rated("3FA2-1", token, 3))
    desk.heard(desk.window("A002"))
    assert desk.ratings.face(3) == PanelFace()
    assert sound == [False, False]
    told = len(caplog.records)
    for number in range(20):
        assert not desk.ratings.rated(f"panel{number % 3}", Rated("3FA2-1", token, 3))
    assert len(caplog.records) == told, "panels repeat what was not kept every second or two"
    desk.file.connection.execute("PRAGMA query_only = 0")
    assert desk.file.prove()
    assert desk.ratings.rated("panel3", Rated("3FA2-1", token, 3))
    assert desk.ratings.face(3).label == "A002"


@pytest.mark.parametrize(("error", "accepted"), [(HubNotPaired("403"), 1), (TokenRefused("401"), 0)])
def test_what_this_agent_may_not_tell_waits_alone_and_a_stranger_keeps_all(
    desk: Desk, error: HubFault, accepted: int
) -> None:
    for number in range(2):
        desk.heard(desk.window(f"A{number:03}"))
        desk.ratings.rated("panel3", Rated(f"3FA2-{number}", desk.ratings.face(3).token, 2))

    def forbids_the_first(_path: str, body: dict[str, object]) -> HubAnswer:
        if body["ticket"] == "2026-11-22-A000":
            raise error
        return HubAnswer(200, {})

    desk.hub.answer = forbids_the_first
    told(desk)
    assert desk.outbox.outcomes["panel3", "accepted"] == accepted


def test_a_rating_of_a_counter_that_this_agent_has_left_is_given_up_by_its_own_name(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    desk.heard(desk.window())
    desk.ratings.rated("panel3", Rated("3FA2-1", desk.ratings.face(3).token, 2))
    desk.courier.screen = lambda: "desk:4"
    told(desk)
    assert desk.hub.rated() == desk.outbox.waiting() == []
    assert desk.outbox.outcomes["panel3", "elsewhere"] == 1
    assert "at counter 3 is given up: this agent is desk:4 now" in caplog.text


def test_a_second_agent_is_kept_out(desk: Desk) -> None:
    with pytest.raises(Exception, match="does another agent of this desk run"):
        Desk(desk.folder)
    assert isinstance(desk.file.connection, sqlite3.Connection)


def test_a_panel_with_other_buttons_than_the_scale_is_told_apart() -> None:
    view = DeskView(rating_steps=4)
    assert not buttons_differ(DeviceSettings("p", "panel", "a"), view)
    assert buttons_differ(DeviceSettings("p", "panel", "a", options={"buttons": "3"}), view)
    assert not buttons_differ(DeviceSettings("p", "led-panel", "a"), view)
    assert not buttons_differ(DeviceSettings("p", "panel", "a", options={"buttons": "3"}), None)
