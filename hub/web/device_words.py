"""A paired device in codes of texts: what it is, how it is, and how its printer is."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from hub.service.devices import DeviceState, PairedDevice


class Words(NamedTuple):
    """A code of the area ``devices`` and its parameters."""

    code: str
    params: Mapping[str, Any] = {}


class DeviceRow(NamedTuple):
    """One line of the list; ``tone`` is good, bad or plain, and ``printer`` is empty where there is none."""

    grant: int
    kind: Words
    place: str
    address: str
    state: Words
    tone: str
    made: str
    printer: tuple[Words, ...] = ()


def row_of(device: PairedDevice, zone: str) -> DeviceRow:
    """The line of a device; times are those of the centre's zone."""
    return DeviceRow(
        grant=device.grant,
        kind=kind_of(device.screen),
        place=device.place,
        address=device.address,
        state=_state(device, zone),
        tone="good" if device.online else "bad" if device.has_come else "plain",
        made=_moment(device.made_ms, zone),
        printer=() if device.status is None else printer_words(device.status),
    )


def kind_of(screen: str) -> Words:
    """What a screen such as ``rating:3`` is."""
    kind, _, which = screen.partition(":")
    return Words(f"kind_{kind}", {"name": which})


def printer_words(status: DeviceState) -> tuple[Words, ...]:
    """What is to be said of a printer: that all is well, or each thing that is not."""
    if status.link == "offline":
        return (Words("printer_offline"),)
    troubles = [Words(f"paper_{status.paper}")] if status.paper in {"low", "out"} else []
    troubles += [Words("cover_open")] if status.cover == "open" else []
    if troubles:
        return tuple(troubles)
    return (Words("printer_ready" if status.link == "online" else "printer_unknown"),)


def _state(device: PairedDevice, zone: str) -> Words:
    if device.online:
        return Words("online")
    return Words("seen", {"when": _moment(device.seen_ms, zone)}) if device.has_come else Words("not_come")


def _moment(at_ms: int, zone: str) -> str:
    return f"{datetime.fromtimestamp(at_ms / 1000, UTC).astimezone(ZoneInfo(zone)):%H:%M %d/%m/%Y}"
