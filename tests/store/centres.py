"""A folder of a centre's configuration: to a backup it is just files."""

from pathlib import Path


def make_centre(folder: Path) -> Path:
    (folder / "pictures").mkdir(parents=True)
    (folder / "centre.toml").write_text("zone = 'Asia/Ho_Chi_Minh'\n", encoding="utf-8")
    (folder / "pictures" / "quốc huy.txt").write_text("★", encoding="utf-8")
    return folder


def files_in(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()}
