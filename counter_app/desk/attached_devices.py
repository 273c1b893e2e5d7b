"""All devices of this agent: attached when they are its own, shown what there is to show, heard."""

import logging
import threading
from collections.abc import Callable
from typing import NamedTuple

from config.attached import AttachedEntry
from counter_app.desk.boards import BoardDesk
from counter_app.desk.desk import Desk
from counter_app.desk.keypad import Keypad
from counter_app.desk.ratings import RatingDesk, buttons_differ
from counter_app.desk.standings import Standings
from drivers.devices import (
    Device,
    DeviceSettings,
    Display,
    Face,
    KeypadFace,
    PanelFace,
    Pressed,
    Rated,
    Shows,
    Standing,
)
from drivers.devices.kinds import attach
from drivers.errors import DeviceError
from drivers.lines import Lines

log = logging.getLogger(__name__)

WITHOUT_DISPLAY = frozenset({"pad", "hot-keys", "shortcuts"})
"""Kinds whose keys are a clerk's, and that have nothing to show it on: a notification does."""

SETTINGS_TROUBLES = frozenset({"device_kind", "device_options", "cannot_grab"})


class Desks(NamedTuple):
    """What serves the devices, by what they are for."""

    hall: Desk
    ratings: RatingDesk
    boards: BoardDesk


class AttachedDevices:
    """The devices of the list, as far as they are this agent's (`is_ours`).

    `on_scanned` gets what a scanner read, with the counter that it belongs to (0: reception); `on_keypad` each new mind
    of a keypad, `notices` whether it has no display of its own.
    """

    def __init__(self, entries: tuple[AttachedEntry, ...], desks: Desks, standings: Standings, lines: Lines) -> None:
        self.on_scanned: Callable[[int, str], None] = lambda _counter, _text: None
        self.on_keypad: Callable[[Keypad, bool], None] = lambda _keypad, _notices: None
        self._entries = entries
        self._desks = desks
        self._standings = standings
        self._lines = lines
        self._lock = threading.RLock()
        self._served: dict[str, Served] = {}

    def take(self, is_ours: Callable[[AttachedEntry], bool]) -> None:
        """Attach what is ours and let go of what is not."""
        with self._lock:
            for entry in self._entries:
                if is_ours(entry) and entry.name not in self._served:
                    self._attach(entry)
                elif not is_ours(entry):
                    self._let_go(entry)
        self.show()

    def show(self) -> None:
        """Show every device what there is for it now."""
        with self._lock:
            for served in self._served.values():
                served.show_hall()

    def view_changed(self) -> None:
        """The hall is another one, or the way to the hub has come or gone."""
        self.show()
        for keypad in self.keypads():
            keypad.view_changed()

    def look(self) -> None:
        """What is due by time alone."""
        self.show()
        for keypad in self.keypads():
            keypad.look()

    def keypads(self) -> list[Keypad]:
        """The minds of all keypads, pads and hot-keys."""
        with self._lock:
            return [served.keypad for served in self._served.values() if served.keypad is not None]

    def keypad_of(self, counter: int) -> Keypad | None:
        """The mind that a key pressed on this machine for a counter goes to (0: the only counter with keys)."""
        with self._lock:
            found = [served for served in self._served.values() if served.keypad is not None]
        if counter == 0 and len({served.settings.counter for served in found}) > 1:
            return None
        ours = [served for served in found if counter in (0, served.settings.counter)]
        ours.sort(key=lambda served: served.settings.kind not in WITHOUT_DISPLAY)
        return ours[0].keypad if ours else None

    def close(self) -> None:
        """Let go of all devices and their lines."""
        with self._lock:
            for served in self._served.values():
                served.close()
            self._served.clear()
        self._lines.close()

    def _attach(self, entry: AttachedEntry) -> None:
        settings = DeviceSettings(
            entry.name, entry.kind, entry.address, entry.number, entry.counter, options=entry.options
        )
        served = Served(settings, self._desks, self._standings, self._lines.now_s)
        served.on_scanned = lambda text: self.on_scanned(entry.counter, text)
        served.on_keypad = self.on_keypad
        try:
            served.begin(attach(settings, served, self._lines))
        except DeviceError as error:
            log.error("%s is not driven: %s", entry.name, error)
            trouble = error.code if error.code in SETTINGS_TROUBLES else "device_options"
            self._standings.overrule(entry.name, trouble)
            return
        except Exception:  # the edge to drivers
            log.exception("%s is not driven", entry.name)
            self._standings.overrule(entry.name, "driver_fault")
            return
        self._served[entry.name] = served
        self._standings.overrule(entry.name, "")

    def _let_go(self, entry: AttachedEntry) -> None:
        served = self._served.pop(entry.name, None)
        if served is not None:
            served.close()
        log.warning("%s is not driven: it belongs to counter %s, which is not this agent's", entry.name, entry.counter)
        self._standings.overrule(entry.name, "not_ours")


