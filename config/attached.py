"""The devices that stand on and over the counters, as an installation lists them: panels, boards, keypads, scanners."""

import re
from collections.abc import Iterator, Mapping
from typing import Annotated

from msgspec import Meta, Struct, structs

from config.loader import closest

DeviceName = Annotated[str, Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,31}\Z")]

PORT = r"(?:[1-9]\d{0,3}|[1-5]\d{4}|6[0-4]\d{3}|65[0-4]\d{2}|655[0-2]\d|6553[0-5])"
HOST = rf"(\[[0-9A-Fa-f:.]+\]|[^\[\]/:\s]+):{PORT}"
BAUD = r"baud=(12|24|48|96|192|384|576|1152|2304|4608|9216)00"
FLOW = r"flow=(none|rtscts|dsrdtr|xonxoff)"
LINE_OPTIONS = rf"(\?({BAUD}|{FLOW}|{BAUD}&{FLOW}|{FLOW}&{BAUD}))?"

LINE_EXAMPLES = "/dev/serial/by-path/…?baud=9600, rfc2217://192.168.1.60:4001?baud=9600 or socket://192.168.1.61:4001"
INPUT_EXAMPLES = "/dev/input/by-id/…-event-kbd or /dev/input/by-path/…-event-kbd"
BROKER_EXAMPLES = "mqtt://192.168.1.20:1883 or mqtts://broker.example:8883"

OWN_PROTOCOL = frozenset({"panel", "counter-board", "hall-board", "keypad"})
"""Kinds of the line protocol: each has a number of its own on its line."""

ON_LINES = OWN_PROTOCOL | {"scanner", "modbus-board"}
INPUTS = frozenset({"pad", "scanner-pad", "hot-keys"})
BROKERED = frozenset({"mqtt-panel", "mqtt-board", "mqtt-hall-board", "mqtt-keypad"})
KEYS_ALONE = frozenset({"shortcuts"})
OF_COUNTERS = frozenset(
    {"panel", "counter-board", "keypad", "pad", "hot-keys", "shortcuts", "mqtt-panel", "mqtt-board", "mqtt-keypad"}
)
"""Kinds that are somebody's: without a counter they would have nothing to do."""

_FORMS: tuple[tuple[frozenset[str], re.Pattern[str], str], ...] = (
    (
        ON_LINES,
        re.compile(rf"socket://{HOST}(\?{BAUD})?|rfc2217://{HOST}{LINE_OPTIONS}|/dev/[^\s?]+{LINE_OPTIONS}"),
        LINE_EXAMPLES,
    ),
    (INPUTS, re.compile(r"/dev/input/[^\s?]+"), INPUT_EXAMPLES),
    (BROKERED, re.compile(rf"mqtts?://{HOST}"), BROKER_EXAMPLES),
    (KEYS_ALONE, re.compile("desktop"), "desktop"),
)
"""Which addresses kinds of ours have, with examples for people; those of others know their own."""

_PLACE = re.compile(r"\{([^}]*)\}")
HIGHEST_ON_LINE = 98

LONGEST_NAME = 15
"""The hub knows a device by 32 characters: those of its agent, 16 at most, a hyphen, and its own name."""

PRINTERS_NAME = "printer"
"""By this name the hub knows what prints the papers of a kiosk."""

MOST_DEVICES = 64
"""The hub takes no more of one agent."""


class AttachedEntry(Struct, frozen=True, forbid_unknown_fields=True):
    """A device: its name in the device list, its kind, whose it is (0: the hall's), and the way to it.

    `number` is its own on a line that several share. `options` are those of its kind.
    """

    name: DeviceName
    kind: Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_-]{0,31}\Z", examples=["panel", "counter-board", "keypad"])]
    address: Annotated[str, Meta(min_length=1)]
    counter: Annotated[int, Meta(ge=0, le=99)] = 0
    number: Annotated[int, Meta(ge=0, le=247)] = 0
    options: dict[str, str] = {}


def buttons_of(kind: str, options: Mapping[str, str]) -> str:
    """How many buttons a device for rating has, empty where its kind or its options do not say so."""
    return options.get("buttons", "4" if kind == "panel" else "")


