"""An agent from its start to its end, as its service manager sees it."""

import sys
import threading
from collections.abc import Callable
from typing import Protocol

from hub.agent.service_manager import ServiceManager, feed_watchdog

SWITCH_S = 0.0005
"""How long a thread of ours goes on while another waits: a paper may be drawn while a page waits for its number."""


class RunningAgent(Protocol):
    """An agent at work. ``on_restart`` is called when somebody has ordered that it be started anew."""

    on_restart: Callable[[], None]

    def is_alive(self) -> bool:
        """Whether all of it goes on."""

    def close(self) -> None:
        """End everything within a moment."""


def run_agent(agent: RunningAgent, stop: threading.Event) -> bool:
    """Let an agent work until ``stop`` is set, also by an order from the hub: whoever started it starts it anew.

    Returns whether that is nobody but the caller: it was ordered, and no service manager looks after this process.
    """
    sys.setswitchinterval(SWITCH_S)
    manager, ordered = ServiceManager(), threading.Event()

    def start_anew() -> None:
        ordered.set()
        stop.set()

    agent.on_restart = start_anew
    manager.ready()
    feed_watchdog(manager, agent.is_alive, stop.wait)
    stop.wait()
    manager.stopping()
    agent.close()
    return ordered.is_set() and not manager.is_there
