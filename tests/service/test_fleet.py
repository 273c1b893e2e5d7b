"""What agents tell of themselves, and what is ordered of them."""

from msgspec.structs import replace

from hub.messages import DeviceReport, Order
from hub.service.fleet import ORDER_MS, SILENT_MS, Fleet
from tests.service.kit import FakeClock

REPORT = DeviceReport(version="0.1.0", clock_offset_ms=120, started_ms=1_795_323_600_000)
K1 = "kiosk:K1"


def fleet_at(clock: FakeClock) -> Fleet:
    return Fleet(clock.now_ms)


def test_the_newest_report_counts_and_grows_old() -> None:
    clock = FakeClock()
    fleet = fleet_at(clock)
    fleet.reported(K1, 4, REPORT)
    fleet.reported(K1, 4, replace(REPORT, offline_waiting=3))
    heard = fleet.heard(K1, 4)
    assert heard is not None
    assert heard.report.offline_waiting == 3
    assert heard.is_fresh(clock.now_ms())
    assert fleet.fresh() == {K1: heard.report}
    clock.at_ms += SILENT_MS
    assert not heard.is_fresh(clock.now_ms())
    assert fleet.fresh() == {}


def test_an_order_is_handed_out_until_it_is_taken_up_and_never_twice_at_a_time() -> None:
    fleet = fleet_at(FakeClock())
    first = fleet.order(K1, "test_print", by="staff-7")
    assert fleet.order(K1, "test_print", by="staff-8") == first
    second = fleet.order(K1, "restart", by="staff-7")
    assert fleet.reported(K1, 4, REPORT).orders == (first, second)
    assert fleet.reported(K1, 4, REPORT).orders == (first, second)
    assert fleet.waiting(K1) == ("test_print", "restart")
    assert fleet.reported(K1, 4, replace(REPORT, done_orders=(first.id, "unknown"))).orders == (second,)
    assert fleet.order(K1, "test_print", by="staff-7") != first


def test_what_was_ordered_of_somebody_who_does_not_come_is_over() -> None:
    clock = FakeClock()
    fleet = fleet_at(clock)
    fleet.order(K1, "restart", by="staff-7")
    clock.at_ms += ORDER_MS
    assert fleet.reported(K1, 4, REPORT).orders == ()


def test_orders_are_for_one_agent_alone() -> None:
    fleet = fleet_at(FakeClock())
    fleet.order(K1, "restart", by="staff-7")
    assert fleet.reported("kiosk:K2", 5, REPORT).orders == ()


def test_a_grant_that_ends_takes_report_and_orders_with_it() -> None:
    fleet = fleet_at(FakeClock())
    fleet.reported(K1, 4, REPORT)
    fleet.order(K1, "restart", by="staff-7")
    fleet.forget(5)
    assert fleet.heard(K1, 4) is not None
    fleet.forget(4)
    assert fleet.heard(K1, 4) is None
    assert fleet.reported(K1, 6, REPORT).orders == ()
    assert fleet.heard(K1, 4) is None, "what the next one of that name says is not the former one's word"


def test_an_order_says_what_and_which() -> None:
    order = fleet_at(FakeClock()).order(K1, "restart", by="staff-7")
    assert order == Order(order.id, "restart")
