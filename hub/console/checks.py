"""Commands that look and change nothing: the configuration, and the journal of a day."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from hub.console.base import centre_of, options, plain_errors
from hub.console.voice import on_trial

if TYPE_CHECKING:
    from config.devices import Devices
    from config.voice import VoicePlan
    from hub.domain.plan import Plan

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@options("data", "centre", centre=None)
def check(data: Path, centre: Path | None) -> None:
    """Check the configuration of a centre."""
    from config.centre import load_installation
    from config.fitting import require_fitting

    with plain_errors():
        folder = centre_of(data, centre)
        found = load_installation(folder, {"printer_port": 9100})
        require_fitting(folder / "devices.toml", found.devices, found.plan)
        _check_papers(folder, found.devices)
        differences = _differences(data, folder, found.plan)
        of_voice = _doubts_of_voice(found.voice, data)
    of_plan = (*_doubts_of_outcomes(found.plan, found.devices), *_doubts_of_series(found.plan, found.voice))
    for doubt in (*_doubts(found.devices), *of_plan, *of_voice):
        click.echo(f"! {doubt}", err=True)
    click.echo(f"{folder}: {len(found.plan.fields)} fields, {len(found.plan.counters)} counters: all is well.")
    if differences:
        click.echo(
            f"! centre.toml differs from the adopted plan in {differences} places and is a draft until it is adopted."
        )
        click.echo("  run.py plan diff says where, run.py plan adopt makes it count.")


def _differences(data: Path, folder: Path, plan: "Plan") -> int:
    """In how many places the file of a centre differs from the plan that counts."""
    from hub.console.plan import adopted_beside
    from hub.domain.plan_changes import changes

    adopted = adopted_beside(data, folder)
    return 0 if adopted is None else len(changes(adopted, plan))


def _doubts(devices: "Devices") -> Iterator[str]:
    """Kinds that are none of ours, but nearly: a driver of others may bring them, or somebody has mistyped them."""
    from config.loader import closest
    from drivers.devices.kinds import OURS, known_kinds

    for entry in devices.devices:
        near = closest(entry.kind, OURS)
        if near and entry.kind not in known_kinds():
            problem = f"no driver here is for a «{entry.kind}»; did you mean «{near}»?"
            yield f"devices.toml: devices[{entry.name}].kind: {problem}"


def _doubts_of_series(plan: "Plan", voice: "VoicePlan") -> Iterator[str]:
    """Letters that are heard as one: people would go to the wrong counter."""
    from config.voice import alike_series

    for language, words, series in alike_series(voice, (field.series for field in plan.fields)):
        problem = f"numbers of {' and '.join(series)} sound alike: «{words}»; name one otherwise"
        yield f"voice.toml: letters.{language}: {problem}"


def _doubts_of_voice(plan: "VoicePlan", data: Path) -> list[str]:
    """Packs that are not to be used, and languages with sentences for calls that nothing on this machine speaks."""
    if not plan.is_on:
        return []
    with on_trial(plan, data) as spoken:
        silent = [f"nothing here speaks «{language}»: {why}" for language, why in spoken.silent().items()]
        return [f"voice.toml: {doubt}" for doubt in (*spoken.faults.values(), *silent)]


def _doubts_of_outcomes(plan: "Plan", devices: "Devices") -> Iterator[str]:
    """Outcomes that nobody is asked for: no slip, as the table of outcomes may come before the rule that asks.

    And keys can tell no number of pieces: where it is needed, they can call and start, but finish nothing.
    """
    from hub.service.idle_calls import WITH_KEYS

    if plan.outcomes.ask == "never" and plan.outcomes.choices:
        yield 'centre.toml: outcomes.choices: nobody is asked for these; say `ask = "offered"` or "needed"'
    if plan.outcomes.quantity == "needed":
        counters = sorted({entry.counter for entry in devices.devices if entry.kind in WITH_KEYS})
        problem = (
            'keys cannot tell how many; there, services are finished on a page only (or say `quantity = "offered"`)'
        )
        for counter in counters:
            yield f"centre.toml: outcomes.quantity: counter {counter} has keys, and {problem}"


def _check_papers(folder: Path, devices: "Devices") -> None:
    """Read every layout of the centre's own, and what its kiosks name. Raises ConfigError, ValueError."""
    from drivers.printers import load_profile
    from kiosk_app.layout import OWN, load_layout

    for file in sorted((folder / OWN).glob("*.toml")):
        load_layout(file.stem, [folder])
    for kiosk in devices.kiosks:
        load_profile(kiosk.profile, [folder / "printers"])
        if kiosk.layout:
            load_layout(kiosk.layout, [folder])


@click.command()
@options("data")
@click.argument("day", default="")
@click.option("--closing", "signed", multiple=True, type=FILE, help="A signed closing or checkpoint; repeatable.")
@click.option("--journal", "exported", type=FILE, help="The exported journal that it is held against.")
@click.option("--key", "keys", multiple=True, help="The fingerprint of a key that counts; repeatable.")
def audit(day: str, data: Path, signed: tuple[Path, ...], exported: Path | None, keys: tuple[str, ...]) -> None:
    """Check the journal of a DAY (such as 2026-11-22): its chain, every number, and every call.

    Or check signed closings and checkpoints against an exported journal, for which nothing else is needed.
    """
    from hub.store.audit import audit_folder
    from hub.store.closing_check import check_files

    if bool(day) == bool(signed) or bool(signed) != bool(exported):
        raise click.UsageError("Name a DAY, or files: --closing FILE --journal EXPORT.")
    with plain_errors():
        report = check_files(signed, exported, keys) if exported else audit_folder(data, day)
    for line in report.lines:
        click.echo(line)
    sys.exit(report.status)
