"""How calls are said: `voice.toml` of a centre's folder, which may be missing, and each language's own sentences."""

from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from string import Formatter
from typing import Annotated, Literal

from msgspec import Meta, Struct

from config.loader import ConfigError, closest, load_toml
from config.texts import languages, own_texts
from hub.voice import VoiceSettings
from hub.voice.numbers import Dialect
from hub.voice.sentences import Tongues
from hub.voice.tongues import Tongue

FILE_NAME = "voice.toml"
PACKS = "voices"
"""Where an office's own recordings lie, below the data folder."""

CLIPS = "speech"
"""Where the clips that were made lie, below the data folder."""

MOMENTS = ("time", "hour", "date", "year", "decimal")
_PLACES = {"call": {"number", "counter"}, "carried": {"number", "day"}}

_CODES = {f"voice.{name}" for name in (*_PLACES, "numbers", "letters", *MOMENTS)}

TimeOfDay = Annotated[str, Meta(pattern=r"^(?:[01]\d|2[0-3]):[0-5]\d\Z")]
Letter = Annotated[str, Meta(pattern=r"^[A-ZĐ]\Z")]
PackName = Annotated[str, Meta(pattern=r"^[a-z0-9][a-z0-9-]{0,31}\Z")]


class Loudness(Struct, frozen=True, forbid_unknown_fields=True):
    """How loud walls are from a time of the day on."""

    since: TimeOfDay
    percent: Annotated[int, Meta(ge=0, le=100)]


class VoiceCommand(Struct, frozen=True, forbid_unknown_fields=True):
    """A program that speaks: it reads text, and writes a WAV file; `{language}` in `arguments` is filled in."""

    arguments: Annotated[tuple[str, ...], Meta(min_length=1)]
    languages: tuple[str, ...] = ("vi",)
    timeout_s: Annotated[float, Meta(gt=0, le=30)] = 3.0


class VoicePlan(Struct, frozen=True, forbid_unknown_fields=True):
    """What is said of a call, how often and how loud, and what speaks.

    `languages` follow each other; `ticket_language`: whoever chose another one at the kiosk is called in it as well.
    With more than `brief_above` calls waiting each is said once, in the first language; 0 is never.
    """

    is_on: bool = True
    languages: Annotated[tuple[str, ...], Meta(min_length=1)] = ("vi",)
    ticket_language: bool = True
    repeat: Annotated[int, Meta(ge=1, le=2)] = 1
    chime: bool = True
    brief_above: Annotated[int, Meta(ge=0, le=100)] = 3
    numbers: Literal["digits", "cardinal"] = "digits"
    region: Literal["north", "south"] = "north"
    four: Literal["bốn", "tư"] = "bốn"
    letters: dict[str, dict[Letter, str]] = {}
    volume: tuple[Loudness, ...] = ()
    packs: tuple[PackName, ...] = ()
    command: VoiceCommand | None = None
    espeak: bool = True
    pace_percent: Annotated[int, Meta(ge=50, le=200)] = 100
    kept_mb: Annotated[int, Meta(ge=5, le=2000)] = 64

    def settings(self, data: Path) -> VoiceSettings:
        """What the voice of a program with this data folder is made of."""
        command = self.command or VoiceCommand(("",), ())
        return VoiceSettings(
            tongues=tongues(self),
            packs=tuple(data / PACKS / name for name in self.packs),
            command=command.arguments if self.command else (),
            command_languages=command.languages,
            command_timeout_s=command.timeout_s,
            uses_espeak=self.espeak,
            pace_percent=self.pace_percent,
            most_mb=self.kept_mb,
        )


def load_voice_plan(path: Path) -> VoicePlan:
    """Read the file, or take what holds without one. Raises ConfigError: as `load_toml`, an unknown language,
    times that do not follow each other.
    """
    if not path.exists():
        return VoicePlan()
    plan = load_toml(path, VoicePlan)
    for key, problem, guess in _slips(plan):
        raise ConfigError(path, key, problem, guess)
    return plan


def tongues(plan: VoicePlan) -> Tongues:
    """Every language that has all texts of the voice, with the plan's wishes. Raises ValueError: a text is wrong."""
    spoken = {language: own_texts(language) for language in languages()}
    return {language: _tongue(language, texts, plan) for language, texts in spoken.items() if texts.keys() >= _CODES}


def alike_series(plan: VoicePlan, series: Iterable[str]) -> Iterator[tuple[str, str, list[str]]]:
    """Series of numbers that nobody can tell apart by ear: the language, the words, and which are called so."""
    for language, tongue in tongues(plan).items():
        called: dict[str, list[str]] = {}
        for name in sorted(set(series)):
            called.setdefault(tongue.digits(name), []).append(name)
        yield from ((language, words, names) for words, names in called.items() if len(names) > 1)


def _tongue(language: str, texts: dict[str, str], plan: VoicePlan) -> Tongue:
    for code, places in _PLACES.items():
        if {name for _, name, _, _ in Formatter().parse(texts[f"voice.{code}"]) if name} != places:
            raise ValueError(f"voice.{code} ({language}) must hold {', '.join(sorted(places))}")
    names = dict(pair.strip().split(" ", 1) for pair in texts["voice.letters"].split(","))
    return Tongue(
        language=language,
        call=texts["voice.call"],
        carried=texts["voice.carried"],
        numbers=tuple(word.strip() for word in texts["voice.numbers"].split(",")),
        letters={**names, **plan.letters.get(language, {})},
        moments={name: texts[f"voice.{name}"] for name in MOMENTS},
        dialect=Dialect(plan.region == "south", plan.four),
        style=plan.numbers,
    )


def _slips(plan: VoicePlan) -> Iterator[tuple[str, str, str | None]]:
    known = tongues(VoicePlan())
    of_command = plan.command.languages if plan.command else ()
    for key, named in (("languages", plan.languages), ("letters", plan.letters), ("command.languages", of_command)):
        for language in named:
            if language not in known:
                yield (
                    key,
                    f"there are no sentences in «{language}», only in {', '.join(known)}",
                    closest(language, known),
                )
    if len(set(plan.languages)) < len(plan.languages):
        yield "languages", "a language is given twice", None
    for before, after in pairwise(plan.volume):
        if after.since <= before.since:
            yield f"volume[{after.since}].since", f"must come after {before.since}", None
