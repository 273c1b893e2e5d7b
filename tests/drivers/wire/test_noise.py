"""A hundred thousand frames on a bad line: none accepted that was not sent but where digits become other digits, none
lost that arrived whole, and three readers agree on all of it.
"""

import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from random import Random

import pytest

from drivers.wire import Frame, Splitter
from drivers.wire.verbs import can_be_said
from tests.drivers.wire.noise import DAMAGES, DIGITS, Damage, stream, whole_ones
from tests.hub_process import ROOT

SEEDS = (1, 2, 3, 4, 5)
FRAMES = 12_000
"""So many for each seed, with each of the two sorts of damage."""
READERS = ROOT / "docs" / "serial-protocol"
Record = Callable[[str, object], None]

END = b"$"
"""Ends what is begun: only a `$` or the end of a line tells that a frame will never be whole."""
FALSE_ONES = 1 / 5_000
"""So many of the frames in which digits became other digits may be taken for whole ones; about 1 in 14,000 is."""


class Noise:
    """What arrived over a bad line, what stands in the frames that are whole in it, and what the host accepts."""

    def __init__(self, damages: Sequence[Damage]) -> None:
        self.raw = b""
        self.whole: list[str] = []
        self.damaged = 0
        for seed in SEEDS:
            sent, arrived = map(list, zip(*stream(FRAMES, seed, damages), strict=True))
            self.raw += b"".join(arrived) + END
            self.whole += [raw[1:-7].decode("ascii") for raw in whole_ones(sent, arrived)]
            self.damaged += sum(raw not in came for raw, came in zip(sent, arrived, strict=True))
        splitter = Splitter()
        self.accepted = [content(frame) for frame in splitter.feed(self.raw)]
        self.broken = splitter.broken


@pytest.fixture(scope="module")
def noise() -> Noise:
    return Noise(DAMAGES)


@pytest.fixture(scope="module")
def digits() -> Noise:
    return Noise(DIGITS)


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


def test_none_is_falsely_accepted_and_none_is_lost(noise: Noise, record_property: Record) -> None:
    assert noise.accepted == noise.whole
    assert noise.broken == noise.raw.count(b"$") - len(noise.accepted) - 1
    record_property("bytes", len(noise.raw))
    record_property("damaged", noise.damaged)
    record_property("whole", len(noise.whole))


def test_where_digits_become_other_digits_hardly_any_is_falsely_accepted_and_none_is_lost(
    digits: Noise, record_property: Record
) -> None:
    """Only the check number decides there."""
    false = Counter(digits.accepted) - Counter(digits.whole)
    assert Counter(digits.whole) - Counter(digits.accepted) == Counter()
    assert false.total() <= digits.damaged * FALSE_ONES
    record_property("damaged", digits.damaged)
    record_property("false", false.total())
    record_property("of_right_form", sum(map(_has_right_form, digits.raw.split(b"$"))) - len(digits.whole))


def _has_right_form(piece: bytes) -> bool:
    """Whether only its check number could tell that a piece is no frame."""
    line, end, _ = piece.partition(b"\r\n")
    fields = line.decode("ascii", "replace").partition("*")[0].split(",", 2)
    return bool(end) and len(fields) == 3 and fields[0].isdecimal() and can_be_said(int(fields[0]), fields[2])


def test_the_pieces_in_which_bytes_come_change_nothing(noise: Noise) -> None:
    chance, splitter = Random(1), Splitter()
    accepted = [frame for piece in pieces_of(noise.raw, chance) for frame in splitter.feed(piece)]
    assert list(map(content, accepted)) == noise.whole


def test_the_reader_in_c_agrees(noise: Noise, digits: Noise, tmp_path: Path) -> None:
    reader = tmp_path / "reader"
    flags = ("-std=c99", "-pedantic", "-Wall", "-Wextra", "-Werror", "-O1", "-fsanitize=address,undefined")
    subprocess.run(["cc", *flags, "-o", reader, READERS / "reader.c"], check=True)
    assert read_by([reader], noise.raw) == (noise.accepted, noise.broken + 1)
    captured = tmp_path / "captured.bin"
    captured.write_bytes(digits.raw)
    assert read_by([reader, captured], b"") == (digits.accepted, digits.broken + 1)
    assert subprocess.run([reader, tmp_path / "absent"], check=False, capture_output=True).returncode == 1


def test_the_reader_in_python_agrees(noise: Noise, digits: Noise) -> None:
    reader: list[str | Path] = [sys.executable, READERS / "reader.py"]
    assert read_by(reader, noise.raw) == (noise.accepted, noise.broken + 1)
    assert read_by(reader, digits.raw) == (digits.accepted, digits.broken + 1)


@pytest.mark.parametrize("reader", ["reader.py", "reader.c"])
def test_a_reader_fits_on_a_page(reader: str) -> None:
    assert len((READERS / reader).read_text(encoding="utf-8").splitlines()) <= 60
