"""What the voice's tests stand on: the languages of the program, calls, and programs that pretend to speak."""

from array import array
from pathlib import Path
from typing import NamedTuple

from config.voice import VoicePlan, tongues
from hub.voice import Voice, VoiceSettings
from hub.voice.sound import Sound, wav

TONGUES = tongues(VoicePlan())


class Call(NamedTuple):
    """A call of the hall."""

    label: str
    counter: int = 3


def spoken(folder: Path, **settings: object) -> Voice:
    """A voice without espeak-ng, unless it is asked for."""
    wished = {"tongues": TONGUES, "uses_espeak": False, **settings}
    return Voice(VoiceSettings(**wished), folder / "speech")  # type: ignore[arg-type]


def tone(seconds: float = 0.5, rate: int = 16_000, height: int = 3000) -> Sound:
    """Something to hear: a rough wave of 100 Hz."""
    half = rate // 200
    wave = [height if (at // half) % 2 else -height for at in range(int(seconds * rate))]
    return Sound(rate, array("h", wave))


def program(folder: Path, script: str, name: str = "speak") -> tuple[str, ...]:
    """A program of one line of shell."""
    file = folder / name
    file.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    file.chmod(0o755)
    return (str(file),)


def speaking(folder: Path, sound: Sound | None = None) -> tuple[str, ...]:
    """A program that always says the same, and notes in `asked` beside it what it was asked for."""
    (folder / "said.wav").write_bytes(wav(sound or tone()))
    return program(folder, f'cat >> "{folder}/asked"; echo >> "{folder}/asked"; cat "{folder}/said.wav"')
