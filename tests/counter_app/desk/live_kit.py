"""A desk agent over a simulated line, at a real hub."""

import time
from pathlib import Path
from typing import Any, Self

import msgspec
import tomlkit

from config.attached import AttachedEntry
from counter_app.desk.agent import DeskAgent
from counter_app.desk.settings import DeskSettings, DeskTiming
from drivers.simulators import TcpCable
from drivers.simulators.hall import (
    BoardSimulator,
    Bus,
    HallBoardSimulator,
    KeypadSimulator,
    OnTheLine,
    PanelSimulator,
)
from hub.agent.badge import Badge, BadgeFile
from tests.hub_process import HubProcess
from tests.waiting import until

WITHIN_S = 15.0
TIMING = DeskTiming(pauses_s=(0.05, 0.2), look_s=0.05, report_s=0.5, report_least_s=0.05)


class SimulatedLine:
    """Panels, a board, a keypad and a hall board of counters 3 and 4, on a TCP port."""

    def __init__(self) -> None:
        self.panel = PanelSimulator(3, keeps_over_restart=True)
        self.other_panel = PanelSimulator(4)
        self.board = BoardSimulator(23)
        self.keypad = KeypadSimulator(43)
        self.hall_board = HallBoardSimulator(90)
        self.bus = Bus([self.panel, self.other_panel, self.board, self.keypad, self.hall_board])
        self.bus.switch_on(time.monotonic())
        self.cable = TcpCable(OnTheLine(self.bus), 0)
        self.cable.plug()

    def entries(self) -> tuple[AttachedEntry, ...]:
        """The device list of this line."""
        url = f"socket://127.0.0.1:{self.cable.port}"
        return (
            AttachedEntry("panel3", "panel", url, 3, 3),
            AttachedEntry("panel4", "panel", url, 4, 4),
            AttachedEntry("board3", "counter-board", url, 3, 23),
            AttachedEntry("keypad3", "keypad", url, 3, 43),
            AttachedEntry("hall-board", "hall-board", url, 0, 90, {"rows": "4"}),
        )

    def listed(self) -> str:
        """The same as a devices.toml."""
        return tomlkit.dumps({"devices": [msgspec.to_builtins(entry) for entry in self.entries()]})

    def lit(self) -> str:
        """The number for which the panel of counter 3 is lit, empty while it is dark."""
        return self.panel.picture(time.monotonic()).label

    def kept(self) -> int:
        """How many ratings the panel keeps itself."""
        return self.panel.picture(time.monotonic()).kept

    def press(self, button: int, bounces: int = 0) -> None:
        """Press the panel of counter 3."""
        self.panel.press(button, time.monotonic(), bounces)

    def on_board(self) -> tuple[str, bool]:
        """What the counter's board shows, and whether it blinks."""
        row = self.board.picture(time.monotonic()).rows[0]
        return row.label, row.is_blinking

    def on_hall_board(self) -> list[str]:
        """The numbers on the hall's board from above."""
        return [row.label for row in self.hall_board.picture(time.monotonic()).rows if row.label]

    def on_keypad(self) -> tuple[str, str]:
        """The keypad's two lines."""
        return self.keypad.picture(time.monotonic()).lines


class Counter3:
    """What a clerk and a visitor do at counter 3 of a hub."""

    def __init__(self, hub: HubProcess) -> None:
        self.hub = hub
        self.clerk = hub.token("counter:3")
        self.did("/counters/3/open")
        self.field = str(self.view()["serves"][0])

    def did(self, path: str, token: str = "", **body: Any) -> Any:
        """The hub's answer to a command of the clerk."""
        return self.hub.post(token or self.clerk, path, body).json()

    def view(self) -> dict[str, Any]:
        """The counter as its page sees it."""
        found: dict[str, Any] = self.hub.view(self.clerk, "counter:3")["data"]
        return found

    def called(self) -> str:
        """Draw a number and call it; returns its label."""
        ticket = self.did("/tickets", self.hub.token("kiosk:K1"), field=self.field)["events"][0]
        assert self.did("/counters/3/call-next")["events"][0]["ticket"] == ticket["ticket"]
        return str(ticket["label"])

    def served(self) -> str:
        """Draw a number, call and serve it to its end; returns its label."""
        label = self.called()
        self.did("/counters/3/start")
        self.did("/counters/3/finish")
        return label

    def touched(self, label: str, score: int) -> None:
        """The tablet page of the counter is touched."""
        ticket = f"{self.view()['header']['day']}-{label}"
        self.did("/counters/3/rate", self.hub.token("rating:3"), ticket=ticket, service=1, score=score)


class RunningDesk:
    """An agent in this process, at a hub's demo grant unless it has yet to be paired; ended with the block."""

    def __init__(
        self, hub: HubProcess, folder: Path, line: SimulatedLine, screen: str = "hall:H1", is_paired: bool = True
    ) -> None:
        if is_paired:
            BadgeFile(folder).write(Badge(hub.url, screen, hub.agent_token(screen)))
        self.agent = DeskAgent(DeskSettings(hub.url, folder, line.entries(), wish=screen), TIMING)

    def waiting(self) -> int:
        """How many ratings the hub has yet to hear of."""
        return len(self.agent._outbox.waiting_since_ms())

    def standing(self, device: str) -> tuple[str, str]:
        """A device's link and trouble."""
        standing = self.agent._standings.of(device)
        return standing.link, standing.trouble

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.agent.close()


def come(condition: Any) -> bool:
    """Whether a condition comes true in good time."""
    return until(condition, WITHIN_S)
