"""A centre's picture put into a printer's memory, so that slow lines need not carry it with each ticket."""

from pathlib import Path
from typing import Any

import click

from hub.console.base import FOLDER, devices_folder, options, plain_errors, tell_way
from hub.console.papers import tell_end

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("store-logo")
@options("data")
@click.argument("printer")
@click.argument("file", type=FILE)
@click.option("--profile", "model", required=True, help="The printer's model; its profile names the key in logo_keys.")
@click.option("--key", default="L1", show_default=True, help="Two characters by which a layout calls it.")
@click.option("--centre", default=None, type=FOLDER, help="The folder of devices.toml, if not the centre's.")
def store_logo(printer: str, file: Path, data: Path, centre: Path | None, **kept: Any) -> None:
    """Put the picture FILE (PNG) into the memory of the PRINTER at an address, and print it from there."""
    from config.devices import require_address
    from drivers.printers import EscposPrinter, load_profile
    from drivers.printers.encoding import encode
    from drivers.printers.parts import Cut, KeepLogo, StoredLogo
    from drivers.registry import printer_way
    from kiosk_app.ink import Ink
    from kiosk_app.logo import logo_picture

    with plain_errors():
        require_address(printer)
        profile = load_profile(kept["model"], [devices_folder(data, centre) / "printers"])
        picture = logo_picture(file, profile.width_dots)
        width = -(-picture.width // 8) * 8
        parts = (KeepLogo(kept["key"], Ink.of(picture, width).raster()), StoredLogo(kept["key"]), Cut())
        encode(parts, profile)
    tell_end(EscposPrinter(printer_way(printer, tell_way), profile).print(parts))
