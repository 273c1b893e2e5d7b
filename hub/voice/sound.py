"""Sound as it lies in memory: 16-bit samples of one channel; WAV files read and written; pieces trimmed and joined."""

import struct
import sys
from array import array
from collections.abc import Iterable
from itertools import chain
from math import sqrt
from operator import mul
from typing import NamedTuple

LOUDNESS = 3300
"""Root mean square to which speech is brought (of 32767), about -20 dB."""

PEAK = 28000
"""No sample is louder: louder speech would crackle."""

UNHEARD = 0.25
"""Nobody hears that much difference in loudness (2 dB) between two announcements, so it is left as it is."""

SILENCE = 350
"""Samples below it at both ends are cut off."""

EDGE_S = 0.02
"""What stays before and after the first and last sample above it, so that no consonant is lost."""

MOST_S = 90
_RATES = range(8000, 48_001)
_FORMATS = frozenset({1, 0xFFFE})
_HEADER = struct.Struct("<4sI4s4sIHHIIHH4sI")


class SoundError(Exception):
    """What should be sound is none; the text says why."""


class Sound(NamedTuple):
    """Samples a second, and the samples."""

    rate: int
    samples: "array[int]"

    @property
    def seconds(self) -> float:
        """How long it lasts."""
        return len(self.samples) / self.rate


def read_wav(content: bytes) -> Sound:
    """The sound of a WAV file. Raises SoundError: no WAV file, not 16 bits, empty, silent, longer than 90 s.

    Its length may be wrong, as programs that write to a pipe cannot know it.
    """
    if content[:4] != b"RIFF" or content[8:12] != b"WAVE":
        raise SoundError("this is no WAV file")
    channels, rate, samples = 0, 0, array("h")
    for name, body in _chunks(content):
        if name == b"fmt " and len(body) >= 16:
            channels, rate = _form(body)
        elif name == b"data" and channels:
            samples = _samples(body, channels)
    if not rate:
        raise SoundError("this WAV file has no format")
    if not samples or max(map(abs, samples)) < SILENCE:
        raise SoundError("nothing can be heard in this WAV file")
    if len(samples) > MOST_S * rate:
        raise SoundError(f"this WAV file is longer than {MOST_S} seconds")
    return Sound(rate, samples)


def wav(sound: Sound) -> bytes:
    """A WAV file of it."""
    body = _swapped(sound.samples).tobytes()
    size = len(body)
    form = (b"fmt ", 16, 1, 1, sound.rate, sound.rate * 2, 2, 16)
    return _HEADER.pack(b"RIFF", _HEADER.size - 8 + size, b"WAVE", *form, b"data", size) + body


def is_whole(content: bytes) -> bool:
    """Whether this is a WAV file of ours of which nothing is missing."""
    if len(content) <= _HEADER.size:
        return False
    riff, *_, data, size = _HEADER.unpack_from(content)
    return (riff, data, size) == (b"RIFF", b"data", len(content) - _HEADER.size)


def polished(sound: Sound, tolerance: float = UNHEARD) -> Sound:
    """Without silence at its ends, and as loud as all others but for so much."""
    samples = _trimmed(sound.samples, int(EDGE_S * sound.rate))
    lowest, highest = min(samples, default=0), max(samples, default=0)
    peak = max(1, highest, -lowest)
    strength = min(LOUDNESS / max(1.0, rms(samples)), PEAK / peak)
    if abs(strength - 1) < tolerance:
        return Sound(sound.rate, samples)
    return Sound(sound.rate, array("h", [int(sample * strength) for sample in samples]))


def _trimmed(samples: "array[int]", edge: int) -> "array[int]":
    """Whole edges that are silent are cut off: looking at each sample by itself takes ten times as long."""
    starts = range(0, len(samples), edge)
    loud = [at for at in starts if max(piece := samples[at : at + edge]) >= SILENCE or min(piece) <= -SILENCE]
    return samples[max(0, loud[0] - edge) : loud[-1] + 2 * edge] if loud else samples


def rms(samples: "array[int]") -> float:
    """Root mean square of the samples, 0 for none."""
    return sqrt(sum(map(mul, samples, samples)) / len(samples)) if samples else 0.0


def joined(pieces: Iterable[Sound], rate: int) -> Sound:
    """One after the other; all have that rate."""
    return Sound(rate, array("h", chain.from_iterable(piece.samples for piece in pieces)))


def pause(seconds: float, rate: int) -> Sound:
    """Nothing to hear."""
    return Sound(rate, array("h", bytes(2 * int(seconds * rate))))


def _chunks(content: bytes) -> Iterable[tuple[bytes, bytes]]:
    at = 12
    while at + 8 <= len(content):
        size = int.from_bytes(content[at + 4 : at + 8], "little")
        yield content[at : at + 4], content[at + 8 : at + 8 + size]
        at += 8 + size + size % 2


def _form(body: bytes) -> tuple[int, int]:
    kind, channels, rate = struct.unpack_from("<HHI", body)
    bits = int.from_bytes(body[14:16], "little")
    if kind not in _FORMATS or bits != 16 or channels not in (1, 2) or rate not in _RATES:
        raise SoundError("only WAV files of 16 bits, 8,000 to 48,000 samples a second and one or two channels are read")
    return channels, rate


def _samples(body: bytes, channels: int) -> "array[int]":
    samples = array("h")
    samples.frombytes(body[: len(body) - len(body) % (2 * channels)])
    samples = _swapped(samples)
    if channels == 1:
        return samples
    return array("h", [(left + right) // 2 for left, right in zip(samples[::2], samples[1::2], strict=True)])


def _swapped(samples: "array[int]") -> "array[int]":
    """WAV files are little-endian, whatever the machine is."""
    if sys.byteorder == "little":
        return samples
    swapped = array("h", samples)
    swapped.byteswap()
    return swapped
