"""One line with simulated devices, and drivers attached to it, on a clock that is stepped."""

import random
from typing import cast

from drivers.devices import Device, DeviceSettings
from drivers.devices.doubles import RecordingHost
from drivers.devices.kinds import attach
from drivers.lines import Lines
from drivers.simulators.hall import Bus, Station, SteppedClock
from drivers.wire import Exchange
from tests.drivers.hall_kit import Hall

COUNTER = 3


class ALine:
    """Devices by their numbers; `attach` gives a driver and its host."""

    def __init__(self, *stations: Station, baud: int | None = 9600) -> None:
        self.clock = SteppedClock(100.0)
        self.bus = Bus(list(stations), chance=random.Random(3), baud=baud)
        self.talk_of_it = Exchange(random.Random(4))
        self.given_back: list[str] = []
        self.hall = Hall(self.talk_of_it, self.bus, self.clock, baud)

    def talk(self, address: str, make: type[Exchange]) -> Exchange:
        assert (address, make) == ("the line", Exchange)
        return self.talk_of_it

    def let_go(self, address: str) -> None:
        self.given_back.append(address)

    def attach(self, kind: str, number: int, **options: str) -> tuple[Device, RecordingHost]:
        host = RecordingHost(self.clock)
        settings = DeviceSettings(f"{kind}{number}", kind, "the line", number, COUNTER, options)
        return attach(settings, host, cast(Lines, self)), host

    def switch_on(self) -> None:
        self.bus.switch_on(self.clock.now_s)
        self.hall.run(2.5)
