"""The sample centre, open at any hour: for hubs that are no demo."""

import re
import shutil
from pathlib import Path

from tests.hub_process import ROOT

HOURS = re.compile(r"^\[+hours[^\n]*\n(?:(?!\[).*\n)*", re.MULTILINE)
"""A table of hours with all of its lines."""


def always_open(folder: Path) -> Path:
    """Make such a centre's folder; returns it."""
    shutil.copytree(ROOT / "config" / "sample", folder)
    file = folder / "centre.toml"
    file.write_text('hours = "always"\n' + HOURS.sub("", file.read_text(encoding="utf-8")), encoding="utf-8")
    return folder
