"""The profiles that are known by a name: the installation's own, ours, and python-escpos' capability data."""

import difflib
import re
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec
from escpos.capabilities import CAPABILITIES

from drivers.printers.profile import GENERIC, CodePage, Profile

BUILT_IN = Path(__file__).parent / "profiles"


NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,31}")


class ProfileError(ValueError):
    """There is no such profile, or its file cannot be used; the text is one sentence for people."""


def load_profile(name: str, folders: Sequence[Path] = ()) -> Profile:
    """The profile of a name: the first of `folders` that has `<name>.toml`, then ours, then python-escpos' data.

    Raises ProfileError: no such profile, or a file with a mistake.
    """
    for folder in (*folders, BUILT_IN):
        path = folder / f"{name}.toml"
        if path.is_file():
            return _read(path)
    known = {each.lower(): each for each in CAPABILITIES["profiles"]}
    if name.lower() in known:
        return from_capabilities(known[name.lower()])
    near = difflib.get_close_matches(name.lower(), [each.lower() for each in profile_names(folders)], n=3, cutoff=0.4)
    hint = f"; did you mean {' or '.join(f'«{each}»' for each in near)}?" if near else ""
    raise ProfileError(f"there is no printer profile «{name}»{hint}")


def require_profile_name(name: str) -> None:
    """Raises ProfileError with a sentence: no profile can be called so."""
    if not NAME.fullmatch(name):
        raise ProfileError(f"«{name}» cannot be a profile's name: small letters, digits and hyphens, 32 at most")


def profile_names(folders: Sequence[Path] = ()) -> list[str]:
    """Every name that `load_profile` knows, without those that cannot print pictures: own, ours, python-escpos'."""
    files = [path.stem for folder in (*folders, BUILT_IN) for path in sorted(folder.glob("*.toml"))]
    drawing = [name for name, each in CAPABILITIES["profiles"].items() if each["features"]["bitImageRaster"]]
    return list(dict.fromkeys((*files, *sorted(drawing))))


def from_capabilities(name: str) -> Profile:
    """What python-escpos knows of a model: width, letters in a line, knife, QR, Vietnamese pages; the rest is generic.

    Raises ProfileError: a model that cannot print pictures, so no Vietnamese either.
    """
    known = CAPABILITIES["profiles"][name]
    features = known["features"]
    if not features["bitImageRaster"]:
        raise ProfileError(f"«{name}» cannot print pictures (GS v 0), so it cannot print our tickets")
    return Profile(
        name=re.sub(r"[^a-z0-9-]+", "-", name.lower())[:32],
        width_dots=_width(known),
        columns=known["fonts"]["0"]["columns"] if known["fonts"]["0"]["columns"] >= 16 else GENERIC.columns,
        cutter=_cutter(features),
        code_page=_code_page(known["codePages"]),
        has_qr=features["qrCode"],
    )


def _width(known: dict[str, Any]) -> int:
    """Whole bytes of dots; many entries know no width, and such a printer is taken for one of 80 mm."""
    dots = known["media"]["width"].get("pixels")
    return dots - dots % 8 if isinstance(dots, int) and dots >= 192 else GENERIC.width_dots


def _cutter(features: dict[str, bool]) -> Any:
    if features["paperPartCut"]:
        return "partial"
    return "full" if features["paperFullCut"] else "none"


def _code_page(pages: dict[str, str]) -> CodePage | None:
    """TCVN-3 only: what others call cp1258 seldom sets the marks over the letters."""
    numbers = {title: int(number) for number, title in pages.items()}
    if not {"TCVN-3-1", "TCVN-3-2"} <= numbers.keys():
        return None
    return CodePage("tcvn3", (numbers["TCVN-3-1"], numbers["TCVN-3-2"]))


def _read(path: Path) -> Profile:
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8-sig"))
        _refuse_unknown_keys(document, Profile)
        profile = msgspec.convert({"name": path.stem, **document}, Profile)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, msgspec.ValidationError, ProfileError) as error:
        raise ProfileError(f"{path}: {_plain(str(error))}") from None
    if profile.name != path.stem:
        raise ProfileError(f"{path}: name: is «{profile.name}», the file «{path.stem}»; leave the key out")
    return profile


def _refuse_unknown_keys(document: dict[str, Any], shape: type[msgspec.Struct]) -> None:
    """A slip of the pen is told with what was perhaps meant. Raises ProfileError."""
    known = {field.name: field.type for field in msgspec.structs.fields(shape)}
    for key, value in document.items():
        if key not in known:
            near = difflib.get_close_matches(key, known, n=1)
            raise ProfileError(f"{key}: there is no such key" + (f"; did you mean «{near[0]}»?" if near else ""))
        inner = known[key]
        if isinstance(value, dict) and isinstance(inner, type) and issubclass(inner, msgspec.Struct):
            _refuse_unknown_keys(value, inner)


def _plain(problem: str) -> str:
    """What msgspec says, the key first."""
    said, _, place = problem.partition(" - at `$.")
    plain = said.replace("`int`", "a number").replace("`", "")
    return f"{place.rstrip('`')}: {plain[:1].lower()}{plain[1:]}" if place else plain
