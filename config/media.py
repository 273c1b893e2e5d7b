"""The folder of pictures and videos that walls show between calls: what is in it, and what cannot be shown and why."""

from collections.abc import Iterator
from pathlib import Path
from typing import Literal, NamedTuple

Kind = Literal["picture", "video"]

MOST_BYTES: dict[Kind, int] = {"picture": 20 * 2**20, "video": 300 * 2**20}
"""Larger files a panel's small computer shows late or not at all."""

_HEAD = 16


class Form(NamedTuple):
    """A form of files: what it is, its content type, and which bytes it has at which place."""

    kind: Kind
    type: str
    at: int
    marks: tuple[bytes, ...]


_JPEG = Form("picture", "image/jpeg", 0, (b"\xff\xd8\xff",))
FORMS = {
    ".png": Form("picture", "image/png", 0, (b"\x89PNG\r\n\x1a\n",)),
    ".jpg": _JPEG,
    ".jpeg": _JPEG,
    ".webp": Form("picture", "image/webp", 8, (b"WEBP",)),
    ".mp4": Form("video", "video/mp4", 4, (b"ftyp",)),
    ".webm": Form("video", "video/webm", 0, (b"\x1a\x45\xdf\xa3",)),
}
"""What browsers on walls show, by the end of the file's name."""


class Medium(NamedTuple):
    """A file that can be shown; ``version`` changes with its content."""

    file: str
    kind: Kind
    type: str
    version: str


class Unfit(NamedTuple):
    """A file that cannot be shown, and why, in a sentence's end."""

    file: str
    problem: str


def media_in(folder: Path) -> dict[str, Medium | Unfit]:
    """Every file of the folder by its name, in their order; none without a folder. Raises OSError: unreadable."""
    if not folder.is_dir():
        return {}
    return {file.name: _look(file) for file in _files(folder)}


def _files(folder: Path) -> Iterator[Path]:
    """Plain files; what is linked from elsewhere or hidden is none of ours."""
    for file in sorted(folder.iterdir()):
        if file.is_file() and not file.is_symlink() and not file.name.startswith("."):
            yield file


def _look(file: Path) -> Medium | Unfit:
    form = FORMS.get(file.suffix.lower())
    if form is None:
        return Unfit(file.name, f"is none of {', '.join(FORMS)}")
    state = file.stat()
    if state.st_size > MOST_BYTES[form.kind]:
        most = MOST_BYTES[form.kind] // 2**20
        return Unfit(file.name, f"has {state.st_size / 2**20:.0f} MB, a {form.kind} may have {most}")
    with file.open("rb") as content:
        head = content.read(_HEAD)
    if not head[form.at :].startswith(form.marks):
        return Unfit(file.name, f"is no {file.suffix.lower()} inside, or broken")
    return Medium(file.name, form.kind, form.type, f"{state.st_mtime_ns:x}-{state.st_size:x}")
