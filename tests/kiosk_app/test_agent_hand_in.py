"""A hub that is back: it is told of a kiosk's own numbers once, in order, with the times of its own clock."""

from pathlib import Path
from typing import Any

import pytest

from drivers.printers import JobEnd
from hub.agent.hub_client import HubAnswer, HubFault, NoAnswer
from tests.kiosk_app.agent_kit import DAY, NOON_MS, FakeHub
from tests.kiosk_app.own_kit import HOUR_MS, TERMS, Kiosk, come_back, labels, leave, open_hall


@pytest.fixture
def kiosk(tmp_path: Path) -> Kiosk:
    kiosk = Kiosk(tmp_path, FakeHub())
    kiosk.hear()
    return kiosk


def test_what_was_drawn_is_handed_in_once_in_order_and_its_paper_after_it(kiosk: Kiosk) -> None:
    leave(kiosk)
    for key in ("k1", "k2"):
        kiosk.take(key)
        kiosk.end_print()
        kiosk.clock.advance(60)
    kiosk.deliver()
    hub = come_back(kiosk)
    assert hub.keys == []
    kiosk.deliver()
    kiosk.deliver()
    assert hub.said == [
        ("/tickets/join", joined(1, NOON_MS + 1000)),
        (f"/tickets/{DAY}-A-K2-01/print", {"job": kiosk_job(kiosk, 1), "result": "confirmed"}),
        ("/tickets/join", joined(2, NOON_MS + 61_000)),
        (f"/tickets/{DAY}-A-K2-02/print", {"job": kiosk_job(kiosk, 2), "result": "confirmed"}),
    ]
    assert kiosk.own.waiting == 0
    assert kiosk.offline is None


def joined(number: int, drawn_ms: int, **more: str) -> dict[str, Any]:
    wish = {"field": "ho_tich", "ticket_class": "ordinary", "language": "vi"}
    return {"day": DAY, **wish, "series": "A", "tag": "K2", "number": number, "drawn_ms": drawn_ms, **more}


def kiosk_job(kiosk: Kiosk, number: int) -> str:
    job = kiosk.spool.job_of(f"{DAY}-A-K2-{number:02}")
    assert job is not None
    return job.id


def test_a_lost_answer_is_given_up_by_the_errand_that_hands_in_the_number(kiosk: Kiosk) -> None:
    hub = kiosk.hub
    assert isinstance(hub, FakeHub)
    hub.lost_answers = 1000
    assert kiosk.take("k1").body["label"] == "A-K2-01"
    assert len(hub.tickets) == 1
    hub.lost_answers = 0
    kiosk.deliver()
    assert hub.joined == [joined(1, NOON_MS, abandoned="k1")]
    assert kiosk.spool.abandoned_requests() == []
    assert kiosk.take("k2").body["label"] == "A002"


def test_a_request_that_never_arrived_leaves_nothing_to_give_up(kiosk: Kiosk) -> None:
    hub = kiosk.hub
    assert isinstance(hub, FakeHub)
    hub.is_away = True
    assert kiosk.take("k1").body["label"] == "A-K2-01"
    come_back(kiosk)
    kiosk.deliver()
    assert hub.joined == [joined(1, NOON_MS)]


def test_times_are_those_of_the_hub_however_wrong_the_kiosks_clock_is_and_whenever_it_is_set(kiosk: Kiosk) -> None:
    kiosk.hear(at_ms=NOON_MS + 600_000)
    leave(kiosk)
    kiosk.take("k1")
    kiosk.clock.jump(-600)
    kiosk.take("k2")
    kiosk.clock.advance(100)
    kiosk.restart()
    hub = come_back(kiosk, at_ms=NOON_MS + 600_000 + 101_000 + 7000)
    kiosk.deliver()
    assert [body["drawn_ms"] for body in hub.joined] == [NOON_MS + 608_000, NOON_MS + 608_000]


def test_what_was_drawn_before_the_machine_was_switched_off_keeps_its_time(kiosk: Kiosk) -> None:
    kiosk.clock.advance(5000)
    kiosk.hear(at_ms=NOON_MS + 600_000)
    leave(kiosk)
    kiosk.take("k1")
    kiosk.clock.jump(300)
    kiosk.restart(boot="boot-2")
    hub = come_back(kiosk, at_ms=NOON_MS + 1_000_000)
    kiosk.deliver()
    assert [body["drawn_ms"] for body in hub.joined] == [NOON_MS + 601_000]


def test_before_the_hubs_time_was_heard_anew_nothing_is_handed_in(kiosk: Kiosk) -> None:
    leave(kiosk)
    kiosk.take("k1")
    hub = kiosk.hub
    assert isinstance(hub, FakeHub)
    hub.is_away = False
    kiosk.board.hub_connected(True)
    kiosk.deliver()
    assert hub.joined == []
    come_back(kiosk)
    kiosk.deliver()
    assert labels(hub) == ["A-K2-01"]


def test_after_midnight_numbers_end_and_those_of_yesterday_are_handed_in(kiosk: Kiosk) -> None:
    header = {**open_hall()["header"], "hours": "always"}
    kiosk.hear(open_hall(header=header, offline={**TERMS, "most_minutes": 1000}))
    leave(kiosk)
    kiosk.clock.advance(12 * 3600 - 2)
    assert kiosk.take("k1").status == 201
    kiosk.clock.advance(1)
    assert kiosk.take("k2").body["code"] == "offline_day_closed"
    hub = come_back(kiosk, view=open_hall("2026-11-23"))
    kiosk.deliver()
    assert [body["day"] for body in hub.joined] == [DAY]


