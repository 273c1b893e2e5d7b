"""Byte links: `open_link(url)` gives a way to a device that writes with a deadline by progress, reads and closes."""

from drivers.links.link import ByteLink
from drivers.links.opening import open_link

__all__ = ["ByteLink", "open_link"]
