"""A newcomer who follows docs/operations.md to the letter on a machine that is a folder.

The blocks below ``<!-- follow -->`` run in their order, as they stand, but for: absolute paths, which lead into the
folder; the addresses of hub and printer and the code on the kiosk, which are this test's; and what only root may do
(``sudo``, ``apt-get``, ``systemd-sysusers``, owners of files, ``systemctl``), which tools of the same names stand for.
"""

import os
import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Mapping
from pathlib import Path

from tests.checks.tree import tracked_files
from tests.hub_process import ROOT
from tests.operations.service_double import below, stop

DOCUMENT = ROOT / "docs" / "operations.md"
BLOCK = re.compile(r"^<!-- follow(?:: (\w+))? -->\n```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)
BLOCK_WITHIN_S = 120

NOTHING = "#!/bin/sh\n"
SUDO = """#!/bin/sh
while :; do
    case "$1" in
    -u) shift 2 ;;
    *=*) export "$1"; shift ;;
    *) break ;;
    esac
done
exec "$@"
"""
INSTALL = """#!/bin/sh
for word; do
    shift
    case "$word" in
    -o | -g) skip=1 ;;
    *) if [ -z "${skip-}" ]; then set -- "$@" "$word"; fi; skip= ;;
    esac
done
exec /usr/bin/install "$@"
"""


def blocks() -> list[tuple[str, str]]:
    """The blocks to follow with what marks them ("" or a word), in the document's order."""
    return BLOCK.findall(DOCUMENT.read_text(encoding="utf-8"))


class Machine:
    """A folder that stands for a machine; ``replaced`` are the texts that are different here."""

    def __init__(self, folder: Path, replaced: Mapping[str, str]) -> None:
        self.folder = folder
        self.replaced = dict(replaced)
        for name in ("bin", "usr/local/bin", "etc/default", "var/lib", "opt", "srv"):
            (folder / name).mkdir(parents=True)
        self._source()
        double = ROOT / "tests" / "operations" / "service_double.py"
        for name, script in {
            "sudo": SUDO,
            "apt-get": NOTHING,
            "chown": NOTHING,
            "systemd-sysusers": NOTHING,
            "install": INSTALL,
            "git": f'#!/bin/sh\nexec cp -a "$2" "{folder}/opt/toi-luot"\n',
            "systemctl": f'#!/bin/sh\nexec "{sys.executable}" "{double}" "$@"\n',
        }.items():
            (folder / "bin" / name).write_text(script, encoding="utf-8")
            (folder / "bin" / name).chmod(0o755)

    def follow(self, block: str, typed: str = "") -> subprocess.CompletedProcess[str]:
        """Run a block as the newcomer's shell does; ``typed`` is what they type."""
        for text, here in self.replaced.items():
            block = block.replace(text, here)
        return subprocess.run(
            ["bash", "-euo", "pipefail", "-c", below(self.folder, block)],
            cwd=self.folder,
            env=self._environment(),
            input=typed,
            capture_output=True,
            text=True,
            check=False,
            timeout=BLOCK_WITHIN_S,
        )

    def log(self, service: str) -> str:
        """What a service wrote."""
        return (self.folder / f"{service}.log").read_text(encoding="utf-8")

    def end(self) -> None:
        """End every service that was started here, and wait for its end."""
        for file in self.folder.glob("*.pid"):
            stop(self.folder, file.stem)

    def _environment(self) -> dict[str, str]:
        path = os.pathsep.join([f"{self.folder}/bin", f"{self.folder}/usr/local/bin", os.environ["PATH"]])
        own = {"STAGE": str(self.folder), "SOURCE": str(self.folder / "source"), "PASSWORD": "mật khẩu thử 1"}
        return {**os.environ, **own, "PATH": path, "TOI_LUOT_DATA": str(self.folder / "var/lib/toi-luot")}

    def _source(self) -> None:
        """This project as it stands, with a virtual environment that has what this test's has: no network is needed."""
        source = self.folder / "source"
        for file in tracked_files():
            (source / file).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / file, source / file, follow_symlinks=False)
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", source / ".venv"], check=True)
        (packages,) = source.glob(".venv/lib/python*/site-packages")
        (packages / "same.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
        shutil.copy(ROOT / "requirements.lock", source / ".venv")
