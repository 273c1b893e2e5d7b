"""What can speak, each in its own way: an office's recordings, an external program, espeak-ng, the bundled packs."""

import os
import shutil
from collections.abc import Callable, Sequence
from typing import Protocol

from hub.voice.packs import Pack
from hub.voice.programs import ProgramFailed, output_of
from hub.voice.sound import Sound, SoundError, polished, read_wav
from hub.voice.tongues import Tongue

ESPEAK = "espeak-ng"
ESPEAK_S = 5.0
NOT_INSTALLED = f"{ESPEAK} is not installed (apt install {ESPEAK})"
USUAL_WORDS_A_MINUTE = 150
_SOUTHERN = "vi-vn-x-south"


class EngineFailed(Exception):
    """An engine should have spoken and did not; the text says why."""


Finish = Callable[[], Sound]
"""Does the sums that are left and gives the sound. Raises EngineFailed."""


class Engine(Protocol):
    """A way to speak; ``name`` is told to people."""

    name: str

    def mark(self, language: str) -> str:
        """Whatever its sound depends on besides the text: another mark is another clip."""

    def can_say(self, text: str, language: str) -> bool:
        """Whether it would say this text."""

    def can_read(self, language: str) -> bool:
        """Whether it would say any text of a language."""

    def begin(self, text: str, language: str) -> Finish:
        """Have a text said; what is left to do, the sums, the caller may do elsewhere. Both raise EngineFailed."""


class PackEngine:
    """A voice pack as an engine: it says what it has the words of."""

    def __init__(self, pack: Pack, name: str) -> None:
        self._pack, self.name = pack, name

    def mark(self, language: str) -> str:
        """The pack's folder and its recordings as they were when it was read."""
        return f"{self.name} {self._pack.folder} {self._pack.mark} {language}"

    def can_say(self, text: str, language: str) -> bool:
        """Whether it speaks the language and has every word."""
        return language == self._pack.file.language and self._pack.speaks(text)

    def can_read(self, _language: str) -> bool:
        """No pack has every word of a language."""
        return False

    def begin(self, text: str, _language: str) -> Finish:
        """Its clips, one after the other."""
        return lambda: self._joined(text)

    def _joined(self, text: str) -> Sound:
        try:
            sound = self._pack.sound(text)
        except SoundError as error:
            raise EngineFailed(f"{self.name}: {error}") from None
        if sound is None:
            raise EngineFailed(f"{self.name} lacks words of «{text}»")
        return sound


class CommandEngine:
    """A program of the office's choice, a neural voice perhaps; ``{language}`` in its arguments is filled in."""

    name = "command"

    def __init__(self, arguments: tuple[str, ...], languages: tuple[str, ...], timeout_s: float) -> None:
        self._arguments, self._languages, self._timeout_s = arguments, languages, timeout_s

    def mark(self, language: str) -> str:
        """Its arguments, and size and last change of those that are files: the program, a model."""
        said = self._said(language)
        program = shutil.which(said[0]) or said[0]
        return " ".join((self.name, language, *said, *map(_file_mark, (program, *said[1:]))))

    def can_say(self, _text: str, language: str) -> bool:
        """Anything in its languages."""
        return self.can_read(language)

    def can_read(self, language: str) -> bool:
        """Whether it was given this language."""
        return language in self._languages

    def begin(self, text: str, language: str) -> Finish:
        """What the program makes of it. Raises EngineFailed."""
        return _begun(self._said(language), text, self._timeout_s)

    def _said(self, language: str) -> list[str]:
        return [argument.replace("{language}", language) for argument in self._arguments]


class EspeakEngine:
    """espeak-ng, where it is installed."""

    name = ESPEAK

    def __init__(self, tongues: dict[str, Tongue], pace_percent: int) -> None:
        self._tongues = tongues
        self._words_a_minute = USUAL_WORDS_A_MINUTE * pace_percent // 100
        self._program = shutil.which(ESPEAK)
        self._known: dict[str, bool] = {}

    def mark(self, language: str) -> str:
        """Its voice and pace."""
        return f"{self.name} {self._voice(language)} {self._words_a_minute}"

    def can_say(self, _text: str, language: str) -> bool:
        """Anything in its languages."""
        return self.can_read(language)

    def can_read(self, language: str) -> bool:
        """Whether it is installed and has the language; asked once."""
        if self._program is None:
            return False
        if language not in self._known:
            self._known[language] = self._has(language)
        return self._known[language]

    def lack(self, language: str) -> str:
        """Why it cannot say a language, empty where it can."""
        if self._program is None:
            return NOT_INSTALLED
        return "" if self.can_read(language) else f"{ESPEAK} has no voice «{language}»; {ESPEAK} --voices lists them"

    def begin(self, text: str, language: str) -> Finish:
        """What it makes of a text. Raises EngineFailed."""
        return _begun(self._arguments(language), text, ESPEAK_S)

    def _has(self, language: str) -> bool:
        try:
            return bool(output_of(self._arguments(language), "a", ESPEAK_S))
        except ProgramFailed:
            return False

    def _arguments(self, language: str) -> list[str]:
        program = self._program or ESPEAK
        return [program, "-v", self._voice(language), "-s", str(self._words_a_minute), "--stdin", "--stdout"]

    def _voice(self, language: str) -> str:
        tongue = self._tongues.get(language)
        return _SOUTHERN if language == "vi" and tongue and tongue.dialect.south else language


def _file_mark(argument: str) -> str:
    """Of ``/srv/model.onnx`` and ``--model=/srv/model.onnx`` alike; empty for what is no file."""
    try:
        seen = os.stat(argument.rpartition("=")[2])
    except (OSError, ValueError):
        return ""
    return f"{seen.st_size} {seen.st_mtime_ns}"


def _begun(arguments: Sequence[str], text: str, timeout_s: float) -> Finish:
    try:
        content = output_of(arguments, text, timeout_s)
    except ProgramFailed as error:
        raise EngineFailed(str(error)) from None
    return lambda: _polished(content, arguments[0])


def _polished(content: bytes, name: str) -> Sound:
    try:
        return polished(read_wav(content))
    except SoundError as error:
        raise EngineFailed(f"{name}: {error}") from None
