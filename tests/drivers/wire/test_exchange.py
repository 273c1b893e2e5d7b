"""The host's side of a line, on a clock that stands still by itself: repeats, silence, turns, and what is told once."""

import itertools
from collections.abc import Callable
from random import Random

import pytest

from drivers.errors import DeviceError
from drivers.wire import Frame, Order, Splitter, encode
from tests.drivers.wire.bench import BAUD, Bench, FakeDriver

FACE = Order("face", "DISP", ("A105", "5"))
OTHER = Order("face", "DISP", ("A106", "5"))
DARK = Order("face", "DISP", ("", "5"))
RATE = Frame(0, 4, "RATE", ("03", "3FA2-7", "K7", "2", "14"))


@pytest.fixture
def bench() -> Bench:
    return Bench()


def verbs(bench: Bench) -> list[str]:
    return [frame.verb for _, raw in bench.sent for frame in Splitter().feed(raw)]


def test_a_device_is_asked_first_then_told_what_it_shows_and_asked_again_when_nothing_is_heard(bench: Bench) -> None:
    driver, puppet = bench.station(3, FACE, Order("beep", "BEEP", ("1",)))
    bench.open()
    bench.run(6.5)
    assert puppet.orders() == ["PING", "DISP", "BEEP", "PING", "PING", "PING"]
    assert puppet.taken == [("DISP", "A105", "5"), ("BEEP", "1")]
    assert [answer for _, answer in driver.answers] == ["", ""]
    assert [(contact.link, contact.trouble) for contact in driver.contacts] == [("online", "")]
    assert len({frame.seq for frame in puppet.heard}) == len(puppet.heard)


def test_what_is_lost_in_either_direction_is_said_again_and_taken_once(bench: Bench) -> None:
    """A quarter of all frames is lost for a minute while the face changes all the time."""
    driver, puppet = bench.station(3, FACE)
    noise = Random(7)
    bench.is_lost = lambda _raw, _now_s: noise.random() < 0.25
    bench.open()
    for number in range(60):
        driver.orders = (Order("face", "DISP", (f"A{number:03d}", "5")),)
        bench.exchange.changed()
        bench.run(1.0)
    bench.is_lost = lambda _raw, _now_s: False
    bench.run(10)
    assert puppet.taken[-1] == ("DISP", "A059", "5")
    assert len(set(puppet.taken)) == len(puppet.taken) > 30
    assert bench.exchange.contact(3).repeats > 20
    assert bench.exchange.contact(3).link == "online"


def test_a_face_that_goes_back_to_what_was_acknowledged_is_sent_when_another_may_have_arrived(bench: Bench) -> None:
    driver, puppet = bench.station(3, DARK)
    bench.open()
    bench.run(1)
    bench.is_lost = lambda raw, _now_s: b"ACK" in raw
    driver.orders = (FACE,)
    bench.run(0.1)
    driver.orders = (DARK,)
    bench.is_lost = lambda _raw, _now_s: False
    bench.run(1)
    assert puppet.taken == [("DISP", "", "5"), ("DISP", "A105", "5"), ("DISP", "", "5")]


def test_a_newer_order_takes_the_place_of_one_that_was_not_acknowledged(bench: Bench) -> None:
    driver, puppet = bench.station(3, FACE)
    bench.is_lost = lambda raw, _now_s: b"A105" in raw
    bench.open()
    bench.run(0.3)
    driver.orders = (OTHER,)
    bench.run(1)
    assert puppet.taken == [("DISP", "A106", "5")]


def test_a_late_acknowledgement_of_an_older_order_says_nothing_of_the_newer_one(bench: Bench) -> None:
    driver, _ = bench.station(3, FACE)
    bench.is_lost = lambda raw, _now_s: b"ACK" in raw
    bench.open()
    bench.run(0.2)
    late = next(frame for _, raw in bench.sent for frame in Splitter().feed(raw) if frame.verb == "DISP")
    driver.orders = (OTHER,)
    bench.run(0.5)
    bench.exchange.received(encode(Frame(0, late.seq, "ACK", ("03",))), bench.now_s)
    assert driver.answers == []


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


def test_times_that_run_make_no_new_order_but_are_right_in_each_repeat(bench: Bench) -> None:
    driver, puppet = bench.station(3)
    driver.wanted = lambda now_s: (
        Order("face", "OPEN", ("K7", "A105", "4", f"{int((160 - now_s) * 10)}"), sense=("K7", 160.0)),
    )
    bench.is_lost = lambda raw, now_s: b"OPEN" in raw and now_s < 100.4
    bench.open()
    bench.run(5)
    opens = [frame for _, raw in bench.sent for frame in Splitter().feed(raw) if frame.verb == "OPEN"]
    assert len(opens) > 1
    assert len({frame.seq for frame in opens}) == 1
    assert [int(frame.args[3]) for frame in opens] == sorted({int(frame.args[3]) for frame in opens}, reverse=True)
    assert len(puppet.taken) == 1


