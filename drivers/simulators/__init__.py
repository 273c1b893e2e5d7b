"""Devices that exist only as bytes: the demo, the tests and production run the same drivers against them."""

from drivers.simulators.faults import Fault, FaultOrder, Mishap, parse_fault
from drivers.simulators.models import MODELS, Model
from drivers.simulators.printer import PrinterSimulator
from drivers.simulators.pty_printer import PtyPrinter
from drivers.simulators.serve import PrinterServer

__all__ = [
    "MODELS",
    "Fault",
    "FaultOrder",
    "Mishap",
    "Model",
    "PrinterServer",
    "PrinterSimulator",
    "PtyPrinter",
    "parse_fault",
]
