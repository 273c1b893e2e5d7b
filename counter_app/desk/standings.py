"""How every device of this agent is: as its driver tells it, and as the agent itself knows better."""

import threading
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple
from uuid import uuid4

from msgspec import structs

from config.attached import AttachedEntry
from drivers.devices import Standing
from hub.messages import AttachedDevice

SETTLE_S = 5.0
"""A device that was not heard yet is not told to be silent before it had the time to answer."""

LEAST_S = 1.0
"""Between two changes of a device that are told: a plug that is loose for a moment is one change and not ten."""

MOST_COUNTS = 12
MOST_COUNT = 10**9
"""The hub takes no report in which one device has more."""
UNKNOWN = Standing("unknown")


class Change(NamedTuple):
    """What the hub is told of a device, once for each change."""

    device: str
    body: dict[str, str | int]
    key: str


class Standings:
    """Safe for several threads. `on_change` is called after each change; instants are of `now_s`.

    `more_counts` are the agent's own for a device, beside its driver's.
    """

    def __init__(self, entries: tuple[AttachedEntry, ...], now_s: Callable[[], float]) -> None:
        self.on_change: Callable[[], None] = lambda: None
        self.more_counts: Callable[[str], Mapping[str, int]] = lambda _device: {}
        self._entries = {entry.name: entry for entry in entries}
        self._now_s = now_s
        self._since_s = now_s()
        self._lock = threading.Lock()
        self._said: dict[str, Standing] = {}
        self._own: dict[str, str] = {}
        self._waiting: frozenset[str] = frozenset()
        self._untold: dict[str, Change] = {}
        self._told: dict[str, dict[str, str | int]] = {}
        self._told_s: dict[str, float] = {}

    def stands(self, device: str, standing: Standing) -> None:
        """A driver tells how its device is."""
        with self._lock:
            is_new, self._said[device] = self._said.get(device) != standing, standing
        if is_new:
            self.on_change()

    def overrule(self, device: str, trouble: str) -> None:
        """The agent itself knows of a trouble; empty: of none any more."""
        with self._lock:
            is_new, self._own[device] = self._own.get(device, "") != trouble, trouble
        if is_new:
            self.on_change()

    def ratings_wait(self, devices: Iterable[str]) -> None:
        """The ratings of these have been on this disk for long without the hub hearing of them."""
        now_waiting = frozenset(devices)
        with self._lock:
            is_new, self._waiting = self._waiting != now_waiting, now_waiting
        if is_new:
            self.on_change()

    def of(self, device: str) -> Standing:
        """How a device is. A driver's own trouble goes before what the agent has to say; of what is not this agent's
        there is nothing to say.
        """
        with self._lock:
            said, own = self._said.get(device, UNKNOWN), self._own.get(device, "")
            waits = "ratings_waiting" if device in self._waiting else ""
        if own == NOT_OURS:
            return Standing("unknown", NOT_OURS)
        if own in NOT_DRIVEN:
            return structs.replace(said, link="offline", trouble=own)
        return structs.replace(said, trouble=said.trouble or own or waits)

    def report(self) -> tuple[AttachedDevice, ...]:
        """All devices as the hub's list of devices has them."""
        return tuple(self._listed(entry) for entry in self._entries.values())

    def tell_anew(self) -> None:
        """The hub is another one, or may have forgotten: all is told once more."""
        with self._lock:
            self._untold.clear()
            self._told.clear()
            self._told_s.clear()

    def untold(self) -> list[Change]:
        """What the hub has yet to hear; the same change has the same key each time it is asked for."""
        now_s = self._now_s()
        changes = (self._change(device, now_s) for device in self._entries)
        return [change for change in changes if change is not None]

    def told(self, change: Change) -> None:
        """The hub has heard of a change."""
        with self._lock:
            self._told[change.device], self._told_s[change.device] = change.body, self._now_s()

    def _change(self, device: str, now_s: float) -> Change | None:
        standing = self.of(device)
        if standing.trouble == NOT_OURS:
            return None
        body = _told_of(self._entries[device], standing)
        is_heard = standing.link != "unknown" or bool(standing.trouble)
        with self._lock:
            too_soon = now_s - self._told_s.get(device, -LEAST_S) < LEAST_S
            if self._told.get(device) == body or too_soon or not (is_heard or now_s - self._since_s >= SETTLE_S):
                return None
            known = self._untold.get(device)
            if known is None or known.body != body:
                self._untold[device] = Change(device, body, uuid4().hex)
            return self._untold[device]

    def _listed(self, entry: AttachedEntry) -> AttachedDevice:
        standing = self.of(entry.name)
        counts = {**standing.counts, **self.more_counts(entry.name)}
        return AttachedDevice(
            name=entry.name,
            kind=entry.kind,
            counter=entry.counter,
            link="online" if standing.link == "online" else "offline" if standing.link == "offline" else "unknown",
            trouble=standing.trouble,
            counts={name: min(max(0, count), MOST_COUNT) for name, count in list(counts.items())[:MOST_COUNTS]},
        )


def _told_of(entry: AttachedEntry, standing: Standing) -> dict[str, str | int]:
    """The body of the hub's command ReportDevice: nothing that an agent of the counters runs has paper or a cover."""
    how = {"link": standing.link, "paper": "none", "cover": "none", "trouble": standing.trouble}
    return {**how, "device_kind": entry.kind, "at_counter": entry.counter}


NOT_DRIVEN = frozenset({"device_kind", "device_options", "driver_fault"})
"""Troubles with which a device is not driven at all."""

NOT_OURS = "not_ours"
"""No trouble, but what the list of devices says of one that belongs to another agent: nobody is told to look at it."""
