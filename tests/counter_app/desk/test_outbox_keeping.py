"""What waits for the hub is kept, with its time, whatever the clocks show and however often the agent is paired."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from counter_app.desk.agent import DeskAgent, now_ms
from counter_app.desk.hall_view import OpenRating
from counter_app.desk.outbox import RESOLUTION_MS
from counter_app.desk.settings import DeskSettings
from drivers.devices import Rated
from hub.agent.badge import Badge, BadgeFile
from tests.counter_app.desk.desk_kit import HUB_MS, Desk, counter, plain

WEEK_MS = 7 * 86_400_000
YEARS_MS = 6 * 365 * 86_400_000

WINDOW = OpenRating("2026-11-22-A001", 1, "A001", HUB_MS, HUB_MS + 60_000)


def agent_of(folder: Path, now: Callable[[], int] = now_ms) -> DeskAgent:
    """An agent without devices, whose hub is away."""
    return DeskAgent(DeskSettings("http://127.0.0.1:9", folder, (), wish="hall:H1"), now=now)


def rated_at(agent: DeskAgent) -> str:
    """It hears of a window at counter 3, whose panel is pressed; returns the window's token."""
    view = {"header": {"day": "2026-11-22"}, "counters": (counter(rating=WINDOW),), "rating_steps": 4}
    agent._hall.hub_said(plain({"topic": "hall", "epoch": "e", "rev": 1, "at_ms": HUB_MS, "data": view}))
    token = agent._ratings.face(3).token
    assert agent._ratings.rated("panel3", Rated("1-1", token, 1))
    return token


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path)
    yield made
    made.end()


def rate(desk: Desk, label: str, entry: str) -> None:
    """A service ends, its window is seen, and the panel is pressed."""
    desk.heard(desk.window(label))
    assert desk.ratings.rated("panel3", Rated(entry, desk.ratings.face(3).token, 2))


def tickets(desk: Desk) -> list[str]:
    """What waits for the hub, by the ends of the tickets' names."""
    return [rating.ticket[-4:] for rating in desk.outbox.waiting()]


def test_what_is_done_is_forgotten_a_week_later_by_the_hubs_time(desk: Desk) -> None:
    rate(desk, "A000", "3FA2-0")
    desk.courier.deliver()
    desk.now_s += WEEK_MS / 1000
    rate(desk, "A001", "3FA2-1")
    desk.courier.deliver()
    desk.outbox.forget_before(desk.clock.now_ms() - WEEK_MS + 1)
    assert desk.file.rows("SELECT entry FROM ratings") == [{"entry": "3FA2-1"}]
    assert desk.file.rows("SELECT ticket FROM services") == [{"ticket": "2026-11-22-A001"}]


def test_a_machine_whose_clock_was_years_behind_loses_nothing_when_it_is_set(tmp_path: Path) -> None:
    machine_ms = HUB_MS - YEARS_MS
    agent = agent_of(tmp_path, lambda: machine_ms)
    token = rated_at(agent)
    machine_ms = HUB_MS
    agent._hall.hub_connected(True)
    agent._next_slow_s = agent._clock_kept_s = 0.0
    agent._look()
    waiting, again = agent._outbox.waiting(), agent._outbox.token(WINDOW, 3, 4)
    agent.close()
    assert [rating.ticket for rating in waiting] == ["2026-11-22-A001"]
    assert again == token


def test_what_the_hub_has_not_answered_is_never_forgotten(desk: Desk) -> None:
    rate(desk, "A000", "3FA2-0")
    desk.outbox.forget_before(desk.hub_ms() + YEARS_MS)
    assert tickets(desk) == ["A000"]


def test_a_press_keeps_the_time_that_the_hub_had_then(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.heard(desk.window("A000"))
    token = desk.ratings.face(3).token
    desk.now_s += 5.0
    assert desk.ratings.rated("panel3", Rated("3FA2-0", token, 2))
    pressed_ms = desk.hub_ms() - RESOLUTION_MS
    desk.now_s += 30.0
    monkeypatch.setattr("tests.counter_app.desk.desk_kit.HUB_MS", HUB_MS + 3_600_000)
    desk.hall.hub_connected(True)
    desk.heard(epoch="after its start")
    desk.courier.deliver()
    assert [body["pressed_ms"] for body in desk.hub.rated()] == [pressed_ms]


@pytest.mark.parametrize(
    ("known", "paired_with", "is_kept"), [("h1", "h1", True), ("h1", "h2", False), ("", "", False)]
)
def test_whoever_lost_its_badge_and_is_paired_with_its_own_hub_again_loses_no_rating(
    desk: Desk, known: str, paired_with: str, is_kept: bool
) -> None:
    desk.outbox.belong_to(known)
    rate(desk, "A000", "3FA2-0")
    desk.outbox.other_hub(paired_with)
    assert tickets(desk) == (["A000"] if is_kept else [])
    rate(desk, "A001", "3FA2-1")
    desk.outbox.other_hub(paired_with)
    assert ("A001" in tickets(desk)) is bool(paired_with)


def test_an_agent_notes_its_hub_and_keeps_its_ratings_when_its_badge_is_damaged(tmp_path: Path) -> None:
    BadgeFile(tmp_path).write(Badge("http://127.0.0.1:9", "desk:3", "token", "h1"))
    agent = agent_of(tmp_path)
    rated_at(agent)
    agent._keep_house()
    agent.close()
    (tmp_path / "badge.json").write_text('{"hub_url"')
    agent = agent_of(tmp_path)
    agent._enrolment._take(Badge("http://127.0.0.1:9", "desk:3", "fresh", "h1"))
    waiting = agent._outbox.waiting()
    agent.close()
    assert len(waiting) == 1
