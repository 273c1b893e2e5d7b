"""The models of printer that can be simulated: what each understands, and what each gets wrong."""

from collections.abc import Mapping
from types import MappingProxyType

from msgspec import Struct
from msgspec.structs import replace

TCVN3_PAGES: Mapping[int, str] = MappingProxyType({30: "TCVN-3-1", 31: "TCVN-3-2", 52: "cp1258"})
"""Numbers of the Vietnamese pages of several Epson models, by the names in python-escpos' capability data."""


class Model(Struct, frozen=True):
    """One model.

    `width_dots`: the head; `feed_unit`: motion units in one row of dots; `receive_bytes`: what it buffers while it is
    stopped; `knows_process_id`: answers GS ( H; `pages`: its Vietnamese code pages (ESC t n → name); `has_qr` and
    `has_logo`: GS ( k, NV graphics; `has_raster`: GS v 0; `has_presenter`: cuts and holds out (Custom VKP80 family).

    `rubbish_rows`: a picture whose height is divisible by it comes out shifted (0 = none); `burst_rows`: rows that may
    come without a pause of `pause_s`, what is beyond loses bytes (0 = any); `keeps_received`: bytes in its buffer
    outlive the connection; `starts_chinese`: high bytes are Chinese letters until FS . says otherwise.
    """

    name: str
    width_dots: int = 576
    feed_unit: int = 1
    receive_bytes: int = 4096
    knows_process_id: bool = True
    pages: Mapping[int, str] = MappingProxyType({})
    has_raster: bool = True
    has_qr: bool = True
    has_logo: bool = False
    has_presenter: bool = False
    rubbish_rows: int = 0
    burst_rows: int = 0
    pause_s: float = 0.01
    keeps_received: bool = False
    starts_chinese: bool = False

    @property
    def prints_by_rows(self) -> bool:
        """Whether a picture is printed while it comes; the others look at it as a whole first."""
        return not (self.rubbish_rows or self.burst_rows)


GENERIC = Model("generic")
CLONE = Model(
    "clone",
    knows_process_id=False,
    pages=MappingProxyType({94: "cp1258"}),
    has_qr=False,
    rubbish_rows=48,
    burst_rows=256,
    starts_chinese=True,
)

MODELS: Mapping[str, Model] = MappingProxyType(
    {
        model.name: model
        for model in (
            GENERIC,
            Model("generic-58", width_dots=384),
            Model("text", feed_unit=2, pages=TCVN3_PAGES, has_logo=True, keeps_received=True),
            CLONE,
            replace(CLONE, name="clone-58", width_dots=384),
            Model("custom", knows_process_id=False, has_presenter=True),
        )
    }
)


def find_model(name: str) -> Model:
    """The model of a name. Raises ValueError with a sentence for people."""
    if (model := MODELS.get(name)) is None:
        raise ValueError(f"Unknown model {name!r}; known are: {', '.join(MODELS)}.")
    return model
