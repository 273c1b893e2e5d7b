"""A kiosk whose hub is away: numbers of its own, on its own disk first, as long as that may go on."""

import stat
from pathlib import Path
from typing import Any

import msgspec
import pytest

from kiosk_app.paper import NO_PAPER
from tests.kiosk_app.agent_kit import DAY, NOON_MS, FakeHub
from tests.kiosk_app.own_kit import TERMS, Kiosk, at_once, come_back, labels, leave, open_hall


@pytest.fixture
def kiosk(tmp_path: Path) -> Kiosk:
    kiosk = Kiosk(tmp_path, FakeHub())
    kiosk.hear()
    return kiosk


def test_a_hub_that_is_known_to_be_away_is_not_waited_for(kiosk: Kiosk) -> None:
    hub = leave(kiosk)
    answer = kiosk.take("k1", ticket_class="elderly", language="en")
    assert answer.status == 201
    assert answer.body == {
        "ticket": f"{DAY}-A-K2-01",
        "label": "A-K2-01",
        "field": "ho_tich",
        "ticket_class": "elderly",
        "people_ahead": None,
        "counters": [4],
        "issued_ms": NOON_MS + 1000,
        "is_test": False,
        "is_offline": True,
        "further": [],
        "link": "",
    }
    assert hub.keys == []
    assert [job.label for job in kiosk.jobs_added] == ["A-K2-01"]
    paper = msgspec.json.decode(kiosk.jobs_added[0].paper)
    assert (paper["people_ahead"], paper["qr"]) == (None, f"TL1:{DAY}-A-K2-01")
    assert kiosk.take("k1", ticket_class="elderly", language="en") == answer
    assert kiosk.take("k2").body["label"] == "A-K2-02"
    assert (paper["further"], "thủ tục đầu tiên" in of_several(kiosk)["further"]) == ("", True)


def of_several(kiosk: Kiosk) -> dict[str, Any]:
    """The paper of a number that was wanted for several fields."""
    kiosk.take("k3", further_fields=("dat_dai",))
    return msgspec.json.decode(kiosk.jobs_added[-1].paper)


@pytest.mark.parametrize(
    ("changes", "wish", "code"),
    [
        ({"offline": {**TERMS, "is_allowed": False}}, {}, "hub_unreachable"),
        ({"offline": None}, {}, "hub_unreachable"),
        ({}, {"field": "dat_dai"}, "offline_field_closed"),
        ({}, {"field": "nowhere"}, "offline_field_closed"),
        ({}, {"ticket_class": "invalid"}, "offline_class"),
        ({"header": {**open_hall()["header"], "day": ""}}, {}, "offline_day_closed"),
        ({"header": {**open_hall()["header"], "day": "2026-11-21"}}, {}, "offline_day_closed"),
        ({"offline": {**TERMS, "most_tickets": 0}}, {}, "offline_limit"),
    ],
)
def test_what_the_hub_would_have_refused_is_refused(
    kiosk: Kiosk, changes: dict[str, Any], wish: dict[str, str], code: str
) -> None:
    kiosk.hear(open_hall(**changes))
    leave(kiosk)
    answer = kiosk.take("k1", **wish)
    assert (answer.status, answer.body["code"]) == (503, code)
    assert set(answer.body["text"]) == {"vi", "en"}
    assert kiosk.jobs_added == []


@pytest.mark.parametrize("change", [{"is_stopped": True}, {"is_served": False}])
def test_a_field_that_was_shut_when_the_hub_was_heard_last_stays_shut(kiosk: Kiosk, change: dict[str, bool]) -> None:
    view = open_hall()
    view["fields"][0].update(change)
    kiosk.hear(view)
    leave(kiosk)
    assert kiosk.take("k1").body["code"] == "offline_field_closed"


@pytest.mark.parametrize("name", ["", "HALL", "kiosk-2", "K1234567"])
def test_a_kiosk_whose_name_could_be_another_series_draws_nothing(kiosk: Kiosk, name: str) -> None:
    kiosk.name = name
    leave(kiosk)
    assert kiosk.take("k1").body["code"] == "hub_unreachable"


