"""The voice of a program: what is to be said becomes a WAV file on its disk, by the first engine that can.

A clip is made once and found again by the hash of its text, its language and its engine. Every engine that fails falls
to the next within the same announcement, is told of in the log, and rests before it is tried again.
"""

import hashlib
import logging
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from msgspec import Struct

from hub.voice.engines import CommandEngine, Engine, EngineFailed, EspeakEngine, PackEngine
from hub.voice.free_text import MOST_CHARACTERS, in_words
from hub.voice.packs import PackError, bundled_packs, load_pack
from hub.voice.sentences import Called, Tongues, Utterance, announcement
from hub.voice.shelf import Shelf
from hub.voice.sound import wav

log = logging.getLogger(__name__)

REST_S = 60.0
"""How long an engine that failed is left alone: no further call waits for it in vain."""

TURN_S = 8.0
"""So long a clip waits for those that are being made: pages give up by then."""

MOST_WAITING = 40
"""So many clips wait at most: the texts of a kiosk's page, a call in two languages on each of a dozen walls."""

DISK = "disk"
"""By this name ``faults`` tells that clips cannot be kept: no way to speak is to blame, and none has to rest."""

T = TypeVar("T")


class VoiceSettings(Struct, frozen=True):
    """What speaks, best first: the ``packs`` (folders), the ``command``, espeak-ng, then what comes with the program.

    ``pace_percent`` is espeak-ng's pace of 100; ``most_mb`` bounds the clips that are kept.
    """

    tongues: Tongues
    packs: tuple[Path, ...] = ()
    command: tuple[str, ...] = ()
    command_languages: tuple[str, ...] = ()
    command_timeout_s: float = 3.0
    uses_espeak: bool = True
    pace_percent: int = 100
    most_mb: int = 64


def _here(job: Callable[[], T]) -> T:
    return job()


