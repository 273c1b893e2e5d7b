"""The host's side of a line, on a clock that stands still by itself: repeats, silence, turns, and what is told once."""

from random import Random

import pytest

from drivers.wire import Frame, Order, Splitter, encode
from tests.drivers.wire.bench import Bench

FACE = Order("face", "DISP", ("A105", "5"))
OTHER = Order("face", "DISP", ("A106", "5"))
DARK = Order("face", "DISP", ("", "5"))
RATE = Frame(0, 4, "RATE", ("03", "3FA2-7", "K7", "2", "14"))


@pytest.fixture
def bench() -> Bench:
    return Bench()


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


def test_what_came_while_nobody_read_may_come_in_pieces_and_behind_a_turn(bench: Bench) -> None:
    driver, _ = bench.station(3, FACE)
    bench.open()
    bench.run(1)
    key, rate = encode(Frame(0, 5, "KEY", ("03", "NEXT", "0"))), encode(RATE)
    bench.now_s += 2.0
    for piece in (key[:9], key[9:] + rate, key + rate[:7]):
        bench.exchange.due(bench.now_s)
        bench.exchange.received(piece, bench.now_s)
    assert driver.reports == []
    bench.run(1)
    bench.say(RATE)
    bench.run(1)
    assert driver.reports == [RATE]
    assert [contact.link for contact in driver.contacts] == ["online"]


def test_what_came_while_nobody_read_is_neither_done_nor_acknowledged(bench: Bench) -> None:
    """The program was stopped with a key and a rating in the line's buffer: they are older than they say."""
    driver, puppet = bench.station(3)
    bench.open()
    bench.run(1)
    answered = len(puppet.heard)
    bench.now_s += 10.0
    bench.exchange.received(encode(Frame(0, 5, "KEY", ("03", "NEXT", "0"))) + encode(RATE), bench.now_s)
    assert driver.reports == []
    bench.say(RATE)
    bench.run(0.3)
    assert driver.reports == [RATE]
    assert [frame.verb for frame in puppet.heard[answered:] if frame.seq in (4, 5)] == ["ACK"]
