"""What those who serve one device of a desk are given: the hall as it is, and a way to ask for something."""

from collections.abc import Callable
from typing import Any, Protocol

from counter_app.desk.hall_view import DeskCounter, DeskView
from hub.agent.hub_client import HubAnswer


class Desk(Protocol):
    """The hub, as keypads and scanners see it. All of it may be used from any thread."""

    def view(self) -> DeskView | None:
        """The newest view, also while the hub is away; None before the first one."""

    def counter(self, number: int) -> DeskCounter | None:
        """A counter of the newest view; None: no view yet, no open day, or no such counter for this agent."""

    def rev(self) -> int:
        """The journal row up to which the newest view knows everything; -1 before the first view."""

    def is_reachable(self) -> bool:
        """Whether the hub was heard within the last ten seconds, or its socket is up."""

    def ask(self, path: str, body: dict[str, Any], key: str) -> HubAnswer:
        """Send a command, ``path`` below the API as in ``/counters/3/call-next``; the same key for a repetition.

        Raises NoAnswer: anything but the office's own word, within a second or so.
        """

    def read(self, path: str) -> HubAnswer:
        """GET what lies below the API, as in ``/numbers/0105?counter=3``. Raises NoAnswer as `ask`."""

    def on_view(self, listener: Callable[[], None]) -> None:
        """Have a listener called, in the thread of the hub's socket, after each change of any of the above."""
