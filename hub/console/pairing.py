"""Signing screens in from the command line."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from hub.console.base import options, plain_errors

if TYPE_CHECKING:
    from config.centre import Installation


def require_known(kind: str, which: str, centre: "Installation") -> None:
    """Raises ValueError: the centre has no such counter or kiosk."""
    known = {
        "kiosk": [kiosk.id for kiosk in centre.devices.kiosks],
        "counter": [str(counter.number) for counter in centre.plan.counters],
    }
    names = known.get("counter" if kind == "rating" else kind, [which])
    if which not in names:
        raise ValueError(f"The centre has no {kind} «{which}», only {', '.join(names)}.")


@click.command()
@options("data", "centre")
@click.argument("kind", type=click.Choice(["counter", "rating", "wall", "kiosk", "supervisor"]))
@click.argument("which", default="")
@click.option(
    "--hub", "hub_url", default="http://127.0.0.1:8080", show_default=True, help="How the screen reaches the hub."
)
def pair(kind: str, which: str, hub_url: str, data: Path, centre: Path) -> None:
    """Sign a screen in: prints a link for it that is good for 10 minutes, or writes a kiosk's token file.

    For instance: pair counter 3, pair rating 3, pair wall, pair kiosk K1.
    """
    from config.centre import load_installation
    from hub.web.keyring import KEY_FILE, open_keyring, token_file, write_token_file
    from hub.web.screens import parse_screen

    with plain_errors():
        if not (data / KEY_FILE).exists():
            raise ValueError(f"No hub has run on {data} yet; start it first, or choose its folder with --data.")
        screen = parse_screen(f"{kind}:{which}" if which else kind)
        require_known(kind, which, load_installation(centre, {"printer_port": 9100}))
        keyring = open_keyring(data)
        if screen.path:
            click.echo(f"{hub_url.rstrip('/')}/enter/{keyring.sign('entry', screen)}")
        else:
            write_token_file(token_file(data, screen), keyring, screen)
            click.echo(f"The token is in {token_file(data, screen)}; take it to the agent's machine, it is secret.")
