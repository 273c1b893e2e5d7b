"""Devices that are asked over Modbus RTU: an example of a protocol that is not ours. See docs/modbus-board.md."""

from drivers.modbus.board import attach

__all__ = ["attach"]
