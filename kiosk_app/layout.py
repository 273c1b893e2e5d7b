"""What a paper looks like, as data: blocks from top to bottom in a TOML file.

Built-in layouts lie in the folder `layouts` beside this file; an installation lays its own in a folder of that name
beside its `centre.toml`, where they go before the built-in ones of the same name.
"""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, Literal

from msgspec import Meta, Struct
from msgspec.structs import replace

from config.loader import ConfigError, closest, load_toml
from config.texts import FIRST_LANGUAGE, catalogue, languages
from drivers.printers.profile import LogoKey
from kiosk_app.hall import Words
from kiosk_app.logo import logo_picture
from kiosk_app.printed_facts import CONDITIONS, PLACES
from kiosk_app.strips import Weight

BUILT_IN = Path(__file__).parent / "layouts"
OWN = "layouts"

Size = Annotated[int, Meta(ge=16, le=320)]
Sizes = Annotated[tuple[Size, ...], Meta(min_length=1)]
Rows = Annotated[int, Meta(ge=0, le=400)]
Align = Literal["left", "center", "right"]

_PLACE = re.compile(r"\{([^{}]*)\}")


class Block(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="kind"):
    """One block: only where every condition of `when` holds, only in some `languages`, `space` rows below the last.

    A condition is one of `CONDITIONS`, or one of them behind «not ».
    """

    when: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    space: Rows | None = None


class Text(Block, frozen=True, tag="text"):
    """Words in the largest of `sizes` (dots) at which they take at most `most_lines`; left out when they are empty.

    In `words`, `{…}` is a fact of the paper or a text of the locales (`{paper.hint}`). `look`: bare letters, white
    ones on a black box, letters in a frame, or a pill as wide as they are.
    """

    words: str | Words
    sizes: Sizes
    weight: Weight = Weight.REGULAR
    most_lines: Annotated[int, Meta(ge=1, le=40)] = 2
    align: Align = "center"
    look: Literal["plain", "box", "frame", "pill"] = "plain"


class Number(Block, frozen=True, tag="number"):
    """The number that is called, in the largest size that fits."""

    sizes: Sizes
    weight: Weight = Weight.BOLD


class Ahead(Block, frozen=True, tag="ahead"):
    """How many people are before: a sentence with its figure enlarged. Left out where nobody has counted."""

    sizes: Sizes
    figure: Size


class Qr(Block, frozen=True, tag="qr"):
    """The paper's code, its modules so many dots wide, with a quiet zone of four; texts may stand beside it."""

    module_dots: Annotated[int, Meta(ge=3, le=12)] = 6
    beside: tuple[Text, ...] = ()


class Logo(Block, frozen=True, tag="logo"):
    """A picture that lies beside the layout (PNG); under `key` in the memory of printers that have it there."""

    file: Annotated[str, Meta(pattern=r"^[\w.-]+\.png\Z", extra_json_schema={"examples": ["logo.png"]})]
    key: LogoKey | None = None


class Rule(Block, frozen=True, tag="rule"):
    """A line from margin to margin, so many dots thick."""

    thickness: Annotated[int, Meta(ge=1, le=16)] = 4
    is_dashed: bool = False


class Space(Block, frozen=True, tag="space"):
    """Blank paper."""

    rows: Rows


AnyBlock = Text | Number | Ahead | Qr | Logo | Rule | Space


class Layout(Struct, frozen=True, forbid_unknown_fields=True):
    """A paper of `width` dots: 576 on 80 mm, 384 on 58 mm; between blocks `gap` rows, beside them `margin` dots."""

    width: Annotated[int, Meta(ge=192, le=832, multiple_of=8)]
    blocks: Annotated[tuple[AnyBlock, ...], Meta(min_length=1)]
    margin: Annotated[int, Meta(ge=0, le=64)] = 16
    gap: Rows = 14
    folder: str = ""
    """Where its logos lie; filled in when it is read."""


def layout_names(folders: Sequence[Path] = ()) -> tuple[str, ...]:
    """The layouts there are, built-in ones and those of the installations in these folders."""
    places = [BUILT_IN, *(folder / OWN for folder in folders)]
    return tuple(sorted({file.stem for place in places for file in place.glob("*.toml")}))


def load_layout(name: str, folders: Sequence[Path] = ()) -> Layout:
    """Read a layout by name, from the first of the installations' folders that has it, else the built-in one.

    Raises ConfigError: as `load_toml`, no such layout, an unknown condition, language or place in its words, no logo.
    """
    for place in (*(folder / OWN for folder in folders), BUILT_IN):
        path = place / f"{name}.toml"
        if path.exists():
            return _checked(path)
    known = layout_names(folders)
    guess = closest(name, known)
    place = folders[0] / OWN if folders else BUILT_IN
    raise ConfigError(
        place, name, f"there is no such layout, neither there nor built in, only {', '.join(known)}", guess
    )


def _checked(path: Path) -> Layout:
    layout = replace(load_toml(path, Layout), folder=str(path.parent))
    slip = next(_slips(layout), None)
    if slip:
        raise ConfigError(path, *slip)
    return layout


def _slips(layout: Layout) -> Iterator[tuple[str, str, str | None]]:
    """Key, sentence and guess for whatever only the blocks' meaning shows to be wrong."""
    for place, block in enumerate(layout.blocks, 1):
        key = f"blocks[#{place}]"
        yield from _block_slips(key, block)
        if isinstance(block, Qr):
            for beside, text in enumerate(block.beside, 1):
                yield from _block_slips(f"{key}.beside[#{beside}]", text)
        if isinstance(block, Logo):
            yield from _logo_slips(f"{key}.file", Path(layout.folder) / block.file)


def _block_slips(key: str, block: AnyBlock) -> Iterator[tuple[str, str, str | None]]:
    for condition in block.when:
        name = condition.removeprefix("not ")
        if name not in CONDITIONS:
            sentence = f"«{name}» is no condition; there are {', '.join(CONDITIONS)}, each also with «not » before it"
            yield f"{key}.when", sentence, closest(name, CONDITIONS)
    for language in block.languages:
        if language not in languages():
            yield f"{key}.languages", f"there are no texts in «{language}»", closest(language, languages())
    if isinstance(block, Text):
        for words in (block.words,) if isinstance(block.words, str) else (block.words.vi, block.words.en):
            yield from _word_slips(f"{key}.words", words)


def _word_slips(key: str, words: str) -> Iterator[tuple[str, str, str | None]]:
    known = (*PLACES, *(code for code in catalogue(FIRST_LANGUAGE) if code.startswith("paper.")))
    for name in _PLACE.findall(words):
        if name not in known:
            sentence = f"nothing is called «{{{name}}}»; there are {', '.join(PLACES)} and the texts paper.…"
            yield key, sentence, closest(name, known)
    if set(_PLACE.sub("", words)) & set("{}"):
        yield key, "has a brace without its other half", None


def _logo_slips(key: str, path: Path) -> Iterator[tuple[str, str, str | None]]:
    try:
        logo_picture(path, 192)
    except OSError as error:
        yield key, f"{path} is no picture that can be read ({error.strerror or 'save it as PNG'})", None
