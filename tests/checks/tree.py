"""The files of this project as the checks see them."""

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
THIRD_PARTY = ("vendor", "fonts")


@cache
def tracked_files() -> tuple[Path, ...]:
    """Every file of the project that git knows or that is new and not ignored, relative to its root."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return tuple(sorted(Path(name) for name in listed.split("\0") if name and (ROOT / name).is_file()))


def own_files(*suffixes: str) -> list[Path]:
    """The project's own text files with one of these suffixes; vendored files are somebody else's."""
    return [file for file in tracked_files() if file.suffix in suffixes and not set(file.parts) & set(THIRD_PARTY)]


def lines_of(file: Path) -> list[str]:
    """The lines of a file given relative to the root."""
    return (ROOT / file).read_text(encoding="utf-8").splitlines()
