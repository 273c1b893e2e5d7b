"""From a byte to a letter, by the code page that a simulated printer was told to use."""

import functools

from escpos.capabilities import CAPABILITIES

from drivers.simulators.lettering import UNKNOWN

FIRST_PAGE = "cp437"
STROKE_AS_TABLED, STROKE_AS_PRINTED = "Ð", "Đ"
"""python-escpos' table of TCVN-3 has the Icelandic letter; the printer prints the Vietnamese one."""


@functools.cache
def letters_of(page: str | None) -> tuple[str, ...]:
    """The 256 letters of a page by its name in python-escpos' capability data; None is a page nobody knows."""
    low = [chr(code) for code in range(128)]
    if page is None:
        return (*low, *[UNKNOWN] * 128)
    rows = CAPABILITIES["encodings"].get(page, {}).get("data")
    if rows is not None:
        high = [UNKNOWN if letter == " " else letter for letter in "".join(rows)]
        return (*low, *[STROKE_AS_PRINTED if letter == STROKE_AS_TABLED else letter for letter in high])
    return tuple(bytes((code,)).decode(page, "replace") for code in range(256))