def test_test_numbers_come_from_the_test_series_at_any_hour(kiosk: Kiosk) -> None:
    kiosk.hear(open_hall(header={**open_hall()["header"], "mode": "test"}))
    hub = leave(kiosk)
    answer = kiosk.take("k1", "dat_dai")
    assert (answer.body["label"], answer.body["is_test"]) == ("TT-K2-01", True)
    come_back(kiosk)
    kiosk.deliver()
    assert labels(hub) == ["TT-K2-01"]


def test_numbers_end_at_the_limit_and_go_on_once_they_were_handed_in(kiosk: Kiosk) -> None:
    kiosk.hear(open_hall(offline={**TERMS, "most_tickets": 2}))
    hub = leave(kiosk)
    assert [kiosk.take(f"k{n}").status for n in range(2)] == [201, 201]
    kiosk.own.look()
    assert kiosk.offline == {"may_draw": False, "reason": "offline_limit"}
    kiosk.restart()
    assert kiosk.take("k3").body["code"] == "offline_limit"
    assert kiosk.offline == {"may_draw": False, "reason": "offline_limit"}
    come_back(kiosk, view=open_hall(offline={**TERMS, "most_tickets": 2}))
    kiosk.deliver()
    leave(kiosk)
    assert kiosk.take("k4").body["label"] == "A-K2-03"
    assert labels(hub) == ["A-K2-01", "A-K2-02"]


def test_a_quota_ends_them_where_the_hub_said_last_that_so_many_are_left(kiosk: Kiosk) -> None:
    view = open_hall()
    view["fields"][0]["left"] = [{"until_ms": NOON_MS - 1, "left": 9}, {"until_ms": NOON_MS + 1, "left": 2}]
    kiosk.hear(view)
    leave(kiosk)
    assert [kiosk.take(f"k{n}").status for n in range(2)] == [201, 201]
    kiosk.restart()
    assert kiosk.take("k3").body["code"] == "offline_full"
    kiosk.clock.advance(1)
    assert kiosk.take("k4").body["code"] == "offline_full", "after the last session the last one counts"


def test_numbers_end_an_hour_after_the_hub_was_heard_whatever_was_restarted(kiosk: Kiosk) -> None:
    kiosk.clock.advance(29 * 60)
    kiosk.own.look()
    leave(kiosk)
    kiosk.clock.advance(40 * 60)
    assert kiosk.take("k1").status == 201
    kiosk.restart()
    kiosk.clock.advance(19 * 60)
    assert kiosk.take("k2").status == 201
    kiosk.restart(boot="boot-2")
    assert kiosk.take("k3").status == 201
    kiosk.clock.advance(60)
    assert kiosk.take("k4").body["code"] == "offline_limit"


def test_a_restart_without_the_hub_knows_hall_time_and_numbers(kiosk: Kiosk) -> None:
    kiosk.hear(at_ms=NOON_MS + 600_000)
    leave(kiosk)
    before = kiosk.take("k1")
    kiosk.clock.jump(-3600)
    kiosk.restart()
    kiosk.clock.advance(5)
    after = kiosk.take("k2")
    assert (after.body["label"], after.body["issued_ms"]) == ("A-K2-02", before.body["issued_ms"] + 5000)
    assert kiosk.take("k1") == before
    relayed, own = kiosk.board.views()
    assert (relayed["data"]["fields"][0]["waiting"], relayed["data"]["print_requests"]) == (0, [])
    assert own["data"]["offline"] == {"may_draw": True, "reason": ""}
    assert stat.S_IMODE((kiosk.folder / "spool.db").stat().st_mode) == 0o600


def test_a_machine_that_was_switched_off_trusts_its_own_clock_only_if_it_went_on(kiosk: Kiosk) -> None:
    kiosk.hear(at_ms=NOON_MS + 600_000)
    leave(kiosk)
    kiosk.clock.jump(120)
    kiosk.restart(boot="boot-2")
    assert kiosk.take("k1").body["issued_ms"] == NOON_MS + 721_000
    kiosk.clock.jump(-7200)
    kiosk.restart(boot="boot-3")
    assert kiosk.take("k2").body["code"] == "offline_no_time"
    assert kiosk.offline == {"may_draw": False, "reason": "offline_no_time"}


def test_a_kiosk_that_never_heard_its_hub_sends_people_to_the_staff(tmp_path: Path) -> None:
    kiosk = Kiosk(tmp_path, FakeHub(is_away=True))
    assert kiosk.take("k1").body["code"] == "hub_unreachable"
    assert kiosk.offline == {"may_draw": False, "reason": "hub_unreachable"}


