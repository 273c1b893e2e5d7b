"""WAV files: what is read, what is refused, how pieces are trimmed, levelled, joined and given another rate."""

from array import array

import pytest

from hub.voice.making import at_rate
from hub.voice.sound import LOUDNESS, Sound, SoundError, is_whole, joined, pause, polished, read_wav, rms, wav
from tests.voice.kit import tone

BROKEN = {
    "empty": b"",
    "text": b"hello, this is no sound at all",
    "no samples": wav(Sound(16_000, array("h"))),
    "silence": wav(pause(1, 16_000)),
    "eight bits": wav(tone()).replace(b"\x02\x00\x10\x00data", b"\x01\x00\x08\x00data"),
    "no rate": wav(tone())[:24] + b"\x00\x00\x00\x00" + wav(tone())[28:],
    "too long": wav(tone(seconds=91, rate=8000)),
}


def test_what_was_written_is_read() -> None:
    sound = tone()
    assert read_wav(wav(sound)) == sound
    assert is_whole(wav(sound))
    assert not is_whole(wav(sound)[:-2])
    assert not is_whole(b"")


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_no_speech_is_refused(name: str) -> None:
    with pytest.raises(SoundError):
        read_wav(BROKEN[name])


def test_a_length_that_a_pipe_could_not_know_is_no_fault() -> None:
    content = wav(tone())
    endless = content[:40] + b"\x00\xf0\xff\x7f" + content[44:]
    assert read_wav(endless) == tone()


def test_two_channels_become_one() -> None:
    left = tone()
    both = array("h", [sample for sample in left.samples for _ in range(2)])
    content = bytearray(wav(Sound(16_000, both)))
    content[22:24] = b"\x02\x00"
    assert read_wav(bytes(content)) == left


@pytest.mark.parametrize("height", [500, 12_000, 32_767])
def test_all_speech_is_as_loud_and_begins_at_once(height: int) -> None:
    quiet = pause(0.7, 16_000)
    sound = polished(joined([quiet, tone(height=height), quiet], 16_000))
    assert 0.5 <= sound.seconds < 0.6
    assert LOUDNESS * 0.75 < rms(sound.samples) < LOUDNESS * 1.3
    assert max(sound.samples) < 32_000


def test_another_rate_keeps_length_and_loudness() -> None:
    sound = at_rate(tone(rate=22_050), 16_000)
    assert sound.rate == 16_000
    assert abs(sound.seconds - 0.5) < 0.001
    assert abs(rms(sound.samples) / rms(tone().samples) - 1) < 0.05
