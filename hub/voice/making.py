"""Makes a voice pack of a language with espeak-ng: every word that calls need, trimmed, equally loud, at 16 kHz."""

import re
from array import array
from collections.abc import Iterator
from math import cos, pi, sin
from operator import mul
from pathlib import Path

from hub.voice.engines import ESPEAK, ESPEAK_S, USUAL_WORDS_A_MINUTE, EspeakEngine
from hub.voice.packs import FILE_NAME
from hub.voice.programs import ProgramFailed, output_of
from hub.voice.sound import Sound, polished, read_wav, wav
from hub.voice.tongues import Tongue

RATE = 16_000
SPEAKER = "espeak-ng 1.51"
LICENCE = "MIT, as Tới Lượt. Made by a program, whose own licence (GPL-3.0) covers the program and not what it says."

_HALF_WIDTH = 16
"""So many zero crossings of the filter on each side: what 16 kHz cannot hold is 50 dB down."""

_VIETNAMESE = ("mười", "mươi", "mốt", "lăm", "tư", "linh", "lẻ", "trăm", "nghìn", "ngàn", "triệu")
_VIETNAMESE_UNITS = ("số", "quầy", "ngày", "tháng", "giờ")
_ENGLISH_TENS = range(20, 100, 10)
_PLACE = re.compile(r"\{\w+\}")


def words_of(tongue: Tongue) -> list[str]:
    """Everything that a pack of a language has a clip of: the pieces of its sentences, letters, and number words."""
    pieces = [piece.strip(" .,") for piece in _PLACE.split(f"{tongue.call} {tongue.carried}")]
    phrases = [part.strip() for piece in pieces for part in piece.split(",") if part.strip(" .")]
    return list(dict.fromkeys([*map(str.casefold, phrases), *tongue.letters.values(), *_number_words(tongue)]))


def make_pack(tongue: Tongue, folder: Path) -> int:
    """Write a pack into a folder; returns how many bytes its clips take. Raises ProgramFailed, SoundError, OSError."""
    if lack := EspeakEngine({}, 100).lack(tongue.language):
        raise ProgramFailed(lack)
    folder.mkdir(parents=True, exist_ok=True)
    files, size = {}, 0
    for index, words in enumerate(words_of(tongue), 1):
        content = wav(_said(words, tongue.language))
        files[words] = f"{index:03d}.wav"
        (folder / files[words]).write_bytes(content)
        size += len(content)
    (folder / FILE_NAME).write_text(_described(tongue.language, files), encoding="utf-8")
    return size


def at_rate(sound: Sound, rate: int) -> Sound:
    """The same sound with fewer samples a second; what they cannot hold is filtered out (windowed sinc)."""
    step = sound.rate / rate
    reach = int(_HALF_WIDTH * step)
    padded = array("h", bytes(2 * reach)) + sound.samples + array("h", bytes(2 * (reach + 1)))
    taps: dict[int, list[float]] = {}
    samples = array("h")
    for index in range(int(len(sound.samples) / step)):
        at, part = divmod(index * sound.rate, rate)
        if part not in taps:
            taps[part] = _taps(part / rate, step, reach)
        value = sum(map(mul, taps[part], padded[at : at + 2 * reach + 1]))
        samples.append(max(-32768, min(32767, round(value))))
    return Sound(rate, samples)


def _taps(shift: float, step: float, reach: int) -> list[float]:
    """The filter's weights around an instant that lies ``shift`` behind a sample; together they are 1."""
    distances = [(offset - shift) / step for offset in range(-reach, reach + 1)]
    weights = [_sinc(at) * (0.5 + 0.5 * cos(pi * max(-1.0, min(1.0, at / _HALF_WIDTH)))) for at in distances]
    whole = sum(weights)
    return [weight / whole for weight in weights]


def _sinc(at: float) -> float:
    return 1.0 if abs(at) < 1e-9 else sin(pi * at) / (pi * at)


def _said(words: str, language: str) -> Sound:
    arguments = [ESPEAK, "-v", language, "-s", str(USUAL_WORDS_A_MINUTE), "--stdin", "--stdout"]
    return polished(at_rate(read_wav(output_of(arguments, words, ESPEAK_S)), RATE), tolerance=0)


def _number_words(tongue: Tongue) -> Iterator[str]:
    """Single words: whatever numbers a hall may meet are made of them."""
    yield from tongue.numbers
    if tongue.language == "vi":
        yield from (*_VIETNAMESE, *_VIETNAMESE_UNITS)
    if tongue.language == "en":
        numbers = (*range(10, 20), *_ENGLISH_TENS, 100, 1000)
        for number in numbers:
            yield from (word for word in tongue.count(number).split() if word not in tongue.numbers)
        yield from ("and", "number", "counter")


def _described(language: str, files: dict[str, str]) -> str:
    head = f'language = "{language}"\nrate = {RATE}\nspeaker = "{SPEAKER}"\nlicence = "{LICENCE}"\n\n[clips]\n'
    return head + "".join(f'"{words}" = "{name}"\n' for words, name in files.items())
