"""A paired device in codes of texts: what it is, how it is, how its printer is, and what its agent tells of itself."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from typing import NamedTuple
from zoneinfo import ZoneInfo

from hub.domain.offline import offline_tag
from hub.messages import DeviceReport, LastError
from hub.service.access import KIOSK, WALL
from hub.service.devices import DeviceState, PairedDevice
from hub.version import VERSION
from hub.web.attached_words import AttachedRow, attached_rows
from hub.web.words import BAD, GOOD, PLAIN, Words, bad, is_known, known_or, was

CLOCK_OFF_MS = 2000
"""A machine whose clock differs from the hub's by more is marked."""

SELDOM_ASKED = frozenset({"clock_right", "version", "profile", "started"})
"""What is folded, so that more devices are in sight."""

Moment = Callable[[int], str]
"""Ms since the epoch as people of the centre read it."""


class DeviceRow(NamedTuple):
    """One line of the list.

    ``printer`` is empty where there is none, ``told`` what its agent tells of itself, ``more`` what is right or seldom
    asked for, ``attached`` what else it runs; only an agent ``takes_orders``, and only a kiosk ``prints`` and has
    ``numbers`` of its own to hand in.
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
    attached: tuple[AttachedRow, ...] = ()
    takes_orders: bool = False
    prints: bool = False
    numbers: int = 0

    @property
    def is_troubled(self) -> bool:
        """Whether somebody should look at it."""
        is_attached_troubled = any(one.is_troubled for one in self.attached)
        return is_attached_troubled or any(words.tone == BAD for words in (self.state, *self.printer, *self.told))


def row_of(device: PairedDevice, zone: str, now_ms: int) -> DeviceRow:
    """The line of a device; times are those of the centre's zone."""
    moment = partial(_moment, zone=zone)
    heard = device.heard
    is_fresh = heard is not None and heard.is_fresh(now_ms)
    past = {"when": moment(heard.at_ms)} if heard is not None and not is_fresh else {}
    told = [was(words, past) for words in _told(device, moment)]
    made = [Words("made", {"when": moment(device.made_ms)}, icon="calendar-clock")] if device.grant else []
    return DeviceRow(
        grant=device.grant,
        screen=device.screen,
        kind=kind_of(device.screen),
        place=device.place,
        address=device.address,
        state=_state(device, moment),
        printer=() if device.status is None else tuple(was(each, past) for each in printer_words(device.status)),
        told=tuple(words for words in told if words.code not in SELDOM_ASKED),
        more=(*(words for words in told if words.code in SELDOM_ASKED), *made),
        attached=attached_rows(heard.report.devices, past) if heard is not None else (),
        takes_orders=is_fresh,
        prints=is_kiosk(device.screen),
        numbers=heard.report.offline_waiting if heard is not None else 0,
    )


def kind_of(screen: str) -> Words:
    """What a screen such as ``rating:3`` is."""
    kind, _, which = screen.partition(":")
    return Words("kind_wall_hall" if kind == WALL and which else f"kind_{kind}", {"name": which})


def is_kiosk(screen: str) -> bool:
    """Whether a screen such as ``kiosk:K1`` is a kiosk: it prints, shows a page and draws numbers of its own."""
    return screen.partition(":")[0] == KIOSK


def printer_words(status: DeviceState) -> tuple[Words, ...]:
    """What is to be said of a printer: that all is well, or each thing that is not."""
    if status.link == "offline":
        return (bad("printer_offline", "unplug"),)
    codes = [f"paper_{status.paper}"] if status.paper in {"low", "out"} else []
    codes += ["cover_open"] if status.cover == "open" else []
    troubles = [bad(code, "triangle-alert") for code in codes]
    if status.trouble and status.trouble not in codes and is_known(f"error_{status.trouble}"):
        troubles.append(bad(f"error_{status.trouble}", "triangle-alert"))
    if troubles:
        return tuple(troubles)
    is_ready = status.link == "online"
    return (Words("printer_ready", tone=GOOD, icon="printer-check") if is_ready else bad("printer_unknown", "printer"),)


def _state(device: PairedDevice, moment: Moment) -> Words:
    if device.online:
        return Words("online", tone=GOOD, icon="circle-check")
    if device.has_come:
        return bad("seen", "wifi-off", when=moment(device.seen_ms))
    return Words("not_come", icon="clock")


def _told(device: PairedDevice, moment: Moment) -> Iterator[Words]:
    """What the agent tells of itself, what matters most first."""
    if device.heard is None:
        return
    report = device.heard.report
    for kind in device.ordered:
        yield Words(f"ordered_{kind}", icon="timer")
    if is_kiosk(device.screen):
        yield from _of_a_kiosk(device.screen, report)
    elif not report.devices:
        yield bad("runs_nothing", "unplug")
    yield _clock(report.clock_offset_ms)
    yield _version(report.version)
    yield from _papers(report, moment)
    if report.last_error is not None:
        yield _error(report.last_error, device.screen, moment)
    yield Words("started", {"when": moment(report.started_ms)}, icon="play")


def _of_a_kiosk(screen: str, report: DeviceReport) -> Iterator[Words]:
    """Its own numbers and its page."""
    if report.offline_waiting:
        yield bad("offline_waiting", "tickets", n=report.offline_waiting)
    if offline_tag(screen.partition(":")[2]) is None:
        yield bad("no_offline_tag", "ticket")
    yield Words(f"page_{report.page}", tone={"alive": GOOD, "silent": BAD}.get(report.page, PLAIN), icon="monitor")


def _clock(offset_ms: int) -> Words:
    if abs(offset_ms) <= CLOCK_OFF_MS:
        return Words("clock_right", tone=GOOD, icon="clock")
    return bad("clock_ahead" if offset_ms > 0 else "clock_behind", "clock", seconds=round(abs(offset_ms) / 1000))


def _version(version: str) -> Words:
    if version == VERSION:
        return Words("version", {"version": version}, icon="info")
    return bad("other_version", "info", version=version, hub=VERSION)


def _papers(report: DeviceReport, moment: Moment) -> Iterator[Words]:
    """The newest print job, and the printer."""
    if report.last_job is not None:
        job = report.last_job
        code = known_or(f"job_{job.state}", "job_unknown")
        yield Words(code, {"label": job.label, "when": moment(job.at_ms)}, icon="receipt-text")
    if report.profile:
        yield Words("profile", {"profile": report.profile, "kind": report.address_kind}, icon="printer")


def _error(error: LastError, screen: str, moment: Moment) -> Words:
    """What last went wrong, by the words of its code; one of a later version goes by the code itself."""
    params = {"when": moment(error.at_ms), "code": error.code}
    then = known_or(f"error_{error.code}", "error_other")
    if not is_kiosk(screen):
        then = known_or(f"error_{error.code}_desk", then)
    return Words("last_error", params, icon="history", then=then)


def _moment(at_ms: int, zone: str) -> str:
    return f"{datetime.fromtimestamp(at_ms / 1000, UTC).astimezone(ZoneInfo(zone)):%H:%M %d/%m/%Y}"
