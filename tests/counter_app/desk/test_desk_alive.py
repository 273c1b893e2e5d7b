"""The agent knows whether it works: what is absent keeps it from nothing, so nobody starts it anew for that."""

from collections.abc import Iterator
from pathlib import Path
from time import monotonic

import pytest

from config.attached import AttachedEntry
from counter_app.desk.agent import DeskAgent
from counter_app.desk.press_socket import press_key
from counter_app.desk.settings import DeskSettings, DeskTiming
from drivers.devices import Key
from drivers.errors import DeviceError
from drivers.lines import Lines
from drivers.links import ByteLink
from hub.agent.badge import Badge, BadgeFile
from tests.waiting import until

HANG_S = 0.5
WITHIN_S = 20.0
SCANNER = AttachedEntry("scanner3", "scanner", "/dev/serial/by-path/absent?baud=9600", 3)


class Refused:
    """A line that is not there, and when it was looked for."""

    def __init__(self) -> None:
        self.tries_s: list[float] = []

    def __call__(self, address: str) -> ByteLink:
        self.tries_s.append(monotonic())
        raise DeviceError("offline", retry=True, detail=address)

    def is_long_away(self) -> bool:
        """Whether it has been looked for longer than a thread may hang."""
        return len(self.tries_s) > 1 and self.tries_s[-1] - self.tries_s[0] > HANG_S


@pytest.fixture
def refused() -> Refused:
    return Refused()


@pytest.fixture
def agent(tmp_path: Path, refused: Refused) -> Iterator[DeskAgent]:
    settings = DeskSettings("http://127.0.0.1:9", tmp_path, (SCANNER,), wish="desk:3")
    made = DeskAgent(settings, DeskTiming(hang_s=HANG_S, look_s=0.05), Lines(refused))
    yield made
    made.close()


def test_a_device_that_is_absent_keeps_the_agent_from_nothing(agent: DeskAgent, refused: Refused) -> None:
    assert until(refused.is_long_away, WITHIN_S)
    assert until(agent.is_alive, WITHIN_S)


def test_a_desk_that_is_another_at_the_hub_says_so_when_it_starts(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    BadgeFile(tmp_path).write(Badge("http://127.0.0.1:9", "desk:4", "token"))
    for wish in ("desk:4", "desk:3"):
        assert "started as" not in caplog.text
        DeskAgent(DeskSettings("http://127.0.0.1:9", tmp_path, (), wish=wish)).close()
    assert "started as desk:3, but at the hub it is desk:4" in caplog.text


def test_a_key_that_can_do_nothing_yet_says_why_at_the_command(tmp_path: Path) -> None:
    keys = tuple(AttachedEntry(f"keys{number}", "shortcuts", "desktop", number) for number in (3, 5))
    settings = DeskSettings("http://127.0.0.1:9", tmp_path, keys, wish="hall:H1", notify_command=())
    for said in ("not_paired", "no_hub"):
        agent = DeskAgent(settings)
        assert press_key(tmp_path, Key.NEXT, 5) == said
        assert press_key(tmp_path, Key.NEXT) == "several_counters"
        agent.close()
        BadgeFile(tmp_path).write(Badge("http://127.0.0.1:9", "hall:H1", "token"))
