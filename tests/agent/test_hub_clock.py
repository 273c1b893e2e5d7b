"""The hub's clock as an agent works it out: two clocks drift apart, and views come late."""

from hub.agent.hub_clock import FORGETS_MS, HubClock


class Machine:
    """A machine whose crystal is so much too fast, and the hub's time."""

    def __init__(self, too_fast: float = 0.0) -> None:
        self.hub_ms = 1_795_324_277_000
        self._began_ms = self.hub_ms
        self._too_fast = too_fast
        self.clock = HubClock(lambda: 0, lambda: (self.hub_ms - self._began_ms) / 1000 * (1 + self._too_fast))

    def hears(self, after_ms: int, late_ms: int = 0) -> None:
        """A view comes, and was so long on its way."""
        self.hub_ms += after_ms
        self.clock.heard(self.hub_ms - late_ms)

    def error_ms(self) -> int:
        """How far off the agent's idea of the hub's time is."""
        return abs(self.clock.now_ms() - self.hub_ms)


def test_a_clock_that_drifts_is_right_all_day_on_one_connection() -> None:
    for too_fast in (30e-6, -30e-6):
        machine = Machine(too_fast)
        for _ in range(8640):
            machine.hears(10_000)
        assert machine.error_ms() < 50


def test_a_view_that_comes_late_moves_nothing_also_after_a_long_silence() -> None:
    machine = Machine()
    machine.hears(0)
    for after_ms in (10_000, 3 * FORGETS_MS, FORGETS_MS - 1):
        machine.hears(after_ms, late_ms=2000)
        assert machine.error_ms() <= 1
    machine.hears(1000)
    machine.hears(FORGETS_MS, late_ms=2000)
    assert machine.error_ms() <= 1
