"""The headers of a request, read by the few rules that every client of a hall keeps to.

Python's own reading goes through its parser of electronic mail, which costs a tenth of a small answer. Whatever is not
plain (folded lines, other letters than ASCII, names that are none, too much of it) is still left to that.
"""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import BinaryIO, NamedTuple

MOST_LINES, MOST_BYTES = 100, 65_536
"""So many lines of so many bytes are looked at; what is beyond is refused by whoever reads it then."""

_PLAIN = re.compile(rb"([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*([!-~](?:[ \t!-~]*[!-~])?)?[ \t]*\r\n")


class RequestHead:
    """What gevent's handler wants of headers. Of a name that comes twice the first counts; ``headers`` has all."""

    status = ""

    def __init__(self, fields: list[tuple[str, str]]) -> None:
        self._fields = fields
        self._first = {name.lower(): value for name, value in reversed(fields)}

    @property
    def headers(self) -> Iterator[str]:
        """Every line, in order."""
        return (f"{name}: {value}\r\n" for name, value in self._fields)

    @property
    def typeheader(self) -> str | None:
        """The type of the body."""
        return self.get("content-type")

    def get(self, name: str, default: str | None = None) -> str | None:
        """The first value under a name, however it is written."""
        return self._first.get(name.lower(), default)

    getheader = get

    def __delitem__(self, name: str) -> None:
        """Forget a name; one that is not there is forgotten already."""
        self._first.pop(name.lower(), None)
        self._fields = [field for field in self._fields if field[0].lower() != name.lower()]


class ReadHead(NamedTuple):
    """The headers where they are plain, and what was read of the connection for them."""

    head: RequestHead | None
    raw: bytes

    def again(self) -> BytesIO:
        """The same bytes for another reader."""
        return BytesIO(self.raw)


def read_head(connection: BinaryIO) -> ReadHead:
    """Read as far as the empty line, or as far as it makes sense."""
    lines: list[bytes] = []
    fields: list[tuple[str, str]] | None = []
    while len(lines) <= MOST_LINES:
        line = connection.readline(MOST_BYTES + 1)
        lines.append(line)
        if line in (b"\r\n", b"\n", b"") or len(line) > MOST_BYTES:
            break
        plain = _PLAIN.fullmatch(line)
        if plain is None:
            fields = None
        elif fields is not None:
            fields.append((plain[1].decode("ascii"), (plain[2] or b"").decode("ascii")))
    is_whole = fields is not None and lines[-1] == b"\r\n"
    return ReadHead(RequestHead(fields) if fields is not None and is_whole else None, b"".join(lines))
