"""From a press to a number, with a hub that loses answers, stays away or is somebody else."""

import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from hub.agent.hub_client import HubAnswer, HubNotPaired, NoAnswer
from kiosk_app.card_at_hand import HELD_S, CardAtHand
from kiosk_app.hall import Hall
from kiosk_app.issuing import IssueDesk, KeyReused, Wish
from kiosk_app.paper import NO_PAPER
from kiosk_app.records import Job, RequestState
from kiosk_app.spool import Spool
from tests.kiosk_app.agent_kit import DAY, HALL_VIEW, NOON_MS, QUICK, FakeClock, FakeHub

WISH = Wish("ho_tich")
HALL = msgspec.convert(HALL_VIEW, Hall)


@dataclass
class Scene:
    """A desk over a spool in a folder, before a hub."""

    folder: Path
    hub: FakeHub = field(default_factory=FakeHub)
    hall: Hall | None = HALL
    jobs: list[Job] = field(default_factory=list)
    abandoned: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.open()

    def open(self) -> None:
        self.spool = Spool(self.folder / "spool.db")
        self.desk = IssueDesk(self.spool, self.hub, lambda: self.hall, FakeClock(), QUICK)
        self.desk.on_job = self.jobs.append
        self.desk.on_abandoned = self.abandoned.set
        self.desk.resume()

    def restart(self) -> None:
        self.spool.close()
        self.open()

    def tell_given_up(self) -> None:
        for request in self.spool.abandoned_requests():
            self.desk.abandon(request)


DIGEST = "5e" * 32
"""Of a card, as the scanner makes it."""


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    return Scene(tmp_path)


def test_a_number_is_answered_and_queued_for_paper(scene: Scene) -> None:
    answer = scene.desk.take("k", Wish("ho_tich", language="en"))
    assert answer.status == 201
    assert answer.body == {
        "ticket": f"{DAY}-A001",
        "label": "A001",
        "field": "ho_tich",
        "ticket_class": "ordinary",
        "people_ahead": 3,
        "counters": [4],
        "issued_ms": NOON_MS,
        "is_test": False,
        "is_offline": False,
        "further": [],
        "link": "",
    }
    assert [job.ticket for job in scene.jobs] == [f"{DAY}-A001"]
    paper = msgspec.json.decode(scene.jobs[0].paper)
    assert (paper["field"], paper["counters"], paper["centre"]) == (
        "Civil status",
        "Counter 4",
        ["Ward office", "Centre"],
    )
    assert (paper["qr"], paper["class_mark"]) == (f"TL1:{DAY}-A001", "")
    assert paper["issued"].startswith("Taken at 12:00")


def test_priority_is_marked_without_its_reason_and_counters_not_open_yet_are_named(scene: Scene) -> None:
    scene.desk.take("k", Wish("dat_dai", ticket_class="elderly"))
    paper = msgspec.json.decode(scene.jobs[0].paper)
    assert (paper["class_mark"], paper["counters"]) == ("ƯU TIÊN", "Quầy 5")


def test_the_key_is_on_the_disk_before_anything_is_sent(scene: Scene) -> None:
    seen: list[RequestState] = []
    post = scene.hub.post

    def looking(path: str, body: dict[str, Any], key: str, timeout_s: float) -> HubAnswer:
        request = scene.spool.request(key)
        assert request is not None
        seen.append(request.state)
        return post(path, body, key, timeout_s)

    scene.hub.post = looking  # type: ignore[method-assign]
    scene.desk.take("k", WISH)
    assert seen == [RequestState.ASKED]


def test_lost_answers_are_asked_for_with_the_same_key(scene: Scene) -> None:
    scene.hub.lost_answers = 2
    assert scene.desk.take("k", WISH).body["label"] == "A001"
    assert scene.hub.keys == ["k", "k", "k"]
    assert len(scene.hub.tickets) == 1
    assert len(scene.jobs) == 1


def test_a_repeated_press_gets_the_first_answer_and_no_second_paper(scene: Scene) -> None:
    first = scene.desk.take("k", WISH)
    scene.hub.is_away = True
    assert scene.desk.take("k", WISH) == first
    assert (len(scene.jobs), scene.hub.keys) == (1, ["k"])