def test_a_device_that_falls_silent_is_told_of_once_and_all_it_shows_goes_out_when_it_is_back(bench: Bench) -> None:
    driver, puppet = bench.station(3, FACE)
    bench.open()
    bench.run(1)
    bench.is_lost = lambda _raw, _now_s: True
    bench.run(20)
    assert bench.exchange.contact(3).trouble == "device_silent"
    assert len(bench.sent) < 25
    bench.is_lost = lambda _raw, _now_s: False
    bench.run(3)
    assert [contact.link for contact in driver.contacts] == ["online", "unknown", "online"]
    assert puppet.taken == [("DISP", "A105", "5")] * 2


def test_a_device_that_was_switched_on_is_told_everything_at_once_and_its_sequence_begins_anew(bench: Bench) -> None:
    driver, puppet = bench.station(3, FACE)
    bench.open()
    bench.run(1)
    for boot in ("3FA2", "3FA3"):
        for _ in range(2):
            bench.say(Frame(0, 0, "HELO", ("03", "BOARD", boot, "1.0")))
            bench.run(0.5)
    assert [frame.args[2] for frame in driver.reports] == ["3FA2", "3FA3"]
    assert puppet.taken == [("DISP", "A105", "5")] * 3
    assert [frame.seq for frame in puppet.heard if frame.verb == "ACK"] == [0] * 4


def test_a_report_is_told_once_and_acknowledged_as_often_as_it_comes(bench: Bench) -> None:
    driver, puppet = bench.station(3)
    bench.open()
    for ago in ("14", "17", "25"):
        bench.say(Frame(0, 4, "RATE", ("03", "3FA2-7", "K7", "2", ago)))
        bench.run(0.3)
    bench.say(Frame(0, 5, "KEY", ("03", "NEXT", "0")))
    bench.run(0.3)
    assert [(frame.verb, frame.args[-1]) for frame in driver.reports] == [("RATE", "14"), ("KEY", "0")]
    assert [frame.seq for frame in puppet.heard if frame.verb == "ACK"] == [4, 4, 4, 5]


def test_a_report_that_came_before_the_line_was_lost_is_no_other_one_behind_it(bench: Bench) -> None:
    driver, _ = bench.station(3)
    for _ in range(2):
        bench.open()
        bench.say(Frame(0, 5, "KEY", ("03", "NEXT", "0")))
        bench.run(0.3)
        bench.exchange.lost("link_lost", bench.now_s)
    assert len(driver.reports) == 1


def test_a_rating_that_is_not_kept_is_told_again_until_it_is(bench: Bench) -> None:
    driver, puppet = bench.station(3)
    driver.refuse = lambda _frame: "LATER" if len(driver.reports) < 3 else ""
    bench.open()
    for _ in range(4):
        bench.say(RATE)
        bench.run(0.3)
    assert len(driver.reports) == 3
    assert [frame.verb for frame in puppet.heard if frame.seq == 4] == ["NAK", "NAK", "ACK", "ACK"]


@pytest.mark.parametrize(("reason", "least", "most"), [("ARGS", 1, 1), ("LATER", 4, 6)])
def test_what_a_device_refuses_for_good_is_not_said_again(bench: Bench, reason: str, least: int, most: int) -> None:
    driver, puppet = bench.station(3, FACE)
    puppet.reason = reason
    bench.open()
    bench.run(3)
    assert least <= puppet.orders().count("DISP") <= most
    assert [answer for _, answer in driver.answers] == (["ARGS"] if reason == "ARGS" else [])


def test_what_cannot_be_said_is_refused_and_the_rest_goes_out(bench: Bench) -> None:
    driver, puppet = bench.station(3, Order("1", "TEXT", ("1", "Tên")), FACE)
    bench.open()
    bench.run(1)
    assert puppet.taken == [("DISP", "A105", "5")]
    assert driver.answers[0] == (driver.orders[0], "ARGS")


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
    bench.exchange.received(b"$00,", now_s + 1)
    assert bench.exchange.due(now_s + 1.02) == b""
    assert b"PING" in bench.exchange.due(now_s + 1.04)


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
    for _ in range(3):
        bench.exchange.received(encode(Frame(0, 1, "KEY", ("09", "NEXT", "0"))) + encode(Frame(3, 1, "PING")), 100.1)
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
