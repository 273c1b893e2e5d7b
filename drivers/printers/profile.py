"""What a model of printer can do and how far it can be relied on."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

Fence = Literal["process_id", "status", "one_way"]
"""How a printer tells that everything sent before was processed: by an answer that bears the job's own number
(GS ( H), by an answer in order (GS r 1), or not at all."""


LogoKey = Annotated[str, Meta(pattern=r"^[\x20-\x7e]{2}\Z")]
"""Two characters under which a picture lies in a printer's memory."""


class Reliability(Struct, frozen=True, forbid_unknown_fields=True):
    """How bytes have to be sent: pictures in slices of so many rows, with a pause after each, and the kind of fence."""

    slice_rows: Annotated[int, Meta(ge=24, le=2048)] = 128
    pause_ms: Annotated[int, Meta(ge=0, le=1000)] = 0
    fence: Fence = "status"


class CodePage(Struct, frozen=True, forbid_unknown_fields=True):
    """Vietnamese letters of the printer's own: how they are encoded, and the numbers of its pages (ESC t n).

    TCVN-3 is split over two pages, small letters and capitals; cp1258 has one.
    """

    encoding: Literal["tcvn3", "cp1258"]
    pages: Annotated[tuple[int, ...], Meta(min_length=1, max_length=2)]


class Presenter(Struct, frozen=True, forbid_unknown_fields=True):
    """How a ticket is held out: how far (`steps` of about 7 mm), for how many seconds, and what becomes of one that
    nobody took: it falls out, or is drawn back into the machine.
    """

    steps: Annotated[int, Meta(ge=1, le=255)] = 10
    present_s: Annotated[int, Meta(ge=1, le=30)] = 10
    if_not_taken: Literal["eject", "retract"] = "retract"


class Profile(Struct, frozen=True, forbid_unknown_fields=True):
    """A model of printer.

    `width_dots`: what it prints in a row (576 on 80 mm paper, 384 on 58 mm); `columns`: letters in a line of its own
    font; `feed_unit`: motion units in one row of dots (ESC J), 0 where nobody knows; `commands`: `escpos`, or `custom`
    for presenters of the VKP80 family, which hold a ticket out as `presenter` says; `centers_pictures`: that ESC a
    moves GS v 0, so that margins need not be sent; `doubles_pictures`: that GS v 0 prints dots two by two (m = 3);
    `picture_command`: GS v 0, or for printers without it ESC *; `logo_keys`: the pictures in its memory. `cutter`
    `none` tears by hand.
    """

    name: Annotated[str, Meta(pattern=r"^[a-z0-9][a-z0-9-]{0,31}\Z")] = "generic-80"
    width_dots: Annotated[int, Meta(ge=192, le=832, multiple_of=8)] = 576
    columns: Annotated[int, Meta(ge=16, le=64)] = 48
    feed_unit: Annotated[int, Meta(ge=0, le=4)] = 0
    commands: Literal["escpos", "custom"] = "escpos"
    cutter: Literal["full", "partial", "none"] = "partial"
    centers_pictures: bool = True
    doubles_pictures: bool = True
    picture_command: Literal["raster", "column"] = "raster"
    code_page: CodePage | None = None
    has_qr: bool = False
    logo_keys: tuple[LogoKey, ...] = ()
    reliability: Reliability = Reliability()
    presenter: Presenter = Presenter()


GENERIC = Profile()
"""80 mm paper, nothing taken for granted but GS v 0, ESC a (which moves it, by Epson's reference) and GS r."""