class Voice:
    """Says calls and texts; its clips lie in ``folder``. Nothing it does raises: what cannot be said is None.

    ``faults`` are why which engine (or the disk) failed last, ``spoken_by`` the engine that spoke last. ``aside`` does
    what keeps the processor busy; a hub hands it to a thread. ``steady_s`` is a clock that only goes on.
    """

    def __init__(
        self,
        settings: VoiceSettings,
        folder: Path,
        aside: Callable[[Callable[[], Path | None]], Path | None] = _here,
        steady_s: Callable[[], float] = time.monotonic,
    ) -> None:
        self.tongues = settings.tongues
        self.faults: dict[str, str] = {}
        self.spoken_by = ""
        self._shelf = Shelf(folder, settings.most_mb)
        self._aside, self._steady_s = aside, steady_s
        self._rests_until_s: dict[str, float] = {}
        self._turn = threading.Lock()
        self._waiting = 0
        self._engines = list(self._engines_of(settings))

    def can_read(self, language: str) -> bool:
        """Whether any text of a language can be read, by espeak-ng or an external program."""
        return any(engine.can_read(language) for engine in self._engines)

    def can_call(self, language: str) -> bool:
        """Whether calls can be said in a language."""
        tongue = self.tongues.get(language)
        if tongue is None:
            return False
        sentence = tongue.call.format(number=tongue.digits("0"), counter=tongue.count(1))
        return any(engine.can_say(sentence, language) for engine in self._engines)

    def silent(self) -> dict[str, str]:
        """The languages that have sentences and nothing to say them: why espeak-ng, which knows most, does not."""
        espeak = next((engine for engine in self._engines if isinstance(engine, EspeakEngine)), None)
        return {
            language: espeak.lack(language) if espeak else "espeak-ng is switched off (espeak = false)"
            for language in self.tongues
            if not self.can_call(language)
        }

    def call(self, call: Called, language: str) -> Path | None:
        """The WAV file of a call, None where it cannot be said."""
        if language not in self.tongues:
            return None
        return self.clip(announcement(call, language, self.tongues), language)

    def clip(self, said: Utterance | str, language: str) -> Path | None:
        """The WAV file (16 bits, one channel) of an utterance or of a text, None where it cannot be said."""
        text = said.text if isinstance(said, Utterance) else self._words(said, language)
        if not text or len(text) > 4 * MOST_CHARACTERS:
            return None
        able = [engine for engine in self._engines if engine.can_say(text, language)]
        if found := self._found(able, text, language):
            return found
        with self._in_turn() as is_mine:
            return self._made(able, text, language) if is_mine else None

    def trial(self, call: Called, language: str) -> list[tuple[str, str]]:
        """Have every engine that is able say a call, best first: its name, and why it failed (empty: it spoke)."""
        text = announcement(call, language, self.tongues).text
        return [(one.name, self._tried(one, text, language)) for one in self._engines if one.can_say(text, language)]

    def _tried(self, engine: Engine, text: str, language: str) -> str:
        made = self._made([engine], text, language)
        return "" if made else self.faults.get(engine.name) or self.faults.get(DISK, "it said nothing")

    def _words(self, text: str, language: str) -> str:
        tongue = self.tongues.get(language)
        return in_words(text[:MOST_CHARACTERS], tongue) if tongue else text[:MOST_CHARACTERS]

    def _found(self, able: list[Engine], text: str, language: str) -> Path | None:
        """What the best who may speak now has said before: nobody waits in the queue of what is being made for it."""
        for engine in able:
            if found := self._shelf.get(_key(engine, text, language)):
                return found
            if not self._rests(engine):
                return None
        return None

    @contextmanager
    def _in_turn(self) -> Iterator[bool]:
        """One clip is made at a time; whether it is one's turn now: whoever asked does not wait for ever."""
        if self._waiting >= MOST_WAITING:
            yield False
            return
        self._waiting += 1
        try:
            is_mine = self._turn.acquire(timeout=TURN_S)
        finally:
            self._waiting -= 1
        try:
            yield is_mine
        finally:
            if is_mine:
                self._turn.release()

    def _made(self, able: list[Engine], text: str, language: str) -> Path | None:
        try:
            for engine in able:
                if made := self._clip_by(engine, text, language):
                    self.spoken_by = engine.name
                    return made
        except OSError as error:
            self._tell(DISK, f"clips cannot be kept: {error.strerror or error}")
        return None

    def _rests(self, engine: Engine) -> bool:
        return self._steady_s() < self._rests_until_s.get(engine.name, 0)

    def _clip_by(self, engine: Engine, text: str, language: str) -> Path | None:
        """Raises OSError: it cannot be kept."""
        key = _key(engine, text, language)
        if found := self._shelf.get(key):
            return found
        if self._rests(engine):
            return None
        try:
            finish = engine.begin(text, language)
            made = self._aside(lambda: self._shelf.put(key, wav(finish())))
        except EngineFailed as error:
            self._failed(engine.name, str(error))
            return None
        self.faults.pop(engine.name, None)
        self.faults.pop(DISK, None)
        return made

    def _failed(self, name: str, why: str) -> None:
        self._rests_until_s[name] = self._steady_s() + REST_S
        self._tell(name, why)

    def _tell(self, name: str, why: str) -> None:
        if self.faults.get(name) != why:
            log.warning("voice: %s", why)
        self.faults[name] = why

    def _engines_of(self, settings: VoiceSettings) -> Iterable[Engine]:
        for folder in settings.packs:
            try:
                yield PackEngine(load_pack(folder), folder.name)
            except PackError as error:
                self._failed(folder.name, str(error))
        if settings.command:
            yield CommandEngine(settings.command, settings.command_languages, settings.command_timeout_s)
        if settings.uses_espeak:
            yield EspeakEngine(settings.tongues, settings.pace_percent)
        for pack in bundled_packs():
            yield PackEngine(pack, f"bundled-{pack.file.language}")


def _key(engine: Engine, text: str, language: str) -> str:
    return hashlib.sha256(f"{engine.mark(language)}\n{text}".encode()).hexdigest()[:32]
