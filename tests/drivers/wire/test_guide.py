"""The guide for who makes devices: each of its frames is one, and it leaves no verb out."""

import re

from drivers.wire import encode
from drivers.wire.crc import crc16
from drivers.wire.frame import decoded
from drivers.wire.verbs import KEYS, KINDS, REASONS
from tests.hub_process import ROOT

GUIDE = (ROOT / "docs" / "serial-protocol.md").read_text(encoding="utf-8")
FRAMES = re.findall(r"\$\d\d,[^`\n]*\*[0-9A-F]{4}", GUIDE)
DUMPED = re.compile(r"^(\$.*)\n((?:[0-9A-F]{2} )+0D 0A)$", re.MULTILINE)
VERBS = {"OPEN", "SHUT", "DISP", "LINE", "TEXT", "BEEP", "PING", "ACK", "NAK", "HELO", "RATE", "KEY", "STAT"}


def test_each_frame_of_the_guide_is_read_and_written_again_as_it_stands_there() -> None:
    said = set()
    for text in FRAMES:
        raw = f"{text}\r\n".encode()
        frame = decoded(raw)
        assert frame is not None, text
        assert encode(frame) == raw
        said.add(frame.verb)
    assert said == VERBS


def test_the_bytes_of_the_guide_are_those_of_its_frame() -> None:
    (dumped,) = DUMPED.findall(GUIDE)
    assert bytes.fromhex(dumped[1]) == f"{dumped[0]}\r\n".encode()
    assert f"{crc16(b'123456789'):04X}" in GUIDE


def test_the_guide_names_every_verb_key_kind_and_reason() -> None:
    explained = set(re.findall(r"^\| `([A-Z]+)` \|", GUIDE, re.MULTILINE)) - {"TT", "SS", "VERB", "ARGUMENT", "CCCC"}
    assert explained == VERBS
    named = set(re.findall(r"`([A-Z]+)`", GUIDE))
    assert {key for key in KEYS if not key.isdigit()} | set(KINDS) | set(REASONS) <= named
