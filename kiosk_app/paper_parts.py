"""From a paper and its layout to the parts of a print job, and to the exact picture of what comes out."""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from drivers.printers.parts import Cut, Feed, Part, Picture, StoredLogo
from drivers.printers.profile import GENERIC, Profile
from drivers.printers.raster import Raster
from kiosk_app.drawing import is_shown, strip
from kiosk_app.layout import AnyBlock, Layout, Logo, load_layout
from kiosk_app.printed_facts import Facts, TicketPaper, ticket_facts
from kiosk_app.slow_paper import can_be_text, text_parts

WIDE_DOTS = 512
"""From this width on paper is taken for 80 mm wide."""

SLOW_BAUD = 19_200
"""A picture takes eleven seconds over a line of this speed, the printer's own letters a third of one."""


def compose(
    paper: TicketPaper, layout: Layout, profile: Profile, is_slow: bool = False, copies: int = 1
) -> tuple[Part, ...]:
    """The job of a ticket: each copy ends with a cut, the second one says that it is kept by the office.

    On a slow line a printer with Vietnamese letters sets them itself; the layout is the same, its sizes are not.
    """
    papers = [ticket_facts(paper, is_copy=bool(copy)) for copy in range(copies)]
    return tuple(part for facts in papers for part in parts_of(facts, layout, profile, is_slow))


def parts_of(facts: Facts, layout: Layout, profile: Profile, is_slow: bool = False) -> tuple[Part, ...]:
    """One paper with its cut."""
    blocks = [block for block in layout.blocks if is_shown(block, facts)]
    fitting = _fitted(layout, profile.width_dots)
    if is_slow and can_be_text(profile):
        return (*text_parts(blocks, facts, profile), Feed(layout.gap), Cut())
    parts: list[Part] = []
    for block in blocks:
        part = _part(block, facts, fitting, profile)
        if part is not None:
            gap = layout.gap if block.space is None else block.space
            parts += [Feed(gap), part] if parts else [part]
    return (*parts, Feed(layout.gap), Cut())


def _part(block: AnyBlock, facts: Facts, layout: Layout, profile: Profile) -> Part | None:
    """A block as a strip; a logo that lies in the printer's memory is printed from there."""
    if isinstance(block, Logo) and block.key in profile.logo_keys:
        return StoredLogo(block.key)
    return strip(block, facts, layout)


def preview(parts: Sequence[Part], width: int) -> Raster:
    """What a raster job prints, as one picture; where it is cut is not to be seen.

    Raises ValueError: a part that the printer draws by itself, so that nobody knows its dots.
    """
    bits = bytearray()
    for part in parts:
        match part:
            case Picture():
                bits += part.printed.bits
            case Feed(rows):
                bits += bytes(rows * width // 8)
            case Cut():
                pass
            case _:
                raise ValueError(f"only a printer can draw {part}")
    return Raster(width, bytes(bits))


def is_slow(baud: int | None) -> bool:
    """Whether a line is too slow for pictures; None: it is no serial line."""
    return baud is not None and baud <= SLOW_BAUD


@lru_cache(maxsize=8)
def usual_layout(width_dots: int) -> Layout:
    """The built-in ticket for what a printer prints in a row."""
    return load_layout("ticket-80" if width_dots >= WIDE_DOTS else "ticket-58")


class Composer(Struct, frozen=True):
    """Makes jobs of papers as the spool keeps them (JSON); `layout` None: the built-in one that fits the profile.

    Raises msgspec's errors for what is no paper.
    """

    profile: Profile = GENERIC
    layout: Layout | None = None
    is_slow: bool = False
    copies: int = 1

    @classmethod
    def of(cls, profile: Profile, layout: str, centre: Path | None, baud: int | None, copies: int) -> "Composer":
        """The one for a layout by name ("": the usual one) and an installation's folder, on a line of so many baud.

        `baud` None: no serial line. Raises ConfigError as `load_layout`.
        """
        named = load_layout(layout, [centre] if centre else []) if layout else None
        return cls(profile, named, is_slow(baud), copies)

    def __call__(self, paper: str) -> tuple[Part, ...]:
        """The parts of a job."""
        layout = self.layout or usual_layout(self.profile.width_dots)
        return compose(msgspec.json.decode(paper, type=TicketPaper), layout, self.profile, self.is_slow, self.copies)


@lru_cache(maxsize=8)
def _fitted(layout: Layout, width: int) -> Layout:
    return replace(layout, width=min(layout.width, width))