def test_two_presses_at_once_are_asked_once(scene: Scene) -> None:
    answers = []
    presses = [threading.Thread(target=lambda: answers.append(scene.desk.take("k", WISH))) for _ in range(4)]
    for press in presses:
        press.start()
    for press in presses:
        press.join()
    assert len({answer.body["ticket"] for answer in answers}) == 1
    assert (len(scene.hub.tickets), len(scene.jobs)) == (1, 1)


def test_another_wish_under_a_used_key_is_refused(scene: Scene) -> None:
    scene.desk.take("k", WISH)
    with pytest.raises(KeyReused):
        scene.desk.take("k", Wish("dat_dai"))
    assert len(scene.hub.tickets) == 1


def test_refusals_are_passed_on_and_kept(scene: Scene) -> None:
    scene.hub.refusal = "field_closed"
    answer = scene.desk.take("k", WISH)
    assert (answer.status, answer.body["code"]) == (409, "field_closed")
    scene.hub.refusal = ""
    assert scene.desk.take("k", WISH) == answer
    assert scene.jobs == []


def test_a_kiosk_that_the_hub_does_not_know_says_so_at_once(scene: Scene) -> None:
    scene.hub.is_strange = True
    answer = scene.desk.take("k", WISH)
    assert (answer.status, answer.body["code"]) == (500, "not_paired")
    assert scene.hub.keys == ["k"]
    assert scene.spool.abandoned_requests() == []


def test_a_press_that_may_have_arrived_before_the_kiosk_became_a_stranger_is_given_up(scene: Scene) -> None:
    post = scene.hub.post

    def lost_and_then_strange(path: str, body: dict[str, Any], key: str, timeout_s: float) -> HubAnswer:
        try:
            return post(path, body, key, timeout_s)
        finally:
            scene.hub.is_strange = True

    scene.hub.lost_answers, scene.hub.post = 1, lost_and_then_strange  # type: ignore[method-assign]
    assert scene.desk.take("k", WISH).body["code"] == "not_paired"
    assert scene.abandoned.is_set()
    with pytest.raises(HubNotPaired):
        scene.tell_given_up()
    scene.hub.post, scene.hub.is_strange = post, False  # type: ignore[method-assign]
    scene.tell_given_up()
    assert scene.hub.said[-1] == ("/requests/abandon", {"key": "k"})
    assert scene.spool.abandoned_requests() == []


def test_a_number_whose_paper_cannot_be_composed_is_given_all_the_same(scene: Scene) -> None:
    scene.hall = replace(HALL, header=replace(HALL.header, zone="Nowhere/At_All"))
    answer = scene.desk.take("k", WISH)
    assert (answer.status, answer.body["label"]) == (201, "A001")
    assert [(job.label, job.paper) for job in scene.jobs] == [("A001", NO_PAPER)]
    assert scene.desk.take("k", WISH) == answer


def test_patience_ends_with_a_clear_answer_that_stays(scene: Scene) -> None:
    scene.hub.is_away = True
    gone = scene.desk.take("k", WISH)
    assert (gone.status, gone.body["code"]) == (503, "hub_unreachable")
    scene.hub.is_away = False
    assert scene.desk.take("k", WISH) == gone
    assert scene.hub.said == []


def test_a_hub_that_was_never_reached_is_not_asked_later(scene: Scene) -> None:
    scene.hub.is_away = True
    scene.desk.take("k", WISH)
    assert not scene.abandoned.is_set()
    assert scene.spool.abandoned_requests() == []


def test_the_hub_is_told_once_of_a_request_that_was_given_up(scene: Scene) -> None:
    scene.hub.lost_answers = 1000
    scene.desk.take("k", WISH)
    assert scene.abandoned.is_set()
    with pytest.raises(NoAnswer):
        scene.tell_given_up()
    scene.hub.lost_answers = 0
    scene.tell_given_up()
    scene.tell_given_up()
    assert scene.hub.said[1:] == [("/requests/abandon", {"key": "k"})]
    assert scene.hub.keys[-1] == scene.hub.keys[-2] != "k"
    assert (scene.spool.abandoned_requests(), scene.spool.open_errands(), scene.jobs) == ([], [], [])


