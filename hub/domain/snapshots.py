"""Parts of what events keep of the hall as a whole: at a day's opening, at a restore."""

from msgspec import Struct


class LastNumber(Struct, frozen=True, forbid_unknown_fields=True):
    """The last number of a series that counts as drawn on a day."""

    series: str
    number: int


class CounterFields(Struct, frozen=True, forbid_unknown_fields=True):
    """The fields of a counter at a day's opening."""

    counter: int
    fields: tuple[str, ...]


class DeviceStatus(Struct, frozen=True, forbid_unknown_fields=True):
    """A device as it was known at a day's opening."""

    device: str
    link: str
    paper: str
    cover: str
    since_ms: int
    trouble: str = ""
