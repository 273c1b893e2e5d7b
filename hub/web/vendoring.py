"""Fetch the vendored browser files again: `python -m hub.web.vendoring` after a change of a version in vendor.toml.

`static/vendor.toml` lists every third-party file under `static/vendor/`: where it lies (`path`, from `static/`), the
package, version and `source` it came from, its licence and its sha256. Nothing is changed on the way, so that hashes
can be compared.
"""

import hashlib
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from pathlib import Path

STATIC = Path(__file__).parent / "static"
LOCK = STATIC / "vendor.toml"
KEYS = ("path", "package", "version", "source", "licence", "sha256")
HEAD = "# Third-party files of the browser; written by `python -m hub.web.vendoring`, checked by a test.\n"

Entry = dict[str, str]


def read_lock(lock: Path = LOCK) -> list[Entry]:
    """The entries of the lock file, in its order."""
    entries: list[Entry] = tomllib.loads(lock.read_text(encoding="utf-8"))["file"]
    return entries


def sha256(path: Path) -> str:
    """The hexadecimal SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def lock_text(entries: list[Entry]) -> str:
    """The text of the lock file, one table for each entry."""
    tables = ("\n".join(f'{key} = "{entry[key]}"' for key in KEYS if key in entry) for entry in entries)
    return HEAD + "".join(f"\n[[file]]\n{table}\n" for table in tables)


def fetch(package: str, version: str, folder: Path) -> tarfile.TarFile:
    """Open the packed archive of a package. Raises CalledProcessError when npm cannot get it."""
    command = ["npm", "pack", "--silent", "--pack-destination", str(folder), f"{package}@{version}"]
    made = subprocess.run(command, check=True, capture_output=True, text=True)
    return tarfile.open(folder / made.stdout.strip())


def place(entry: Entry, archive: tarfile.TarFile) -> None:
    """Write one file from its package's archive and note its hash. Raises KeyError when the package lacks the file."""
    packed = archive.extractfile(f"package/{entry['source']}")
    if packed is None:
        raise KeyError(f"{entry['package']} {entry['version']} holds no file {entry['source']}")
    target = STATIC / entry["path"]
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(packed.read())
    entry["sha256"] = sha256(target)


def place_all(entries: list[Entry], package: str, version: str) -> None:
    """Fetch one version of a package and write the files that come from it."""
    with tempfile.TemporaryDirectory() as folder, fetch(package, version, Path(folder)) as archive:
        for entry in entries:
            if (entry["package"], entry["version"]) == (package, version):
                place(entry, archive)


def refresh() -> int:
    """Fetch every file that comes from a package; returns how many."""
    entries = read_lock()
    packed = [entry for entry in entries if "source" in entry]
    for package, version in sorted({(entry["package"], entry["version"]) for entry in packed}):
        place_all(packed, package, version)
    LOCK.write_text(lock_text(entries), encoding="utf-8")
    return len(packed)


if __name__ == "__main__":
    sys.stdout.write(f"{refresh()} files fetched\n")