def test_a_request_that_never_arrived_draws_no_number_later(scene: Scene) -> None:
    scene.spool.open_request("k", '{"field":"ho_tich","language":"vi","ticket_class":"ordinary"}', NOON_MS)
    scene.restart()
    assert scene.desk.take("k", WISH).body["code"] == "hub_unreachable"
    scene.tell_given_up()
    assert scene.hub.paths() == ["/requests/abandon"]
    assert scene.hub.tickets == []


def test_a_refusal_to_undo_a_request_that_was_given_up_closes_it(scene: Scene) -> None:
    scene.hub.lost_answers = 1000
    scene.desk.take("k", WISH)
    scene.hub.lost_answers, scene.hub.refusal = 0, "ticket_not_cancellable"
    scene.tell_given_up()
    assert (scene.spool.abandoned_requests(), scene.spool.open_errands()) == ([], [])


def test_a_restart_gives_up_what_was_not_answered(scene: Scene) -> None:
    scene.spool.open_request("k", '{"field":"ho_tich","language":"vi","ticket_class":"ordinary"}', NOON_MS)
    scene.restart()
    assert scene.desk.take("k", WISH).body["code"] == "hub_unreachable"
    assert [request.key for request in scene.spool.abandoned_requests()] == ["k"]
    assert scene.jobs == []


def test_an_answer_outlives_a_restart(scene: Scene) -> None:
    first = scene.desk.take("k", WISH)
    scene.restart()
    assert scene.desk.take("k", WISH) == first
    assert scene.hub.keys == ["k"]


def test_before_the_hall_is_known_nothing_is_asked_and_no_key_is_used_up(scene: Scene) -> None:
    scene.hall = None
    assert scene.desk.take("k", WISH).body["code"] == "hub_unreachable"
    assert scene.hub.keys == []
    scene.hall = HALL
    assert scene.desk.take("k", WISH).status == 201


@pytest.mark.parametrize("body", [{}, {"events": []}, {"events": [{"ticket": 1}]}, {"welcome": "to the hotel"}])
def test_what_is_not_the_hubs_answer_is_no_answer(scene: Scene, body: dict[str, Any]) -> None:
    scene.hub.answers["k"] = HubAnswer(201, body)
    assert scene.desk.take("k", WISH).body["code"] == "hub_unreachable"
    assert len(scene.spool.abandoned_requests()) == 1


def test_a_stopping_agent_lets_the_page_go_and_leaves_the_request_to_the_next(scene: Scene) -> None:
    scene.hub.is_away = True
    answers = []
    press = threading.Thread(target=lambda: answers.append(scene.desk.take("k", WISH)))
    press.start()
    scene.hub.wait_for_asked(1)
    scene.desk.leave()
    press.join(5)
    assert [answer.body["code"] for answer in answers] == ["hub_unreachable"]
    scene.restart()
    assert [request.key for request in scene.spool.abandoned_requests()] == ["k"]


def test_a_shown_card_goes_with_the_next_number_alone_and_never_to_the_disk(scene: Scene) -> None:
    scene.desk.card.put(DIGEST)
    scene.hub.lost_answers = 1
    scene.desk.take("k", WISH)
    scene.desk.take("next", WISH)
    assert [body.get("person") for body in scene.hub.tickets] == [DIGEST, None]
    scene.spool.close()
    on_disk = b"".join(file.read_bytes() for file in scene.folder.iterdir())
    assert b"A002" in on_disk
    assert DIGEST.encode() not in on_disk


def test_a_card_is_at_hand_for_a_minute() -> None:
    steady_s = [0.0]
    card = CardAtHand(lambda: steady_s[0])
    card.put(DIGEST)
    steady_s[0] = HELD_S
    assert card.take() is None
    card.put(DIGEST)
    assert (card.take(), card.take()) == (DIGEST, None)
