"""The line protocol of our own devices on RS-232 and RS-485: frames, their check, and the host's side of a line."""

from drivers.wire.exchange import Exchange
from drivers.wire.frame import Frame, FrameError, Splitter, encode
from drivers.wire.station import Contact, Order, Station

__all__ = ["Contact", "Exchange", "Frame", "FrameError", "Order", "Splitter", "Station", "encode"]
