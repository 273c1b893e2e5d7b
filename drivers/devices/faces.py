"""What a device shows: always the whole of it, so that whatever got lost is mended by the next face.

Instants are seconds of the host's steady clock (`Host.now_s`), the same for all devices of a process.
"""

from msgspec import Struct


class PanelFace(Struct, frozen=True):
    """A rating panel: lit for the service of `token` until `until_s`, dark without a token.

    `token` is 1 to 8 characters A–Z and 0–9; `label` is the ticket's number; `buttons` is how many steps the scale has.
    """

    token: str = ""
    label: str = ""
    buttons: int = 0
    until_s: float = 0.0


class BoardRow(Struct, frozen=True):
    """A number and the counter that called it; it blinks until `blink_until_s`. Empty: a dark row."""

    label: str = ""
    counter: int = 0
    blink_until_s: float = 0.0


class BoardFace(Struct, frozen=True):
    """The rows of a board from above; the one of a counter has one row."""

    rows: tuple[BoardRow, ...] = ()


class KeypadFace(Struct, frozen=True):
    """Two lines of at most 16 characters of plain ASCII; a higher `beeps` than before makes it beep once."""

    lines: tuple[str, str] = ("", "")
    beeps: int = 0


Display = tuple[str | None, str | None]
"""The lines that a keypad shows, as its face had them; None for one that another text is under way to."""

Face = PanelFace | BoardFace | KeypadFace
