"""A hundred thousand frames on a bad line: none accepted that was not sent, none lost that arrived whole, and three
readers agree on all of it.
"""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import pytest

from drivers.wire import Frame, Splitter
from drivers.wire.verbs import can_be_said
from tests.drivers.wire.noise import stream, whole_ones
from tests.hub_process import ROOT

FRAMES = 100_000
SEED = 20261122
READERS = ROOT / "docs" / "serial-protocol"
END = b"$"
"""Ends what is begun: only a `$` or the end of a line tells that a frame will never be whole."""


class Noise:
    """What arrived over a bad line, and what stands in the frames that are whole in it."""

    def __init__(self) -> None:
        sent, arrived = map(list, zip(*stream(FRAMES, SEED), strict=True))
        self.raw = b"".join(arrived)
        self.whole = [raw[1:-7].decode("ascii") for raw in whole_ones(sent, arrived)]


@pytest.fixture(scope="module")
def noise() -> Noise:
    return Noise()


def read_by(command: list[str | Path], raw: bytes) -> tuple[list[str], int]:
    """What a reader accepts, and how many it found broken."""
    ended = subprocess.run(command, input=raw, capture_output=True, check=True)
    *accepted, last = ended.stdout.decode("ascii").splitlines()
    assert ended.stderr == b""
    return accepted, int(last.removeprefix("broken "))


def pieces_of(raw: bytes, chance: Random) -> Iterator[bytes]:
    at = 0
    while at < len(raw):
        size = chance.choice((1, 2, 7, 16, 64, 4096))
        yield raw[at : at + size]
        at += size


def content(frame: Frame) -> str:
    return ",".join((f"{frame.to:02d}", f"{frame.seq:02d}", frame.verb, *frame.args))


def test_none_is_falsely_accepted_and_none_is_lost(
    noise: Noise, record_property: Callable[[str, object], None]
) -> None:
    splitter = Splitter()
    accepted = splitter.feed(noise.raw)
    assert list(map(content, accepted)) == noise.whole
    splitter.feed(END)
    assert splitter.broken == noise.raw.count(b"$") - len(accepted)
    record_property("bytes", len(noise.raw))
    record_property("whole", len(accepted))
    record_property("broken", splitter.broken)
    record_property("broken_of_right_form", sum(map(_has_right_form, noise.raw.split(b"$"))) - len(accepted))


def _has_right_form(piece: bytes) -> bool:
    """Whether only its check number could tell that a piece is no frame."""
    line, end, _ = piece.partition(b"\r\n")
    fields = line.decode("ascii", "replace").partition("*")[0].split(",", 2)
    return bool(end) and len(fields) == 3 and fields[0].isdecimal() and can_be_said(int(fields[0]), fields[2])


def test_the_pieces_in_which_bytes_come_change_nothing(noise: Noise) -> None:
    chance, splitter = Random(1), Splitter()
    accepted = [frame for piece in pieces_of(noise.raw, chance) for frame in splitter.feed(piece)]
    assert list(map(content, accepted)) == noise.whole


def test_the_reader_in_c_agrees(noise: Noise, tmp_path: Path) -> None:
    reader = tmp_path / "reader"
    flags = ("-std=c99", "-pedantic", "-Wall", "-Wextra", "-Werror", "-O1", "-fsanitize=address,undefined")
    subprocess.run(["cc", *flags, "-o", reader, READERS / "reader.c"], check=True)
    accepted, broken = read_by([reader], noise.raw)
    assert accepted == noise.whole
    assert broken == noise.raw.count(b"$") - len(accepted)


def test_the_reader_in_python_agrees(noise: Noise) -> None:
    accepted, broken = read_by([sys.executable, READERS / "reader.py"], noise.raw)
    assert accepted == noise.whole
    assert broken == noise.raw.count(b"$") - len(accepted)


@pytest.mark.parametrize("reader", ["reader.py", "reader.c"])
def test_a_reader_fits_on_a_page(reader: str) -> None:
    assert len((READERS / reader).read_text(encoding="utf-8").splitlines()) <= 60
