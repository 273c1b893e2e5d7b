"""A whole line at 9600 baud with devices that were written apart from the host: what is pressed and shown, and when."""

import statistics
from collections.abc import Callable
from random import Random

from drivers.simulators.hall import BoardSimulator, Bus, KeypadSimulator, PanelSimulator, SteppedClock
from drivers.wire import Exchange, Frame, Order
from tests.drivers.hall_kit import Hall
from tests.drivers.wire.bench import FakeDriver

BAUD = 9600
COUNTERS = range(1, 6)
BOARDS, KEYPADS = 20, 40
WINDOW_S = 20.0

Record = Callable[[str, object], None]


class Line:
    """Five counters, each with panel, board and keypad, on one pair of wires."""

    def __init__(self, seed: int) -> None:
        self.clock = SteppedClock(1000.0)
        self.panels = {number: PanelSimulator(number, chance=Random(number)) for number in COUNTERS}
        self.boards = {number: BoardSimulator(BOARDS + number, chance=Random(number)) for number in COUNTERS}
        self.keypads = {number: KeypadSimulator(KEYPADS + number, chance=Random(number)) for number in COUNTERS}
        stations = [*self.panels.values(), *self.boards.values(), *self.keypads.values()]
        self.bus = Bus(stations, chance=Random(seed), baud=BAUD)
        self.exchange = Exchange(Random(seed))
        self.drivers = {station.address: FakeDriver() for station in stations}
        for address, driver in self.drivers.items():
            self.exchange.add(address, driver)
        self.hall = Hall(self.exchange, self.bus, self.clock, BAUD)
        self.bus.switch_on(self.clock.now_s)
        assert self.hall.until(self.are_all_online, 5.0)

    def are_all_online(self) -> bool:
        return all(self.exchange.contact(address).link == "online" for address in self.drivers)

    def show(self, address: int, *orders: Order) -> None:
        self.drivers[address].orders = orders
        self.exchange.changed()

    def told(self, address: int, verb: str) -> list[Frame]:
        return [frame for frame in self.drivers[address].frames if frame.verb == verb]

    def board(self, counter: int) -> str:
        return self.boards[counter].picture(self.clock.now_s).rows[0].label


def test_a_press_is_told_and_a_number_shown_within_a_moment(record_property: Record) -> None:
    line, chance = Line(1), Random(1)
    pressed_s, shown_s = [], []
    for number in range(100):
        line.hall.run(chance.uniform(0.05, 0.5))
        counter, began_s = chance.choice(COUNTERS), line.clock.now_s
        told = len(line.told(KEYPADS + counter, "KEY"))
        line.keypads[counter].press("NEXT", began_s)
        assert line.hall.until(lambda: len(line.told(KEYPADS + counter, "KEY")) > told, 2.0)  # noqa: B023
        pressed_s.append(line.clock.now_s - began_s)
        label, began_s = f"A{number:03d}", line.clock.now_s
        line.show(BOARDS + counter, Order("face", "DISP", (label, str(counter))))
        assert line.hall.until(lambda: line.board(counter) == label, 2.0)  # noqa: B023
        shown_s.append(line.clock.now_s - began_s)
    for name, seconds in (("press_told", pressed_s), ("number_shown", shown_s)):
        record_property(f"{name}_median_ms", round(statistics.median(seconds) * 1000))
        record_property(f"{name}_most_ms", round(max(seconds) * 1000))
    assert line.are_all_online()


def test_on_a_noisy_line_each_rating_is_told_once_and_every_board_is_right_in_the_end(record_property: Record) -> None:
    """One frame in seven is damaged for some minutes; boards lose power now and then."""
    line, chance = Line(2), Random(2)
    given: set[tuple[int, str, str]] = set()
    line.bus.cause("line_noise@5")
    for number in range(60):
        counter, token = chance.choice(COUNTERS), f"T{number}"
        line.show(counter, Order("face", "OPEN", (token, "A105", "4", "200")))
        line.show(BOARDS + counter, Order("face", "DISP", (f"A{number}", "1")))
        is_lit = line.hall.until(lambda: line.drivers[counter].answers[-1:] == _taken(line, counter), 3.0)  # noqa: B023
        if number % 10 == 0:
            line.boards[counter].restart(line.clock.now_s)
        if is_lit:
            button = chance.randrange(1, 5)
            line.panels[counter].press(button, line.clock.now_s, bounces=chance.randrange(3))
            given.add((counter, token, str(button)))
        line.hall.run(chance.uniform(0.5, 4.0))
    line.bus.fault("line_noise", False)
    line.hall.run(30)
    told = [(counter, frame.args[2], frame.args[3]) for counter in COUNTERS for frame in line.told(counter, "RATE")]
    assert sorted(told) == sorted(given)
    assert len(given) > 50
    assert [line.board(counter) for counter in COUNTERS] == [
        line.drivers[BOARDS + counter].orders[0].args[0] for counter in COUNTERS
    ]
    record_property("repeats", sum(line.exchange.contact(address).repeats for address in line.drivers))
    record_property("broken", line.exchange.contact(1).broken)


def _taken(line: Line, counter: int) -> list[tuple[Order, str]]:
    return [(line.drivers[counter].orders[0], "")]
