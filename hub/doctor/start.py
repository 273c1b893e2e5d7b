"""Whether the programs of a machine start with it."""

from collections.abc import Iterator
from pathlib import Path

from hub.doctor.finding import Finding, doubtful, fine

ABOUT = "start"
UNITS = Path("/etc/systemd/system")
STARTED = Path("multi-user.target.wants")


def start(names: tuple[str, ...], units: Path = UNITS) -> Iterator[Finding]:
    """Look at those of our services that are installed here."""
    for name in names:
        if not (units / f"{name}.service").exists():
            continue
        if (units / STARTED / f"{name}.service").is_symlink():
            yield fine(ABOUT, f"{name} starts with the machine")
        else:
            yield doubtful(ABOUT, f"{name} does not start with the machine", f"sudo systemctl enable {name}")
