"""How the hall is spoken to: hear a call beforehand, see what can speak, make a voice pack.

The clips that a hub keeps are left alone: what another user writes there the hub could not replace.
"""

import logging
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from hub.console.base import FOLDER, centre_of, options, plain_errors

if TYPE_CHECKING:
    from config.voice import VoicePlan
    from hub.voice import Voice

LANGUAGE = click.option("--language", default="vi", show_default=True, help="The language's code.")


@contextmanager
def on_trial(plan: "VoicePlan", data: Path) -> Iterator["Voice"]:
    """A voice that keeps nothing and writes no log: who sits here is told what fails by the command itself."""
    from hub.voice import Voice

    log = logging.getLogger("hub.voice")
    usual = log.level
    log.setLevel(logging.ERROR)
    try:
        with TemporaryDirectory() as folder:
            yield Voice(plan.settings(data), Path(folder))
    finally:
        log.setLevel(usual)


class SpokenCall(NamedTuple):
    """A call as somebody types it."""

    label: str
    counter: int


@click.group()
def voice() -> None:
    """The voice of walls and kiosks: what it says, and with what it speaks."""


@voice.command()
@click.argument("label")
@click.argument("counter", type=click.IntRange(1, 99))
@LANGUAGE
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write the sound into this WAV file.")
@options("data", "centre", centre=None)
def say(label: str, counter: int, language: str, out: Path | None, **place: Any) -> None:
    """Say how LABEL is called to COUNTER, as in: voice say A105 3 --out call.wav."""
    from hub.voice.sentences import announcement

    with plain_errors(), on_trial(_plan(**place), place["data"]) as spoken:
        if language not in spoken.tongues:
            raise ValueError(f"There are no sentences in «{language}», only in {', '.join(spoken.tongues)}.")
        sentence = announcement(SpokenCall(label.upper(), counter), language, spoken.tongues)
        click.echo(sentence.text)
        if why := spoken.silent().get(language):
            raise ValueError(f"Nothing here speaks «{language}»: {why}. A program or a pack may; see docs/voice.md.")
        if out is None:
            return
        clip = spoken.clip(sentence, language)
        _tell_faults(spoken.faults)
        if clip is None:
            raise ValueError("Nothing here can say it: install espeak-ng (apt install espeak-ng), or name a pack.")
        shutil.copyfile(clip, out)
        click.echo(f"Written to {out}, spoken by {spoken.spoken_by}.")


@voice.command()
@options("data", "centre", centre=None)
def check(data: Path, centre: Path | None) -> None:
    """Try everything that voice.toml names, and show what would speak each language. Exit status 1 on a fault."""
    with plain_errors(), on_trial(_plan(data, centre), data) as spoken:
        for language in spoken.tongues:
            for name, why in spoken.trial(SpokenCall("A105", 3), language):
                click.echo(f"{language}  {name}: {why or 'speaks'}")
        silent = spoken.silent()
    for language, why in silent.items():
        click.echo(f"{language}  nothing speaks it: {why}")
    _tell_faults(spoken.faults)
    if spoken.faults or silent:
        raise click.exceptions.Exit(1)


@voice.command()
@options("data")
def packs(data: Path) -> None:
    """List the voice packs: the office's own, then those of the program."""
    from config.voice import PACKS
    from hub.voice.packs import FILE_NAME, PackError, bundled_packs, load_pack

    own = sorted((data / PACKS).glob(f"*/{FILE_NAME}"))
    for file in own:
        try:
            pack = load_pack(file.parent)
        except PackError as error:
            click.echo(f"! {error}")
            continue
        click.echo(f"{file.parent.name}  {pack.file.language}  {len(pack.file.clips)} clips  {pack.file.speaker}")
        for fault in pack.faults():
            click.echo(f"! {file.parent.name}: {fault}")
    for pack in bundled_packs():
        click.echo(f"(bundled)  {pack.file.language}  {len(pack.file.clips)} clips  {pack.file.speaker}")


@voice.command("make-pack")
@LANGUAGE
@click.argument("folder", type=FOLDER)
def make(language: str, folder: Path) -> None:
    """Make a voice pack with espeak-ng in FOLDER: to be replaced clip by clip by an office's own recordings."""
    from config.voice import VoicePlan, tongues
    from hub.voice.making import make_pack
    from hub.voice.programs import ProgramFailed
    from hub.voice.sound import SoundError

    with plain_errors(ProgramFailed, SoundError):
        known = tongues(VoicePlan())
        if language not in known:
            raise ValueError(f"There are no sentences in «{language}», only in {', '.join(known)}.")
        size = make_pack(known[language], folder)
    click.echo(f"Made in {folder}: {size / 1000:.0f} kB.")


def _plan(data: Path, centre: Path | None) -> "VoicePlan":
    """Raises ConfigError, ValueError: there is no centre."""
    from config.voice import FILE_NAME, load_voice_plan

    return load_voice_plan(centre_of(data, centre) / FILE_NAME)


def _tell_faults(faults: dict[str, str]) -> None:
    for name, why in faults.items():
        click.echo(f"! {name}: {why}", err=True)
