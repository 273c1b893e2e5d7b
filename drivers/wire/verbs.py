"""What can be said on a line: each verb with the number and the shapes of its arguments. `docs/serial-protocol.md`
tells what they mean.

Shapes are as narrow as their meaning allows: what noise has changed must fit them, too, besides its check number.
"""

import re

HOST = 0
EVERYBODY = 99

TOKEN = "[A-Z0-9]{1,8}"
LABEL = "[A-Z0-9][A-Z0-9-]{0,15}"
NUMBER = "(?:0|[1-9][0-9]{0,4})"
AGE = "(?:0|[1-9][0-9]{0,6})"
"""Tenths of a second since a service was rated: eleven days, longer than anybody waits for a line to be mended."""
TEXT = "[ -#%-)+\\x2d-~]{0,16}"
"""Printable ASCII but `$`, `*` and the comma."""
BOOT = "[0-9A-F]{4}"
VERSION = "[0-9A-Za-z.-]{1,12}"
DEVICE = "(?!00|99)[0-9]{2}"
KINDS = ("PANEL", "BOARD", "HALL", "KEYS")
KEYS = ("NEXT", "RECALL", "MISSED", "START", "FINISH", "TRANSFER", "HOLD", "CALL", "PAUSE", "CLEAR", *"0123456789")
REASONS = ("VERB", "ARGS", "FULL", "LATER")

_CONTENTS = {
    "OPEN": (TOKEN, LABEL, "[3-5]", NUMBER),
    "SHUT": (),
    "DISP": (f"(?:{LABEL})?", f"{NUMBER}(?:,{NUMBER})?"),
    "LINE": ("[1-8]", f"(?:{LABEL})?", NUMBER, NUMBER),
    "TEXT": ("[12]", TEXT),
    "BEEP": ("[1-9]",),
}
_TO_DEVICE = {
    **_CONTENTS,
    "PING": (),
    "ACK": ("00",),
    "NAK": ("00", "|".join(REASONS)),
}
_TO_HOST = {
    "HELO": (DEVICE, "|".join(KINDS), BOOT, VERSION),
    "RATE": (DEVICE, f"{BOOT}-{NUMBER}", TOKEN, "[1-5]", AGE),
    "KEY": (DEVICE, "|".join(KEYS), NUMBER),
    "STAT": (DEVICE, NUMBER, NUMBER, NUMBER, NUMBER),
    "ACK": (DEVICE,),
    "NAK": (DEVICE, "|".join(REASONS)),
}


def _sentences(verbs: dict[str, tuple[str, ...]]) -> re.Pattern[str]:
    """One of these verbs with its arguments, all parted by commas."""
    return re.compile("|".join(",".join((verb, *(f"(?:{shape})" for shape in verbs[verb]))) for verb in verbs))


_SENTENCES = {HOST: _sentences(_TO_HOST), EVERYBODY: _sentences(_CONTENTS)}
_TO_ONE_DEVICE = _sentences(_TO_DEVICE)


def can_be_said(to: int, sentence: str) -> bool:
    """Whether «VERB,ARG,…» is of the form of a verb that may go to this address."""
    return _SENTENCES.get(to, _TO_ONE_DEVICE).fullmatch(sentence) is not None
