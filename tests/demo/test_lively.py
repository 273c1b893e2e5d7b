"""The simulated people: they decide by what their screen shows, and leave a visitor's work alone."""

import random
import statistics
import threading
from typing import Any

import requests

from config.centre import SAMPLE, load_centre
from hub.demo.lively import KIOSK, MOST_WAITING, Citizens, Clerk, Move, Rater, live, people_of, service_s
from hub.demo.newest import newest_waiting


def _counter(state: str = "open", ticket: dict[str, Any] | None = None, waiting: int = 0) -> dict[str, Any]:
    return {"state": state, "ticket": ticket, "waiting": {"count": waiting}}


def _clerk() -> Clerk:
    return Clerk(3, random.Random(1))


def test_a_clerk_opens_calls_starts_and_finishes() -> None:
    called = {"state": "called", "field_id": "ho_tich"}
    serving = {"state": "serving", "field_id": "ho_tich"}
    views = [_counter("closed"), _counter(waiting=1), _counter(ticket=called), _counter(ticket=serving)]
    moves = [_clerk().next_move(view) for view in views]
    assert [move.path for move in moves] == [f"/counters/3/{verb}" for verb in ("open", "call-next", "start", "finish")]
    assert all(move.wait_s >= 0 for move in moves)


def test_a_clerk_leaves_a_pause_an_empty_hall_and_a_closed_day_alone() -> None:
    for view in (_counter("paused"), _counter(), {"header": {}, "refused": "no_day_open"}):
        assert _clerk().next_move(view).path is None


def test_some_have_left_when_they_are_called() -> None:
    clerk = _clerk()
    view = _counter(ticket={"state": "called", "field_id": "ho_tich"})
    paths = [clerk.next_move(view).path for _ in range(500)]
    assert 5 < paths.count("/counters/3/missed") < 80


def test_each_service_is_rated_once_at_most_and_within_the_scale() -> None:
    rater = Rater(3, random.Random(1))
    moves = [_rate(rater, service) for service in range(1, 201) for _ in range(2)]
    rated = [move.body for move in moves if move.body]
    assert 60 < len(rated) < 140
    assert len({body["service"] for body in rated}) == len(rated)
    assert {body["score"] for body in rated} <= {1, 2, 3, 4}
    assert rater.next_move({"window": None, "labels": []}).path is None


def _rate(rater: Rater, service: int) -> Move:
    window = {"ticket": "2026-11-22-A001", "service": service}
    return rater.next_move({"window": window, "labels": [{}, {}, {}, {}]})


def test_nobody_comes_into_a_full_hall() -> None:
    citizens = Citizens([["ho_tich"]], random.Random(1))
    assert citizens.next_move({"fields": [{"waiting": MOST_WAITING}]}).path is None
    assert citizens.next_move({"fields": [{"waiting": 1}]}).path == "/tickets"


def test_a_service_takes_as_long_as_its_kind() -> None:
    chance = random.Random(1)
    minutes = [service_s("dat_dai", chance) * 15 / 60 for _ in range(2000)]
    assert 18 < statistics.median(minutes) < 21
    assert 0.75 < sum(15 <= each <= 25 for each in minutes) / 2000 < 0.85


def test_there_is_a_clerk_and_a_panel_at_every_counter() -> None:
    plan = load_centre(SAMPLE)
    assert len(people_of(plan)) == 1 + 2 * len(plan.counters)
    assert KIOSK in people_of(plan)


def test_people_wait_while_the_hub_is_away() -> None:
    stop = threading.Event()

    class Away:
        looks = 0

        def view(self, _screen: str) -> dict[str, Any]:
            self.looks += 1
            if self.looks == 2:
                stop.set()
            raise requests.ConnectionError

        def post(self, *_: object) -> None:
            raise AssertionError("nothing is sent to a hub that is away")

    stop.wait = lambda _timeout=None: stop.is_set()  # type: ignore[method-assign]
    away = Away()
    live(_clerk(), "counter:3", away, stop)
    assert away.looks == 2


class Hall:
    """Two counters, and those who wait for them."""

    def view(self, screen: str) -> dict[str, Any]:
        if screen == "counter:9":
            raise requests.ConnectionError
        shown, further = {"counter:2": ([("A001", 5), ("A-K1-04", 90)], []), "counter:3": ([], [("B002", 70)])}[screen]
        lines = [[{"label": label, "arrived_ms": at_ms} for label, at_ms in told] for told in (shown, further)]
        return {"header": {"day": "2026-11-22"}, "waiting": {"tickets": lines[0]}, "further_waiting": lines[1]}

    def post(self, screen: str, path: str, body: dict[str, Any]) -> None:
        raise AssertionError(f"{screen} {path} {body}: whoever scans does nothing else")


def test_the_newest_ticket_can_be_scanned() -> None:
    assert newest_waiting(Hall(), [3, 2]) == "TL1:2026-11-22-A-K1-04"
    assert newest_waiting(Hall(), [3]) == "TL1:2026-11-22-B002"
    assert newest_waiting(Hall(), [2, 9]) == newest_waiting(Hall(), []) == ""
