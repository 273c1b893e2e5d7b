"""What a keypad shows now, and for how long."""

from collections.abc import Callable
from typing import Any

from msgspec.structs import replace

from counter_app.desk.keypad_faces import Shown, lines_of
from counter_app.desk.keypad_lists import Listing
from counter_app.desk.keypad_orders import Said
from drivers.devices import KeypadFace

SAID_S = 3.0
LEFT_ALONE_S = 10.0
"""A list or a half typed number that nobody goes on with is left after so long."""

Show = Callable[[KeypadFace], None]
Notify = Callable[[Shown, str], None]


class Screen:
    """A value that is changed, and drawn as a face when that has become another one. Its user guards it."""

    def __init__(self, counter: int, language: str, show: Show, now_s: Callable[[], float]) -> None:
        self.notify: Notify = lambda _shown, _language: None
        self.shown = Shown(counter)
        self.opened_s = 0.0
        """When the list was opened."""
        self._language = language
        self._show = show
        self._now_s = now_s
        self._face = KeypadFace()
        self._beeps = 0
        self._said_s = self._key_s = 0.0

    @property
    def lines(self) -> tuple[str, str]:
        """The lines of the newest face."""
        return self._face.lines

    def key_pressed(self) -> str:
        """Whoever presses a key has read what was said; returns the code of that."""
        self._key_s = self._now_s()
        said = self.shown.said
        self.change(said=None)
        return said.code if said else ""

    def change(self, **changes: Any) -> None:
        """Show something else from the next drawing on."""
        self.shown = replace(self.shown, **changes)

    def open(self, listing: Listing) -> None:
        """Show a list."""
        self.opened_s = self._now_s()
        self.change(listing=listing, digits="")

    def leave(self) -> None:
        """Show how the counter stands."""
        self.change(listing=None, digits="")

    def say(self, said: Said) -> None:
        """Tell something for a moment, and beep."""
        self._said_s = self._now_s()
        self.change(said=said)
        self.beep()

    def beep(self) -> None:
        """Beep once with the next drawing."""
        self._beeps += 1

    def pass_time(self) -> None:
        """What was said long enough ago goes, and so does what nobody goes on with."""
        if self.shown.said and self._now_s() >= self._said_s + SAID_S:
            self.change(said=None)
        if self._now_s() >= self._key_s + LEFT_ALONE_S:
            self.leave()

    def draw(self) -> None:
        """Show what has changed."""
        face = KeypadFace(lines_of(self.shown, self._language), self._beeps)
        if face != self._face:
            self._face = face
            self._show(face)
        self.notify(self.shown, self._language)
