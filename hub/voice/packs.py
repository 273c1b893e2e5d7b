"""Voice packs: folders of recorded words and phrases, out of which a sentence is put together.

``pack.toml`` names the language, the rate, the speaker and the licence, and below ``[clips]`` each word or phrase and
its WAV file. A longer phrase that was recorded as a whole is taken before its words.
"""

import hashlib
import os
import re
import tomllib
from functools import cached_property
from pathlib import Path

import msgspec
from msgspec import Struct

from hub.voice.sound import Sound, SoundError, joined, pause, read_wav

FILE_NAME = "pack.toml"
BUNDLED = Path(__file__).parent / "bundled"
"""The packs that come with the program: they speak where nothing else does."""

GAP_S = 0.02
COMMA_S = 0.22
STOP_S = 0.4
_WORDS = re.compile(r"[^\s,.;:!?…]+|[,;:]|[.!?…]")
_PAUSES = {",": COMMA_S, ";": COMMA_S, ":": COMMA_S, ".": STOP_S, "!": STOP_S, "?": STOP_S, "…": STOP_S}


class PackError(Exception):
    """A voice pack cannot be used; the text is one line: which, what is wrong."""


class PackFile(Struct, frozen=True, forbid_unknown_fields=True):
    """What ``pack.toml`` says; ``clips`` are words or phrases and their files beside it."""

    language: str
    rate: int
    speaker: str
    licence: str
    clips: dict[str, str]


class Pack:
    """A pack that can be read; its sounds stay on the disk until they are wanted."""

    def __init__(self, folder: Path, said: PackFile, mark: str) -> None:
        """``mark`` is another one as soon as any of its files is."""
        self.folder, self.file, self.mark = folder, said, mark
        self._longest = max((len(phrase.split()) for phrase in self._clips), default=0)

    @cached_property
    def _clips(self) -> dict[str, str]:
        return {" ".join(_WORDS.findall(phrase.casefold())): file for phrase, file in self.file.clips.items()}

    def speaks(self, text: str) -> bool:
        """Whether it has every word of a text."""
        return self._phrases(text) is not None

    def sound(self, text: str) -> Sound | None:
        """A text put together of its clips, None if it lacks a word. Raises SoundError: a clip is broken."""
        phrases = self._phrases(text)
        return None if phrases is None else joined(map(self._piece, phrases), self.file.rate)

    def faults(self) -> list[str]:
        """What is wrong with its clips, a sentence each."""
        found = []
        for phrase in self._clips:
            try:
                self._clip(phrase)
            except SoundError as error:
                found.append(str(error))
        return found

    def _phrases(self, text: str) -> list[str] | None:
        words = _WORDS.findall(text.casefold())
        phrases: list[str] = []
        at = 0
        while at < len(words):
            length = self._length_at(words, at)
            if not length:
                return None
            phrases.append(" ".join(words[at : at + length]))
            at += length
        return phrases

    def _length_at(self, words: list[str], at: int) -> int:
        """How many of the next words one clip says, 0 for none; a sign between sentences is one, too."""
        if words[at] in _PAUSES:
            return 1
        lengths = range(min(self._longest, len(words) - at), 0, -1)
        return next((length for length in lengths if " ".join(words[at : at + length]) in self._clips), 0)

    def _piece(self, phrase: str) -> Sound:
        rate = self.file.rate
        if phrase in _PAUSES:
            return pause(_PAUSES[phrase], rate)
        return joined((self._clip(phrase), pause(GAP_S, rate)), rate)

    def _clip(self, phrase: str) -> Sound:
        name = self._clips[phrase]
        try:
            sound = read_wav((self.folder / name).read_bytes())
        except (SoundError, OSError) as error:
            raise SoundError(f"«{phrase}» ({name}): {_why(error)}") from None
        if sound.rate != self.file.rate:
            slip = f"it has {sound.rate} samples a second, {FILE_NAME} says {self.file.rate}"
            raise SoundError(f"«{phrase}» ({name}): {slip}")
        return sound


def load_pack(folder: Path) -> Pack:
    """The pack of a folder. Raises PackError: no folder, nothing to read in it, a clip that is not beside it."""
    if not (folder / FILE_NAME).exists():
        others = sorted(file.parent.name for file in folder.parent.glob(f"*/{FILE_NAME}"))
        there_are = f"there are: {', '.join(others)}" if others else "there is none"
        raise PackError(f"there is no pack «{folder.name}» in {folder.parent}; {there_are}")
    try:
        said = msgspec.convert(tomllib.loads((folder / FILE_NAME).read_text("utf-8")), PackFile)
        mark = _mark(folder)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise PackError(f"{folder / FILE_NAME}: {_why(error)}") from None
    for name in said.clips.values():
        if Path(name).name != name or not (folder / name).is_file():
            raise PackError(f"{folder}: there is no file «{name}»")
    return Pack(folder, said, mark)


def _why(error: Exception) -> str:
    """What went wrong, without the system's number of it."""
    return (error.strerror if isinstance(error, OSError) else None) or str(error)


def _mark(folder: Path) -> str:
    """Name, size and last change of every file in it: a clip recorded anew leaves its pack's file as it was."""
    with os.scandir(folder) as files:
        seen = sorted((file.name, file.stat().st_size, file.stat().st_mtime_ns) for file in files)
    return hashlib.sha256(repr(seen).encode()).hexdigest()


def bundled_packs() -> list[Pack]:
    """The packs that come with the program."""
    return [load_pack(folder) for folder in sorted(BUNDLED.iterdir()) if (folder / FILE_NAME).exists()]
