"""A hub whose socket stands and which does some of what it is asked: only numbers say whether it is away."""

import sqlite3
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from drivers.printers import GENERIC
from hub.agent.hub_client import HubAnswer, HubFault
from hub.agent.reporting import Reporter
from kiosk_app.agent_state import AgentState
from tests.kiosk_app.agent_kit import QUICK, FakeHub
from tests.kiosk_app.own_kit import Kiosk, leave


class LameHub(FakeHub):
    """Fails at each path that ends with ``fails_at``, and counts how often."""

    fails_at = "nothing"
    failed = 0

    def post(self, path: str, body: dict[str, Any], key: str, timeout_s: float) -> HubAnswer:
        if path.endswith(self.fails_at):
            self.failed += 1
            raise HubFault("status 503")
        if path.endswith("/report"):
            return HubAnswer(200, {"orders": []})
        return super().post(path, body, key, timeout_s)


@pytest.fixture
def hub() -> LameHub:
    return LameHub()


@pytest.fixture
def kiosk(hub: LameHub, tmp_path: Path) -> Kiosk:
    kiosk = Kiosk(tmp_path, hub)
    kiosk.hear()
    return kiosk


@pytest.fixture
def reporter(kiosk: Kiosk) -> Reporter:
    return Reporter(kiosk.hub, lambda: kiosk.name, AgentState(kiosk.board.clock, GENERIC, "").report, QUICK)


def test_a_hub_that_fails_at_every_number_is_away_though_its_socket_stands_and_it_takes_reports(
    kiosk: Kiosk, hub: LameHub, reporter: Reporter
) -> None:
    hub.fails_at = "/tickets"
    assert kiosk.take("k1").body["label"] == "A-K2-01"
    kiosk.clock.advance(1)
    for turn in range(2, 5):
        reporter.tell()
        kiosk.deliver()
        kiosk.own.look()
        assert kiosk.offline == {"may_draw": True, "reason": ""}
        failed = hub.failed
        assert kiosk.take(f"k{turn}").body["label"] == f"A-K2-{turn:02}"
        assert hub.failed == failed, "it is not waited for"
        kiosk.clock.advance(2)


def test_a_hub_that_gives_numbers_again_is_found_by_a_visitor_now_and_then(kiosk: Kiosk, hub: LameHub) -> None:
    hub.fails_at = "/tickets"
    kiosk.take("k1")
    kiosk.clock.advance(11)
    failed = hub.failed
    assert kiosk.take("k2").body["label"] == "A-K2-02"
    assert hub.failed > failed
    hub.fails_at = "nothing"
    kiosk.clock.advance(9)
    assert kiosk.take("k3").body["label"] == "A-K2-03"
    kiosk.clock.advance(1)
    assert kiosk.take("k4").body["label"] == "A001"
    kiosk.own.look()
    assert kiosk.offline is None


def test_a_hub_whose_numbers_fail_for_an_hour_is_tried_by_visitors_who_get_none_here(
    kiosk: Kiosk, hub: LameHub, reporter: Reporter
) -> None:
    hub.fails_at = "/tickets"
    kiosk.take("k0")
    for _minute in range(61):
        kiosk.clock.advance(60)
        reporter.tell()
        kiosk.own.look()
    assert kiosk.offline is None, "the page is open to whoever tries"
    assert kiosk.take("k1").body["code"] == "offline_limit"
    kiosk.own.look()
    assert kiosk.offline == {"may_draw": False, "reason": "offline_limit"}
    kiosk.clock.advance(10)
    kiosk.own.look()
    assert kiosk.offline is None
    hub.fails_at = "nothing"
    assert kiosk.take("k2").body["label"] == "A001"


@pytest.mark.parametrize("path", ["/report", "/print", "/status", "/join", "/cancel", "/abandon"])
def test_a_hub_that_fails_for_ever_at_something_else_gives_all_numbers(
    kiosk: Kiosk, hub: LameHub, reporter: Reporter, path: str
) -> None:
    hub.fails_at = path
    for turn in range(1, 4):
        with suppress(HubFault):
            reporter.tell()
        with suppress(HubFault):
            kiosk.deliver()
        assert kiosk.take(f"k{turn}").body["label"] == f"A{turn:03}"
        kiosk.end_print()
        kiosk.clock.advance(5)
        kiosk.own.look()
        assert kiosk.offline is None


@pytest.mark.parametrize("is_away", [False, True])
def test_a_disk_that_takes_nothing_gives_no_numbers_whether_the_hub_is_there_or_not(
    kiosk: Kiosk, hub: LameHub, is_away: bool
) -> None:
    if is_away:
        leave(kiosk)
    kiosk.spool.file.connection.execute("PRAGMA query_only = 1")
    with pytest.raises(sqlite3.OperationalError):
        kiosk.take("k1")
    kiosk.own.show()
    assert kiosk.offline == {"may_draw": False, "reason": "disk_failed"}
    kiosk.spool.file.connection.execute("PRAGMA query_only = 0")
    assert kiosk.spool.file.prove()
    kiosk.own.show()
    assert kiosk.offline == ({"may_draw": True, "reason": ""} if is_away else None)
    assert hub.tickets == []
