"""Devices that exist only as bytes: the demo, the tests and production run the same drivers against them."""

from drivers.simulators.printer import Fault, PrinterSimulator
from drivers.simulators.serve import PrinterServer

__all__ = ["Fault", "PrinterServer", "PrinterSimulator"]
