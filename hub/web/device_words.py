"""A paired device in codes of texts: what it is, how it is, how its printer is, and what its agent tells of itself."""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from functools import partial
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from config.texts import FIRST_LANGUAGE, catalogue
from hub.domain.offline import offline_tag
from hub.messages import DeviceReport, LastError
from hub.service.devices import DeviceState, PairedDevice
from hub.version import VERSION

CLOCK_OFF_MS = 2000
"""A machine whose clock differs from the hub's by more is marked."""

SELDOM_ASKED = frozenset({"clock_right", "version", "profile", "started"})
"""What is folded, so that more devices are in sight."""

GOOD, BAD, PLAIN = "good", "bad", "plain"

Moment = Callable[[int], str]
"""Ms since the epoch as people of the centre read it."""


class Words(NamedTuple):
    """A code of the area ``devices`` with its parameters, and a second one with the same that is said after it.

    ``tone`` is good, bad or plain, ``icon`` one of icons.css.
    """

    code: str
    params: Mapping[str, Any] = {}
    tone: str = PLAIN
    icon: str = ""
    then: str = ""


class DeviceRow(NamedTuple):
    """One line of the list.

    ``printer`` is empty where there is none, ``told`` what its agent tells of itself, ``more`` what is right or seldom
    asked for; only an agent ``takes_orders``, and only a kiosk has ``numbers`` of its own to hand in.
    """

    grant: int
    screen: str
    kind: Words
    place: str
    address: str
    state: Words
    printer: tuple[Words, ...] = ()
    told: tuple[Words, ...] = ()
    more: tuple[Words, ...] = ()
    takes_orders: bool = False
    numbers: int = 0

    @property
    def is_troubled(self) -> bool:
        """Whether somebody should look at it."""
        return any(words.tone == BAD for words in (self.state, *self.printer, *self.told))


def row_of(device: PairedDevice, zone: str, now_ms: int) -> DeviceRow:
    """The line of a device; times are those of the centre's zone."""
    moment = partial(_moment, zone=zone)
    heard = device.heard
    is_fresh = heard is not None and heard.is_fresh(now_ms)
    past = {"when": moment(heard.at_ms)} if heard is not None and not is_fresh else {}
    told = [_was(words, past) for words in _told(device, moment)]
    made = Words("made", {"when": moment(device.made_ms)}, icon="calendar-clock")
    return DeviceRow(
        grant=device.grant,
        screen=device.screen,
        kind=kind_of(device.screen),
        place=device.place,
        address=device.address,
        state=_state(device, moment),
        printer=() if device.status is None else tuple(_was(each, past) for each in printer_words(device.status)),
        told=tuple(words for words in told if words.code not in SELDOM_ASKED),
        more=(*(words for words in told if words.code in SELDOM_ASKED), made),
        takes_orders=is_fresh,
        numbers=heard.report.offline_waiting if heard is not None else 0,
    )


def kind_of(screen: str) -> Words:
    """What a screen such as ``rating:3`` is."""
    kind, _, which = screen.partition(":")
    return Words(f"kind_{kind}", {"name": which})


def printer_words(status: DeviceState) -> tuple[Words, ...]:
    """What is to be said of a printer: that all is well, or each thing that is not."""
    if status.link == "offline":
        return (_bad("printer_offline", "unplug"),)
    codes = [f"paper_{status.paper}"] if status.paper in {"low", "out"} else []
    codes += ["cover_open"] if status.cover == "open" else []
    troubles = [_bad(code, "triangle-alert") for code in codes]
    if status.trouble and status.trouble not in codes and f"devices.error_{status.trouble}" in _known():
        troubles.append(_bad(f"error_{status.trouble}", "triangle-alert"))
    if troubles:
        return tuple(troubles)
    is_ready = status.link == "online"
    return (
        Words("printer_ready", tone=GOOD, icon="printer-check") if is_ready else _bad("printer_unknown", "printer"),
    )


def _was(words: Words, past: Mapping[str, str]) -> Words:
    """What was well when an agent was heard last; of one that is gone it is told with that time, and not as well."""
    if not past or words.tone != GOOD:
        return words
    return words._replace(params={**words.params, **past}, tone=PLAIN, then="as_of")


def _state(device: PairedDevice, moment: Moment) -> Words:
    if device.online:
        return Words("online", tone=GOOD, icon="circle-check")
    if device.has_come:
        return _bad("seen", "wifi-off", when=moment(device.seen_ms))
    return Words("not_come", icon="clock")


def _told(device: PairedDevice, moment: Moment) -> Iterator[Words]:
    """What the agent tells of itself, what matters most first."""
    if device.heard is None:
        return
    report, tag = device.heard.report, offline_tag(device.screen.partition(":")[2])
    for kind in device.ordered:
        yield Words(f"ordered_{kind}", icon="timer")
    if report.offline_waiting:
        yield _bad("offline_waiting", "tickets", n=report.offline_waiting)
    if tag is None:
        yield _bad("no_offline_tag", "ticket")
    yield Words(f"page_{report.page}", tone={"alive": GOOD, "silent": BAD}.get(report.page, PLAIN), icon="monitor")
    yield _clock(report.clock_offset_ms)
    yield _version(report.version)
    yield from _papers(report, moment)
    yield Words("started", {"when": moment(report.started_ms)}, icon="play")


def _clock(offset_ms: int) -> Words:
    if abs(offset_ms) <= CLOCK_OFF_MS:
        return Words("clock_right", tone=GOOD, icon="clock")
    return _bad("clock_ahead" if offset_ms > 0 else "clock_behind", "clock", seconds=round(abs(offset_ms) / 1000))


def _version(version: str) -> Words:
    if version == VERSION:
        return Words("version", {"version": version}, icon="info")
    return _bad("other_version", "info", version=version, hub=VERSION)


def _papers(report: DeviceReport, moment: Moment) -> Iterator[Words]:
    """The newest print job, the printer, and what last went wrong."""
    if report.last_job is not None:
        job = report.last_job
        code = _known_or(f"job_{job.state}", "job_unknown")
        yield Words(code, {"label": job.label, "when": moment(job.at_ms)}, icon="receipt-text")
    if report.profile:
        yield Words("profile", {"profile": report.profile, "kind": report.address_kind}, icon="printer")
    if report.last_error is not None:
        yield _error(report.last_error, moment)


def _error(error: LastError, moment: Moment) -> Words:
    """What last went wrong, by the words of its code; one of a later version goes by the code itself."""
    params = {"when": moment(error.at_ms), "code": error.code}
    return Words("last_error", params, icon="history", then=_known_or(f"error_{error.code}", "error_other"))


def _bad(code: str, icon: str, **params: Any) -> Words:
    return Words(code, params, BAD, icon)


def _known() -> Mapping[str, str]:
    return catalogue(FIRST_LANGUAGE)


def _known_or(code: str, other: str) -> str:
    return code if f"devices.{code}" in _known() else other


def _moment(at_ms: int, zone: str) -> str:
    return f"{datetime.fromtimestamp(at_ms / 1000, UTC).astimezone(ZoneInfo(zone)):%H:%M %d/%m/%Y}"