class Served:
    """One device, and what it is to see and to tell: this is the `Host` of its driver."""

    def __init__(
        self, settings: DeviceSettings, desks: Desks, standings: Standings, now_s: Callable[[], float]
    ) -> None:
        self.on_scanned: Callable[[str], None] = lambda _text: None
        self.on_keypad: Callable[[Keypad, bool], None] = lambda _keypad, _notices: None
        self.settings = settings
        self.keypad: Keypad | None = None
        self.now_s = now_s
        self._desks = desks
        self._standings = standings
        self._device: Device | None = None
        self._lock = threading.Lock()
        self._shown: Face | None = None
        self._display: tuple[Display | None, ...] = ()

    def begin(self, device: Device) -> None:
        """The driver is there."""
        self._device = device
        if device.shows is Shows.KEYPAD or self.settings.kind in WITHOUT_DISPLAY:
            self._make_keypad(device)

    def close(self) -> None:
        """Let go of the device."""
        if self._device is not None:
            self._device.close()

    def rated(self, rated: Rated) -> bool:
        """See Host."""
        return self._desks.ratings.rated(self.settings.name, rated)

    def pressed(self, pressed: Pressed) -> None:
        """See Host. Whoever tells of keys at a counter has the mind of a keypad, with or without a display."""
        if self._device is not None and self.keypad is None and self.settings.counter:
            self._make_keypad(self._device)
        if self.keypad is not None:
            self.keypad.pressed(pressed)

    def taken(self, lines: Display | None) -> None:
        """See Host."""
        self._display = (lines,)
        if self.keypad is not None:
            self.keypad.taken(lines)

    def scanned(self, text: str) -> None:
        """See Host."""
        self.on_scanned(text)

    def stands(self, standing: Standing) -> None:
        """See Host."""
        self._standings.stands(self.settings.name, standing)

    def show_hall(self) -> None:
        """Show what the hall has for this device, if that is new; keypads are shown by their minds.

        A driver of others may say later than it was attached that it has a keypad's display.
        """
        if self._device is not None and self._device.shows is Shows.KEYPAD and self.keypad is None:
            self._make_keypad(self._device)
        face = self._face()
        if face is not None and face != self._shown:
            self._show(face)

    def _make_keypad(self, device: Device) -> None:
        with self._lock:
            if self.keypad is not None:
                return
            keypad = Keypad(self.settings, self._desks.hall, self._show_keypad, self.now_s)
            self.keypad = keypad
        for lines in self._display:
            keypad.taken(lines)
        self.on_keypad(keypad, device.shows is not Shows.KEYPAD)
        keypad.view_changed()

    def _face(self) -> Face | None:
        shows = self._device.shows if self._device is not None else Shows.NOTHING
        if shows is Shows.RATING:
            return self._rating_face()
        if shows is Shows.CALL:
            return self._desks.boards.of_counter(self.settings.counter)
        return self._desks.boards.of_hall() if shows is Shows.CALLS else None

    def _rating_face(self) -> PanelFace:
        differ = buttons_differ(self.settings, self._desks.hall.view())
        self._standings.overrule(self.settings.name, "buttons_differ" if differ else "")
        return PanelFace() if differ else self._desks.ratings.face(self.settings.counter)

    def _show_keypad(self, face: KeypadFace) -> None:
        if self._device is not None and self._device.shows is Shows.KEYPAD:
            self._show(face)

    def _show(self, face: Face) -> None:
        self._shown = face
        if self._device is not None:
            self._device.show(face)
