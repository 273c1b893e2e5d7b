"""Every third-party file kept here is listed with package, version, licence and hash, and has not changed."""

import hashlib
import tomllib
from pathlib import Path

import pytest

from tests.checks.tree import ROOT, THIRD_PARTY, tracked_files

LOCKS = [file for file in tracked_files() if file.name == "vendor.toml"]
KEYS = {"path", "package", "version", "licence", "sha256"}
LICENCES = {"Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "MIT", "OFL-1.1"}
LICENCE_FILES = ("LICENSE", "LICENSE.txt", "OFL.txt")


def entries(lock: Path) -> list[dict[str, str]]:
    """The listed files of one lock."""
    listed: list[dict[str, str]] = tomllib.loads((ROOT / lock).read_text(encoding="utf-8"))["file"]
    return listed


def test_both_places_with_third_party_files_have_a_lock() -> None:
    assert [str(lock.parent) for lock in LOCKS] == ["hub/web/static", "kiosk_app/fonts"]


@pytest.mark.parametrize("lock", LOCKS, ids=str)
def test_listed_files_are_unchanged(lock: Path) -> None:
    wrong = [
        entry["path"]
        for entry in entries(lock)
        if hashlib.sha256((ROOT / lock.parent / entry["path"]).read_bytes()).hexdigest() != entry["sha256"]
    ]
    assert wrong == []


@pytest.mark.parametrize("lock", LOCKS, ids=str)
def test_every_entry_is_complete_and_under_a_licence_that_fits(lock: Path) -> None:
    assert [entry for entry in entries(lock) if not entry.keys() >= KEYS or not all(entry.values())] == []
    assert {entry["licence"] for entry in entries(lock)} <= LICENCES


@pytest.mark.parametrize("lock", LOCKS, ids=str)
def test_every_file_has_its_licence_beside_it(lock: Path) -> None:
    folders = {(ROOT / lock.parent / entry["path"]).parent for entry in entries(lock)}
    assert [folder for folder in folders if not any(_has_licence(above) for above in (folder, folder.parent))] == []


def test_no_third_party_file_is_unlisted() -> None:
    listed = {lock.parent / entry["path"] for lock in LOCKS for entry in entries(lock)}
    kept = {file for file in tracked_files() if set(THIRD_PARTY) & set(file.parts) and file not in LOCKS}
    assert kept == listed


def _has_licence(folder: Path) -> bool:
    return any((folder / name).is_file() for name in LICENCE_FILES)
