"""Who speaks when on a line: turns, silence, devices that are away, lines that babble, and one that is slow."""

import itertools
import re
from collections.abc import Callable

import pytest

from drivers.errors import DeviceError
from drivers.wire import Frame, Order, Splitter, encode
from tests.drivers.wire.bench import BAUD, Bench, FakeDriver

FACE = Order("face", "DISP", ("A105", "5"))
RATE = Frame(0, 4, "RATE", ("03", "3FA2-7", "K7", "2", "14"))
OF_THREE = re.compile(rb"\$(03,|00,\d\d,[A-Z]+,03)")


@pytest.fixture
def bench() -> Bench:
    return Bench()


def verbs(bench: Bench) -> list[str]:
    return [frame.verb for _, raw in bench.sent for frame in Splitter().feed(raw)]


def test_whoever_wants_something_new_all_the_time_takes_no_turn_of_another(bench: Bench) -> None:
    busy, _ = bench.station(1)
    numbers = itertools.count()
    busy.wanted = lambda _now_s: (Order("face", "DISP", (f"A{next(numbers)}", "5")),)
    _, puppet = bench.station(2, FACE)
    bench.open()
    bench.run(1)
    assert puppet.taken == [("DISP", "A105", "5")]


def test_asking_who_is_there_takes_a_third_of_the_line_at_most(bench: Bench) -> None:
    for address in range(1, 31):
        bench.station(address)
    bench.open()
    bench.run(10)
    sent = len(bench.sent)
    bench.run(60)
    assert 60 / 10 * 30 / 2 <= len(bench.sent) - sent <= 60 / 3 / 0.1


def test_a_report_is_acknowledged_at_once_also_while_another_device_owes_an_answer(bench: Bench) -> None:
    bench.station(3)
    bench.station(4)
    bench.is_lost = lambda raw, _now_s: b"STAT" in raw
    bench.open()
    bench.run(0.03)
    bench.say(Frame(0, 5, "KEY", ("04", "NEXT", "0")))
    bench.run(0.06)
    assert verbs(bench) == ["PING", "ACK"]


def test_devices_that_are_away_leave_the_line_to_the_others(bench: Bench) -> None:
    """Twenty on one line, half of them pulled out: each of the others has its face within two seconds."""
    stations = [bench.station(address, FACE) for address in range(1, 21)]
    bench.puppets = bench.puppets[::2]
    bench.open()
    bench.run(15)
    for number in range(10):
        for driver, _ in stations:
            driver.orders = (Order("face", "DISP", (f"B{number:03d}", "5")),)
        bench.run(2)
        assert {puppet.taken[-1] for puppet in bench.puppets} == {("DISP", f"B{number:03d}", "5")}
    assert [bench.exchange.contact(address).link for address in (1, 2)] == ["online", "unknown"]


def test_nobody_speaks_into_a_frame_that_comes(bench: Bench) -> None:
    """Not between its pieces either; a beginning that stays alone holds the line for a moment only."""
    bench.station(3, FACE)
    bench.open()
    raw = encode(RATE)
    now_s = bench.now_s
    for at in range(0, len(raw), 4):
        now_s += 0.016
        bench.exchange.received(raw[at : at + 4], now_s)
        assert bench.exchange.due(now_s + 0.004) == b""
    assert b"ACK" in bench.exchange.due(now_s + 0.006)
    bench.exchange.next_s(now_s + 1)
    bench.exchange.received(b"$00,", now_s + 1)
    assert bench.exchange.due(now_s + 1.02) == b""
    assert b"PING" in bench.exchange.due(now_s + 1.04)


def test_a_device_that_speaks_but_does_not_hear_is_silent_all_the_time(bench: Bench) -> None:
    driver, _ = bench.station(3, FACE)
    bench.open()
    bench.run(1)
    bench.is_lost = lambda raw, _now_s: not raw.startswith(b"$00")
    for number in range(60):
        bench.say(Frame(0, number, "KEY", ("03", "NEXT", "0")))
        bench.run(0.5)
    assert [contact.link for contact in driver.contacts] == ["online", "unknown"]
    bench.is_lost = lambda _raw, _now_s: False
    bench.run(3)
    assert [contact.link for contact in driver.contacts] == ["online", "unknown", "online"]


