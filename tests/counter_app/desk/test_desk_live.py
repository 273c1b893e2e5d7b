"""A desk agent with a real hub and a simulated line: panels rate, boards show, a keypad calls, whatever goes away."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.counter_app.desk.live_kit import Counter3, RunningDesk, SimulatedLine, come
from tests.hub_process import HubProcess


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HubProcess]:
    with HubProcess(tmp_path_factory.mktemp("desk-live")) as running:
        yield running


@pytest.fixture
def line() -> Iterator[SimulatedLine]:
    simulated = SimulatedLine()
    yield simulated
    simulated.cable.unplug()


def devices_of(hub: HubProcess, screen: str) -> dict[str, dict[str, object]]:
    """What the hub's list of devices says of those that an agent runs."""
    listed = hub.get(hub.token("supervisor"), "/devices").json()
    heard = next(row["heard"] for row in listed if row["screen"] == screen)
    return {device["name"]: device for device in (heard or {"report": {"devices": []}})["report"]["devices"]}


def test_a_service_is_shown_and_rated_once(hub: HubProcess, line: SimulatedLine, tmp_path: Path) -> None:
    counter = Counter3(hub)
    with RunningDesk(hub, tmp_path, line):
        label = counter.called()
        assert come(lambda: line.on_board() == (label, True))
        assert come(lambda: line.on_hall_board()[:1] == [label])
        assert come(lambda: label in line.on_keypad()[0])
        counter.did("/counters/3/start")
        assert come(lambda: line.on_board() == (label, False))
        assert not line.lit()
        counter.did("/counters/3/finish")
        assert come(lambda: line.lit() == label)
        assert come(lambda: line.on_board() == ("", False))
        line.press(2, bounces=3)
        assert come(lambda: counter.score_of(label) == 3)
        assert come(lambda: not line.lit())
        refused = counter.did("/counters/3/rate", hub.token("rating:3"), ticket=ticket_of(counter), service=1, score=1)
        assert refused["code"] in {"already_rated", "rating_window_closed"}


def ticket_of(counter: Counter3) -> str:
    return str(counter.view()["header"]["day"]) + "-" + str(counter.view()["last_rated"])