def test_a_hub_that_has_yet_to_open_the_day_is_told_when_it_has(kiosk: Kiosk) -> None:
    leave(kiosk)
    kiosk.take("k1")
    kiosk.take("k2")
    early = open_hall(header={**open_hall()["header"], "day": "", "last_day": "2026-11-21"})
    hub = come_back(kiosk, view=early)
    kiosk.deliver()
    assert hub.joined == []
    kiosk.hear()
    hub.refusal = "no_day_open"
    kiosk.try_to_deliver()
    assert labels(hub) == ["A-K2-01"], "one is enough to try"
    hub.refusal = ""
    hub.answers.clear()
    hub.said.clear()
    kiosk.deliver()
    assert labels(hub) == ["A-K2-01", "A-K2-02"]


def test_what_the_hub_refuses_or_fails_at_does_not_hold_the_others_back(kiosk: Kiosk) -> None:
    leave(kiosk)
    for key in ("k1", "k2", "k3"):
        kiosk.take(key)
        kiosk.end_print()
    hub = come_back(kiosk)
    post, refused = hub.post, list[str]()
    kiosk.courier.on_refused = refused.append

    def picky(path: str, body: dict[str, Any], key: str, timeout_s: float) -> HubAnswer:
        if path == "/tickets/join" and body["number"] == 1:
            return HubAnswer(409, {"code": "number_exists"})
        if path == "/tickets/join" and body["number"] == 2:
            raise HubFault("status 500")
        if path == "/tickets/join":
            return HubAnswer(200, {"seq": 9, "events": [{"kind": "OfflineTicketLapsed"}]})
        return post(path, body, key, timeout_s)

    hub.post = picky  # type: ignore[method-assign]
    with pytest.raises(NoAnswer):
        kiosk.deliver()
    assert refused == ["number_exists", "number_lapsed"]
    assert f"/tickets/{DAY}-A-K2-02/print" not in hub.paths()
    kiosk.own.look()
    assert kiosk.own.waiting == 1
    hub.post = post  # type: ignore[method-assign]
    kiosk.deliver()
    assert hub.paths()[-2:] == ["/tickets/join", f"/tickets/{DAY}-A-K2-02/print"]
    kiosk.own.look()
    assert kiosk.own.waiting == 0


@pytest.mark.parametrize(("choice", "reason"), [("cancel", "kiosk_cancelled"), ("", "print_failed")])
def test_a_number_without_paper_is_given_back_without_the_hub_too(kiosk: Kiosk, choice: str, reason: str) -> None:
    leave(kiosk)
    ticket = kiosk.take("k1").body["ticket"]
    kiosk.end_print(JobEnd.FAILED)
    if choice:
        kiosk.jobs.cancel(ticket)
    kiosk.clock.advance(30)
    kiosk.jobs.cancel_overdue()
    hub = come_back(kiosk)
    kiosk.deliver()
    assert [path.rpartition("/")[2] for path in hub.paths()] == ["join", "print", "cancel"]
    assert hub.said[-1][1] == {"reason": reason}


def test_a_press_that_finds_a_dying_agent_leaves_no_half_of_a_number(kiosk: Kiosk) -> None:
    hub = leave(kiosk)
    kiosk.spool.file.connection.execute(
        "CREATE TEMP TRIGGER cut BEFORE INSERT ON jobs BEGIN SELECT raise(ABORT, 'x'); END"
    )
    with pytest.raises(Exception, match="x"):
        kiosk.take("k1")
    kiosk.restart()
    assert kiosk.take("k1").body["code"] == "hub_unreachable"
    assert kiosk.take("k2").body["label"] == "A-K2-01"
    come_back(kiosk)
    kiosk.deliver()
    assert hub.paths() == ["/requests/abandon", "/tickets/join"]


def test_two_kiosks_never_draw_the_same_number(tmp_path: Path) -> None:
    hub = FakeHub()
    kiosks = [Kiosk(tmp_path / name, hub, name) for name in ("K2", "K3")]
    for each in kiosks:
        each.hear()
        leave(each)
    drawn = [each.take(f"{each.name}-{n}").body["label"] for n in range(2) for each in kiosks]
    assert drawn == ["A-K2-01", "A-K3-01", "A-K2-02", "A-K3-02"]
    for each in kiosks:
        come_back(each)
        each.deliver()
    assert sorted(labels(hub)) == sorted(drawn)


def test_a_number_is_handed_in_at_any_later_day_and_kept_until_then(kiosk: Kiosk) -> None:
    leave(kiosk)
    kiosk.take("k1")
    kiosk.spool.forget_before(NOON_MS + 30 * 24 * HOUR_MS)
    hub = come_back(kiosk)
    kiosk.deliver()
    assert labels(hub) == ["A-K2-01"]
    kiosk.spool.forget_before(NOON_MS + 30 * 24 * HOUR_MS)
    assert kiosk.spool.file.rows("SELECT * FROM own_tickets") == []