def test_a_silent_device_that_speaks_has_its_face_at_once_however_many_share_the_line(bench: Bench) -> None:
    stations = [bench.station(address, FACE) for address in range(1, 31)]
    puppet = stations[2][1]
    bench.open()
    bench.run(20)
    bench.is_lost = lambda raw, _now_s: OF_THREE.match(raw) is not None
    bench.run(30)
    while not OF_THREE.match(bench.sent[-1][1]):
        bench.run(0.05)
    bench.run(0.2)
    bench.is_lost = lambda _raw, _now_s: False
    bench.say(Frame(0, 5, "KEY", ("03", "NEXT", "0")))
    bench.run(0.5)
    assert puppet.taken == [("DISP", "A105", "5")] * 2


def test_a_line_that_babbles_makes_its_devices_silent(bench: Bench) -> None:
    driver, _ = bench.station(3, FACE)
    bench.open()
    for step in range(3000):
        bench.exchange.received(b"\x00U", 100 + step / 250)
        bench.exchange.due(100 + step / 250)
    assert driver.contacts[-1].trouble == "device_silent"


def test_other_devices_and_our_own_echo_are_passed_over(bench: Bench, caplog: pytest.LogCaptureFixture) -> None:
    driver, _ = bench.station(3)
    bench.open()
    said = encode(Frame(0, 1, "KEY", ("09", "NEXT", "0"))) + encode(Frame(3, 1, "PING"))
    bench.exchange.received(said, 100.1)
    assert caplog.records == []
    for step in range(12, 20):
        bench.exchange.next_s(99.9 + step)
        bench.exchange.received(said, 100 + step)
    assert driver.frames == []
    assert [record.getMessage() for record in caplog.records] == [
        "a device with the number 09 speaks on a line; the device list has none there"
    ]


def test_the_line_that_is_away_is_told_to_each_device_once_and_nothing_is_said(bench: Bench) -> None:
    first, _ = bench.station(3, FACE)
    bench.exchange.lost("link_refused", 100)
    late, _ = bench.station(4)
    for _ in range(3):
        bench.exchange.lost("link_refused", 100)
    bench.run(5)
    assert [(contact.link, contact.trouble) for contact in first.contacts] == [("offline", "line_lost")]
    assert first.contacts == late.contacts
    assert bench.sent == []


def test_a_line_that_was_opened_anew_without_being_lost_is_no_news(bench: Bench) -> None:
    driver, puppet = bench.station(3, FACE)
    for _ in range(2):
        bench.open()
        bench.run(1)
    assert [contact.link for contact in driver.contacts] == ["online"]
    assert len(puppet.taken) == 2
    bench.exchange.lost("link_lost", bench.now_s)
    bench.open()
    assert [contact.link for contact in driver.contacts] == ["online", "offline", "unknown"]


def test_a_driver_that_is_closed_hears_nothing_more(bench: Bench) -> None:
    driver, _ = bench.station(3, FACE)
    bench.open()
    bench.exchange.remove(3)
    bench.say(RATE)
    bench.run(3)
    assert (driver.frames, bench.sent) == ([], [])
    bench.exchange.add(3, FakeDriver())


@pytest.mark.parametrize("address", [0, 3, 99, -1])
def test_a_number_that_cannot_be_had_is_refused(bench: Bench, address: int) -> None:
    bench.station(3)
    with pytest.raises(DeviceError, match="device_options: .*number"):
        bench.exchange.add(address, FakeDriver())


@pytest.mark.parametrize("change", [lambda bench: bench.exchange.changed(), lambda bench: bench.station(5)])
def test_whoever_changes_something_wakes_the_line(bench: Bench, change: Callable[[Bench], object]) -> None:
    rung: list[bool] = []
    bench.exchange.wake = lambda: rung.append(True)
    change(bench)
    assert rung == [True]


def test_a_slow_line_is_given_its_time() -> None:
    bench = Bench()
    bench.station(3, FACE)
    bench.exchange.opened(100.0, BAUD // 8)
    ping = bench.exchange.due(100.0)
    line_s = (len(ping) + 40) * 10 * 8 / BAUD
    assert bench.exchange.next_s(100.0) == pytest.approx(100.05 + line_s)
