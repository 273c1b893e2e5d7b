"""The kernel's codes of keys, and what a US keyboard writes with them. From linux/input-event-codes.h."""

from drivers.devices.keys import Key
from drivers.devices.options import Options

_RUNS = {
    1: "ESC 1 2 3 4 5 6 7 8 9 0 MINUS EQUAL BACKSPACE TAB Q W E R T Y U I O P LEFTBRACE RIGHTBRACE ENTER LEFTCTRL",
    30: "A S D F G H J K L SEMICOLON APOSTROPHE GRAVE LEFTSHIFT BACKSLASH Z X C V B N M COMMA DOT SLASH RIGHTSHIFT",
    55: "KPASTERISK LEFTALT SPACE CAPSLOCK F1 F2 F3 F4 F5 F6 F7 F8 F9 F10 NUMLOCK SCROLLLOCK",
    71: "KP7 KP8 KP9 KPMINUS KP4 KP5 KP6 KPPLUS KP1 KP2 KP3 KP0 KPDOT",
    87: "F11 F12",
    96: "KPENTER RIGHTCTRL KPSLASH SYSRQ RIGHTALT LINEFEED HOME UP PAGEUP LEFT RIGHT END DOWN PAGEDOWN INSERT DELETE",
    117: "KPEQUAL KPPLUSMINUS PAUSE",
    121: "KPCOMMA",
    125: "LEFTMETA RIGHTMETA COMPOSE",
    140: "CALC",
    179: "KPLEFTPAREN KPRIGHTPAREN",
    183: "F13 F14 F15 F16 F17 F18 F19 F20 F21 F22 F23 F24",
}

CODES = {name: first + place for first, names in _RUNS.items() for place, name in enumerate(names.split())}
"""By name, without `KEY_`."""

MODIFIERS = {CODES[f"{side}{name}"]: name for name in ("CTRL", "ALT", "SHIFT", "META") for side in ("LEFT", "RIGHT")}
"""Which modifier a key is."""

_PLAIN = {2: "1234567890-=", 16: "qwertyuiop[]", 30: "asdfghjkl;'`", 43: "\\zxcvbnm,./", 57: " "}
_SHIFTED = {2: "!@#$%^&*()_+", 16: "QWERTYUIOP{}", 30: 'ASDFGHJKL:"~', 43: "|ZXCVBNM<>?", 57: " "}
_PAD = {55: "*", 71: "789-456+1230.", 98: "/"}


def _letters(rows: dict[int, str]) -> dict[int, str]:
    return {first + place: letter for first, row in rows.items() for place, letter in enumerate(row)}


PLAIN = _letters(_PLAIN | _PAD)
SHIFTED = _letters(_SHIFTED | _PAD)
"""What the keys write, without and with SHIFT."""


def meanings(options: Options, usual: str) -> dict[tuple[frozenset[str], int], Key]:
    """Option `keys`: what which key means, as in `KPENTER=next,CTRL+ALT+N=next`; by modifiers and code.

    Raises DeviceError `device_options`: there is no such key or meaning, or one key means two things.
    """
    found: dict[tuple[frozenset[str], int], Key] = {}
    for pair in options.text("keys", usual).split(","):
        pressed, _, meaning = pair.strip().partition("=")
        *held, name = pressed.strip().upper().split("+")
        chord = frozenset(held), CODES.get(name, 0)
        if not chord[1] or chord[0] - set(MODIFIERS.values()):
            raise options.wrong(f"keys: there is no key {pressed!r}; names are as in linux/input-event-codes.h")
        if chord in found:
            raise options.wrong(f"keys: {pressed!r} stands there twice")
        found[chord] = _key(options, meaning.strip().lower())
    return found


def _key(options: Options, meaning: str) -> Key:
    try:
        return Key(meaning)
    except ValueError:
        raise options.wrong(f"keys: {meaning!r} is none of {', '.join(Key)}") from None
