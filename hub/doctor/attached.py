"""What stands on and over the counters, as far as it is plugged into this machine: is it there, and may it be used?"""

import os
from collections.abc import Iterator
from pathlib import Path

from config.attached import INPUTS
from config.devices import load_devices
from config.loader import ConfigError
from drivers.lines.places import lasting_names
from hub.doctor.finding import Finding, doubtful, fine, wrong

ABOUT = "devices"
GROUPS = {True: "input", False: "dialout"}
"""Who may use input devices, and who serial lines, on Debian."""


def attached(folder: Path) -> Iterator[Finding]:
    """Look at each plug that the devices.toml of a folder names, if there is one. Nothing is opened or asked:
    many converters in the network serve one caller alone, and that is the agent.
    """
    file = folder / "devices.toml"
    if not file.exists():
        return
    try:
        entries = load_devices(file, {}).devices
    except ConfigError as error:
        yield wrong(ABOUT, str(error), "Mend that file.")
        return
    plugs = {entry.address.partition("?")[0]: entry.kind in INPUTS for entry in entries}
    for path, is_input in plugs.items():
        if path.startswith("/dev/"):
            yield _plug(Path(path), GROUPS[is_input])
        elif "://" in path:
            yield fine(
                ABOUT, f"{path} is not asked from here; the hub's page /admin/devices says how the agent finds it"
            )


def _plug(path: Path, group: str) -> Finding:
    if path.name.startswith(("ttyUSB", "ttyACM")):
        better = next(iter(lasting_names(str(path))), "the name in /dev/serial/by-path")
        return wrong(ABOUT, f"{path} may be another device tomorrow", f"Write {better} into devices.toml.")
    if not path.exists():
        return wrong(ABOUT, f"{path} is not there", "Plug it in; run.py devices list shows what there is.")
    if not os.access(path, os.R_OK | os.W_OK):
        to_do = f"Let the agent's user be in the group {group}; or run this as that user."
        return doubtful(ABOUT, f"{path} may not be used by this user", to_do)
    return fine(ABOUT, f"{path} is there")
