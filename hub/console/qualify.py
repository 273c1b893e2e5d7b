"""Gets to know a printer: trials on paper, questions in two languages, a profile in a file."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from hub.console.answers import YesOrNo
from hub.console.base import devices_folder, options, plain_errors, tell_way

if TYPE_CHECKING:
    from drivers.printers import Profile

YES_OR_NO = ("y", "n")


@click.command()
@options("data")
@click.argument("printer")
@click.option("--name", default="our-printer", show_default=True, help="What the profile is called.")
@click.option("--kiosk", default="K1", show_default=True, help="The kiosk that the printer belongs to.")
@click.option(
    "--centre", default=None, type=click.Path(file_okay=False, path_type=Path), help="The folder of devices.toml."
)
def qualify(printer: str, name: str, kiosk: str, data: Path, centre: Path | None) -> None:
    """Print trials on the PRINTER at an address, ask what came out, and write its profile.

    No agent may use the printer meanwhile: most printers talk to one program at a time.
    """
    from config.devices import require_address
    from drivers.printers.known_profiles import require_profile_name
    from drivers.printers.qualification import Qualification, TrialFailed
    from drivers.registry import printer_way

    with plain_errors():
        require_address(printer)
        require_profile_name(name)
        file = devices_folder(data, centre) / "printers" / f"{name}.toml"
        if file.exists():
            raise ValueError(f"There is {file} already: choose another --name, or remove it.")
        _say("qualify.begin", printer=printer)
        try:
            found = Qualification(printer_way(printer, tell_way), _Terminal(), name).run()
        except TrialFailed as error:
            _say_failed(error.code)
            sys.exit(1)
        _write(found, file)
        _say("qualify.done", file=file)
        click.echo(f'\n[[kiosks]]\nid = "{kiosk}"\nprinter = "{printer}"\nprofile = "{name}"')


class _Terminal:
    """Asks who sits at the keyboard, first in Vietnamese, then in English."""

    def tell(self, step: str) -> None:
        _say(f"qualify.step_{step}")

    def ask(self, question: str, choices: Sequence[str]) -> str:
        from drivers.printers.calibration import SAMPLE

        asked = "\n".join(_words(f"qualify.ask_{question}", sample=SAMPLE))
        if tuple(choices) == YES_OR_NO:
            return "y" if _prompt(f"{asked} [có/không, y/n]", YesOrNo()) else "n"
        answer: str = _prompt(asked, click.Choice(list(choices)))
        return answer


def _prompt(asked: str, kind: click.ParamType[Any]) -> Any:
    """Ask until it is answered; Enter alone is a wrong answer, too, which is told with what would be right."""
    return click.prompt(asked, type=kind, default="", show_default=False)


def _words(code: str, **params: object) -> list[str]:
    from config.texts import FIRST_LANGUAGE, text

    return [text(language, code, **params) for language in (FIRST_LANGUAGE, "en")]


def _say(code: str, **params: object) -> None:
    click.echo("\n".join(_words(code, **params)))


def _say_failed(trouble: str) -> None:
    """The trouble in the words that the pages have for it."""
    from config.texts import FIRST_LANGUAGE, text

    for language in (FIRST_LANGUAGE, "en"):
        if trouble == "nothing_clean":
            said = text(language, "qualify.failed_nothing_clean")
        else:
            words = text(language, f"devices.error_{trouble}")
            said = text(language, "qualify.failed", trouble=f"{words} ({trouble})")
        click.echo(said, err=True)


def _write(profile: "Profile", file: Path) -> None:
    """What the trials found, as a person would write it: without what the model does not have."""
    import msgspec
    import tomlkit

    found: dict[str, Any] = msgspec.to_builtins(profile)
    left_out = {"name", "logo_keys", "code_page" if profile.code_page is None else ""}
    if profile.commands != "custom":
        left_out |= {"commands", "presenter"}
    document = tomlkit.document()
    document.add(tomlkit.comment("Found out by trials: run.py devices qualify."))
    document.update({key: value for key, value in found.items() if key not in left_out})
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(tomlkit.dumps(document), encoding="utf-8")
