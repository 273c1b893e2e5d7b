"""One event for everybody who hears a topic: encoded once, framed once."""

import struct
from functools import cached_property

TEXT = 0x81
"""The first byte of a frame that is a whole text (RFC 6455, 5.2)."""

SHORT, LONG = 126, 65_536
"""From these lengths on a frame says its length in two more bytes, or in eight."""


def text_frame(text: bytes) -> bytes:
    """A whole text as a server's frame (RFC 6455, 5.2): final, not masked, not compressed."""
    length = len(text)
    if length < SHORT:
        return struct.pack("!BB", TEXT, length) + text
    if length < LONG:
        return struct.pack("!BBH", TEXT, 126, length) + text
    return struct.pack("!BBQ", TEXT, 127, length) + text


class Broadcast:
    """An event of Socket.IO's default namespace with one argument, which is JSON already."""

    def __init__(self, event: str, argument: bytes) -> None:
        self._text = b'2["%b",%b]' % (event.encode(), argument)

    @cached_property
    def frame(self) -> bytes:
        """As it goes over a websocket: Engine.IO's message (4) of Socket.IO's event (2)."""
        return text_frame(b"4" + self._text)

    @cached_property
    def text(self) -> str:
        """What the engine is given to send."""
        return self._text.decode()
