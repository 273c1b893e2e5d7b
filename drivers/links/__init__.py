"""Byte links: `open_link(url)` gives a way to a device that writes with a deadline by progress, reads and closes."""

from drivers.links.address import Address, parse_address
from drivers.links.link import ByteLink
from drivers.links.opening import open_address, open_link

__all__ = ["Address", "ByteLink", "open_address", "open_link", "parse_address"]