def test_a_page_that_goes_on_hears_in_one_word_that_the_hub_is_gone(kiosk: Kiosk) -> None:
    told: list[dict[str, Any]] = []
    kiosk.board.send = told.append
    kiosk.lose()
    assert [(view["data"]["hub_is_reachable"], view["data"]["offline"]) for view in told] == [
        (False, {"may_draw": True, "reason": ""})
    ]


def test_a_busy_hall_does_not_wear_out_the_disk(kiosk: Kiosk) -> None:
    written = kiosk.spool.file.connection.total_changes
    for waiting in range(50):
        view = open_hall()
        view["fields"][0]["waiting"] = waiting
        kiosk.hear(view)
        kiosk.clock.advance(1)
    assert kiosk.spool.file.connection.total_changes - written <= 2
    view["fields"][0]["is_stopped"] = True
    kiosk.hear(view)
    kiosk.restart()
    assert kiosk.board.hall is not None
    assert kiosk.board.hall.fields[0].is_stopped


@pytest.mark.parametrize("memory", ['{"a": ', '{"epoch": 3}', "[]"])
def test_memories_that_cannot_be_read_are_none(kiosk: Kiosk, memory: str) -> None:
    leave(kiosk)
    with kiosk.spool.file.transaction() as db:
        db.execute("UPDATE memory SET content = ?", (memory,))
    kiosk.restart()
    assert kiosk.take("k1").body["code"] == "hub_unreachable"
    come_back(kiosk)
    leave(kiosk)
    assert kiosk.take("k2").status == 201


def test_a_new_disk_leaves_out_what_the_former_may_have_drawn_unheard(kiosk: Kiosk) -> None:
    leave(kiosk)
    assert [kiosk.take(f"k{n}").body["label"] for n in range(2)] == ["A-K2-01", "A-K2-02"]
    kiosk.spool.close()
    (kiosk.folder / "spool.db").unlink()
    kiosk.start()
    hub = come_back(kiosk, view=open_hall(offline={**TERMS, "last_numbers": {"A-K2": 7, "A-K3": 9}}))
    leave(kiosk)
    assert kiosk.take("k3").body["label"] == "A-K2-58"
    kiosk.restart()
    assert kiosk.take("k4").body["label"] == "A-K2-59"
    come_back(kiosk, view=open_hall(offline={**TERMS, "last_numbers": {"A-K2": 59}}))
    kiosk.deliver()
    assert [body.get("left_out", 0) for body in hub.joined] == [50, 0]
    leave(kiosk)
    assert kiosk.take("k5").body["label"] == "A-K2-60"
    kiosk.clock.advance(24 * 3600)
    tomorrow = open_hall("2026-11-23")
    tomorrow["header"]["hours"] = "always"
    come_back(kiosk, view=tomorrow)
    leave(kiosk)
    assert kiosk.take("k6").body["label"] == "A-K2-01"


def test_a_disk_that_serves_under_another_name_from_today_leaves_out_numbers_too(kiosk: Kiosk) -> None:
    kiosk.name = "K3"
    kiosk.hear()
    leave(kiosk)
    assert kiosk.take("k1").body["label"] == "A-K3-51"


def test_a_new_disk_knows_all_numbers_of_a_day_that_opens_before_it(kiosk: Kiosk) -> None:
    kiosk.name = "K3"
    kiosk.hear(open_hall(header={**open_hall()["header"], "day": "", "last_day": "2026-11-21"}))
    kiosk.hear()
    leave(kiosk)
    assert kiosk.take("k1").body["label"] == "A-K3-01"


def test_a_paper_that_cannot_be_composed_loses_no_number(kiosk: Kiosk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiosk_app.own_number.ticket_paper", lambda *_: 1 / 0)
    leave(kiosk)
    assert kiosk.take("k1").status == 201
    assert kiosk.jobs_added[0].paper == NO_PAPER


def test_many_presses_at_once_get_one_number_each(kiosk: Kiosk) -> None:
    leave(kiosk)
    given: list[str] = []
    at_once(*[lambda key=f"k{n % 6}": given.append(kiosk.take(key).body["label"]) for n in range(12)])
    assert sorted(set(given)) == [f"A-K2-{n:02}" for n in range(1, 7)]
    assert len(kiosk.jobs_added) == 6
