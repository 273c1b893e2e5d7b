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


class LeftTicket(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """Somebody whom the end of a day cut off; ``ticket`` and ``label`` are on the paper, ``field`` is where they were.

    ``further`` are the fields to which the visit was to go after that one.
    """

    ticket: str
    label: str
    field: str
    ticket_class: str = "ordinary"
    language: str = "vi"
    files: int = 1
    further: tuple[str, ...] = ()


class DeviceStatus(Struct, frozen=True, forbid_unknown_fields=True):
    """A device as it was known at a day's opening."""

    device: str
    link: str
    paper: str
    cover: str
    since_ms: int
    trouble: str = ""
