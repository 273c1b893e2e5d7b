"""One backup as one file: ``manifest.json``, ``hub.db`` and the centre's folder in a gzipped tar archive.

Anybody can open it with ``tar``. The manifest comes first, so that a folder of backups is quickly listed.
"""

import hashlib
import io
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

import msgspec

from hub.store.chain import StoreFault

FORMAT = 1
MANIFEST_NAME = "manifest.json"
DATABASE_NAME = "hub.db"
CENTRE_NAME = "centre"
COMPRESSION = 6
MOST_BYTES_OF_MANIFEST = 2**20
CHUNK = 2**20


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What a backup is: made when (ms since the epoch, UTC) by which version, of which journal up to which row.

    ``day`` is the open business day or empty, ``last_day`` the last one that was opened or empty. ``members`` are the
    archive's other files with their SHA-256 (hex).
    """

    format: int
    made_ms: int
    program: str
    schema: tuple[str, ...]
    hub: str
    incarnation: str
    epoch: str
    rows: int
    last_hash: str
    day: str
    last_day: str
    members: dict[str, str]


class BackupDamaged(StoreFault):
    """A file is no whole backup."""

    def __init__(self, file: Path, why: str) -> None:
        super().__init__(f"{file} is not a whole backup: {why}. Take another one.")


def digests(staged: Path) -> dict[str, str]:
    """What lies in a folder, by the names that it gets in the archive, with its SHA-256 (hex). Raises OSError."""
    return {name: digest_of(staged / name) for name in _names(staged)}


def digest_of(file: Path) -> str:
    """SHA-256 (hex) of a file. Raises OSError."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def write_archive(file: Path, manifest: Manifest, staged: Path) -> None:
    """Write a new archive (mode 0600) of what lies in a folder. Raises OSError, FileExistsError."""
    file.touch(mode=0o600, exist_ok=False)
    with tarfile.open(file, "w:gz", compresslevel=COMPRESSION, format=tarfile.PAX_FORMAT) as archive:
        told = msgspec.json.format(msgspec.json.encode(manifest))
        head = tarfile.TarInfo(MANIFEST_NAME)
        head.size, head.mode, head.mtime = len(told), 0o600, manifest.made_ms // 1000
        archive.addfile(head, io.BytesIO(told))
        for name in manifest.members:
            archive.add(staged / name, name, recursive=False, filter=_nobodys)


def read_manifest(file: Path) -> Manifest:
    """The manifest of an archive, without reading further. Raises BackupDamaged, OSError."""
    with _opened(file) as archive:
        return _manifest(file, archive)


def extract(file: Path, folder: Path) -> Manifest:
    """Put the members below ``folder`` and check each against the manifest. Raises BackupDamaged, OSError."""
    with _opened(file) as archive:
        manifest = _manifest(file, archive)
        found = {}
        for member in iter(archive.next, None):
            if member.name not in manifest.members or not member.isfile():
                raise BackupDamaged(file, f"it holds «{member.name}», which its manifest does not name")
            found[member.name] = _take_out(archive, member, folder / member.name)
    for name, digest in manifest.members.items():
        if found.get(name) != digest:
            raise BackupDamaged(file, f"«{name}» in it is {'not what was written' if name in found else 'missing'}")
    return manifest


def _names(staged: Path) -> list[str]:
    return sorted(file.relative_to(staged).as_posix() for file in staged.rglob("*") if file.is_file())


def _nobodys(member: tarfile.TarInfo) -> tarfile.TarInfo:
    """Owners belong to a machine, not to a backup."""
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    return member


@contextmanager
def _opened(file: Path) -> Iterator[tarfile.TarFile]:
    """An archive to read; whatever is wrong with its form becomes BackupDamaged."""
    try:
        with tarfile.open(file, "r:gz") as archive:
            yield archive
    except (tarfile.TarError, zlib.error, EOFError) as error:
        raise BackupDamaged(file, str(error) or "it ends in the middle") from error
    except OSError as error:
        if error.errno is None:  # gzip's own complaints
            raise BackupDamaged(file, str(error)) from error
        raise


def _manifest(file: Path, archive: tarfile.TarFile) -> Manifest:
    first = archive.next()
    if first is None or first.name != MANIFEST_NAME or first.size > MOST_BYTES_OF_MANIFEST:
        raise BackupDamaged(file, "it does not begin with a manifest")
    opened = archive.extractfile(first)
    try:
        manifest = msgspec.json.decode(opened.read() if opened else b"", type=Manifest)
    except msgspec.MsgspecError as error:
        raise BackupDamaged(file, f"its manifest cannot be read ({error})") from error
    if manifest.format != FORMAT:
        raise StoreFault(
            f"{file} has format {manifest.format}, this program reads {FORMAT}. Use the version that wrote it."
        )
    if any(PurePosixPath(name).is_absolute() or ".." in PurePosixPath(name).parts for name in manifest.members):
        raise BackupDamaged(file, "its manifest names a file outside")
    return manifest


def _take_out(archive: tarfile.TarFile, member: tarfile.TarInfo, target: Path) -> str:
    """Write a member to a new file of mode 0600; returns its SHA-256 (hex)."""
    digest, source = hashlib.sha256(), archive.extractfile(member)
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    target.touch(mode=0o600, exist_ok=False)
    with target.open("wb") as opened:
        while source is not None and (chunk := source.read(CHUNK)):
            digest.update(chunk)
            opened.write(chunk)
    return digest.hexdigest()