class Notifications(Struct, frozen=True, forbid_unknown_fields=True):
    """The program that shows a clerk what came of a key without a display: None means the desktop's own, `[]` none.

    In its parts `{title}`, `{text}` and `{id}` are filled in, see `counter_app/desk/notify.py`.
    """

    command: tuple[str, ...] | None = None


class Slip(Struct, frozen=True):
    """What is wrong with an entry: the key, a sentence, and the name that was perhaps meant."""

    key: str
    problem: str
    guess: str | None = None


def filled(text: str, key: str, places: Mapping[str, str]) -> str | Slip:
    """A text with every `{name}` filled by `places`."""
    for name in _PLACE.findall(text):
        if name not in places:
            return Slip(key, f"no line or port is called «{name}»", closest(name, places))
    return _PLACE.sub(lambda place: places[place[1]], text)


def placed(entry: AttachedEntry, places: Mapping[str, str]) -> AttachedEntry | Slip:
    """An entry with its address filled by `places`."""
    address = filled(entry.address, f"devices[{entry.name}].address", places)
    return address if isinstance(address, Slip) else structs.replace(entry, address=address)


def slips(entries: tuple[AttachedEntry, ...]) -> Iterator[Slip]:
    """Whatever is wrong with entries whose addresses are filled."""
    seen: dict[tuple[str, object], str] = {}
    for entry in entries:
        at = f"devices[{entry.name}]"
        yield from _own_slips(at, entry)
        for key, what, value, problem in _alone(entry):
            if other := seen.get((what, value)):
                yield Slip(f"{at}.{key}", problem.format(other=other, **structs.asdict(entry)))
            seen[what, value] = entry.name
    yield from _line_slips(entries)
    if len(entries) > MOST_DEVICES:
        yield Slip(
            "devices", f"these are {len(entries)}; one agent runs {MOST_DEVICES} at most, take another PC as well"
        )


def address_slip(key: str, kind: str, address: str) -> Slip | None:
    """What is wrong with the address of a device of a kind of ours, if anything."""
    for kinds, form, examples in _FORMS:
        if kind in kinds and not form.fullmatch(address):
            return Slip(key, f"«{address}» is not an address such as {examples}")
    return None


def _own_slips(at: str, entry: AttachedEntry) -> Iterator[Slip]:
    if len(entry.name) > LONGEST_NAME:
        yield Slip(f"{at}.name", f"a device's name has at most {LONGEST_NAME} characters")
    if entry.name == PRINTERS_NAME:
        yield Slip(f"{at}.name", f"«{PRINTERS_NAME}» is what a kiosk's printer is called; choose another name")
    if slip := address_slip(f"{at}.address", entry.kind, entry.address):
        yield slip
    if entry.kind in OWN_PROTOCOL and not 1 <= entry.number <= HIGHEST_ON_LINE:
        yield Slip(f"{at}.number", f"a {entry.kind} has a number of its own on its line, 1 to {HIGHEST_ON_LINE}")
    if entry.kind in OF_COUNTERS and not entry.counter:
        yield Slip(f"{at}.counter", f"say which counter this {entry.kind} belongs to, as in counter = 3")


def _alone(entry: AttachedEntry) -> Iterator[tuple[str, str, object, str]]:
    """What no two devices may have in common: the key, what it is, its value, and the sentence if they do."""
    yield "name", "name", entry.name, "«{name}» is used twice"
    if entry.number:
        yield "number", "number", (entry.address, entry.number), "«{other}» has number {number} on this line already"
    if entry.kind in INPUTS:
        yield "address", "input", entry.address, "«{other}» has this input device already"


def _line_slips(entries: tuple[AttachedEntry, ...]) -> Iterator[Slip]:
    """One line that is written in two ways would be opened twice, and each would take the other's bytes."""
    lines: dict[str, AttachedEntry] = {}
    for entry in entries:
        if entry.kind not in ON_LINES:
            continue
        first = lines.setdefault(entry.address.partition("?")[0], entry)
        if first.address != entry.address:
            problem = f"«{first.name}» names this line {first.address}: give it once in [lines] and use that in both"
            yield Slip(f"devices[{entry.name}].address", problem)
